"""Sentences with facts and steps cited in them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence

from simulator.dynamodb.attributes import AttributeValue, to_json
from simulator.dynamodb.phrases import cut_to, joined
from simulator.dynamodb.table import Key
from simulator.lesson.words.references import Prose, Reference
from simulator.scenario.complaints.complaint import visible

_CITED = re.compile(r"\{(F[0-9]+[a-z]?)\}")


def cite(template: str, **values: object) -> Prose:
    """A text from a template: `{F44}` becomes a reference to the fact, `{name}` one of the values.

    Values are put in as they are: a key or a name is never taken for a template.
    """
    parts = _CITED.split(template)
    return tuple(
        fact(part) if index % 2 else part.format(**values) for index, part in enumerate(parts) if index % 2 or part
    )


def fact(number: str) -> Reference:
    """A reference to a fact, labelled with its number."""
    return Reference(number, "fact", number)


def to_step(number: int, word: str = "step") -> Reference:
    """A reference to a step; `word` is Step where a sentence begins with it."""
    return Reference(f"{word} {number}", "step", str(number))


def listed(steps: Sequence[int]) -> Prose:
    """Steps as references: `step 1, step 2 and step 3`."""
    parts: list[str | Reference] = []
    for index, number in enumerate(steps):
        if index:
            parts.append(" and " if index == len(steps) - 1 else ", ")
        parts.append(to_step(number))
    return tuple(parts)


MOST_NAMED = 3
"""Things of one kind (items, patterns, differences) that a sentence names one by one."""

MOST_LISTED = 12
"""Steps that are named one by one."""


def why_count(steps: Sequence[int]) -> Prose:
    """Why a count is right: the steps that are counted."""
    if not steps:
        return ("No step of this run is one: 0 in all.",)
    if len(steps) > MOST_LISTED:
        return ("The first is ", to_step(steps[0]), ", the last is ", to_step(steps[-1]), f": {len(steps)} in all.")
    return ("Count ", *listed(steps), f": {len(steps)} in all.")


def key_words(key: Key) -> str:
    """A key as people name it: the value, or both values with a slash between."""
    return " / ".join(_key_value(value) for value in key)


def _key_value(value: AttributeValue) -> str:
    text = value.value.hex() if value.type == "B" else str(value.value)
    return visible(cut_to(40, text))


def value_text(value: AttributeValue) -> str:
    """An attribute value on one line, its type first, control characters written out: `S "PAID"`."""
    type_, content = value
    if type_ == "N":
        text = content
    elif type_ == "B":
        text = base64.b64encode(content).decode("ascii")
    elif type_ in ("L", "M"):
        return visible(json.dumps(to_json(value), ensure_ascii=False))
    else:
        text = json.dumps(to_json(value)[type_], ensure_ascii=False)
    return visible(f"{type_} {text}")


_TIMES = ("never", "once", "twice", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def times_words(count: int) -> str:
    """`once`, `twice`, `three times`, `11 times`."""
    word = _TIMES[count] if count < len(_TIMES) else str(count)
    return word if count < 3 else f"{word} times"


def in_ranges(numbers: Sequence[int]) -> str:
    """Numbers that grow, with those that follow each other as a range: `1-3, 5`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def records_named(indexes: Sequence[int]) -> str:
    """Records by their numbers, as learners count them: `record 1`, `records 1-3, 5`."""
    return f"{'record' if len(indexes) == 1 else 'records'} {in_ranges([index + 1 for index in indexes])}"


def records_one_by_one(indexes: Sequence[int]) -> str:
    """Records by their numbers, with no ranges: `record 1`, `records 1, 2 and 5`."""
    return f"{'record' if len(indexes) == 1 else 'records'} {joined([str(index + 1) for index in indexes])}"


def count_words(count: int, thing: str) -> str:
    """`one record`, `3 records`."""
    return f"one {thing}" if count == 1 else f"{count} {thing}s"
