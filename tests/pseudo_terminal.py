"""A program in a pseudo-terminal: started as a person starts it, driven by key presses, read off its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress

import pyte
from commands import ROOT, close_what_a_program_does_not_inherit, import_the_program, program, run_as_a_process

PATIENCE = 30
"""Seconds before a screen that does not come is a failure: generous, because machines are shared."""


class PseudoTerminal:
    """One end of a pseudo-terminal; at the other end runs a program.

    Attributes:
        raw: all bytes that the program has written.
        status: how the program ended, negative for a signal; None while it runs.
    """

    def __init__(self, pid: int, fd: int, columns: int = 120, lines: int = 36) -> None:
        self.pid, self.fd = pid, fd
        self.raw = bytearray()
        self.status: int | None = None
        self._emulated = 0
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        os.set_blocking(fd, False)

    @property
    def text(self) -> str:
        """The screen as a person sees it now."""
        self._stream.feed(bytes(self.raw[self._emulated :]))
        self._emulated = len(self.raw)
        return "\n".join(line.rstrip() for line in self._screen.display)

    def clear(self) -> None:
        """Show an empty screen, as a terminal does that leaves its alternate screen; pyte knows no such screen."""
        self._emulated = len(self.raw)
        self._screen.reset()

    def read(self, seconds: float) -> bool:
        """Read for some time what the program writes, and return whether it wrote anything."""
        deadline = time.monotonic() + seconds
        before = len(self.raw)
        while self.status is None:
            left = max(0.0, deadline - time.monotonic())
            if select.select([self.fd], [], [], left)[0] and not self._take():
                time.sleep(min(left, 0.01))  # the program closed its end and may still run
            if left == 0:
                break
        return len(self.raw) > before

    def _take(self) -> bytes:
        chunk = b""
        with suppress(OSError):  # Linux reports the end of a pseudo-terminal as an error
            chunk = os.read(self.fd, 65536)
        self.raw += chunk
        return chunk

    def wait_for(self, seen: Callable[[str], bool]) -> str:
        """Read until the screen shows something, or fail with the screen as it is."""
        deadline = time.monotonic() + PATIENCE
        while not seen(self.text):
            assert time.monotonic() < deadline, self.text
            self.read(0.05)
        return self.text

    def type(self, keys: str | bytes) -> None:
        """Type keys. A program that does not read them is given its time; one that has ended gets nothing."""
        left = keys.encode() if isinstance(keys, str) else keys
        deadline = time.monotonic() + PATIENCE
        while left and time.monotonic() < deadline:
            try:
                left = left[os.write(self.fd, left) :]
            except BlockingIOError:
                self.read(0.02)
            except OSError:
                return

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size; the kernel tells the program."""
        with suppress(OSError):
            fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def attributes(self) -> list[object]:
        """The terminal's attributes, as termios has them."""
        return list(termios.tcgetattr(self.fd))

    def waited(self) -> int | None:
        """Take note of a program that ended or was stopped; return the signal that stopped it."""
        if self.status is not None:
            return None
        done, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
        if not done:
            return None
        if os.WIFSTOPPED(status):
            return os.WSTOPSIG(status)
        while self._take():
            pass
        self.status = os.waitstatus_to_exitcode(status)
        return None

    def wait_until_stopped(self, seconds: float = PATIENCE) -> bool:
        """Wait until the program has suspended itself; return whether it did."""
        deadline = time.monotonic() + seconds
        while self.status is None and time.monotonic() < deadline:
            if self.waited() is not None:
                return True
            self.read(0.01)
        return False

    def ended_within(self, seconds: float) -> int | None:
        """The exit status (negative: the signal), or None where the program still runs after so long."""
        deadline = time.monotonic() + seconds
        while self.status is None and time.monotonic() < deadline:
            self.waited()
            self.read(0.02)
        return self.status

    def exit_status(self) -> int:
        """Wait for the program's end and return its status."""
        status = self.ended_within(PATIENCE)
        assert status is not None, self.text
        return status

    def close(self) -> None:
        """End the program if it still runs, and give the terminal back."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


def begin(
    arguments: Sequence[str],
    columns: int = 120,
    lines: int = 36,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], object] | None = None,
) -> PseudoTerminal:
    """Start `python` with arguments in a pseudo-terminal of its own; `before` runs in the child before that."""

    def start(environment: dict[str, str]) -> None:
        os.execve(sys.executable, [sys.executable, *arguments], environment)

    return _begun(start, columns, lines, environment, before)


def begin_copy(
    arguments: Sequence[str],
    columns: int = 120,
    lines: int = 36,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], object] | None = None,
    run: Callable[[], object] = program,
) -> PseudoTerminal:
    """The same with a copy of this process, which has imported the program: for what comes after the start."""
    import_the_program()

    def start(environment: dict[str, str]) -> None:
        close_what_a_program_does_not_inherit()
        os.environ.clear()
        os.environ.update(environment)
        run_as_a_process(run, *arguments)

    return _begun(start, columns, lines, environment, before)


def _begun(
    start: Callable[[dict[str, str]], object],
    columns: int,
    lines: int,
    environment: Mapping[str, str] | None,
    before: Callable[[], object] | None,
) -> PseudoTerminal:
    pid, fd = pty.fork()
    if pid == 0:  # pragma: no cover - the child becomes the program
        try:
            if before is not None:
                before()
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_DATA_HOME") if name in os.environ}
            fixed = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
            start({**kept, **fixed, **(environment or {})})
        finally:
            os._exit(127)
    return PseudoTerminal(pid, fd, columns, lines)


@contextmanager
def terminal(*arguments: str, columns: int = 120, lines: int = 36, **environment: str) -> Iterator[PseudoTerminal]:
    """`streamsim` with arguments, in a pseudo-terminal: started as a person starts it."""
    with closing(begin(["-m", "simulator", *arguments], columns, lines, environment)) as opened:
        yield opened


@contextmanager
def terminal_of_a_copy(
    *arguments: str, columns: int = 120, lines: int = 36, **environment: str
) -> Iterator[PseudoTerminal]:
    """The same with a copy of this process, which has imported the program: for what comes after the start."""
    with closing(begin_copy(arguments, columns, lines, environment)) as opened:
        yield opened
