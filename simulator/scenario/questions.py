"""The part of the scenario format that asks: the quiz with its choices, and the steps that are to be predicted."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from simulator.scenario.answers import Answer
from simulator.scenario.fields import (
    Flag,
    Line,
    MisconceptionName,
    Model,
    Text,
    Texts,
    VariableName,
    refusal,
)
from simulator.scenario.step_fields import StepField
from simulator.scenario.typed_values import TypedAnswer


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
