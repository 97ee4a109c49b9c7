"""A run in the Trace Event Format, as Perfetto and Chrome's tracing page open it: tracks with slices and instants.

Each consumer is a process; of its tracks there is one for each shard and KCL worker, or each shard and lane.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.events.table import action_words
from simulator.machine.details import shards_of
from simulator.machine.trace import Trace
from simulator.machine.work import Piece, Track, Wait, tracks_of
from simulator.scenario.events import Event, Phase
from simulator.views.record import record_name

TABLE, STREAM, FIRST_CONSUMER = 1, 2, 3
"""The process ids: the table, its stream, and the first of the consumers."""

_MICROSECONDS = 1000
"""Of a millisecond."""


def chrome_json(lesson: Lesson) -> Iterator[str]:
    """The lines of the JSON object, one event to a line, all characters ASCII. Times (`ts`, `dur`) are microseconds."""
    yield '{"displayTimeUnit": "ms",'
    yield '"traceEvents": ['
    events = _events(lesson.trace)
    held = next(events)
    for event in events:
        yield json.dumps(held) + ","
        held = event
    yield json.dumps(held)
    yield "]}"


def _events(trace: Trace) -> Iterator[dict[str, Any]]:
    processes = FIRST_CONSUMER + len(trace.consumers)
    # No two tracks of the file have the same thread id, nor a process's: that would be called its main thread.
    free = count(processes)
    own = {pid: next(free) for pid in range(TABLE, processes)}
    shards = {shard.number: next(free) for shard in trace.shards}
    tracks = {track: next(free) for track in tracks_of(trace.work)}
    yield from _names(trace, own, shards, tracks)
    for number, event in enumerate(trace.events, 1):
        if not _is_end_of_work(event):
            yield _instant(trace, own, shards, number)
    for piece in trace.work.pieces:
        yield _slice(trace, tracks[piece.track], piece)
    for wait in trace.work.waits:
        yield _wait(trace, tracks[wait.track], wait)


def _names(
    trace: Trace, own: dict[int, int], shards: dict[int, int], tracks: dict[Track, int]
) -> Iterator[dict[str, Any]]:
    processes = (f"table {trace.table_name}", "stream", *trace.consumers)
    names = ("writes", "the whole stream", *("reads and more" for _ in trace.consumers))
    for pid, name, own_track in zip(own, processes, names, strict=True):
        yield _name("process_name", pid, own[pid], name)
        # For Chrome's page, which sorts by it; Perfetto puts the process with most slices first.
        yield _about("process_sort_index", pid, own[pid], {"sort_index": pid})
        yield _name("thread_name", pid, own[pid], own_track)
    for number, tid in shards.items():
        yield _name("thread_name", STREAM, tid, f"shard {number}")
    several = {track._replace(lane=1) for track in tracks if track.lane > 1}
    for track, tid in tracks.items():
        name = f"shard {track.shard}"
        if track.worker:
            name += f", worker {track.worker}"
        elif track._replace(lane=1) in several:
            name += f", lane {track.lane}"
        yield _name("thread_name", _pid(trace, track.consumer), tid, name)


def _name(kind: str, pid: int, tid: int, name: str) -> dict[str, Any]:
    return _about(kind, pid, tid, {"name": name})


def _about(kind: str, pid: int, tid: int, said: dict[str, Any]) -> dict[str, Any]:
    return {"name": kind, "ph": "M", "ts": 0, "pid": pid, "tid": tid, "args": said}


def _pid(trace: Trace, consumer: str) -> int:
    return FIRST_CONSUMER + trace.consumers.index(consumer)


def _is_end_of_work(event: Event) -> bool:
    """Whether the step with this event is the end of a slice, which says the same."""
    return event in (Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL)


def _instant(trace: Trace, own: dict[int, int], shards: dict[int, int], number: int) -> dict[str, Any]:
    event, actor = trace.events[number - 1], trace.actors[number - 1]
    of_nobody = TABLE if event.phase is Phase.WRITE else STREAM
    pid = of_nobody if actor is None else _pid(trace, actor)
    about = _shards(trace, number) if pid == STREAM else ()
    tid = shards[about[0]] if len(about) == 1 else own[pid]
    return {
        "name": action_words(trace, trace.step(number)),
        "cat": event.phase.value,
        "ph": "i",
        "s": "t",
        "ts": trace.times[number - 1] * _MICROSECONDS,
        "pid": pid,
        "tid": tid,
        "args": {"step": number, "event": event.value, "records": _records(trace, trace.record_indexes[number - 1])},
    }


def _shards(trace: Trace, number: int) -> tuple[int, ...]:
    """The shards that a step of the stream is about."""
    records = trace.record_indexes[number - 1]
    return (trace.records[records[0]].shard.number,) if records else shards_of(trace.details.get(number))


def _slice(trace: Trace, tid: int, piece: Piece) -> dict[str, Any]:
    if piece.step is None:
        name, event = "in work at the end of the run", None
    else:
        name, event = action_words(trace, trace.step(piece.step)), trace.events[piece.step - 1].value
    args = {"step": piece.step, "event": event, "records": _records(trace, piece.records)}
    if piece.attempt:
        args["attempt"] = piece.attempt
    return _complete(trace, piece, piece.began, tid, "process", name, args)


def _wait(trace: Trace, tid: int, wait: Wait) -> dict[str, Any]:
    args = {"after_step": wait.step, "records": _records(trace, wait.records), "attempt": wait.attempt}
    return _complete(trace, wait, wait.since, tid, "wait", f"waits for try {wait.attempt + 1}", args)


def _complete(
    trace: Trace, each: Piece | Wait, began: int, tid: int, category: str, name: str, args: dict[str, Any]
) -> dict[str, Any]:
    """A complete event: a slice with a beginning and a length."""
    return {
        "name": name,
        "cat": category,
        "ph": "X",
        "ts": began * _MICROSECONDS,
        "dur": (each.ended - began) * _MICROSECONDS,
        "pid": _pid(trace, each.track.consumer),
        "tid": tid,
        "args": args,
    }


def _records(trace: Trace, indexes: tuple[int, ...]) -> list[str]:
    return [record_name(trace, index) for index in indexes]
