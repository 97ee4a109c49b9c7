"""Review: the questions that are due now, in the order in which they are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from simulator.learner.progress import DAY, Progress, StoredCard
from simulator.lesson.generated.generate import fresh
from simulator.lesson.generated.kinds import KINDS
from simulator.lesson.lesson import Lesson, load_lesson
from simulator.lesson.quiz.question import Question, rearranged
from simulator.lesson.quiz.subjects import subject_of_id
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.lesson_key import key_of

MOST = 12
"""Questions of one review: about five minutes."""

DAYS_OFF = 30
"""How long a card waits whose question is no longer in its lesson."""


@dataclass(frozen=True, slots=True)
class Due:
    """A question that is due, and what it stands for."""

    lesson: Lesson
    question: Question
    """As it is asked now: a fresh one of its kind where there is one."""
    card: StoredCard


class Loaded(NamedTuple):
    """The lessons of which questions are due."""

    lessons: dict[str, Lesson]
    """Those that can be opened, by the keys that they are kept under."""
    broken: list[str]
    """Those with problems, as `streamsim check` takes them: somebody is writing them, and their questions wait."""


def lessons_due(progress: Progress) -> dict[str, str | Path]:
    """The lessons of which questions are due, by the keys that they are kept under: the name or the file of each."""
    keys = dict.fromkeys(card.lesson for card in progress.due())
    here = progress.here(keys)
    return {key: here[key] for key in keys}


def load_due(lessons: Mapping[str, str | Path]) -> Loaded:
    """Load lessons. It takes long, and needs nothing of the learner's progress."""
    loaded = Loaded({}, [])
    for key, target in lessons.items():
        try:
            loaded.lessons[key] = load_lesson(target)
        except ScenarioError:
            loaded.broken.append(str(target))
    return loaded


def ready(progress: Progress, loaded: Loaded, most: int = MOST) -> list[Due]:
    """The questions that are due, from every lesson that can be opened now. A notice names the lessons that are absent.

    Args:
        progress: the learner's.
        loaded: the lessons of which questions are due.
        most: how many questions to ask.
    """
    for name, count in progress.absent().items():
        waits = "A question that is due waits" if count == 1 else f"{count} questions that are due wait"
        progress.notices.append(f"{name} is not there. {waits} for it.")
    return due_questions(progress, loaded.lessons, most)


def due_questions(progress: Progress, lessons: Mapping[str, Lesson], most: int = MOST) -> list[Due]:
    """The due questions of some lessons, by the names that they are kept under.

    Cards of questions that are no more wait, and a notice says so.

    First what was answered wrongly and surely, for such beliefs are corrected best; then what is due longest. In both
    the lessons take turns. A question whose kind allows it is asked as a fresh one of the kind, so that nobody learns
    the letter of the answer.
    """
    gone: list[StoredCard] = []
    urgent: dict[str, list[StoredCard]] = {}
    others: dict[str, list[StoredCard]] = {}
    for card in progress.due():
        lesson = lessons.get(card.lesson)
        if lesson is None:
            continue  # a lesson that is not open: it waits
        if not _still_exists(lesson, card):
            gone.append(card)
            continue
        (urgent if card.was_sure_and_wrong else others).setdefault(card.lesson, []).append(card)
    due: list[Due] = []
    # A file and its copy, or its like in the library, are one lesson: of neither the same is asked twice.
    one = {name: key_of(lesson.scenario) for name, lesson in lessons.items()}
    used: dict[str, set[str]] = {name: set() for name in one.values()}
    for card in (*_taking_turns(urgent), *_taking_turns(others)):
        if len(due) == most:
            break
        lesson = lessons[card.lesson]
        question = _question_now(lesson, card, progress.clock() // DAY, used[one[card.lesson]])
        if question is not None:
            used[one[card.lesson]].add(question.id)
            due.append(Due(lesson, question, card))
        elif not used[one[card.lesson]]:
            gone.append(card)  # the lesson has no question of this kind any more
    _put_off(progress, gone)
    return due


def _put_off(progress: Progress, gone: list[StoredCard]) -> None:
    """Let cards wait whose questions are not there now: an author may bring them back, and nothing is lost."""
    for card in gone:
        at = min(card.at, progress.clock())  # a clock that was set back since would have it due all the same
        progress.keep_card(card._replace(at=at, due=progress.clock() + DAYS_OFF * DAY))
    for lesson, count in Counter(card.lesson for card in gone).items():
        which = "a question that was due is" if count == 1 else f"{count} questions that were due are"
        progress.notices.append(
            f"{lesson} has changed: {which} no longer in it, and will be looked for again in {DAYS_OFF} days."
        )


def _taking_turns(cards: dict[str, list[StoredCard]]) -> Iterator[StoredCard]:
    longest = max(map(len, cards.values()), default=0)
    for turn in range(longest):
        yield from (listed[turn] for listed in cards.values() if turn < len(listed))


def _still_exists(lesson: Lesson, card: StoredCard) -> bool:
    if card.made_by:
        return card.made_by in KINDS
    return any(question.id == card.question for question in lesson.questions)


def _question_now(lesson: Lesson, card: StoredCard, day: int, used: set[str]) -> Question | None:
    """A question of the card's subject that this review does not ask yet; None where the lesson has no such question.

    A fresh one at best. But where beliefs stand behind an author's wrong choices these are what it is about, and it
    comes again itself, its choices in another order, as does one to which no generated one is like.
    """
    own = next((question for question in lesson.questions if question.id == card.question), None)
    if own is not None:
        tempts = any(lesson.beliefs.behind(own, index) for index in range(len(own.options)))
        question = (
            fresh(lesson, own.subject, day, frozenset({card.question} | used)) if own.subject and not tempts else None
        )
        return question if question is not None else rearranged(own, f"{day}/{card.lesson}")
    if card.made_by in KINDS:
        # The one that was asked before only if the kind has no other.
        asked_before = {card.question}
        subject = subject_of_id(card.question) if card.question.startswith(card.made_by) else card.made_by
        for sought, avoided in ((subject, asked_before), (card.made_by, asked_before), (card.made_by, set[str]())):
            question = fresh(lesson, sought, day, frozenset(avoided | used))
            if question is not None:
                return question
    return None
