"""Running the command line in tests, with its outcome: in this process, in a copy of it, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

ROOT = Path(__file__).parent.parent


class Outcome(NamedTuple):
    """The exit status and the output of a command."""

    status: int
    out: str
    err: str


PIPES: dict[str, int] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def begun(
    *arguments: str, module: str = "simulator", environment: Mapping[str, str] | None = None, **options: Any
) -> subprocess.Popen[bytes]:
    """`python -m simulator` as a process of its own, or another module; its three streams are no terminals."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        **{**PIPES, **options},
    )


def forked(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """The same as a copy of this process: for what the program does with its streams, signals, limits and files.

    A copy spends no quarter of a second on starting Python and importing the program. How it starts, and how Python
    ends after it, is asked of a process that `begun` makes.
    """
    if os.name == "nt":
        return begun(*arguments, **options)
    import_the_program()
    return forked_program(program, *arguments, **options)


def forked_program(run: Callable[[], object], *arguments: str, **options: Any) -> subprocess.Popen[Any]:
    """A copy of this process in which a program runs, with its arguments in `sys.argv`."""
    environment = options.pop("environment", None) or {}
    limit = options.pop("preexec_fn", lambda: None)

    def become_it() -> None:
        close_what_a_program_does_not_inherit()  # with the pipe that says to `Popen` that the program has begun
        os.environ.update(environment)
        limit()
        run_as_a_process(run, *arguments)

    with warnings.catch_warnings():
        # Python warns of a fork beside other threads: in the copy there are none, and it waits for nothing of theirs.
        warnings.simplefilter("ignore", DeprecationWarning)
        return subprocess.Popen([sys.executable], preexec_fn=become_it, restore_signals=False, **{**PIPES, **options})


@cache
def import_the_program() -> None:
    """Import here what the program imports only when it needs it, so that no copy has to."""
    for name in ("cli.kept_progress", "learner.review", "learner.schedule", "lesson.generated.generate", "tui.play"):
        import_module(f"simulator.{name}")
    for name in ("play", "predict", "progress", "quiz", "sandbox"):
        import_module(f"simulator.terminal.{name}")


def program() -> None:
    """What `python -m simulator` runs."""
    from simulator.cli.main import main

    raise SystemExit(main())


def close_what_a_program_does_not_inherit() -> None:
    for descriptor in range(3, 1024):
        with suppress(OSError):
            if not os.get_inheritable(descriptor):
                os.close(descriptor)


def run_as_a_process(run: Callable[[], object], *arguments: str) -> NoReturn:
    """In a copy of this process: run a program with the standard streams and the exit status of one of its own."""
    status = 1
    try:
        sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = sys.__stdout__ = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = sys.__stderr__ = os.fdopen(2, "w", 1, encoding="utf-8", closefd=False)
        sys.argv = ["streamsim", *arguments]
        try:
            run()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        sys.stdout.flush()  # as Python does when it ends
    except BaseException:
        status = 1
        traceback.print_exc()
    finally:
        os._exit(status)


def process(*arguments: str, typed: bytes = b"", **options: Any) -> Outcome:
    """The outcome of the program, in a process of its own, with everything typed at once."""
    return outcome(begun(*arguments, **options), typed)


def outcome(running: subprocess.Popen[bytes], typed: bytes = b"") -> Outcome:
    """The outcome of a process, with everything typed at once."""
    out, err = running.communicate(typed, timeout=60)
    return Outcome(running.returncode, out.decode(), (err or b"").decode())
