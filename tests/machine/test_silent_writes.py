"""Writes that no record follows: one step and nothing more (F43, F44, F49, F53-F55, F92)."""

from __future__ import annotations

from collections.abc import Callable

from cases import in_each_case
from machine_runs import Run, Story

from simulator.dynamodb.facts import facts
from simulator.dynamodb.rules import Rules
from simulator.machine.machine import simulate
from simulator.scenario.events import Event, Phase
from simulator.scenario.model import Scenario

SILENT = [
    ("put: {order_id: o-1, total: 25.0}", "write.unchanged", "F43"),
    ("update: {key: {order_id: o-1}, set: {total: 25.00}}", "write.unchanged", "F44"),
    ("update: {key: {order_id: o-2}, remove: [total]}", "write.unchanged", "F49"),
    ("delete: {order_id: o-2}", "write.unchanged", "F53"),
    ("{delete: {order_id: o-1}, condition: {attribute_not_exists: order_id}}", "write.rejected", "F54"),
    ("update: {key: {order_id: o-1}, add: {order: 1}}", "write.rejected", "F55"),
]


@in_each_case("write, event, fact", SILENT)
def test_a_write_that_is_not_recorded_is_a_single_step(
    run: Run, story: Story, write: str, event: str, fact: str
) -> None:
    put_first = "put: {order_id: o-1, total: 25}" if fact != "F55" else "put: {order_id: o-1, order: first}"
    trace = run(f"timeline: [{put_first}, {write}]")
    assert story(trace)[6:] == [f"2000 {event}"]
    assert len(trace.records) == 1
    silent = trace.steps[-1]
    assert silent.facts == (fact,)
    assert silent.changes == ()
    assert tuple(silent.row) == (False, False, False)


def test_a_run_of_nothing_but_silent_writes_leaves_the_stream_empty(run: Run, story: Story) -> None:
    trace = run("timeline: [delete: {order_id: o-1}, update: {key: {order_id: o-1}, remove: [note]}]")
    assert story(trace) == ["0 write.unchanged", "0 write.unchanged"]
    assert trace.records == []
    assert trace.tracker().steps == (0, 2)


@in_each_case("view_type", ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"])
def test_F92_the_view_type_does_not_decide_which_writes_are_recorded(run: Run, story: Story, view_type: str) -> None:
    trace = run(
        f"""
        stream: {{view_type: {view_type}}}
        timeline:
          - put: {{order_id: o-1, status: PLACED}}
          - put: {{order_id: o-1, status: PLACED}}
          - update: {{key: {{order_id: o-1}}, set: {{status: PAID}}}}
          - delete: {{order_id: o-1}}
          - delete: {{order_id: o-1}}
        """
    )
    assert [line.split(maxsplit=1)[1] for line in story(trace) if "write" in line] == [
        "write.insert 0",
        "write.unchanged",
        "write.modify 1",
        "write.remove 2",
        "write.unchanged",
    ]
    assert [record.event_name for record in trace.records] == ["INSERT", "MODIFY", "REMOVE"]


def test_F270_under_the_wrong_rule_the_same_scenario_has_one_record_more(
    scenario: Callable[[str], Scenario], story: Story
) -> None:
    same_put_twice = scenario("timeline: [put: {order_id: o-1}, put: {order_id: o-1}]")
    assert len(simulate(same_put_twice).records) == 1
    believed = simulate(same_put_twice, Rules(unchanged_write_is_recorded=True))
    assert story(believed)[6:] == [
        "2000 write.unchanged 1",
        "2050 capture.record 1",
        "2100 available.record 1",
        "3000 read.records 1",
        "3100 process.succeeded 1",
        "4000 idle.waiting",
    ]


def test_every_fact_that_a_step_can_cite_is_in_the_list(run: Run) -> None:
    writes = [write for write, _, _ in SILENT]
    trace = run(
        "show_empty_polls: true\n"
        f"timeline: [put: {{order_id: o-1, order: first, total: 25}}, {', '.join(writes)}, "
        "update: {key: {order_id: o-1}, set: {total: 26}}, update: {key: {order_id: o-3}}, "
        "put: {order_id: o-3, total: 1}, delete: {order_id: o-3}]"
    )
    assert {event for event in Event if event.phase is Phase.WRITE} - {Event.WRITE_CANCELLED} <= set(trace.events)
    cited = {fact for step in trace.steps for fact in step.facts}
    assert cited - set(facts()) == set()
    assert all(step.facts for step in trace.steps)
