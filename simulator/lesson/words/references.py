"""References in a lesson's texts, such as `[step 2](step:2)`: each leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

SCHEMES = ("step", "column", "cell", "variable", "fact", "lesson")

LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]*)\)")
"""A link: its words, and where it leads."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A label that leads somewhere: `scheme` is one of `SCHEMES`."""

    label: str
    scheme: str
    target: str

    @property
    def href(self) -> str:
        """The reference as it is written between the brackets."""
        return f"{self.scheme}:{self.target}"


class Code(str):
    """A part of an author's text that stands between backticks, with them."""

    __slots__ = ()


class Strong(str):
    """A part of an author's text that stands between pairs of stars, with them."""

    __slots__ = ()


Prose = tuple[str | Reference, ...]
"""A text in parts: words and references; in an author's text code and emphasis too."""


class Location(NamedTuple):
    """Where a reference leads on the lesson screen. A part that is None stays as it is."""

    step: int | None = None
    column: str | None = None
    """A column of the process table."""
    variable: str | None = None
    """A row of the tracker."""


def parse(text: str) -> Prose:
    """Take a text apart. A link that is no reference of ours (a web address) stays text."""
    parts: list[str | Reference] = []
    end = 0
    for found in LINK.finditer(text):
        label, href = found.groups()
        scheme, _, target = href.partition(":")
        if scheme not in SCHEMES:
            continue
        parts += _marked(text[end : found.start()])
        parts.append(Reference(label, scheme, target))
        end = found.end()
    return (*parts, *_marked(text[end:]))


_MARKED = re.compile(r"(```.*?(?:```|\Z))|(`[^`\n]+`)|(\*\*[^*\n]+\*\*)", re.DOTALL)


def _marked(text: str) -> Iterator[str]:
    """A text in parts, with its marked parts apart; a fenced block is left as it is."""
    end = 0
    for found in _MARKED.finditer(text):
        _, code, strong = found.groups()
        if code or strong:
            yield from filter(None, [text[end : found.start()]])
            yield Code(code) if code else Strong(strong)
            end = found.end()
    yield from filter(None, [text[end:]])


def plain(prose: Prose) -> str:
    """The text as a reader sees it, labels in place of references."""
    return "".join(part if isinstance(part, str) else part.label for part in prose)


def references(prose: Prose) -> list[Reference]:
    """The references of a text, in their order."""
    return [part for part in prose if isinstance(part, Reference)]


def location_of(reference: Reference) -> Location | None:
    """Where a checked reference leads on the lesson screen; None for a fact or a lesson."""
    target = reference.target
    match reference.scheme:
        case "step":
            return Location(step=int(target))
        case "column":
            return Location(column=target)
        case "cell":
            step, _, column = target.partition("/")
            return Location(step=int(step), column=column)
        case "variable":
            variable, _, after = target.partition("@")
            return Location(step=int(after) if after else None, variable=variable)
    return None
