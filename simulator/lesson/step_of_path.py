"""Finds the step that a path leads to in a run."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from simulator.dynamodb.table import Operation
from simulator.machine.details import worker_of
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.step_paths import Sought, StepPath


class NoStep(LookupError):
    """A run that has no such step. The message says why."""


def step_of(path: StepPath, trace: Trace, least: int = 0) -> int:
    """The number of the step that a path leads to; 0 is the start.

    Args:
        path: the path.
        trace: the run.
        least: 1 where a step of the process table is needed.

    Raises:
        NoStep: the run has no such step.
    """
    if isinstance(path.base, int) or path.base == "end":
        number = len(trace.events) if path.base == "end" else int(path.base)
        if number > len(trace.events):
            raise NoStep(f"no step {path.written}; the run has {len(trace.events)}{_or_a_label(trace)}")
    else:
        known = _OF_RUNS.setdefault(trace, {})  # a lesson's texts lead to the same steps again and again
        if path.written not in known:
            known[path.written] = _of_action(path, path.base, trace)
        number = known[path.written]
    if number < least:
        raise NoStep(f"no step {path.written} in the table; its steps are counted from 1")
    return number


_OF_RUNS: WeakKeyDictionary[Trace, dict[str, int]] = WeakKeyDictionary()
"""For each run that is in use the steps that labels led to, by the paths as they were written."""


def writes_of_action(entry: int, trace: Trace) -> Iterator[int]:
    """The steps of the writes that an entry of the timeline made, in order.

    Those of time to live and of functions are not among them.
    """
    first, _ = trace.actions[entry]
    ends = (before for before, _ in (trace.actions[later] for later in trace.actions if later > entry))
    for number in range(first + 1, min(ends, default=len(trace.events)) + 1):
        change = trace.writes.get(number)
        by_itself = number in trace.written_by  # a function wrote it
        if change is not None and change.operation is not Operation.EXPIRY and not by_itself:
            yield number


def matches(sought: Sought, number: int, trace: Trace) -> bool:
    """Whether a step is one of those that are looked for."""
    return (
        trace.events[number - 1] in sought.events
        and sought.consumer in (None, trace.actors[number - 1])
        and sought.worker in (None, worker_of(trace.details.get(number)))
    )


def _of_action(path: StepPath, label: str, trace: Trace) -> int:
    entry = trace.labels.get(label)
    if entry is None:
        there = f"; there is {', '.join(trace.labels)}" if trace.labels else "; no action of the timeline has an `id`"
        raise NoStep(f'no action has the id "{label}"{did_you_mean(label, trace.labels) or there}')
    if entry not in trace.actions:
        raise NoStep(f'the run ends before "{label}" happens')
    for sought in filter(None, (path.became, path.later)):
        if sought.consumer is not None and sought.consumer not in trace.consumers:
            hint = did_you_mean(sought.consumer, trace.consumers) or f"; there is {', '.join(trace.consumers)}"
            raise NoStep(f'no consumer "{sought.consumer}"{hint}')
    before, after = trace.actions[entry]
    number = before + 1
    if path.write is not None or path.became is not None:
        number = _of_write(path, label, entry, trace)
    elif after == before:
        if path.later is None:
            raise NoStep(f'"{label}" has no step of its own')
        number = before
    if path.became is not None:
        number = _of_record(path, path.became, number, trace)
    if path.later is not None:
        number = _found(path, path.later, trace, number + 1, None)
    return number


def _of_write(path: StepPath, label: str, entry: int, trace: Trace) -> int:
    wanted = path.write or 1
    count = 0
    for count, number in enumerate(writes_of_action(entry, trace), 1):
        if count == wanted:
            return number
    if not count:
        raise NoStep(f'"{label}" writes nothing to the table')
    raise NoStep(f'"{label}" has no write {wanted}; it has {count}')


def _of_record(path: StepPath, became: Sought, write: int, trace: Trace) -> int:
    if not trace.record_indexes[write - 1]:
        raise NoStep(f'no record was captured of "{path.base}{_dotted(path.write)}" (step {write})')
    return _found(path, became, trace, write + 1, trace.record_indexes[write - 1][0])


def _found(path: StepPath, sought: Sought, trace: Trace, start: int, record: int | None) -> int:
    """The step from `start` on that is looked for, among those about a record or among all."""
    count = 0
    for number in range(start, len(trace.events) + 1):
        if (record is None or record in trace.record_indexes[number - 1]) and matches(sought, number, trace):
            count += 1
            if count == sought.nth:
                return number
    there = f"there are {count} such steps" if count > 1 else "there is one such step" if count else "there is none"
    raise NoStep(f"no step {path.written}; {there} in the run")


def _dotted(write: int | None) -> str:
    return "" if write is None else f".{write}"


def _or_a_label(trace: Trace) -> str:
    """The labelled action that is nearest to the end of a run, for who has named a step behind it."""
    begun = [label for label, entry in trace.labels.items() if entry in trace.actions]
    return f'; its last action with a label is "{begun[-1]}"' if begun else ""
