"""The part of the scenario format that teaches: key moments, and questions with their choices and answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator

from simulator.scenario.fields import Flag, Line, Model, Text, Texts, whole_number

StepNumber = Annotated[int, PlainValidator(whole_number(0, 100_000_000))]


class KeyMoment(Model):
    """A question worth a pause, and its answer."""

    question: Text = Field(description="What a learner may ask here.")
    answer: Text = Field(description="The answer, with references such as [step 2](step:2).")


class Choice(Model):
    """One choice of a question."""

    text: Line = Field(description="The choice.")
    why: Text | None = Field(None, description="Why it is right or wrong.")
    correct: Flag | None = Field(None, description="Only where no trace can decide: whether it is right.")
    misconception: Line | None = Field(None, description="The wrong belief behind it, by its fact: F298.")


def _short_choice(value: Any) -> Any:
    return value if isinstance(value, dict | Choice) else {"text": value}


class FirstStep(Model):
    """The first step at which something holds."""

    column: Line | None = Field(None, description="A yes/no column of the process table.")
    variable: Line | None = Field(None, description="A variable of the tracker.")
    event: Line | None = Field(None, description="An event, such as process.succeeded.")
    is_: Line | None = Field(None, alias="is", description="What the column (left out: true) or the variable must say.")


class Cell(Model):
    """A cell of the process table."""

    step: StepNumber = Field(description="The step's number.")
    column: Line = Field(description="The column's id, such as consumer_reads.")


class Answer(Model):
    """How the program works the answer out from the trace: one of four ways."""

    first_step: FirstStep | None = Field(None, description="The first step at which something holds.")
    cell: Cell | None = Field(None, description="A cell of the process table: Yes or No.")
    variable: Line | None = Field(None, description="A variable of the tracker; needs `after`.")
    after: StepNumber | None = Field(None, description="The step after which the variable is read.")
    count: Line | None = Field(None, description="How many: steps, records, writes, or an event's name.")


class QuizItem(Model):
    """A multiple-choice question."""

    id: Line | None = Field(None, description="A stable name of the question.")
    question: Text = Field(description="The question.")
    choices: Annotated[list[Annotated[Choice, BeforeValidator(_short_choice)]], Field(min_length=2, max_length=9)] = (
        Field(description="Two to nine choices.")
    )
    answer: Answer | None = Field(None, description="How the trace decides; left out: a choice is `correct`.")
    hint: Annotated[Texts, Field(max_length=2)] = Field([], description="A hint, or two.")
    explanation: Text | None = Field(
        None, description="What every answer is followed by; left out: why the step that shows the answer happened."
    )
