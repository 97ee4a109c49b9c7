"""Properties of every run of a mapping, whatever fails, closes, splits or is turned off meanwhile."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.events import Event
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario

RETURNED = (Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE)


def random_lesson(random: Random) -> dict[str, Any]:
    """One mapping, and all that can happen to it."""
    stopped = False
    timeline: list[dict[str, Any]] = []
    shards = random.choice([1, 1, 2])
    opened, open_ = shards, list(range(1, shards + 1))
    for _ in range(random.randint(2, 9)):
        action: dict[str, Any]
        kind = random.choice(["put", "put", "repeat", "repeat", "shard", "stop", "wait", "redeliver"])
        if kind == "put":
            action = {"put": {"order_id": f"o-{random.randint(1, 5)}", "v": random.randint(0, 9)}}
        elif kind == "repeat":
            times, every = random.randint(2, 25), random.choice(["0ms", "20ms", "700ms", "9s"])
            action = {
                "repeat": {"times": times, "every": every, "do": {"put": {"order_id": "o-{n}", "v": len(timeline)}}}
            }
        elif kind == "shard":
            number = open_.pop(random.randrange(len(open_)))
            split = random.random() < 0.5
            open_ += range(opened + 1, opened + 2 + split)
            opened += 1 + split
            action = {"split_shard" if split else "roll_over_shard": number}
        elif kind == "stop":
            action = {"start" if stopped else "stop": {"consumer": "f"}}
            stopped = not stopped
        elif kind == "wait":
            timeline.append({"wait": random.choice(["200ms", "4s", "61s", "3h"])})
            continue
        else:
            action = {"redeliver": {"consumer": "f"}}
        if random.random() < 0.7:
            action["after"] = random.choice(["0ms", "80ms", "250ms", "300ms", "1s", "30s"])
        timeline.append(action)
    timeline.append({"start": {"consumer": "f"}} if stopped else {"put": {"order_id": "o-9", "v": -1}})
    function: dict[str, Any] = {"duration": random.choice(["0ms", "100ms", "1300ms", "20s"])}
    if random.random() < 0.6:
        names = [f"o-{n}" for n in random.sample(range(1, 8), 2)]
        function["fails_on"] = {"dynamodb": {"Keys": {"order_id": {"S": names}}}}
        function |= random.choice([{}, {"failures": 1}, {"failures": 3}])
        function |= random.choice([{}, {"reports": "first_failed"}, {"reports": "all_failed"}, {"reports": "nobody"}])
    mapping: dict[str, Any] = {
        "name": "f",
        "type": "lambda",
        "starts": random.choice(["0s", "70ms", "2s"]),
        "batch_size": random.choice([1, 3, 10, 100]),
        "maximum_batching_window_in_seconds": random.choice([0, 0, 1, 20]),
        "parallelization_factor": random.choice([1, 1, 2, 4]),
        "maximum_retry_attempts": random.choice([-1, 0, 2]),
        "maximum_record_age_in_seconds": random.choice([-1, 60]),
        "bisect_batch_on_function_error": random.random() < 0.5,
        "function_response_types": random.choice([[], ["ReportBatchItemFailures"]]),
        "tumbling_window_in_seconds": random.choice([0, 0, 2, 60]),
        "function": function,
    }
    if random.random() < 0.3:
        mapping["filter_criteria"] = [{"eventName": ["INSERT"]}]
    stream = {"view_type": "NEW_AND_OLD_IMAGES", "shards": shards, "availability_delay": random.choice(["0ms", "50ms"])}
    return {
        "title": "Random",
        "table": {"name": "Orders", "partition_key": "order_id"},
        "stream": stream,
        "consumers": [mapping],
        "timeline": timeline,
    }


def check(scenario: Scenario, trace: Trace) -> None:
    """Every property of a run that ends at rest."""
    (model,) = scenario.consumers
    assert isinstance(model, LambdaModel)
    _batches(model, trace)
    _invocations(model, trace)
    _each_record_is_done_with_once(trace)
    _items_in_order(trace)
    _windows(model, trace)
    _off_is_off(trace)
    assert trace.end == trace.times[-1], "something kept the machine from rest, in silence"


def _steps(trace: Trace) -> Iterator[tuple[int, Event, tuple[int, ...]]]:
    return zip(range(1, len(trace.events) + 1), trace.events, trace.record_indexes, strict=True)


def _shard(trace: Trace, records: tuple[int, ...]) -> int:
    (number,) = {trace.records[index].shard.number for index in records}
    return number


def _window(trace: Trace, index: int, seconds: int) -> int:
    created = trace.records[index].captured_ms // 1000
    return created - created % seconds


def _batches(model: LambdaModel, trace: Trace) -> None:
    """A batch is of one shard, in order, no larger than BatchSize, and of one tumbling window (F162, F167, F211)."""
    for _, what, records in _steps(trace):
        if what is not Event.READ_RECORDS:
            continue
        _shard(trace, records)
        assert list(records) == sorted(records)
        assert 0 < len(records) <= model.batch_size
        seconds = model.tumbling_window_in_seconds
        assert not seconds or len({_window(trace, index, seconds) for index in records}) == 1


def _invocations(model: LambdaModel, trace: Trace) -> None:
    """A shard has as many batches at a time as the factor says, and the mapping is not idle meanwhile (F168, F170)."""
    in_hand: dict[int, list[set[int]]] = {}
    for number, what, records in _steps(trace):
        if what is Event.IDLE_WAITING:
            assert not any(in_hand.values()), "idle with a batch in hand"
        if what is not Event.READ_RECORDS and what not in (*RETURNED, Event.PROCESS_DISCARDED):
            continue
        batches = in_hand.setdefault(_shard(trace, records), [])
        if what is Event.READ_RECORDS:
            assert not any(batch & set(records) for batch in batches), "a record is in two batches at a time"
            batches.append(set(records))
            assert len(batches) <= model.parallelization_factor
        elif what is not Event.PROCESS_FAILED:
            for batch in batches:
                batch.difference_update(trace.finished(number))
            batches[:] = filter(None, batches)
    assert not any(in_hand.values()), "a batch was never done with"


def _each_record_is_done_with_once(trace: Trace) -> None:
    """Processed, discarded or filtered out: each record once, if it was not trimmed unread; again only by F202."""
    done: Counter[int] = Counter()
    for number, what, records in _steps(trace):
        if what in (Event.PROCESS_SUCCEEDED, Event.PROCESS_PARTIAL):
            done.update(trace.finished(number))
        elif what in (Event.PROCESS_DISCARDED, Event.PROCESS_FILTERED):
            done.update(records)
        elif what is Event.PROCESS_DUPLICATE:
            assert all(done[index] == 1 for index in records)
    trimmed = {index for shard in trace.shards for index in shard.records[: shard.trimmed]}
    assert set(done) | trimmed == set(range(len(trace.records)))
    assert set(done.values()) <= {1}


def _items_in_order(trace: Trace) -> None:
    """One item's records are processed in their order, whatever the factor (F169)."""
    newest: dict[Any, int] = {}
    for number, what, _ in _steps(trace):
        if what in (Event.PROCESS_SUCCEEDED, Event.PROCESS_PARTIAL):
            for index in trace.finished(number):
                key = trace.records[index].key
                assert newest.get(key, -1) < index, "an item's records are out of order"
                newest[key] = index


def _windows(model: LambdaModel, trace: Trace) -> None:
    """Every record that was processed is in the state of its own window, and of no other (F210, F211)."""
    if not model.tumbling_window_in_seconds:
        return
    expected: Counter[tuple[int, int]] = Counter()
    found: Counter[tuple[int, int]] = Counter()
    closings: Counter[tuple[int, int]] = Counter()
    for number, what, _ in _steps(trace):
        if what in (Event.PROCESS_SUCCEEDED, Event.PROCESS_PARTIAL):
            for index in trace.finished(number):
                window = _window(trace, index, model.tumbling_window_in_seconds)
                expected[trace.records[index].shard.number, window] += 1
        elif what is Event.PROCESS_WINDOW_CLOSED:
            detail = trace.details[number]
            place = detail.shard, detail.window[0]
            found[place] += detail.state
            closings[place] += 1
    assert +found == +expected
    assert all(count <= model.parallelization_factor for count in closings.values()), "a window was closed twice"


def _off_is_off(trace: Trace) -> None:
    """A mapping that is turned off begins nothing: it only ends what the function works on (F174)."""
    off = False
    for _, what, _ in _steps(trace):
        if what is Event.READ_STOPPED:
            off = True
        elif what is Event.READ_STARTED:
            off = False
        assert not (off and what in (Event.READ_RECORDS, Event.IDLE_WAITING, Event.READ_TRIMMED))


@given(st.integers(0, 2**32))
def test_the_properties_of_a_mapping_hold_on_random_lessons(seed: int) -> None:
    try:
        scenario = scenario_from_text(json.dumps(random_lesson(Random(seed))))
        trace = simulate(scenario)
    except ScenarioError as error:
        event(f"refused: {error.complaints[0].code}")
        return
    event("run")
    check(scenario, trace)
