"""Who waits for whom: a child shard's records wait until their reader has finished the parent (F124)."""

from __future__ import annotations

from simulator.dynamodb.phrases import joined
from simulator.dynamodb.shards import Shard
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, records_named
from simulator.machine.details import ShardDetail
from simulator.machine.steps import ConsumerInfo, Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def waits_for_parent(trace: Trace, step: Step) -> Prose:
    """Which consumers cannot read a child shard's new record yet, and what they have to finish before it."""
    shard = trace.records[step.records[0]].shard
    if shard.parent is None:
        return ()
    parent = shard.parent.number
    ends = _ends(trace, parent)
    waiting = [
        reader
        for reader in trace.readers
        if step.number < ends.get(reader.name, 0) <= trace.progress[reader.name].read[step.records[0]]
    ]
    if not waiting:
        return ()
    several = len(trace.readers) > 1
    return cite(
        " {who} {have} to finish shard {parent}, the parent of shard {shard}, before that{left}.",
        who=joined([each.name for each in waiting]) if several else "The consumer",
        have="has" if len(waiting) == 1 else "have",
        parent=parent,
        shard=shard.number,
        left=_left(trace, waiting[0], step, parent) if len(waiting) == 1 else "",
    )


def children_that_wait(trace: Trace, step: Step) -> Prose:
    """Which children of the shard that a step reads have records, and wait until their parent is finished."""
    reader = next(each for each in trace.readers if each.name == step.consumer)
    parent = trace.records[step.records[0]].shard
    if not reader.parents_first or reader.lists_once:
        return ()
    children = [each.number for each in trace.shards if each.parent is parent and _can_be_read(trace, step, each)]
    if not children:
        return ()
    return cite(
        " {children} {have} records too, which wait until shard {parent} is finished ({F124}).",
        children=f"Shard {children[0]}, a child of this shard,"
        if len(children) == 1
        else f"Shards {joined(list(map(str, children)))}, the children of this shard,",
        have="has" if len(children) == 1 else "have",
        parent=parent.number,
    )


def _can_be_read(trace: Trace, step: Step, shard: Shard) -> bool:
    """Whether a shard has records that a read could return: the newest available one is not trimmed."""
    count = trace.stream_life.available_in(shard, step.number)
    return count > 0 and trace.stream_life.trimmed[shard.records[count - 1]] > step.number


def _ends(trace: Trace, shard: int) -> dict[str, int]:
    """For each consumer the first step at which it is done with a shard, by the consumer's name."""
    ends: dict[str, int] = {}
    for number, detail in trace.details.items():
        if isinstance(detail, ShardDetail) and detail.shard == shard:
            name = trace.actors[number - 1]
            if name is not None and trace.events[number - 1] is Event.READ_SHARD_END:
                ends.setdefault(name, number)
    return ends


def _left(trace: Trace, reader: ConsumerInfo, step: Step, parent: int) -> str:
    """The records of the parent that the reader has not read by a step."""
    read = trace.progress[reader.name].read
    there = [index for index in trace.shards[parent - 1].records if trace.captured[index] <= step.number]
    unread = [index for index in there if read[index] > step.number]  # those that it never reads are no reason to wait
    return f": {records_named(unread)} {'is' if len(unread) == 1 else 'are'} still unread there" if unread else ""
