"""The part of a question that says how the program works its answer out of a run."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, WithJsonSchema

from simulator.scenario.columns import YES_NO
from simulator.scenario.events import Event
from simulator.scenario.fields import (
    Flag,
    Line,
    MisconceptionName,
    Model,
    Patch,
    PatternField,
    VariableName,
    whole_number,
)
from simulator.scenario.step_fields import StepField

ShardNumber = Annotated[int, whole_number(1, 100_000_000)]
RecordNumber = Annotated[int, whole_number(1, 100_000_000)]

YesNo = Annotated[Line, WithJsonSchema({"enum": [*YES_NO]})]
"""A yes/no column; whoever asks the trace says what is wrong with another name."""


COUNTED = ("steps", "records", "writes", *(event.value for event in Event))
"""The things that can be counted."""

EventName = Annotated[Line, WithJsonSchema({"enum": [event.value for event in Event]})]
Counted = Annotated[Line, WithJsonSchema({"enum": [*COUNTED]})]


class FirstStep(Model):
    """What holds at the step that is meant: a column, a variable or an event says it."""

    column: YesNo | None = Field(None, description="A yes/no column of the process table, such as record_created.")
    variable: VariableName | None = Field(
        None, description="A variable of the tracker by its id, such as consumer_state; needs `is`."
    )
    event: EventName | None = Field(None, description="An event, such as process.succeeded, that happens in the step.")
    is_: Line | None = Field(None, alias="is", description="What the column (left out: true) or the variable must say.")
    of: StepField | None = Field(
        None, description="Of the steps those about the record of this write alone: placed, or placed.2 of a batch."
    )
    by: Line | None = Field(None, description="Of the steps those of this consumer alone, by its name.")
    shard: ShardNumber | None = Field(None, description="Of the steps those in this shard alone, by its number.")
    after: StepField | None = Field(None, description="Of the steps those after this one alone.")
    nth: Annotated[int, whole_number(1, 1_000_000)] = Field(
        1, description="Which of them is meant, such as 2: the second from the start, or from the end for last_step."
    )


class Cell(Model):
    """A cell of the process table."""

    step: StepField = Field(description="The step: a path such as placed.capture, or its number from 1.")
    column: YesNo = Field(description="The column's id, such as consumer_reads.")


class Match(Model):
    """Records, and what is to be matched with them."""

    records: Annotated[list[RecordNumber], Field(min_length=2, max_length=5)] = Field(
        description="Two to five records by their numbers, counted from 1."
    )
    by: Literal["images", "event_name", "size_bytes", "key"] = Field(
        "images", description="What is matched: images, event_name, size_bytes or key."
    )


WAYS = (
    "first_step", "last_step", "cell", "variable", "count", "changed_in", "order", "match", "images", "matching"
)  # fmt: skip
"""The ways in which an answer can be worked out: an answer asks for exactly one of them."""


class Answer(Model):
    """How the program works the answer out from the trace, in one of these ways; `what_if` asks it of another run."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    first_step: FirstStep | None = Field(
        None, description="The first step at which something holds: {column: record_created, is: true}."
    )
    last_step: FirstStep | None = Field(
        None, description="The last step at which something holds: {event: process.succeeded}."
    )
    changed_in: StepField | None = Field(
        None,
        description="Which variables change in this step: their names in the tracker. All of them have to be chosen.",
    )
    order: Flag | None = Field(
        None,
        description="true: the choices are actions of the process table; their order of first happening is the answer.",
    )
    match: Match | None = Field(None, description="Match records to their images; the program makes the choices.")
    what_if: Patch | None = Field(
        None,
        description="What if: keys of the lesson with other values. A list's entry is named by its place, from 1, and "
        "an action of the timeline by its label too.",
    )
    cell: Cell | None = Field(
        None, description="A cell of the process table, Yes or No: {step: placed, column: consumer_reads}."
    )
    variable: VariableName | None = Field(
        None, description="A variable of the tracker by its id, such as consumer_state; needs `after`."
    )
    after: StepField | None = Field(
        None,
        description="The step after which the variable is read, or the count begins: placed/consumer.read, a number, "
        "start, end or last.",
    )
    count: Counted | None = Field(
        None, description="How many there are in the run: steps, records, writes, or events such as read.empty."
    )
    of: StepField | None = Field(
        None, description="Of what is counted that about the record of this write alone: placed, or placed.2."
    )
    by: Line | None = Field(None, description="Of what is counted that of this consumer alone, by its name.")
    shard: ShardNumber | None = Field(None, description="Of what is counted that in this shard alone, by its number.")
    unit: Literal["steps", "records"] | None = Field(
        None, description="records: the different records that the counted steps are about, in place of the steps."
    )
    images: StepField | None = Field(
        None,
        description="The write whose record is meant: No image, The old image, The new image or Both images.",
    )
    matching: PatternField | None = Field(
        None, description="The choices are steps: those whose records this filter pattern lets through are right."
    )
    as_: MisconceptionName | None = Field(
        None, alias="as", description="The run that believers in this misconception expect, such as F301."
    )
    compared: Flag | None = Field(
        None,
        description="true, with `what_if` or `as`: that run beside the lesson's own. A count is More, Fewer or "
        "The same number; a step comes Later, Earlier or At the same time.",
    )

    @property
    def is_about_another_run(self) -> bool:
        """Whether it is worked out of another run than the lesson's own, whose steps may have other numbers."""
        return (self.what_if is not None or self.as_ is not None) and not self.compared
