"""Advice on filter patterns that can never match."""

from __future__ import annotations

from cases import in_each_case

from simulator.lesson.check.advice import advice
from simulator.lesson.lesson import lesson_of
from simulator.scenario.loader import scenario_from_text


def said(mapping: str, timeline: str = "[{put: {id: a}}]", view_type: str = "NEW_IMAGE") -> list[str]:
    """The advice on the patterns of a mapping in line 4."""
    text = (
        f"title: T\ntable: {{name: Orders, partition_key: id}}\nstream: {{view_type: {view_type}}}\n"
        f"consumers: [{{name: f, type: lambda, {mapping}}}]\ntimeline: {timeline}\n"
    )
    found = advice(lesson_of(scenario_from_text(text, "l.yaml")))
    return [each.message for each in found if each.code == "W524"]


NOTHING = "no record ever matches this pattern, so it lets nothing through: "


@in_each_case(
    "pattern, reason",
    [
        (
            '{dynamodb: {NewImage: {amount: {N: [{numeric: [">", 100]}]}}}}',
            'the values of N are strings, such as "300", which no number or numeric operator matches',
        ),
        (
            "{dynamodb: {NewImage: {status: [PAID]}}}",
            '"status" is not a leaf node, and values match leaf nodes only: spell out its type key, such as S',
        ),
        (
            "{body: {dynamodb: {NewImage: {status: {S: [PAID]}}}}}",
            'an event has no field "body": it has eventID, eventName, eventVersion, eventSource, eventSourceARN, '
            "awsRegion, dynamodb, userIdentity",
        ),
        ("{eventname: [INSERT]}", 'an event has no field "eventname"; it is "eventName"'),
        ("{dynamodb: {newImage: {id: {S: [a]}}}}", 'dynamodb has no field "newImage"; it is "NewImage"'),
        ("{dynamodb: {OldImage: {id: {S: [a]}}}}", "records of this view type have no OldImage"),
    ],
)
def test_a_pattern_that_can_never_match_is_named_with_the_reason(pattern: str, reason: str) -> None:
    assert said(f"filter_criteria: [{{eventName: [INSERT]}}, {pattern}]") == [NOTHING + reason]


def test_a_function_that_can_never_fail_is_named_too() -> None:
    (message,) = said("function: {fails_on: {dynamodb: {Keys: {id: [a]}}}}")
    assert message.startswith("no record ever matches this pattern, so the function never fails: ")


def test_a_function_that_can_never_do_anything_is_named_too() -> None:
    (message,) = said("function: {effect: mail, when: {dynamodb: {Keys: {id: [a]}}}}")
    assert message.startswith("no record ever matches this pattern, so the function has no effect and writes nothing: ")


def test_a_pattern_is_named_once_where_the_timeline_sets_it() -> None:
    never = "{dynamodb: {OldImage: {id: {S: [a]}}}}"
    changes = (
        f"[{{put: {{id: a}}}}, {{update_consumer: {{consumer: f, filter_criteria: [{never}]}}}}, "
        "{update_consumer: {consumer: f, batch_size: 1}}, {delete_consumer: f}, "
        f"{{create_consumer: {{name: f, type: lambda, function: {{fails_on: {never}}}}}}}]"
    )
    assert [message.partition(":")[0].rpartition(", so ")[2] for message in said("batch_size: 2", changes)] == [
        "it lets nothing through",
        "the function never fails",
    ]


def test_a_stream_that_is_turned_on_later_may_carry_the_image() -> None:
    timeline = "[{put: {id: a}}, {disable_stream: {}}, {enable_stream: {view_type: OLD_IMAGE}}]"
    assert said("filter_criteria: [{dynamodb: {OldImage: {id: {S: [a]}}}}]", timeline) == []


def test_nothing_is_said_of_a_pattern_that_can_match() -> None:
    assert said("filter_criteria: [{dynamodb: {NewImage: {status: {S: [PAID]}}}}]") == []


def test_the_last_invocation_for_a_window_is_no_record_and_can_fail() -> None:
    windows = "tumbling_window_in_seconds: 10, function: {fails_on: {isFinalInvokeForWindow: [true]}}"
    assert said(windows) == []
