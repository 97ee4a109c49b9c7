"""The glossary for learners as lines of text, and as values for JSON."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.words.glossary import TERMS
from simulator.lesson.words.prose import plain
from simulator.views.layout import WIDTH, wrapped


def glossary_lines(width: int = WIDTH) -> Iterator[str]:
    """Every term and its explanation, in alphabetical order."""
    for term in TERMS.values():
        yield term.name
        yield from wrapped(plain(term.explanation), width, "    ")


def glossary_values() -> list[dict[str, str]]:
    """Every term as an object."""
    return [
        {"id": term.id, "term": term.name, "text": plain(term.explanation), "fact": term.fact}
        for term in TERMS.values()
    ]
