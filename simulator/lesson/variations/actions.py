"""The actions that can be put into a lesson at one of its steps: writes, crashes, stops, splits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from simulator.dynamodb.attributes import AttributeValue, Item
from simulator.lesson.variations.placing import Patch
from simulator.lesson.words.sentences import key_words
from simulator.machine.details import JoinDetail
from simulator.machine.steps import ConsumerInfo
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState
from simulator.scenario.events import Event
from simulator.scenario.written_values import scalar, written_item, written_value

MOST_ITEMS = 4
"""Items that are offered for a write, the one written last first."""


class ActionToPutIn(NamedTuple):
    """An action that can be put in at a step."""

    words: str
    """The action in words: `delete p-1`."""
    entry: Patch
    """The entry of the timeline, with its time."""


def actions_at(trace: Trace, step: int) -> tuple[ActionToPutIn, ...]:
    """The actions that can happen right after a step of a run; 0 is the start."""
    time = time_after(trace, step)
    found = (*_writes(trace, step), *_of_consumers(trace, step), *_of_shards(trace, step))
    return tuple(ActionToPutIn(words, {**action, "at": scalar(f"{time}ms")}) for words, action in found)


def time_after(trace: Trace, step: int) -> int:
    """When an action comes that is put in after a step, in ms: at the step's own time it would come before a read."""
    return trace.times[step - 1] + 1 if step else 0


Offer = tuple[str, dict[str, Any]]


def _writes(trace: Trace, step: int) -> Iterator[Offer]:
    newest = list(islice(trace.table_life.newest(step), MOST_ITEMS))
    known = newest or list(islice(trace.table_life.newest(len(trace.events)), 1))
    for _, item in known[:1]:
        new = _new_item(trace, item)
        if new is not None:
            key = tuple(new[name] for name in trace.key_names)
            yield f"put a new item, {key_words(key)}", {"put": written_item(new)}
    for key, item in newest:
        names = dict(zip(trace.key_names, key, strict=True))
        for name, value in item.items():
            other = _other_value(value)
            if name not in trace.key_names and other is not None:
                update = {"key": written_item(names), "set": {name: written_value(other)}}
                yield f"update {key_words(key)}", {"update": update}
                break
        yield f"delete {key_words(key)}", {"delete": written_item(names)}


def _new_item(trace: Trace, like: Item) -> Item | None:
    """An item like another one, whose key no item of the run ever had; None where a binary key would be needed."""
    last = trace.key_names[-1]
    taken = {change.key[-1] for change in trace.writes.values() if change.key}
    kind = like[last].type
    if kind == "N":
        numbers = [int(each.value) for each in taken if each.type == "N" and each.value.lstrip("-").isdigit()]
        return {**like, last: AttributeValue("N", str(max(numbers, default=0) + 1))}
    if kind != "S":
        return None
    number = next(number for number in range(1, len(taken) + 2) if AttributeValue("S", f"new-{number}") not in taken)
    return {**like, last: AttributeValue("S", f"new-{number}")}


def _other_value(value: AttributeValue) -> AttributeValue | None:
    """Another value of the same type, for a type of which there is a simple one."""
    if value.type == "S":
        return AttributeValue("S", "CHANGED" if value.value != "CHANGED" else "CHANGED_AGAIN")
    if value.type == "BOOL":
        return AttributeValue("BOOL", not value.value)
    if value.type == "N" and value.value.lstrip("-").isdigit() and len(value.value) < 30:
        return AttributeValue("N", str(int(value.value) + 1))
    return None


def _of_consumers(trace: Trace, step: int) -> Iterator[Offer]:
    for consumer in trace.readers:
        name = consumer.name
        if not trace.readings[name].is_there(step):
            continue
        state = trace.value(trace.variable_of("consumer_state", name), step)
        if state == ConsumerState.STOPPED:
            yield f"start {name}", {"start": _named(name)}
            continue
        if consumer.kind == "kcl":
            yield from _of_workers(trace, consumer, step)
        elif consumer.kind == "poller" and state == ConsumerState.CRASHED:
            yield f"restart {name}", {"restart": _named(name)}
            continue
        elif consumer.kind == "poller":
            yield f"crash {name}", {"crash": _named(name)}
        elif any(trace.actors[number - 1] == name and number <= step for number in trace.steps_of(*_DELIVERED)):
            yield f"deliver the newest batch of {name} once more", {"redeliver": _named(name)}
        yield f"stop {name}", {"stop": _named(name)}


_DELIVERED = (Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE)


def _of_workers(trace: Trace, consumer: ConsumerInfo, step: int) -> Iterator[Offer]:
    joined = [
        detail.worker
        for number in trace.steps_of(Event.READ_WORKER_ADDED)
        if number <= step
        and trace.actors[number - 1] == consumer.name
        and isinstance(detail := trace.details.get(number), JoinDetail)
    ]
    workers = [*consumer.workers, *joined]
    for worker in workers:
        kind = "crash" if trace.readings[consumer.name].is_alive(worker, step) else "restart"
        yield f"{kind} {worker} of {consumer.name}", {kind: _named(consumer.name, worker)}
    new = next(each for number in range(1, len(workers) + 2) if (each := f"worker-{number}") not in workers)
    yield f"add {new} to {consumer.name}", {"add_worker": _named(consumer.name, new)}


def _named(consumer: str, worker: str | None = None) -> Patch:
    named = {"consumer": scalar(consumer)}
    return named if worker is None else {**named, "worker": scalar(worker)}


def _of_shards(trace: Trace, step: int) -> Iterator[Offer]:
    status = trace.recorded_histories["stream_status"].at(step)
    if status == "DISABLED":
        yield "turn a new stream on", {"enable_stream": {"view_type": scalar("NEW_AND_OLD_IMAGES")}}
        return
    if status != "ENABLED":
        return
    life = trace.stream_life
    for shard in trace.shards:
        if life.opened[shard.number] <= step < life.closed[shard.number]:
            yield f"split shard {shard.number}", {"split_shard": scalar(str(shard.number), "number")}
            yield f"roll shard {shard.number} over", {"roll_over_shard": scalar(str(shard.number), "number")}
    yield "turn the stream off", {"disable_stream": {}}
