"""The quiz in a plain terminal: it prints lines and reads lines, so it works piped and with a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from simulator.lesson.lesson import Lesson
from simulator.lesson.narration import narrate
from simulator.lesson.quiz import Question, QuizRun, where_to_look
from simulator.lesson.references import Place, plain
from simulator.lesson.words import column_label, row_words, value_words, variable_name
from simulator.machine.trace import Trace
from simulator.scenario.complaints import visible
from simulator.views.layout import WIDTH, wrapped
from simulator.views.plain import process_table, tracker

HELP = "Type a letter. h: a hint, t: the tables, s: skip, q: quit."


class _Left(Exception):
    """The learner typed q."""


def run_quiz(lesson: Lesson, ask: Callable[[str], str], say: Callable[[str], None], width: int = WIDTH) -> QuizRun:
    """Ask every question once and return what was answered.

    Args:
        lesson: whose questions.
        ask: prints a prompt and returns a line; EOFError and KeyboardInterrupt end the quiz.
        say: prints a line.
        width: columns of the text.
    """
    run = QuizRun.start(lesson.questions)
    count = len(lesson.questions)
    for line in wrapped(f"{lesson.title}: {count} question{'' if count == 1 else 's'}. {HELP}", width):
        say(line)
    try:
        for index, question in enumerate(lesson.questions):
            say("")
            for line in _question_lines(question, index + 1, len(lesson.questions), width):
                say(line)
            chosen = _ask_until_answered(lesson, question, ask, say, width)
            if chosen is None:
                continue
            run = run.answer(index, chosen)
            for line in feedback_lines(question, chosen, width):
                say(line)
    except EOFError:
        say("")
        say("The input ended here.")
    except (_Left, KeyboardInterrupt):
        say("")
        say("Stopped.")
    say("")
    for line in report_lines(run, width):
        say(line)
    return run


def feedback_lines(question: Question, chosen: frozenset[int], width: int = WIDTH) -> Iterator[str]:
    """Right or not, what was right, why the choice is as it is, and the explanation."""
    if chosen == question.right:
        yield "Right."
    else:
        yield from wrapped(f"Not right. The answer is {question.right_letters}.", width)
    for letter, why in question.whys(chosen):
        yield from wrapped(plain(why), width, f"{letter}: ")
    yield from wrapped(plain(question.explanation), width, "Why: ")


def report_lines(run: QuizRun, width: int = WIDTH) -> Iterator[str]:
    """The score, and what was missed."""
    yield f"Score: {run.score} of {len(run.questions)}."
    for index in run.missed:
        question = run.questions[index]
        state = "not answered" if run.chosen[index] is None else f"the answer is {question.answer_words}"
        yield from wrapped(f"{plain(question.text)} ({state})", width, f"Missed {index + 1}: ")


def place_lines(trace: Trace, place: Place) -> Iterator[str]:
    """What "take me there" shows where there is no screen to move."""
    if place.variable is not None:
        step = len(trace.steps) if place.step is None else place.step
        label = column_label(step, step == len(trace.steps))
        yield f"{variable_name(place.variable, trace)}, {label}: {value_words(trace.value(place.variable, step))}"
    elif place.step:
        row = row_words(trace, trace.steps[place.step - 1])
        yield f"Step {row[0]}: {row[1]}. Created: {row[2]}. Read: {row[3]}. Processed: {row[4]}."
    elif place.column is not None:
        yield plain(where_to_look(place, trace))
    else:
        yield plain(narrate(trace, 0))


def _question_lines(question: Question, number: int, total: int, width: int) -> Iterator[str]:
    yield from wrapped(plain(question.text), width, f"Question {number} of {total}: ")
    for option in question.options:
        yield from wrapped(option.text, width, f"  {option.letter}  ")
    if question.several:
        yield "Several are right: type all their letters, as in AC."


def _ask_until_answered(
    lesson: Lesson, question: Question, ask: Callable[[str], str], say: Callable[[str], None], width: int
) -> frozenset[int] | None:
    letters = [option.letter for option in question.options]
    rungs = [*(plain(hint) for hint in question.hints), None]
    rung = 0
    while True:
        typed = ask("> ").strip()
        word = typed.upper()
        if word == "Q":
            raise _Left
        if word == "S":
            return None
        if word == "T":
            for line in chain(process_table(lesson.trace, width), [""], tracker(lesson.trace, width)):
                say(line)
            continue
        if word == "H":
            hint = rungs[min(rung, len(rungs) - 1)]
            lines = [hint] if hint else _there(lesson.trace, question.place)
            for line in lines:
                for folded in wrapped(line, width, "Hint: " if hint else ""):
                    say(folded)
            rung += 1
            continue
        texts = [option.text.upper() for option in question.options]
        if word in texts and word not in letters:  # a choice typed out, such as 3 where the choices are numbers
            return frozenset({texts.index(word)})
        if any(text.isdigit() for text in texts) and word.isdigit():
            word = "?"  # where choices are numbers, a number is a choice and never a position
        chosen = frozenset(_choice(each, letters) for each in word.replace(",", "").replace(" ", ""))
        if chosen and -1 not in chosen and (question.several or len(chosen) == 1):
            return chosen
        for line in wrapped(f'"{visible(typed[:40])}" is not one of {", ".join(letters)}. {HELP}', width):
            say(line)


def _there(trace: Trace, place: Place | None) -> Iterator[str]:
    if place is None:
        yield "There is no further hint."
    else:
        yield from place_lines(trace, place)


def _choice(typed: str, letters: list[str]) -> int:
    """The position that a letter or a number stands for, or -1."""
    if typed in letters:
        return letters.index(typed)
    return int(typed) - 1 if typed in "123456789"[: len(letters)] else -1
