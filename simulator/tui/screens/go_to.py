"""A dialog that asks for a step number."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from simulator.dynamodb.whole_numbers import number_in
from simulator.tui.keys import bindings
from simulator.tui.screens.player_screen import PlayerDialog
from simulator.tui.widgets.dialog import Dialog


class GoToScreen(PlayerDialog[int | None]):
    """Asks for a step number and returns it, or None when it is cancelled."""

    CSS_PATH = "go_to.tcss"

    AUTO_FOCUS = "Input"
    BINDINGS = [*bindings("go to")]

    def __init__(self, last: int) -> None:
        super().__init__()
        self._last = last
        self._answer = Static("Enter goes there, Esc stays.", id="answer", markup=False)

    def compose(self) -> ComposeResult:
        with Dialog("Go to step"):
            yield Input(type="integer", max_length=9, placeholder=f"0 to {self._last}")
            yield self._answer

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        step = number_in(event.value.strip(), 0, self._last)
        if step is None:
            self._answer.update(f"A number from 0 (the start) to {self._last}.")
        else:
            self.leave(step)
