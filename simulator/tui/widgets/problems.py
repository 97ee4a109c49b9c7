"""What is wrong with a watched file: each complaint with its line and a caret."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.scenario.complaints.complaint import Complaint
from simulator.views.complaints import complaint_text


def counted(complaints: Sequence[Complaint]) -> str:
    """How many problems there are, in words."""
    return "one problem" if len(complaints) == 1 else f"{len(complaints)} problems"


class Problems(VerticalScroll):
    """The complaints about a file, below a sentence about them; their long lines are folded at the widget's width."""

    DEFAULT_CSS = """
    Problems > Static { height: auto; text-wrap: nowrap; }
    """

    def __init__(self, complaints: Sequence[Complaint], sentence: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._complaints = complaints
        self._sentence = sentence
        self._text = Static(id="complaints", markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def on_mount(self) -> None:
        self.show(self._complaints)

    def on_resize(self) -> None:
        self.show(self._complaints)

    def show(self, complaints: Sequence[Complaint]) -> None:
        """Replace the complaints: the file was saved again."""
        self._complaints = complaints
        self._text.update(complaint_text(complaints, max(20, self.scrollable_content_region.width), self._sentence))

    def take_focus(self) -> None:
        """Give the focus to the text, which then scrolls."""
        self.focus()
