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
        self._moments = moments

    def compose(self) -> ComposeResult:
        if not self._moments:
            yield ProseView(("This lesson has no key moments.",), always=True)
        for index, moment in enumerate(self._moments):
            yield ProseView(moment.question, always=index == 0, classes="question")
            yield ProseView(moment.answer, classes="answer")


class Snapshot(VerticalScroll, can_focus=False):
    """The lines of the concept snapshot."""

    def __init__(self, lines: tuple[Prose, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = lines

    def compose(self) -> ComposeResult:
        text: Prose = (ItemList(self._lines),) if self._lines else ("This lesson has no concept snapshot.",)
        yield ProseView(text, always=True)
