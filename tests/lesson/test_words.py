"""The words of the table and the tracker: short, and countable where there is more than one of something."""

from __future__ import annotations

from cases import in_each_case

from simulator.dynamodb.table import Effect
from simulator.lesson.words.events.table import EVENT_WORDS, action_words
from simulator.lesson.words.table import value_words, variable_name
from simulator.lesson.words.times import time_words
from simulator.machine.variables import ConsumerState, StreamRecords, TableData
from simulator.scenario.events import Event


@in_each_case(
    "value, words",
    [
        (TableData(), "Empty"),
        (TableData(0, Effect.REMOVE), "Empty"),
        (TableData(1, Effect.INSERT), "Item added"),
        (TableData(1, Effect.MODIFY), "Item modified"),
        (TableData(1, Effect.REMOVE), "1 item"),
        (TableData(2), "2 items"),
        (TableData(3), "3 items"),
        (StreamRecords(), "Empty"),
        (StreamRecords(created=1), "One record created"),
        (StreamRecords(read=1), "One record read"),
        (StreamRecords(processed=1), "One record processed"),
        (StreamRecords(created=1, processed=2), "2 processed, 1 created"),
        (StreamRecords(created=1, read=1, processed=1), "1 processed, 1 read, 1 created"),
        (StreamRecords(created=1000), "1000 created"),
        (StreamRecords(read=2), "2 read"),
        (ConsumerState.IDLE, "Idle"),
        (ConsumerState.READING, "Reading"),
        (ConsumerState.PROCESSING, "Processing"),
    ],
)
def test_a_value_in_words(value, words):
    assert value_words(value) == words


def said(lesson, variable: str) -> list[str]:
    """The values of a variable in words, in order."""
    return [value_words(value) for value in lesson.trace.histories[variable].values]


def test_items_are_counted(lesson):
    entries = [f"{write}: {{order_id: o-{n}}}" for write in ("put", "delete") for n in (1, 2, 3)]
    assert said(lesson(*entries), "table_data") == [
        "Empty",
        "Item added",
        "2 items",
        "3 items",
        "2 items",
        "1 item",
        "Empty",
    ]


def test_a_single_item_says_what_became_of_it(lesson):
    entries = ("put: {order_id: o-1}", "update: {key: {order_id: o-1}, set: {a: 1}}", "delete: {order_id: o-1}")
    assert said(lesson(*entries), "table_data") == ["Empty", "Item added", "Item modified", "Empty"]


def test_records_stand_on_a_ladder(lesson):
    made = lesson(*(f"put: {{order_id: o-{n}}}" for n in (1, 2, 3)))
    assert value_words(made.trace.value("stream_records", after=14)) == "2 processed, 1 created"
    assert said(made, "stream_records") == [
        "Empty",
        "One record created",
        "One record read",
        "One record processed",
        "1 processed, 1 created",
        "1 processed, 1 read",
        "2 processed",
        "2 processed, 1 created",
        "2 processed, 1 read",
        "3 processed",
    ]


def test_with_several_consumers_words_say_whose(lesson):
    made = lesson(more="consumers: [{name: a}, {name: b}]\n")
    assert made.trace.variables == ("table_data", "stream_records", "consumer_state.a", "consumer_state.b")
    assert variable_name("consumer_state.b", made.trace) == "Consumer State (b)"
    assert variable_name("stream_records", made.trace) == "Stream Records (a)"
    actions = [action_words(made.trace, step) for step in made.trace.steps]
    assert {"a reads stream record", "b reads stream record", "a processes the change", "No new changes for b"} <= set(
        actions
    )


def test_the_records_of_one_read_are_counted(lesson):
    made = lesson("put: {order_id: o-1}", "{put: {order_id: o-2}, at: 0s}")
    assert "Consumer reads 2 stream records" in [action_words(made.trace, step) for step in made.trace.steps]


def test_every_kind_of_write_has_words_of_its_own(lesson):
    key = "{order_id: o-1}"
    made = lesson(
        f"put: {key}",
        "put: {order_id: o-1, a: 1}",
        "put: {order_id: o-1, a: 1}",
        f"update: {{key: {key}, set: {{a: 2}}}}",
        f"update: {{key: {key}, set: {{a: 2}}}}",
        "update: {key: {order_id: o-2}, set: {a: 2}}",
        f"delete: {key}",
        f"delete: {key}",
        f"{{put: {key}, condition: {{attribute_exists: order_id}}}}",
        "update: {key: {order_id: o-2}, add: {order: !!set {x}, a: !!set {x}}}",
    )
    actions = [action_words(made.trace, step) for step in made.trace.steps if step.change is not None]
    assert actions[0] == "Write item to DynamoDB table"
    assert len(set(actions)) == len(actions) == 10
    assert all("nothing" in action for action in (actions[2], actions[4]))
    assert actions[8:] == ["Condition fails, nothing written", "Write is refused, nothing written"]


@in_each_case(
    "milliseconds, words",
    [
        (0, "0.000 s"),
        (50, "0.050 s"),
        (59_999, "59.999 s"),
        (60_000, "1 min 00.000 s"),
        (3_600_000, "1 h 00 min 00.000 s"),
        (90_061_001, "25 h 01 min 01.001 s"),
    ],
)
def test_a_time_in_words(milliseconds, words):
    assert time_words(milliseconds) == words


def test_every_event_has_its_row_of_sentences():
    assert {event.value for event in Event} - {event.value for event in EVENT_WORDS} == set()
