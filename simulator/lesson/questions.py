"""Questions that the program makes itself, from any lesson, with no author's work.

The same lesson, count and seed always give the same questions. A wrong choice is what a believer in a misconception
would answer where there is such an answer, and what the trace says elsewhere where there is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from simulator.dynamodb.rules import AWS
from simulator.lesson.answers import NoAnswer
from simulator.lesson.hints import where_to_look
from simulator.lesson.kinds import KINDS, Draft
from simulator.lesson.lesson import Lesson
from simulator.lesson.narration import narrate
from simulator.lesson.quiz import LETTERS, Chosen, Option, Question
from simulator.lesson.shuffling import shuffled

MOST_WRONG = 3
"""Wrong choices of a question: more would teach more that is wrong."""


def generate(lesson: Lesson, count: int, seed: int = 0) -> tuple[Question, ...]:
    """Questions about a lesson, of as many kinds as there are; fewer than `count` where the lesson gives no more."""
    made: list[Question] = []
    seen: set[str] = set()
    by_kind = [_of_kind(lesson, kind, seed) for kind in shuffled(KINDS, seed)]
    for round_ in zip_longest(*by_kind):
        for question in round_:
            if question is None or question.id in seen:
                continue
            if len(made) == count:
                return tuple(made)
            seen.add(question.id)
            made.append(question)
    return tuple(made)


def fresh(lesson: Lesson, made_by: str, seed: int, used: frozenset[str]) -> Question | None:
    """Another question of a kind, whose id is not among those used; None where there is none."""
    return next((question for question in _of_kind(lesson, made_by, seed) if question.id not in used), None)


def _of_kind(lesson: Lesson, kind: str, seed: int) -> Iterator[Question]:
    for draft in shuffled(KINDS[kind](lesson, seed), f"{seed}/{kind}"):
        question = _question(lesson, kind, draft, seed)
        if question is not None:
            yield question


def _question(lesson: Lesson, kind: str, draft: Draft, seed: int) -> Question | None:
    """A question from a draft; None where the run has no answer, or no wrong choice to set beside it."""
    try:
        right = draft.ask(lesson.trace, AWS)
    except NoAnswer:
        return None
    text_seed = f"{seed}/{draft.id}"
    hints = (draft.nudge, where_to_look(draft.place, lesson.trace))
    step = draft.place.step or 0
    explanation = draft.explanation or narrate(lesson.trace, step)
    if draft.kind == "choice":
        made = _choices(lesson, draft, right, text_seed)
        if made is None:
            return None
        options, chosen = made
    else:
        texts = shuffled(right, text_seed)
        options = tuple(Option(LETTERS[place], text, None, False) for place, text in enumerate(texts))
        chosen = tuple(texts.index(words) for words in right)
        if draft.kind == "order" and chosen == tuple(range(len(chosen))):
            texts = texts[::-1]  # already in order, it would be no task
            options = tuple(Option(LETTERS[place], text, None, False) for place, text in enumerate(texts))
            chosen = chosen[::-1]
    return Question(
        draft.id,
        draft.text,
        options,
        hints,
        draft.place,
        explanation,
        chosen,
        draft.kind,
        draft.slots,
        draft.ask,
        kind,
        kind,
    )


@dataclass(frozen=True, slots=True)
class _Wrong:
    text: str
    misconception: str | None


def _choices(
    lesson: Lesson, draft: Draft, right: tuple[str, ...], seed: str
) -> tuple[tuple[Option, ...], Chosen] | None:
    """The right choices and at most three wrong ones, believers' answers first, in an order nobody can guess."""
    believed = lesson.beliefs.answers(draft.ask)
    wrong = [_Wrong(text, each.misconception.number) for text, each in believed.items()]
    others = dict.fromkeys(text for text in shuffled(draft.others, seed) if text not in right and text not in believed)
    wrong += [_Wrong(text, None) for text in others]
    wrong = wrong[:MOST_WRONG]
    if not wrong:
        return None
    choices = shuffled([*(_Wrong(text, None) for text in right), *wrong], seed)
    if draft.in_order:
        choices = tuple(sorted(choices, key=lambda choice: draft.in_order.index(choice.text)))
    options = tuple(
        Option(LETTERS[place], choice.text, None, choice.text in right, choice.misconception)
        for place, choice in enumerate(choices)
    )
    return options, tuple(place for place, choice in enumerate(choices) if choice.text in right)
