"""Functions that write to the table whose stream invokes them (F231-F233)."""

from __future__ import annotations

import pytest
from cases import in_each_case
from machine_runs import Read, Run
from mapping_runs import mapping

from simulator.dynamodb.rules import Rules
from simulator.lesson.step_of_path import writes_of_action
from simulator.machine import function_writes
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError

PUT = "put: {order_id: o-1, status: PLACED}"
SEEN = 'update: {key: {order_id: "{order_id}"}, set: {seen: true}}'
COUNT = 'update: {key: {order_id: "{order_id}"}, add: {visits: 1}}'


def writing(write: str, more: str = "") -> str:
    return f"function: {{writes: [{{{write}}}]{more}}}"


def _items(trace) -> list:
    return [change.after for change in trace.writes.values() if change.after is not None]


def story(trace) -> list[str]:
    return [f"{step.time} {step.event.value}" for step in trace.steps if step.event.phase.value in ("write", "process")]


def test_F231_F233_a_function_is_invoked_by_its_own_write_until_a_write_changes_nothing(run: Run) -> None:
    trace = run(mapping(writing(SEEN), PUT))
    assert story(trace) == [
        "0 write.insert",
        "350 process.succeeded",
        "350 write.modify",
        "600 process.succeeded",
        "600 write.unchanged",
    ]
    assert trace.written_by == {6: ("f", 0), 11: ("f", 1)}
    assert [trace.steps[number - 1].facts for number in trace.written_by] == [("F13", "F231"), ("F44", "F233")]


@pytest.mark.parametrize(
    "end",
    [
        f"{writing(COUNT)}, filter_criteria: [{{eventName: [INSERT]}}]",
        writing(COUNT, ", when: {eventName: [INSERT]}"),
        writing(COUNT + ", condition: {attribute_not_exists: visits}"),
    ],
)
def test_F233_a_filter_a_pattern_and_a_condition_end_the_loop(run: Run, end: str) -> None:
    trace = run(mapping(end, PUT))
    assert max(int(item["visits"].value) for item in _items(trace) if "visits" in item) == 1
    assert len(trace.records) == 2


@pytest.mark.slow
def test_F232_a_loop_without_an_end_is_refused_after_ten_thousand_writes(run: Run) -> None:
    with pytest.raises(ScenarioError) as caught:
        run(mapping(writing(COUNT), PUT))
    [complaint] = caught.value.complaints
    assert complaint.code == "S209"
    assert "10,000 such writes, and no end" in complaint.message


def test_F232_a_loop_before_an_action_that_waits_for_rest_has_no_end_either(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(function_writes, "MOST_IN_LOOPS", 200)
    with pytest.raises(ScenarioError, match="give the next action a time of its own"):
        run(mapping(writing(COUNT), PUT, "put: {order_id: o-2}", "wait: 1s"))


def test_F232_F316_a_final_wait_ends_it_and_nobody_else_does(run: Run, scenario: Read) -> None:
    text = mapping(writing(COUNT), PUT, "wait: 60s")
    real, believed = run(text), simulate(scenario(text), Rules(loops_are_stopped=True))
    assert real.end == 60_000
    assert len(real.written_by) > 200
    assert len(believed.written_by) == 16


def test_a_function_writes_for_the_records_that_it_handled_before_it_failed(run: Run) -> None:
    function = (
        f"function: {{writes: [{{{SEEN}}}], when: {{eventName: [INSERT]}}, failures: 1, "
        "fails_on: {dynamodb: {Keys: {order_id: {S: [o-2]}}}}}"
    )
    trace = run(mapping(function, "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}]"))
    written = [(trace.steps[number - 1].time, about) for number, (_, about) in trace.written_by.items()]
    assert written == [(350, 0), (700, 0), (700, 1)]


def test_an_attribute_keeps_its_type_alone_and_is_text_inside_a_string(run: Run) -> None:
    copy = 'put: {order_id: "copy of {order_id}", n: "{n}", text: "n is {n}"}'
    trace = run(
        mapping(writing(copy, ", when: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}"), "put: {order_id: o-1, n: 7}")
    )
    item = _items(trace)[-1]
    assert {name: tuple(value) for name, value in item.items()} == {
        "order_id": ("S", "copy of o-1"),
        "n": ("N", "7"),
        "text": ("S", "n is 7"),
    }


@in_each_case(
    "write, message",
    [
        ('put: {order_id: "{sttus}"}', 'record 1 (INSERT) has no attribute "sttus" in its keys and images'),
        (
            'put: {order_id: "{n}"}',
            'record 1 (INSERT): the partition key "order_id" is of type S (string), not N',
        ),
        (
            'put: {order_id: "{text}{text}"}',
            "record 1 (INSERT): a partition key's value has at most 2,048 bytes",
        ),
        (
            'update: {key: {order_id: "{order_id}"}, add: {total: "{order_id}"}}',
            "record 1 (INSERT): add takes a number or a set",
        ),
        (
            'update: {key: {order_id: "{order_id}"}, set: {n: !plus "{order_id}"}}',
            "record 1 (INSERT): `!plus` takes a number; this is a string",
        ),
        (
            'put: {order_id: x}, condition: {between: {n: ["{n}", "{order_id}"]}}',
            "record 1 (INSERT): the bounds of between have one type; these are a number and a string",
        ),
        (
            'put: {order_id: x}, condition: {size: {l: {equals: "{order_id}"}}}',
            "record 1 (INSERT): a size is a number; this is a string",
        ),
        ('put: {order_id: "x-{l}"}', 'record 1 (INSERT) has no string or number "l" to be a part of a string'),
        ('update: {key: {order_id: "{order_id}"}, set: {a.b: 1}}', None),
    ],
)
def test_a_write_that_cannot_be_made_is_refused_at_its_place(run: Run, write: str, message: str | None) -> None:
    with pytest.raises(ScenarioError) as caught:
        run(mapping(writing(write), f"put: {{order_id: o-1, n: 7, l: [], text: {'x' * 1025}}}"))
    [complaint] = caught.value.complaints
    assert complaint.code == "S211"
    assert complaint.mark.column > 50
    assert message is None or complaint.message == message


def test_an_attribute_of_the_record_can_be_added_taken_away_and_compared_with(run: Run) -> None:
    total = (
        'update: {key: {order_id: total}, add: {amount: "{n}"}, delete: {open: "{ids}"}, '
        'set: {last: !if_missing "{n}"}}, '
        'condition: {not: {between: {amount: ["{low}", 5]}}}'
    )
    only = ", when: {dynamodb: {Keys: {order_id: {S: [o-1, o-2]}}}}"
    written = "put: {order_id: total, amount: 9, open: !!set {a, b}}"
    more = [f"put: {{order_id: o-{n}, n: {n}, low: 1, ids: !!set {{{member}}}}}" for n, member in ((1, "a"), (2, "b"))]
    items = _items(run(mapping(writing(total, only), written, *more)))
    assert {name: tuple(value) for name, value in items[-1].items()} == {
        "order_id": ("S", "total"),
        "amount": ("N", "12"),
        "last": ("N", "1"),
    }


def test_an_item_and_its_nesting_are_as_large_as_the_service_takes(run: Run) -> None:
    large, deep = f"{{order_id: o-1, text: {'x' * 300_000}}}", "[" * 20 + "]" * 20
    twice = 'put: {order_id: copy, one: "{text}", other: "{text}"}'
    with pytest.raises(ScenarioError, match=r"the item has 600,0\d\d bytes; at most 409,600"):
        run(mapping(writing(twice), f"put: {large}"))
    nested = f'put: {{order_id: copy, l: {"[" * 20}"{{l}}"{"]" * 20}}}'
    with pytest.raises(ScenarioError, match="lists and maps nest at most 32 deep"):
        run(mapping(writing(nested), f"put: {{order_id: o-1, l: {deep}}}"))


def test_what_functions_write_is_no_write_of_an_action(run: Run) -> None:
    trace = run(mapping(writing(SEEN), f"{PUT}, id: placed", "delete: {order_id: o-1}"))
    assert list(writes_of_action(0, trace)) == [1]


def test_an_idempotent_function_writes_once_for_a_record_that_is_delivered_again(run: Run) -> None:
    function = writing(COUNT, ", idempotent: true, when: {eventName: [INSERT]}")
    trace = run(mapping(function, PUT, "redeliver: {consumer: f}"))
    assert len(trace.written_by) == 1
