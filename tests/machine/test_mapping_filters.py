"""Filter criteria at work in a mapping: the records that pass, and the fate of the rest (F213-F230)."""

from __future__ import annotations

from cases import in_each_case
from machine_runs import Run
from mapping_runs import did, mapping

from simulator.machine.machine import simulate
from simulator.machine.variables import Checkpoint
from simulator.scenario.loader import scenario_from_text

INSERTS = "filter_criteria: [{eventName: [INSERT]}]"


def passed(run: Run, patterns: str, *puts: str, view_type: str = "NEW_AND_OLD_IMAGES") -> list[int]:
    """Which records of these puts the function gets."""
    timeline = [f"put: {{{put}}}, after: 0ms" for put in puts]
    trace = run(f"stream: {{view_type: {view_type}}}\n" + mapping(f"filter_criteria: {patterns}", *timeline))
    return [index for step in trace.steps if step.event.value == "process.succeeded" for index in step.records]


# What becomes of the rest


def test_F215_a_page_of_which_nothing_passes_is_no_invocation_and_the_position_moves_past_it(run: Run) -> None:
    trace = run(mapping(INSERTS, "put: {order_id: o-1}", "put: {order_id: o-1, v: 2}"))
    assert did(trace) == [
        "250 read.records 0",
        "350 process.succeeded 0",
        "500 idle.waiting",
        "750 process.filtered 1",
        "1000 idle.waiting",
    ]
    assert trace.value("checkpoint", after=len(trace.steps)) == Checkpoint("TRIM_HORIZON", ((1, 1),))


def test_F215_what_is_dropped_is_told_before_the_batch_of_the_same_page(run: Run) -> None:
    trace = run(mapping(INSERTS, "put: {order_id: o-1}", "put: {order_id: o-1, v: 2}, after: 0ms"))
    assert did(trace) == ["250 process.filtered 1", "250 read.records 0", "350 process.succeeded 0", "500 idle.waiting"]


def test_F215_what_was_dropped_counts_as_read_and_never_as_processed(run: Run) -> None:
    trace = run(mapping("filter_criteria: [{eventName: [REMOVE]}]", "put: {order_id: o-1}"))
    step = next(step for step in trace.steps if step.event.value == "process.filtered")
    assert step.row == (True, True, False)


def test_F315_what_was_dropped_does_not_come_back_when_the_mapping_is_turned_off_and_on(run: Run) -> None:
    naps = ["stop: {consumer: f}", "wait: 20m", "start: {consumer: f}", "wait: 5s"]
    trace = run(mapping("filter_criteria: [{eventName: [REMOVE]}]", "put: {order_id: o-1}", *naps))
    assert [line for line in did(trace) if "filtered" in line or "records" in line] == ["250 process.filtered 0"]


def test_F146_a_shard_of_whose_last_page_nothing_passes_ends_at_once(run: Run) -> None:
    trace = run(
        mapping("filter_criteria: [{eventName: [MODIFY]}]", "put: {order_id: o-1}", "roll_over_shard: 1, at: 150ms")
    )
    assert did(trace) == ["250 process.filtered 0", "250 read.shard_end", "500 idle.waiting"]


def test_F230_a_record_that_is_dropped_is_not_gathered(run: Run) -> None:
    trace = run(
        mapping(
            f"maximum_batching_window_in_seconds: 2, {INSERTS}",
            "put: {order_id: o-1}",
            "put: {order_id: o-1, v: 2}, at: 3s",
            "put: {order_id: o-2}, at: 4s",
            "delete: {order_id: o-1}, at: 5s",
        )
    )
    assert did(trace) == [
        "2000 read.records 0",
        "2100 process.succeeded 0",
        "2250 idle.waiting",
        "3250 process.filtered 1",
        "3500 idle.waiting",
        "5250 process.filtered 3",
        "6100 read.records 2",  # its window began at 4100
        "6200 process.succeeded 2",
        "6250 idle.waiting",
    ]


def test_F215_filters_of_one_mapping_are_nothing_to_another_consumer(run: Run) -> None:
    consumers = (
        "consumers: [{name: f, type: lambda, filter_criteria: [{eventName: [REMOVE]}]}, {name: g, type: lambda}]\n"
    )
    trace = run(consumers + "timeline: [put: {order_id: o-1}]")
    assert did(trace) == ["250 process.filtered 0", "500 idle.waiting"]
    assert [step.event.value for step in trace.steps if step.consumer == "g"] == [
        "read.records",
        "process.succeeded",
        "idle.waiting",
    ]


# What passes

PAID, NEW = "order_id: o-1, status: PAID, n: 101", "order_id: o-2, status: NEW, n: 5"


@in_each_case(
    "pattern, gets",
    [
        ("{dynamodb: {NewImage: {status: {S: [PAID]}}}}", [0]),
        ("{dynamodb: {NewImage: {status: {S: [PAID, NEW]}}}}", [0, 1]),  # values are OR-ed
        ("{eventName: [INSERT], dynamodb: {NewImage: {n: {N: ['5']}}}}", [1]),  # fields are AND-ed
        ("{eventName: [MODIFY], dynamodb: {NewImage: {n: {N: ['5']}}}}", []),
        ("{dynamodb: {NewImage: {colour: {S: [red]}}}}", []),  # a field that is missing does not match
    ],
)
def test_F214_F216_fields_are_anded_and_values_are_ored(run: Run, pattern: str, gets: list[int]) -> None:
    assert passed(run, f"[{pattern}]", PAID, NEW) == gets


def test_F214_patterns_are_ored(run: Run) -> None:
    patterns = "[{dynamodb: {NewImage: {n: {N: ['101']}}}}, {dynamodb: {NewImage: {status: {S: [NEW]}}}}]"
    assert passed(run, patterns, PAID, NEW, "order_id: o-3, status: LOST") == [0, 1]


def test_F216_without_the_type_key_nothing_passes(run: Run) -> None:
    assert passed(run, "[{dynamodb: {NewImage: {status: [PAID]}}}]", PAID) == []


def test_F218_a_numeric_filter_on_an_attribute_lets_nothing_pass(run: Run) -> None:
    assert passed(run, "[{dynamodb: {NewImage: {n: {N: [{numeric: ['>', 100]}]}}}}]", PAID) == []


def test_F219_a_numeric_filter_works_on_the_creation_time(run: Run) -> None:
    """The run starts at 1,704,067,200 s."""
    pattern = "[{dynamodb: {ApproximateCreationDateTime: [{numeric: ['>=', 1704067201]}]}}]"
    timeline = ["put: {order_id: o-1}", "put: {order_id: o-2}, at: 940ms", "put: {order_id: o-3}, at: 950ms"]
    trace = run(mapping(f"filter_criteria: {pattern}", *timeline))
    assert [step.records for step in trace.steps if step.event.value == "process.filtered"] == [(0,), (1,)]
    assert [step.records for step in trace.steps if step.event.value == "process.succeeded"] == [(2,)]


def test_F220_strings_match_exactly(run: Run) -> None:
    assert passed(run, "[{dynamodb: {NewImage: {status: {S: [paid]}}}}]", PAID) == []
    assert passed(run, "[{dynamodb: {NewImage: {n: {N: ['101.0']}}}}]", PAID) == []


def test_F221_exists_works_on_leaf_nodes(run: Run) -> None:
    assert passed(
        run, "[{dynamodb: {NewImage: {colour: {S: [{exists: true}]}}}}]", PAID, "order_id: o-2, colour: red"
    ) == [1]
    assert passed(run, "[{dynamodb: {NewImage: {colour: [{exists: true}]}}}]", PAID, "order_id: o-2, colour: red") == []


def test_F222_exists_false_on_a_non_leaf_lets_everything_pass(run: Run) -> None:
    pattern = "[{dynamodb: {NewImage: {colour: [{exists: false}]}}}]"
    assert passed(run, pattern, PAID, "order_id: o-2, colour: red") == [0, 1]


def test_F223_lists_are_reached_through_their_type_keys(run: Run) -> None:
    pattern = "[{dynamodb: {NewImage: {tags: {L: {S: [gift]}}}}}]"
    assert passed(run, pattern, "order_id: o-1, tags: [gift, red]", "order_id: o-2, tags: [red]") == [0]


def test_F224_eventName_and_eventSource_can_be_filtered_on(run: Run) -> None:
    assert passed(
        run, "[{eventName: [INSERT], eventSource: ['aws:dynamodb']}]", "order_id: o-1", "order_id: o-1, v: 2"
    ) == [0]


def test_F227_a_filter_tests_each_image_against_constants(run: Run) -> None:
    pattern = "[{dynamodb: {OldImage: {status: {S: [NEW]}}, NewImage: {status: {S: [PAID]}}}}]"
    puts = ["order_id: o-1, status: NEW", "order_id: o-1, status: PAID", "order_id: o-1, status: PAID, v: 1"]
    assert passed(run, pattern, *puts) == [1]


@in_each_case(
    "view_type, gets", [("NEW_IMAGE", [0]), ("NEW_AND_OLD_IMAGES", [0]), ("OLD_IMAGE", []), ("KEYS_ONLY", [])]
)
def test_F228_a_pattern_sees_only_what_the_view_type_captured(run: Run, view_type: str, gets: list[int]) -> None:
    assert passed(run, "[{dynamodb: {NewImage: {status: {S: [PAID]}}}}]", PAID, view_type=view_type) == gets


def test_F225_a_filter_for_time_to_live_lets_no_other_delete_pass() -> None:
    trace = simulate(
        scenario_from_text(
            """
            title: Only what expired
            table: {name: Sessions, partition_key: id, time_to_live: {attribute: ttl, deletion_delay: 1m}}
            stream: {view_type: OLD_IMAGE}
            consumers:
              - name: f
                type: lambda
                filter_criteria:
                  - {userIdentity: {type: [Service], principalId: [dynamodb.amazonaws.com]}}
            timeline:
              - put: {id: a, ttl: 1704067260}
              - put: {id: b}
              - delete: {id: b}
              - wait: 10m
            """
        )
    )
    done = [index for step in trace.steps if step.event.value == "process.succeeded" for index in step.records]
    assert done == [3]
    assert trace.records[3].key[0].value == "a"
    assert trace.records[3].event_name == "REMOVE"
    assert [trace.times[step - 1] for step in trace.writes][-1] == 120_000  # expired at 60 s, deleted a minute later
