"""What the sentences about pollers, workers and shards claim, held against the steps of their run by other code."""

from __future__ import annotations

import re

from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.machine.details import shards_of
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event

HANDED_OVER = (Event.READ_RECORDS, Event.PROCESS_FILTERED)
DOWN = (Event.READ_STOPPED, Event.READ_CRASHED)


def check_reader_claims(trace: Trace, ended_at_rest: bool) -> int:
    """Hold every claim about readers and shards against the trace; returns how many there were."""
    claims = 0
    for step in trace.steps:
        said = plain(narrate(trace, step.number))
        for claim, holds in CLAIMS:
            found = re.search(claim, said)
            if found:
                claims += 1
                assert holds(trace, step, found, ended_at_rest), f"step {step.number}: {said}"
    return claims


def _mine(trace: Trace, name: str | None, first: int, last: int | None = None) -> list[Step]:
    """The steps of a consumer from one number on, up to before another."""
    end = len(trace.events) if last is None else last - 1
    return [trace.step(number) for number in range(first, end + 1) if trace.actors[number - 1] == name]


def _shard(trace: Trace, index: int) -> int:
    return trace.records[index].shard.number


def _records(words: str) -> set[int]:
    """The indexes of records named as `2` or `2-4, 7`."""
    found: set[int] = set()
    for part in words.split(", "):
        first, _, last = part.partition("-")
        found.update(range(int(first) - 1, int(last or first)))
    return found


def _tries_again(trace: Trace, step: Step, _: re.Match[str], ended_at_rest: bool) -> bool:
    """A refused reader is served in the end, unless it is stopped, dies, or the records are trimmed first."""
    (shard,) = step.shards
    later = _mine(trace, step.consumer, step.number + 1)
    for each in later:
        if each.event in DOWN or each.event is Event.READ_TRIMMED:
            return True
        served = each.event in HANDED_OVER or each.event is Event.PROCESS_DISCARDED
        if served and shard in (_shard(trace, index) for index in each.records):
            return True
    return not ended_at_rest or any(event is Event.AVAILABLE_TRIMMED for event in trace.events[step.number :])


def _was_refused_rightly(trace: Trace, step: Step, _: re.Match[str], __: bool) -> bool:
    """Two pollers or workers beside it read the shard just before; a mapping's reads leave no step of their own."""
    (shard,) = step.shards
    recent = {
        trace.actors[number - 1]
        for number in range(1, step.number)
        if trace.events[number - 1] is Event.READ_RECORDS
        and trace.actors[number - 1] != step.consumer
        and _shard(trace, trace.record_indexes[number - 1][0]) == shard
        and step.time - trace.times[number - 1] < 1000
    }
    return len(recent) >= 2 or any(reader.kind == "lambda" for reader in trace.readers)


def _passes_over(trace: Trace, step: Step, found: re.Match[str], __: bool) -> bool:
    """What a start passes over was there before it, and its consumer never gets it."""
    named = _records(found[1])
    captured = all(trace.captured[index] < step.number for index in named)
    got = {index for each in _mine(trace, step.consumer, 1) if each.event in HANDED_OVER for index in each.records}
    return captured and named == set(step.records) and not named & got


def _waits_for_parent(trace: Trace, step: Step, found: re.Match[str], __: bool) -> bool:
    """Whoever waits for a parent reads the new record after the parent's end, and has not read the named ones yet."""
    parent = int(found[2])
    names = trace.consumers if found[1] == "The consumer" else tuple(re.split(r", | and ", found[1]))
    for name in names:
        mine = _mine(trace, name, step.number)
        ends = [each.number for each in mine if each.event is Event.READ_SHARD_END and parent in shards_of(each.detail)]
        reads = [each.number for each in mine if each.event in HANDED_OVER and step.records[0] in each.records]
        if not ends or not reads or ends[0] > reads[0]:
            return False
        if found[3] and not _records(found[3]) <= {index for each in mine for index in each.records}:
            return False
    return trace.records[step.records[0]].shard.parent is trace.shards[parent - 1]


def _goes_on_after(trace: Trace, step: Step, found: re.Match[str], __: bool) -> bool:
    """The newest checkpoint of the shard is that record, and the next page of it begins with the record after."""
    stored = int(found[1]) - 1
    shard = trace.records[stored].shard
    checkpoints = [
        each.detail.checkpoint  # type: ignore[union-attr]
        for each in _mine(trace, step.consumer, 1, step.number)
        if each.event is Event.PROCESS_CHECKPOINTED and shard.number in each.shards
    ]
    return bool(checkpoints) and checkpoints[-1] == stored


def _nothing_is_stored(trace: Trace, step: Step, _: re.Match[str], __: bool) -> bool:
    return not any(
        each.event is Event.PROCESS_CHECKPOINTED and set(each.shards) & set(step.shards)
        for each in _mine(trace, step.consumer, 1, step.number)
    )


def _nobody_is_alive(trace: Trace, step: Step, _: re.Match[str], __: bool) -> bool:
    """Nothing is read until somebody is back."""
    for each in _mine(trace, step.consumer, step.number + 1):
        if each.event in (Event.READ_RESTARTED, Event.READ_WORKER_ADDED):
            return True
        if each.phase.value in ("read", "process", "idle") and each.event not in DOWN:
            return each.event is Event.READ_STARTED
    return True


def _counts_as_processing(trace: Trace, step: Step, _: re.Match[str], __: bool) -> bool:
    """Until its next read or idle step no other work of the consumer begins, so it stays what it is."""
    variable = trace.variable_of("consumer_state", step.consumer or "")
    if str(trace.value(variable, after=step.number)) != "Processing":
        return False
    before = [each.event for each in _mine(trace, step.consumer, 1, step.number)]
    stops = [event for event in before if event in (Event.READ_STOPPED, Event.READ_STARTED)]
    return not stops or stops[-1] is Event.READ_STARTED


def _changed(trace: Trace, step: Step, found: re.Match[str], __: bool) -> bool:
    """The value before the arrow is in the item before the write, and the one after it in the item after."""
    change = step.change
    assert change is not None
    assert change.before is not None
    assert change.after is not None
    name, before, after = found.groups()
    here = change.before.get(name), change.after.get(name)
    return None not in here and [value.value for value in here if value is not None] == [before, after]


CLAIMS = (
    (r"tries again at its next poll", _tries_again),
    (r"more than two readers at a time", _was_refused_rightly),
    (r"Records? ([0-9, -]+?) came before that and never reach", _passes_over),
    (
        r"\. ([^.]+) (?:has|have) to finish shard (\d+), the parent of shard \d+, before that"
        r"(?:: records? ([0-9, -]+) (?:is|are) still unread there)?",
        _waits_for_parent,
    ),
    (r"after the last checkpoint there, record (\d+)", _goes_on_after),
    (r"takes the lease .* because no checkpoint of it is stored", _nothing_is_stored),
    (r"none of its workers is alive", _nobody_is_alive),
    (r"counts as Processing until its next poll", _counts_as_processing),
    (r"is a MODIFY \(F13\): (status|n) ([A-Z0-9]+) → ([A-Z0-9]+)[.,]", _changed),
)
"""Each kind of claim, by the words that make it, and what has to be so for it."""
