"""A dialog in which the value of a setting is typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from simulator.tui.keys import bindings
from simulator.tui.screens.player_screen import PlayerDialog
from simulator.tui.widgets.dialog import Dialog


class ValueScreen(PlayerDialog[str | None]):
    """Asks for a value, as a lesson file has it, and returns it; None when it is cancelled."""

    CSS_PATH = "value.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS = [*bindings("value")]

    def __init__(self, name: str, value: str, about: str) -> None:
        super().__init__()
        self._setting = name
        how = "Typing replaces it, ← → edit it. " if value else ""
        self._about = Static(f"{about}\n{how}Enter takes it, Esc leaves it as it is.", id="answer", markup=False)
        self._input = Input(value)

    def compose(self) -> ComposeResult:
        with Dialog(self._setting):
            yield self._input
            yield self._about

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.leave(event.value.strip())
        else:
            self.leave()
