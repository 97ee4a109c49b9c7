"""Questions with their answers worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from simulator.lesson.answers.believed import Solver
from simulator.lesson.answers.solution import Kind
from simulator.lesson.quiz.quantities import number_words
from simulator.lesson.quiz.typed_form import TypedForm
from simulator.lesson.words.references import Location, Prose
from simulator.machine.pseudo_random import shuffled
from simulator.machine.trace import Trace

LETTERS = "ABCDEFGIJ"
"""The letters of the choices. H is left out: h asks for a hint."""

Chosen = tuple[int, ...]
"""An answer as the positions of options: those chosen, ascending; for an order in order; for a match one a slot."""


class Option(NamedTuple):
    """One choice as a learner sees it."""

    letter: str
    """By which it is picked; a typed value stands for itself."""
    text: str
    why: Prose | None
    right: bool
    misconception: str | None = None
    """The number of the misconception behind it, where somebody has named one."""
    path: str | None = None
    """Where the choice is a step: the path by which its author names it, such as placed.capture."""
    record: int | None = None
    """Where the choice is a record: its index in the run, by which a learner can point at it on the map."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer worked out."""

    id: str
    text: Prose
    options: tuple[Option, ...]
    hints: tuple[Prose, ...]
    """From a nudge to where to look. The last hint is `location`."""
    location: Location | None
    """Where "take me there" leads."""
    explanation: Prose
    right: Chosen
    kind: Kind = "choice"
    slots: tuple[str, ...] = ()
    """For a match: what the options are matched with."""
    solver: Solver[str] | None = None
    """How the program works the answer out of any run; None where an author says what is right."""
    told_by_run: Solver[str] | None = None
    """What a believer's run of the lesson says to the question, in words; None where it says nothing: an author says
    what is right, or the question is about another run."""
    made_by: str = ""
    """For a generated question the kind of question that it is; empty for an author's."""
    subject: str = ""
    """Its subject (subjects.py), by which other questions are found that can stand for it; empty where it has none."""
    form: TypedForm | None = None
    """For a typed answer: how it is read. Its options are the right value, the known wrong ones, and those typed."""

    run: Trace | None = field(default=None, compare=False, repr=False)
    """The other run that it asks about; None where it asks about the lesson's own."""

    @property
    def several(self) -> bool:
        """Whether more than one option is right, so that all of them have to be chosen."""
        return self.kind == "choice" and len(self.right) > 1

    @property
    def in_sequence(self) -> bool:
        """Whether the options are picked one after another: an order, or a match slot by slot."""
        return self.kind in ("order", "match")

    @property
    def is_about_records(self) -> bool:
        """Whether its choices are records, which can be pointed at."""
        return any(option.record is not None for option in self.options)

    def option_of(self, record: int) -> int | None:
        """The position of the option that is a record, by the record's index; None where it is no choice."""
        return next((place for place, option in enumerate(self.options) if option.record == record), None)

    def is_right(self, chosen: Chosen) -> bool:
        """Whether this is the right answer."""
        if self.form is not None:
            return bool(chosen) and all(self.options[each].right for each in chosen)
        return chosen == self.right

    def is_incomplete(self, chosen: Chosen) -> bool:
        """Whether a part of the right answer was chosen, and nothing wrong."""
        return self.several and {*chosen} < {*self.right}

    def typed(self, text: str) -> tuple[Question, Chosen] | None:
        """This question with a typed text among its options, and the answer that it is; None where it is no answer."""
        value = None if self.form is None else self.form.value(text)
        if self.form is None or value is None:
            return None
        exactly = self.form._replace(tolerance=Fraction(0))
        for index, option in enumerate(self.options):
            if exactly.is_same(option.text, value):
                return self, (index,)
        near = next((option for option in self.options if self.form.is_same(option.text, value)), None)
        option = near._replace(letter=value, text=value) if near else Option(value, value, None, False)
        return replace(self, options=(*self.options, option)), (len(self.options),)

    def is_same(self, words: str, option: Option) -> bool:
        """Whether an answer in words, such as a believer's, is that of an option."""
        return words == option.text or (self.form is not None and self.form.is_same(words, option.text))

    def letters(self, chosen: Chosen) -> str:
        """An answer in letters: `B`, `A and C`, `B, A, C`, or `Record 1: B, Record 2: A`."""
        letters = [self.options[index].letter for index in chosen]
        if self.kind == "match":
            return ", ".join(f"{slot}: {letter}" for slot, letter in zip(self.slots, letters, strict=False))
        return (" and " if self.kind == "choice" else ", ").join(letters)

    def kept(self, chosen: Chosen) -> str:
        """An answer as progress keeps it: of each option the path or the text, on a line. Letters change places."""
        options = [self.options[index] for index in chosen]
        return "\n".join(option.path or option.text for option in options)

    @property
    def right_letters(self) -> str:
        """The right answer in letters."""
        return self.letters(self.right)

    @property
    def answer_words(self) -> str:
        """The right answer with its texts, as in `B, Step 2`."""
        if self.form is not None:
            off = f", give or take {number_words(self.form.tolerance)}" if self.form.tolerance else ""
            return self.options[self.right[0]].text + off
        if self.kind == "match":
            pairs = zip(self.slots, self.right, strict=True)
            return "; ".join(
                f"{slot}: {self.options[index].letter}, {self.options[index].text}" for slot, index in pairs
            )
        return "; ".join(f"{self.options[index].letter}, {self.options[index].text}" for index in self.right)


_NUMBERED = re.compile(r"(?:Step )?(-?\d+(?:\.\d+)?)\b.*", re.IGNORECASE)


def rearranged(question: Question, seed: str) -> Question:
    """The same question with its choices in another order, so that nobody learns a letter in place of an answer."""
    texts = [option.text for option in question.options]
    if question.form is not None or _is_in_order(texts):
        return question
    order = shuffled(range(len(texts)), f"{seed}/{question.id}")
    if question.kind == "order" and order == question.right:
        order = order[::-1]  # put in order already it would be no question
    options = tuple(question.options[old]._replace(letter=LETTERS[new]) for new, old in enumerate(order))
    right = tuple(order.index(old) for old in question.right)
    return replace(question, options=options, right=right if question.in_sequence else tuple(sorted(right)))


def _is_in_order(texts: list[str]) -> bool:
    """Whether people look for choices in the order in which they stand: numbers upwards; a plain Yes and No."""
    numbers = [_NUMBERED.fullmatch(text) for text in texts]
    ascending = [float(number[1]) for number in numbers if number is not None]
    if len(ascending) == len(texts):
        return ascending == sorted(ascending)
    return {text.lower() for text in texts} == {"yes", "no"}
