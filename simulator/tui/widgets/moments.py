"""The key moments and the concept snapshot, as panels beside the table."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from simulator.lesson.lesson import Moment
from simulator.lesson.words.prose import ItemList
from simulator.lesson.words.references import Prose
from simulator.tui.widgets.prose import ProseView


class Moments(VerticalScroll, can_focus=False):
    """The key moments, a question and its answer each."""

    def __init__(self, moments: tuple[Moment, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        none: Prose = ("This lesson has no key moments.",)
        self._moments = moments
        self._first = ProseView(moments[0].question if moments else none, always=True, classes="question")

    def compose(self) -> ComposeResult:
        for index, moment in enumerate(self._moments):
            yield ProseView(moment.question, classes="question") if index else self._first
            yield ProseView(moment.answer, classes="answer")
        if not self._moments:
            yield self._first.remove_class("question")

    def take_focus(self) -> None:
        """Give the focus to the first text."""
        self._first.focus()


class Snapshot(VerticalScroll, can_focus=False):
    """The lines of the concept snapshot."""

    def __init__(self, lines: tuple[Prose, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        text: Prose = (ItemList(lines),) if lines else ("This lesson has no concept snapshot.",)
        self._first = ProseView(text, always=True)

    def compose(self) -> ComposeResult:
        yield self._first

    def take_focus(self) -> None:
        """Give the focus to the text."""
        self._first.focus()
