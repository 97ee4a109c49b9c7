"""Questions whose answers the program works out from the trace, their hints, and the grading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from simulator.dynamodb.facts import facts
from simulator.lesson.narration import narrate
from simulator.lesson.references import Place, Prose, parse, place_of, plain, references
from simulator.lesson.words import (
    COLUMN_NAMES,
    column_label,
    row_words,
    value_words,
    variable_name,
    yes_no,
)
from simulator.machine.events import Event
from simulator.machine.trace import COLUMNS, Trace
from simulator.scenario.complaints import did_you_mean
from simulator.scenario.questions import Answer, FirstStep, QuizItem

LETTERS = "ABCDEFGIJ"
"""What the choices are called. H is left out: h asks for a hint."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as a learner sees it."""

    letter: str
    text: str
    why: Prose | None
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer worked out."""

    id: str
    text: Prose
    options: tuple[Option, ...]
    hints: tuple[Prose, ...]
    """From a nudge to where to look. The last rung of the ladder is `place`."""
    place: Place | None
    """Where "take me there" leads."""
    explanation: Prose

    @property
    def right(self) -> frozenset[int]:
        """The positions of the right options."""
        return frozenset(index for index, option in enumerate(self.options) if option.right)

    @property
    def several(self) -> bool:
        """Whether more than one option is right, so that all of them have to be chosen."""
        return len(self.right) > 1

    @property
    def right_letters(self) -> str:
        """The letters of the right options, as in `B` or `A and C`."""
        return " and ".join(option.letter for option in self.options if option.right)

    @property
    def answer_words(self) -> str:
        """The right options with their texts, as in `B, Step 2`."""
        return "; ".join(f"{option.letter}, {option.text}" for option in self.options if option.right)

    def whys(self, chosen: frozenset[int]) -> list[tuple[str, Prose]]:
        """For each chosen option that has one: its letter, and why it is right or wrong."""
        options = (self.options[place] for place in sorted(chosen))
        return [(option.letter, option.why) for option in options if option.why is not None]


class NoAnswer(Exception):
    """The trace cannot give the answer that a question asks for; the text says why."""


@dataclass(frozen=True, slots=True)
class QuizRun:
    """A learner's way through the questions: what was chosen at the first try, question by question."""

    questions: tuple[Question, ...]
    chosen: tuple[frozenset[int] | None, ...]

    @classmethod
    def start(cls, questions: tuple[Question, ...]) -> QuizRun:
        """A run with nothing answered."""
        return cls(questions, (None,) * len(questions))

    def answer(self, index: int, chosen: frozenset[int]) -> QuizRun:
        """The run after an answer. A question that has one keeps it: the first try counts."""
        if self.chosen[index] is not None:
            return self
        return replace(self, chosen=(*self.chosen[:index], chosen, *self.chosen[index + 1 :]))

    def is_right(self, index: int) -> bool:
        """Whether a question was answered, and rightly."""
        return self.chosen[index] == self.questions[index].right

    @property
    def score(self) -> int:
        """How many answers were right."""
        return sum(map(self.is_right, range(len(self.questions))))

    @property
    def missed(self) -> list[int]:
        """The positions of the questions that were answered wrongly or not at all."""
        return [index for index in range(len(self.questions)) if not self.is_right(index)]


Problem = tuple[tuple[str | int, ...], str, str]
"""What is wrong with a question: the part of the item, a complaint's code, and its message."""


def question_from(item: QuizItem, number: int, trace: Trace) -> tuple[Question, list[Problem]]:
    """A question with its answer worked out, and everything that is wrong with it."""
    problems = list(_choice_problems(item))
    hints = tuple(parse(hint) for hint in item.hint)
    explanation = parse(item.explanation or "")
    right: set[int] = set()
    place: Place | None = None
    if item.answer is None:
        right = {index for index, choice in enumerate(item.choices) if choice.correct}
        cited = (place_of(each) for text in (*hints, explanation) for each in references(text))
        place = next((each for each in cited if each is not None), None)
        if not right:
            problems.append((("choices",), "L403", "no choice is right: mark one `correct: true`, or give an answer"))
    else:
        try:
            words, place = work_out(item.answer, trace)
        except NoAnswer as reason:
            problems.append((("answer",), "L405", str(reason)))
        else:
            right = {index for index, choice in enumerate(item.choices) if choice.text == words}
            if not right:
                problems.append((("choices",), "L403", f'no choice is right: the answer is "{words}"'))
            elif len(right) > 1:
                problems.append((("choices",), "L404", f'more than one choice is right: the answer is "{words}"'))
        problems += [
            (("choices", index), "L405", "the program works this answer out; leave `correct` away")
            for index, choice in enumerate(item.choices)
            if choice.correct is not None
        ]
    options = tuple(
        Option(LETTERS[index], plain(parse(choice.text)), parse(choice.why) if choice.why else None, index in right)
        for index, choice in enumerate(item.choices)
    )
    if not hints and place is not None:
        hints = (where_to_look(place, trace),)
    if not explanation and place is not None:
        explanation = narrate(trace, len(trace.steps) if place.step is None else place.step)
    question = Question(item.id or f"question-{number}", parse(item.question), options, hints, place, explanation)
    return question, problems


def work_out(answer: Answer, trace: Trace) -> tuple[str, Place]:
    """The answer in the words that a choice must have, and the place that shows it.

    Raises:
        NoAnswer: the trace has no such thing, or the question asks for nothing or for two things.
    """
    asked = [name for name in ("first_step", "cell", "variable", "count") if getattr(answer, name) is not None]
    if len(asked) != 1:
        raise NoAnswer(f"an answer is one of first_step, cell, variable (with after) and count; this has {len(asked)}")
    if answer.after is not None and answer.variable is None:
        raise NoAnswer("`after` goes with `variable`")
    if answer.first_step is not None:
        step, place = _first_step(answer.first_step, trace)
        return f"Step {step}", place
    if answer.cell is not None:
        column = _known("column", answer.cell.column, COLUMNS)
        number = _step(answer.cell.step, trace, 1)
        return row_words(trace, trace.steps[number - 1])[2 + COLUMNS.index(column)], Place(number, column)
    if answer.variable is not None:
        variable = _known("variable", answer.variable, trace.variables)
        if answer.after is None:
            raise NoAnswer("`variable` needs `after`, the number of a step")
        after = _step(answer.after, trace, 0)
        return value_words(trace.value(variable, after)), Place(after, variable=variable)
    assert answer.count is not None
    shows = "stream_records" if answer.count == "records" else None
    return str(_count(answer.count, trace)), Place(step=len(trace.steps), variable=shows)


def where_to_look(place: Place, trace: Trace) -> Prose:
    """A hint that names the place without going there."""
    if place.column is not None:
        return (f'Look down the "{COLUMN_NAMES[place.column]}" column of the process table.',)
    if place.variable is not None:
        label = "" if place.step is None else f', column "{_column_for(place.step, trace)}"'
        return (f'Look at the row "{variable_name(place.variable, trace)}" of the status tracker{label}.',)
    return ("Step through the process table to its end.",)


def _column_for(step: int, trace: Trace) -> str:
    """The heading of the tracker's column that holds the values after a step; not every step has its own."""
    newest = trace.tracker(step, last=1).steps[-1]
    return column_label(newest, newest == trace.tracker(last=1).steps[-1])


def _first_step(wanted: FirstStep, trace: Trace) -> tuple[int, Place]:
    given = [name for name in ("column", "variable", "event") if getattr(wanted, name) is not None]
    if len(given) != 1:
        raise NoAnswer("first_step takes one of column, variable and event")
    if wanted.column is not None:
        column = _known("column", wanted.column, COLUMNS)
        says = {"true": "Yes", "yes": "Yes", "false": "No", "no": "No"}.get((wanted.is_ or "true").lower())
        if says is None:
            raise NoAnswer(f'a column is true or false, not "{wanted.is_}"')
        place = COLUMNS.index(column)
        step = trace.first_step(lambda number: yes_no(trace.row(number)[place]) == says)
        return _found(step, f'no step has {says} under "{COLUMN_NAMES[column]}"'), Place(step, column)
    if wanted.variable is not None:
        variable = _known("variable", wanted.variable, trace.variables)
        if wanted.is_ is None:
            raise NoAnswer("a variable needs `is`, the words that it must say")
        history = trace.histories[variable]
        step = trace.first_step(lambda number: value_words(history.at(number)) == wanted.is_)
        said = ", ".join(dict.fromkeys(value_words(value) for value in history.values[:50]))
        reason = f'{variable} is never "{wanted.is_}"; it is {said}'
        return _found(step, reason), Place(step, variable=variable)
    assert wanted.event is not None
    if wanted.is_ is not None:
        raise NoAnswer("`is` goes with a column or a variable; an event happens")
    event = Event(_known("event", wanted.event, [each.value for each in Event]))
    step = trace.first_step(lambda number: trace.events[number - 1] is event)
    return _found(step, f"no step is {event.value}"), Place(step)


def _count(name: str, trace: Trace) -> int:
    counts = {"steps": len(trace.events), "records": len(trace.records), "writes": len(trace.writes)}
    if name in counts:
        return counts[name]
    known = [*counts, *(each.value for each in Event)]
    event = Event(_known("count", name, known))
    return sum(each is event for each in trace.events)


def _found(step: int | None, reason: str) -> int:
    if step is None:
        raise NoAnswer(reason)
    return step


def _known(kind: str, name: str, known: tuple[str, ...] | list[str]) -> str:
    if name not in known:
        raise NoAnswer(f'no {kind} "{name}"{did_you_mean(name, known) or "; there is " + ", ".join(known)}')
    return name


def _step(number: int, trace: Trace, least: int) -> int:
    if not least <= number <= len(trace.events):
        raise NoAnswer(f"no step {number}; the run has {len(trace.events)}")
    return number


def _choice_problems(item: QuizItem) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, choice in enumerate(item.choices):
        if choice.text in seen:
            yield ("choices", index), "L406", f'the choice "{choice.text}" is here twice'
        seen.add(choice.text)
        if choice.misconception is not None and choice.misconception not in facts():
            yield ("choices", index), "L402", f'no fact "{choice.misconception}"'
