"""What a learner has done, as text; and a review in a plain terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.lesson.answering import Learner, fresh_like
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions import misconception
from simulator.lesson.quiz import Chosen, QuizRun
from simulator.scenario.complaints import visible
from simulator.views.layout import WIDTH, wrapped
from simulator.views.quiz_text import (
    ANOTHER,
    HELP,
    Terminal,
    ask_until_answered,
    feedback_lines,
    missed_lines,
    question_lines,
    suspicion_lines,
)

if TYPE_CHECKING:  # SQLite and FSRS are for those who keep and review something
    from simulator.lesson.progress import LessonProgress, Progress
    from simulator.lesson.review import Due


def progress_lines(progress: Progress, width: int = WIDTH) -> Iterator[str]:
    """Lesson by lesson how far the learner is, what answers point to, and what is due."""
    lessons = progress.lessons()
    if not lessons:
        yield "Nothing is kept yet."
    for name in sorted(lessons):
        yield from wrapped(f"{visible(name)}: {lesson_words(lessons[name])}", width)
    answers = progress.answers()
    if answers:
        sure = [is_right for *_, is_right, is_sure in answers if is_sure]
        unsure = [is_right for *_, is_right, is_sure in answers if not is_sure]
        yield ""
        yield f"{counted(len(answers), 'answer')}. Sure and right: {sum(sure)} of {len(sure)}."
        if unsure:
            yield f"Not sure and right all the same: {sum(unsure)} of {len(unsure)}."
    for number, count in progress.misconceptions().items():
        found = misconception(number)
        if found is not None:
            times = "once" if count == 1 else f"{count} times"
            yield from wrapped(f'"{found.belief}" ({number})', width, f"Your answers fitted {times} with ")
    if lessons:
        yield ""
    if lessons or progress.next_due() is not None:
        yield due_line(progress)


def due_line(progress: Progress) -> str:
    """How much is due, or when something will be."""
    due, following = len(progress.due()), progress.next_due()
    if due:
        return f"{counted(due, 'question')} due: streamsim review"
    if following is None:
        return "Nothing is due."
    return f"Nothing is due. The next question comes back on {datetime.fromtimestamp(following):%Y-%m-%d}."


def lesson_words(lesson: LessonProgress) -> str:
    """How far somebody is with a lesson, in words."""
    parts = []
    if lesson.is_done:
        parts.append("done")
    elif lesson.last:
        parts.append(f"at step {min(lesson.step, lesson.last)} of {lesson.last}")
    if lesson.predicted:
        parts.append(f"predicted {lesson.predicted_right} of {lesson.predicted} right")
    if lesson.answered:
        parts.append(f"quiz {lesson.right} of {lesson.answered} right")
    return ", ".join(parts) or "opened"


def counted(number: int, one: str, more: str = "") -> str:
    """A number of things, as in `1 answer` and `2 answers`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def run_review(due: Sequence[Due], terminal: Terminal, progress: Progress) -> QuizRun:
    """Ask what is due, keep when it comes back, and report."""
    run = QuizRun.start(tuple(each.question for each in due))
    asked: list[tuple[Lesson, Due | None]] = [(each.lesson, each) for each in due]
    learner = Learner(progress)
    terminal.tell(f"{counted(len(due), 'question')} to review. {HELP}")

    def ask_all() -> None:
        nonlocal run
        index = 0
        while index < len(run.questions):
            question = run.questions[index]
            lesson, stands_for = asked[index]
            terminal.say("")
            terminal.tell(f"Question {index + 1} of {len(run.questions)}, from {lesson.title}:")
            for line in question_lines(question, "", terminal.width):
                terminal.say(line)
            given = ask_until_answered(lesson, question, terminal)
            if given is not None:
                chosen, sure = given
                run = run.answer(index, chosen, sure)
                if stands_for is not None:
                    answer_review(stands_for, learner, progress, chosen, sure)
                for line in feedback_lines(question, chosen, lesson.beliefs, terminal.width):
                    terminal.say(line)
            if terminal.shown_the_place:
                again = fresh_like(lesson, question, run.questions)
                if again is not None:
                    run = run.with_question(again)
                    asked.append((lesson, None))  # for practice: the card has had its answer
                    terminal.tell(ANOTHER)
            index += 1

    terminal.hold(ask_all)
    terminal.say("")
    terminal.say(f"Score: {run.score} of {len(run.questions)}.")
    for line in missed_lines(run, terminal.width):
        terminal.say(line)
    for lesson in {id(lesson): lesson for lesson, _ in asked}.values():
        places = [place for place, (each, _) in enumerate(asked) if each is lesson]
        for line in suspicion_lines(run, lesson.beliefs, terminal.width, places):
            terminal.say(line)
    return run


def answer_review(each: Due, learner: Learner, progress: Progress, chosen: Chosen, sure: bool) -> None:
    """A reviewed question was answered: its card, under the id it was first asked by, comes back at another time."""
    learner.reviewed(each.lesson, each.question, chosen, sure, each.card)
