"""Judges the goals of a repair on a run: whether each holds, and where it does not the step that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from simulator.dynamodb.attributes import AttributeValue, Item
from simulator.dynamodb.table import Key
from simulator.lesson.repair.goal_words import goal_words
from simulator.lesson.two_runs.outcomes import end_of, invocations, messages, waits
from simulator.lesson.words.items import short_value
from simulator.lesson.words.sentences import key_words, times_words
from simulator.lesson.words.times import time_words
from simulator.machine.reading.record_marks import ReaderState
from simulator.machine.stream_life import NEVER
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState, IteratorAge
from simulator.scenario.repairs import AboutCount, AboutItems, AboutRecords, AboutTime, AboutWaits, GoalModel, GoalName


class Verdict(NamedTuple):
    """One goal, judged on a run."""

    goal: GoalModel
    asks: str
    """What the goal asks for, in a sentence."""
    holds: bool
    step: int | None = None
    """The step at which it fails; None where it holds, or fails only because the run is over."""
    why: str = ""
    """Why it fails, in a sentence; empty where it holds."""


class Failure(NamedTuple):
    """What keeps a goal from holding."""

    step: int | None
    why: str


def judge(goals: Iterable[GoalModel], trace: Trace) -> tuple[Verdict, ...]:
    """Each goal, judged on a run."""
    return tuple(_judged(goal, trace) for goal in goals)


def _judged(goal: GoalModel, trace: Trace) -> Verdict:
    if goal.consumer is not None and goal.consumer not in trace.consumers:
        failure: Failure | None = Failure(None, f'no consumer is called "{goal.consumer}" in this run')
    else:
        failure = next(_FAILURES[goal.name](goal.terms, trace), None)
    if failure is None:
        return Verdict(goal, goal_words(goal, trace.key_names), True)
    return Verdict(goal, goal_words(goal, trace.key_names), False, failure.step, failure.why)


def key_of(key: Item | AttributeValue, names: tuple[str, ...]) -> Key | None:
    """The key that a goal names, in a table with key attributes of these names; None where it names no whole key."""
    if isinstance(key, AttributeValue):
        return (key,) if len(names) == 1 else None
    return tuple(key[name] for name in names) if set(names) == key.keys() else None


def key_in(item: Item, names: tuple[str, ...]) -> Key | None:
    """The key of an item, whose key attributes have these names; None where it does not have all of them."""
    return tuple(item[name] for name in names) if set(names) <= item.keys() else None


def _records(terms: AboutRecords, trace: Trace) -> list[int]:
    """The records that a goal is about."""
    if terms.keys is None:
        return list(range(len(trace.records)))
    keys = [key_of(each, trace.key_names) for each in terms.keys]
    return [index for index, record in enumerate(trace.records) if record.key in keys]


def _missing(terms: AboutRecords, trace: Trace) -> Iterator[Failure]:
    """Items of a goal that have no record in the run."""
    there = {record.key for record in trace.records}
    for each in terms.keys or ():
        key = key_of(each, trace.key_names)
        if key is None or key not in there:
            yield Failure(None, f"{'an item' if key is None else key_words(key)} has no record in this run")


# Where each record has to end


def _processed(terms: AboutRecords, trace: Trace) -> Iterator[Failure]:
    yield from _missing(terms, trace)
    for index in _records(terms, trace):
        if _state(trace, terms.consumer, index) != "processed":
            yield _ended_otherwise(trace, terms.consumer, index)


def _not_processed(terms: AboutRecords, trace: Trace) -> Iterator[Failure]:
    for index in _records(terms, trace):
        steps = _successes(trace, terms.consumer, index)
        if steps:
            yield Failure(steps[0], f"{_name(trace, index)} is processed")


def _given_up(terms: AboutRecords, trace: Trace) -> Iterator[Failure]:
    yield from _missing(terms, trace)
    for index in _records(terms, trace):
        if _state(trace, terms.consumer, index) != "given_up":
            yield _ended_otherwise(trace, terms.consumer, index)


def _in_destination(terms: AboutRecords, trace: Trace) -> Iterator[Failure]:
    yield from _missing(terms, trace)
    told = {index for each in messages(trace, terms.consumer) for index in each.records}
    for index in _records(terms, trace):
        if index not in told:
            is_given_up = _state(trace, terms.consumer, index) == "given_up"
            yield (_untold if is_given_up else _ended_otherwise)(trace, terms.consumer, index)


def _told_if_given_up(terms: AboutRecords, trace: Trace) -> Iterator[Failure]:
    told = {index for each in messages(trace, terms.consumer) for index in each.records}
    for index in _records(terms, trace):
        if index not in told and _state(trace, terms.consumer, index) == "given_up":
            yield _untold(trace, terms.consumer, index)


def _untold(trace: Trace, consumer: str, index: int) -> Failure:
    """A record that was given up in silence."""
    step = _ended_otherwise(trace, consumer, index).step
    return Failure(step, f"{_name(trace, index)} is given up, and no destination is told")


def _nothing_lost(terms: AboutRecords, trace: Trace) -> Iterator[Failure]:
    for index in _records(terms, trace):
        if _state(trace, terms.consumer, index) == "lost":
            yield _ended_otherwise(trace, terms.consumer, index)


_STATE_WORDS: Mapping[ReaderState, str] = {
    "unread": "is not read by the end of the run",
    "read": "is read, and the run ends before it is processed",
    "processed": "is processed",
    "failed": "still waits for a retry at the end of the run",
    "filtered": "is dropped by the filter",
    "given_up": "is given up",
    "lost": "is trimmed before it is read",
    "passed_over": "is passed over, because the consumer begins after it",
}


def _ended_otherwise(trace: Trace, consumer: str, index: int) -> Failure:
    """A record that has not ended as it should."""
    state = _state(trace, consumer, index)
    if state == "lost":
        step: int | None = trace.stream_life.trimmed[index]
    elif state in ("unread", "read", "failed"):
        step = None
    elif state == "processed":
        step = _successes(trace, consumer, index)[0]
    elif state == "passed_over":
        step = trace.readings[consumer].marks.settled_in(index, 0) or None
    else:
        step = waits(trace, consumer)[index].step
    return Failure(step, f"{_name(trace, index)} {_STATE_WORDS[state]}")


# How the records are handled


def _handled_once(terms: AboutRecords, trace: Trace) -> Iterator[Failure]:
    yield from _missing(terms, trace)
    done = _effects(trace, terms.consumer)
    has_effect = bool(done)
    for index in _records(terms, trace):
        steps = done.get(index, []) if has_effect else _successes(trace, terms.consumer, index)
        if len(steps) > 1:
            yield Failure(steps[1], f"{_name(trace, index)} is handled {times_words(len(steps))}")
        elif not steps and _state(trace, terms.consumer, index) not in ("processed", "filtered", "passed_over"):
            yield _ended_otherwise(trace, terms.consumer, index)


def _in_order(terms: AboutRecords, trace: Trace) -> Iterator[Failure]:
    newest: dict[Key, tuple[int, int]] = {}
    for index in _records(terms, trace):
        steps = _successes(trace, terms.consumer, index)
        if not steps:
            continue
        key = trace.records[index].key
        latest, before = newest.get(key, (0, index))
        if steps[0] < latest:
            yield Failure(latest, f"{_name(trace, before)} is processed after {_name(trace, index)}, the later change")
        else:
            newest[key] = steps[0], index


def _longest_wait(terms: AboutWaits, trace: Trace) -> Iterator[Failure]:
    yield from _missing(terms, trace)
    waited = waits(trace, terms.consumer)
    for index in _records(terms, trace):
        time, step = waited[index]
        state = _state(trace, terms.consumer, index)
        if time is not None and time > terms.at_most:
            yield Failure(step, f"{_name(trace, index)} waits {time_words(time)}")
        elif state in ("read", "failed") or (time is None and state != "passed_over"):
            yield _ended_otherwise(trace, terms.consumer, index)


# What a consumer may take


def _iterator_age(terms: AboutTime, trace: Trace) -> Iterator[Failure]:
    history = trace.histories[trace.variable_of("iterator_age", terms.consumer)].whole()
    for step, age in zip(history.steps, history.values, strict=True):
        if isinstance(age, IteratorAge) and age.milliseconds is not None and age.milliseconds > terms.at_most:
            yield Failure(step, f"the iterator age is {time_words(age.milliseconds)}")


def _invocations(terms: AboutCount, trace: Trace) -> Iterator[Failure]:
    steps = invocations(trace, terms.consumer)
    if len(steps) > terms.at_most:
        yield Failure(steps[terms.at_most], f"invocation {terms.at_most + 1} of {len(steps)} is over the limit")


def _idle_by(terms: AboutTime, trace: Trace) -> Iterator[Failure]:
    history = trace.histories[trace.variable_of("consumer_state", terms.consumer)].whole()
    state, step = history.values[-1], history.steps[-1]
    if state != ConsumerState.IDLE:
        yield Failure(None, f"it is {state} at the end of the run")
    elif step and trace.times[step - 1] > terms.at_most:
        yield Failure(step, f"it is idle from {time_words(trace.times[step - 1])} on")


# What the table has


def _in_table(terms: AboutItems, trace: Trace) -> Iterator[Failure]:
    there = trace.table_life.items(len(trace.events))
    for wanted in terms.items:
        key = key_in(wanted, trace.key_names)
        item = None if key is None else there.get(key)
        if key is None or item is None:
            step = None if key is None else next((step for step, _ in trace.table_life.changes_of(key)), None)
            yield Failure(step, f"{'an item' if key is None else key_words(key)} is not in the table at the end")
            continue
        for name, value in wanted.items():
            has = item.get(name)
            if has != value:
                words = f"no {name}" if has is None else f"{name} {short_value(has)}"
                yield Failure(_goes_wrong(trace, key, name, value), f"{key_words(key)} ends with {words}")


def _goes_wrong(trace: Trace, key: Key, name: str, wanted: AttributeValue) -> int | None:
    """The step at which an attribute lost the value that it should have; where it never had it, the item's newest."""
    changes = list(trace.table_life.changes_of(key))
    lost = (step for step, change in changes if change.before is not None and change.before.get(name) == wanted)
    return next(lost, changes[0][0] if changes else None)


# Questions that the goals share


def _state(trace: Trace, consumer: str, index: int) -> ReaderState:
    end = end_of(trace, consumer, index)
    assert end is not None
    return end.state


def _successes(trace: Trace, consumer: str, index: int) -> list[int]:
    """The steps at which a consumer's work on a record ended with success."""
    deliveries = trace.readings[consumer].marks.deliveries(index, NEVER)
    return [each.step for each in deliveries if each.succeeded]


def _effects(trace: Trace, consumer: str) -> dict[int, list[int]]:
    """For each record the steps at which the consumer's function had its effect."""
    found: dict[int, list[int]] = {}
    for number, records in trace.effects.items():
        if trace.actors[number - 1] == consumer:
            for index in records:
                found.setdefault(index, []).append(number)
    return found


def _name(trace: Trace, index: int) -> str:
    return f"{key_words(trace.records[index].key)} (record {index + 1})"


_FAILURES: Mapping[GoalName, Callable[..., Iterator[Failure]]] = {
    "processed": _processed,
    "not_processed": _not_processed,
    "in_destination": _in_destination,
    "told_if_given_up": _told_if_given_up,
    "given_up": _given_up,
    "nothing_lost": _nothing_lost,
    "handled_once": _handled_once,
    "in_order": _in_order,
    "longest_wait": _longest_wait,
    "iterator_age": _iterator_age,
    "invocations": _invocations,
    "idle_by": _idle_by,
    "in_table": _in_table,
}
"""For each goal what keeps it from holding, the first thing first."""
