"""The Trace Event Format of a run: what Perfetto needs of it, and what each track holds."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from loaded_lessons import load_lesson
from varied_lessons import SHOWING_EVERY_EVENT

from simulator.views.chrome import chrome_json

REQUIRED = {
    "M": {"name", "ph", "pid", "tid", "args"},
    "i": {"name", "ph", "ts", "pid", "tid", "s"},
    "X": {"name", "ph", "ts", "dur", "pid", "tid"},
}
"""The keys that the format asks for, by the kind of event (`ph`)."""

PARALLEL = """\
consumers:
  - name: f
    type: lambda
    parallelization_factor: 4
    batch_size: 3
    bisect_batch_on_function_error: true
    maximum_retry_attempts: 2
    function: {duration: 700ms, fails_on: {dynamodb: {Keys: {order_id: {S: [o-3, o-8]}}}}}
"""


def events(lesson):
    found = json.loads("\n".join(chrome_json(lesson)))
    assert list(found) == ["displayTimeUnit", "traceEvents"]
    return found["traceEvents"]


def tracks(events):
    """The names of the tracks: process and thread."""
    processes = {each["pid"]: each["args"]["name"] for each in events if each["name"] == "process_name"}
    return {
        each["tid"]: (processes[each["pid"]], each["args"]["name"]) for each in events if each["name"] == "thread_name"
    }


@pytest.fixture(scope="module")
def parallel(lesson):
    """A mapping with four lanes in a shard, of which two fail and are split."""
    return lesson("repeat: {times: 12, every: 10ms, do: {put: {order_id: 'o-{n}'}}}", more=PARALLEL)


@pytest.fixture(scope="module")
def lessons(parallel):
    """Lessons by their names, each with the events of its run."""
    made = {"parallel": parallel} | {name: load_lesson(name) for name in SHOWING_EVERY_EVENT}
    return {name: (lesson, events(lesson)) for name, lesson in made.items()}


def test_each_event_has_the_keys_that_the_format_asks_for(lessons):
    for name, (_, found) in lessons.items():
        for event in found:
            assert REQUIRED[event["ph"]] <= set(event), name
            assert isinstance(event["ts"], int), name
            assert event.get("dur", 0) >= 0, name
            assert event["tid"] > 0, name  # Perfetto takes 0 for the idle process


def test_no_two_slices_of_a_track_overlap(lessons):
    for name, (_, found) in lessons.items():
        slices = [event for event in found if event["ph"] == "X"]
        for tid in {each["tid"] for each in slices}:
            in_order = sorted((each["ts"], each["ts"] + each["dur"]) for each in slices if each["tid"] == tid)
            assert all(before[1] <= after[0] for before, after in pairwise(in_order)), name


def test_each_event_is_on_a_named_track_of_its_process(lessons):
    for name, (_, found) in lessons.items():
        named = {(each["pid"], each["tid"]) for each in found if each["name"] == "thread_name"}
        assert len({tid for _, tid in named}) == len(named), name
        assert {(each["pid"], each["tid"]) for each in found} == named, name


def test_each_step_is_an_instant_or_the_end_of_a_slice(lessons):
    for name, (lesson, found) in lessons.items():
        steps = [each["args"]["step"] for each in found if "step" in each["args"]]
        assert sorted(steps) == list(range(1, len(lesson.trace.events) + 1)), name


def test_times_are_microseconds():
    found = events(load_lesson("poison-pill"))
    (third,) = [each for each in found if each["ph"] == "X" and each["args"].get("step") == 15]
    assert (third["ts"], third["dur"]) == (1_200_000, 100_000)
    assert third["args"]["records"] == ["p-1 · r1", "p-3 · r3"]
    assert third["args"]["attempt"] == 3


def test_a_batch_that_waits_for_its_retry_is_a_slice_of_its_track():
    found = events(load_lesson("poison-pill"))
    waits = [each for each in found if each["name"].startswith("waits for try ")]
    assert [(each["ts"], each["dur"]) for each in waits][:2] == [(350_000, 250_000), (700_000, 500_000)]
    assert {tracks(found)[each["tid"]] for each in waits} == {("ledger", "shard 1")}


def test_each_kcl_worker_has_a_track_for_each_of_its_shards():
    names = tracks(events(load_lesson("crash-and-checkpoint"))).values()
    assert [name for process, name in names if process == "billing"] == [
        "reads and more",
        "shard 1, worker a",
        "shard 1, worker b",
        "shard 2, worker b",
    ]


def test_each_lane_of_a_shard_has_a_track(parallel):
    names = [name for process, name in tracks(events(parallel)).values() if process == "f"]
    assert names[:3] == ["reads and more", "shard 1, lane 1", "shard 1, lane 2"]


def test_every_line_is_ascii(nasty):
    assert "\n".join(chrome_json(nasty)).isascii()
