"""Predict in a plain terminal: the run comes row by row, and before some rows the learner says what they will be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from simulator.learner.learner import Learner
from simulator.lesson.beliefs import Believed
from simulator.lesson.lesson import Lesson
from simulator.lesson.predict.gates import Gate
from simulator.lesson.predict.session import Prediction, PredictSession, expected_by
from simulator.lesson.quiz.question import Chosen, Question
from simulator.lesson.words.table import row_words
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import visible
from simulator.terminal.quiz import sureness
from simulator.terminal.quiz_lines import report_lines
from simulator.terminal.spoken import spoken
from simulator.terminal.terminal import Terminal, quoted
from simulator.terminal.two_runs import OFFER, expected_lines
from simulator.views.layout import wrapped
from simulator.views.predict_words import (
    UNKNOWN,
    ahead_words,
    fact_words,
    report,
    said_words,
    settings_words,
    verdict_words,
    whys,
)
from simulator.views.prose_lines import prose_lines

HELP = (
    "Type the number of a choice, with a ! where you are sure of it or a ? where you are not; 0 says that you don't "
    "know. q: quit."
)

NOTHING_EXPECTED = "x shows what a wrong prediction expects; the one before this step expects no other run."


def run_predict(lesson: Lesson, terminal: Terminal, learner: Learner) -> PredictSession:
    """Go through a run, ask before the steps that are worth it, report, and return the session at its end."""
    session = PredictSession.start(lesson)
    last = len(lesson.trace.events)
    terminal.print(f"{lesson.title}: of {last} steps, {ahead_words(session, 0) or 'none asks you.'} {HELP}")
    for given in settings_words(lesson):
        terminal.print(given)
    terminal.say("")
    with terminal.until_stopped():
        for number in range(1, last + 1):
            gate = session.gate_between(number - 1, number)
            if gate is not None:
                session = _predicted(session.ask(gate), gate, terminal)
                if session.revealed is not None:
                    _reveal(lesson, session.revealed, terminal, learner)
            terminal.print(_row_line(lesson, number))
        learner.stepped(lesson, last)
        _offer_last(session, terminal)
    terminal.say("")
    terminal.print_lines(predict_report_lines(session, terminal.width))
    return session


def predict_report_lines(session: PredictSession, width: int) -> Iterator[str]:
    """How many predictions were right, how many steps were not predicted, and what the wrong ones point to."""
    (label, score), *suspicions = report(session)
    more = f" {len(session.waiting)} more would have come." if session.waiting else ""
    yield from report_lines([(label, (*score, more)), *suspicions], width)


def _row_line(lesson: Lesson, number: int) -> str:
    """A row of the process table as one line."""
    step = lesson.trace.step(number)
    words = row_words(lesson.trace, step)
    cells = f"created {words[2]}, reads {words[3]}, processes {words[4]}"
    return visible(f"Step {number}, {time_words(step.time)}: {words[1]} ({cells}).")


def _predicted(session: PredictSession, gate: Gate, terminal: Terminal) -> PredictSession:
    """Ask about a gate until the learner has predicted its step."""
    terminal.say("")
    terminal.print_lines(gate_lines(gate, terminal.width))
    while session.open_gate is not None:
        typed = terminal.ask()
        if typed.strip().upper() == "X":
            _show_expected(session, terminal)
            continue
        session = predicted(session, typed)
        if session.open_gate is not None:
            terminal.print(f"{quoted(typed)} is not a number from 0 to {len(gate.question.options)}. {HELP}")
    return session


def _show_expected(session: PredictSession, terminal: Terminal) -> None:
    """Say what the newest prediction expects, as far as the steps are told."""
    expected = session.expected
    if expected is None:
        terminal.print(NOTHING_EXPECTED)
    else:
        terminal.print_lines(prediction_lines(session, expected, terminal.width))


def prediction_lines(session: PredictSession, expected: Believed, width: int) -> Iterator[str]:
    """The run that the newest prediction expects beside the lesson's own, as far as predict mode has shown it."""
    return expected_lines(session.lesson, expected, width, session.told_until)


def _offer_last(session: PredictSession, terminal: Terminal) -> None:
    """At the end of the run: what the last prediction expects, for those who want to see it before the report."""
    if session.expected is None:
        return
    terminal.print(f"{OFFER} Only Enter: the report.")
    with suppress(EOFError):
        if terminal.ask().strip().upper() == "X":
            _show_expected(session, terminal)


def gate_lines(gate: Gate, width: int) -> Iterator[str]:
    """The question about a step, and its choices by their numbers."""
    yield from prose_lines(gate.question.text, width, f"Step {gate.step}? ")
    for number, option in enumerate(gate.question.options, 1):
        yield from wrapped(option.text, width, f"  {number}  ")
    yield f"  0  {UNKNOWN}"


def predicted(session: PredictSession, typed: str) -> PredictSession:
    """The session after a typed line that predicts the step of the open gate; the same where the line is no choice.

    A mark at the end of the line says whether the learner is sure: ! or ?.
    """
    gate = session.open_gate
    chosen = None if gate is None else _predicted_by(typed.rstrip("?!").strip(), gate.question)
    if chosen is None:
        return session
    return session.pick(chosen[0]).commit(sureness(typed)) if chosen else session.give_up()


def _reveal(lesson: Lesson, prediction: Prediction, terminal: Terminal, learner: Learner) -> None:
    """Keep a prediction, and say what the step is."""
    learner.predicted(lesson, prediction.gate.question, prediction.chosen, prediction.is_sure)
    terminal.print_lines(reveal_lines(lesson, prediction, terminal.width))
    terminal.say("")
    learner.stepped(lesson, prediction.gate.step)


def reveal_lines(lesson: Lesson, prediction: Prediction, width: int) -> Iterator[str]:
    """The prediction and the fact, one under the other, and why."""
    yield from wrapped(said_words(prediction), width, "You said: ")
    yield from wrapped(fact_words(prediction), width, "It is:    ")
    yield from prose_lines((f"{verdict_words(prediction)} ", *spoken(prediction.gate.question.explanation)), width)
    for why in whys(lesson, prediction):
        yield from prose_lines(why, width)
    if expected_by(lesson, prediction) is not None:
        yield from wrapped(OFFER, width)


def _predicted_by(word: str, question: Question) -> Chosen | None:
    """The choice that a typed line predicts, by its number or its text; empty for 0, None where it is neither."""
    texts = [option.text.casefold() for option in question.options]
    if word.casefold() in texts:
        return (texts.index(word.casefold()),)
    numbers = [str(number) for number in range(len(texts) + 1)]
    if word not in numbers:
        return None
    return (int(word) - 1,) if word != "0" else ()
