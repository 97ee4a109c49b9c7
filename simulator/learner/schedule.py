"""When a question comes back: the next card after an answer, scheduled by FSRS."""

from __future__ import annotations

from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler, State

from simulator.learner.progress import DAY, LATEST, Progress, StoredCard

MOST_DAYS = 365
"""The longest interval: after a year at the latest every question comes back."""

# No steps of minutes, for which a learner would have to wait, and no fuzz: the same answers give the same days.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=MOST_DAYS)


def rating(is_right: bool, is_sure: bool | None) -> Rating:
    """How well it went: wrong is Again, right and sure is Good, right without saying so is Hard."""
    if not is_right:
        return Rating.Again
    return Rating.Good if is_sure else Rating.Hard


def next_card(
    progress: Progress, lesson: str, question: str, made_by: str, is_right: bool, is_sure: bool | None
) -> StoredCard:
    """The card of a question that is answered now; it says when the question comes back."""
    known = progress.card(lesson, question)
    at = min(progress.clock(), LATEST - 2 * MOST_DAYS * DAY)
    now = datetime.fromtimestamp(at, UTC)
    was_sure_and_wrong = is_sure is True and not is_right
    card = Card(card_id=1, due=now)
    if known is not None:
        # An answer in the future: the clock was set back since, and how much time has passed is unknown.
        last = min(now, datetime.fromtimestamp(known.at, UTC))
        card = Card(1, State.Review, None, known.stability, known.difficulty, now, last)
        # A right answer a minute after the solution was shown does not yet correct the belief.
        was_sure_and_wrong = was_sure_and_wrong or (known.was_sure_and_wrong and abs(at - known.at) < DAY)
    card, _ = _SCHEDULER.review_card(card, rating(is_right, is_sure), now)
    assert card.stability is not None
    assert card.difficulty is not None
    due = int(card.due.timestamp())
    stability = min(card.stability, 36_500.0)
    return StoredCard(lesson, question, made_by, stability, card.difficulty, was_sure_and_wrong, at, due)
