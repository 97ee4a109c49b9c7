"""The backlog, the tumbling window and the view type: three variables that say how things stand."""

from __future__ import annotations

import pytest
from loaded_lessons import in_each
from varied_lessons import SHOWING_EVERY_EVENT

from simulator.lesson.words.table import cell_words, value_words
from simulator.machine.machine import simulate
from simulator.scenario.events import Event
from simulator.scenario.loader import scenario_from_text
from simulator.views.scene.scene import scene

HEAD = """
title: T
table: {name: Orders, partition_key: id}
stream: {view_type: NEW_AND_OLD_IMAGES}
"""


def run(text: str):
    return simulate(scenario_from_text(HEAD + text))


def waiting(trace, consumer: str, step: int) -> int:
    """The backlog by the scene: available records of the consumer's stream that it has not finished with.

    Nothing waits for a consumer that is not created yet or was deleted.
    """
    drawn = scene(trace, step)
    mine = next(each for each in drawn.consumers if each.name == consumer)
    if mine.state in ("Not created", "Deleted"):
        return 0
    shards = {each.number for each in mine.shards}
    records = (
        record
        for stream in drawn.streams
        if any(shard.number in shards for shard in stream.shards)
        for shard in stream.shards
        for record in shard.records
        if record.state == "available"
    )
    return sum(record.readers[consumer].state in ("unread", "read", "failed") for record in records)


@in_each(name for name in SHOWING_EVERY_EVENT if name != "off-and-on")
def test_the_backlog_is_what_waits_in_the_picture(lesson):
    trace = lesson.trace
    for consumer in trace.consumers:
        variable = trace.variable_of("backlog", consumer)
        for step in range(len(trace.events) + 1):
            assert trace.value(variable, after=step) == waiting(trace, consumer, step), (consumer, step)


def test_what_fails_is_waiting_until_it_is_given_up_or_done():
    trace = run(
        "consumers: [{name: f, type: lambda, maximum_retry_attempts: 1, function: {fails_on: {eventName: [INSERT]}}}]\n"
        "timeline: [put: {id: a}, put: {id: a, v: 1}]\n"
    )
    values = trace.histories["backlog"].values
    assert values == [0, 1, 0, 1, 0]


@pytest.mark.parametrize(("before", "after"), [(1, 3), (3, 1)])
def test_records_that_others_overtake_wait_although_the_factor_was_changed(before, after):
    puts = "\n".join(f"      - put: {{id: s-{number}}}" for number in range(6))
    trace = run(
        f"consumers: [{{name: f, type: lambda, batch_size: 1, parallelization_factor: {before}}}]\n"
        f"timeline:\n  - batch_write:\n{puts}\n"
        f"  - {{update_consumer: {{consumer: f, parallelization_factor: {after}}}, after: 300ms}}\n"
    )
    for step in range(len(trace.events) + 1):
        assert trace.value("backlog", after=step) == waiting(trace, "f", step), step
    done = [step for step, event in enumerate(trace.events, 1) if event.value == "process.succeeded"]
    assert [trace.value("backlog", after=step) for step in done] == [5, 4, 3, 2, 1, 0]


def test_a_record_that_is_passed_over_does_not_wait():
    trace = run(
        "consumers: [{name: late, type: poller, starting_position: LATEST, starts: 5s}]\n"
        "timeline: [put: {id: a}, {put: {id: b}, at: 6s}]\n"
    )
    assert trace.histories["backlog"].values == [0, 1, 0, 1, 0]


def test_nothing_waits_for_a_consumer_that_was_deleted_until_it_is_created_again():
    trace = run(
        "consumers: [{name: f, type: lambda}]\n"
        "timeline: [delete_consumer: f, {put: {id: a}, after: 1s}, "
        "{create_consumer: {name: f, type: lambda, starting_position: TRIM_HORIZON}, after: 1s}]\n"
    )
    backlog, created = trace.histories["backlog"], trace.steps_of(Event.READ_CONSUMER_CREATED)[0]
    assert [(step == created, value) for step, value in zip(backlog.steps, backlog.values, strict=True)] == [
        (False, 0),
        (True, 1),
        (False, 0),
    ]


def test_the_newest_window_that_closed_says_how_many_records_its_state_stands_for():
    trace = run(
        "consumers: [{name: f, type: lambda, tumbling_window_in_seconds: 5}]\n"
        "timeline: [put: {id: a}, {put: {id: b}, after: 1s}, {put: {id: c}, at: 7s}]\n"
    )
    said = [value_words(value) for value in trace.histories["window"].values]
    assert said == ["None", "0.000 s to 5.000 s: 2 records", "5.000 s to 10.000 s: 1 record"]


def test_the_view_type_is_that_of_the_newest_stream():
    trace = run("timeline: [put: {id: a}, disable_stream: {}, {enable_stream: {view_type: KEYS_ONLY}, after: 1s}]\n")
    assert trace.histories["view_type"].values == ["NEW_AND_OLD_IMAGES", "KEYS_ONLY"]


def test_the_columns_of_records_say_their_event_key_images_and_lane():
    trace = run(
        "consumers: [{name: f, type: lambda, parallelization_factor: 2}]\n"
        "timeline: [put: {id: a}, delete: {id: a}, delete: {id: b}]\n"
    )

    def said(column: str) -> list[str]:
        return [cell_words(trace, step, column) for step in trace.steps]

    first, gone, missing = sorted(trace.writes)
    assert (said("event_name")[first - 1], said("event_name")[first]) == ("", "INSERT")
    assert (said("images")[first], said("images")[gone]) == ("The new image", "The old image")
    assert (said("key")[first - 1], said("key")[missing - 1]) == ("a", "b")
    assert set(said("lane")) <= {"", "1", "2"}
    assert len(set(said("lane"))) > 1
