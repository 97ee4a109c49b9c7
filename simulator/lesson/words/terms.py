"""Finds the terms of the glossary in the program's sentences, and makes each a link where a lesson first uses it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from simulator.lesson.words.glossary import TERMS, Term
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.prose import Block, Prose, Reference, Span
from simulator.machine.trace import Trace
from simulator.scenario.events import Event

_LOOKED_AT = 4
"""Steps of each event whose sentences are searched: later ones seldom use another term, and a run may be long."""

_BY_GROUP = {f"t{number}": term for number, term in enumerate(TERMS.values())}
_LONGEST_FIRST = sorted(_BY_GROUP.items(), key=lambda each: -len(each[1].name))
_TERM = re.compile(
    rf"(?<![\w-])(?:{'|'.join(f'(?P<{group}>{term.forms})' for group, term in _LONGEST_FIRST)})(?![\w-])", re.IGNORECASE
)


def terms_in(prose: Prose) -> list[Term]:
    """The terms that the words of a sentence use, each once, in their order. Links are not searched."""
    found = (match.lastgroup for part in prose if isinstance(part, str) for match in _TERM.finditer(part))
    return list(dict.fromkeys(_BY_GROUP[group] for group in found if group is not None))


def with_terms(prose: Prose, terms: Iterable[Term]) -> Prose:
    """A sentence in which the first mention of each of the terms is a link to its entry."""
    left = {term.id for term in terms}
    if not left:
        return prose
    parts: list[Span | Block] = []
    for part in prose:
        if not isinstance(part, str):
            parts.append(part)
            continue
        end = 0
        for match in _TERM.finditer(part):
            term = _BY_GROUP[match.lastgroup or ""]
            if term.id in left:
                left.discard(term.id)
                parts += [part[end : match.start()], Reference(match[0], "term", term.id)]
                end = match.end()
        parts.append(part[end:])
    return tuple(part for part in parts if part != "")


def first_terms(trace: Trace) -> Mapping[int, tuple[Term, ...]]:
    """For each step whose reason uses terms that no earlier reason uses, these terms.

    Of each event only the first steps are searched, so that it takes no longer in a long run.
    """
    numbers = sorted(number for event in Event for number in trace.steps_of(event)[:_LOOKED_AT])
    known: set[str] = set()
    first: dict[int, tuple[Term, ...]] = {}
    for number in numbers:
        new = tuple(term for term in terms_in(narrate(trace, number)) if term.id not in known)
        if new:
            first[number] = new
            known.update(term.id for term in new)
    return first
