"""Batches and transactions in the stream: independent records, spread out, in order per item (F56-F63, F310, F311)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from cases import in_each_case
from machine_runs import Run, Story, captured

from simulator.dynamodb.rules import Rules
from simulator.machine.machine import simulate
from simulator.machine.variables import TableData
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario

SORTED = (
    "title: A test\n"
    "table: {name: Orders, partition_key: order_id, sort_key: {name: line, type: N}}\n"
    "stream: {view_type: NEW_AND_OLD_IMAGES}\n"
)


def test_F56_F311_a_batch_is_a_write_step_and_a_record_for_each_item(run: Run, story: Story) -> None:
    trace = run("timeline: [batch_write: [put: {order_id: o-2}, put: {order_id: o-1}, put: {order_id: o-3}]]")
    assert story(trace) == [
        "0 write.insert 0",
        "0 write.insert 1",
        "0 write.insert 2",
        "50 capture.record 0",
        "50 capture.record 1",
        "50 capture.record 2",
        "100 available.record 0",
        "100 available.record 1",
        "100 available.record 2",
        "1000 read.records 0,1,2",
        "1100 process.succeeded 0",
        "1200 process.succeeded 1",
        "1300 process.succeeded 2",
        "2000 idle.waiting",
    ]


def test_F56_identical_puts_and_missing_deletes_of_a_batch_give_none(run: Run, story: Story) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1, n: 1}
          - batch_write: [put: {order_id: o-1, n: 1.0}, delete: {order_id: o-9}]
        """
    )
    assert story(trace)[6:] == ["2000 write.unchanged", "2000 write.unchanged"]


def test_the_steps_of_a_batch_and_of_a_transaction_cite_their_facts(run: Run) -> None:
    trace = run(
        """
        timeline:
          - batch_write: [put: {order_id: o-1}, delete: {order_id: o-9}]
          - transact_write:
              - put: {order_id: o-2}
              - condition_check: {key: {order_id: o-1}, condition: {attribute_exists: order_id}}
        """
    )
    facts = [trace.step(number).facts for number in sorted(trace.writes)]
    assert facts == [("F41", "F56"), ("F53", "F56"), ("F41", "F59", "F61"), ("F59", "F61")]


def test_F57_a_batch_is_not_atomic_and_what_fails_in_it_stops_nothing(run: Run) -> None:
    """A batch has no conditions; an unchanged item stands between two that change."""
    trace = run(
        """
        timeline:
          - put: {order_id: o-2}
          - batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}]
        """
    )
    assert [change.effect.name for _, change in sorted(trace.writes.items())] == [
        "INSERT",
        "INSERT",
        "UNCHANGED",
        "INSERT",
    ]


def test_F59_a_transaction_has_no_record_of_a_check_nor_of_what_changes_nothing(run: Run, story: Story) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - transact_write:
              - condition_check: {key: {order_id: o-9}, condition: {attribute_not_exists: order_id}}
              - put: {order_id: o-1}
              - delete: {order_id: o-8}
              - update: {key: {order_id: o-2}, set: {n: 1}}
        """
    )
    assert story(trace)[6:] == [
        "2000 write.unchanged",
        "2000 write.unchanged",
        "2000 write.unchanged",
        "2000 write.insert 1",
        "2050 capture.record 1",
        "2100 available.record 1",
        "3000 read.records 1",
        "3100 process.succeeded 1",
        "4000 idle.waiting",
    ]


@in_each_case(
    "action, reasons",
    [
        ("{put: {order_id: o-1}, condition: {attribute_not_exists: order_id}}", "None, ConditionalCheckFailed"),
        ("{update: {key: {order_id: o-1}, add: {status: 1}}}", "None, ValidationError"),
        ("{delete: {order_id: o-1}, condition: {equals: {status: PAID}}}", "None, ConditionalCheckFailed"),
        (
            "condition_check: {key: {order_id: o-8}, condition: {attribute_exists: order_id}}",
            "None, ConditionalCheckFailed",
        ),
    ],
)
def test_F60_one_action_that_cannot_be_cancels_them_all(run: Run, story: Story, action: str, reasons: str) -> None:
    trace = run(
        f"timeline: [put: {{order_id: o-1, status: PLACED}}, transact_write: [put: {{order_id: o-2}}, {action}]]"
    )
    assert story(trace)[6:] == ["2000 write.cancelled"]
    step = trace.step(7)
    assert step.change is not None
    assert step.change.error == (
        "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific "
        f"reasons [{reasons}]"
    )
    assert step.facts[0] == "F60"
    assert step.changes == ()
    assert trace.value("table_data", 7).items == 1


def test_F60_after_a_cancelled_transaction_its_items_can_be_written_as_if_nothing_had_been(run: Run) -> None:
    trace = run(
        """
        timeline:
          - transact_write:
              - put: {order_id: o-1}
              - {put: {order_id: o-2}, condition: {attribute_exists: order_id}}
          - put: {order_id: o-1}
        """
    )
    assert [record.event_name for record in trace.records] == ["INSERT"]
    assert trace.value("table_data", len(trace.steps)) == TableData(1, trace.records[0].change.effect)


def test_without_a_spread_a_transactions_records_come_in_request_order(run: Run) -> None:
    trace = run("timeline: [transact_write: [put: {order_id: b}, put: {order_id: c}, put: {order_id: a}]]")
    assert captured(trace) == [(50, "b"), (50, "c"), (50, "a")]


@pytest.mark.parametrize("request_", ["batch_write", "transact_write"])
def test_F57_F61_spread_records_come_up_to_that_much_later_and_no_earlier(run: Run, request_: str) -> None:
    items = ", ".join(f"put: {{order_id: o-{n}}}" for n in range(20))
    times = [time for time, _ in captured(run(f"timeline: [{{{request_}: [{items}], spread: 100ms}}]"))]
    assert len(times) == 20
    assert min(times) >= 50
    assert max(times) <= 150
    assert len(set(times)) > 10


def test_a_spread_of_nothing_is_none(run: Run) -> None:
    trace = run("timeline: [{batch_write: [put: {order_id: b}, put: {order_id: a}], spread: 0ms}]")
    assert captured(trace) == [(50, "b"), (50, "a")]


def test_the_write_steps_of_a_spread_request_are_still_at_one_time(run: Run) -> None:
    trace = run("timeline: [{transact_write: [put: {order_id: a}, put: {order_id: b}], spread: 5s}]")
    assert [(step.time, step.event.value) for step in trace.steps[:2]] == [(0, "write.insert")] * 2


def test_F61_F310_the_records_of_two_transactions_interleave(run: Run) -> None:
    """For some seed a record of the second transaction comes between two of the first."""
    orders = []
    for seed in range(8):
        trace = run(
            f"""
            seed: {seed}
            timeline:
              - {{transact_write: [put: {{order_id: a-1}}, put: {{order_id: a-2}}, put: {{order_id: a-3}}], spread: 2s}}
              - {{transact_write: [put: {{order_id: b-1}}, put: {{order_id: b-2}}], spread: 2s, after: 100ms}}
            """
        )
        orders.append("".join(name[0] for _, name in captured(trace)))
    assert any("aba" in order for order in orders)


def test_F63_records_of_one_partition_key_can_come_in_another_order_than_the_request() -> None:
    """Two items of one partition key, one transaction: for some seed the second comes first."""
    orders = set()
    for seed in range(8):
        trace = simulate(
            scenario_from_text(
                SORTED
                + f"seed: {seed}\n"
                + "timeline: [{transact_write: [put: {order_id: o, line: 1}, put: {order_id: o, line: 2}], spread: 2s}]"
            )
        )
        orders.add(tuple(record.key[1].value for record in trace.records))
    assert orders == {("1", "2"), ("2", "1")}


@in_each_case("seed, first", list(product(range(5), ["batch_write", "transact_write"])))
def test_F5_a_write_after_a_spread_one_is_captured_no_earlier_than_it(run: Run, seed: int, first: str) -> None:
    trace = run(
        f"""
        seed: {seed}
        timeline:
          - {{{first}: [put: {{order_id: a}}, put: {{order_id: b}}], spread: 3s}}
          - {{{first}: [put: {{order_id: b, n: 1}}, put: {{order_id: a, n: 1}}], spread: 3s, after: 1ms}}
          - {{delete: {{order_id: a}}, after: 1ms}}
        """
    )
    names = {key: [record.event_name for record in trace.records if record.key[0].value == key] for key in "ab"}
    assert names == {"a": ["INSERT", "MODIFY", "REMOVE"], "b": ["INSERT", "MODIFY"]}


def test_F62_nothing_in_a_record_says_which_transaction_it_came_from(run: Run) -> None:
    alone = run("timeline: [put: {order_id: o-1}]").records[0].to_api()
    of_transaction = run("timeline: [transact_write: [put: {order_id: o-1}]]").records[0].to_api()
    assert of_transaction == alone


def test_a_request_in_a_repeat_is_sent_in_every_round(run: Run) -> None:
    trace = run(
        """
        timeline:
          - repeat:
              times: 2
              every: 1s
              do: {batch_write: [put: {order_id: "a-{n}"}, delete: {order_id: "b-{n}"}]}
        """
    )
    assert captured(trace) == [(50, "a-1"), (1050, "a-2")]
    assert [change.effect.name for _, change in sorted(trace.writes.items())] == [
        "INSERT",
        "UNCHANGED",
        "INSERT",
        "UNCHANGED",
    ]


def test_chance_is_the_same_whatever_else_happens_in_a_run(scenario: Callable[[str], Scenario]) -> None:
    made = scenario(
        "timeline: [put: {order_id: x}, put: {order_id: x}, "
        "{batch_write: [put: {order_id: a}, put: {order_id: b}, put: {order_id: c}], spread: 3s, at: 10s}]"
    )
    believed = simulate(made, Rules(unchanged_write_is_recorded=True))
    real = [time for time, _ in captured(simulate(made)) if time > 10_000]
    assert real == [time for time, _ in captured(believed) if time > 10_000]
    assert len(set(real)) == 3


def test_another_write_in_front_or_between_leaves_spread_records_where_they_were(run: Run) -> None:
    spread = "{transact_write: [put: {order_id: a}, %sput: {order_id: b}, put: {order_id: c}], spread: 3s, at: 10s}"

    def times(text: str) -> dict[str, int]:
        return {key: time for time, key in captured(run(text)) if key in "abc"}

    alone = times(f"timeline: [{spread % ''}]")
    assert times(f"timeline: [put: {{order_id: x}}, put: {{order_id: a, n: 1}}, {spread % ''}]") == alone
    assert times(f"timeline: [{spread % 'put: {order_id: aa}, '}]") == alone


def test_each_round_of_a_repeat_spreads_its_records_in_its_own_way(run: Run) -> None:
    trace = run(
        "timeline: [repeat: {times: 5, every: 10s, do: {batch_write: [put: {order_id: a, n: '{n}'}], spread: 3s}}]"
    )
    assert len({time % 10_000 for time, _ in captured(trace)}) > 1
