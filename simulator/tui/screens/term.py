"""One term of the glossary in a dialog over the screen that used it."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult

from simulator.lesson.words.glossary import TERMS
from simulator.lesson.words.references import Reference
from simulator.tui.keys import bindings
from simulator.tui.screens.fact import FactScreen
from simulator.tui.screens.player_screen import PlayerDialog, PlayerScreen
from simulator.tui.widgets.dialog import Dialog
from simulator.tui.widgets.prose import ProseView


class TermScreen(PlayerDialog[None]):
    """One entry; its fact can be followed."""

    CSS_PATH = "fact.tcss"

    BINDINGS = [*bindings("term")]

    def __init__(self, term: str) -> None:
        super().__init__()
        self._term = TERMS[term]

    def compose(self) -> ComposeResult:
        with Dialog(self._term.name, "Esc closes"):
            yield ProseView(self._term.explanation)

    @on(ProseView.Followed)
    def _followed(self, event: ProseView.Followed) -> None:
        event.stop()
        self.open_screen(FactScreen(event.reference.target))


def dialog_about(reference: Reference) -> FactScreen | TermScreen | None:
    """The dialog that explains what a reference leads to; None where it leads to a place or a lesson."""
    if reference.scheme == "fact":
        return FactScreen(reference.target)
    return TermScreen(reference.target) if reference.scheme == "term" else None


def explained(screen: PlayerScreen[Any], event: ProseView.Followed) -> bool:
    """Open the dialog that explains what a link of a screen leads to; False where it leads to a place or a lesson."""
    event.stop()
    dialog = dialog_about(event.reference)
    if dialog is not None:
        screen.open_screen(dialog)
    return dialog is not None
