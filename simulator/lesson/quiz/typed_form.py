"""How an answer is typed: a number, which is compared within a tolerance, or a word."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from simulator.lesson.quiz.quantities import number_words, quantity, unit_of
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.typed_values import TypedAnswer

MOST = 200
"""Characters of a word; a longer text is no answer."""

Problem = tuple[tuple[str | int, ...], str, str]
"""A problem with what a question says of its typed answer: the part, a complaint's code, and its message."""


class TypedForm(NamedTuple):
    """How typed texts are read and compared."""

    is_number: bool
    unit: str = ""
    """The unit of a number; empty: it has none."""
    tolerance: Fraction = Fraction(0)
    """How far a number may be from another and still be the same answer."""

    def value(self, text: str) -> str | None:
        """A typed text as it is shown and kept: without blanks around it, a number with its unit.

        None where it is no answer: nothing, no number where one is asked for, or far too long.
        """
        if not self.is_number:
            word = text.strip()
            if len(word) > 1 and word[0] == word[-1] == '"':
                word = word[1:-1].strip()
            return visible(word) if 0 < len(word) <= MOST else None
        number = quantity(text, self.unit)
        return None if number is None else f"{number_words(number)} {self.unit}".rstrip()

    def is_same(self, one: str, other: str) -> bool:
        """Whether two values are the same answer: within the tolerance, or but for the case of their letters."""
        if self.is_number:
            numbers = quantity(one, self.unit), quantity(other, self.unit)
            return None not in numbers and abs(numbers[0] - numbers[1]) <= self.tolerance  # type: ignore[operator]
        return one.strip().casefold() == other.strip().casefold()

    @property
    def how(self) -> str:
        """How to answer, as a sentence."""
        if not self.is_number:
            return "Type a word; capital letters or small ones are the same."
        unit = f", in {self.unit}" if self.unit else ""
        off = f"; up to {number_words(self.tolerance)} off is right too" if self.tolerance else ""
        return f"Type a number{unit}{off}."

    @property
    def wanted(self) -> str:
        """A text that is an answer, as in `is not a number, in s`."""
        if not self.is_number:
            return f"a word of at most {MOST} letters"
        return f"a number, in {self.unit}" if self.unit else "a number"


def form_of(typed: TypedAnswer, right: str) -> TypedForm:
    """The form of a typed answer. It is a number where the right value is one."""
    unit = typed.unit or ""
    if quantity(right, unit) is None:
        return TypedForm(False, unit)
    return TypedForm(True, unit, Fraction(typed.tolerance))


def typed_problems(typed: TypedAnswer, form: TypedForm, right: str) -> Iterator[Problem]:
    """The problems of a typed answer whose right value is known, in the words of the run or of its author."""
    if not form.is_number:
        unit = unit_of(right)
        if typed.unit is not None:
            yield ("unit",), "L405", f'the answer is "{right}", which is no number of {typed.unit}'
        elif unit is not None:
            yield (), "L405", f'the answer is "{right}", a number with a unit; say the unit: {{unit: {unit}}}'
        elif typed.tolerance:
            yield ("tolerance",), "L405", f'the answer is "{right}", which is a word; a tolerance goes with a number'
    said: list[str] = []
    for index, wrong in enumerate(typed.wrong):
        value = form.value(wrong.value)
        part = ("wrong", index, "value")
        if value is None:
            yield part, "L405", f'"{wrong.value}" is not {form.wanted}'
        elif form.is_same(value, right):
            off = f", give or take {number_words(form.tolerance)}" if form.tolerance else ""
            yield part, "L404", f'"{value}" is listed as wrong and counts as right: the answer is "{right}"{off}'
        elif value.casefold() in said:
            yield part, "L406", f'the value "{value}" is here twice'
        said.append((value or "").casefold())
