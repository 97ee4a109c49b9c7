"""Gaps in Textual's driver for Unix terminals, closed here until Textual closes them. All were met in 8.2.8."""

from __future__ import annotations

import os

from textual.driver import Driver

from simulator.tui.terminal_state import GONE, TerminalState, screen_descriptor


def guarded_driver(driver: type[Driver]) -> type[Driver]:
    """A driver that gives the terminal back after signals and ends without a terminal.

    * SIGTERM, SIGHUP and SIGQUIT leave the terminal in raw mode with mouse reporting on. No report upstream.
    * At the end of the input its thread reads for ever, at 100 % of a core: Textualize/textual#6690.
    * Ctrl+C and Ctrl+Z are signals again before the program has ended: a traceback, and a second screen. No report
      upstream.
    * An exception in that thread prints a traceback with the values of variables. No report upstream.

    Other drivers (Windows, web, headless) are returned as they are.
    """
    try:
        from textual.drivers.linux_driver import LinuxDriver
    except ImportError:  # no termios: Windows
        return driver
    if not issubclass(driver, LinuxDriver):
        return driver

    class GuardedDriver(LinuxDriver):
        """Textual's driver for Unix with its gaps closed."""

        _state: TerminalState | None = None

        def start_application_mode(self) -> None:
            if self._state is None:
                self._state = TerminalState(self.fileno, screen_descriptor())
            self._state.take()
            super().start_application_mode()  # type: ignore[no-untyped-call]

        def stop_application_mode(self) -> None:
            if self._state is not None:
                self._state.ignore_keys()
            super().stop_application_mode()

        def close(self) -> None:
            super().close()  # the output thread has written everything now
            if self._state is not None:
                self._state.given_back()

        def run_input_thread(self) -> None:
            try:
                super().run_input_thread()
            except OSError:  # EIO: the terminal is gone
                os._exit(GONE)
            except Exception as error:
                self._app.call_later(self._app._handle_exception, error)

    return GuardedDriver
