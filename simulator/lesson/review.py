"""Review: questions come back when they are due, scheduled by FSRS."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fsrs import Card, Rating, Scheduler

from simulator.lesson.lesson import Lesson
from simulator.lesson.progress import Progress, StoredCard
from simulator.lesson.questions import fresh
from simulator.lesson.quiz import Question

MOST = 12
"""Questions of one review: about five minutes."""

# No steps of minutes, which need a learner who waits, and no chance, so that the same answers give the same days.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Due:
    """A question that is due, and what it stands for."""

    lesson: Lesson
    question: Question
    """As it is asked now: a fresh one of its kind where there is one."""
    card: StoredCard


def rating(is_right: bool, is_sure: bool) -> Rating:
    """How well it went: wrong is Again, right without being sure is Hard, right and sure is Good."""
    if not is_right:
        return Rating.Again
    return Rating.Good if is_sure else Rating.Hard


def schedule(progress: Progress, lesson: str, question: Question, is_right: bool, is_sure: bool) -> StoredCard:
    """A question was answered: work out when it comes back, and keep that."""
    return reschedule(progress, lesson, question.id, question.made_by, is_right, is_sure)


def reschedule(
    progress: Progress, lesson: str, question: str, made_by: str, is_right: bool, is_sure: bool
) -> StoredCard:
    """The same for the id of a question."""
    known = progress.card(lesson, question)
    now = progress.clock()
    card = _card(known.state) if known is not None else None
    if card is None:
        card = Card(card_id=1, due=_moment(now))
    if card.last_review is not None:
        now = max(now, int(card.last_review.timestamp()))  # a clock that was set back counts as no time
    card, _ = _SCHEDULER.review_card(card, rating(is_right, is_sure), _moment(now))
    stored = StoredCard(
        lesson, question, made_by, json.dumps(card.to_dict(), sort_keys=True), int(card.due.timestamp())
    )
    progress.keep_card(stored)
    return stored


def due_questions(progress: Progress, lessons: Iterable[Lesson], most: int = MOST) -> list[Due]:
    """What is due, lessons mixed; cards of questions that are no more are dropped."""
    by_name = {lesson.name: lesson for lesson in lessons}
    by_lesson: dict[str, list[Due]] = {}
    for card in progress.due():
        lesson = by_name.get(card.lesson)
        if lesson is None:
            continue  # a lesson of another folder: it waits
        question = _question_now(lesson, card, progress.clock())
        if question is None:
            progress.drop_card(card.lesson, card.question)
            continue
        by_lesson.setdefault(card.lesson, []).append(Due(lesson, question, card))
    mixed: list[Due] = []
    while len(mixed) < most and any(by_lesson.values()):
        for waiting in by_lesson.values():
            if waiting and len(mixed) < most:
                mixed.append(waiting.pop(0))
    return mixed


def _question_now(lesson: Lesson, card: StoredCard, now: int) -> Question | None:
    if not card.made_by:
        return next((question for question in lesson.questions if question.id == card.question), None)
    day = now // 86_400
    return fresh(lesson, card.made_by, day, frozenset({card.question})) or fresh(lesson, card.made_by, day, frozenset())


def _card(state: str) -> Card | None:
    try:
        known: dict[str, Any] = json.loads(state)
        return Card.from_dict(known)  # type: ignore[arg-type]
    except (ValueError, KeyError, TypeError):
        return None  # a card that cannot be read begins anew


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
