"""Sentences with facts cited in them."""

from __future__ import annotations

import base64
import json
import re

from simulator.dynamodb.attributes import AttributeValue, to_json
from simulator.dynamodb.table import Key
from simulator.lesson.references import Prose, Reference
from simulator.scenario.complaints import visible

_CITED = re.compile(r"\{(F[0-9]+[a-z]?)\}")


def told(template: str, **values: object) -> Prose:
    """A text from a template: `{F44}` becomes a reference to the fact, `{name}` one of the values.

    Values are put in as they are: what stands in a key or a name is never taken for a template.
    """
    parts = _CITED.split(template)
    return tuple(
        fact(part) if place % 2 else part.format(**values) for place, part in enumerate(parts) if place % 2 or part
    )


def fact(number: str) -> Reference:
    """A reference to a fact, labelled with its number."""
    return Reference(number, "fact", number)


def key_words(key: Key) -> str:
    """A key as people name it: the value, or both values with a slash between."""
    return " / ".join(_key_value(value) for value in key)


def _key_value(value: AttributeValue) -> str:
    text = value.value.hex() if value.type == "B" else str(value.value)
    return visible(text if len(text) <= 40 else text[:39] + "…")


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


def count_words(count: int, thing: str) -> str:
    """`one record`, `3 records`."""
    return f"one {thing}" if count == 1 else f"{count} {thing}s"
