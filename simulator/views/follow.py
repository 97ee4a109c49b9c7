"""Follow one record, one item or one consumer through a run: the steps that are about it, and the next failure."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from simulator.dynamodb.table import Key
from simulator.lesson.words.sentences import key_words
from simulator.machine.details import FailureDetail, PartialDetail
from simulator.machine.trace import Trace
from simulator.views.event_signs import FAILURES
from simulator.views.record import record_name

MOST_RECORDS = 3
"""Records of one step that are offered one after another: more would bury the item and the consumer."""


class Followed(NamedTuple):
    """What is followed: one of the three."""

    record: int | None = None
    """A record, as an index into the trace's records."""
    key: Key | None = None
    """An item, by its key."""
    consumer: str | None = None
    """A consumer, by its name."""


def followed_words(trace: Trace, followed: Followed) -> str:
    """A name for it: `o-1 · r3`, `item o-1`, `consumer mailer`."""
    if followed.record is not None:
        return record_name(trace, followed.record)
    if followed.key is not None:
        return f"item {key_words(followed.key)}"
    return f"consumer {followed.consumer}"


def captured_records(trace: Trace, step: int) -> list[int]:
    """The records of a step that there are by now; the one that failed its batch comes first.

    A write's step has the index of the record that is still to come.
    """
    if not step:
        return []
    detail = trace.details.get(step)
    failed = detail.failed if isinstance(detail, FailureDetail | PartialDetail) else None
    there = (index for index in trace.record_indexes[step - 1] if trace.captured[index] <= step)
    return sorted(there, key=lambda index: index != failed)


def subjects(trace: Trace, step: int) -> tuple[Followed, ...]:
    """What can be followed from a step on: its records that there are by now, their items, and its consumer."""
    if not step:
        return ()
    change, actor, records = trace.writes.get(step), trace.actors[step - 1], captured_records(trace, step)
    keys = dict.fromkeys(trace.records[index].key for index in records)
    if change is not None:
        keys[change.key] = None
    return (
        *(Followed(record=index) for index in records[:MOST_RECORDS]),
        *(Followed(key=key) for key in list(keys)[:MOST_RECORDS]),
        *([Followed(consumer=actor)] if actor is not None else []),
    )


def next_subject(trace: Trace, step: int, followed: Followed | None) -> Followed | None:
    """What one more press of the key follows: the next subject of the step after this one; None after the last."""
    offered = subjects(trace, step)
    if followed not in offered:
        return offered[0] if offered else None
    return next(iter(offered[offered.index(followed) + 1 :]), None)


def is_about(trace: Trace, step: int, followed: Followed) -> bool:
    """Whether a step is about what is followed."""
    if followed.record is not None:
        return followed.record in trace.record_indexes[step - 1]
    if followed.key is not None:
        change = trace.writes.get(step)
        if change is not None and change.key == followed.key:
            return True
        return any(trace.records[index].key == followed.key for index in trace.record_indexes[step - 1])
    return trace.actors[step - 1] == followed.consumer


@lru_cache(maxsize=2)
def steps_about(trace: Trace, followed: Followed) -> array[int]:
    """The steps of the whole run that are about it, in order; found once."""
    return array("q", (step for step in range(1, len(trace.events) + 1) if is_about(trace, step, followed)))


def step_after(steps: array[int], step: int) -> int | None:
    """The first of some steps after a step; None where there is none."""
    place = bisect_right(steps, step)
    return steps[place] if place < len(steps) else None


def step_before(steps: array[int], step: int) -> int | None:
    """The last of some steps before a step; None where there is none."""
    place = bisect_left(steps, step)
    return steps[place - 1] if place else None


def failures(trace: Trace) -> array[int]:
    """The steps at which something fails, is refused, or is lost."""
    return trace.steps_of(*FAILURES)


def records_of(trace: Trace, followed: Followed, step: int) -> Iterator[int]:
    """The records that it stands for, of those captured by the end of a step: one, an item's, or a consumer's in work.

    A map and the lanes of time light these up. A consumer stands for the records of the step where it acts.
    """
    if followed.record is not None:
        yield from [followed.record] if trace.captured[followed.record] <= step else []
    elif followed.key is not None:
        yield from (
            index
            for index, record in enumerate(trace.records)
            if record.key == followed.key and trace.captured[index] <= step
        )
    elif step and trace.actors[step - 1] == followed.consumer:
        yield from trace.record_indexes[step - 1]


def names_of(trace: Trace, followed: Followed, step: int) -> tuple[str, ...]:
    """The names under which pictures of a step show what is followed: `r4`, `order-4`, `ledger`."""
    records = tuple(f"r{index + 1}" for index in records_of(trace, followed, step))
    if followed.key is not None:
        return (key_words(followed.key), *records)
    return records if followed.consumer is None else (followed.consumer, *records)
