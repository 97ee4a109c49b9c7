"""Finds the answer that a typed line stands for."""

from __future__ import annotations

import re

from simulator.dynamodb.whole_numbers import in_digits
from simulator.lesson.quiz.question import Chosen, Question

_NUMBER = re.compile(r"[0-9]+")


def chosen_by(word: str, question: Question) -> Chosen | None:
    """The options that a typed line in capitals chooses; None where it cannot be understood."""
    letters = [option.letter for option in question.options]
    texts = [option.text.upper() for option in question.options]
    if not question.in_sequence:
        if word in texts and word not in letters:  # a choice typed out, such as 3 where the choices are numbers
            return (texts.index(word),)
        if in_digits(word) and any(map(_NUMBER.search, texts)):  # a number is a choice and never a position
            said = [index for index, text in enumerate(texts) if _NUMBER.findall(text) == [word]]
            return (said[0],) if len(said) == 1 else None
    indexes = [_choice(each, letters) for each in word.replace(",", "").replace(" ", "")]
    if not indexes or -1 in indexes:
        return None
    if question.in_sequence:
        whole = len(indexes) == len(question.right) and len(set(indexes)) == len(indexes)
        return tuple(indexes) if whole else None
    if len(set(indexes)) > 1 and not question.several:
        return None
    return tuple(sorted(set(indexes)))


def _choice(typed: str, letters: list[str]) -> int:
    """The index of the option that a letter or a number stands for, or -1."""
    if typed in letters:
        return letters.index(typed)
    return int(typed) - 1 if typed in "123456789"[: len(letters)] else -1
