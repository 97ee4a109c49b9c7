"""The part of the scenario format for a pipeline that misbehaves: what may be changed, and what has to come of it."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from simulator.dynamodb.attributes import AttributeValue, Item
from simulator.scenario.fields import (
    Duration,
    ItemField,
    Line,
    Lines,
    Model,
    Patch,
    Text,
    refusal,
    refusals,
    whole_number,
)
from simulator.scenario.read_by import ReadBy, one_or_many
from simulator.scenario.values import ValueProblem, attribute_value, item_from

GoalName = Literal[
    "processed",
    "not_processed",
    "in_destination",
    "told_if_given_up",
    "given_up",
    "nothing_lost",
    "handled_once",
    "in_order",
    "longest_wait",
    "iterator_age",
    "invocations",
    "idle_by",
    "in_table",
]
"""What a goal can ask for."""


def _key(value: Any) -> Item | AttributeValue:
    """A key: the value of the partition key, or a mapping of both key attributes."""
    if isinstance(value, dict):
        item, problems = item_from(value)
        if problems:
            raise refusals(problems)
        return item
    try:
        return attribute_value(value)
    except ValueProblem as problem:
        raise refusals([problem]) from None


KeyOfGoal = Annotated[
    Item | AttributeValue,
    ReadBy(_key, {"anyOf": [{"type": ["string", "number", "boolean"], "minLength": 1}, {"type": "object"}]}),
]
"""A key of an item: a value, or where the table has a sort key a mapping of both."""

_KEYS = "The items that it is about, by their keys: [p-1, p-2], or [{order_id: o-1, line: 2}]; left out: all."

KeysOfGoal = Annotated[
    list[KeyOfGoal],
    Field(min_length=1),
    BeforeValidator(one_or_many, json_schema_input_type=list[KeyOfGoal] | KeyOfGoal),
]


class AboutRecords(Model):
    """Which records a goal is about: those of a consumer, and of some items."""

    consumer: Line = Field(description="The consumer that it is about, by its name.")
    keys: KeysOfGoal | None = Field(None, description=_KEYS)


class AboutWaits(AboutRecords):
    """How long records may wait."""

    at_most: Duration = Field(description="The longest time that is allowed, such as 5s.")


class AboutTime(Model):
    """A time that a consumer has to keep."""

    consumer: Line = Field(description="The consumer that it is about, by its name.")
    at_most: Duration = Field(description="The latest, or the longest, that is allowed, such as 20s.")


class AboutCount(Model):
    """A number that a consumer has to keep."""

    consumer: Line = Field(description="The consumer that it is about, by its name.")
    at_most: Annotated[int, whole_number(0, 1_000_000)] = Field(description="The highest number that is allowed.")


class AboutItems(Model):
    """Items of the table, with attributes that they must have."""

    items: Annotated[
        list[ItemField],
        Field(min_length=1),
        BeforeValidator(one_or_many, json_schema_input_type=list[ItemField] | ItemField),
    ] = Field(
        description="The items, each with its whole key and the attributes that count: [{order_id: o-1, seen: 1}]; "
        "others it may have."
    )


class GoalModel(Model):
    """One goal of a repair: exactly one of these."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    processed: AboutRecords | None = Field(None, description="The consumer processes these records.")
    not_processed: AboutRecords | None = Field(None, description="The consumer never processes any of these records.")
    in_destination: AboutRecords | None = Field(
        None, description="A message to the mapping's destination stands for each of these records."
    )
    told_if_given_up: AboutRecords | None = Field(
        None,
        description="A message to the mapping's destination stands for each of these records that it gives up on.",
    )
    given_up: AboutRecords | None = Field(None, description="The mapping gives each of these records up.")
    nothing_lost: AboutRecords | None = Field(
        None, description="None of these records is trimmed before the consumer has read it."
    )
    handled_once: AboutRecords | None = Field(
        None,
        description="What the consumer does for these records happens once for each: effects count, not deliveries; "
        "for a consumer without `effect` each success counts.",
    )
    in_order: AboutRecords | None = Field(
        None, description="The consumer processes the changes of each item in the order of the writes."
    )
    longest_wait: AboutWaits | None = Field(
        None,
        description="No record waits longer: from the step that makes it available to the last step in which the "
        "consumer has finished it, which may be that it is given up.",
    )
    iterator_age: AboutTime | None = Field(None, description="The iterator age of the consumer is never higher.")
    invocations: AboutCount | None = Field(
        None, description="The function is invoked at most so often; of other consumers the records worked on count."
    )
    idle_by: AboutTime | None = Field(
        None, description="The consumer is idle from this time on, since the scenario's start, to the end."
    )
    in_table: AboutItems | None = Field(
        None, description="At the end the table has these items, with these values of their attributes."
    )

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise refusal("S206", f"a goal asks for one thing; this asks for {len(self.model_fields_set)}")
        return self

    @property
    def name(self) -> GoalName:
        """What it asks for."""
        [name] = self.model_fields_set
        return name  # type: ignore[return-value]

    @property
    def terms(self) -> AboutRecords | AboutTime | AboutCount | AboutItems:
        """The consumer, the items and the bound that it names."""
        terms: AboutRecords | AboutTime | AboutCount | AboutItems = getattr(self, self.name)
        return terms

    @property
    def consumer(self) -> str | None:
        """The consumer that it is about, by its name; None: it is about the table."""
        return None if isinstance(self.terms, AboutItems) else self.terms.consumer


class RepairModel(Model):
    """A pipeline that misbehaves: a learner changes its settings until every goal holds."""

    story: Text = Field(description="What people complain about, in one short Markdown paragraph: symptoms, no causes.")
    change: Annotated[Lines, Field(min_length=1)] = Field(
        description="The settings that a learner may turn: [consumers.1.batch_size, timeline.back.after, "
        "timeline.3.wait], places from 1, or labels."
    )
    goals: Annotated[list[GoalModel], Field(min_length=1)] = Field(
        description="What has to hold in the run of the repaired lesson; with nothing changed not all of it does."
    )
    solution: Patch = Field(
        description="Changes that meet all goals, as in `what_if`: {consumers: {1: {batch_size: 10}}}."
    )
    debrief: Text = Field(description="Why the solution works, and what it costs; shown when all goals hold.")
