"""The scenario format, version 1: what a lesson file may hold.

Field names are the service's own API names in snake_case. The descriptions are what an editor shows on hover.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, WithJsonSchema

from simulator.dynamodb.table import KeyAttribute, KeySchema
from simulator.scenario.columns import COLUMNS
from simulator.scenario.complaints.complaint import START, Complaint, Mark, ScenarioError
from simulator.scenario.consumers import ConsumerField, ConsumerModel, PollerModel
from simulator.scenario.course_model import Identifier
from simulator.scenario.fields import (
    AttributeName,
    Duration,
    Flag,
    Instant,
    LessonNames,
    Line,
    Lines,
    Model,
    Text,
    VariableNames,
    refusal,
    whole_number,
    written,
)
from simulator.scenario.notes import KeyMoment, NoteModel
from simulator.scenario.questions import PredictField, QuizItem
from simulator.scenario.read_by import OneOrMany, ReadBy
from simulator.scenario.repairs import RepairModel
from simulator.scenario.timeline_entries import ActionModel, ViewTypeName
from simulator.scenario.yaml.nodes import Scalar, locate_within

DEFAULT_START_MS = 1_704_067_200_000
"""2024-01-01T00:00:00Z, where virtual time starts unless a scenario says otherwise."""

MAX_CONSUMERS = 100
"""Consumers of one scenario."""


class KeyField(Model):
    """A key attribute of the table."""

    name: AttributeName = Field(description="The attribute's name, such as order_id: letter case and spaces count.")
    type: Literal["S", "N", "B"] = Field(
        "S", description="The type of its values: S (string), N (number) or B (binary)."
    )


def _short_key(value: Any) -> Any:
    return value if isinstance(value, dict | KeyField) else {"name": value}


KeyName = Annotated[KeyField, BeforeValidator(_short_key, json_schema_input_type=KeyField | AttributeName)]


class TimeToLiveModel(Model):
    """Time to live: the attribute that holds an item's expiry, in epoch seconds, and how late the deletion is (F69)."""

    attribute: AttributeName = Field(
        description="The name of the attribute that holds an item's expiry, such as expires_at."
    )
    deletion_delay: Duration = Field(
        600_000, description="From an item's expiry to its deletion, such as 10m; on the service up to about two days."
    )


TimeToLive = Annotated[
    TimeToLiveModel,
    BeforeValidator(
        lambda each: each if isinstance(each, dict | TimeToLiveModel) else {"attribute": each},
        json_schema_input_type=TimeToLiveModel | AttributeName,
    ),
]


class TableModel(Model):
    """The table whose changes the stream records."""

    name: Line = Field(description="The table's name, such as Orders: 3 to 255 of the characters a-z A-Z 0-9 _ . -.")
    partition_key: KeyName = Field(description="The partition key: a name, or {name: ..., type: S}.")
    sort_key: KeyName | None = Field(
        None, description="The sort key, if the table has one: a name, or {name: line, type: N}."
    )
    time_to_live: TimeToLive | None = Field(
        None, description="The attribute with an item's expiry: a name, or {attribute: ..., deletion_delay: 10m}."
    )

    @property
    def schema_of_keys(self) -> KeySchema:
        """The key schema, as the service floor has it."""
        sort = self.sort_key and KeyAttribute(self.sort_key.name, self.sort_key.type)
        return KeySchema(KeyAttribute(self.partition_key.name, self.partition_key.type), sort or None)


class StreamModel(Model):
    """The stream of the table."""

    view_type: ViewTypeName = Field(
        description="What each record carries: the item before the write, after it, both, or its keys alone."
    )
    capture_delay: Duration = Field(50, description="From a write to the capture of its record, such as 50ms or 2s.")
    availability_delay: Duration = Field(
        50, description="From the capture until readers can see the record, such as 50ms or 2s."
    )
    shards: Annotated[int, whole_number(1, 1000)] = Field(
        1, description="Open shards at the start, one for each partition of the table."
    )
    enabled: Flag = Field(
        True,
        description="Whether the stream is on at the start; if not, enable_stream of the timeline turns it on.",
    )


_Column = Annotated[Line, WithJsonSchema({"enum": [*COLUMNS]})]
Columns = Annotated[list[_Column], OneOrMany()]
"""A column, or a list of them; checks.show says what is wrong with another name."""


class ShowModel(Model):
    """What is shown beside the three variables and the three columns that are always there."""

    variables: VariableNames = Field(
        [], description="Further variables for the tracker, by their ids, such as checkpoint."
    )
    columns: Columns = Field([], description="Further columns for the process table: time, consumer, shard, record.")


def _some_consumers(value: Any) -> Any:
    if isinstance(value, list) and not value:
        raise refusal("S204", "nobody reads: leave `consumers` out for one poller, or give a consumer")
    return value


def _one_poller() -> list[ConsumerModel]:
    return [PollerModel()]


def _version(value: Any) -> int:
    if isinstance(value, Scalar) and value.kind != "number" and value == "1":
        raise refusal("S203", "this program reads schema_version 1, without quotes")
    if written(value) != "1":
        raise refusal("S204", "this program reads schema_version 1")
    return 1


class Scenario(Model):
    """A whole lesson file."""

    title: Line = Field(description="The lesson's title, as the catalogue and the lesson screen show it.")
    schema_version: Annotated[int, ReadBy(_version, {"enum": [1]})] = Field(
        1, description="The version of this format; there is one so far."
    )
    id: Identifier | None = Field(
        None,
        description="The name under which a learner's progress is kept, within the course; left out, the file's name.",
    )
    category: Line | None = Field(
        None,
        description="The subject that the lesson belongs to, such as AWS: a note for authors, which no view shows.",
    )
    minutes: Annotated[int | None, whole_number(1, 600)] = Field(
        None, description="About how many minutes the lesson takes, such as 10."
    )
    part: Line | None = Field(None, description="The part of the course that the lesson belongs to.")
    order: Annotated[int | None, whole_number(0, 10_000)] = Field(
        None, description="The lesson's place in the course: parts come in the order of their first lessons."
    )
    assumes: LessonNames = Field(
        [], description="Lessons that a learner should know before this one, by their names: [overview]."
    )
    starts_at: Instant = Field(
        DEFAULT_START_MS, description="The time at which the scenario starts, with its zone: 2024-01-01T00:00:00Z."
    )
    seed: Annotated[int, whole_number(0, 2**31)] = Field(
        0, description="For what a scenario randomises (spread). The same seed gives the same run."
    )
    summary: Text | None = Field(
        None,
        description="What the lesson is about, in one short paragraph of at most 400 characters for the catalogue.",
    )
    execution_sample: Lines = Field(
        [], description="What the lesson is about to do, in a few lines that are read before the first step."
    )
    show_empty_polls: Flag = Field(
        False, description="Whether each poll that finds nothing is a step of its own; they are many."
    )
    show: ShowModel = Field(
        ShowModel.model_construct(), description="What is shown in addition to the standard rows and columns."
    )

    table: TableModel = Field(
        description="The table whose changes are followed: {name: Orders, partition_key: order_id}."
    )
    stream: StreamModel = Field(description="The table's stream and its settings: {view_type: NEW_AND_OLD_IMAGES}.")
    consumers: Annotated[list[ConsumerField], Field(min_length=1), BeforeValidator(_some_consumers)] = Field(
        default_factory=_one_poller,
        description="Who reads the stream: pollers, Lambda functions, KCL applications; left out: one poller.",
        json_schema_extra={"maxItems": MAX_CONSUMERS},
    )
    timeline: Annotated[list[ActionModel], Field(min_length=1)] = Field(
        description="What happens, in order: writes, waits, crashes, such as [put: {order_id: o-1}, wait: 5s]."
    )

    notes: list[NoteModel] = Field(
        [], description="Sentences of yours at steps, in addition to the program's reasons for them."
    )
    key_moments: list[KeyMoment] = Field(
        [], description="Questions that a learner may ask on the way, each with its answer."
    )
    quiz: list[QuizItem] = Field(
        [], description="The lesson's questions; the program works their answers out from the run."
    )
    predict: list[PredictField] | None = Field(
        None, description="The steps that predict mode asks about; left out, the program chooses."
    )
    repair: RepairModel | None = Field(
        None, description="For a lesson whose pipeline misbehaves: what may be changed, the goals, and a solution."
    )
    concept_snapshot: Lines = Field([], description="What to remember when the lesson is over, in a few short lines.")
    transcript: Text | None = Field(
        None,
        description="The whole lesson as a Markdown text for those who would rather read; t shows it in the player.",
    )

    _source: tuple[str, Any] = PrivateAttr(("<scenario>", None))
    _name: str = PrivateAttr("scenario")

    @property
    def name(self) -> str:
        """The lesson's id: the one that its file gives, else the file's name without the ending."""
        return self.id or self._name

    @property
    def source(self) -> tuple[str, str, Any]:
        """Where it came from: its name, what complaints call it, and the tree of its file (None: no file)."""
        return (self._name, *self._source)

    def came_from(self, name: str, shown: str, root: Any) -> None:
        """Remember the file, so that what is found out later can still say where."""
        self._name, self._source = name, (shown, root)

    def complaint(self, path: tuple[str | int, ...], code: str, message: str) -> Complaint:
        """A complaint about a part of this scenario."""
        shown, root = self._source
        mark: Mark = START if root is None else locate_within(root, path, message)
        return Complaint(shown, mark, code, message)

    def error(self, path: tuple[str | int, ...], code: str, message: str) -> ScenarioError:
        """The same as an exception."""
        return ScenarioError([self.complaint(path, code, message)])
