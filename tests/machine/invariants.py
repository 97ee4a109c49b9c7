"""Invariants of every run (F361), whatever is on the timeline; and random timelines to try it on.

Shared by the tests and by tests/fuzz.py.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

from simulator.dynamodb.table import Effect
from simulator.machine.details import LeaseDetail, RestartDetail, shards_of
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario

MOST_TURNS = 5_000
"""Turns of its agenda beyond which the suite leaves a random run out: it shows empty polls for hours (`make fuzz` does
not)."""

KEYS = [f"o-{n}" for n in range(6)]
VIEWS = ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]

IMAGES = {  # the images that a record carries (F86)
    ("KEYS_ONLY", "INSERT"): set(),
    ("KEYS_ONLY", "MODIFY"): set(),
    ("KEYS_ONLY", "REMOVE"): set(),
    ("NEW_IMAGE", "INSERT"): {"NewImage"},
    ("NEW_IMAGE", "MODIFY"): {"NewImage"},
    ("NEW_IMAGE", "REMOVE"): set(),
    ("OLD_IMAGE", "INSERT"): set(),
    ("OLD_IMAGE", "MODIFY"): {"OldImage"},
    ("OLD_IMAGE", "REMOVE"): {"OldImage"},
    ("NEW_AND_OLD_IMAGES", "INSERT"): {"NewImage"},
    ("NEW_AND_OLD_IMAGES", "MODIFY"): {"NewImage", "OldImage"},
    ("NEW_AND_OLD_IMAGES", "REMOVE"): {"OldImage"},
}


def check(scenario: Scenario, trace: Trace, ended_at_rest: bool) -> None:
    """Every invariant; an AssertionError says which does not hold."""
    times = list(trace.times)
    assert times == sorted(times), "time went back"
    _records_and_changes(trace, ended_at_rest)
    _images_and_sizes(trace)
    _order(trace)
    for reader in trace.readers:
        _parents_first(trace, reader.name)
        _checkpoints(trace, reader.name)
    if ended_at_rest:
        _everything_is_done_with(scenario, trace)


def _records_and_changes(trace: Trace, ended_at_rest: bool) -> None:
    """No record without a change, and, while the stream is on, no change without a record."""
    items: dict[Any, Any] = {}
    on = trace.recorded_histories["stream_status"]
    for number, change in trace.writes.items():
        if change.effect is Effect.CANCELLED:
            continue
        assert items.get(change.key) == change.before, "an item changed without a write"
        items[change.key] = change.after
        about = trace.record_indexes[number - 1]
        if change.before == change.after:
            assert not about, "a record without a change"
        elif ended_at_rest and on.at(number) == "ENABLED" and on.at(number - 1) == "ENABLED":
            assert about, "a change without a record"
    changes = [record.change for record in trace.records]
    assert len({id(change) for change in changes}) == len(changes), "a change with two records"


def _images_and_sizes(trace: Trace) -> None:
    for record in trace.records[:200]:
        body = record.to_api()["dynamodb"]
        images = {name for name in ("NewImage", "OldImage") if name in body}
        assert images == IMAGES[record.stream.view_type.value, record.event_name], "images not as in F86"
        parts = [body["Keys"], *(body[name] for name in images)]
        assert body["SizeBytes"] == sum(map(_bytes, parts)), "SizeBytes not as F31 says"


def _bytes(item: dict[str, Any]) -> int:
    """The size of an item from its typed JSON, by F32; only the types that random timelines have."""
    size = 0
    for name, value in item.items():
        ((kind, content),) = value.items()
        size += len(name.encode())
        if kind == "S":
            size += len(content.encode())
        else:
            assert kind == "N"
            digits = content.lstrip("-").replace(".", "").strip("0")
            size += 1 + (len(digits) + 1) // 2
    return size


def _order(trace: Trace) -> None:
    """Per item the order of the writes, and sequence numbers that grow, through every shard (F5, F361)."""
    place = {id(change): number for number, change in trace.writes.items()}
    by_item: dict[Any, list[Any]] = {}
    for record in trace.records:
        by_item.setdefault((id(record.stream), record.key), []).append(record)
    for records in by_item.values():
        for earlier, later in pairwise(records):
            assert earlier.sequence_number < later.sequence_number, "sequence numbers of an item do not grow"
            assert place[id(earlier.change)] < place[id(later.change)], "an item's records are not in order"
            if earlier.shard is not later.shard:
                ancestor = later.shard.parent
                while ancestor is not None and ancestor is not earlier.shard:
                    ancestor = ancestor.parent
                assert ancestor is earlier.shard, "an item changed to a shard that is no descendant"
    for shard in trace.shards:
        numbers = [trace.records[index].sequence_number for index in shard.records]
        assert numbers == sorted(numbers)
        assert all(number >= shard.starting_sequence_number for number in numbers)
        assert shard.ending_sequence_number is None or all(n <= shard.ending_sequence_number for n in numbers)
        assert len(set(shard.records)) == len(shard.records), "a record stands in a shard twice"


def _parents_first(trace: Trace, name: str) -> None:
    """A consumer reads no child before it is done with the parent (F124)."""
    ended: set[int] = set()
    seen: set[int] = set()
    for number, event in enumerate(trace.events, 1):
        if trace.actors[number - 1] != name:
            continue
        if event is Event.READ_SHARD_END:
            ended.add(trace.details[number].shard)
        elif event is Event.READ_RESTARTED and name not in _with_workers(trace):
            ended.clear()  # a poller has lost its place and begins again
            seen.clear()
        elif event is Event.READ_RECORDS:
            shard = trace.records[trace.record_indexes[number - 1][0]].shard
            seen.add(shard.number)
            parent = shard.parent
            if parent is not None and parent.number in seen:
                assert parent.number in ended, "a child was read before its parent's end"


def _with_workers(trace: Trace) -> set[str]:
    return {reader.name for reader in trace.readers if reader.kind == "kcl"}


def _checkpoints(trace: Trace, name: str) -> None:
    """A checkpoint never passes a record that was not processed, discarded, filtered or lost (F361)."""
    done: set[int] = set()
    begun: dict[int, int] = {}
    stored: set[int] = set()
    for number, event in enumerate(trace.events, 1):
        if trace.actors[number - 1] != name:
            continue
        about = trace.record_indexes[number - 1]
        detail = trace.details.get(number)
        if isinstance(detail, LeaseDetail | RestartDetail) and detail.at_latest:
            # Who takes a shard of which nothing is stored begins at its end, whatever was read before (F238).
            for shard_number in shards_of(detail) or tuple(begun.keys() - stored):
                begun.pop(shard_number, None)
        if event is Event.READ_RECORDS or event is Event.PROCESS_FILTERED:
            for index in about:
                begun.setdefault(trace.records[index].shard.number, index)
        if event in (Event.PROCESS_DISCARDED, Event.PROCESS_FILTERED, Event.READ_TRIMMED):
            done.update(about)
        elif event in (Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE, Event.PROCESS_PARTIAL):
            done.update(trace.finished(number))
        elif event is Event.PROCESS_CHECKPOINTED:
            shard = trace.shards[detail.shard - 1]
            stored.add(shard.number)
            last = shard.records[-1] if detail.checkpoint == "SHARD_END" and shard.records else detail.checkpoint
            if isinstance(last, int) and shard.number in begun:
                passed = [index for index in shard.records if begun[shard.number] <= index <= last]
                assert set(passed) <= done, "the checkpoint passed an unprocessed record"


def _everything_is_done_with(scenario: Scenario, trace: Trace) -> None:
    """With a healthy consumer every record is processed, discarded, filtered or trimmed in the end."""
    for reader in trace.readers:
        mine = [n for n, by in enumerate(trace.actors, 1) if by == reader.name]
        halting = (Event.READ_CRASHED, Event.READ_STOPPED)
        if any(trace.events[n - 1] in halting for n in mine) or reader.starting_position != "TRIM_HORIZON":
            continue
        read = [
            index for n in mine if trace.events[n - 1] is Event.READ_RECORDS for index in trace.record_indexes[n - 1]
        ]
        if not read:
            continue
        done: set[int] = set()
        for n in mine:
            event = trace.events[n - 1]
            if event in (Event.PROCESS_DISCARDED, Event.PROCESS_FILTERED, Event.READ_TRIMMED):
                done.update(trace.record_indexes[n - 1])
            elif event in (Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE, Event.PROCESS_PARTIAL):
                done.update(trace.finished(n))
        stream = trace.records[read[0]].stream
        trimmed = {index for shard in stream.shards for index in shard.records[: shard.trimmed]}
        everything = {index for shard in stream.shards for index in shard.records}
        assert everything <= done | trimmed, f"{reader.name} left records undone"


# Random timelines


def random_document(random: Random) -> dict[str, Any]:
    """A lesson file with a bit of everything."""
    consumers = [_consumer(random, place) for place in range(random.choice([1, 1, 2, 3]))]
    count = random.randint(1, 8)
    return {
        "title": "Random",
        "seed": random.randint(0, 9),
        "table": {
            "name": "Orders",
            "partition_key": "order_id",
            **({"time_to_live": {"attribute": "ttl", "deletion_delay": "90s"}} if random.random() < 0.3 else {}),
        },
        "stream": {
            "view_type": random.choice(VIEWS),
            "shards": random.choice([1, 1, 2, 3]),
            "enabled": random.random() < 0.9,
            "capture_delay": random.choice(["0ms", "1ms", "50ms", "2s"]),
            "availability_delay": random.choice(["0ms", "1ms", "50ms", "2s"]),
        },
        "show_empty_polls": random.random() < 0.1,
        "consumers": consumers,
        "timeline": _timeline(random, consumers, count),
    }


def _timeline(random: Random, consumers: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Entries, most of which can be at their time: who runs, crashes or stops is kept in mind."""
    states: dict[str, set[str]] = {consumer["name"]: set() for consumer in consumers}
    return [action(random, consumers, states) for _ in range(count)]


def write(random: Random) -> dict[str, Any]:
    """A put, an update or a delete."""
    key = {"order_id": random.choice(KEYS)}
    values: dict[str, Any] = {name: random.randint(0, 2) for name in "ab" if random.random() < 0.5}
    if random.random() < 0.2:
        values["ttl"] = random.choice([1, 1_704_067_260, 1_704_070_800])
    made = random.choice(
        [
            {"put": {**key, **values}},
            {"put": {**key, **values}},
            {"update": {"key": key, **({"set": values} if values else {})}},
            {"delete": key},
        ]
    )
    if random.random() < 0.15:
        made = {**made, "condition": {random.choice(["attribute_exists", "attribute_not_exists"]): "a"}}
    return made


def action(random: Random, consumers: list[dict[str, Any]], states: dict[str, set[str]]) -> dict[str, Any]:
    """An entry of the timeline. An impossible entry is refused by the program, in one line."""
    kind = random.choices(
        ["write", "repeat", "batch", "transaction", "wait", "shard", "stream", "consumer"], [6, 3, 2, 2, 3, 1, 1, 4]
    )[0]
    made: dict[str, Any]
    if kind == "write":
        made = write(random)
    elif kind == "repeat":
        do = {"put": {"order_id": "r-{n}", "a": random.randint(0, 2)}}
        made = {"repeat": {"times": random.randint(1, 30), "do": do}}
        if random.random() < 0.8:
            made["repeat"]["every"] = random.choice(["0ms", "10ms", "400ms", "1s", "30m"])
    elif kind in ("batch", "transaction"):
        keys = random.sample(KEYS, random.randint(1, 4))
        entries = [random.choice([{"put": {"order_id": key, "b": 1}}, {"delete": {"order_id": key}}]) for key in keys]
        made = {"batch_write" if kind == "batch" else "transact_write": entries}
        if random.random() < 0.4:
            made["spread"] = random.choice(["100ms", "5s"])
    elif kind == "wait":
        return {"wait": random.choice(["0ms", "70ms", "3s", "20m", "5h", "25h"])}
    elif kind == "shard":
        made = {random.choice(["split_shard", "roll_over_shard"]): random.randint(1, 3)}
    elif kind == "stream":
        made = random.choice([{"disable_stream": {}}, {"enable_stream": {"view_type": random.choice(VIEWS)}}])
    else:
        consumer = random.choice(consumers)
        made = _to_consumer(random, consumer, states[consumer["name"]])
    when = random.random()
    if when < 0.5:
        made["after"] = random.choice(["0ms", "1ms", "60ms", "300ms", "1100ms", "10s"])
    return made


def _to_consumer(random: Random, consumer: dict[str, Any], state: set[str]) -> dict[str, Any]:
    """An action on a consumer; `state` has the workers that crashed or joined, and whether it is stopped."""
    name, kind = consumer["name"], consumer["type"]
    choices: list[tuple[str, str | None]] = [("start" if "stopped" in state else "stop", None)]
    if kind == "lambda" and "stopped" not in state:
        choices.append(("redeliver", None))
    if kind == "poller" and "stopped" not in state:
        choices = [("restart" if "crashed" in state else "crash", None), *(choices if "crashed" not in state else [])]
    if kind == "kcl":
        joined = [worker for worker in ("c", "d") if worker in state]
        choices += [
            ("restart" if f"{worker} crashed" in state else "crash", worker)
            for worker in [*consumer["workers"], *joined]
        ]
        choices += [("add_worker", worker) for worker in ("c", "d") if worker not in state]
    what, worker = random.choice(choices)
    mark = {"stop": "stopped", "start": "stopped", "add_worker": str(worker), "redeliver": ""}.get(
        what, "crashed" if worker is None else f"{worker} crashed"
    )
    if mark:
        state ^= {mark}
    return {what: {"consumer": name} | ({"worker": worker} if worker is not None else {})}


def _consumer(random: Random, place: int) -> dict[str, Any]:
    kind = random.choice(["poller", "lambda", "lambda", "kcl"])
    made: dict[str, Any] = {
        "name": f"{kind}-{place}",
        "type": kind,
        "starting_position": random.choice(["TRIM_HORIZON", "TRIM_HORIZON", "LATEST"]),
        "starts": random.choice(["0s", "0s", "130ms", "3s", "1h"]),
    }
    if kind != "lambda":
        made |= {
            "limit": random.choice([1, 2, 1000]),
            "poll_interval": random.choice(["250ms", "1s", "7s", "16m"]),
            "processing_time": random.choice(["0ms", "1ms", "100ms", "3s"]),
        }
    if kind == "kcl":
        made |= {
            "workers": random.choice([["a"], ["a", "b"]]),
            "checkpoint_every": random.choice([1, 2, 10]),
            "failover_time": random.choice(["10s", "1s"]),
        }
    if kind == "lambda":
        made |= {
            "batch_size": random.choice([1, 2, 5, 100]),
            "maximum_batching_window_in_seconds": random.choice([0, 0, 1, 5]),
            "parallelization_factor": random.choice([1, 1, 3]),
            "maximum_retry_attempts": random.choice([-1, 0, 1, 3]),
            "maximum_record_age_in_seconds": random.choice([-1, 60, 600]),
            "bisect_batch_on_function_error": random.random() < 0.4,
            "function_response_types": random.choice([[], ["ReportBatchItemFailures"]]),
            "tumbling_window_in_seconds": random.choice([0, 0, 10, 60]),
            "function": _function(random),
        }
        if random.random() < 0.4:
            made["filter_criteria"] = [{"eventName": random.sample(["INSERT", "MODIFY", "REMOVE"], 2)}]
        if random.random() < 0.4:
            made["on_failure"] = random.choice(["sqs", "sns", "s3"])
    return made


def _function(random: Random) -> dict[str, Any]:
    made: dict[str, Any] = {"duration": random.choice(["0ms", "100ms", "2s"])}
    if random.random() < 0.5:
        made["fails_on"] = {"dynamodb": {"Keys": {"order_id": {"S": random.sample(KEYS, 2)}}}}
        if random.random() < 0.1:
            made["fails_on"] = {"isFinalInvokeForWindow": [True]}
        if random.random() < 0.6:
            made["failures"] = random.choice([1, 2])
        if random.random() < 0.5:
            made["reports"] = random.choice(["first_failed", "all_failed", "nobody", "empty_string"])
    return made


def ends_at_rest(document: dict[str, Any]) -> bool:
    """Whether nothing cuts the run off."""
    return "wait" not in document["timeline"][-1]
