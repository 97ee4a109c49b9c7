"""Makes questions from any lesson, without an author's work.

The same lesson, count and seed always give the same questions. A wrong choice is the answer of a believer in a
misconception where there is such an answer, and else something that the trace says elsewhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import zip_longest
from typing import Any, TypeVar

from simulator.dynamodb.rules import AWS
from simulator.lesson.answers.believed import in_words
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.beliefs import named_by
from simulator.lesson.generated.draft import Draft
from simulator.lesson.generated.kinds import KINDS, WHAT_IF
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import LETTERS, Chosen, Option, Question
from simulator.lesson.quiz.subjects import subject_of_id
from simulator.machine.pseudo_random import shuffled

T = TypeVar("T", bound=Hashable)

CHOSEN_FROM = 6
"""So many questions of a kind at a time, those that a misconception would get wrong come first."""

MOST_WRONG = 3
"""Wrong choices of a question: more would teach more that is wrong."""


def generate(lesson: Lesson, count: int, seed: int = 0) -> tuple[Question, ...]:
    """Questions about a lesson, of as many kinds as there are; fewer than `count` where the lesson gives no more."""
    made: list[Question] = []
    seen: set[str] = set()
    by_kind = [of_kind(lesson, kind, seed) for kind in shuffled(KINDS, f"{lesson.name}/{seed}")]
    for round_ in zip_longest(*by_kind):
        for question in round_:
            if question is None or question.id in seen:
                continue
            if len(made) == count:
                return tuple(made)
            seen.add(question.id)
            made.append(question)
    return tuple(made)


def fresh(lesson: Lesson, subject: str, seed: int, used: frozenset[str]) -> Question | None:
    """Another question of a subject, or of a whole kind, whose id is not among those used; None if there is none."""
    found = of_kind(lesson, subject.partition("/")[0], seed)
    return next((each for each in found if each.id not in used and f"{each.id}/".startswith(f"{subject}/")), None)


def of_kind(lesson: Lesson, kind: str, seed: int) -> Iterator[Question]:
    """The questions of a kind. Of every few the first is one that a believer would answer wrongly, if there is one."""
    drafts = shuffled(KINDS[kind](lesson, seed), f"{lesson.name}/{seed}/{kind}")
    for first in range(0, len(drafts), CHOSEN_FROM):
        made = (_question(lesson, kind, draft, seed) for draft in drafts[first : first + CHOSEN_FROM])
        yield from sorted((each for each in made if each is not None), key=lambda each: not _tempts(each))


def _tempts(question: Question) -> bool:
    """Whether a misconception stands behind one of the choices."""
    return any(option.misconception is not None for option in question.options)


def _question(lesson: Lesson, kind: str, draft: Draft[Any], seed: int) -> Question | None:
    """A question from a draft; None where the run has no answer, or no wrong choice to set beside it."""
    try:
        right = draft.solver(lesson.trace, AWS)
    except NoAnswer:
        return None
    text_seed = f"{seed}/{draft.id}"
    if draft.kind == "choice":
        made = _choices(lesson, draft, right, text_seed)
        if made is None:
            return None
        options, chosen = made
    else:
        choices = shuffled(right, text_seed)
        if choices == right:
            choices = choices[::-1]  # already in order, it would be no task
        options = tuple(
            Option(letter, draft.words(value), None, False) for letter, value in zip(LETTERS, choices, strict=False)
        )
        chosen = tuple(choices.index(value) for value in right)
    solver = in_words(draft.solver, draft.words)
    return Question(
        draft.id,
        (draft.text,),
        options,
        ((draft.nudge,), (draft.look,)),
        draft.location,
        draft.explanation,
        chosen,
        draft.kind,
        draft.slots,
        solver,
        None if kind == WHAT_IF else solver,
        kind,
        subject_of_id(draft.id),
    )


def _choices(
    lesson: Lesson, draft: Draft[T], right: tuple[T, ...], seed: str
) -> tuple[tuple[Option, ...], Chosen] | None:
    """The right choices and at most three wrong ones, believers' answers first."""
    believed = lesson.beliefs.answers(draft.solver)
    # A choice that differs from another by capitals alone would be a trick.
    taken = {draft.words(value).casefold() for value in (*right, *believed)}
    distractors = (value for value in dict.fromkeys(draft.distractors) if draft.words(value).casefold() not in taken)
    wrong: list[T] = [*believed, *distractors][: max(0, min(MOST_WRONG, len(LETTERS) - len(right)))]
    if not wrong:
        return None
    choices = _in_order((*right, *wrong), draft, seed)
    options = tuple(
        Option(letter, draft.words(value), None, value in right, named_by(believed, value))
        for letter, value in zip(LETTERS, choices, strict=False)
    )
    return options, tuple(index for index, value in enumerate(choices) if value in right)


def _in_order(choices: tuple[T, ...], draft: Draft[T], seed: str) -> tuple[T, ...]:
    """Choices in the order in which people look for them; without one, in an order that only the seed knows."""
    if draft.in_order:
        return tuple(sorted(choices, key=draft.in_order.index))
    numbers: dict[T, int] = {value: value for value in choices if isinstance(value, int)}
    if len(numbers) == len(choices):
        return tuple(sorted(choices, key=numbers.__getitem__))
    return shuffled(choices, seed)
