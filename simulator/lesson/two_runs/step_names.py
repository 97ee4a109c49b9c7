"""Names for the steps and the records of a run, by which another run has the same ones. Numbers and times are none."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from simulator.dynamodb.table import Change, Operation
from simulator.machine.details import shards_of, worker_of
from simulator.machine.trace import Trace
from simulator.scenario.model import Scenario
from simulator.scenario.plan import Requests, timeline_of


@dataclass(frozen=True, slots=True, eq=False)
class SentRequests:
    """The requests of a timeline, each by its entry in the lesson's own timeline and its number in that entry.

    A request's number alone names it only where two runs have the same timeline.
    """

    entries: tuple[int | None, ...]
    """For each entry its index in the lesson's timeline; None for one that was put in."""
    ends: tuple[int, ...]
    """For each entry how many requests were sent by its end."""

    def name(self, sent: int) -> Hashable:
        """The name of a request by its number, from 1; 0 is before the first."""
        if not sent:
            return None
        place = bisect_left(self.ends, sent)
        entry = self.entries[place]
        begun = self.ends[place - 1] if place else 0
        added = place - sum(each is not None for each in self.entries[:place])
        return (("added", added) if entry is None else entry, sent - begun)


def requests_of(scenario: Scenario, entries: Iterable[int | None]) -> SentRequests:
    """The requests of a scenario, whose entries have these indexes in the lesson's timeline."""
    sent = (len(each.requests) * each.times if isinstance(each, Requests) else 0 for each in timeline_of(scenario))
    return SentRequests(tuple(entries), tuple(accumulate(sent)))


@lru_cache(maxsize=64)
def steps_by_name(trace: Trace, requests: SentRequests | None = None) -> dict[Hashable, int]:
    """The number of each step by its name, in the order of the steps; no two steps share a name.

    A write is known by its request, which every run of a timeline has, and by its item; an expiry by its item; a write
    of a function by the record that it worked on. A record is known by its write, and work on records by the worker and
    the records. A step about no record, such as an idle one, is known by the newest request before it. Steps that are
    still alike, such as those of a batch that fails twice, are counted.
    """
    seen: Counter[Hashable] = Counter()
    steps: dict[Hashable, int] = {}
    of_changes: dict[int, Hashable] = {}
    records = [id(record.change) for record in trace.records]
    sent: Hashable = 0
    for number, event in enumerate(trace.events, 1):
        change = trace.writes.get(number)
        if change is None:
            detail = trace.details.get(number)
            about = tuple(of_changes.get(records[index], index) for index in trace.record_indexes[number - 1])
            actor = trace.actors[number - 1], worker_of(detail)
            name: Hashable = (event, actor, about or ("after", sent, shards_of(detail)))
        else:
            name = of_changes[id(change)] = _name_of_write(trace, number, change, requests, of_changes)
            if change.sent:
                sent = change.sent if requests is None else requests.name(change.sent)
        seen[name] += 1
        steps[name, seen[name]] = number
    return steps


@lru_cache(maxsize=64)
def records_by_name(trace: Trace, requests: SentRequests | None = None) -> dict[Hashable, int]:
    """The index of each record by the name of its write, in the order of their capture; no two records share a name."""
    of_changes: dict[int, Hashable] = {}
    for number, change in trace.writes.items():
        of_changes[id(change)] = _name_of_write(trace, number, change, requests, of_changes)
    seen: Counter[Hashable] = Counter()
    found: dict[Hashable, int] = {}
    for index, record in enumerate(trace.records):
        name = of_changes.get(id(record.change), index)
        seen[name] += 1
        found[name, seen[name]] = index
    return found


def _name_of_write(
    trace: Trace, number: int, change: Change, requests: SentRequests | None, of_changes: dict[int, Hashable]
) -> Hashable:
    if change.operation is Operation.EXPIRY:
        return change.operation, change.key
    if number in trace.written_by:
        consumer, about = trace.written_by[number]
        return consumer, of_changes.get(id(trace.records[about].change), about), change.key
    return (change.sent if requests is None else requests.name(change.sent)), change.key
