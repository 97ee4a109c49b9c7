"""Questions with their answers worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import zip_longest

from simulator.dynamodb.facts import facts
from simulator.lesson.answers.believed import Solver, solver_of, told_by_run
from simulator.lesson.answers.other_runs import asked_run
from simulator.lesson.answers.solution import Kind, NoAnswer, Solution
from simulator.lesson.answers.solve import counted_steps, first_action, work_out
from simulator.lesson.misconceptions.lookup import named_belief
from simulator.lesson.quiz.choice_words import in_words
from simulator.lesson.quiz.subjects import subject_of
from simulator.lesson.words.hints import where_to_look
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.reference_problems import problems as problems_of
from simulator.lesson.words.references import Location, Prose, Reference, location_of, parse, plain, references
from simulator.lesson.words.sentences import why_count
from simulator.machine.pseudo_random import shuffled
from simulator.machine.trace import Trace
from simulator.scenario.model import Scenario
from simulator.scenario.questions import Answer, Choice, QuizItem, question_id

LETTERS = "ABCDEFGIJ"
"""The letters of the choices. H is left out: h asks for a hint."""

ONE_CHANGE: Prose = ("Only this one thing is different; go through the run again with it.",)
"""A hint for what-if."""

WORKED_OUT: Prose = ("With this one change the simulator ran the lesson again: that is the answer.",)
"""The explanation of a what-if question whose author gives none."""

Chosen = tuple[int, ...]
"""An answer as the positions of options: those chosen, ascending; for an order in order; for a match one a slot."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as a learner sees it."""

    letter: str
    text: str
    why: Prose | None
    right: bool
    misconception: str | None = None
    """The number of the misconception behind it, where somebody has named one."""
    path: str | None = None
    """Where the choice is a step: the path by which its author names it, such as placed.capture."""
    record: int | None = None
    """Where the choice is a record: its index in the run, by which a learner can point at it on the map."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer worked out."""

    id: str
    text: Prose
    options: tuple[Option, ...]
    hints: tuple[Prose, ...]
    """From a nudge to where to look. The last hint is `location`."""
    location: Location | None
    """Where "take me there" leads."""
    explanation: Prose
    right: Chosen
    kind: Kind = "choice"
    slots: tuple[str, ...] = ()
    """For a match: what the options are matched with."""
    solver: Solver[str] | None = None
    """How the program works the answer out of any run; None where an author says what is right."""
    told_by_run: Solver[str] | None = None
    """What a believer's run of the lesson says to the question, in words; None where it says nothing: an author says
    what is right, or the question is about another run."""
    made_by: str = ""
    """For a generated question the kind of question that it is; empty for an author's."""
    subject: str = ""
    """Its subject (subjects.py), by which other questions are found that can stand for it; empty where it has none."""

    @property
    def several(self) -> bool:
        """Whether more than one option is right, so that all of them have to be chosen."""
        return self.kind == "choice" and len(self.right) > 1

    @property
    def in_sequence(self) -> bool:
        """Whether the options are picked one after another: an order, or a match slot by slot."""
        return self.kind != "choice"

    @property
    def is_about_records(self) -> bool:
        """Whether its choices are records, which can be pointed at."""
        return any(option.record is not None for option in self.options)

    def option_of(self, record: int) -> int | None:
        """The position of the option that is a record, by the record's index; None where it is no choice."""
        return next((place for place, option in enumerate(self.options) if option.record == record), None)

    def is_right(self, chosen: Chosen) -> bool:
        """Whether this is the right answer."""
        return chosen == self.right

    def letters(self, chosen: Chosen) -> str:
        """An answer in letters: `B`, `A and C`, `B, A, C`, or `Record 1: B, Record 2: A`."""
        letters = [self.options[index].letter for index in chosen]
        if self.kind == "match":
            return ", ".join(f"{slot}: {letter}" for slot, letter in zip(self.slots, letters, strict=False))
        return (" and " if self.kind == "choice" else ", ").join(letters)

    def kept(self, chosen: Chosen) -> str:
        """An answer as progress keeps it: of each option the path or the text, on a line. Letters change places."""
        options = [self.options[index] for index in chosen]
        return "\n".join(option.path or option.text for option in options)

    @property
    def right_letters(self) -> str:
        """The right answer in letters."""
        return self.letters(self.right)

    @property
    def answer_words(self) -> str:
        """The right answer with its texts, as in `B, Step 2`."""
        if self.kind == "match":
            pairs = zip(self.slots, self.right, strict=True)
            return "; ".join(
                f"{slot}: {self.options[index].letter}, {self.options[index].text}" for slot, index in pairs
            )
        return "; ".join(f"{self.options[index].letter}, {self.options[index].text}" for index in self.right)


_NUMBERED = re.compile(r"(?:Step )?(-?\d+(?:\.\d+)?)\b.*", re.IGNORECASE)


def rearranged(question: Question, seed: str) -> Question:
    """The same question with its choices in another order, so that nobody learns a letter in place of an answer."""
    texts = [option.text for option in question.options]
    if _is_in_order(texts):
        return question
    order = shuffled(range(len(texts)), f"{seed}/{question.id}")
    if question.kind == "order" and order == question.right:
        order = order[::-1]  # put in order already it would be no question
    options = tuple(replace(question.options[old], letter=LETTERS[new]) for new, old in enumerate(order))
    right = tuple(order.index(old) for old in question.right)
    return replace(question, options=options, right=right if question.in_sequence else tuple(sorted(right)))


def _is_in_order(texts: list[str]) -> bool:
    """Whether people look for choices in the order in which they stand: numbers upwards; a plain Yes and No."""
    numbers = [_NUMBERED.fullmatch(text) for text in texts]
    ascending = [float(number[1]) for number in numbers if number is not None]
    if len(ascending) == len(texts):
        return ascending == sorted(ascending)
    return {text.lower() for text in texts} == {"yes", "no"}


Problem = tuple[tuple[str | int, ...], str, str]
"""A problem with a question: the part of the item, a complaint's code, and its message."""


def _location_cited(hints: tuple[Prose, ...], explanation: Prose, trace: Trace) -> Location | None:
    """The first location of the lesson's own run that an author's texts cite, if there is one."""
    cited = (each for text in (*hints, explanation) for each in references(text))
    sound = (each for each in cited if not any(problems_of(f"[{each.label}]({each.href})", trace, ())))
    return next(filter(None, map(location_of, sound)), None)


def question_from(
    item: QuizItem, number: int, trace: Trace, scenario: Scenario | None = None
) -> tuple[Question, list[Problem]]:
    """A question with its answer worked out, and everything that is wrong with it."""
    paths = [None if choice.step is None else choice.step.written for choice in item.choices]
    item, problems = _with_choices_in_words(item, trace, scenario)
    problems += _choice_problems(item)
    hints = tuple(parse(hint, trace) for hint in item.hint)
    explanation = parse(item.explanation or "", trace)
    name = question_id(item, number)
    texts = tuple(choice.text or "" for choice in item.choices)
    worked = None
    location: Location | None = None
    right: Chosen = ()
    if item.answer is None:
        right = tuple(index for index, choice in enumerate(item.choices) if choice.correct)
        location = _location_cited(hints, explanation, trace)
        if not right:
            problems.append((("choices",), "L403", "no choice is right: mark one `correct: true`, or give an answer"))
    else:
        try:
            worked = work_out(item.answer, trace, scenario, texts)
        except NoAnswer as reason:
            problems.append((("answer", *reason.path), "L405", str(reason)))
        else:
            location = worked.location
            if worked.kind == "match":
                texts = shuffled(worked.words, name)
            right, found = _right(worked, texts)
            problems += found
        problems += [
            (("choices", index), "L405", "the program works this answer out; leave `correct` away")
            for index, choice in enumerate(item.choices)
            if choice.correct is not None
        ]
    chosen_from = right if worked is None or worked.kind == "choice" else ()
    problems += _right_beliefs(item, right if worked is None or worked.kind == "choice" else ())
    options = tuple(
        Option(
            LETTERS[index],
            plain(parse(text, trace)),
            parse(choice.why, trace) if choice is not None and choice.why else None,
            index in chosen_from,
            _number(choice),
            path,
        )
        for index, (text, choice, path) in enumerate(zip_longest(texts, item.choices, paths))
    )
    if item.answer is not None and item.answer.is_about_another_run:
        location = _location_cited(hints, explanation, trace)  # the answer itself lies in another run
        hints = hints or (ONE_CHANGE,)
        explanation = explanation or WORKED_OUT
    if not hints and location is not None:
        hints = (where_to_look(location, trace),)
    if not explanation and location is not None:
        explanation = _told_by_the_run(item.answer, worked, location, trace)
    kind: Kind = "choice" if worked is None else worked.kind
    slots = () if worked is None else worked.slots
    solver, told, subject = None, None, ""
    if item.answer is not None:
        told = told_by_run(item.answer, trace, texts)
        solver = solver_of(item.answer, trace, scenario, texts)
        subject = subject_of(item.answer)
    question = Question(
        name,
        parse(item.question, trace),
        options,
        hints,
        location,
        explanation,
        right,
        kind,
        slots,
        solver,
        told,
        subject=subject,
    )
    return question, problems


def _with_choices_in_words(item: QuizItem, trace: Trace, scenario: Scenario | None) -> tuple[QuizItem, list[Problem]]:
    """The question with a text for each choice that is a step: of the run that the question is about."""
    if all(choice.step is None for choice in item.choices):
        return item, []
    if item.answer is not None and item.answer.is_about_another_run:
        with suppress(NoAnswer):  # which is a complaint of its own
            trace = asked_run(item.answer, trace, scenario)
    item, found = in_words(item, trace)
    return item, [(("choices", index, "step"), "L402", message) for index, message in found]


def _told_by_the_run(answer: Answer | None, worked: Solution | None, location: Location, trace: Trace) -> Prose:
    """The explanation for a question whose author gives none."""
    if worked is not None and answer is not None and answer.count is not None:
        return why_count(counted_steps(answer, trace))
    if worked is not None and worked.kind == "order":
        told: list[str | Reference] = ["They happen first: "]
        for words in worked.words:
            step = first_action(words, trace)
            told += [f'"{words}" in ', Reference(f"step {step}", "step", str(step)), ", "]
        return (*told[:-1], ".")
    if worked is not None and worked.kind == "match":
        return ("; ".join(f"{slot}: {words}" for slot, words in zip(worked.slots, worked.words, strict=True)) + ".",)
    return narrate(trace, len(trace.steps) if location.step is None else location.step)


def _right(worked: Solution, texts: tuple[str, ...]) -> tuple[Chosen, list[Problem]]:
    """The positions of the right choices, and what is wrong with the choices."""
    told = '" and "'.join(worked.words)
    if worked.kind != "choice":
        return tuple(texts.index(words) for words in worked.words), []
    right = tuple(index for index, text in enumerate(texts) if text in worked.words)
    if len({texts[index] for index in right}) < len(worked.words):
        missing = [words for words in worked.words if words not in texts]
        message = f'no choice is right: the answer is "{told}"'
        if len(missing) < len(worked.words):
            message = f'the answer is "{told}"; no choice says "{missing[0]}"'
        nearly = [text for text in texts if text not in worked.words and _words(text) in map(_words, missing)]
        if nearly:
            message += f'; did you mean it by "{nearly[0]}"?'
        return right, [(("choices",), "L403", message)]
    if len(right) > len(worked.words):
        return right, [(("choices",), "L404", f'more than one choice is right: the answer is "{told}"')]
    return right, []


def _words(text: str) -> list[str]:
    """A choice's words alone: letter case and the marks between them left out."""
    return re.findall(r"\w+", text.casefold())


def _choice_problems(item: QuizItem) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, choice in enumerate(item.choices):
        text = choice.text or ""
        if text in seen:
            yield ("choices", index), "L406", f'the choice "{text}" is here twice'
        seen.add(text)
        name = choice.misconception
        if name is not None and named_belief(name) is None:
            what = f"{name} is no wrong belief" if name in facts() else f'no fact "{name}"'
            yield ("choices", index), "L402", what


def _right_beliefs(item: QuizItem, right: Chosen) -> Iterator[Problem]:
    """Right choices that name the wrong belief behind them."""
    for index in right:
        name = item.choices[index].misconception
        if name is not None:
            message = f"this choice is right, and a right choice has no wrong belief behind it; leave {name} away"
            yield ("choices", index, "misconception"), "L407", message


def _number(choice: Choice | None) -> str | None:
    """The number of the misconception that an author has named, by its number or by its slug."""
    named = None if choice is None or choice.misconception is None else named_belief(choice.misconception)
    return None if named is None else named.number
