"""The scenario format, version 1: what a lesson file may hold.

Field names are the service's own API names in snake_case. The descriptions are what an editor shows on hover.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    PrivateAttr,
    model_validator,
)

from simulator.dynamodb.table import KeyAttribute, KeySchema
from simulator.scenario.complaints import START, Complaint, Mark, ScenarioError
from simulator.scenario.fields import (
    AttributeName,
    AttributeNames,
    Duration,
    Flag,
    Instant,
    ItemField,
    Line,
    Lines,
    Model,
    Text,
    refusal,
    whole_number,
    written,
)
from simulator.scenario.nodes import locate
from simulator.scenario.questions import KeyMoment, QuizItem

DEFAULT_START_MS = 1_704_067_200_000
"""2024-01-01T00:00:00Z, where virtual time starts unless a scenario says otherwise."""

Count = Annotated[int, PlainValidator(whole_number(1, 1_000_000))]


class KeyField(Model):
    """A key attribute of the table."""

    name: AttributeName = Field(description="The attribute's name.")
    type: Literal["S", "N", "B"] = Field("S", description="S (string), N (number) or B (binary).")


def _short_key(value: Any) -> Any:
    return value if isinstance(value, dict | KeyField) else {"name": value}


KeyName = Annotated[KeyField, BeforeValidator(_short_key)]


class TableModel(Model):
    """The table whose changes the stream records."""

    name: Line = Field(description="The table's name.")
    partition_key: KeyName = Field(description="The partition key: a name, or {name: ..., type: S}.")
    sort_key: KeyName | None = Field(None, description="The sort key, if the table has one.")

    later = ("time_to_live",)

    @property
    def schema_of_keys(self) -> KeySchema:
        """The key schema, as the service floor has it."""
        sort = self.sort_key and KeyAttribute(self.sort_key.name, self.sort_key.type)
        return KeySchema(KeyAttribute(self.partition_key.name, self.partition_key.type), sort or None)


class StreamModel(Model):
    """The stream of the table."""

    view_type: Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"] = Field(
        description="Which images of the item each record carries."
    )
    capture_delay: Duration = Field(50, description="From a write to the capture of its record.")
    availability_delay: Duration = Field(50, description="From the capture until readers can see the record.")

    later = ("shards", "enabled")


class ConsumerModel(Model):
    """A program that reads the stream and works on its records."""

    name: Line = Field("consumer", description="What the consumer is called: letters, digits, - and _.")
    type: Literal["poller"] = Field("poller", description="poller: a program that calls GetRecords itself.")
    starting_position: Literal["TRIM_HORIZON", "LATEST"] = Field(
        "TRIM_HORIZON", description="The oldest record, or only what comes after the start."
    )
    limit: Annotated[int, PlainValidator(whole_number(1, 1000))] = Field(
        1000, description="GetRecords' Limit: how many records one read returns at most, 1 to 1000."
    )
    poll_interval: Duration = Field(1000, description="The time from one poll to the next.")
    processing_time: Duration = Field(100, description="How long the work on one record takes.")
    starts: Duration = Field(0, description="When the consumer begins to poll, since the scenario's start.")

    @model_validator(mode="before")
    @classmethod
    def _only_pollers(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("type") in ("lambda", "kcl"):
            mark = getattr(value["type"], "mark", None)
            raise refusal("S205", f'a consumer of type "{value["type"]}" is not supported yet', mark)
        return value


class ConditionModel(Model):
    """What must hold of the item before the write; all parts must."""

    attribute_exists: AttributeNames = Field([], description="Attributes that must be there.")
    attribute_not_exists: AttributeNames = Field([], description="Attributes that must not be there.")
    equals: ItemField = Field({}, description="Attributes and the values that they must have.")


class UpdateModel(Model):
    """UpdateItem: the key of the item, and what to do to its attributes."""

    key: ItemField = Field(description="The item's key.")
    set: ItemField = Field({}, description="Attributes to set.")
    remove: AttributeNames = Field([], description="Attributes to remove.")
    add: ItemField = Field({}, description="Numbers to add, or members to add to a set.")
    delete: ItemField = Field({}, description="Members to take out of a set.")


class WriteModel(Model):
    """One write: exactly one of put, update and delete."""

    put: ItemField | None = Field(None, description="PutItem: the whole item.")
    update: UpdateModel | None = Field(None, description="UpdateItem.")
    delete: ItemField | None = Field(None, description="DeleteItem: the item's key.")
    condition: ConditionModel | None = Field(None, description="What must hold for the write to happen.")

    later: ClassVar[tuple[str, ...]] = ("batch_write", "transact_write")


class RepeatModel(Model):
    """Writes that are done again and again; `{n}` in their strings is the number of the round, from 1."""

    times: Count = Field(description="How many rounds.")
    every: Duration | None = Field(None, description="From one round to the next; left out: each at rest.")
    do: Annotated[list[WriteModel], BeforeValidator(lambda each: each if isinstance(each, list) else [each])] = Field(
        description="A write, or a list of writes that happen together."
    )


LATER_ACTIONS = (
    "batch_write",
    "transact_write",
    "split_shard",
    "roll_over_shard",
    "disable_stream",
    "enable_stream",
    "crash",
    "restart",
    "add_worker",
    "stop",
    "start",
)


class ActionModel(WriteModel):
    """One entry of the timeline: a write, a repeat or a wait."""

    repeat: RepeatModel | None = Field(None, description="Writes that are done again and again.")
    wait: Duration | None = Field(None, description="Let this time pass.")
    at: Duration | None = Field(None, description="When, since the scenario's start.")
    after: Duration | None = Field(None, description="When, since the previous action.")

    later = LATER_ACTIONS


class ShowModel(Model):
    """What is shown beside the three variables and the three columns that are always there."""

    variables: Lines = Field([], description="Further variables for the tracker.")
    columns: Lines = Field([], description="Further columns for the process table.")


def _version(value: Any) -> int:
    if written(value) != "1":
        raise refusal("S204", "this program reads schema_version 1")
    return 1


class Scenario(Model):
    """A whole lesson file."""

    title: Line = Field(description="The lesson's title.")
    schema_version: Annotated[int, PlainValidator(_version)] = Field(1, description="The version of this format.")
    category: Line | None = Field(None, description="A subject, such as AWS.")
    minutes: Annotated[int | None, PlainValidator(whole_number(1, 600))] = Field(
        None, description="About how long the lesson takes."
    )
    part: Line | None = Field(None, description="The part of the course that the lesson belongs to.")
    order: Annotated[int | None, PlainValidator(whole_number(0, 10_000))] = Field(
        None, description="The lesson's place in its part."
    )
    assumes: Lines = Field([], description="Lessons that come before this one.")
    starts_at: Instant = Field(DEFAULT_START_MS, description="The time at which the scenario starts.")
    seed: Annotated[int, PlainValidator(whole_number(0, 2**31))] = Field(
        0, description="For what a scenario randomises."
    )
    summary: Text | None = Field(None, description="One short paragraph.")
    execution_sample: Lines = Field([], description="What the lesson is about to do, in a few lines.")
    show_empty_polls: Flag = Field(False, description="Whether a poll that finds nothing is a step.")

    show: ShowModel = Field(ShowModel(), description="What is shown beside the standard rows and columns.")

    table: TableModel = Field(description="The table.")
    stream: StreamModel = Field(description="The stream.")
    consumers: Annotated[list[ConsumerModel], Field(min_length=1, max_length=100)] = Field(
        default_factory=lambda: [ConsumerModel()], description="Who reads; left out: one poller."
    )
    timeline: Annotated[list[ActionModel], Field(min_length=1)] = Field(description="What happens, in order.")

    key_moments: list[KeyMoment] = Field([], description="Questions worth a pause.")
    quiz: list[QuizItem] = Field([], description="The lesson's questions.")
    concept_snapshot: Lines = Field([], description="What to remember, in a few short lines.")
    transcript: Text | None = Field(None, description="The whole lesson as Markdown text.")

    _source: tuple[str, Any] = PrivateAttr(("<scenario>", None))
    _name: str = PrivateAttr("scenario")

    @property
    def name(self) -> str:
        """The library's name of the lesson, or its file's name without the ending."""
        return self._name

    @property
    def place_in_course(self) -> tuple[bool, str, int, str]:
        """Sorts lessons: those that belong to a part of the course first, in its order, then by name."""
        return self.part is None, self.part or "", self.order or 0, self.name

    def came_from(self, name: str, shown: str, root: Any) -> None:
        """Remember the file, so that what is found out later can still say where."""
        self._name, self._source = name, (shown, root)

    def complaint(self, path: tuple[str | int, ...], code: str, message: str) -> Complaint:
        """A complaint about a part of this scenario."""
        shown, root = self._source
        mark: Mark = START if root is None else locate(root, path)
        return Complaint(shown, mark, code, message)

    def error(self, path: tuple[str | int, ...], code: str, message: str) -> ScenarioError:
        """The same as an exception."""
        return ScenarioError([self.complaint(path, code, message)])
