"""Random timelines on which consumers change, and functions do more than process; and what holds for them.

Shared by test_invariants.py and tests/fuzz.py.
"""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import Any

from simulator.machine.details import ThrottleDetail
from simulator.machine.trace import Trace
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario
from simulator.scenario.states_of_consumers import every_consumer

DELIVERED = (Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE)

SEEN = {"update": {"key": {"order_id": "{order_id}"}, "set": {"seen": True}}}
COUNT = {"update": {"key": {"order_id": "{order_id}"}, "add": {"a": 1}}}


def changed(random: Random, document: dict[str, Any]) -> dict[str, Any]:
    """A document with the vocabulary of changes: most of it can be at its time, the rest is refused in one line."""
    document = json.loads(json.dumps(document))
    consumers, timeline = document["consumers"], document["timeline"]
    for consumer in consumers:
        _vary(random, consumer)
    for _ in range(random.randint(1, 3)):
        timeline.insert(random.randint(0, len(timeline)), _update(random, random.choice(consumers)))
    if random.random() < 0.6:
        consumer = random.choice(consumers)
        place = random.randint(0, len(timeline))
        timeline.insert(place, {"delete_consumer": consumer["name"]} | _when(random))
        timeline[place + 1 :] = [each for each in timeline[place + 1 :] if consumer["name"] not in json.dumps(each)]
        if random.random() < 0.7:
            again = dict(consumer, starting_position=random.choice(["TRIM_HORIZON", "LATEST"]))
            timeline.insert(random.randint(place + 1, len(timeline)), {"create_consumer": again} | _when(random))
    if random.random() < 0.3:
        new = dict(random.choice(consumers), name="new")
        timeline.insert(random.randint(0, len(timeline)), {"create_consumer": new} | _when(random))
    if any("writes" in consumer.get("function", {}) for consumer in consumers):
        # A loop goes on as long as the run does: none of the hours that other timelines have.
        timeline[:] = [each for each in timeline if not {"20m", "30m", "5h", "25h"} & set(_texts(each))]
        for each in timeline:  # and nothing waits for a rest that may not come
            if not {"wait", "at"} & each.keys():
                each.setdefault("after", "300ms")
            if "repeat" in each:
                each["repeat"].setdefault("every", "10ms")
        timeline.append({"wait": random.choice(["1s", "20s"])})  # perhaps nothing else ends the loop
    return document


def _texts(part: Any) -> list[str]:
    """Every string of a part of a document."""
    if isinstance(part, dict | list):
        return [text for each in (part.values() if isinstance(part, dict) else part) for text in _texts(each)]
    return [part] if isinstance(part, str) else []


def _when(random: Random) -> dict[str, str]:
    return {"after": random.choice(["0ms", "70ms", "300ms", "2s"])} if random.random() < 0.5 else {}


def _vary(random: Random, consumer: dict[str, Any]) -> None:
    if consumer["type"] == "poller":
        consumer |= random.choice(
            [{}, {"lists_shards": "once"}, {"waits_for_parents": False}, {"resume_after": {"record": 1}}]
        )
    elif consumer["type"] == "kcl":
        consumer |= random.choice([{}, {"checkpoint_at_shard_end": False}, {"checkpoint_at_hand_over": False}])
    else:
        consumer["function"] |= _function(random)


def _function(random: Random) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if random.random() < 0.5:
        kind = random.choice(["error", "timeout", "throttle"])
        made["outages"] = [{"from": random.choice(["0s", "1s"]), "until": random.choice(["2s", "1h"]), "kind": kind}]
        made["timeout"] = random.choice(["1s", "3s"])
    if random.random() < 0.6:
        made["effect"] = "e-mail sent"
    if random.random() < 0.3:
        made["writes"] = [random.choice([SEEN, COUNT])]
    if made.keys() & {"effect", "writes"}:
        made["idempotent"] = random.random() < 0.5
        if random.random() < 0.4:
            made["when"] = {"eventName": ["INSERT"]}
    return made


def _update(random: Random, consumer: dict[str, Any]) -> dict[str, Any]:
    settings: dict[str, Any]
    if consumer["type"] == "lambda":
        settings = random.choice(
            [
                {"batch_size": random.choice([1, 3, None])},
                {"maximum_batching_window_in_seconds": random.choice([0, 2])},
                {"parallelization_factor": random.choice([1, 2, 10])},
                {"maximum_retry_attempts": random.choice([0, 2, None]), "on_failure": random.choice(["sqs", None])},
                {"maximum_record_age_in_seconds": random.choice([60, -1]), "bisect_batch_on_function_error": True},
                {"tumbling_window_in_seconds": random.choice([0, 5])},
                {"filter_criteria": [{"eventName": ["INSERT"]}]},
                {"function": {"fails_on": None, "duration": random.choice(["0ms", "1s"])}},
                {"function": {"outages": None}, "function_response_types": None},
            ]
        )
    else:
        settings = random.choice(
            [
                {"limit": random.choice([1, 5, None])},
                {"poll_interval": random.choice(["100ms", "3s", None])},
                {"processing_time": random.choice(["0ms", "500ms"])},
            ]
        )
    return {"update_consumer": {"consumer": consumer["name"], **settings}} | _when(random)


def check_changes(scenario: Scenario, trace: Trace) -> None:
    """What holds whatever changes; an AssertionError says which does not hold."""
    for reader in trace.readers:
        _deliveries_and_effects(scenario, trace, reader.name)
        _nothing_after_a_deletion(trace, reader.name)
    _throttled_is_no_attempt(trace)
    for number, (consumer, about) in trace.written_by.items():
        assert trace.writes[number] is not None
        assert trace.actors[number - 1] is None
        assert about in {index for n in range(number - 1) for index in trace.record_indexes[n]}, "a write for nothing"
        assert consumer in trace.consumers


def _deliveries_and_effects(scenario: Scenario, trace: Trace, name: str) -> None:
    deliveries: Counter[int] = Counter()
    effects: Counter[int] = Counter()
    for number, event in enumerate(trace.events, 1):
        if trace.actors[number - 1] == name and event in DELIVERED:
            deliveries.update(trace.record_indexes[number - 1])
            had = trace.effects.get(number, ())
            assert set(had) <= set(trace.record_indexes[number - 1]), "an effect without a delivery"
            effects.update(had)
    value = trace.value(trace.variable_of("deliveries", name), after=len(trace.events))
    if len(deliveries) <= 10:
        assert dict(value.of_records) == deliveries
    else:
        assert dict(value.by_count) == Counter(deliveries.values())
    mappings = (each for each in every_consumer(scenario) if isinstance(each, LambdaModel) and each.name == name)
    functions = [mapping.function for mapping in mappings]
    if functions and all(function.idempotent for function in functions):
        assert set(effects.values()) <= {1}, "an idempotent function had its effect twice"


def _nothing_after_a_deletion(trace: Trace, name: str) -> None:
    deleted = False
    for number, event in enumerate(trace.events, 1):
        if trace.actors[number - 1] != name:
            continue
        if event is Event.READ_CONSUMER_CREATED:
            deleted = False
        elif deleted:
            assert event in (*DELIVERED, Event.PROCESS_WINDOW_CLOSED), f"{event.value} of who is deleted"
        elif event is Event.READ_CONSUMER_DELETED:
            deleted = True


def _throttled_is_no_attempt(trace: Trace) -> None:
    """The next invocation of a batch that was refused has the number that it would have had."""
    attempts: dict[tuple[str | None, tuple[int, ...]], int] = {}
    for number, event in enumerate(trace.events, 1):
        about = trace.actors[number - 1], trace.record_indexes[number - 1]
        detail = trace.details.get(number)
        if event is Event.READ_CONSUMER_DELETED:  # one that is created again counts its own, in batches of its own
            attempts = {batch: count for batch, count in attempts.items() if batch[0] != about[0]}
        if event is Event.PROCESS_THROTTLED and about[1]:
            assert isinstance(detail, ThrottleDetail)
        if event in (Event.PROCESS_FAILED, Event.PROCESS_SUCCEEDED) and about in attempts and about[1]:
            assert getattr(detail, "attempt", 1) <= attempts[about] + 1, "a refusal counted as an attempt"
        if event is Event.PROCESS_FAILED:
            attempts[about] = max(attempts.get(about, 0), getattr(detail, "attempt", 0))
