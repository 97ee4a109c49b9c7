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
    Style.CHECKPOINT: "$text-secondary",
    Style.MOMENT: "$text-accent",
    Style.NOW: "bold $text-primary",
}
"""The same style everywhere in the player. `$text-...` colours are readable on light and dark themes."""


def content_of(runs: Iterable[Run]) -> Content:
    """A row as Textual's content."""
    return Content.assemble(*((text, LOOKS[style]) for text, style in runs))
