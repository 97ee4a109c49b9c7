"""A fact, on top of whatever cited it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.dynamodb.facts import facts
from simulator.tui.widgets.prose import ProseView


class FactScreen(ModalScreen[None]):
    """One numbered fact with its source."""

    CSS = """
    FactScreen { align: center middle; }
    FactScreen VerticalScroll {
        width: 64; max-width: 90%; height: auto; max-height: 80%;
        border: round $accent; padding: 1 2; background: $surface;
    }
    FactScreen #source { color: $text-muted; margin-top: 1; height: auto; }
    """

    BINDINGS = [Binding("escape,enter,space", "dismiss", "Close")]

    def __init__(self, number: str) -> None:
        super().__init__()
        self._fact = facts()[number]

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = f"Fact {self._fact.number}"
            box.border_subtitle = "Esc closes"
            yield ProseView((self._fact.text,))
            yield Static(f"Source: {self._fact.source_words or 'see the facts it names'}", id="source", markup=False)
