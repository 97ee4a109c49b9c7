"""The screen while a lesson is read, run and checked."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from simulator.tui.keys import bindings


@dataclass
class OpeningLeft(Message):
    """The learner no longer wants what is being opened."""


class OpeningScreen(Screen[None]):
    """Says what is being opened, and how not to wait for it.

    It is the first frame of the program, so it needs nothing but Textual.
    """

    # A file of styles is not read for the first screen. With a scroll bar a terminal of one cell would be laid out over
    # and over.
    DEFAULT_CSS = """
    OpeningScreen { overflow: hidden; }
    OpeningScreen #opening { padding: 1 2; height: auto; }
    """
    BINDINGS = [*bindings("opening")]

    def __init__(self, what: str = "") -> None:
        super().__init__()
        self._line = Static(id="opening", markup=False)
        self.show(what)

    def compose(self) -> ComposeResult:
        yield self._line

    def show(self, what: str) -> None:
        """Say what is being opened."""
        said = f"Opening {what}: reading it, running it, checking it ...\n\nEsc stops that, Ctrl+Q leaves."
        self._line.update(said if what else "Opening ...")

    def action_give_up(self) -> None:
        """Do not wait for it."""
        self.post_message(OpeningLeft())
