"""The quiz in a plain terminal: it prints lines and reads lines, so it works piped and with a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from simulator.learner.learner import Learner, fresh_like
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Chosen, Question, QuizRun
from simulator.lesson.quiz.typed_answers import chosen_by
from simulator.lesson.words.references import Location
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.terminal.quiz_lines import feedback_lines, location_lines, question_lines, report_lines
from simulator.views.layout import WIDTH, wrapped
from simulator.views.prose_lines import prose_lines
from simulator.views.text import process_table, tracker

ANOTHER = "You have seen the place, so another question of this kind comes at the end."
ONCE_MORE = "You have seen the place, so this question comes once more at the end."

HELP = "Type a letter, with a ? where you are not sure. h: a hint, t: the tables, s: skip, q: quit."


class Left(Exception):
    """The learner typed q."""


@dataclass(slots=True)
class Terminal:
    """Where a quiz is held."""

    ask: Callable[[str], str]
    """Prints a prompt and returns a line; EOFError and KeyboardInterrupt end the quiz."""
    say: Callable[[str], None]
    """Prints a line."""
    width: int = WIDTH
    shown_the_place: bool = field(default=False, init=False)
    """Whether the newest question's hints came to their last rung."""

    def tell(self, text: str, first: str = "") -> None:
        """Print a text, folded."""
        for line in wrapped(text, self.width, first):
            self.say(line)

    def hold(self, work: Callable[[], None]) -> None:
        """Do something that asks; its end by the learner, or by the end of the input, is a line and no error."""
        try:
            work()
        except EOFError:
            self.say("")
            self.say("The input ended here.")
        except (Left, KeyboardInterrupt):
            self.say("")
            self.say("Stopped.")


def run_quiz(
    lesson: Lesson, terminal: Terminal, learner: Learner, questions: tuple[Question, ...] | None = None
) -> QuizRun:
    """Ask questions once each (left out: the lesson's own), report, and return what was answered."""
    asked = lesson.questions if questions is None else questions
    terminal.tell(f"{lesson.title}: {len(asked)} question{'' if len(asked) == 1 else 's'}. {HELP}")
    turns = Turns(
        terminal,
        [(lesson, question) for question in asked],
        lambda index, chosen, sure: learner.answered(lesson, turns.run.questions[index], chosen, sure),
    )
    terminal.hold(turns.ask)
    terminal.say("")
    for line in report_lines(turns.run, lesson.beliefs, terminal.width, turns.done):
        terminal.say(line)
    return turns.run


class Turns:
    """Questions that are asked one after another, of one lesson or of several.

    Attributes:
        run: what was answered so far.
        lessons: for each question of the run its lesson.
        done: how many questions have had their turn.
    """

    def __init__(
        self,
        terminal: Terminal,
        asked: Sequence[tuple[Lesson, Question]],
        keep: Callable[[int, Chosen, bool], None],
        names_lessons: bool = False,
    ) -> None:
        """`keep` is called with every answer: the question's place in the run, what was chosen, whether surely."""
        self.run = QuizRun.start(tuple(question for _, question in asked))
        self.lessons = [lesson for lesson, _ in asked]
        self.done = 0
        self._terminal = terminal
        self._keep = keep
        self._names_lessons = names_lessons

    def ask(self) -> None:
        """Ask them all. Where the last hint showed the place, another question of the kind comes at the end (L23)."""
        terminal = self._terminal
        while self.done < len(self.run.questions):
            index = self.done
            lesson, question = self.lessons[index], self.run.questions[index]
            terminal.say("")
            self._put(index)
            given = ask_until_answered(lesson, question, terminal)
            if given is not None:
                self.run = self.run.answer(index, *given)
                before = zip(self.lessons[:index], self.run.questions[:index], strict=True)
                if question.id not in [each.id for of, each in before if of is lesson]:
                    self._keep(index, *given)  # once more after the answer was told is practice
                for line in feedback_lines(question, given[0], lesson.beliefs, terminal.width):
                    terminal.say(line)
            if terminal.shown_the_place:
                again = fresh_like(lesson, question, self.run.questions)
                self.run = self.run.with_question(again)
                self.lessons.append(lesson)
                terminal.tell(ONCE_MORE if again.id == question.id else ANOTHER)
            self.done += 1

    def _put(self, index: int) -> None:
        terminal, question = self._terminal, self.run.questions[index]
        number = f"Question {index + 1} of {len(self.run.questions)}"
        if self._names_lessons:
            terminal.tell(f"{number}, from {self.lessons[index].title}:")
        for line in question_lines(question, "" if self._names_lessons else f"{number}: ", terminal.width):
            terminal.say(line)


def ask_until_answered(lesson: Lesson, question: Question, terminal: Terminal) -> tuple[Chosen, bool] | None:
    """What the learner chose, and whether surely; None for a question that was skipped.

    Raises:
        Left: the learner wants to stop.
    """
    letters = [option.letter for option in question.options]
    rungs = [*question.hints, None]
    rung = 0
    terminal.shown_the_place = False
    while True:
        typed = terminal.ask("> ").strip()
        # Who was shown the place did not have to know.
        sure = not typed.endswith("?") and not terminal.shown_the_place
        word = typed.rstrip("?").strip().upper()
        if word == "Q":
            raise Left
        if word == "S":
            return None
        if word == "T":
            for line in chain(process_table(lesson.trace, terminal.width), [""], tracker(lesson.trace, terminal.width)):
                terminal.say(line)
            continue
        if word == "H":
            hint = rungs[min(rung, len(rungs) - 1)]
            if hint is not None:
                for line in prose_lines(hint, terminal.width, "Hint: "):
                    terminal.say(line)
            else:
                for line in _there(lesson.trace, question.location):
                    terminal.tell(line)
            terminal.shown_the_place = hint is None and question.location is not None
            rung += 1
            continue
        chosen = chosen_by(word, question)
        if chosen is not None:
            return chosen, sure
        if question.in_sequence and word and set(word) <= {*letters, ",", " "}:
            count = len(question.right)
            terminal.tell(
                f'"{visible(typed[:40])}" is not {count} different letters, as in {"".join(letters[:count])}.'
            )
            continue
        terminal.tell(f'"{visible(typed[:40])}" is not one of {", ".join(letters)}. {HELP}')


def _there(trace: Trace, place: Location | None) -> Iterator[str]:
    if place is None:
        yield "There is no further hint."
    else:
        yield from location_lines(trace, place)
