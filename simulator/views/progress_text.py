"""What a learner has done, as text; and a review in a plain terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from simulator.lesson.answering import Learner
from simulator.lesson.misconceptions import misconception
from simulator.lesson.progress import LessonProgress, Progress
from simulator.lesson.quiz import QuizRun
from simulator.lesson.references import plain
from simulator.lesson.review import Due, reschedule
from simulator.scenario.complaints import visible
from simulator.views.layout import WIDTH, wrapped
from simulator.views.quiz_text import Terminal, ask_until_answered, feedback_lines, option_lines


def progress_lines(progress: Progress, width: int = WIDTH) -> Iterator[str]:
    """Lesson by lesson how far the learner is, what answers point to, and what is due."""
    lessons = progress.lessons()
    if not lessons:
        yield "Nothing is kept yet."
        return
    for name in sorted(lessons):
        yield from wrapped(lesson_words(lessons[name]), width, f"{visible(name)}: ")
    answers = progress.answers()
    if answers:
        sure = [is_right for *_, is_right, is_sure in answers if is_sure]
        unsure = [is_right for *_, is_right, is_sure in answers if not is_sure]
        yield ""
        yield f"{len(answers)} answers. Sure and right: {sum(sure)} of {len(sure)}."
        if unsure:
            yield f"Not sure and right all the same: {sum(unsure)} of {len(unsure)}."
    for number, count in progress.misconceptions().items():
        found = misconception(number)
        if found is not None:
            times = "once" if count == 1 else f"{count} times"
            yield from wrapped(f'"{found.belief}" ({number})', width, f"Your answers fitted {times} with ")
    due, following = len(progress.due()), progress.next_due()
    yield ""
    if due:
        yield f"{due} question{'' if due == 1 else 's'} due: streamsim review"
    elif following is not None:
        yield f"Nothing is due. The next question comes back on {datetime.fromtimestamp(following, UTC):%Y-%m-%d}."
    else:
        yield "Nothing is due."


def lesson_words(lesson: LessonProgress) -> str:
    """How far somebody is with a lesson, in words."""
    parts = []
    if lesson.is_done:
        parts.append("done")
    elif lesson.last:
        parts.append(f"at step {lesson.step} of {lesson.last}")
    if lesson.answered:
        parts.append(f"quiz {lesson.right} of {lesson.answered} right")
    return ", ".join(parts) or "opened"


def run_review(due: Sequence[Due], terminal: Terminal, progress: Progress) -> QuizRun:
    """Ask what is due, and keep when it comes back."""
    run = QuizRun.start(tuple(each.question for each in due))
    learner = Learner(progress)
    terminal.tell(f"{len(due)} question{'' if len(due) == 1 else 's'} to review.")

    def ask_all() -> None:
        nonlocal run
        for index, each in enumerate(due):
            terminal.say("")
            number = f"Question {index + 1} of {len(due)}, from {each.lesson.title}: "
            terminal.tell(plain(each.question.text), number)
            for line in option_lines(each.question, terminal.width):
                terminal.say(line)
            given = ask_until_answered(each.lesson, each.question, terminal)
            if given is None:
                continue
            chosen, sure = given
            run = run.answer(index, chosen, sure)
            answer_review(each, learner, progress, chosen, sure)
            for line in feedback_lines(each.question, chosen, each.lesson.beliefs, terminal.width):
                terminal.say(line)

    terminal.hold(ask_all)
    terminal.say("")
    terminal.say(f"Score: {run.score} of {len(run.questions)}.")
    return run


def answer_review(each: Due, learner: Learner, progress: Progress, chosen: tuple[int, ...], sure: bool) -> None:
    """A reviewed question was answered: its card, under the id it was first asked by, comes back at another time."""
    learner.answered(each.lesson, each.question, chosen, sure, "review")
    is_right = chosen == each.question.right
    reschedule(progress, each.card.lesson, each.card.question, each.card.made_by, is_right, sure)
