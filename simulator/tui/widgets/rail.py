"""The rail of steps, on one line."""

from __future__ import annotations

from functools import cached_property

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from simulator.lesson.lesson import Lesson
from simulator.tui.widgets.looks import content_of
from simulator.views.rail import rail
from simulator.views.rows.gaps import gaps_of


class Rail(Widget):
    """The steps so far, the current one in brackets."""

    step: reactive[int] = reactive(0)

    def __init__(self, lesson: Lesson, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lesson = lesson
        self._moments = frozenset(each.step for each in lesson.moments if each.step is not None)

    def render(self) -> Content:
        """The newest steps that have room."""
        return content_of(rail(self._lesson.trace, self.step, self._moments, self._gaps, self.size.width))

    @cached_property
    def _gaps(self) -> frozenset[int]:
        return frozenset(gaps_of(self._lesson.trace))
