"""One row of the player's process table, in every form that a layout may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from simulator.lesson.words.sentences import key_words
from simulator.lesson.words.table import CELLS
from simulator.lesson.words.times import clock_words
from simulator.machine.details import CheckpointDetail, PartialDetail
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.rows.actions import Action, action_of
from simulator.views.rows.answers import Answers, answers_of
from simulator.views.width import cells, clipped

_MOST_RANGES = 3
"""Ranges of records that are named one by one."""

_LEAST_ITEM = 4
"""Columns that an item's key needs to be worth showing."""


class About(NamedTuple):
    """The change that a row is about: its item, and its records by their numbers."""

    item: str
    """Empty where there are several."""
    records: str
    """Empty before the capture, and where there is none."""

    def fitted(self, width: int) -> str:
        """`o-2 · r3` in so many columns; a long key is cut, the number of its record is not."""
        if not self.item or not self.records:
            return clipped(self.item or self.records, width)
        room = width - cells(self.records) - len(_BETWEEN)
        if cells(self.item) <= room or room >= _LEAST_ITEM:
            return f"{clipped(self.item, room)}{_BETWEEN}{self.records}"
        return clipped(self.records, width)

    @property
    def words(self) -> str:
        """The whole."""
        return _BETWEEN.join(filter(None, self))


_BETWEEN = " · "


class TableRow(NamedTuple):
    """The cells of a step's row."""

    number: int
    time: str
    who: str
    """The consumer or worker that acts; empty where none does."""
    action: Action
    about: About
    shard: str
    further: Mapping[str, str]
    """The cells of the columns that the lesson asks for beside these, by their ids."""
    answers: Answers


_OF_EACH = ("time", "consumer", "shard", "record")
"""The columns that a lesson may ask for and that every row has."""


def table_row(trace: Trace, number: int) -> TableRow:
    """The row of a step, by its number from 1."""
    step = trace.step(number)
    return TableRow(
        number,
        clock_words(step.time),
        _who(trace, step),
        action_of(trace, step),
        _about(trace, step),
        CELLS["shard"](trace, step),
        {each: CELLS[each](trace, step) for each in further_columns(trace)},
        answers_of(trace, number),
    )


def further_columns(trace: Trace) -> tuple[str, ...]:
    """The columns that a lesson asks for and that not every row has anyway."""
    return tuple(column for column in trace.columns if column not in _OF_EACH)


def _who(trace: Trace, step: Step) -> str:
    if not step.worker:
        return step.consumer or ""
    return f"{step.consumer}/{step.worker}" if len(trace.consumers) > 1 else f"worker {step.worker}"


def _about(trace: Trace, step: Step) -> About:
    if step.change is not None:
        return About(key_words(step.change.key), "")
    if step.event is Event.PROCESS_CHECKPOINTED:
        stored = step.detail_of(CheckpointDetail).checkpoint
        return About("", stored if isinstance(stored, str) else f"up to r{stored + 1}")
    if len(step.records) == 1:
        index = step.records[0]
        return About(key_words(trace.records[index].key), f"r{index + 1}")
    records = records_words(step.records)
    if isinstance(step.detail, PartialDetail):
        records = f"{records}, {len(trace.finished(step.number)) or 'none'} done"
    return About("", records)


def records_words(indexes: tuple[int, ...]) -> str:
    """Several records by their numbers, as learners count them: `r4, r5`, `r1-r4`, `r1 to r90, 46 records`."""
    ranges: list[list[int]] = []
    for index in indexes:
        if ranges and ranges[-1][1] == index - 1:
            ranges[-1][1] = index
        else:
            ranges.append([index, index])
    if len(ranges) > _MOST_RANGES:
        return f"r{indexes[0] + 1} to r{indexes[-1] + 1}, {len(indexes)} records"
    return ", ".join(_range(first, last) for first, last in ranges)


def _range(first: int, last: int) -> str:
    if first == last:
        return f"r{first + 1}"
    return f"r{first + 1}{', ' if last == first + 1 else '-'}r{last + 1}"
