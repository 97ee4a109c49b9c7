"""How the styles of pictures look: each as a style of Textual's theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.content import Content

from simulator.views.drawing import Run
from simulator.views.signs import Style

LOOKS: Mapping[Style, str] = {
    Style.PLAIN: "$foreground",
    Style.STRONG: "bold $foreground",
    Style.MUTED: "dim $foreground",
    Style.READ: "$text-primary",
    Style.DONE: "dim $text-success",
    Style.AGAIN: "bold $text-warning",
    Style.FAILED: "bold $text-error",
    Style.GONE: "bold $text-error on $error-muted",
    Style.READER_1: "$reader-1",
    Style.READER_2: "$reader-2",
    Style.READER_3: "$reader-3",
    Style.MOMENT: "$text-accent",
    Style.NOW: "bold $text-primary",
}
"""The same style everywhere in the player. `$text-...` colours are readable on light and dark themes."""

READERS = {
    True: {"reader-1": "#7cb7ff", "reader-2": "#c9a2ff", "reader-3": "#5fd7c7"},
    False: {"reader-1": "#0550ae", "reader-2": "#6b2fb3", "reader-3": "#0b6158"},
}
"""The colours of readers and workers, on dark and on light themes, as variables of the theme."""


def content_of(runs: Iterable[Run]) -> Content:
    """A row as Textual's content."""
    return Content.assemble(*((text, LOOKS[style]) for text, style in runs))
