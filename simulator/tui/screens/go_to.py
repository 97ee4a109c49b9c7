"""Go to a step by its number."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from simulator.tui.widgets.dialog import Dialog


class GoToScreen(ModalScreen[int | None]):
    """Asks for a step and returns its number, or None."""

    CSS = """
    GoToScreen { align: center middle; }
    GoToScreen Dialog { width: 44; padding: 0 1; }
    GoToScreen Input { border: none; height: 1; padding: 0; }
    GoToScreen #answer { height: auto; color: $text-muted; }
    """

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
