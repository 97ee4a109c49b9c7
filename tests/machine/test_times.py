"""The times of the timeline's actions: at rest, `at`, `after`, `wait`, `repeat`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cases import in_each_case
from machine_runs import Run

from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import Mark, ScenarioError
from simulator.scenario.model import Scenario


def write_times(trace: Trace) -> list[int]:
    return [trace.times[number - 1] for number in sorted(trace.writes)]


def written_keys(trace: Trace) -> list[str]:
    return [trace.writes[number].key[0].value for number in sorted(trace.writes)]


def test_an_action_without_a_time_happens_when_all_has_come_to_rest(
    run: Run, story: Callable[[Trace], list[str]]
) -> None:
    trace = run("timeline: [put: {order_id: o-1}, delete: {order_id: o-1}]")
    assert story(trace) == [
        "0 write.insert 0",
        "50 capture.record 0",
        "100 available.record 0",
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "2000 idle.waiting",
        "2000 write.remove 1",
        "2050 capture.record 1",
        "2100 available.record 1",
        "3000 read.records 1",
        "3100 process.succeeded 1",
        "4000 idle.waiting",
    ]


def test_at_counts_from_the_start_and_lets_changes_overlap(run: Run, story: Callable[[Trace], list[str]]) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - put: {order_id: o-2}
            at: 20ms
        """
    )
    assert story(trace) == [
        "0 write.insert 0",
        "20 write.insert 1",
        "50 capture.record 0",
        "70 capture.record 1",
        "100 available.record 0",
        "120 available.record 1",
        "1000 read.records 0,1",
        "1100 process.succeeded 0",
        "1200 process.succeeded 1",
        "2000 idle.waiting",
    ]


def test_at_can_be_long_after_rest(run: Run) -> None:
    assert write_times(run("timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 5s}]")) == [0, 5000]


def test_after_counts_from_the_action_before(run: Run) -> None:
    trace = run(
        """
        timeline:
          - {put: {order_id: o-1}, after: 30ms}
          - {put: {order_id: o-2}, after: 10ms}
          - put: {order_id: o-3}
          - {put: {order_id: o-4}, after: 7ms}
        """
    )
    # Rest is the empty poll at 2 s; the third put happens there, the fourth 7 ms later.
    assert write_times(trace) == [30, 40, 2000, 2007]


def test_after_0ms_is_the_same_time_in_the_files_order(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-2}, {put: {order_id: o-1}, after: 0ms}]")
    assert write_times(trace) == [0, 0]
    assert written_keys(trace) == ["o-2", "o-1"]


def test_a_wait_longer_than_the_way_to_rest_decides_when_the_next_action_happens(run: Run) -> None:
    assert write_times(run("timeline: [put: {order_id: o-1}, wait: 10m, put: {order_id: o-2}]")) == [0, 600_000]


def test_after_a_short_wait_the_next_action_still_happens_at_rest(run: Run) -> None:
    assert write_times(run("timeline: [put: {order_id: o-1}, wait: 500ms, put: {order_id: o-2}]")) == [0, 2000]


def test_a_wait_counts_from_the_action_before_and_the_next_after_from_its_end(run: Run) -> None:
    trace = run(
        """
        timeline:
          - {put: {order_id: o-1}, at: 100ms}
          - wait: 400ms
          - {put: {order_id: o-2}, after: 1ms}
        """
    )
    assert write_times(trace) == [100, 501]


def test_a_wait_can_come_first(run: Run) -> None:
    assert write_times(run("timeline: [wait: 3s, put: {order_id: o-1}]")) == [3000]


def test_two_waits_pass_one_after_the_other(run: Run) -> None:
    trace = run("timeline: [wait: 1s, wait: 2s, {put: {order_id: o-1}, after: 0ms}]")
    assert write_times(trace) == [3000]


def test_a_run_without_a_final_wait_ends_at_rest(run: Run) -> None:
    assert run("timeline: [put: {order_id: o-1}]").end == 2000


@in_each_case(
    "wait, end, steps",
    [
        ("49ms", 49, 1),
        ("50ms", 50, 2),  # what happens at the very end of the wait still happens
        ("1050ms", 1050, 4),
        ("2s", 2000, 6),
        ("24h", 86_400_000, 6),
        ("25h", 90_000_000, 7),  # after 24 hours the record is trimmed (F150)
    ],
)
def test_a_final_wait_ends_the_run_exactly(run: Run, wait: str, end: int, steps: int) -> None:
    trace = run(f"timeline: [put: {{order_id: o-1}}, wait: {wait}]")
    assert trace.end == end
    assert len(trace.steps) == steps


def test_of_two_waits_at_the_end_both_pass(run: Run) -> None:
    assert run("timeline: [put: {order_id: o-1}, wait: 1s, wait: 30ms]").end == 1030


def test_a_run_of_nothing_but_a_wait_has_no_step(run: Run) -> None:
    trace = run("timeline: [wait: 1m]")
    assert (trace.end, len(trace.steps)) == (60_000, 0)
    assert trace.tracker().steps == (0, 0)  # the start and the end


def test_a_repeat_without_every_does_each_round_at_rest(run: Run) -> None:
    trace = run('timeline: [repeat: {times: 3, do: {put: {order_id: "o-{n}"}}}]')
    assert write_times(trace) == [0, 2000, 4000]


def test_a_repeat_with_every_does_its_rounds_so_often(run: Run) -> None:
    trace = run('timeline: [repeat: {times: 4, every: 10ms, do: {put: {order_id: "o-{n}"}}}]')
    assert write_times(trace) == [0, 10, 20, 30]


def test_the_rounds_of_a_repeat_count_from_1(run: Run) -> None:
    trace = run(
        """
        timeline:
          - repeat:
              times: 2
              every: 0ms
              do:
                - put: {order_id: "o-{n}", tags: !!set {"a{n}"}, parts: [{"name": "p{n}"}], "{n}": 7}
                - update: {key: {order_id: "o-{n}"}, set: {status: "round {n}"}}
        """
    )
    images = [record.to_api()["dynamodb"]["NewImage"] for record in trace.records]
    whole = [
        {
            "order_id": {"S": f"o-{n}"},
            "tags": {"SS": [f"a{n}"]},
            "parts": {"L": [{"M": {"name": {"S": f"p{n}"}}}]},
            "{n}": {"N": "7"},  # a name is no string of the item
        }
        for n in (1, 2)
    ]
    status = [{"status": {"S": f"round {n}"}} for n in (1, 2)]
    assert images == [whole[0], whole[0] | status[0], whole[1], whole[1] | status[1]]


def test_the_writes_of_one_round_happen_together(run: Run) -> None:
    trace = run(
        """
        timeline:
          - repeat: {times: 2, every: 1s, do: [put: {order_id: "a-{n}"}, put: {order_id: "b-{n}"}]}
        """
    )
    assert write_times(trace) == [0, 0, 1000, 1000]
    assert written_keys(trace) == ["a-1", "b-1", "a-2", "b-2"]


def test_a_repeat_begins_at_its_own_time_and_is_over_with_its_last_round(run: Run) -> None:
    trace = run(
        """
        timeline:
          - repeat: {times: 3, every: 1s, do: {put: {order_id: "o-{n}"}}}
            at: 5s
          - {put: {order_id: last}, after: 10ms}
        """
    )
    assert write_times(trace) == [5000, 6000, 7000, 7010]


def test_an_action_after_a_repeat_happens_at_rest(run: Run) -> None:
    trace = run(
        """
        timeline:
          - repeat: {times: 2, every: 10ms, do: {put: {order_id: "o-{n}"}}}
          - put: {order_id: last}
        """
    )
    # Both records are read at 1 s and worked on until 1.2 s; the poll at 2 s finds nothing.
    assert write_times(trace) == [0, 10, 2000]


def test_a_condition_of_a_repeat_has_the_number_of_its_round_too(run: Run) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1, status: "2"}
          - repeat:
              times: 2
              do: {update: {key: {order_id: o-1}, set: {done: "{n}"}}, condition: {equals: {status: "{n}"}}}
        """
    )
    assert [trace.writes[number].effect.name for number in sorted(trace.writes)] == ["INSERT", "REJECTED", "MODIFY"]


def test_an_at_that_turns_out_to_be_before_the_action_in_front_of_it_is_an_error(
    scenario: Callable[[str], Scenario],
) -> None:
    """No reading of the file can tell: only the run knows that rest comes at 2 s."""
    found = scenario(
        """
        timeline:
          - put: {order_id: o-1}
          - put: {order_id: o-2}
          - put: {order_id: o-3}
            at: 1999ms
        """
    )
    with pytest.raises(ScenarioError) as error:
        simulate(found)
    (complaint,) = error.value.complaints
    assert complaint.code == "S208"
    assert complaint.mark == Mark(9, 9)  # the time itself, in the last line of four lines of head and five of timeline
    assert "1,999 ms" in complaint.message
    assert "2,000 ms" in complaint.message


@pytest.mark.parametrize(
    ("consumers", "reason"),
    [
        ("[{name: p}]", "an action without `at` or `after` waits until everything is at rest"),
        (
            "[{name: p}, {name: late, starts: 30s}, {name: later, starts: 40s, starting_position: LATEST}]",
            'an action without `at` or `after` waits until everything is at rest, and rest waits for "late", '
            "which starts at 30,000 ms",
        ),
    ],
    ids=["rest", "a consumer that starts later"],
)
def test_the_message_says_for_whom_the_action_in_front_of_it_waited(
    scenario: Callable[[str], Scenario], consumers: str, reason: str
) -> None:
    found = scenario(
        f"""
        consumers: {consumers}
        timeline: [put: {{order_id: o-1}}, disable_stream: {{}}, {{put: {{order_id: o-2}}, at: 500ms}}]
        """
    )
    with pytest.raises(ScenarioError) as error:
        simulate(found)
    assert error.value.complaints[0].message.split(": ", 1)[1] == reason


def test_an_at_just_when_the_action_in_front_of_it_happens_is_none(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, put: {order_id: o-2}, {put: {order_id: o-3}, at: 2s}]")
    assert write_times(trace) == [0, 2000, 2000]


def test_writes_in_flight_are_captured_in_the_order_of_the_writes(
    run: Run, story: Callable[[Trace], list[str]]
) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, capture_delay: 1s, availability_delay: 300ms}
        timeline:
          - put: {order_id: o-1, n: 1}
          - {put: {order_id: o-1, n: 2}, after: 100ms}
          - {delete: {order_id: o-1}, after: 100ms}
        """
    )
    assert story(trace) == [
        "0 write.insert 0",
        "100 write.modify 1",
        "200 write.remove 2",
        "1000 capture.record 0",
        "1100 capture.record 1",
        "1200 capture.record 2",
        "1300 available.record 0",
        "1400 available.record 1",
        "1500 available.record 2",
        "2000 read.records 0,1,2",
        "2100 process.succeeded 0",
        "2200 process.succeeded 1",
        "2300 process.succeeded 2",
        "3000 idle.waiting",
    ]
