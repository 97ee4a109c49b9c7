"""How the player ends: by its keys, by a signal, without a terminal, or by a fault of the program."""

from __future__ import annotations

import time
from collections import deque

from textual.actions import SkipAction
from textual.app import App
from textual.driver import Driver
from textual.events import Event
from textual.widgets import Input

from simulator.learner.fault_report import PlayerFault
from simulator.tui.faults import KEPT, input_words, place
from simulator.tui.keys import bindings
from simulator.tui.textual_gaps.driver import guarded_driver

LEAVE_WITHIN = 1.0
"""Seconds within which a second Ctrl+C leaves the player."""

STOPPED = 130
"""The exit status after Ctrl+C."""


class EndingApp(App[None]):
    """An application that gives the terminal back however it ends, and says how to leave it.

    Attributes:
        fault: the unexpected exception that ended the player, with where the learner was.
    """

    BINDINGS = [*bindings("everywhere", "stop", "suspend_process")]

    def __init__(self) -> None:
        super().__init__()
        self.fault: PlayerFault | None = None
        self._last_inputs: deque[str] = deque(maxlen=KEPT)
        self._stopped_at = -LEAVE_WITHIN

    def get_driver_class(self) -> type[Driver]:
        return guarded_driver(super().get_driver_class())

    def action_stop(self) -> None:
        """Say how to leave at the first Ctrl+C, leave at the second within a second; copy text that is selected."""
        field = self.focused.selected_text if isinstance(self.focused, Input) else ""
        if field or self.screen.get_selected_text():
            raise SkipAction  # the key goes on to the field or the screen, which copies
        now = time.monotonic()
        if now - self._stopped_at < LEAVE_WITHIN:
            self.exit(return_code=STOPPED)
            return
        self._stopped_at = now
        self.notify("Ctrl+Q leaves the program; so does Ctrl+C, twice within a second.", markup=False)

    async def on_event(self, event: Event) -> None:
        word = "" if event.is_forwarded else input_words(event)  # an event that nobody took comes back here
        if word:
            self._last_inputs.append(word)
        await super().on_event(event)

    def _handle_exception(self, error: Exception) -> None:
        """End the player at an unexpected exception; Textual prints a page with the values of all variables."""
        if self.fault is None:
            lesson, step = place(self.screen_stack) if self._screen_stack else ("", 0)
            self.fault = PlayerFault(lesson, step, self._last_inputs)
            self.fault.__cause__ = error
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._return_code = 1
        self._close_messages_no_wait()


def run_to_its_end(app: EndingApp) -> int:
    """Run the player until the learner leaves, and return the exit status.

    Raises:
        PlayerFault: an unexpected exception ended it; the terminal has been restored.
    """
    app.run()
    if app.fault is not None:
        raise app.fault
    return app.return_code or 0
