"""The timeline: each entry for itself, then what they are together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.dynamodb.table import KeySchema
from simulator.scenario.checks.consumer_actions import ConsumerStates
from simulator.scenario.checks.consumer_changes import check_change
from simulator.scenario.checks.problems import Entry, Problem, not_one
from simulator.scenario.checks.requests import check_company, check_request, writes_of
from simulator.scenario.checks.stream_actions import StreamState
from simulator.scenario.checks.times import check_times, earliest_end
from simulator.scenario.plan import MAX_WRITES
from simulator.scenario.timeline_entries import (
    CHANGES_OF_CONSUMERS,
    CHANGES_OF_THE_STREAM,
    CONSUMER_ACTIONS,
    KINDS,
    WRITES,
    RepeatModel,
)
from simulator.scenario.yaml.nodes import KeyPath


def check_timeline(
    entries: Sequence[Entry | None],
    schema: KeySchema | None,
    expires: bool,
    stream: StreamState,
    staff: ConsumerStates,
    empty_polls: bool = False,
    requests_are_checked: bool = False,
) -> Iterator[Problem]:
    """Every entry in order; None stands for one that could not be read.

    `schema` is None where the table's keys could not be read; `expires` says whether it has a time to live. With
    `requests_are_checked` the requests themselves are not looked at again.
    """
    earliest = 0
    writes = 0
    yield from _check_labels(entries)
    for entry in entries:
        kinds = [] if entry is None else _kinds(entry)
        if entry is None or len(kinds) != 1:
            if entry is not None and (kinds or entry.is_whole()):
                yield not_one(entry.path, kinds, KINDS)
            stream.unknown()
            staff.unknown()
            continue
        [kind] = kinds
        action, path = entry.action, entry.path
        added = 0
        yield from check_times(action, path, earliest)
        yield from check_company(action, kind, path)
        earliest = earliest_end(action, earliest)
        if kind in CHANGES_OF_THE_STREAM:
            yield from stream.check(kind, action, path)
        elif kind in CONSUMER_ACTIONS:
            yield from staff.check(kind, action, path)
        elif kind in CHANGES_OF_CONSUMERS:
            yield from check_change(kind, entry, staff, empty_polls, schema)
        elif kind in WRITES:
            if not requests_are_checked:
                yield from check_request(entry, action, kind, schema, path, 0)
            added = writes_of(action)
        elif action.repeat is not None:
            if not requests_are_checked:
                yield from _check_repeat(entry, action.repeat, schema, (*path, "repeat"))
            added = action.repeat.times * sum(map(writes_of, action.repeat.do))
        writes += added
        stream.written(added * 2 if expires else added)  # what is put may expire, once
    if writes > MAX_WRITES:
        yield Problem(("timeline",), "S209", f"{writes:,} writes; at most {MAX_WRITES:,}")


def _check_labels(entries: Sequence[Entry | None]) -> Iterator[Problem]:
    """Each label once, and none on a wait, which has no step."""
    seen: dict[str, int] = {}
    for entry in entries:
        if entry is None or entry.action.id is None:
            continue
        label, path = entry.action.id, (*entry.path, "id")
        if entry.action.wait is not None:
            yield Problem(path, "S206", "a wait has no step of its own, so it takes no label")
        first = seen.setdefault(label, entry.position + 1)
        if first != entry.position + 1:
            yield Problem(path, "S204", f'action {first} has the label "{label}" already; each label stands once')


def _kinds(entry: Entry) -> list[str]:
    """The actions of an entry, also where an action's contents are refused."""
    left_out = {path[0] for path in entry.cuts}
    return [kind for kind in KINDS if getattr(entry.action, kind) is not None or kind in left_out]


def _check_repeat(entry: Entry, repeat: RepeatModel, schema: KeySchema | None, path: KeyPath) -> Iterator[Problem]:
    for index, write in enumerate(repeat.do):
        inner: KeyPath = (*path, "do", index)
        kinds = [kind for kind in WRITES if getattr(write, kind) is not None]
        if len(kinds) != 1:
            if kinds or entry.is_whole(inner):
                yield not_one(inner, kinds, WRITES)
            continue
        yield from check_company(write, kinds[0], inner)
        yield from check_request(entry, write, kinds[0], schema, inner, repeat.times)
