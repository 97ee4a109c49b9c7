"""The part of a question that says how its answer is typed: a number or a word, in place of choices."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simulator.scenario.fields import Line, Model, Text, refusal, written
from simulator.scenario.read_by import ReadBy
from simulator.scenario.yaml.nodes import Scalar

_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,9})?")


def _tolerance(value: Any) -> Decimal:
    text = None if isinstance(value, bool) else written(value)
    if text is None or (isinstance(value, Scalar) and value.kind != "number") or not _NUMBER.fullmatch(text):
        raise refusal("S203", "expected a number, such as 0.5")
    if text.startswith("-") and Decimal(text):
        raise refusal("S204", "expected 0 or more: how far from the right number an answer may be")
    return abs(Decimal(text))


Tolerance = Annotated[Decimal, ReadBy(_tolerance, {"type": "number", "minimum": 0})]
"""How far a number may be from the right one."""


class WrongValue(Model):
    """A wrong value that somebody may well type, and why it is wrong."""

    value: Line = Field(description="The value, as the learner types it: 9, or PLACED.")
    why: Text | None = Field(None, description="Why it is wrong; shown to who typed it, and may hold references.")
    misconception: Line | None = Field(
        None, description="The wrong belief behind it, by its fact: F298; `streamsim misconceptions` lists them."
    )


def _short_value(value: Any) -> Any:
    return value if isinstance(value, dict | WrongValue) else {"value": value}


WrongValueField = Annotated[WrongValue, BeforeValidator(_short_value, json_schema_input_type=WrongValue | Line)]


class TypedAnswer(Model):
    """The answer is typed: a number, compared as a number; or a word, compared without case and outer blanks."""

    value: Line | None = Field(
        None, description="The right value, such as 3 or PAID; only where the question has no `answer`."
    )
    unit: Line | None = Field(
        None, description="The unit of a number, such as s or records. Of s, ms, min and h others are converted."
    )
    tolerance: Tolerance = Field(
        Decimal(0), description="How far a number may be from the right one, in the unit, and still be right."
    )
    wrong: Annotated[list[WrongValueField], Field(max_length=20)] = Field(
        [], description="Wrong values that somebody may well type, with the belief behind each and why it is wrong."
    )
