"""The trace: everything that happened in one run. Every view is a question asked of it.

The recording has an entry for each step, in columns, so that a long run stays small; a `Step` is made when somebody
looks at it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from typing import TYPE_CHECKING, overload

from simulator.machine.cited_facts import facts_of_event, facts_of_filter, facts_of_write
from simulator.machine.details import FilterDetail
from simulator.machine.histories import Histories
from simulator.machine.occurrences import Occurrences
from simulator.machine.recording import Recording
from simulator.machine.steps import ConsumerInfo, Progress, Row, Step, Tracker, VariableChange
from simulator.machine.variables import Value
from simulator.scenario.columns import YES_NO
from simulator.scenario.events import Event

if TYPE_CHECKING:
    from simulator.machine.reading.consumer_reading import ConsumerReading
    from simulator.machine.stream_life import StreamLife
    from simulator.machine.table_life import TableLife
    from simulator.machine.work import Work


class Steps(Sequence[Step]):
    """The steps of a trace, made as they are looked at."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace

    def __len__(self) -> int:
        return len(self._trace.events)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> list[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | list[Step]:
        if isinstance(index, slice):
            return [self._trace.step(each + 1) for each in range(*index.indices(len(self)))]
        number = index + 1 + (len(self) if index < 0 else 0)
        if not 1 <= number <= len(self):
            raise IndexError(f"no step at {index}")
        return self._trace.step(number)

    def __iter__(self) -> Iterator[Step]:
        for variable in self._trace.variables:
            self._trace.histories[variable].whole()  # each step asks it for a change
        return (self._trace.step(number) for number in range(1, len(self) + 1))


class Trace(Recording):
    """One run of a scenario. The machine fills its columns, and the views ask it questions.

    Args:
        consumers: the consumers in the file's order.
        start_ms: epoch milliseconds at which virtual time starts.
        shown: the variables that the scenario shows in addition to the standard ones.
        columns: the columns of the process table that it shows.
    """

    def __init__(
        self,
        consumers: tuple[ConsumerInfo, ...],
        start_ms: int,
        shown: tuple[str, ...] = (),
        columns: tuple[str, ...] = (),
    ) -> None:
        super().__init__(consumers, start_ms)
        self._shown = shown
        self.columns = tuple(column for column in dict.fromkeys(columns) if column not in YES_NO)
        """The columns that are shown beside the standard ones of the process table, by id."""

    @property
    def steps(self) -> Steps:
        """The steps; `len()` costs nothing."""
        return Steps(self)

    @cached_property
    def _occurrences(self) -> Occurrences:
        return Occurrences(self)

    @cached_property
    def histories(self) -> Histories:
        """The history of every variable, by its id; each is worked out when it is first asked for."""
        return Histories(self._occurrences)

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The ids of the tracker's rows, in their order."""
        return self.histories.ids(self._shown)

    @property
    def captured(self) -> array[int]:
        """For each record the step of its capture."""
        return self._occurrences.captured

    @property
    def progress(self) -> dict[str, Progress]:
        """For each consumer the steps at which it first read and first finished each record."""
        return self._occurrences.progress

    def steps_of(self, *events: Event) -> array[int]:
        """The numbers of the steps that have one of these events, in order."""
        return self._occurrences.of(*events)

    # What only a picture asks for is imported when one is drawn.

    @cached_property
    def stream_life(self) -> StreamLife:
        """When each shard opened and closed, and what became of each record in its stream."""
        from simulator.machine.stream_life import StreamLife

        return StreamLife(self._occurrences)

    @cached_property
    def table_life(self) -> TableLife:
        """The table's items after each step, and the changes that wait for their capture."""
        from simulator.machine.table_life import TableLife

        return TableLife(self, self.stream_life)

    @cached_property
    def readings(self) -> Mapping[str, ConsumerReading]:
        """For each consumer how far it came after each step, in each shard and with each record."""
        from simulator.machine.reading.consumer_reading import ConsumerReading

        return {each.name: ConsumerReading(self, self.stream_life, each) for each in self.readers}

    @cached_property
    def work(self) -> Work:
        """The pieces of work of the consumers and the waits of their batches, worked out when it is first asked for."""
        from simulator.machine.work import work_of  # only pictures and exports ask for it

        return work_of(self)

    def is_captured(self, index: int, step: Step) -> bool:
        """Whether a record was there by the end of a step; a write's step has the index of its future record."""
        return self.captured[index] <= step.number

    def step(self, number: int) -> Step:
        """A step by its number, counted from 1."""
        if not 1 <= number <= len(self.events):
            raise IndexError(f"no step {number}; the run has {len(self.events)}")
        return Step(
            number,
            self.times[number - 1],
            self.events[number - 1],
            self.record_indexes[number - 1],
            self.actors[number - 1],
            self.writes.get(number),
            self.details.get(number),
            self,
        )

    def changes_of(self, number: int) -> tuple[VariableChange, ...]:
        """The variables that changed in a step, in the tracker's order."""
        return tuple(
            VariableChange(name, *found)
            for name in self.variables
            if (found := self.histories[name].change_at(number)) is not None
        )

    def facts_of(self, number: int) -> tuple[str, ...]:
        """The facts that a step cites, the deciding one first."""
        change = self.writes.get(number)
        if change is not None:
            return facts_of_write(change, number in self.written_by)
        consumer = next((each for each in self.readers if each.name == self.actors[number - 1]), None)
        kind, reports = (None, False) if consumer is None else (consumer.kind, self._reports_discard(number))
        detail = self.details.get(number)
        facts = facts_of_event(self.events[number - 1], kind, reports, detail)
        if isinstance(detail, FilterDetail):
            facts += facts_of_filter(detail.patterns, self.records[self.record_indexes[number - 1][0]])
        return facts

    def _reports_discard(self, number: int) -> bool:
        """Whether a step gives records up and tells a destination, as the consumer's settings were then."""
        place = bisect_left(self.discards, number, key=lambda each: each.step)
        found = self.discards[place : place + 1]
        return bool(found) and found[0].step == number and found[0].consumer.on_failure is not None

    def row(self, number: int, at: int | None = None) -> Row:
        """The three answers for the records that a step is about, at the end of step `at` (left out: of that step).

        A step without records has No three times. A difference between `row(n)` and `row(n, n - 1)` came in step n.
        """
        records = self.record_indexes[number - 1]
        if not records:
            return Row(False, False, False)
        end = number if at is None else at
        progress = self.progress[self.actors[number - 1] or self.consumers[0]]
        return Row(
            all(self.captured[index] <= end for index in records),
            all(0 < progress.read[index] <= end for index in records),
            all(0 < progress.processed[index] <= end for index in records),
        )

    def value(self, variable: str, after: int) -> Value:
        """A variable's value after a step; 0 is the start.

        Raises:
            KeyError: no such variable.
            IndexError: no such step.
        """
        if not 0 <= after <= len(self.events):
            raise IndexError(f"no step {after}; the run has {len(self.events)}")
        value: Value = self.histories[variable].at(after)
        return value

    def tracker(self, upto: int | None = None, last: int | None = None) -> Tracker:
        """The status tracker after step `upto` (left out: at the end), of its columns the `last` ones.

        It has a column for the start and one for each step at which a variable changed; after the run's last step,
        the last of these columns stands for the end.
        """
        total = len(self.events)
        now = total if upto is None else upto
        ended = now == total
        steps = self._change_steps(now, last)
        if ended and (not steps or steps[-1] == 0):
            steps.append(now)  # nothing ever changed: the end still has its column
        histories = {name: self.histories[name] for name in self.variables}
        if last is None:
            histories = {name: history.whole() for name, history in histories.items()}
        rows = tuple((name, tuple(map(history.at, steps))) for name, history in histories.items())
        return Tracker(tuple(steps), rows, ended)

    def _change_steps(self, upto: int, last: int | None) -> list[int]:
        """The steps up to `upto` at which something changed, from the start on or only the `last` ones."""
        newest_first = merge(*(_backwards(self.histories[name].steps, upto) for name in self.variables), reverse=True)
        steps: list[int] = []
        for step in newest_first:
            if steps and steps[-1] == step:
                continue
            if last is not None and len(steps) == last:
                break
            steps.append(step)
        return steps[::-1]

    def first_step(self, holds: Callable[[int], bool]) -> int | None:
        """The number of the first step at which something holds, or None."""
        return next((number for number in range(1, len(self.events) + 1) if holds(number)), None)

    def last_step(self, holds: Callable[[int], bool]) -> int | None:
        """The number of the last step at which something holds, or None."""
        return next((number for number in range(len(self.events), 0, -1) if holds(number)), None)


def _backwards(steps: array[int], upto: int) -> Iterator[int]:
    for index in range(bisect_right(steps, upto) - 1, -1, -1):
        yield steps[index]
