"""The kinds of field that a scenario has, for pydantic: texts, durations, whole numbers, items.

Each takes what a file gives (a `nodes.Scalar`, text as written) and what Python code gives (str, int, bool).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo
from pydantic_core import PydanticCustomError

from simulator.dynamodb.attributes import AttributeValue
from simulator.dynamodb.patterns import InvalidPattern, check_pattern
from simulator.scenario.complaints.complaint import UNSAFE, Mark, visible
from simulator.scenario.durations import PATTERN, InvalidDuration, milliseconds
from simulator.scenario.read_by import OneOrMany, ReadBy
from simulator.scenario.values import ValueProblem, item_from
from simulator.scenario.yaml.nodes import Scalar, locate

ALLOWED = "\t\n\u200c-\u200f"
"""Of what a terminal may act on (`UNSAFE`), what a text needs all the same: lines, and the joiners and direction marks
without which some languages and emoji cannot be written."""

CONTROL = re.compile(f"(?![{ALLOWED}])(?:{UNSAFE.pattern})")
"""Characters that a lesson's text may not hold: controls, and those that hide or reorder what follows them."""

THE_REST = "the rest"
"""A context of validation: refused values are complained about already, what stands beside them is wanted."""


def refusal(code: str, message: str, mark: Mark | None = None) -> PydanticCustomError:
    """An error for pydantic that the loader turns into one complaint."""
    return refusals([ValueProblem(mark, code, message)])


def refusals(problems: list[ValueProblem]) -> PydanticCustomError:
    """An error for pydantic that the loader turns into a complaint for each problem."""
    return PydanticCustomError(
        "scenario", "{text}", {"text": "; ".join(each.message for each in problems), "problems": problems}
    )


def written(value: Any) -> str | None:
    """A scalar as it was written, or None for what is no scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | Decimal) else None


def is_nothing(value: Any) -> bool:
    """Whether a scalar is YAML's null: `null` or `~` without quotes."""
    return isinstance(value, Scalar) and value.kind == "null" and value != ""


def _text(value: Any) -> str:
    text = written(value)
    if text is None:
        raise refusal("S203", "expected a text")
    if is_nothing(value):
        raise refusal("S203", f'expected a text; {text} is none: leave it out, or write "{text}" in quotes')
    found = None if text.isprintable() else CONTROL.search(text)  # the search takes twenty times as long
    if found is not None:
        raise refusal("S207", f"a control character ({visible(found.group())}) in a text")
    text = text.strip()
    if not text:
        raise refusal("S203", "expected a text; this is empty")
    return text


def _line(value: Any) -> str:
    return " ".join(_text(value).split())


def _attribute_name(value: Any) -> str:
    name = written(value)
    if name is None or is_nothing(value):
        raise refusal("S203", "expected an attribute's name")
    if not name:
        raise refusal("D304", "an attribute's name cannot be empty")
    return name


def _duration(value: Any) -> int:
    try:
        return milliseconds(written(value))
    except InvalidDuration as problem:
        raise refusal(problem.code, str(problem)) from None


def _instant(value: Any) -> int:
    text = value.isoformat() if isinstance(value, datetime) else written(value)
    try:
        moment = datetime.fromisoformat(text or "")
        if moment.tzinfo is None:
            raise ValueError
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise refusal("S203", "expected a time with its zone, such as 2024-01-01T00:00:00Z") from None
    if not 1970 <= moment.year <= 2999:
        raise refusal("S204", "a year from 1970 to 2999")
    return int(moment.timestamp()) * 1000 + moment.microsecond // 1000


_WITHOUT_SIGN, _WHOLE_NUMBER = re.compile("[1-9][0-9]*|0"), re.compile("[-+]?[0-9]{1,15}")


def whole_number(low: int, high: int, or_minus_1: str = "") -> ReadBy:
    """A whole number from `low` to `high`; or -1 as well, where `or_minus_1` says what that means."""
    expected = f"expected {f'-1 ({or_minus_1}) or ' if or_minus_1 else ''}a whole number from {low} to {high:,}"

    def check(value: Any) -> int:
        text = None if isinstance(value, bool) else written(value)
        if isinstance(value, Scalar) and value.kind == "string" and _WITHOUT_SIGN.fullmatch(value):
            raise refusal("S203", f"{expected}, without quotes")
        if text is None or (isinstance(value, Scalar) and value.kind != "number") or not _WHOLE_NUMBER.fullmatch(text):
            raise refusal("S203", expected)
        number = int(text)
        if not (low <= number <= high or (or_minus_1 and number == -1)):
            raise refusal("S204", expected)
        return number

    in_range = {"type": "integer", "minimum": low, "maximum": high}
    return ReadBy(check, {"anyOf": [{"const": -1, "type": "integer"}, in_range]} if or_minus_1 else in_range)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Scalar) and value.kind == "boolean":
        return value == "true"
    raise refusal("S203", "expected true or false")


def _item(value: Any, info: ValidationInfo) -> dict[str, AttributeValue]:
    item, problems = item_from(value)
    if problems and not (info.context == THE_REST and isinstance(value, dict)):
        raise refusals(problems)
    return item


_SCALAR = {"type": ["string", "number", "boolean"], "minLength": 1}

Text = Annotated[str, ReadBy(_text, _SCALAR)]
"""A text, with the lines its author gave it."""

Line = Annotated[str, ReadBy(_line, _SCALAR)]
"""A text on one line."""

AttributeName = Annotated[str, ReadBy(_attribute_name, _SCALAR)]
"""The name of an attribute, exactly as written: spaces and letter case count."""

VariableName = Annotated[str, ReadBy(_line, {**_SCALAR, "names": "variables"})]
"""The id of a variable. An editor offers the known ones, as it does for the names below."""

MisconceptionName = Annotated[str, ReadBy(_line, {**_SCALAR, "names": "misconceptions"})]
"""A misconception, by its fact or its name."""

LessonName = Annotated[str, ReadBy(_line, {**_SCALAR, "names": "lessons"})]
"""The id of a lesson of the course, or of the library."""

ReportName = Annotated[str, ReadBy(_line, {**_SCALAR, "names": "reports"})]
"""A return value of a function: one of a few words, or an identifier."""

Lines = Annotated[list[Line], OneOrMany()]
"""One line, or a list of them."""

VariableNames = Annotated[list[VariableName], OneOrMany()]
"""One variable, or a list of them."""

LessonNames = Annotated[list[LessonName], OneOrMany()]
"""One lesson, or a list of them."""

Texts = Annotated[list[Text], OneOrMany()]
"""One text, or a list of them."""

Duration = Annotated[int, ReadBy(_duration, {"type": "string", "pattern": f"^{PATTERN.pattern}$"})]
"""Milliseconds, written with a unit."""

Instant = Annotated[int, ReadBy(_instant, {"type": "string"})]
"""Epoch milliseconds, written as an ISO 8601 time with its zone."""

Flag = Annotated[bool, ReadBy(_flag, {"type": "boolean"})]
"""true or false."""

ItemField = Annotated[dict[str, AttributeValue], ReadBy(_item, {"type": "object"}, in_context=True)]
"""Attributes and their values, plain YAML."""


def _patch(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise refusal("S203", "expected keys of the lesson and their other values")
    return value


Patch = Annotated[dict[str, Any], ReadBy(_patch, {"type": "object", "minProperties": 1})]
"""Keys of a lesson and other values for them, still as the file has them."""


def plain_json(value: Any) -> Any:
    """A part of a file as plain JSON values: numbers exact, everything else as YAML's core schema reads it."""
    if isinstance(value, Scalar):
        if value.kind == "number":
            try:
                return Decimal(value)
            except InvalidOperation:
                raise refusal("D310", f"{value[:20]}... is a number without end", value.mark) from None
        return {"boolean": value == "true", "null": None}.get(value.kind, str(value))
    if isinstance(value, dict):
        return {str(name): plain_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(each) for each in value]
    return value


def _pattern(value: Any) -> dict[str, Any]:
    pattern = plain_json(value)
    try:
        check_pattern(pattern)
    except InvalidPattern as problem:
        raise refusal("D310", f"{problem} (F229)", _place(value, problem.path)) from None
    assert isinstance(pattern, dict)
    return pattern


def _place(value: Any, path: tuple[str | int, ...]) -> Mark | None:
    """Where a part of a pattern stands; None for the pattern as a whole, or where it comes from Python."""
    return locate(value, path) if path and hasattr(value, "mark") else None


PatternField = Annotated[dict[str, Any], ReadBy(_pattern, {"type": "object"})]
"""A filter pattern in DynamoDB's typed JSON."""


class Model(BaseModel):
    """The base of every part: unknown keys are errors, nothing changes after reading.

    The modules with models do without `from __future__ import annotations`: it makes texts of the annotations, and
    pydantic would compile four hundred texts at every start.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    elsewhere: ClassVar[Mapping[str, str]] = {}
    """Keys that somebody may look for here, and a sentence that says why they are not."""

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """A value that never changes needs no copy; pydantic makes one of each default."""
        return self

    form: ClassVar[str] = ""
    """The right form in words, for who writes a key that is near to none of these."""
