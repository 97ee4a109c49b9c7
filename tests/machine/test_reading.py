"""How shards are read: positions, pages, iterators, trimming, throttling, stopping (F4, F134-F152, F297)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from machine_runs import HOUR, Run, Story, of_consumers

from simulator.machine.agenda import Agenda, Priority
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState, StreamRecords
from simulator.scenario.events import Event


def pages(trace: Trace) -> list[tuple[int, ...]]:
    return [step.records for step in trace.steps if step.event.value == "read.records"]


# Where a reader begins


def test_F4_a_consumer_that_starts_later_reads_the_records_that_others_have_read(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: early}, {name: late, starts: 1h}]
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, after: 0ms}]
        """
    )
    read = [(step.consumer, step.records) for step in trace.steps if step.event.value == "read.records"]
    assert read == [("early", (0, 1)), ("late", (0, 1))]
    assert trace.shards[0].trimmed == 0


@pytest.mark.parametrize(
    ("consumer", "timeline"),
    [
        ("starting_position: LATEST", "put: {order_id: o-1}"),
        ("starts: 5s", "{put: {order_id: o-1}, at: 1s}"),
        (
            "starts: 5s, starting_position: LATEST",
            "{put: {order_id: o-1}, at: 0s}, {disable_stream: {}, at: 1s}, "
            "{enable_stream: {view_type: KEYS_ONLY}, at: 2s}",
        ),
    ],
    ids=["nothing was there", "TRIM_HORIZON", "an older stream's record"],
)
def test_a_start_that_passes_over_nothing_makes_no_step(run: Run, consumer: str, timeline: str) -> None:
    trace = run(f"consumers: [{{{consumer}}}]\ntimeline: [{timeline}]")
    assert Event.READ_STARTED not in trace.events


def test_a_consumer_that_is_stopped_when_its_time_comes_passes_over_records_when_it_is_started(
    run: Run, story: Story
) -> None:
    trace = run(
        """
        consumers: [{starting_position: LATEST, starts: 1s}]
        timeline:
          - stop: {consumer: consumer}
          - {put: {order_id: o-1}, at: 500ms}
          - {start: {consumer: consumer}, at: 3s}
          - {put: {order_id: o-2}, at: 4s}
        """
    )
    assert of_consumers(story(trace)) == [
        "0 read.stopped",
        "3000 read.started 0",
        "5000 read.records 1",
        "5100 process.succeeded 1",
        "6000 idle.waiting",
    ]


def test_F134_LATEST_takes_no_record_of_a_shard_that_is_closed_when_it_starts(run: Run, story: Story) -> None:
    """The record becomes available after the start, in a shard that was closed before it."""
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, availability_delay: 2s}
        consumers: [{starting_position: LATEST, starts: 1s}]
        timeline:
          - put: {order_id: o-1}
          - {split_shard: 1, at: 100ms}
          - {put: {order_id: o-1, n: 1}, at: 1500ms}
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.started 0",
        "4000 read.records 1",
        "4100 process.succeeded 1",
        "5000 idle.waiting",
    ]


def test_a_record_that_LATEST_will_never_read_does_not_keep_the_machine_from_rest(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, availability_delay: 2s}
        consumers: [{starting_position: LATEST, starts: 1s}]
        timeline: [put: {order_id: o-1}, {split_shard: 1, at: 100ms}]
        """
    )
    assert trace.end == 2050


def test_F137_LATEST_reads_what_comes_after_a_split_from_the_childrens_beginning(run: Run, story: Story) -> None:
    """It polls every 10 s; parent and child both get a record between two polls."""
    trace = run(
        """
        consumers: [{starting_position: LATEST, poll_interval: 10s}]
        timeline:
          - {put: {order_id: o-1}, at: 1s}
          - {split_shard: 1, at: 2s}
          - {put: {order_id: o-1, n: 1}, at: 3s}
        """
    )
    assert of_consumers(story(trace)) == [
        "10000 read.records 0",
        "10100 process.succeeded 0",
        "10100 read.shard_end",
        "20000 read.records 1",
        "20100 process.succeeded 1",
        "30000 idle.waiting",
    ]


def test_F297_a_consumer_that_starts_when_every_record_is_trimmed_has_an_empty_and_open_shard(
    run: Run, story: Story
) -> None:
    trace = run(
        """
        consumers: [starts: 25h]
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 26h}]
        """
    )
    # By then the shard is so old that the second record enters its child (F118).
    assert of_consumers(story(trace)) == [
        "93601000 read.shard_end",
        "93601000 read.records 1",
        "93601100 process.succeeded 1",
        "93602000 idle.waiting",
    ]


# Pages


@pytest.mark.parametrize(
    ("length", "expected"),
    [(262_118, [(0, 1, 2, 3), (4,)]), (262_119, [(0, 1, 2), (3, 4)])],
    ids=["exactly 1 MB", "four bytes more"],
)
def test_F141_a_page_ends_before_the_record_that_would_make_it_more_than_1_MB(
    run: Run, length: int, expected: list[tuple[int, ...]]
) -> None:
    """Keys: 11 bytes. New image: 11, "text" 4, and the text. Four times 262,144 is 1 MB."""
    trace = run(
        f"""
        stream: {{view_type: NEW_IMAGE}}
        timeline: [repeat: {{times: 5, every: 0ms, do: {{put: {{order_id: "o-{{n}}", text: "{"x" * length}"}}}}}}]
        """
    )
    assert pages(trace) == expected


def test_F142_with_both_images_two_records_of_the_largest_items_do_not_fit_a_page(run: Run) -> None:
    """Two images of 400,000 bytes each: a page of one record."""
    text = "x" * 399_000
    trace = run(
        f"""
        timeline:
          - put: {{order_id: o-1, n: 0, text: "{text}"}}
          - {{put: {{order_id: o-1, n: 1, text: "{text}"}}, after: 0ms}}
          - {{put: {{order_id: o-1, n: 2, text: "{text}"}}, after: 0ms}}
        """
    )
    assert pages(trace) == [(0,), (1,), (2,)]


def test_F141_the_size_of_a_page_is_that_of_its_records_not_of_its_items(run: Run) -> None:
    """Three items of 400,000 bytes, and KEYS_ONLY: one page."""
    text = "x" * 399_000
    trace = run(
        f"""
        stream: {{view_type: KEYS_ONLY}}
        timeline: [repeat: {{times: 3, every: 0ms, do: {{put: {{order_id: "o-{{n}}", text: "{text}"}}}}}}]
        """
    )
    assert pages(trace) == [(0, 1, 2)]


def test_F141_the_limit_and_the_megabyte_are_of_each_shard(run: Run) -> None:
    """o-1, o-4, o-5 and o-6 are in the first of two shards, o-2 and o-3 in the second."""
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        consumers: [limit: 3]
        timeline: [repeat: {times: 6, every: 0ms, do: {put: {order_id: "o-{n}"}}}]
        """
    )
    assert pages(trace) == [(0, 3, 4), (1, 2), (5,)]


# Iterators


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("4498s", ["4498000 read.started", "4498000 read.records 1"]),
        ("4499s", ["4499000 read.started", "4499000 read.iterator_expired", "4499000 read.records 1"]),
    ],
    ids=["a second short of 15 minutes", "15 minutes"],
)
def test_F138_a_nap_counts_from_the_last_poll_also_where_that_was_silent(
    run: Run, story: Story, start: str, told: list[str]
) -> None:
    """It polls until 3,599 s; what is on the timeline at 3,600 s comes before the poll of that time."""
    trace = run(
        f"""
        timeline:
          - put: {{order_id: o-1}}
          - {{stop: {{consumer: consumer}}, at: 1h}}
          - {{put: {{order_id: o-2}}, after: 1s}}
          - {{start: {{consumer: consumer}}, at: {start}}}
        """
    )
    assert of_consumers(story(trace))[4:-2] == told


def test_F138_after_a_long_nap_the_refusal_comes_also_where_there_is_nothing_to_read(run: Run, story: Story) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - stop: {consumer: consumer}
          - wait: 1h
          - start: {consumer: consumer}
          - put: {order_id: o-2}
        """
    )
    assert story(trace)[6:] == [
        "2000 read.stopped",
        "3602000 read.started",
        "3602000 read.iterator_expired",
        "3602000 write.insert 1",
        "3602050 capture.record 1",
        "3602100 available.record 1",
        "3603000 read.records 1",
        "3603100 process.succeeded 1",
        "3604000 idle.waiting",
    ]


def test_F138_a_refused_iterator_loses_nothing_of_what_was_not_read(run: Run) -> None:
    trace = run(
        """
        consumers: [{limit: 1, processing_time: 20m}]
        timeline: [repeat: {times: 3, every: 0ms, do: {put: {order_id: "o-{n}"}}}]
        """
    )
    assert pages(trace) == [(0,), (1,), (2,)]
    events = [step.event.value for step in trace.steps if step.consumer]
    assert events.count("read.iterator_expired") == 3  # after each of the three long works


def test_F138_LATEST_that_has_read_nothing_asks_for_LATEST_again_and_what_came_meanwhile_is_lost(
    run: Run, story: Story
) -> None:
    trace = run(
        """
        consumers: [{starting_position: LATEST}]
        timeline:
          - {stop: {consumer: consumer}, at: 5s}
          - {put: {order_id: o-1}, at: 1m}
          - {start: {consumer: consumer}, at: 904s}
          - {put: {order_id: o-2}, at: 905s}
        """
    )
    assert of_consumers(story(trace)) == [
        "5000 read.stopped",
        "904000 read.started",
        "904000 read.iterator_expired",  # its last poll was at 4 s
        "906000 read.records 1",
        "906100 process.succeeded 1",
        "907000 idle.waiting",
    ]


def test_F138_LATEST_that_has_read_nothing_keeps_its_place_during_a_shorter_nap(run: Run) -> None:
    trace = run(
        """
        consumers: [{starting_position: LATEST}]
        timeline:
          - {stop: {consumer: consumer}, at: 5s}
          - {put: {order_id: o-1}, at: 1m}
          - {start: {consumer: consumer}, at: 903s}
        """
    )
    assert pages(trace) == [(0,)]


def test_F138_LATEST_that_has_read_something_goes_on_after_it(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [{starting_position: LATEST}]
        timeline:
          - {put: {order_id: o-1}, at: 1s}
          - stop: {consumer: consumer}
          - put: {order_id: o-2}
          - {start: {consumer: consumer}, at: 1h}
        """
    )
    assert pages(trace) == [(0,), (1,)]
    assert "3600000 read.iterator_expired" in story(trace)


@pytest.mark.parametrize("stopped", ["1ms", "5s"])
def test_F138_TRIM_HORIZON_that_has_polled_and_read_nothing_has_an_iterator_that_expires(
    run: Run, story: Story, stopped: str
) -> None:
    trace = run(
        f"""
        timeline:
          - {{stop: {{consumer: consumer}}, at: {stopped}}}
          - {{put: {{order_id: o-1}}, at: 5m}}
          - {{start: {{consumer: consumer}}, at: 21m}}
        """
    )
    assert of_consumers(story(trace))[1:] == [
        "1260000 read.started",
        "1260000 read.iterator_expired",
        "1260000 read.records 0",
        "1260100 process.succeeded 0",
        "1261000 idle.waiting",
    ]


def test_F138_TRIM_HORIZON_that_has_not_polled_yet_has_no_iterator(run: Run, story: Story) -> None:
    trace = run(
        """
        timeline:
          - {stop: {consumer: consumer}, at: 0s}
          - {put: {order_id: o-1}, at: 5m}
          - {start: {consumer: consumer}, at: 21m}
        """
    )
    assert of_consumers(story(trace))[1:3] == ["1260000 read.started", "1260000 read.records 0"]


@pytest.mark.parametrize(
    ("work", "expired"), [("100ms", [2, 3]), ("11s", [1])], ids=["before the stop", "after the stop"]
)
def test_F138_a_child_has_an_iterator_from_the_first_poll_after_its_parents_end(
    run: Run, work: str, expired: list[int]
) -> None:
    """The work on the parent's record ends at 1.1 s, or at 12 s, when nobody polls any more."""
    trace = run(
        f"""
        consumers: [{{processing_time: {work}}}]
        timeline:
          - put: {{order_id: o-1}}
          - {{split_shard: 1, at: 1050ms}}
          - {{stop: {{consumer: consumer}}, at: 5s}}
          - {{put: {{order_id: o-1, n: 1}}, at: 5m}}
          - {{start: {{consumer: consumer}}, at: 21m}}
        """
    )
    refused = [step.shards[0] for step in trace.steps if step.event.value == "read.iterator_expired"]
    assert refused == expired
    assert pages(trace) == [(0,), (1,)]


# Trimming


def test_F150_there_is_a_step_for_each_shard_and_each_instant(run: Run) -> None:
    """o-1 and o-4 are in the first of two shards, o-2 in the second."""
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        timeline:
          - batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-4}]
          - {put: {order_id: o-1, n: 1}, at: 1ms}
          - wait: 25h
        """
    )
    trimmed = [(step.time, step.records) for step in trace.steps if step.event.value == "available.trimmed"]
    day = 24 * HOUR
    assert trimmed == [(day + 50, (0, 2)), (day + 50, (1,)), (day + 51, (3,))]
    assert [shard.trimmed for shard in trace.shards] == [3, 1]


def test_trimming_is_housekeeping_and_does_not_keep_the_machine_from_rest(run: Run) -> None:
    assert run("timeline: [put: {order_id: o-1}]").end == 2000


def test_F150_a_record_can_be_read_up_to_its_last_millisecond(run: Run) -> None:
    """Captured at 50 ms; housekeeping comes first at any time."""
    in_time = run("consumers: [starts: 86400049ms]\ntimeline: [put: {order_id: o-1}]")
    too_late = run("consumers: [starts: 86400050ms]\ntimeline: [put: {order_id: o-1}]")
    assert pages(in_time) == [(0,)]
    assert pages(too_late) == []


def test_F151_a_reader_that_is_too_slow_is_told_which_records_it_lost(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [{limit: 1, processing_time: 13h}]
        timeline: [repeat: {times: 4, every: 0ms, do: {put: {order_id: "o-{n}"}}}]
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "46801000 process.succeeded 0",
        "46801000 read.iterator_expired",
        "46801000 read.records 1",
        "93601000 process.succeeded 1",
        "93601000 read.iterator_expired",
        "93601000 read.trimmed 2,3",
        "93602000 idle.waiting",
    ]


def test_F152_what_was_lost_counts_as_neither_read_nor_processed(run: Run) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - stop: {consumer: consumer}
          - put: {order_id: o-2}
          - wait: 25h
          - start: {consumer: consumer}
          - put: {order_id: o-3}
        """
    )
    (lost,) = (step for step in trace.steps if step.event.value == "read.trimmed")
    assert lost.records == (1,)
    assert lost.facts == ("F151", "F152")
    end = trace.value("stream_records", len(trace.steps))
    assert end == StreamRecords(processed=1, lost=1, trimmed=1)  # o-3, o-2, and o-1, which was processed in time


def test_a_record_that_is_trimmed_while_somebody_works_on_it_is_not_lost_to_them(run: Run, story: Story) -> None:
    trace = run("consumers: [processing_time: 25h]\ntimeline: [put: {order_id: o-1}]")
    assert of_consumers(story(trace))[:2] == ["1000 read.records 0", "90001000 process.succeeded 0"]
    assert "86400050 available.trimmed 0" in story(trace)


@pytest.mark.parametrize("kind", ["poller", "lambda", "kcl"])
def test_F151_F174_a_consumer_that_was_stopped_for_too_long_gets_an_error_about_the_lost_records(
    run: Run, kind: str
) -> None:
    trace = run(
        f"""
        consumers: [{{name: c, type: {kind}}}]
        timeline:
          - {{stop: {{consumer: c}}, at: 5s}}
          - {{put: {{order_id: o-1}}, at: 1h}}
          - {{start: {{consumer: c}}, at: 30h}}
        """
    )
    told = [(step.event.value, step.records) for step in trace.steps if step.consumer]
    refused = [("read.iterator_expired", ())] if kind != "lambda" else []  # Lambda sees to that itself
    assert told == [("read.stopped", ()), ("read.started", ()), *refused, ("read.trimmed", (0,))]


# Throttling


def test_F148_it_is_a_limit_of_each_shard_and_not_of_the_stream(run: Run, story: Story) -> None:
    """o-1 is in the first of two shards, which `a` and `b` read 500 ms before `c` reads the other one."""
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        consumers: [{name: a}, {name: b}, {name: c, starts: 500ms, starting_position: LATEST}]
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 1100ms}]
        """
    )
    assert [line for line in story(trace) if "read." in line] == [
        "500 read.started 0 c",
        "1000 read.records 0 a",
        "1000 read.records 0 b",
        "1500 read.records 1 c",
        "2000 read.records 1 a",
        "2000 read.throttled b",
        "3000 read.records 1 b",
    ]


def test_F148_the_last_1000_ms_decide_whatever_the_clock_says(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers:
          - {name: a, starts: 900ms, poll_interval: 10s}
          - {name: b, starts: 950ms, poll_interval: 10s}
          - {name: c, starts: 1100ms, poll_interval: 10s}
        timeline: [put: {order_id: o-1}]
        """
    )
    assert [line for line in story(trace) if "read." in line] == [
        "900 read.records 0 a",
        "950 read.records 0 b",
        "1100 read.throttled c",
        "11100 read.records 0 c",
    ]


def test_F148_a_read_exactly_1000_ms_ago_no_longer_counts(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [{name: a, starts: 900ms}, {name: b, starts: 950ms},
          {name: c, starts: 1899ms}, {name: d, starts: 1900ms}]
        timeline: [put: {order_id: o-1}]
        """
    )
    assert [line for line in story(trace) if "read." in line] == [
        "900 read.records 0 a",
        "950 read.records 0 b",
        "1899 read.throttled c",
        "1900 read.records 0 d",
        "2899 read.records 0 c",
    ]


def test_F148_a_reader_counts_once_however_often_it_reads(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers:
          - {name: a, poll_interval: 250ms, processing_time: 0ms}
          - {name: b, starts: 750ms}
          - {name: c, starts: 1h, starting_position: LATEST}
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 300ms}]
        """
    )
    assert [line for line in story(trace) if "read." in line] == [
        "250 read.records 0 a",
        "500 read.records 1 a",
        "750 read.records 0,1 b",
    ]


def test_F148_a_poll_that_finds_nothing_does_not_count(run: Run, story: Story) -> None:
    """`a` and `b` poll 400 ms before `c`, and only `c` finds a record."""
    trace = run(
        """
        consumers: [{name: a, poll_interval: 2s}, {name: b, poll_interval: 2s}, {name: c, starts: 400ms}]
        timeline: [{put: {order_id: o-1}, at: 50ms}]
        """
    )
    assert [line for line in story(trace) if "read." in line] == [
        "400 read.records 0 c",
        "2000 read.records 0 a",
        "2000 read.records 0 b",
    ]


def test_F149_without_an_interval_a_throttled_reader_waits_until_it_is_served(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [{name: a, poll_interval: 0ms}, {name: b, poll_interval: 0ms}, {name: c, poll_interval: 0ms}]
        timeline: [put: {order_id: o-1}]
        """
    )
    assert [line for line in story(trace) if line.endswith(" c")] == [
        "100 read.throttled c",
        "1100 read.records 0 c",
        "1200 process.succeeded 0 c",
        "1200 idle.waiting c",
    ]


def test_F149_so_does_one_that_has_just_done_its_work(run: Run, story: Story) -> None:
    """`b` comes back from its work at 1,200 ms, 90 ms after `a` and `c` have read the shard."""
    trace = run(
        """
        consumers:
          - {name: a, poll_interval: 0ms, processing_time: 0ms}
          - {name: b, poll_interval: 0ms, processing_time: 1100ms}
          - {name: c, poll_interval: 0ms, processing_time: 0ms}
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 1010ms}]
        """
    )
    assert [line for line in story(trace) if line.endswith(" b")] == [
        "100 read.records 0 b",
        "1200 process.succeeded 0 b",
        "1200 read.throttled b",
        "2110 read.records 1 b",
        "3210 process.succeeded 1 b",
        "3210 idle.waiting b",
    ]


def test_F148_two_readers_are_never_throttled(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: a, limit: 1, poll_interval: 10ms, processing_time: 0ms}, {name: b, poll_interval: 10ms}]
        timeline: [repeat: {times: 50, every: 5ms, do: {put: {order_id: "o-{n}"}}}]
        """
    )
    assert "read.throttled" not in {step.event.value for step in trace.steps}


# Stopping, starting and crashing


def test_a_consumer_that_is_stopped_at_the_time_of_its_poll_does_not_poll(run: Run, story: Story) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - {stop: {consumer: consumer}, at: 1s}
          - {start: {consumer: consumer}, at: 1500ms}
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.stopped",
        "1500 read.started",
        "2000 read.records 0",
        "2100 process.succeeded 0",
        "3000 idle.waiting",
    ]


def test_a_consumer_that_is_started_at_a_point_of_its_grid_polls_there(run: Run, story: Story) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - {stop: {consumer: consumer}, at: 500ms}
          - {start: {consumer: consumer}, at: 1s}
        """
    )
    assert of_consumers(story(trace))[:3] == ["500 read.stopped", "1000 read.started", "1000 read.records 0"]


def test_a_stopped_consumer_with_unread_records_does_not_keep_the_machine_from_rest(run: Run) -> None:
    trace = run(
        """
        consumers: [poll_interval: 1h]
        timeline: [put: {order_id: o-1}, {stop: {consumer: consumer}, at: 5s}, put: {order_id: o-2}]
        """
    )
    assert [trace.times[number - 1] for number in sorted(trace.writes)] == [0, 5000]
    assert trace.end == 5100


def test_a_consumer_that_is_started_with_nothing_to_do_does_not_keep_the_machine_from_rest(run: Run) -> None:
    trace = run(
        """
        consumers: [poll_interval: 5m]
        timeline:
          - put: {order_id: o-1}
          - stop: {consumer: consumer}
          - start: {consumer: consumer}
          - put: {order_id: o-2}
        """
    )
    # Idle at 600 s: read at 300 s, and the next poll finds nothing.
    assert [trace.times[number - 1] for number in sorted(trace.writes)] == [0, 600_000]


def test_work_that_is_begun_is_finished_by_a_stopped_consumer(run: Run, story: Story) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - {stop: {consumer: consumer}, at: 1050ms}
          - {start: {consumer: consumer}, at: 5s}
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "1050 read.stopped",
        "1100 process.succeeded 0",
        "5000 read.started",
        "5000 idle.waiting",
    ]


def test_a_consumer_that_is_stopped_before_it_starts_begins_when_it_is_started(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [starts: 2s]
        timeline:
          - {stop: {consumer: consumer}, at: 1s}
          - {put: {order_id: o-1}, at: 3s}
          - {start: {consumer: consumer}, at: 4500ms}
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.stopped",
        "4500 read.started",
        "5000 read.records 0",
        "5100 process.succeeded 0",
        "6000 idle.waiting",
    ]


def test_F136_a_consumer_that_is_stopped_before_it_starts_at_LATEST_begins_after_the_records_so_far(run: Run) -> None:
    trace = run(
        """
        consumers: [{starts: 2s, starting_position: LATEST}]
        timeline:
          - {stop: {consumer: consumer}, at: 1s}
          - {put: {order_id: o-1}, at: 3s}
          - {start: {consumer: consumer}, at: 5s}
          - {put: {order_id: o-2}, at: 6s}
        """
    )
    assert pages(trace) == [(1,)]


@pytest.mark.parametrize("start", ["1500ms", "2s"])
def test_a_consumer_that_is_stopped_and_started_again_before_its_time_begins_at_its_time(
    run: Run, story: Story, start: str
) -> None:
    trace = run(
        f"""
        consumers: [starts: 2s]
        timeline:
          - put: {{order_id: o-1}}
          - {{stop: {{consumer: consumer}}, at: 1s}}
          - {{start: {{consumer: consumer}}, at: {start}}}
          - put: {{order_id: o-2}}
        """
    )
    assert [line for line in story(trace) if "read.records" in line] == ["2000 read.records 0", "4000 read.records 1"]
    assert [trace.times[number - 1] for number in sorted(trace.writes)] == [0, 3000]


def test_a_crash_throws_the_work_away_and_the_machine_is_at_rest(run: Run, story: Story) -> None:
    """The work would have taken until 1 h; the restart happens at rest, and that is at once."""
    trace = run(
        """
        consumers: [processing_time: 1h]
        timeline:
          - put: {order_id: o-1}
          - {crash: {consumer: consumer}, at: 1500ms}
          - restart: {consumer: consumer}
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "1500 read.crashed",
        "1500 read.restarted",
        "2000 read.records 0",
        "3602000 process.succeeded 0",
        "3602000 read.iterator_expired",
        "3602000 idle.waiting",
    ]


def test_a_poller_that_comes_back_with_nothing_to_read_does_not_become_idle_for_it(run: Run, story: Story) -> None:
    """At LATEST nothing is left to read for the new one, and it has had no work yet."""
    trace = run(
        """
        consumers: [starting_position: LATEST]
        timeline:
          - {put: {order_id: o-1}, at: 500ms}
          - {crash: {consumer: consumer}, at: 1050ms}
          - {restart: {consumer: consumer}, at: 5s}
          - wait: 10s
        """
    )
    assert of_consumers(story(trace)) == ["1000 read.records 0", "1050 read.crashed", "5000 read.restarted"]
    assert trace.value("consumer_state", len(trace.steps)) is ConsumerState.IDLE


# Empty polls


def test_F145_without_a_shard_there_are_no_empty_polls(run: Run, story: Story) -> None:
    trace = run(
        """
        show_empty_polls: true
        timeline: [put: {order_id: o-1}, {disable_stream: {}, at: 2500ms}, wait: 10s]
        """
    )
    assert of_consumers(story(trace)) == [
        "0 read.empty",
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "2000 idle.waiting",
        "3000 read.shard_end",
    ]


def test_before_there_is_a_stream_there_are_no_empty_polls(run: Run, story: Story) -> None:
    trace = run(
        """
        show_empty_polls: true
        stream: {view_type: KEYS_ONLY, enabled: false}
        timeline: [{enable_stream: {view_type: KEYS_ONLY}, at: 2500ms}, wait: 2s]
        """
    )
    assert of_consumers(story(trace)) == ["3000 read.empty", "4000 read.empty"]


@pytest.mark.parametrize(
    "timeline",
    [
        "[put: {order_id: o-1}, split_shard: 1, put: {order_id: o-1, n: 1}, roll_over_shard: 2, put: {order_id: o-2}]",
        "[put: {order_id: o-1}, stop: {consumer: a}, put: {order_id: o-2}, wait: 20m, start: {consumer: a}, wait: 5s]",
        "[put: {order_id: o-1}, disable_stream: {}, enable_stream: {view_type: KEYS_ONLY}, put: {order_id: o-2}]",
        "[put: {order_id: o-1}, {crash: {consumer: a}, at: 1050ms}, restart: {consumer: a}, put: {order_id: o-2}]",
    ],
    ids=["shards", "a nap", "streams", "a crash"],
)
def test_to_show_empty_polls_changes_nothing_else(run: Run, story: Story, timeline: str) -> None:
    text = f"""
        stream: {{view_type: KEYS_ONLY, shards: 2}}
        consumers: [{{name: a}}, {{name: b, poll_interval: 700ms, processing_time: 1500ms}}]
        timeline: {timeline}
    """
    silent, shown = story(run(text)), story(run("\n        show_empty_polls: true" + text))
    assert [line for line in shown if "read.empty" not in line] == silent
    assert len(shown) > len(silent)


def test_a_day_at_rest_is_no_work(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """86,400,000 points of the grid: one poll reads, one finds nothing, and no other is made."""
    polls = []
    push = Agenda.push

    def counted(self: Agenda, time: int, priority: int, act: Callable[[Any], None], about: Any = None) -> None:
        if priority == Priority.READ:
            polls.append(time)
        push(self, time, priority, act, about)

    monkeypatch.setattr(Agenda, "push", counted)
    trace = run("consumers: [poll_interval: 1ms]\ntimeline: [put: {order_id: o-1}, wait: 24h]")
    assert polls == [100, 200]
    assert trace.end == 24 * HOUR
