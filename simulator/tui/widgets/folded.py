"""A long text cut after some lines, with a line that says how much is left."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.style import Style


class Folded(NamedTuple):
    """A text of which only the first lines are shown."""

    shown: Content
    """These lines, and the one that says how many are left."""
    length: int
    """About how many characters of the text are shown."""


def folded(text: Content, width: int, most: int, key: str) -> Folded | None:
    """A text cut to `most` lines of `width` columns; None where it has no more.

    The last line names the `key` that shows the rest; a click on it is the action `unfold`. A text that is one line
    longer stays whole, for that line would take its place.
    """
    lines = text.wrap(width) if width > 0 else []
    if len(lines) <= most + 1:
        return None
    left = Content.styled(f"… {len(lines) - most} more lines, [{key}] shows them", "dim")
    left = left.stylize(Style.from_meta({"@click": "unfold"}))
    shown = lines[:most]
    length = sum(len(line.plain) + 1 for line in shown)
    return Folded(Content("\n").join([*(line.rstrip() for line in shown), left]), length)


def link_starts(text: Content) -> list[int]:
    """Where the links of a text begin, in their order."""
    return sorted({span.start for span in text.spans if isinstance(span.style, Style) and "@click" in span.style.meta})
