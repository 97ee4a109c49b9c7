"""What the lanes of a run are found by: the tracks of its steps, the work in them, what became of the records."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from simulator.machine.details import BatchDetail, shards_of, worker_of
from simulator.machine.trace import Trace
from simulator.machine.work import Piece, Track, Wait
from simulator.scenario.events import Event
from simulator.views.time.words import Mark


class Index(NamedTuple):
    """What a run's lanes are found by; worked out once for a run."""

    tracks: dict[int, Track]
    """The track of each step that begins or ends a piece of work, or a wait."""
    pieces: dict[Track, list[Piece]]
    waits: dict[Track, list[Wait]]
    owners: dict[tuple[str, int], Track]
    """The track in which a consumer worked on a record last."""
    reads: dict[Track, list[int]]
    """The read steps of each track, in order."""
    windows: dict[Track, list[tuple[int, int]]]
    """For each track its batching windows that had records: from when on, and the read step that ended it."""
    available: array[int]
    """For each record the step at which readers can see it; 0: it never came to that."""
    gone: dict[tuple[str, int], int]
    """The step at which a record was given up or found to be lost, by consumer and record."""
    trimmed: dict[int, int]
    """The step at which a record was trimmed."""
    streams: dict[str, set[int]]
    """The streams from which each consumer ever gets a record, as indexes."""
    marks: dict[int, tuple[tuple[Track, Mark], ...]]
    """The marks of each step that was looked at, each with its track."""


@lru_cache(maxsize=2)  # two runs can stand beside each other
def index_of(trace: Trace) -> Index:
    """What the lanes of a run are found by."""
    index = Index({}, {}, {}, {}, {}, {}, array("q", [0]) * len(trace.records), {}, {}, {}, {})
    for piece in trace.work.pieces:
        index.pieces.setdefault(piece.track, []).append(piece)
        index.tracks.setdefault(piece.read_step, piece.track)
        if piece.step is not None:
            index.tracks[piece.step] = piece.track
        index.owners.update(((piece.track.consumer, each), piece.track) for each in piece.records)
    for wait in trace.work.waits:
        index.waits.setdefault(wait.track, []).append(wait)
        index.tracks.setdefault(wait.step, wait.track)
    stream_of = {id(stream): place for place, stream in enumerate(trace.streams)}
    for number, event in enumerate(trace.events, 1):
        records = trace.record_indexes[number - 1]
        actor = trace.actors[number - 1]
        if event is Event.AVAILABLE_RECORD:
            index.available[records[0]] = number
        elif event is Event.AVAILABLE_TRIMMED:
            index.trimmed.update((each, number) for each in records)
        elif actor is not None and event in (Event.PROCESS_DISCARDED, Event.READ_TRIMMED):
            for each in records:
                index.gone.setdefault((actor, each), number)
        elif actor is not None and event in (Event.READ_RECORDS, Event.PROCESS_FILTERED):
            index.streams.setdefault(actor, set()).add(stream_of[id(trace.records[records[0]].stream)])
            if event is Event.READ_RECORDS:
                track, detail = track_of(trace, index, number), trace.details.get(number)
                index.reads.setdefault(track, []).append(number)
                if isinstance(detail, BatchDetail) and detail.gathered_since is not None:
                    index.windows.setdefault(track, []).append((detail.gathered_since, number))
    return index


def track_of(trace: Trace, index: Index, number: int) -> Track:
    """The track of a step: known from the work that it begins or ends, else the first of its shard."""
    if number in index.tracks:
        return index.tracks[number]
    detail, records = trace.details.get(number), trace.record_indexes[number - 1]
    shard = trace.records[records[0]].shard.number if records else shards_of(detail)[0]
    actor = trace.actors[number - 1] or ""
    owner = index.owners.get((actor, records[0])) if records else None
    return owner or Track(actor, shard, worker_of(detail), 1)


def newest_read(index: Index, track: Track, step: int) -> int:
    """The newest read step of a track up to a step."""
    reads = index.reads.get(track, [])
    place = bisect_right(reads, step)
    return reads[place - 1] if place else 0
