"""Signs, boxes and arrows in ASCII, for terminals and fonts that have no others."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from simulator.views.signs import ASCII


class AsciiSigns(LineFilter):
    """Puts a letter in place of each sign, and `+ - |` in place of lines, in all that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, each as wide as before."""
        return [Segment(text.translate(ASCII), style, control) for text, style, control in segments]
