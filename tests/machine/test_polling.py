"""A poller: its grid, its pages, its work, and when it is idle (F3, F4, F9, F134, F141)."""

from __future__ import annotations

import pytest
from cases import in_each_case
from machine_runs import Run, Story, of_consumers

from simulator.machine import machine
from simulator.machine.machine import simulate
from simulator.machine.variables import ConsumerState, StreamRecords
from simulator.scenario.complaints.complaint import ScenarioError


def test_a_page_has_at_most_limit_records(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [limit: 2]
        timeline: [repeat: {times: 5, every: 0ms, do: {put: {order_id: "o-{n}"}}}]
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 0,1",
        "1100 process.succeeded 0",
        "1200 process.succeeded 1",
        "2000 read.records 2,3",
        "2100 process.succeeded 2",
        "2200 process.succeeded 3",
        "3000 read.records 4",
        "3100 process.succeeded 4",
        "4000 idle.waiting",
    ]


@in_each_case(
    "work, done, next_poll",
    [
        ("999ms", 1999, 2000),
        ("1s", 2000, 2000),  # the poll at the very end of the work is not skipped
        ("1001ms", 2001, 3000),
        ("2500ms", 3500, 4000),
    ],
)
def test_polls_during_work_are_skipped(run: Run, story: Story, work: str, done: int, next_poll: int) -> None:
    trace = run(f"consumers: [processing_time: {work}]\ntimeline: [put: {{order_id: o-1}}]")
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        f"{done} process.succeeded 0",
        f"{next_poll} idle.waiting",
    ]


def test_the_grid_begins_at_starts(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [{starts: 300ms, poll_interval: 1s, processing_time: 10ms}]
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-2}, at: 350ms}
        """
    )
    assert of_consumers(story(trace)) == [
        "300 read.records 0",
        "310 process.succeeded 0",
        "1300 read.records 1",
        "1310 process.succeeded 1",
        "2300 idle.waiting",
    ]


def test_the_grid_is_never_shifted_by_work_that_ends_between_its_points(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [{poll_interval: 1s, processing_time: 1700ms}]
        timeline: [repeat: {times: 3, every: 2s, do: {put: {order_id: "o-{n}"}}}]
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "2700 process.succeeded 0",
        "3000 read.records 1",
        "4700 process.succeeded 1",
        "5000 read.records 2",
        "6700 process.succeeded 2",
        "7000 idle.waiting",
    ]


def test_a_record_that_becomes_available_at_a_point_of_the_grid_is_read_there(run: Run, story: Story) -> None:
    trace = run("timeline: [{put: {order_id: o-1}, at: 900ms}]")
    assert of_consumers(story(trace))[0] == "1000 read.records 0"


def test_a_consumer_yet_to_start_with_records_to_read_keeps_the_machine_from_rest(run: Run, story: Story) -> None:
    trace = run("consumers: [starts: 10s]\ntimeline: [put: {order_id: o-1}, put: {order_id: o-2}]")
    assert story(trace)[3:7] == [
        "10000 read.records 0",
        "10100 process.succeeded 0",
        "11000 idle.waiting",
        "11000 write.insert 1",
    ]


def test_F134_LATEST_begins_after_what_is_there_when_it_starts(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [{starting_position: LATEST, starts: 1s}]
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-2}, at: 900ms}
          - {put: {order_id: o-3}, at: 901ms}
        """
    )
    # The second record is available at 1 s, before the read of that time; the third 1 ms later.
    assert of_consumers(story(trace)) == [
        "1000 read.started 0,1",
        "2000 read.records 2",
        "2100 process.succeeded 2",
        "3000 idle.waiting",
    ]


def test_F297_TRIM_HORIZON_reads_what_was_there_before_the_start(run: Run, story: Story) -> None:
    trace = run("consumers: [starts: 1h]\ntimeline: [put: {order_id: o-1}]")
    assert of_consumers(story(trace))[0] == "3600000 read.records 0"


def test_records_that_LATEST_never_reads_do_not_keep_the_machine_from_rest(run: Run, story: Story) -> None:
    trace = run("consumers: [{starting_position: LATEST, starts: 1h}]\ntimeline: [put: {order_id: o-1}]")
    assert story(trace) == ["0 write.insert 0", "50 capture.record 0", "100 available.record 0"]
    assert trace.value("stream_records", after=3) == StreamRecords(created=1)


def test_F9_further_empty_polls_are_silent(run: Run, story: Story) -> None:
    trace = run("timeline: [put: {order_id: o-1}, wait: 10s]")
    assert of_consumers(story(trace))[-1] == "2000 idle.waiting"


def test_a_consumer_that_never_had_work_is_idle_without_a_step(run: Run) -> None:
    trace = run("timeline: [wait: 10s]")
    assert len(trace.steps) == 0
    assert trace.value("consumer_state", after=0) is ConsumerState.IDLE


def test_empty_polls_are_steps_where_the_scenario_wants_them(run: Run, story: Story) -> None:
    trace = run("show_empty_polls: true\ntimeline: [{put: {order_id: o-1}, at: 1500ms}, wait: 3500ms]")
    assert story(trace) == [
        "0 read.empty",
        "1000 read.empty",
        "1500 write.insert 0",
        "1550 capture.record 0",
        "1600 available.record 0",
        "2000 read.records 0",
        "2100 process.succeeded 0",
        "3000 idle.waiting",
        "4000 read.empty",
        "5000 read.empty",
    ]


def test_an_empty_poll_changes_nothing(run: Run) -> None:
    trace = run("show_empty_polls: true\ntimeline: [put: {order_id: o-1}, wait: 3s]")
    empty = [step for step in trace.steps if step.event.value == "read.empty"]
    assert [step.time for step in empty] == [0, 3000]
    assert [(step.changes, tuple(step.row), step.records) for step in empty] == [((), (False, False, False), ())] * 2


def test_shown_empty_polls_pause_during_work(run: Run, story: Story) -> None:
    trace = run(
        """
        show_empty_polls: true
        consumers: [processing_time: 2500ms]
        timeline: [put: {order_id: o-1}, wait: 5s]
        """
    )
    assert of_consumers(story(trace)) == [
        "0 read.empty",
        "1000 read.records 0",
        "3500 process.succeeded 0",
        "4000 idle.waiting",
        "5000 read.empty",
    ]


def test_shown_empty_polls_do_not_keep_the_machine_from_rest(run: Run, story: Story) -> None:
    trace = run("show_empty_polls: true\ntimeline: [put: {order_id: o-1}, put: {order_id: o-2}]")
    assert "2000 write.insert 1" in story(trace)
    assert trace.end == 4000


AFTER_THE_POLLS_OF_ITS_TIME = """
stream: {view_type: KEYS_ONLY, capture_delay: 0ms, availability_delay: 0ms}
consumers:
  - {name: steady}
  - {name: quick, poll_interval: 500ms}
  - {name: late, poll_interval: 500ms, starts: 1s, starting_position: LATEST}
timeline: [put: {order_id: o-1}, put: {order_id: o-2}]
"""
"""`steady` is idle at 1 s, after every poll of that time. So the second put happens then, and its record, without any
delay, becomes available when `quick` and `late` have polled and found nothing."""


def test_a_record_that_comes_after_the_polls_of_its_time_waits_for_the_next_poll(run: Run, story: Story) -> None:
    lines = story(run(AFTER_THE_POLLS_OF_ITS_TIME))
    assert [line for line in lines if line.startswith("1000 ")] == [
        "1000 read.started 0 late",
        "1000 idle.waiting steady",
        "1000 write.insert 1",
        "1000 capture.record 1",
        "1000 available.record 1",
    ]
    assert "1500 read.records 1 quick" in lines


def test_F136_LATEST_reads_a_record_that_comes_after_its_first_poll(run: Run, story: Story) -> None:
    assert "1500 read.records 1 late" in story(run(AFTER_THE_POLLS_OF_ITS_TIME))


def test_to_show_the_empty_polls_of_that_time_changes_nothing_else(run: Run, story: Story) -> None:
    shown = story(run("show_empty_polls: true" + AFTER_THE_POLLS_OF_ITS_TIME))
    assert [line for line in shown if "read.empty" not in line] == story(run(AFTER_THE_POLLS_OF_ITS_TIME))


def test_without_any_delay_all_six_steps_happen_at_one_time(run: Run, story: Story) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, capture_delay: 0ms, availability_delay: 0ms}
        consumers: [{poll_interval: 0ms, processing_time: 0ms}]
        timeline: [put: {order_id: o-1}, put: {order_id: o-2}]
        """
    )
    events = ["write.insert", "capture.record", "available.record", "read.records", "process.succeeded"]
    one_round = [[f"0 {event} {record}" for event in events] + ["0 idle.waiting"] for record in (0, 1)]
    assert story(trace) == one_round[0] + one_round[1]
    assert trace.end == 0


def test_work_without_a_duration_does_not_use_one_point_of_the_grid_twice(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [{limit: 1, processing_time: 0ms}]
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, after: 0ms}]
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "1000 process.succeeded 0",
        "2000 read.records 1",
        "2000 process.succeeded 1",
        "3000 idle.waiting",
    ]


def test_a_poll_interval_of_nothing_reads_as_soon_as_there_is_something(run: Run, story: Story) -> None:
    trace = run("consumers: [poll_interval: 0ms]\ntimeline: [put: {order_id: o-1}]")
    assert of_consumers(story(trace)) == ["100 read.records 0", "200 process.succeeded 0", "200 idle.waiting"]


def test_F4_every_consumer_reads_every_record(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers:
          - {name: mailer, poll_interval: 2s}
          - {name: indexer, processing_time: 300ms}
        timeline: [put: {order_id: o-1}]
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 0 indexer",
        "1300 process.succeeded 0 indexer",
        "2000 read.records 0 mailer",
        "2000 idle.waiting indexer",
        "2100 process.succeeded 0 mailer",
        "4000 idle.waiting mailer",
    ]


def test_several_consumers_have_a_state_each_and_the_first_counts_the_records(run: Run) -> None:
    trace = run("consumers: [{name: mailer, poll_interval: 2s}, name: indexer]\ntimeline: [put: {order_id: o-1}]")
    assert trace.variables == ("table_data", "stream_records", "consumer_state.mailer", "consumer_state.indexer")
    by_time = {step.time: step for step in trace.steps if step.consumer is not None}
    assert [change.variable for change in by_time[1000].changes] == ["consumer_state.indexer"]
    assert [change.variable for change in by_time[2100].changes] == ["stream_records", "consumer_state.mailer"]


def test_a_row_answers_for_the_steps_own_consumer(run: Run) -> None:
    trace = run("consumers: [{name: mailer, poll_interval: 2s}, name: indexer]\ntimeline: [put: {order_id: o-1}]")
    rows = {(step.event.value, step.consumer): tuple(step.row) for step in trace.steps}
    assert rows["process.succeeded", "indexer"] == (True, True, True)
    assert rows["read.records", "mailer"] == (True, True, False)


def test_a_row_about_several_records_says_yes_when_it_is_true_of_all(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, after: 0ms}]")
    rows = [(step.event.value, tuple(step.row)) for step in trace.steps if step.consumer]
    assert rows == [
        ("read.records", (True, True, False)),
        ("process.succeeded", (True, True, True)),
        ("process.succeeded", (True, True, True)),
        ("idle.waiting", (False, False, False)),
    ]


def test_empty_polls_without_number_are_refused_where_they_are_asked_for(scenario, monkeypatch):
    assert machine.MAX_EMPTY_POLLS == 1_000_000
    monkeypatch.setattr(machine, "MAX_EMPTY_POLLS", 1_000)
    text = "timeline: [{{wait: {}ms}}]\nconsumers: [{{poll_interval: 1ms}}]\nshow_empty_polls: true"
    assert len(simulate(scenario(text.format(999))).events) == 1_000
    with pytest.raises(ScenarioError, match=r"^<text>:6:19: S209 more than 1,000 empty polls"):
        simulate(scenario(text.format(1_000)))
