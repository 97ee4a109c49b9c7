"""Actions of steps with their items and shard: choices of predict mode that differ only in these can be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.dynamodb.phrases import joined
from simulator.lesson.predict.workers import consumers_by, workers_by
from simulator.lesson.words.events.row import who_words
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.sentences import MOST_NAMED, key_words
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def named_action(trace: Trace, step: Step, by: int | None = None) -> str:
    """The action of a step; where a run has several items or shards, those that the step is about stand behind it.

    With `by`, a step, nothing is named that is captured only later: the newest records by then stand in its place.
    """
    told = ", ".join(_about(trace, _known(trace, step.records, by)))
    return f"{action_words(trace, step)} ({told})" if told else action_words(trace, step)


def named_record(trace: Trace, index: int) -> str:
    """A record by its item and number, `o-1 · r3`, and by its shard where the run has several."""
    record = trace.records[index]
    where = f", shard {record.shard.number}" if len(trace.shards) > 1 else ""
    return f"{key_words(record.key)} · r{index + 1}{where}"


def _known(trace: Trace, indexes: Sequence[int], by: int | None) -> Sequence[int]:
    """The records, or as many that are captured by a step where some of them are not."""
    if by is None or all(trace.captured[index] <= by for index in indexes):
        return indexes
    known = [index for index, captured in enumerate(trace.captured) if captured <= by]
    return known[-len(indexes) :]


def _about(trace: Trace, indexes: Sequence[int]) -> Iterator[str]:
    records = [trace.records[index] for index in indexes]
    items = list(dict.fromkeys(key_words(record.key) for record in records))
    if 0 < len(items) <= MOST_NAMED and _has_several_items(trace):
        yield joined(items)
    shards = sorted({record.shard.number for record in records})
    if shards and len(trace.shards) > 1:
        yield f"shard{'s' if len(shards) > 1 else ''} {joined([str(each) for each in shards])}"


def _has_several_items(trace: Trace) -> bool:
    return any(record.key != trace.records[0].key for record in trace.records)


def swapped(trace: Trace, step: Step) -> Iterator[str]:
    """The action of a step as another consumer or worker would do it, or a read in another shard that is there.

    The latter only where one item has all records: else the items of the choice would not fit the shard.
    """
    action = named_action(trace, step)
    who = who_words(trace, step) if step.consumer is not None else ""
    if who and action.startswith(who):
        yield from (f"{other}{action.removeprefix(who)}" for other in _others(trace, step) if other != who)
    shards = {trace.records[index].shard.number for index in step.records}
    if step.event is Event.READ_RECORDS and len(shards) == 1 and not _has_several_items(trace):
        (here,) = shards
        there = [each.number for each in trace.shards if trace.stream_life.opened[each.number] <= step.number]
        yield from (f"{action_words(trace, step)} (shard {each})" for each in there if each != here)


def _others(trace: Trace, step: Step) -> Iterator[str]:
    if step.worker:
        consumer = next(each for each in trace.readers if each.name == step.consumer)
        workers = workers_by(trace, consumer, step.number - 1)
        whole = who_words(trace, step)
        yield from (whole.removesuffix(step.worker) + worker for worker in workers)
    elif len(trace.consumers) > 1:
        yield from (each.name for each in consumers_by(trace, step.number - 1))
