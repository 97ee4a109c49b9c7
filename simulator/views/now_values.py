"""The status tracker now: each variable's value against the one before, shard by shard and worker by worker."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from simulator.lesson.words.table import value_words, variable_name
from simulator.machine.details import JoinDetail
from simulator.machine.parts import shards_read
from simulator.machine.steps import AnyHistory, ConsumerInfo
from simulator.machine.trace import Trace
from simulator.machine.variables import TumblingWindow
from simulator.scenario.events import Event
from simulator.scenario.variables import VARIABLES, variable_id

_NOTHING = "None"

WHOLE = "all"
"""The name of the value of all shards or workers together, beside those of each."""

_MOST_PARTS = 6
"""Shards or workers of a variable that have a value, each with a history of its own."""

_LONG = 5_000
"""Steps from which on only those parts have a value that the lesson shows: the histories of others would take long."""


class NowValue(NamedTuple):
    """The value of a variable, or of one of its parts, after a step."""

    variable: str
    """Its id."""
    part: str
    """The shard or worker whose value it is, or `WHOLE`; empty where the variable has no parts."""
    now: str
    before: str
    """The value before its newest change; empty where it never changed, or there was nothing before."""
    changed: bool
    """Whether the step that is looked at changed it."""


class NowLine(NamedTuple):
    """One variable with its parts."""

    name: str
    variable: str
    """The id of the whole."""
    values: tuple[NowValue, ...]
    left_out: int
    """How many parts have no value here because there are so many; the newest are kept."""


class _Part(NamedTuple):
    """A shard or a worker that has a value of its own."""

    variable: str
    name: str
    since: int
    """The step from which on it is there."""


class NowVariable(NamedTuple):
    """A variable that has a line, and its parts in the order in which they came; worked out once for a run."""

    id: str
    name: str
    has_whole: bool
    """Whether the whole has a value beside those of its parts; a checkpoint is one for each shard, and no more."""
    parts: tuple[_Part, ...]


def now_variables(trace: Trace) -> tuple[NowVariable, ...]:
    """The variables of a run that have a line of their own: all but those that are a part of another one."""
    found = [_variable(trace, variable) for variable in trace.variables]
    parts = {part.variable for variable in found for part in variable.parts}
    return tuple(variable for variable in found if variable.id not in parts)


def now_lines(trace: Trace, variables: tuple[NowVariable, ...], step: int) -> tuple[NowLine, ...]:
    """The tracker after a step, a line for each variable; shards and workers that are not there yet are left out."""
    return tuple(_line(trace, variable, step) for variable in variables)


def _line(trace: Trace, variable: NowVariable, step: int) -> NowLine:
    parts = [part for part in variable.parts if part.since <= step]
    if len(parts) < 2:
        return NowLine(variable.name, variable.id, (_value(trace, variable.id, "", step),), 0)
    values = [_value(trace, variable.id, WHOLE, step)] if variable.has_whole else []
    values += [_value(trace, part.variable, part.name, step) for part in parts[-_MOST_PARTS:]]
    return NowLine(variable.name, variable.id, tuple(values), max(0, len(parts) - _MOST_PARTS))


def _value(trace: Trace, variable: str, part: str, step: int) -> NowValue:
    history = trace.histories[variable]
    steps = history.steps
    place = bisect_right(steps, step) - 1
    now = value_words(history.at(step))
    before = value_words(history.at(steps[place] - 1)) if place else ""
    changed = place > 0 and steps[place] == step
    value = history.at(step)
    if isinstance(value, TumblingWindow) and value.shard:
        part, before = f"shard {value.shard}", _window_before(history, place, value.shard)
    return NowValue(variable, part, now, "" if before in (now, _NOTHING) else before, changed)


def _window_before(history: AnyHistory, place: int, shard: int) -> str:
    """The window that closed in a shard before the newest one; others may have closed in other shards since."""
    values = (history.at(each) for each in reversed(history.steps[:place]))
    return next((value_words(each) for each in values if isinstance(each, TumblingWindow) and each.shard == shard), "")


def _variable(trace: Trace, variable: str) -> NowVariable:
    found = variable_id(variable)
    assert found is not None, variable
    parts: tuple[_Part, ...] = ()
    is_whole = VARIABLES[found.kind].by_shard and not found.shard and not found.worker
    if is_whole and (len(trace.events) < _LONG or _shows_parts(trace, found.kind)):
        name = found.consumer or trace.consumers[0]
        consumer = next(each for each in trace.readers if each.name == name)
        by_worker = consumer.kind == "kcl" and found.kind != "checkpoint"  # that is a shard's, whoever holds the shard
        parts = tuple((_workers if by_worker else _shards)(trace, found.kind, consumer))
    return NowVariable(variable, variable_name(variable, trace), found.kind != "checkpoint", parts)


def _shows_parts(trace: Trace, kind: str) -> bool:
    found = (variable_id(variable) for variable in trace.variables)
    return any(each is not None and each.kind == kind and (each.shard or each.worker) for each in found)


def _workers(trace: Trace, kind: str, consumer: ConsumerInfo) -> Iterator[_Part]:
    for name in consumer.workers:
        yield _Part(f"{kind}.{consumer.name}.{name}", f"worker {name}", 0)
    for number in trace.steps_of(Event.READ_WORKER_ADDED):
        detail = trace.details.get(number)
        if trace.actors[number - 1] == consumer.name and isinstance(detail, JoinDetail):
            yield _Part(f"{kind}.{consumer.name}.{detail.worker}", f"worker {detail.worker}", number)


def _shards(trace: Trace, kind: str, consumer: ConsumerInfo) -> Iterator[_Part]:
    if len(trace.shards) > 1:
        for shard in shards_read(trace, consumer):
            yield _Part(f"{kind}.{consumer.name}@{shard}", f"shard {shard}", trace.stream_life.opened[shard])
