"""Rows that are drawn from the first one downwards."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.views.drawing import Stroke, Text
from simulator.views.layout import wrapped
from simulator.views.signs import Sign, Style
from simulator.views.width import clipped


@dataclass(slots=True)
class DrawnRows:
    """The strokes so far, and the signs that occur in them."""

    width: int
    strokes: list[Stroke] = field(default_factory=list)
    used: set[Sign] = field(default_factory=set)
    next: int = 0
    """The row that is drawn next."""

    def line(self, text: str, style: Style = Style.PLAIN) -> None:
        """A text on one row."""
        self.strokes.append(Text(0, self.next, clipped(text, self.width), style))
        self.next += 1

    def say(self, text: str, style: Style = Style.PLAIN) -> None:
        """A text on as many rows as it takes."""
        for each in wrapped(text, self.width):
            self.strokes.append(Text(0, self.next, each, style))
            self.next += 1
