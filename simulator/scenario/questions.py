"""The part of the scenario format that teaches: notes, key moments, and questions with their choices and answers."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from simulator.scenario.columns import YES_NO
from simulator.scenario.events import Event
from simulator.scenario.fields import (
    Flag,
    Line,
    MisconceptionName,
    Model,
    PatternField,
    Text,
    Texts,
    VariableName,
    is_nothing,
    refusal,
    whole_number,
    written,
)
from simulator.scenario.read_by import ReadBy
from simulator.scenario.step_paths import LABEL, MOST, InvalidPath, StepPath, path_of
from simulator.scenario.typed_values import TypedAnswer
from simulator.scenario.yaml.nodes import Scalar

ShardNumber = Annotated[int, whole_number(1, 100_000_000)]
RecordNumber = Annotated[int, whole_number(1, 100_000_000)]


def _step(value: Any) -> StepPath:
    if isinstance(value, StepPath):
        return value
    text = None if isinstance(value, bool) or is_nothing(value) else written(value)
    if text is None:
        raise refusal("S203", "expected a step: its number, or a path such as placed.capture")
    if isinstance(value, Scalar) and value.kind == "string" and value.isdigit():
        raise refusal("S203", "expected a step: its number without quotes, or a path such as placed.capture")
    try:
        path = path_of(text)
    except InvalidPath as problem:
        is_number = re.fullmatch(r"[-+]?[0-9]+", text) is not None
        raise refusal("S204", _RANGE) if is_number else refusal("S203", str(problem)) from None
    if isinstance(path.base, int) and path.base > MOST:
        raise refusal("S204", _RANGE)
    return path


_RANGE = f"expected a step's number, from 0 to {MOST:,}"

_STEP_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": MOST},
        {"type": "string", "pattern": f"^({LABEL}([./~].*)?)$"},
    ]
}

StepField = Annotated[StepPath, ReadBy(_step, _STEP_SCHEMA)]
"""A step: its number, `start`, `end`, or a path from the label of an action."""


def _patch(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise refusal("S203", "expected keys of the lesson and their other values")
    return value


Patch = Annotated[dict[str, Any], ReadBy(_patch, {"type": "object", "minProperties": 1})]
"""Keys of a lesson and other values for them, still as the file has them."""


class KeyMoment(Model):
    """A question worth a pause, and its answer."""

    question: Text = Field(description="What a learner may ask here, as a question, such as why nothing is read yet.")
    answer: Text = Field(description="The answer, with references such as [step {step}](step:placed.capture).")
    step: StepField | None = Field(
        None, description="The step that it is about; left out: the first step that the answer refers to."
    )


class NoteModel(Model):
    """A sentence of the author's about one step, beside the program's reason for it."""

    step: StepField = Field(description="The step: a path such as placed/ledger.read, or its number from 1.")
    text: Text = Field(description="What is worth saying at that step, with references such as [then](step:placed).")


class Choice(Model):
    """One choice of a question: a text, or a step."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    text: Line | None = Field(
        None, description="The choice as a learner sees it; where an answer is worked out, one has exactly its words."
    )
    step: StepField | None = Field(
        None, description="In place of a text: a step, such as placed.capture. A learner sees Step and its number."
    )
    why: Text | None = Field(
        None, description="Why it is right or wrong; shown to who chose it, and may hold references."
    )
    correct: Flag | None = Field(None, description="Only where no trace can decide: whether it is right.")
    misconception: MisconceptionName | None = Field(
        None, description="The wrong belief behind it, by its fact: F298; `streamsim misconceptions` lists them."
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.text is None) == (self.step is None):
            found = "neither is here" if self.text is None else "both are here"
            raise refusal("S206", f"a choice has a `text` or a `step`; {found}")
        return self


def _short_choice(value: Any) -> Any:
    return value if isinstance(value, dict | Choice) else {"text": value}


ChoiceField = Annotated[Choice, BeforeValidator(_short_choice, json_schema_input_type=Choice | Line)]


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


def _enough_choices(choices: list[Choice], info: ValidationInfo) -> list[Choice]:
    if "answer" not in info.data:
        return choices  # there is an answer, and something else is wrong with it: it may well be a match
    answer = info.data["answer"]
    matches = isinstance(answer, Answer) and answer.match is not None
    if choices and matches:
        raise refusal("S206", "the program makes the choices of a match itself; leave `choices` away")
    if "typed" not in info.data:
        return choices
    is_typed = info.data["typed"] is not None
    if choices and is_typed:
        raise refusal("S206", "an answer that is typed has no choices; leave `choices` or `typed` away")
    if len(choices) < 2 and not matches and not is_typed:
        raise refusal("S204", "expected at least 2 choices")
    return choices


def _worked_out(value: Any) -> Any:
    if value is None or isinstance(value, dict | Answer):
        return value
    form = "{first_step: {column: record_created, is: true}}"
    raise refusal(
        "S203", f"the program works the answer out; say how, such as {form}, or leave it out and mark a choice"
    )


def _typed(value: Any) -> Any:
    if value is None or isinstance(value, dict | TypedAnswer):
        return value
    raise refusal("S203", "expected how the answer is typed: {value: 3}, {unit: s, tolerance: 0.5} or {}")


class QuizItem(Model):
    """A question. The program works its answer out, and refuses a question that has not exactly one right answer."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        name: f"`{name}` stands inside `answer`: {example}"
        for name, example in {
            "what_if": "answer: {count: records, what_if: {stream: {view_type: KEYS_ONLY}}}",
            "as": "answer: {count: records, as: F298}",
            "compared": "answer: {count: records, as: F298, compared: true}",
            "count": "answer: {count: records}",
            "first_step": "answer: {first_step: {event: read.records}}",
            "last_step": "answer: {last_step: {event: read.records}}",
            "cell": "answer: {cell: {step: placed, column: consumer_reads}}",
            "variable": "answer: {variable: consumer_state, after: placed}",
        }.items()
    } | {
        name: f"`{name}` stands inside `typed`: typed: {{{example}}}"
        for name, example in {
            "value": "value: 3",
            "unit": "unit: s",
            "tolerance": "unit: s, tolerance: 0.5",
            "wrong": "value: 3, wrong: [1]",
        }.items()
    }

    id: Line | None = Field(
        None, description="A name by which a learner's progress knows the question; keep it when the text changes."
    )
    question: Text = Field(description="The question, which may hold references such as [step {step}](step:placed).")
    answer: Annotated[Answer | None, BeforeValidator(_worked_out)] = Field(
        None, description="How the trace decides; left out: a choice is `correct`."
    )
    typed: Annotated[TypedAnswer | None, BeforeValidator(_typed)] = Field(
        None, description="In place of choices: the answer is a number or a word that is typed; {} says no more."
    )
    choices: Annotated[list[ChoiceField], Field(max_length=9), AfterValidator(_enough_choices)] = Field(
        [], description="Two to nine choices; left out only with `match` and `typed`.", validate_default=True
    )
    hint: Annotated[Texts, Field(max_length=2)] = Field(
        [], description="A hint, or two: first a nudge, then where to look; the program adds the place."
    )
    explanation: Text | None = Field(
        None, description="What every answer is followed by; left out: why the step that shows the answer happened."
    )


def question_id(item: QuizItem, number: int) -> str:
    """The name by which a learner's progress knows a question; `number` counts the lesson's questions from 1."""
    return item.id or f"question-{number}"


class PredictItem(Model):
    """A step that a learner predicts before it is shown."""

    step: StepField = Field(description="The step that is to be predicted: placed.capture, or its number.")
    ask: Literal[
        "next",
        "row",
        "event_name",
        "images",
        "reader",
        "record",
        "record_created",
        "consumer_reads",
        "consumer_processes",
    ] = Field(
        "next",
        description="next: what happens; row: what its row says; event_name or images: those of the record that the "
        "step captures; reader: who reads or works in it; record: which record it is about, the first one of a batch, "
        "which a learner can point at on the map; or one of the yes/no columns.",
    )
    variable: VariableName | None = Field(
        None, description="In place of `ask`: a variable of the tracker by its id, whose value after the step is asked."
    )


PredictField = Annotated[
    PredictItem,
    BeforeValidator(
        lambda each: each if isinstance(each, dict | PredictItem) else {"step": each},
        json_schema_input_type=PredictItem | StepField,
    ),
]
"""A step, or a step and what is asked of it."""
