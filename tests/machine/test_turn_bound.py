"""The bound on a run: turns of its agenda. They grow with the steps that are shown, not with the time that passes."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop
from unittest.mock import patch

import pytest

from simulator.dynamodb.rules import Rules
from simulator.machine import machine
from simulator.machine.agenda import Entry
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.machine.turn_bound import MAX_TURNS, turns_beside
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario

Read = Callable[[str], Scenario]

MANY_EMPTY_POLLS = """
title: T
table: {name: Orders, partition_key: id}
stream: {view_type: NEW_AND_OLD_IMAGES}
consumers:
  - {name: c0, type: poller, limit: 1}
  - {name: c2, type: kcl, starting_position: LATEST, processing_time: 1ms, workers: [w0], failover_time: 999ms}
  - {name: c3, type: kcl, poll_interval: 1ms, processing_time: 5s, workers: [w0, w1, w2], checkpoint_every: 1,
     failover_time: 1s}
show_empty_polls: true
timeline:
  - put: {id: k0, v: 1}
  - delete: {id: k0}
    after: 1ms
  - {disable_stream: {}, after: 1ms}
  - wait: 24h
"""


def refusal(scenario: Scenario, most_turns: int, rules: Rules | None = None) -> str:
    with pytest.raises(ScenarioError) as refused:
        simulate(scenario, rules or Rules(), most_turns)
    return str(refused.value)


def turns(scenario: Scenario) -> int:
    """The fewest turns that suffice for a run: in each of them one entry of the agenda happens."""
    taken = 0

    def turn(heap: list[Entry]) -> Entry:
        nonlocal taken
        taken += 1
        return heappop(heap)

    with patch.object(machine, "heappop", turn):
        simulate(scenario)
    assert is_enough(scenario, taken)
    assert not is_enough(scenario, taken - 1)
    return taken


def is_enough(scenario: Scenario, most_turns: int) -> bool:
    try:
        simulate(scenario, most_turns=most_turns)
    except ScenarioError as error:
        return "S215" not in str(error)
    return True


def test_a_million_plain_writes_take_less_than_a_third_of_the_bound(scenario: Read) -> None:
    thousand = "{repeat: {times: 1000, every: 10ms, do: {put: {order_id: 'o-{n}'}}}}"
    written = scenario(f"consumers: [{{limit: 1, poll_interval: 1ms, processing_time: 1ms}}]\ntimeline: [{thousand}]")
    assert is_enough(written, 6001)
    assert MAX_TURNS > 3 * 6001 * 1000


def test_polls_of_which_none_is_shown_take_no_turns() -> None:
    trace = simulate(scenario_from_text(MANY_EMPTY_POLLS), most_turns=500)
    assert len(trace.events) == 131  # with the step of c2, which passes over records at LATEST
    assert trace.end == 24 * 3600 * 1000 + 2


def test_each_poll_that_is_shown_takes_one_turn(scenario: Read) -> None:
    text = "show_empty_polls: true\nconsumers: [{poll_interval: 1ms}]\ntimeline: [wait: %s]"
    assert turns(scenario(text % "300ms")) - turns(scenario(text % "200ms")) == 100


CONSUMERS = {
    "a poller that polls each millisecond": "{poll_interval: 1ms}",
    "KCL workers that poll each millisecond": "{type: kcl, poll_interval: 1ms, failover_time: 1ms, workers: [a, b]}",
    "a mapping with both kinds of window": "{type: lambda, maximum_batching_window_in_seconds: 1, "
    "tumbling_window_in_seconds: 1, parallelization_factor: 10}",
    "a mapping with retries": "{type: lambda, maximum_retry_attempts: 9, function: {fails_on: {eventName: [INSERT]}}}",
    "three readers that are throttled": "{name: a, poll_interval: 1ms}, {name: b, poll_interval: 1ms}, "
    "{name: c, poll_interval: 1ms}",
}


@pytest.mark.slow
@pytest.mark.parametrize("shown", ["false", "true"])
@pytest.mark.parametrize("consumers", CONSUMERS.values(), ids=CONSUMERS.keys())
def test_a_longer_wait_takes_no_more_turns_than_it_adds_steps(scenario: Read, consumers: str, shown: str) -> None:
    text = (
        "table: {name: Orders, partition_key: order_id, time_to_live: ttl}\n"
        f"stream: {{view_type: KEYS_ONLY, shards: 3}}\nshow_empty_polls: {shown}\nconsumers: [{consumers}]\n"
        "timeline: [{put: {order_id: a, ttl: !in 1h}}, disable_stream: {}, wait: %s]"
    )
    title = "title: A test\n"
    short, long = (scenario_from_text(title + text % wait) for wait in ("48h", "8784h"))
    assert len(simulate(long).events) == len(simulate(short).events)
    assert is_enough(long, turns(short))


def test_a_run_may_take_just_as_many_turns_as_are_allowed(scenario: Read) -> None:
    put = scenario("timeline: [put: {order_id: a}]")
    assert len(simulate(put, most_turns=7).events) == 6
    assert "S215" in refusal(put, 6)


def test_the_repeat_that_writes_most_is_named(scenario: Read) -> None:
    written = scenario(
        """\
        timeline:
          - put: {order_id: a}
          - repeat: {times: 20, do: {put: {order_id: "b-{n}"}}}
          - repeat:
              times: 90000
              do: {put: {order_id: "c-{n}"}}
        """
    )
    assert refusal(written, 3000) == (
        "<text>:8:14: S215 the run is not over after 3,000 turns of its agenda: "
        "this repeat has come to write 479; make `times` smaller, now 90,000"
    )


def test_retries_are_named_where_they_take_most(scenario: Read) -> None:
    failing = scenario(
        """\
        consumers:
          - name: indexer
            type: lambda
            maximum_retry_attempts: 10000
            function: {fails_on: {eventName: [INSERT]}}
        timeline: [put: {order_id: a}]
        """
    )
    assert refusal(failing, 1000) == (
        "<text>:7:29: S215 the run is not over after 1,000 turns of its agenda: "
        '"indexer" has 498 steps of retries; make `maximum_retry_attempts` smaller, now 10,000'
    )


def test_polls_that_bring_nothing_are_named_where_they_take_most(scenario: Read) -> None:
    polling = scenario(
        """\
        show_empty_polls: true
        consumers:
          - {name: slow}
          - {name: eager, poll_interval: 1ms}
        timeline: [wait: 1h]
        """
    )
    assert refusal(polling, 1000) == (
        "<text>:7:34: S215 the run is not over after 1,000 turns of its agenda: "
        '"eager" has polled 997 times for nothing; make `poll_interval` longer, now 1 ms'
    )


def test_a_mapping_has_no_interval_to_make_longer(scenario: Read) -> None:
    polling = scenario("show_empty_polls: true\nconsumers:\n  - {name: m, type: lambda}\ntimeline: [wait: 24h]")
    assert refusal(polling, 1000) == (
        "<text>:6:5: S215 the run is not over after 1,000 turns of its agenda: "
        '"m" has polled 999 times for nothing, every 250 ms; let the run take less time'
    )


def test_a_timeline_of_single_writes_is_named_as_a_whole(scenario: Read) -> None:
    entries = ", ".join(f"put: {{order_id: o-{number}}}" for number in range(50))
    assert refusal(scenario(f"timeline: [{entries}]"), 60) == (
        "<text>:4:1: S215 the run is not over after 60 turns of its agenda: "
        "it has come to write 10; make the timeline shorter"
    )


def test_another_run_may_take_some_times_as_long_as_the_lessons_own(run: Callable[[str], Trace]) -> None:
    trace = run("timeline: [put: {order_id: a}]")
    assert turns_beside(trace) == 20_000 + 20 * 6
