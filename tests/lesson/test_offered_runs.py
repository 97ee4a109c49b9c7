"""After a wrong answer a believer's run is offered only where it says in this question what was answered."""

from __future__ import annotations

from collections.abc import Iterator

from loaded_lessons import load_lesson

from simulator.dynamodb.rules import AWS
from simulator.lesson.answers.solve import work_out
from simulator.lesson.beliefs import Believed
from simulator.lesson.generated.generate import generate
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Question
from simulator.machine.trace import Trace
from simulator.scenario.files.library import lesson_names
from simulator.scenario.questions import QuizItem


def offered(lesson: Lesson, question: Question) -> Iterator[tuple[int, Believed]]:
    for index in range(len(question.options)):
        expected = lesson.beliefs.expected(question, (index,))
        if expected is not None:
            yield index, expected


def answers(item: QuizItem, question: Question, run: Trace, real: Trace) -> set[str]:
    """The answer to an authored question in a run; a step is any one of the lesson's own run at that time."""
    assert item.answer is not None
    worked = work_out(item.answer, run, None, [option.text for option in question.options])
    if item.answer.first_step is None and item.answer.last_step is None:
        return set(worked.words)
    time = run.times[(worked.location.step or 0) - 1]
    return {f"Step {number}" for number, each in enumerate(real.times, 1) if each == time}


def test_in_the_library_each_run_that_is_offered_says_what_was_answered_and_the_real_run_does_not():
    found = 0
    for name in lesson_names():
        lesson = load_lesson(name)
        for item, question in zip(lesson.scenario.quiz, lesson.questions, strict=True):
            for index, expected in offered(lesson, question):
                assert expected.trace is not lesson.trace
                if item.answer is None:  # no run can say it, and an author names the belief
                    assert question.options[index].misconception == expected.misconception.number
                    continue
                found += 1
                where, text = f"{name}/{question.id}", question.options[index].text
                assert item.answer.what_if is item.answer.as_ is None, where
                assert text in answers(item, question, expected.trace, lesson.trace), where
                assert text not in answers(item, question, lesson.trace, lesson.trace), where
                assert expected.answer == text
    assert found > 10


def test_the_run_of_a_belief_is_not_offered_where_it_leads_to_another_answer_than_the_one_given():
    lesson = load_lesson("a-trigger-is-a-poller")
    question = next(each for each in lesson.questions if each.id == "while-disabled")
    never = next(index for index, option in enumerate(question.options) if option.text.startswith("Never"))
    behind = lesson.beliefs.behind(question, never)
    assert behind is not None
    assert behind.misconception.number == "F288"
    assert lesson.beliefs.expected(question, (never,)) is None


def test_an_answer_that_its_author_has_explained_without_a_belief_points_to_none():
    # A mailer that stops at its first empty page would process two records as well: that is chance.
    lesson = load_lesson("where-to-start")
    question = next(each for each in lesson.questions if each.id == "stopped-in-place-of-crashed")
    two = next(index for index, option in enumerate(question.options) if option.text == "2")
    assert question.solver is not None
    assert "2" in lesson.beliefs.answers(question.solver)
    assert lesson.beliefs.behind(question, two) is None


def test_of_a_question_about_a_changed_lesson_no_run_of_the_lesson_itself_is_offered():
    lesson = load_lesson("given-up-in-silence")
    question = next(each for each in lesson.questions if each.id == "three-tries")
    assert [option.misconception for option in question.options if option.misconception] == ["F292"]
    assert list(offered(lesson, question)) == []


def test_a_generated_question_offers_the_run_of_the_belief_that_made_its_wrong_choice():
    lesson = load_lesson("silent-writes")
    for question in generate(lesson, 200, 1):
        for index, expected in offered(lesson, question):
            assert question.told_by_run is not None
            assert question.options[index].text in question.told_by_run(expected.trace, expected.misconception.rules)
            assert question.options[index].text not in question.told_by_run(lesson.trace, AWS)
            assert question.made_by != "what-if"
