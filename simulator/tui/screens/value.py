"""A dialog in which the value of a setting is typed."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from simulator.tui.keys import bindings
from simulator.tui.screens.player_screen import PlayerDialog
from simulator.tui.widgets.dialog import Dialog

Refusal = Callable[[str], str]
"""Says why a value that is typed is refused; empty where it is not."""


class ValueScreen(PlayerDialog[str | None]):
    """Asks for a value, as a lesson file has it, and returns it; None when it is cancelled.

    A value that is refused is not returned: the dialog stays, and says why.
    """

    CSS_PATH = "value.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS = [*bindings("value")]

    def __init__(self, name: str, value: str, about: str, refusal: Refusal = lambda _: "") -> None:
        """Make the dialog; `refusal` says why a value is refused, and nothing where it is not."""
        super().__init__()
        self._setting = name
        self._refusal = refusal
        self._refused = Static(id="refused", markup=False)
        how = "Typing replaces it, ← → edit it. " if value else ""
        self._about = Static(f"{about}\n{how}Enter takes it, Esc leaves it as it is.", id="answer", markup=False)
        self._input = Input(value)

    def compose(self) -> ComposeResult:
        with Dialog(self._setting):
            yield self._input
            yield self._refused
            yield self._about

    def on_mount(self) -> None:
        self._refused.display = False

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        value = event.value.strip()
        if not value:
            self.leave()
        elif why := self._refusal(value):
            self._refused.update(f"Not taken: {why}.")
            self._refused.display = True
            self._input.select_all()
        else:
            self.leave(value)
