"""The expressions of a write, as a lesson file writes them: an update, and a condition on the item before a write."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Self

from pydantic import ConfigDict, Field, ValidationInfo, model_validator

from simulator.dynamodb.expressions.conditions import AllOf, AnyOf, Condition, Not, Requirement
from simulator.dynamodb.expressions.paths import path_of
from simulator.dynamodb.writes import Update
from simulator.scenario.expression_fields import (
    Bounds,
    Choices,
    Operands,
    Paths,
    SetValues,
    Sizes,
    TypeNames,
    Values,
)
from simulator.scenario.fields import THE_REST, ItemField, Model, refusal


class ConditionModel(Model):
    """What must hold of the item before the write; all parts must. A name may be a document path: address.city."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    attribute_exists: Paths = Field(
        [], description="An attribute that the item must have, or a list of them: order_id."
    )
    attribute_not_exists: Paths = Field(
        [],
        description="An attribute that the item must not have, or a list of them; the key: there must be no such item.",
    )
    equals: Values = Field({}, description="Attributes and the values that they must have: {status: PLACED}.")
    not_equals: Values = Field(
        {}, description="Attributes and values that they must not have; one that is missing has none: {status: PAID}."
    )
    less_than: Operands = Field({}, description="Attributes and values that they must be below: {total: 100}.")
    at_most: Operands = Field({}, description="Attributes and values that they must not be above: {total: 100}.")
    greater_than: Operands = Field({}, description="Attributes and values that they must be above: {total: 0}.")
    at_least: Operands = Field({}, description="Attributes and values that they must not be below: {total: 1}.")
    between: Bounds = Field({}, description="Attributes and two bounds, which count as within: {total: [1, 100]}.")
    in_: Choices = Field(
        {}, alias="in", description="Attributes and lists of values, one of which they have: {status: [PLACED, PAID]}."
    )
    attribute_type: TypeNames = Field(
        {}, description="Attributes and their types, S, N, B, SS, NS, BS, BOOL, NULL, L or M: {total: N}."
    )
    begins_with: Operands = Field({}, description="Attributes and the beginnings of their texts: {order_id: o-}.")
    contains: Values = Field(
        {}, description="Attributes and a part of a text, a member of a set or an element of a list: {tags: new}."
    )
    size: Sizes = Field(
        {},
        description="Attributes and comparisons of their sizes (characters, bytes, members or elements): {lines: "
        "{greater_than: 2}}.",
    )
    and_: Annotated[list["ConditionModel"], Field(min_length=1)] = Field(
        [],
        alias="and",
        description="Conditions that must all hold: [{equals: {a: 1}}, {less_than: {b: 2}}].",
    )
    or_: Annotated[list["ConditionModel"], Field(min_length=1)] = Field(
        [], alias="or", description="Conditions of which one must hold: [{equals: {a: 1}}, {equals: {b: 2}}]."
    )
    not_: "ConditionModel | None" = Field(
        None, alias="not", description="A condition that must not hold: {contains: {tags: paid}}."
    )

    @model_validator(mode="after")
    def _asks_something(self, info: ValidationInfo) -> Self:
        if not self.model_fields_set and info.context != THE_REST:
            message = "the service takes no empty condition; expected a requirement, such as attribute_exists or equals"
            raise refusal("S204", message)
        return self

    @property
    def condition(self) -> Condition:
        """The condition, as the service floor has it."""
        parts = tuple(self._parts())
        return parts[0] if len(parts) == 1 else AllOf(parts)

    @property
    def paths(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Each path as it is written, and the key path of its place in the condition."""
        for operator in ("attribute_exists", "attribute_not_exists"):
            for index, text in enumerate(getattr(self, operator)):
                yield text, (operator, index)
        for operator, operands in self._operands().items():
            yield from ((text, (operator, text)) for text in operands)
        yield from ((text, ("size", text)) for text in self.size)
        for name, parts in (("and", self.and_), ("or", self.or_)):
            for index, part in enumerate(parts):
                yield from ((text, (name, index, *place)) for text, place in part.paths)
        if self.not_ is not None:
            yield from ((text, ("not", *place)) for text, place in self.not_.paths)

    def _operands(self) -> Mapping[str, Mapping[str, object]]:
        """For each comparison and function of values: the paths, and the operand of each."""
        return {
            "equals": self.equals,
            "not_equals": self.not_equals,
            "less_than": self.less_than,
            "at_most": self.at_most,
            "greater_than": self.greater_than,
            "at_least": self.at_least,
            "between": self.between,
            "in": self.in_,
            "attribute_type": self.attribute_type,
            "begins_with": self.begins_with,
            "contains": self.contains,
        }

    def _parts(self) -> Iterator[Condition]:
        yield from (Requirement("attribute_exists", path_of(text)) for text in self.attribute_exists)
        yield from (Requirement("attribute_not_exists", path_of(text)) for text in self.attribute_not_exists)
        for operator, operands in self._operands().items():
            yield from (Requirement(operator, path_of(text), operand) for text, operand in operands.items())
        for text, comparisons in self.size.items():
            yield from (Requirement(name, path_of(text), operand, of_size=True) for name, operand in comparisons)
        yield from (each.condition for each in self.and_)
        if self.or_:
            yield AnyOf(tuple(each.condition for each in self.or_))
        if self.not_ is not None:
            yield Not(self.not_.condition)


class UpdateModel(Model):
    """UpdateItem: the key of the item, and what to do to its attributes, by names or document paths: address.city."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        name: f"`{name}` stands beside `update`, not inside it" for name in ("condition", "at", "after")
    }
    form: ClassVar[str] = "an update has the item's key apart: {key: {order_id: o-1}, set: {status: PAID}}"

    key: ItemField = Field(description="The item's key, all of it: {order_id: o-1}.")
    set: SetValues = Field(
        {},
        description="Attributes to set, and their values: {status: PAID}; or !plus 1, !append [new], !if_missing 0.",
    )
    remove: Paths = Field([], description="An attribute to remove from the item, or a list of them: [note].")
    add: Values = Field({}, description="Numbers to add, or members to add to a set: {visits: 1, tags: !!set {new}}.")
    delete: Values = Field({}, description="Members to take out of a set: {tags: !!set {old}}.")

    def update(self, condition: Condition | None) -> Update:
        """The write, as the service floor has it."""
        return Update(
            self.key,
            {path_of(text): value for text, value in self.set.items()},
            tuple(map(path_of, self.remove)),
            {path_of(text): value for text, value in self.add.items()},
            {path_of(text): value for text, value in self.delete.items()},
            condition,
        )

    @property
    def paths(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Each path as it is written, and the key path of its place in the update."""
        yield from ((text, ("set", text)) for text in self.set)
        yield from ((text, ("remove", index)) for index, text in enumerate(self.remove))
        yield from ((text, ("add", text)) for text in self.add)
        yield from ((text, ("delete", text)) for text in self.delete)
