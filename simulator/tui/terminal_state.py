"""The terminal as the player found it, and how it is put back when a signal ends the player.

Textual restores the terminal when its event loop ends. A signal may come while that loop is busy, or while its output
waits for a terminal that does not read, so what is done here needs neither.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from contextlib import suppress
from types import FrameType

try:
    import termios
except ImportError:  # Windows
    termios = None  # type: ignore[assignment]

ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGHUP", "SIGQUIT", "SIGTERM") if termios is not None and hasattr(signal, name)
)
"""The signals that end the player; none on Windows, where the console ends with its window."""

GONE = 129
"""The exit status where the terminal is gone: what a shell shows for a program that SIGHUP ended."""

LOOK_EVERY = 0.5
"""Seconds between two looks at whether the terminal is still there."""

PATIENCE = 1.0
"""Seconds that a terminal has to take the bytes that restore it."""

RESTORING = (
    b"\x1b[?2004l"  # no bracketed paste
    b"\x1b[?7h"  # lines wrap
    b"\x1b[?2048l"  # no reports of the size
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # no reports of the mouse
    b"\x1b[<u"  # the keyboard protocol that was set before
    b"\x1b[?1049l"  # leave the alternate screen
    b"\x1b[?25h"  # show the cursor
    b"\x1b[?1004l"  # no reports of the focus
)
"""The bytes that undo each mode that Textual sets, in the order in which Textual undoes them."""


class TerminalState:
    """The terminal's attributes before the player changed them, and the signal handlers while it does.

    Args:
        keyboard: the file descriptor that the player reads.
        screen: the file descriptor that the player writes.
    """

    def __init__(self, keyboard: int, screen: int) -> None:
        self._keyboard = keyboard
        self._screen = screen
        self._attributes: list[int | list[bytes | int]] | None = None
        self._is_taken = False
        self._handlers: dict[int, object] = {}
        self._held: dict[int, object] = {}
        self._watches = False

    def take(self) -> None:
        """Remember the terminal as it is, before the player changes it, and let each ending signal restore it."""
        self._attributes = None
        with suppress(termios.error):
            self._attributes = termios.tcgetattr(self._keyboard)
        self._is_taken = True
        if threading.current_thread() is not threading.main_thread():
            return  # only the main thread may set handlers
        for number, handler in self._held.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._held.clear()
        for number in ENDING_SIGNALS:
            if signal.getsignal(number) == signal.SIG_DFL:  # `nohup` ignores SIGHUP, and that stays
                self._handlers[number] = signal.signal(number, self._end_by)
        if self._attributes is not None and not self._watches:
            self._watches = True
            threading.Thread(target=self._end_when_gone, name="terminal-watch", daemon=True).start()

    def ignore_keys(self) -> None:
        """Ignore Ctrl+C and Ctrl+Z as signals until the terminal is taken again, or the program has ended.

        While the player runs, both are keys. In the moment in which it leaves, one more Ctrl+C would be a traceback,
        and one more Ctrl+Z would bring the player's screen back for a program that ends.
        """
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTSTP):
                self._held.setdefault(number, signal.signal(number, signal.SIG_IGN))

    def given_back(self) -> None:
        """Take note that the terminal is again as it was found; signals act as they did before."""
        self._is_taken = False
        for number, handler in self._handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._handlers.clear()

    def restore(self) -> None:
        """Put the terminal back as it was found, whatever the player is doing."""
        if not self._is_taken:
            return
        self._is_taken = False
        screen = os.dup(self._screen)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self._screen)  # what the output thread still has to write no longer reaches the terminal
        if select.select([], [screen], [], PATIENCE)[1]:
            with suppress(OSError):  # the terminal is gone
                os.write(screen, RESTORING)
        if self._attributes is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._keyboard, termios.TCSANOW, self._attributes)

    def _end_by(self, number: int, _: FrameType | None) -> None:
        """Restore the terminal and end by a signal, as a program without a handler does."""
        signal.signal(number, signal.SIG_DFL)
        self.restore()
        signal.raise_signal(number)

    def _end_when_gone(self) -> None:
        """End the program when its terminal has gone and no signal has said so.

        SIGHUP may be ignored, and a program without a controlling terminal gets none. What the learner did is in the
        progress file already, nothing can be shown any more, and the event loop may wait for the terminal for ever: so
        the process ends at once.
        """
        while True:
            time.sleep(LOOK_EVERY)
            if is_gone(self._keyboard):
                os._exit(GONE)


def is_gone(keyboard: int) -> bool:
    """Whether a file descriptor that was a terminal no longer is one."""
    try:
        termios.tcgetattr(keyboard)
    except termios.error:
        return True
    return False


def screen_descriptor() -> int:
    """The file descriptor that Textual draws on."""
    return sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
