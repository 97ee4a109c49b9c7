"""A course as a map: what each lesson assumes, what is due, and how far the learner is with it.

A lesson is done when each of its questions was answered right at least once. One without questions is done when its
last step was seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from simulator.scenario.files.course import CourseLesson, library_course
from simulator.scenario.model import Scenario
from simulator.scenario.questions import question_id

if TYPE_CHECKING:  # SQLite is for those who keep something
    from simulator.learner.progress import LessonProgress, Progress

State = Literal["new", "begun", "done"]


class Share(NamedTuple):
    """So many of so many; of 0 where it is not known how many there are."""

    got: int
    of: int


class Assumed(NamedTuple):
    """A lesson that another one assumes."""

    name: str
    title: str
    is_done: bool


class Entry(NamedTuple):
    """One lesson on the map."""

    lesson: CourseLesson
    known: LessonProgress | None
    """How far the learner is; None where the lesson was never opened."""
    state: State
    seen: Share
    """The furthest step, and the number of the last one."""
    predicted: Share
    """The steps that were predicted right, and those that were predicted."""
    answered: Share
    """The questions that were answered right at least once, and all of them."""
    due: int
    """How many questions of it are due for review."""
    assumed: tuple[Assumed, ...]
    is_next: bool
    """Whether it is the first lesson of the course that is not done while all that it assumes is."""

    @property
    def scenario(self) -> Scenario:
        """The lesson as its file has it."""
        return self.lesson.scenario


def question_ids(scenario: Scenario) -> tuple[str, ...]:
    """The ids of a lesson's questions."""
    return tuple(question_id(item, number) for number, item in enumerate(scenario.quiz, 1))


def answered(known: LessonProgress | None, questions: Sequence[str]) -> Share:
    """How many of a lesson's questions were answered right at least once."""
    right = frozenset() if known is None else known.right_once
    return Share(sum(each in right for each in questions), len(questions))


def is_done(known: LessonProgress | None, questions: Sequence[str]) -> bool:
    """Whether a learner is done with a lesson that has these questions."""
    share = answered(known, questions)
    return share.got == share.of if questions else known is not None and known.is_seen


def course_map(lessons: Sequence[CourseLesson], progress: Progress | None) -> tuple[Entry, ...]:
    """The lessons in the order in which they are given, each with what the learner has done in it."""
    known = progress.lessons() if progress is not None else {}
    due = Counter(card.lesson for card in progress.due()) if progress is not None else Counter[str]()
    return entries(lessons, known, due)


def entries(
    lessons: Sequence[CourseLesson], known: Mapping[str, LessonProgress], due: Mapping[str, int]
) -> tuple[Entry, ...]:
    """The same of what is known of each lesson, and of how many of its questions are due, by the lesson's key."""
    known_by_key = {each.key: each.scenario for each in (*_of_the_library(lessons), *lessons)}
    done = {key: is_done(known.get(key), question_ids(each)) for key, each in known_by_key.items()}
    keys = {each.id: each.key for each in reversed(lessons)}
    assumed = {
        each.key: tuple(
            Assumed(name, known_by_key[key].title, done[key])
            if (key := _key_of(name, each, keys)) in known_by_key
            else Assumed(name, name, False)
            for name in each.assumes
        )
        for each in lessons
    }
    may_begin = (each for each in lessons if not done[each.key] and all(one.is_done for one in assumed[each.key]))
    following = next(may_begin, None)
    found = []
    for each in lessons:
        here = known.get(each.key)
        state: State = "done" if done[each.key] else "new" if here is None else "begun"
        found.append(
            Entry(
                each,
                here,
                state,
                Share(0, 0) if here is None else Share(here.furthest, here.last),
                Share(0, 0) if here is None else Share(here.predicted_right, here.predicted),
                answered(here, question_ids(each.scenario)),
                due.get(each.key, 0),
                assumed[each.key],
                each is following,
            )
        )
    return tuple(found)


def _key_of(name: str, lesson: CourseLesson, keys: Mapping[str, str]) -> str:
    """The key of a lesson that another one assumes by its id: one beside it, else of the course, else the library's."""
    beside = lesson.key.rpartition("/")[0] + f"/{name}"
    return beside if beside in keys.values() else keys.get(name, name)


def _of_the_library(lessons: Sequence[CourseLesson]) -> Iterator[CourseLesson]:
    """The lessons of the library that lessons assume."""
    names = {name for each in lessons for name in each.assumes} - {each.id for each in lessons}
    if names:
        yield from (each for each in library_course().lessons if each.id in names)


def state_words(entry: Entry) -> str:
    """The state of a lesson in a word or two: what is due comes first."""
    if entry.due:
        return f"{entry.due} due"
    return "next" if entry.is_next else "" if entry.state == "new" else entry.state


def assumed_words(entry: Entry, *, by_title: bool = False) -> str:
    """What a lesson assumes, as in `assumes overview (done), silent-writes`; empty where that is nothing."""
    named = ((each.title if by_title else each.name) + (" (done)" if each.is_done else "") for each in entry.assumed)
    return f"assumes {', '.join(named)}" if entry.assumed else ""


def bar(share: Share, width: int) -> str:
    """A share as a bar of so many columns. It is full only where all is there, and empty only where nothing is."""
    if not share.got:
        return "╌" * width
    filled = width if share.got >= share.of else max(1, min(width - 1, width * share.got // share.of))
    return "━" * filled + "╌" * (width - filled)
