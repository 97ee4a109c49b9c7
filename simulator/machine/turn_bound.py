"""The bound on a run: turns of its agenda, never time on a clock, so that every machine agrees on it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import accumulate

from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario
from simulator.scenario.plan import Requests, timeline_of
from simulator.scenario.yaml.nodes import KeyPath

MAX_TURNS = 20_000_000
"""Turns that a run may take. A million plain writes, each read and processed alone, take 6,000,001."""

_OTHER_TURNS, _OTHER_FACTOR = 20_000, 20

_FRUITLESS_POLLS = frozenset({Event.READ_EMPTY, Event.READ_THROTTLED})

_RETRIES = frozenset({Event.PROCESS_FAILED, Event.PROCESS_BISECTED, Event.PROCESS_PARTIAL, Event.PROCESS_DISCARDED})


def turns_beside(real: Trace) -> int:
    """The turns that another run may take that is laid beside a lesson's own, such as that of a believer.

    A run that is so much longer than the lesson explains nothing, and nobody should have to wait for it.
    """
    return min(MAX_TURNS, _OTHER_TURNS + _OTHER_FACTOR * len(real.events))


def too_many_turns(scenario: Scenario, trace: Trace, most: int) -> ScenarioError:
    """The error about a run that is not over after `most` turns: it names the entry that most of its steps are about.

    A turn that makes no step belongs to one that does: so steps are counted, and counting costs a run nothing.
    """
    path, cause = _cause(scenario, trace)
    return scenario.error(path, "S215", f"the run is not over after {most:,} turns of its agenda: {cause}")


def _cause(scenario: Scenario, trace: Trace) -> tuple[KeyPath, str]:
    """The path of the number to change, and the reason."""
    indexes = {consumer.name: index for index, consumer in enumerate(scenario.consumers)}
    counts: Counter[tuple[str, str | None]] = Counter()
    for event, actor in zip(trace.events, trace.actors, strict=True):
        if event in _FRUITLESS_POLLS:
            counts["polls", actor] += 1
        elif event in _RETRIES:
            counts["retries", actor] += 1
        else:
            counts["writes", None] += 1
    [((what, name), count)] = counts.most_common(1) or [(("writes", None), 0)]
    if name is None:
        return _longest_entry(scenario, trace)
    if name not in indexes:
        return ("timeline",), f'"{name}" has {count:,} steps of {what}; let the run take less time'
    path: KeyPath = ("consumers", indexes[name])
    consumer = scenario.consumers[indexes[name]]
    if what == "retries" and isinstance(consumer, LambdaModel):
        attempts = consumer.maximum_retry_attempts
        now = f"{attempts:,}" if attempts >= 0 else "no limit"
        message = f'"{name}" has {count:,} steps of retries; make `maximum_retry_attempts` smaller, now {now}'
        return (*path, "maximum_retry_attempts"), message
    if isinstance(consumer, LambdaModel):
        return path, f'"{name}" has polled {count:,} times for nothing, every 250 ms; let the run take less time'
    message = f'"{name}" has polled {count:,} times for nothing; make `poll_interval` longer, now'
    return (*path, "poll_interval"), f"{message} {consumer.poll_interval:,} ms"


def _longest_entry(scenario: Scenario, trace: Trace) -> tuple[KeyPath, str]:
    """The path of the timeline's entry with most of the writes, and the reason."""
    last = scenario.timeline[-1]
    if len(trace.written_by) * 2 > len(trace.writes) and last.wait is not None:
        consumer, _ = next(iter(trace.written_by.values()))
        message = f'"{consumer}" feeds itself by its writes (F231), and has come to make {len(trace.written_by):,}'
        return ("timeline", len(scenario.timeline) - 1, "wait"), f"{message}; make `wait` smaller, now {last.wait:,} ms"
    actions = timeline_of(scenario)
    sent = [len(each.requests) * each.times if isinstance(each, Requests) else 0 for each in actions]
    ends = list(accumulate(sent))
    writes = Counter(bisect_left(ends, change.sent) for change in trace.writes.values() if change.sent)
    [(index, count)] = writes.most_common(1) or [(0, 0)]
    entry = scenario.timeline[index]
    if entry.repeat is None:
        return ("timeline",), f"it has come to write {len(trace.writes):,}; make the timeline shorter"
    path: KeyPath = ("timeline", index, "repeat", "times")
    return path, f"this repeat has come to write {count:,}; make `times` smaller, now {entry.repeat.times:,}"
