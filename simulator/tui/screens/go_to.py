"""A dialog that asks for a step number."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from simulator.tui.widgets.dialog import Dialog


class GoToScreen(ModalScreen[int | None]):
    """Asks for a step number and returns it, or None when it is cancelled."""

    CSS_PATH = "go_to.tcss"

    AUTO_FOCUS = "Input"
    BINDINGS = [Binding("escape", "dismiss(None)", "Cancel")]

    def __init__(self, last: int) -> None:
        super().__init__()
        self._last = last

    def compose(self) -> ComposeResult:
        with Dialog("Go to step"):
            yield Input(type="integer", max_length=9, placeholder=f"0 to {self._last}")
            yield Static("Enter goes there, Esc stays.", id="answer", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if typed.isdecimal() and int(typed) <= self._last:
            self.dismiss(int(typed))
        else:
            self.query_one("#answer", Static).update(f"A number from 0 (the start) to {self._last}.")
