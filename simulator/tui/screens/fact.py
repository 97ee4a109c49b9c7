"""One fact in a dialog over the screen that cited it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from simulator.dynamodb.facts import facts
from simulator.tui.keys import bindings
from simulator.tui.screens.player_screen import PlayerDialog
from simulator.tui.widgets.dialog import Dialog
from simulator.tui.widgets.prose import ProseView


class FactScreen(PlayerDialog[None]):
    """One numbered fact with its source."""

    CSS_PATH = "fact.tcss"

    BINDINGS = [*bindings("fact")]

    def __init__(self, number: str) -> None:
        super().__init__()
        self._fact = facts()[number]

    def compose(self) -> ComposeResult:
        with Dialog(f"Fact {self._fact.number}", "Esc closes"):
            yield ProseView((self._fact.text,))
            yield Static(f"Source: {self._fact.source_words or 'see the facts it names'}", id="source", markup=False)
