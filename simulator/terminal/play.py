"""The player in lines of text: it reads a command, says what it asks for, and goes on until the learner leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from simulator.dynamodb.whole_numbers import in_digits
from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.attempt import Attempt
from simulator.lesson.quiz.session import QuizSession
from simulator.machine.trace import Trace
from simulator.terminal.play_commands import LEAVE, NEXT, Typed, command_of, help_lines, step_of
from simulator.terminal.play_lines import SAYS, fact_lines, list_lines, opening_lines, status_lines
from simulator.terminal.play_session import PlaySession
from simulator.terminal.predict import gate_lines, predict_report_lines, predicted, prediction_lines, reveal_lines
from simulator.terminal.quiz import HELP as QUIZ_HELP
from simulator.terminal.quiz import ask_all
from simulator.terminal.repair import REPAIRING, repaired
from simulator.terminal.step_lines import THE_END, step_lines
from simulator.terminal.terminal import Terminal, quoted
from simulator.terminal.two_runs import expected_lines, expected_of
from simulator.views.predict_words import ahead_words, settings_words
from simulator.views.quiz_words import unplayed_words

PREDICT_HELP = (
    "Type the number of a choice, with a ! where you are sure of it or a ? where you are not; 0 says that you don't "
    "know. p ends predict mode."
)

MODES = ("step", "read", "predict", "quiz")
"""The modes in which the plain player can begin. It has no autoplay: each line waits for the learner."""


def run_play(lesson: Lesson, terminal: Terminal, learner: Learner, step: int = 0, mode: str = "step") -> PlaySession:
    """Play a lesson until the learner leaves or the input ends, and return the session at its end.

    Args:
        lesson: the lesson.
        terminal: where commands are read.
        learner: whose progress is kept.
        step: the step to begin at.
        mode: one of `MODES`.
    """
    session, ended = PlaySession(lesson, step), list[BaseException]()
    if mode == "predict":
        session = session.with_predicting_toggled()
    terminal = _noting_the_end(terminal, ended)
    terminal.print_lines(opening_lines(session, terminal.width))
    with terminal.until_stopped():
        _announce(session, terminal)
        if mode == "read":
            terminal.print_lines(SAYS["text"](session, terminal.width))
        elif mode == "predict":
            _say_whether_predicting(session, terminal)
        elif mode == "quiz":
            session = _ask(session, terminal, learner)
        while not ended:  # it may end while a question of the quiz is asked
            after = _answer(terminal.line(), session, terminal, learner)
            if after is None:
                break
            session = after
    terminal.print(f"You leave {lesson.name} at step {session.step} of {session.last}.")
    return session


def _noting_the_end(terminal: Terminal, ended: list[BaseException]) -> Terminal:
    """The same terminal, which notes why its input has ended."""

    def read(prompt: str) -> str:
        try:
            return terminal.read(prompt)
        except (EOFError, KeyboardInterrupt) as end:
            ended.append(end)
            raise

    return replace(terminal, read=read)


def _answer(line: str, session: PlaySession, terminal: Terminal, learner: Learner) -> PlaySession | None:
    """The session after a typed line, which predicts the step of the open gate or is a command; None: leave."""
    prediction = _predict(session, line, terminal, learner)
    if prediction is not session:
        return prediction
    typed = command_of(line)
    if session.gate is not None and in_digits(line.rstrip("?!").strip()):
        terminal.print(f"{quoted(line)} is not a number from 0 to {len(session.gate.question.options)}.")
    elif isinstance(typed, str):
        terminal.print(typed)
    elif typed.command is LEAVE:
        return None
    else:
        return _after(typed, session, terminal, learner)
    return session


def _after(typed: Typed, session: PlaySession, terminal: Terminal, learner: Learner) -> PlaySession:
    """The session after a command."""
    word = typed.command.word
    if word in SAYS:
        terminal.print_lines(SAYS[word](session, terminal.width))
    elif word == "help":
        terminal.print_lines(help_lines(terminal.width))
    elif word == "fact":
        terminal.print_lines(fact_lines(typed.argument, terminal.width))
    elif word in REPAIRING:
        return repaired(typed, session, terminal, learner)
    elif word == "predict":
        return _toggle_predicting(session, terminal)
    elif word == "quiz":
        return _ask(session, terminal, learner)
    elif word == "what-if":
        expected = list(_expected_lines(session, terminal.width))
        if expected:
            terminal.print_lines(expected)
        else:
            _ask_what_if(session, terminal)
    else:
        step = _target(typed, session)
        if isinstance(step, int):
            return _move(session, step, terminal, learner)
        terminal.print(step)
    return session


def _target(typed: Typed, session: PlaySession) -> int | str:
    """The step to which a command moves; or, in one line, why it moves nowhere."""
    if typed.command.word == "go":
        return step_of(typed.argument, session.last)
    if typed.command is NEXT:
        if session.step < session.last:
            return session.step + 1
        return THE_END
    return session.step - 1 if session.step else "This is the start; there is no step before it."


def _move(session: PlaySession, step: int, terminal: Terminal, learner: Learner) -> PlaySession:
    """Go to a step, or to the gate before it, and announce what is there."""
    after = session.go(step)
    if after.gate is None or after.step != session.step:
        learner.stepped(after.lesson, after.step)
        _announce(after, terminal)
    if after.gate is not None:
        terminal.print_lines(gate_lines(after.gate, terminal.width))
        terminal.print(PREDICT_HELP)
    return _with_report(after, terminal)


def _announce(session: PlaySession, terminal: Terminal) -> None:
    terminal.print_lines(step_lines(session, terminal.width))


# Predict mode


def _toggle_predicting(session: PlaySession, terminal: Terminal) -> PlaySession:
    after = session.with_predicting_toggled()
    _say_whether_predicting(after, terminal)
    return after


def _say_whether_predicting(session: PlaySession, terminal: Terminal) -> None:
    if not session.is_predicting:
        terminal.say("Predict mode is off.")
    elif _ahead(session):
        terminal.print(f"Predict mode is on: from here on {_ahead(session)} n goes on, p ends predict mode.")
        for given in settings_words(session.lesson, session.step):
            terminal.print(given)
    else:
        terminal.print("Predict mode is on, but no step from here on asks you. b or g goes back, p ends predict mode.")


def _ahead(session: PlaySession) -> str:
    """How many steps from here on still ask; empty where none does."""
    return "" if session.predictions is None else ahead_words(session.predictions, session.step)


def _predict(session: PlaySession, typed: str, terminal: Terminal, learner: Learner) -> PlaySession:
    """The session after a line that predicts the step of the open gate; the same where the line does not."""
    gate, predictions = session.gate, session.predictions
    if gate is None or predictions is None:
        return session
    after = session.predicted(predicted(predictions, typed))
    made = None if after.predictions is None else after.predictions.revealed
    if after is session or made is None:
        return session
    learner.predicted(session.lesson, gate.question, made.chosen, made.is_sure)
    learner.stepped(session.lesson, after.step)
    terminal.print_lines(reveal_lines(session.lesson, made, terminal.width))
    _announce(after, terminal)
    return _with_report(after, terminal)


def _with_report(session: PlaySession, terminal: Terminal) -> PlaySession:
    """At the end of the run the predictions that were made are reported, once."""
    predictions = session.predictions
    if predictions is None or not session.is_predicting or session.step < session.last:
        return session
    if not predictions.has_unreported:
        return session
    terminal.print_lines(predict_report_lines(predictions, terminal.width))
    return session.with_predictions_reported()


# What if


def _expected_lines(session: PlaySession, width: int) -> Iterator[str]:
    """Right after a wrong prediction or answer: the run that it expects; nothing where it expects none."""
    predictions, answered = session.predictions, session.answered
    if answered is not None:
        expected = expected_of(answered)
        if expected is not None and not session.hides_steps:
            yield from expected_lines(session.lesson, expected, width)
    elif session.is_predicting and predictions is not None and predictions.revealed is not None:
        expected = predictions.expected
        if expected is not None:
            yield from prediction_lines(predictions, expected, width)


def _ask_what_if(session: PlaySession, terminal: Terminal) -> None:
    from simulator.terminal.what_if import ask_what_if  # the player opens sooner without it

    if session.hides_steps:
        terminal.print("Predict mode hides steps to come, and a what-if tells them; p ends predict mode.")
        return
    ask_what_if(session, terminal)
    terminal.print(f"You are at step {session.step} of {session.last} again.")


# The quiz


def _ask(session: PlaySession, terminal: Terminal, learner: Learner) -> PlaySession:
    """Ask the lesson's questions, from where the learner left them."""
    lesson = session.lesson
    if not lesson.questions:
        terminal.print(f"{lesson.title} has no questions.")
        return session

    def keep(_: int, attempt: Attempt) -> None:
        if attempt.chosen is not None:
            learner.answered(attempt.lesson, attempt.question, attempt.chosen, attempt.is_sure)

    def tables(_: Trace) -> list[str]:
        return [*list_lines(session, terminal.width), *status_lines(session, terminal.width)]

    if session.quiz is None and not learner.has_played(lesson):
        terminal.print(unplayed_words("q comes back to the lesson, and n plays it."))
    quiz = session.quiz or QuizSession.start([(lesson, question) for question in lesson.questions])
    terminal.print(f"{QUIZ_HELP} After the quiz you are at step {session.step} of {session.last} again.")
    quiz = ask_all(quiz, terminal, keep, tables=tables, then_score=False, hides_run=session.hides_steps)
    return replace(session, quiz=None if quiz.question is None else quiz, answered=quiz.newest)
