"""The order of events at one time."""

from __future__ import annotations

from machine_runs import Run, Story


def at(time: int, lines: list[str]) -> list[str]:
    """The events at one time."""
    return [line.partition(" ")[2] for line in lines if line.startswith(f"{time} ")]


def test_writes_come_before_captures_before_availability_before_work_before_reads(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers:
          - {name: quick, poll_interval: 500ms, processing_time: 500ms}
          - {name: steady}
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-2}, at: 900ms}
          - {put: {order_id: o-3}, at: 950ms}
          - {put: {order_id: o-4}, at: 1s}
          - {put: {order_id: o-5}, at: 1s}
        """
    )
    assert at(1000, story(trace)) == [
        "write.insert 3",
        "write.insert 4",
        "capture.record 2",
        "available.record 1",
        "process.succeeded 0 quick",
        "read.records 1 quick",
        "read.records 0,1 steady",
    ]


def test_idle_comes_after_every_read(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers:
          - name: early
          - {name: late, starts: 2s}
        timeline: [put: {order_id: o-1}]
        """
    )
    assert at(2000, story(trace)) == ["read.records 0 late", "idle.waiting early"]


def test_consumers_read_in_the_files_order(run: Run, story: Story) -> None:
    trace = run("consumers: [{name: b}, {name: a}, {name: c}]\ntimeline: [put: {order_id: o-1}]")
    assert at(1000, story(trace)) == ["read.records 0 b", "read.records 0 a", "read.throttled c"]  # F148
    assert at(2000, story(trace)) == ["read.records 0 c", "idle.waiting b", "idle.waiting a"]


def test_consumers_read_in_the_files_order_whoever_was_done_first(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers:
          - {name: slow, processing_time: 900ms}
          - {name: quick, processing_time: 100ms}
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-2}, at: 1500ms}
        """
    )
    assert at(2000, story(trace)) == ["read.records 1 slow", "read.records 1 quick"]
    assert at(3000, story(trace)) == ["idle.waiting slow", "idle.waiting quick"]


def test_empty_polls_that_are_shown_are_reads_in_the_files_order_too(run: Run, story: Story) -> None:
    trace = run(
        """
        show_empty_polls: true
        consumers:
          - {name: hourly, poll_interval: 1h}
          - {name: steady}
        timeline: [wait: 1h]
        """
    )
    assert at(3_600_000, story(trace)) == ["read.empty hourly", "read.empty steady"]


def test_the_end_of_a_wait_in_the_middle_is_an_action_of_the_timeline(run: Run, story: Story) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - wait: 1s
          - {put: {order_id: o-2}, after: 0ms}
        """
    )
    assert at(1000, story(trace)) == ["write.insert 1", "read.records 0"]
