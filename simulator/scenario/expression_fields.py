"""The fields of an update and of a condition: names and document paths with values, operands and functions.

The models keep each path as its text, because a complaint is about what was written; `paths.path_of` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, ValidationInfo

from simulator.dynamodb.attributes import SET_TYPES, UNKNOWN, AttributeValue
from simulator.dynamodb.expressions.conditions import MAX_CHOICES, ORDERED_TYPES
from simulator.dynamodb.expressions.paths import InvalidPath, path_of
from simulator.dynamodb.expressions.updates import Append, IfMissing, Plus, SetValue
from simulator.dynamodb.faults import problem_of_edit, problem_of_operand
from simulator.scenario.complaints.complaint import Mark, did_you_mean
from simulator.scenario.fields import THE_REST, AttributeName, refusal, refusals, written
from simulator.scenario.read_by import OneOrMany, ReadBy
from simulator.scenario.values import REFUSED, ValueProblem, attribute_value, is_later, is_placeholder
from simulator.scenario.yaml.nodes import Function, mark_of

V = TypeVar("V")

_FUNCTIONS: Mapping[str, Callable[[AttributeValue], Plus | Append | IfMissing]] = {
    "plus": Plus,
    "append": Append,
    "if_missing": IfMissing,
}

COMPARISONS_IN_ORDER = ("less_than", "at_most", "greater_than", "at_least")
"""The comparisons that take one value of a type that has an order."""

SIZE_COMPARISONS = ("equals", "not_equals", *COMPARISONS_IN_ORDER, "between", "in")
"""What a size can be compared by."""

EXPRESSION_TYPES = (*ORDERED_TYPES, *SET_TYPES, "BOOL", "NULL", "L", "M")
"""Every type that `attribute_type` knows."""


def set_value(value: Any) -> SetValue:
    """A value to set, or one of the functions of the value that is there.

    Raises:
        ValueProblem: the service would refuse it.
    """
    if not isinstance(value, Function):
        return attribute_value(value)
    function = _FUNCTIONS[value.name](attribute_value(value.operand))
    problem = None if is_placeholder(function.value) else problem_of_edit(function)
    if problem is not None:
        raise ValueProblem(value.mark, "D307", problem)
    return function


def _operand(operator: str, value: Any) -> AttributeValue:
    operand = attribute_value(value)
    _see_to(operator, (operand,), value)
    return operand


def _see_to(operator: str, operands: tuple[AttributeValue, ...], value: Any, of_size: bool = False) -> None:
    """Refuse operands that are not those of an operator. What stands for an attribute of a record is looked at later.

    Raises:
        ValueProblem: the service would refuse them.
    """
    between = operator == "between"
    known = tuple(UNKNOWN if is_placeholder(each) or (between and is_later(each)) else each for each in operands)
    problem = problem_of_operand(operator, known, of_size)
    if problem is not None:
        raise ValueProblem(mark_of(value), "D307", problem)


def _listed(value: Any, expected: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise ValueProblem(mark_of(value), "S203", f"expected {expected}")
    return list(value)


def _bounds(value: Any) -> tuple[AttributeValue, AttributeValue]:
    listed = _listed(value, "the lower and the upper bound, as in [1, 5]")
    if len(listed) != 2:
        raise ValueProblem(mark_of(value), "S204", f"between takes two bounds, as in [1, 5]; this has {len(listed)}")
    low, high = (_operand("between", each) for each in listed)
    _see_to("between", (low, high), value)
    return low, high


def _choices(value: Any) -> tuple[AttributeValue, ...]:
    choices = tuple(map(attribute_value, _listed(value, "a list of values, as in [A, B]")))
    if not 1 <= len(choices) <= MAX_CHOICES:
        raise ValueProblem(mark_of(value), "S204", f"`in` takes 1 to {MAX_CHOICES} values; this has {len(choices)}")
    return choices


def _type_name(value: Any) -> str:
    name = written(value)
    if name not in EXPRESSION_TYPES:
        meant = "" if name is None else did_you_mean(name.upper(), EXPRESSION_TYPES)
        raise ValueProblem(mark_of(value), "S204", f"expected one of {', '.join(EXPRESSION_TYPES)}{meant}")
    return name


def _sizes(value: Any) -> tuple[tuple[str, Any], ...]:
    """The comparisons of a size, each with its operand."""
    if not isinstance(value, Mapping) or not value:
        raise ValueProblem(mark_of(value), "S203", "expected a comparison of the size, as in {greater_than: 2}")
    return tuple((str(operator), _size_operand(str(operator), each, value)) for operator, each in value.items())


def _size_operand(operator: str, value: Any, node: Any) -> Any:
    if operator not in SIZE_COMPARISONS:
        message = f'unknown key "{operator}"{did_you_mean(operator, SIZE_COMPARISONS)}'
        raise ValueProblem(_key_mark(node, operator), "S201", message)
    if operator in ("between", "in"):
        operands = _bounds(value) if operator == "between" else _choices(value)
        _see_to(operator, operands, value, of_size=True)
        return operands
    operand = attribute_value(value)
    _see_to(operator, (operand,), value, of_size=True)
    return operand


def _by_path(read: Callable[[str, Any], V], stand_in: V | None = None) -> ReadBy:
    """A mapping from paths to what `read` makes of the field's name and each value.

    `stand_in` is kept for a value that is refused.
    """

    def validate(value: Any, info: ValidationInfo) -> dict[str, V]:
        if not isinstance(value, Mapping):
            raise refusal("S203", "expected attributes and their values, as in {name: value}")
        found: dict[str, V] = {}
        problems: list[ValueProblem] = []
        for text, each in value.items():
            problems.extend(_problems_of_path(str(text), _key_mark(value, text)))
            try:
                found[str(text)] = read(info.field_name or "", each)
            except ValueProblem as problem:
                problems.append(problem)
                if stand_in is not None:
                    found[str(text)] = stand_in
        if info.context == THE_REST:
            return {text: each for text, each in found.items() if not any(_problems_of_path(text, None))}
        if problems:
            raise refusals(problems)
        return something(found, info)

    return ReadBy(validate, {"type": "object", "minProperties": 1}, in_context=True)


def _of_any_field(read: Callable[[Any], V]) -> Callable[[str, Any], V]:
    return lambda _, value: read(value)


def _problems_of_path(text: str, mark: Mark | None) -> Iterator[ValueProblem]:
    if not text:
        yield ValueProblem(mark, "D304", "an attribute's name cannot be empty")
        return
    try:
        path_of(text)
    except InvalidPath as problem:
        yield ValueProblem(mark, "D312", str(problem))


def _path_text(name: str) -> str:
    for problem in _problems_of_path(name, None):
        raise refusals([problem])
    return name


def _key_mark(node: Any, key: Any) -> Mark | None:
    marks: Mapping[str, Mark] = getattr(node, "key_marks", {})
    return marks.get(str(key))


def something(value: V, info: ValidationInfo) -> V:
    """The service takes no empty expression, and no empty part of one."""
    if not value and info.context != THE_REST:
        raise refusal("S204", "nothing is in here, and the service takes no empty expression; leave the key out")
    return value


_SOME = AfterValidator(something)

SetValues = Annotated[dict[str, SetValue], _by_path(_of_any_field(set_value), REFUSED)]
"""Names and paths with values to set, or with functions of the values that are there."""

Values = Annotated[dict[str, AttributeValue], _by_path(_of_any_field(attribute_value), REFUSED)]
"""Names and paths with values."""

Paths = Annotated[
    list[Annotated[AttributeName, AfterValidator(_path_text)]],
    OneOrMany(),
    _SOME,
    Field(json_schema_extra={"minItems": 1}),
]
"""One name or path, or a list of at least one."""

Operands = Annotated[dict[str, AttributeValue], _by_path(_operand)]
"""Names and paths with values that the comparison or the function of the field takes."""

Bounds = Annotated[dict[str, tuple[AttributeValue, AttributeValue]], _by_path(_of_any_field(_bounds))]
"""Names and paths with two bounds each."""

Choices = Annotated[dict[str, tuple[AttributeValue, ...]], _by_path(_of_any_field(_choices))]
"""Names and paths with a list of values each."""

TypeNames = Annotated[dict[str, str], _by_path(_of_any_field(_type_name))]
"""Names and paths with the name of a type each."""

Sizes = Annotated[dict[str, tuple[tuple[str, Any], ...]], _by_path(_of_any_field(_sizes))]
"""Names and paths with comparisons of their sizes."""
