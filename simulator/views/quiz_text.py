"""The quiz in a plain terminal: it prints lines and reads lines, so it works piped and with a screen reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from simulator.lesson.answering import Learner, fresh_like
from simulator.lesson.beliefs import Beliefs
from simulator.lesson.hints import where_to_look
from simulator.lesson.lesson import Lesson
from simulator.lesson.narration import narrate
from simulator.lesson.prose import joined
from simulator.lesson.quiz import Chosen, Question, QuizRun
from simulator.lesson.references import Place, plain
from simulator.lesson.words import column_label, row_words, value_words, variable_name
from simulator.machine.trace import Trace
from simulator.scenario.complaints import visible
from simulator.views.layout import WIDTH, wrapped
from simulator.views.plain import process_table, tracker

ANOTHER = "You have seen the place, so another question of this kind comes at the end."
ONCE_MORE = "You have seen the place, so this question comes once more at the end."

HELP = "Type a letter, with a ? where you are not sure. h: a hint, t: the tables, s: skip, q: quit."


_NUMBER = re.compile(r"[0-9]+")


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


def feedback_lines(question: Question, chosen: Chosen, beliefs: Beliefs, width: int = WIDTH) -> Iterator[str]:
    """Right or not, what was right, why the choice is as it is, and the explanation."""
    if chosen == question.right:
        yield "Right."
    else:
        yield from wrapped(f"Not right. The answer is {question.right_letters}.", width)
    for letter, why in beliefs.whys(question, chosen):
        yield from wrapped(plain(why), width, f"{letter}: ")
    if question.explanation:
        yield from wrapped(plain(question.explanation), width, "Why: ")


def report_lines(run: QuizRun, beliefs: Beliefs, width: int = WIDTH, done: int | None = None) -> Iterator[str]:
    """The score, what was missed, and which misconceptions the answers point to; `done` as for `score_lines`."""
    yield from score_lines(run, width, done)
    yield from suspicion_lines(run, beliefs, width)


def score_lines(run: QuizRun, width: int = WIDTH, done: int | None = None) -> Iterator[str]:
    """The score, and what was answered wrongly or skipped; first what the learner was sure of.

    `done` is how many questions have had their turn (left out: all). Of the others no answer is told.
    """
    yield f"Score: {run.score} of {len(run.questions)}."
    left = 0
    for index in run.missed:
        if done is not None and index >= done:
            left += 1
            continue
        question, chosen = run.questions[index], run.chosen[index]
        state = "not answered"
        if chosen is not None:
            sure = " and you were sure" if run.sure[index] else ""
            state = f"the answer is {question.answer_words.rstrip('.')}; you said {question.letters(chosen)}{sure}"
        yield from wrapped(f"{plain(question.text)} ({state})", width, f"Missed {index + 1}: ")
    if left:
        yield f"{left} more would have come."


def suspicion_lines(
    run: QuizRun,
    beliefs: Beliefs,
    width: int = WIDTH,
    places: Sequence[int] | None = None,
    names: Sequence[str] = (),
) -> Iterator[str]:
    """Which misconceptions of one lesson the answers point to.

    `places` are its questions where a run mixes lessons; `names` is what each question is called, where that is not
    its number.
    """
    for believed, indexes in beliefs.suspected(run, places):
        misconception = believed.misconception
        which = joined([names[index] if names else str(index + 1) for index in indexes])
        yield from wrapped(
            f'Your answer{"s" if len(indexes) > 1 else ""} to {which} would fit with "{misconception.belief}" '
            f"({misconception.number}). {misconception.refutation} Look again at step {believed.step}.",
            width,
            "To think about: ",
        )


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


def question_lines(question: Question, first: str, width: int) -> Iterator[str]:
    """A question after the words that come first, and its choices."""
    yield from wrapped(plain(question.text), width, first)
    yield from option_lines(question, width)


def option_lines(question: Question, width: int) -> Iterator[str]:
    """The choices, and how to answer where one letter is not enough."""
    for slot in question.slots:
        yield from wrapped(slot, width, "  -  ")
    for option in question.options:
        yield from wrapped(option.text, width, f"  {option.letter}  ")
    letters = "".join(option.letter for option in question.options)
    if question.several:
        yield "Several are right: type all their letters, as in AC."
    elif question.kind == "order":
        yield f"Type the letters in the right order, as in {letters}."
    elif question.kind == "match":
        yield from wrapped(f"Type a letter for each line that begins with -, in their order, as in {letters}.", width)


def ask_until_answered(lesson: Lesson, question: Question, terminal: Terminal) -> tuple[Chosen, bool] | None:
    """What the learner chose, and whether surely; None for a question that was skipped.

    Raises:
        Left: the learner wants to stop.
    """
    letters = [option.letter for option in question.options]
    rungs = [*(plain(hint) for hint in question.hints), None]
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
            for line in [hint] if hint else _there(lesson.trace, question.place):
                terminal.tell(line, "Hint: " if hint else "")
            terminal.shown_the_place = hint is None and question.place is not None
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


def chosen_by(word: str, question: Question) -> Chosen | None:
    """What a typed word chooses, in capitals; None where it cannot be understood."""
    letters = [option.letter for option in question.options]
    texts = [option.text.upper() for option in question.options]
    if not question.in_sequence:
        if word in texts and word not in letters:  # a choice typed out, such as 3 where the choices are numbers
            return (texts.index(word),)
        if word.isdigit() and any(map(_NUMBER.search, texts)):  # a number is a choice and never a position
            said = [place for place, text in enumerate(texts) if _NUMBER.findall(text) == [word]]
            return (said[0],) if len(said) == 1 else None
    places = [_choice(each, letters) for each in word.replace(",", "").replace(" ", "")]
    if not places or -1 in places:
        return None
    if question.in_sequence:
        whole = len(places) == len(question.right) and len(set(places)) == len(places)
        return tuple(places) if whole else None
    if len(set(places)) > 1 and not question.several:
        return None
    return tuple(sorted(set(places)))


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
