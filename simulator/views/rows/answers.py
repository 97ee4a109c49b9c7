"""The three answers of a row, for each of the records that the row is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.lesson.words.table import yes_no
from simulator.machine.trace import Trace

ABOUT_NOTHING = "-"
"""The answer of a row that is about no change."""


class Answer(NamedTuple):
    """An answer: for how many of how many records it is Yes."""

    yes: int
    of: int
    """0: the row is about no change."""
    changed: bool
    """Whether it became Yes for all of them in this step."""

    @property
    def words(self) -> str:
        """Yes, No, or for how many: `1 of 4`."""
        if not self.of:
            return ABOUT_NOTHING
        return yes_no(self.yes > 0) if self.yes in (0, self.of) else f"{self.yes} of {self.of}"

    @property
    def letter(self) -> str:
        """The same in the width of a letter or a number."""
        return self.words[0] if self.yes in (0, self.of) else str(self.yes)


class Answers(NamedTuple):
    """The answers of a row, in the order of the columns."""

    created: Answer
    reads: Answer
    processes: Answer


def answers_of(trace: Trace, number: int) -> Answers:
    """The answers of a step's row, by the end of that step."""
    return Answers(*_answers(trace, number))


def _answers(trace: Trace, number: int) -> Iterator[Answer]:
    records = trace.record_indexes[number - 1]
    progress = trace.progress[trace.actors[number - 1] or trace.consumers[0]]
    change = trace.writes.get(number)
    of = 1 if change is not None and change.before is not change.after else len(records)
    for steps in (trace.captured, progress.read, progress.processed):
        came = [steps[index] for index in records]
        yes = sum(0 < each <= number for each in came)
        changed = yes > 0 and yes == len(came) and max(came) == number
        yield Answer(yes, of, changed)
