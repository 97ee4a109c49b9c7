"""Questions that the program makes itself, from any lesson, with no author's work.

The same lesson, count and seed always give the same questions. A wrong choice is what a believer in a misconception
would answer where there is such an answer, and what the trace says elsewhere where there is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from simulator.dynamodb.rules import AWS
from simulator.lesson.answers.solve import NoAnswer
from simulator.lesson.beliefs import named_by
from simulator.lesson.generated.draft import Draft
from simulator.lesson.generated.kinds import KINDS
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import LETTERS, Chosen, Option, Question
from simulator.lesson.quiz.subjects import subject_of_id
from simulator.machine.pseudo_random import shuffled

CHOSEN_FROM = 6
"""Questions of a kind among which those are looked for that a misconception would get wrong."""

MOST_WRONG = 3
"""Wrong choices of a question: more would teach more that is wrong."""


def generate(lesson: Lesson, count: int, seed: int = 0) -> tuple[Question, ...]:
    """Questions about a lesson, of as many kinds as there are; fewer than `count` where the lesson gives no more."""
    made: list[Question] = []
    seen: set[str] = set()
    by_kind = [_of_kind(lesson, kind, seed) for kind in shuffled(KINDS, f"{lesson.name}/{seed}")]
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
    found = _of_kind(lesson, subject.partition("/")[0], seed)
    return next((each for each in found if each.id not in used and f"{each.id}/".startswith(f"{subject}/")), None)


def _of_kind(lesson: Lesson, kind: str, seed: int) -> Iterator[Question]:
    """The questions of a kind. Of every few the first is one that a believer would answer wrongly, if there is one."""
    drafts = shuffled(KINDS[kind](lesson, seed), f"{lesson.name}/{seed}/{kind}")
    for first in range(0, len(drafts), CHOSEN_FROM):
        made = (_question(lesson, kind, draft, seed) for draft in drafts[first : first + CHOSEN_FROM])
        yield from sorted((each for each in made if each is not None), key=lambda each: not _tempts(each))


def _tempts(question: Question) -> bool:
    """Whether a misconception stands behind one of the choices."""
    return any(option.misconception is not None for option in question.options)


def _question(lesson: Lesson, kind: str, draft: Draft, seed: int) -> Question | None:
    """A question from a draft; None where the run has no answer, or no wrong choice to set beside it."""
    try:
        right = draft.ask(lesson.trace, AWS)
    except NoAnswer:
        return None
    text_seed = f"{seed}/{draft.id}"
    if draft.kind == "choice":
        made = _choices(lesson, draft, right, text_seed)
        if made is None:
            return None
        options, chosen = made
    else:
        texts = shuffled(right, text_seed)
        if texts == right:
            texts = texts[::-1]  # already in order, it would be no task
        options = tuple(Option(LETTERS[place], text, None, False) for place, text in enumerate(texts))
        chosen = tuple(texts.index(words) for words in right)
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
        draft.ask,
        kind,
        subject_of_id(draft.id),
    )


def _choices(
    lesson: Lesson, draft: Draft, right: tuple[str, ...], seed: str
) -> tuple[tuple[Option, ...], Chosen] | None:
    """The right choices and at most three wrong ones, believers' answers first."""
    believed = lesson.beliefs.answers(draft.ask)
    told = {text.casefold() for text in (*right, *believed)}  # what differs by capitals alone would be a trick
    wrong = [*believed, *(text for text in dict.fromkeys(draft.others) if text.casefold() not in told)]
    wrong = wrong[: max(0, min(MOST_WRONG, len(LETTERS) - len(right)))]
    if not wrong:
        return None
    texts = _in_order((*right, *wrong), draft, seed)
    options = tuple(
        Option(
            LETTERS[place],
            text,
            None,
            text in right,
            named_by(believed, text),
        )
        for place, text in enumerate(texts)
    )
    return options, tuple(place for place, text in enumerate(texts) if text in right)


_NUMBERED = re.compile(r"(?:Step )?(\d+)")


def _in_order(texts: tuple[str, ...], draft: Draft, seed: str) -> tuple[str, ...]:
    """Choices in the order in which people look for them; without one, in an order that only the seed knows."""
    if draft.in_order:
        return tuple(sorted(texts, key=draft.in_order.index))
    numbers = [_NUMBERED.fullmatch(text) for text in texts]
    if None not in numbers:
        return tuple(sorted(texts, key=lambda text: int(text.removeprefix("Step "))))
    return shuffled(texts, seed)
