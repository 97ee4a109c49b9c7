"""`python -m simulator`: the same as the command `streamsim`."""

from simulator.cli.main import main

raise SystemExit(main())
