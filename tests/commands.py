"""Running the command line in tests, with its outcome: in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Outcome(NamedTuple):
    """The exit status and the output of a command."""

    status: int
    out: str
    err: str


def begun(
    *arguments: str, module: str = "simulator", environment: dict[str, str] | None = None, **options: object
) -> subprocess.Popen[bytes]:
    """`python -m simulator` as a process of its own, or another module; its three streams are no terminals."""
    ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        **{**ends, **options},  # type: ignore[call-overload]
    )


def process(*arguments: str, typed: bytes = b"", **options: object) -> Outcome:
    """The same with everything typed at once."""
    running = begun(*arguments, **options)
    out, err = running.communicate(typed, timeout=60)
    return Outcome(running.returncode, out.decode(), (err or b"").decode())
