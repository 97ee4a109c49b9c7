"""A line of the status tracker in the room that there is: what was before gives way first, and never without a trace.

A change says most. So the values before those that did not change give way first; then what was before is shortened to
the counts that differ, and the value of all parts together goes, because each part has its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from simulator.views.now_values import WHOLE, NowLine, NowValue
from simulator.views.width import cells

APART = "   "
"""Between the values of one line."""


class Told(NamedTuple):
    """A value with what is told of the one before it."""

    value: NowValue
    before: str
    """Empty where nothing is told of it."""


class FittedLine(NamedTuple):
    """The values of a line that have room."""

    told: tuple[Told, ...]
    left_out: int
    """How many parts are not told."""
    below: tuple[Told, ...] = ()
    """What was before a change and has no room beside the value: for a line of its own, where there is one."""


def fitted_line(line: NowLine, room: int, keeps_whole: bool = False) -> FittedLine:
    """A line in so many columns; `keeps_whole` says whether the value of all parts together is asked for."""
    values = line.values
    for told in _forms(values, keeps_whole):
        if _width(told, line.left_out) <= room:
            return FittedLine(told, line.left_out)
    below = tuple(Told(value, value.before) for value in values if value.changed and value.before)
    for told in _without_before(values, keeps_whole):
        if _width(told, line.left_out) <= room:
            return FittedLine(told, line.left_out, below)
    kept, left_out = [each.value for each in told], line.left_out
    while len(kept) > 1 and _width(told, left_out) > room:
        least = [value for value in kept if not value.changed] or kept
        kept.remove(least[-1])
        left_out += 1
        told = tuple(Told(value, "") for value in kept)
    return FittedLine(told, left_out, tuple(each for each in below if each.value in kept))


def before_words(told: Told) -> str:
    """What was before, behind its value."""
    return f" (was {told.before})" if told.before else ""


def _forms(values: tuple[NowValue, ...], keeps_whole: bool) -> Iterator[tuple[Told, ...]]:
    """The values with what was before, in ever fewer words."""
    yield tuple(Told(value, value.before) for value in values)
    parts = _parts(values)
    several = parts != values and not keeps_whole
    for form in _FORMS:
        told = tuple(Told(value, form(value) if value.changed else "") for value in values)
        if any(each.value.changed for each in told):
            yield told
            if several:
                yield tuple(Told(each.value, "" if each.value.part == WHOLE else each.before) for each in told)
    if several and any(value.changed and value.before for value in parts):
        for form in _FORMS:
            yield tuple(Told(value, form(value) if value.changed else "") for value in parts)


def _without_before(values: tuple[NowValue, ...], keeps_whole: bool) -> Iterator[tuple[Told, ...]]:
    yield tuple(Told(value, "") for value in values)
    if not keeps_whole:
        yield tuple(Told(value, "") for value in _parts(values))


def _parts(values: tuple[NowValue, ...]) -> tuple[NowValue, ...]:
    """The values of the parts, which say more than that of all of them."""
    return tuple(value for value in values if value.part != WHOLE)


_COUNT = re.compile(r"(\d[\d,]*|One record) (\D+)")


def what_differs(before: str, now: str) -> str:
    """Of counts like `2 read, 1 created` those that differ now, 0 of what is new; empty where there are no counts."""
    return ", ".join(f"{count} {name}" for name, count in _differing(before, now))


def _differing(before: str, now: str) -> list[tuple[str, str]]:
    counts, counts_now = _counts(before), _counts(now)
    if not counts or not counts_now:
        return []
    names = [*counts_now, *(name for name in counts if name not in counts_now)]
    return [(name, counts.get(name, "0")) for name in names if counts.get(name) != counts_now.get(name)]


def _briefly(value: NowValue) -> str:
    """Of the counts that differ those that were not 0; that others are left out is to be seen."""
    kept = [f"{count} {name}" for name, count in _differing(value.before, value.now) if count != "0"]
    return f"… {', '.join(kept)}" if kept else value.before


_FORMS: tuple[Callable[[NowValue], str], ...] = (
    lambda value: value.before,
    lambda value: what_differs(value.before, value.now) or value.before,
    _briefly,
)
"""What is told of the value before, in ever fewer words."""


def _counts(text: str) -> dict[str, str]:
    found = [_COUNT.fullmatch(part) for part in text.split(", ")]
    if not all(found):
        return {}
    return {each[2]: "1" if each[1] == "One record" else each[1] for each in found if each is not None}


def _width(told: tuple[Told, ...], left_out: int) -> int:
    texts = [_text(each) for each in told]
    texts += [f"+{left_out}"] if left_out else []
    return cells(APART.join(texts))


def _text(told: Told) -> str:
    value = told.value
    part = f"{value.part}: " if value.part else ""
    return f"{part}{value.now}{'*' * value.changed}{before_words(told)}"
