"""The metrics of a run as a dashboard has them: how old, how many, how often, for each consumer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.dynamodb.phrases import joined
from simulator.lesson.two_runs.outcomes import end_of, invocations, messages
from simulator.lesson.words.sentences import count_words, key_words
from simulator.lesson.words.times import time_words
from simulator.machine.reading.losses import lost_records
from simulator.machine.trace import Trace
from simulator.machine.variables import IteratorAge
from simulator.scenario.events import Event

MOST_ITEMS = 6
"""Items that one line names."""

_FAILED = (Event.PROCESS_FAILED, Event.PROCESS_PARTIAL)


class Metric(NamedTuple):
    """One metric of a run."""

    name: str
    value: str


def metrics(trace: Trace) -> tuple[Metric, ...]:
    """The metrics of each consumer at the end of a run; with several consumers each name says whose it is."""
    found: list[Metric] = []
    for reader in trace.readers:
        of = f" of {reader.name}" if len(trace.readers) > 1 else ""
        found += [Metric(each.name + of, each.value) for each in _of_consumer(trace, reader.name, reader.kind)]
    return tuple(found)


def _of_consumer(trace: Trace, consumer: str, kind: str) -> Iterator[Metric]:
    yield Metric("highest iterator age", _highest_age(trace, consumer))
    yield Metric("backlog", _backlog(trace, consumer))
    steps = invocations(trace, consumer)
    failed = sum(trace.events[number - 1] in _FAILED for number in steps)
    count = f"{len(steps)}, {failed} failed" if kind == "lambda" else str(len(steps))
    yield Metric("invocations" if kind == "lambda" else "records worked on", count)
    ends = [end_of(trace, consumer, index) for index in range(len(trace.records))]
    states = [each.state for each in ends if each is not None]
    gone = [(states.count("given_up"), "given up"), (len(lost_records(trace, consumer)), "lost")]
    yield Metric("records gone", joined([f"{count} {words}" for count, words in gone if count]) or "none")
    if kind == "lambda":
        yield Metric("in the destination", _in_destination(trace, consumer))


def _highest_age(trace: Trace, consumer: str) -> str:
    history = trace.histories[trace.variable_of("iterator_age", consumer)].whole()
    ages = [
        (age.milliseconds, -step)
        for step, age in zip(history.steps, history.values, strict=True)
        if isinstance(age, IteratorAge) and age.milliseconds is not None
    ]
    if not ages:
        return "nothing measured"
    highest, step = max(ages)
    return f"{time_words(highest)} (step {-step})" if step else time_words(highest)


def _backlog(trace: Trace, consumer: str) -> str:
    history = trace.histories[trace.variable_of("backlog", consumer)].whole()
    highest = max(history.values, default=0)
    return f"at most {count_words(highest, 'record')}, {history.values[-1] if history.values else 0} at the end"


def _in_destination(trace: Trace, consumer: str) -> str:
    if next(each for each in trace.readers if each.name == consumer).on_failure is None:
        return "no destination"
    told = dict.fromkeys(index for each in messages(trace, consumer) for index in each.records)
    items = list(dict.fromkeys(key_words(trace.records[index].key) for index in told))
    more = [f"{len(items) - MOST_ITEMS} more"] if len(items) > MOST_ITEMS else []
    return joined([*items[:MOST_ITEMS], *more]) or "nothing"
