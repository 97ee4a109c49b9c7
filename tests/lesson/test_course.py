"""The library as one course: what it shows, what it leaves out and why, its order, and how long it takes to read.

`not_in_the_course.tsv` beside this file lists what no lesson does, each line with its reason. A line whose reason is
gone fails here too, so the list only gets shorter.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cases import in_each_case
from loaded_lessons import gates_of, load_lesson

from simulator.dynamodb.facts import facts
from simulator.lesson.check.advice_on_quiz import is_looked_up
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS
from simulator.lesson.misconceptions.lookup import named_belief
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.scenario.files.course import library_course
from simulator.scenario.files.library import lesson_names
from simulator.views.facts import shown_facts

LEFT_OUT = Path(__file__).with_name("not_in_the_course.tsv")

WORDS_A_MINUTE = 200

FEWEST_REASON_WORDS = 4

MOST_LOOKED_UP = 1 / 3
"""The share of a lesson's questions that reading one cell may answer."""

FEWEST_BELIEFS = 40
"""Of the wrong beliefs that the facts list, so many are met in the course."""


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every lesson of the library."""
    return tuple(load_lesson(name) for name in lesson_names())


@cache
def left_out() -> dict[str, dict[str, str]]:
    """What the course leaves out, list by list: the names, with the reasons."""
    found: dict[str, dict[str, str]] = {"fact": {}, "belief": {}, "minutes": {}, "looked-up": {}}
    for line in LEFT_OUT.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            which, name, reason = line.split("\t")
            assert name not in found[which], f"{name} stands twice in {LEFT_OUT.name}"
            found[which][name] = reason
    return found


def compared_with_the_list(which: str, missing: set[str]) -> None:
    """Fail where something is missing and not listed, or listed and not missing."""
    listed = set(left_out()[which])
    assert not missing - listed, f"show these in a lesson, or give the reason in {LEFT_OUT.name}"
    assert not listed - missing, f"these lines can leave {LEFT_OUT.name}"


@cache
def met_beliefs() -> frozenset[str]:
    """The wrong beliefs that a learner meets: behind a wrong choice, behind a prediction, or as a believer's run."""
    found = set()
    for lesson in lessons():
        found |= {item.answer.as_ for item in lesson.scenario.quiz if item.answer is not None and item.answer.as_}
        asked = [*lesson.questions, *(gate.question for gate in gates_of(lesson.name).values())]
        found |= {
            option.misconception
            for question in asked
            for option in question.options
            if option.misconception is not None and not option.right
        }
    return frozenset(found)


def reading_minutes(lesson: Lesson) -> float:
    """How long the words of the steps, the transcript and the questions take to read."""
    trace = lesson.trace
    texts = [plain(narrate(trace, step.number)) for step in trace.steps]
    texts.append(plain(lesson.transcript))
    for question in lesson.questions:
        texts += [plain(question.text), plain(question.explanation), *(option.text for option in question.options)]
    return sum(len(text.split()) for text in texts) / WORDS_A_MINUTE


def test_every_fact_that_the_model_claims_is_shown_by_a_lesson_or_left_out_for_a_reason() -> None:
    shown = shown_facts(lessons())
    compared_with_the_list("fact", {number for number in shown if not shown[number]} - met_beliefs())


def test_every_wrong_belief_is_met_in_the_course_or_left_out_for_a_reason() -> None:
    known = {number for number in facts() if named_belief(number) is not None}
    known |= {each.number for each in MISCONCEPTIONS}
    compared_with_the_list("belief", known - met_beliefs())


def test_forty_wrong_beliefs_or_more_are_met() -> None:
    assert len(met_beliefs()) >= FEWEST_BELIEFS


def test_a_lesson_comes_after_those_that_it_assumes() -> None:
    """Which leaves no circle: a lesson in one would come after itself."""
    ordered = library_course().lessons
    places = {lesson.id: place for place, lesson in enumerate(ordered)}
    too_early = [
        f"{lesson.id} assumes {assumed}"
        for lesson in ordered
        for assumed in lesson.assumes
        if places[assumed] >= places[lesson.id]
    ]
    assert too_early == []


def test_every_lesson_has_its_part_and_a_place_of_its_own() -> None:
    placed = [(lesson.scenario.part, lesson.scenario.order) for lesson in library_course().lessons]
    assert all(part is not None and order is not None for part, order in placed)
    assert len({order for _, order in placed}) == len(placed)


def test_a_lesson_takes_between_half_and_twice_its_minutes_to_read() -> None:
    wrong = set()
    for lesson in lessons():
        minutes = lesson.scenario.minutes
        if minutes is None or not minutes / 2 <= reading_minutes(lesson) <= 2 * minutes:
            wrong.add(lesson.name)
    compared_with_the_list("minutes", wrong)


def test_reading_one_cell_answers_at_most_a_third_of_the_questions_of_a_lesson() -> None:
    wrong = set()
    for lesson in lessons():
        quiz = lesson.scenario.quiz
        looked_up = sum(is_looked_up(item) for item in quiz)
        if looked_up > MOST_LOOKED_UP * len(quiz):
            wrong.add(lesson.name)
    compared_with_the_list("looked-up", wrong)


@in_each_case("which", ["fact", "belief", "minutes", "looked-up"])
def test_every_reason_is_a_sentence(which: str) -> None:
    reasons = left_out()[which].values()
    assert all(len(reason.split()) >= FEWEST_REASON_WORDS and reason.endswith(".") for reason in reasons)
