"""The quiz in a plain terminal: a typed line becomes a transition of the session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

from simulator.learner.learner import Learner, fresh_like
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.attempt import Attempt
from simulator.lesson.quiz.question import Question
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.quiz.typed_answers import chosen_by
from simulator.lesson.words.hints import location_words
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.terminal.quiz_lines import feedback_lines, question_lines, report_lines
from simulator.terminal.terminal import Terminal, quoted
from simulator.terminal.two_runs import OFFER, expected_lines, expected_of
from simulator.views.prose_lines import prose_lines
from simulator.views.quiz_words import queued_words, report, unplayed_words
from simulator.views.text import process_table, tracker

_AND_MORE = "with a ! where you are sure of it or a ? where you are not. h: a hint, t: the tables, s: skip, q: quit."

HELP = f"Type a letter, {_AND_MORE}"

HELP_TO_TYPE = f"Type a letter, or the answer where there are no letters, {_AND_MORE}"

NOTHING_EXPECTED = "x shows what a wrong answer expects; the answer before this question expects no other run."
THE_SCORE = f"{OFFER} Only Enter: your score."

Tables = Callable[[Trace], Iterable[str]]
"""Shows a run while a question about it is asked."""


def run_quiz(
    lesson: Lesson, terminal: Terminal, learner: Learner, questions: tuple[Question, ...] | None = None
) -> QuizSession:
    """Ask questions (left out: the lesson's own), report, and return the session at its end."""
    asked = lesson.questions if questions is None else questions
    session = QuizSession.start([(lesson, question) for question in asked])

    def keep(_: int, attempt: Attempt) -> None:
        if attempt.chosen is not None:
            learner.answered(attempt.lesson, attempt.question, attempt.chosen, attempt.is_sure)

    help_ = HELP if all(each.form is None for each in asked) else HELP_TO_TYPE
    terminal.print(f"{lesson.title}: {len(asked)} question{'' if len(asked) == 1 else 's'}. {help_}")
    if asked and not learner.has_played(lesson):
        terminal.print(unplayed_words(f"streamsim play {visible(lesson.name)} shows its run first."))
    return ask_all(session, terminal, keep)


def ask_all(
    session: QuizSession,
    terminal: Terminal,
    keep: Callable[[int, Attempt], None],
    names_lessons: bool = False,
    tables: Tables | None = None,
    then_score: bool = True,
    hides_run: bool = False,
) -> QuizSession:
    """Ask every question of a session until its end, or until the learner stops, and report.

    Args:
        session: a session with nothing answered, or one that a learner stopped.
        terminal: where it is asked.
        keep: is called with each answered attempt that is to be kept, and its index.
        names_lessons: whether the lesson of each question is said.
        tables: the lines that t shows of a lesson's run (left out: the tables of the whole run).
        then_score: whether the report waits for a look at what the last answer expects.
        hides_run: whether predict mode still hides steps of the run, so that no other run is shown beside it.
    """
    shown = tables or partial(_tables, width=terminal.width)
    before: Attempt | None = None
    with terminal.until_stopped():
        while session.question is not None:
            terminal.say("")
            terminal.print_lines(question_lines(session, terminal.width, names_lessons))
            while session.is_open:
                typed = terminal.ask()
                if _word(typed) == "S":
                    break
                if _word(typed) == "X":
                    session = _after_expected(before, session, terminal, hides_run)
                else:
                    session = _after(typed, session, terminal, shown)
            attempt = session.attempt
            if attempt is not None and attempt.is_answered:
                if attempt.is_kept:
                    keep(session.index, attempt)
                terminal.print_lines(feedback_lines(session, terminal.width))
            if session.queued is not None:
                terminal.print(queued_words(session))
            if expected_of(attempt) is not None and not hides_run:
                if session.is_last and then_score:
                    _offer_expected(attempt, terminal)
                else:
                    terminal.print(OFFER)
            before = attempt
            session = session.next()
    terminal.say("")
    terminal.print_lines(report_lines(report(session), terminal.width))
    return session


def _show_expected(attempt: Attempt | None, terminal: Terminal, hides_run: bool = False) -> None:
    """Say what the answer before expects, beside what the service does."""
    expected = expected_of(attempt)
    if expected is None or attempt is None:
        terminal.print(NOTHING_EXPECTED)
    elif hides_run:
        terminal.print("Predict mode hides steps to come, and another run beside the lesson's tells them.")
    else:
        terminal.print_lines(expected_lines(attempt.lesson, expected, terminal.width))


def _after_expected(before: Attempt | None, session: QuizSession, terminal: Terminal, hides_run: bool) -> QuizSession:
    """The session after a look at what the answer before expects: a look at the run of the question's own lesson."""
    _show_expected(before, terminal, hides_run)
    is_own = before is not None and session.attempt is not None and before.lesson is session.attempt.lesson
    return _peeked(session, terminal) if is_own and expected_of(before) is not None else session


def _offer_expected(attempt: Attempt | None, terminal: Terminal) -> None:
    """After the last question: what its wrong answer expects, for those who want to see it before their score."""
    terminal.print(THE_SCORE)
    with suppress(EOFError):
        if _word(terminal.ask()) == "X":
            _show_expected(attempt, terminal)


def _after(typed: str, session: QuizSession, terminal: Terminal, tables: Tables) -> QuizSession:
    """The session after a typed line. A mark at its end says whether the learner is sure; see `sureness`."""
    attempt = session.attempt
    if attempt is None:
        return session
    word = _word(typed)
    if word == "T":
        terminal.print_lines(tables(attempt.lesson.trace))
        return _peeked(session, terminal)
    if word == "H":
        return _hinted(session, attempt, terminal)
    if attempt.question.form is not None:
        after = session.type(_unmarked(typed))
        if after is session:
            terminal.print(f"{quoted(typed)} is not {attempt.question.form.wanted}. {HELP_TO_TYPE}")
        return after.commit(sureness(typed))
    chosen = chosen_by(word, attempt.question)
    if chosen is None:
        terminal.print(_misunderstood(typed, attempt.question))
        return session
    return session.answer(chosen, sureness(typed))


def _peeked(session: QuizSession, terminal: Terminal) -> QuizSession:
    """The session after a look at the run; where its book was closed, the learner is told what that means."""
    after = session.peek()
    if after is not session and not session.is_read_off:
        terminal.print("You have looked at the run, so your answer counts as not sure.")
    return after


def sureness(typed: str) -> bool | None:
    """Whether a typed line says that the learner is sure (!) or not (?); None where it says neither."""
    return {"!": True, "?": False}.get(typed[-1:])


def _hinted(session: QuizSession, attempt: Attempt, terminal: Terminal) -> QuizSession:
    after = session.with_next_hint(fresh_like)
    location = attempt.question.location
    if after.hints_shown > session.hints_shown:
        terminal.print_lines(prose_lines(after.hints[-1], terminal.width, "Hint: "))
    elif location is None:
        terminal.print("There is no further hint.")
    else:
        terminal.print(location_words(location, attempt.lesson.trace))
    return after


def _tables(trace: Trace, width: int) -> Iterator[str]:
    yield from process_table(trace, width)
    yield ""
    yield from tracker(trace, width)


def _misunderstood(typed: str, question: Question) -> str:
    """Why a line is no answer."""
    letters = [option.letter for option in question.options]
    word = _word(typed)
    if question.in_sequence and word and set(word) <= {*letters, ",", " "}:
        count = len(question.right)
        return f"{quoted(typed)} is not {count} different letters, as in {''.join(letters[:count])}."
    return f"{quoted(typed)} is not one of {', '.join(letters)}. {HELP}"


def _word(typed: str) -> str:
    """A typed line in capitals, without the mark that says how sure the learner is."""
    return _unmarked(typed).upper()


def _unmarked(typed: str) -> str:
    return typed.rstrip("?!").strip()
