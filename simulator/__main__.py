"""`python -m simulator`: the same as the command `streamsim`."""

from simulator.cli import main

raise SystemExit(main())
