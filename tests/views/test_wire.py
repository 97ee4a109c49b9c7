"""The wire: for each step the calls and events as they went, in the JSON of the service."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product

import pytest
from cases import in_each_case
from loaded_lessons import in_each, load_lesson
from varied_lessons import SHOWING_EVERY_EVENT

from simulator.scenario.events import Event
from simulator.views.width import cells
from simulator.views.wire.text import run_wire, wire_text
from simulator.views.wire.wire import wire

INVOKED = (
    Event.PROCESS_SUCCEEDED,
    Event.PROCESS_DUPLICATE,
    Event.PROCESS_FAILED,
    Event.PROCESS_PARTIAL,
    Event.PROCESS_THROTTLED,
)


def named(trace, name):
    """Every call of a name, with the step at which it went."""
    return [(step, call) for step in range(len(trace.events) + 1) for call in wire(trace, step) if call.name == name]


def names(trace, step):
    return [call.name for call in wire(trace, step)]


def event_ids(records):
    return [record["eventID"] for record in records]


in_each_varied_lesson = in_each(SHOWING_EVERY_EVENT)


# Every lesson


@in_each_varied_lesson
def test_each_record_that_was_read_is_in_the_answer_or_the_event_of_its_step_and_nowhere_else(lesson):
    trace = lesson.trace
    kinds = {reader.name: reader.kind for reader in trace.readers}
    for step in range(1, len(trace.events) + 1):
        event, actor = trace.events[step - 1], trace.actors[step - 1]
        carried = []
        for call in wire(trace, step):
            if call.name == "GetRecords":
                carried += call.response.get("Records", [])
            elif call.name == "Invoke":
                carried += call.request["Records"]
        is_event = kinds.get(actor) == "lambda" and event in INVOKED
        expected = trace.record_indexes[step - 1] if event is Event.READ_RECORDS or is_event else ()
        assert event_ids(carried) == [trace.records[index].event_id for index in expected]


@in_each_varied_lesson
def test_each_iterator_that_is_used_was_given_by_an_earlier_call_of_its_reader(lesson):
    trace = lesson.trace
    given = {}
    for step in range(1, len(trace.events) + 1):
        for call in wire(trace, step):
            who = call.by.partition(",")[0]
            if call.name == "GetRecords":
                assert given[call.request["ShardIterator"]] == who
            for name in ("ShardIterator", "NextShardIterator"):
                if name in (call.response or {}):
                    assert call.response[name] not in given
                    given[call.response[name]] = who


@in_each_varied_lesson
def test_each_request_for_a_write_is_the_same_in_all_of_its_steps(lesson):
    trace = lesson.trace
    by_request = {}
    for step, change in trace.writes.items():
        calls = wire(trace, step)
        assert len(calls) == (1 if change.sent or step in trace.written_by else 0)
        if change.sent:
            assert by_request.setdefault(change.sent, calls[0]) == calls[0]


@in_each_varied_lesson
def test_every_call_is_plain_json(lesson):
    trace = lesson.trace
    for step in range(len(trace.events) + 1):
        for call in wire(trace, step):
            for value in (call.request, call.response):
                assert json.loads(json.dumps(value)) == value


@in_each_varied_lesson
def test_each_changed_path_leads_to_a_value(lesson):
    trace = lesson.trace
    for step in range(len(trace.events) + 1):
        for call in wire(trace, step):
            for path in call.changed:
                value = {"request": call.request, "response": call.response}
                for part in path:
                    value = value[part]


# Writes


def test_a_put_an_update_and_a_delete_as_the_api_takes_them():
    trace = load_lesson("three-changes").trace
    (put,), (update,), (delete,) = (wire(trace, step) for step in (1, 7, 13))
    assert (put.name, put.by, put.to, put.response) == ("PutItem", "application", "DynamoDB", {})
    assert put.request["TableName"] == "Orders"
    assert update.name == "UpdateItem"
    assert update.request["UpdateExpression"] == "SET #status = :status"
    assert update.request["ExpressionAttributeNames"] == {"#status": "status"}
    assert delete.request == {"TableName": "Orders", "Key": {"order_id": {"S": "o-1"}}}


def test_F231_a_write_of_a_function_is_a_call_of_the_function():
    [call] = wire(load_lesson("the-loop").trace, 6)
    assert (call.name, call.by) == ("UpdateItem", "function counter")


def test_a_condition_that_does_not_hold_is_answered_with_the_exception():
    (call,) = wire(load_lesson("silent-writes").trace, 11)
    assert call.request["ConditionExpression"] == "attribute_not_exists(#order_id)"
    assert call.response == {
        "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
        "message": "The conditional request failed",
    }
    assert ("response", "__type") in call.changed


def test_every_clause_of_an_update_has_its_place_in_the_expression(lesson):
    trace = lesson(
        "put: {order_id: o-1, lines: [{n: 1}], tags: !!set {a, b}, note: x, count: 1, log: []}",
        "update: {key: {order_id: o-1}, set: {'lines[0].n': 2, count: !plus 1, log: !append [x], "
        "first: !if_missing 0, a\\.b: 3}, remove: [note], add: {visits: 1}, delete: {tags: !!set {a}}}",
    ).trace
    ((_, update),) = named(trace, "UpdateItem")
    assert update.request["UpdateExpression"] == (
        "SET #lines[0].#n = :n, #count = #count + :count, #log = list_append(#log, :log), "
        "#first = if_not_exists(#first, :first), #a = :a REMOVE #note ADD #visits :visits DELETE #tags :tags"
    )
    assert update.request["ExpressionAttributeNames"]["#a"] == "a.b"
    assert update.request["ExpressionAttributeValues"][":count"] == {"N": "1"}


@in_each_case("condition, text", [
        ("{equals: {n: 1}}", "#n = :n"),
        ("{between: {n: [1, 5]}}", "#n BETWEEN :n AND :n2"),
        ("{in: {n: [1, 5]}}", "#n IN (:n, :n2)"),
        ("{attribute_type: {n: N}}", "attribute_type(#n, :n)"),
        ("{size: {s: {greater_than: 2}}}", "size(#s) > :s"),
        ("{not: {contains: {s: x}}}", "NOT (contains(#s, :s))"),
        ("{or: [{equals: {n: 1}}, {and: [{less_than: {n: 2}}, {attribute_exists: s}]}]}",
         "#n = :n OR (#n < :n2 AND attribute_exists(#s))"),
    ])  # fmt: skip
def test_a_condition_as_an_expression(lesson, condition, text):
    trace = lesson(f"{{put: {{order_id: o-1}}, condition: {condition}}}").trace
    ((_, put),) = named(trace, "PutItem")
    assert put.request["ConditionExpression"] == text


def test_a_batch_is_one_call():
    trace = load_lesson("silent-writes").trace
    calls = named(trace, "BatchWriteItem")
    assert [step for step, _ in calls] == [15, 16, 17]
    puts = calls[0][1].request["RequestItems"]["Orders"]
    assert [put["PutRequest"]["Item"]["order_id"]["S"] for put in puts] == ["o-1", "o-2", "o-3"]
    assert calls[0][1].response == {"UnprocessedItems": {}}


def test_a_transaction_that_is_cancelled_says_why_action_by_action(lesson):
    trace = lesson(
        "transact_write: [put: {order_id: o-1}, {put: {order_id: o-2}, condition: {attribute_exists: order_id}}]"
    ).trace
    ((_, call),) = named(trace, "TransactWriteItems")
    assert [list(action) for action in call.request["TransactItems"]] == [["Put"], ["Put"]]
    assert call.response["CancellationReasons"] == [{"Code": "None"}, {"Code": "ConditionalCheckFailed"}]


def test_turning_the_stream_off_and_on_is_a_call_and_the_new_stream_has_a_new_arn():
    trace = load_lesson("off-and-on").trace
    (off,), (on,) = wire(trace, 7), wire(trace, 10)
    assert off.request["StreamSpecification"] == {"StreamEnabled": False}
    assert on.request["StreamSpecification"]["StreamEnabled"] is True
    assert ("response", "TableDescription", "LatestStreamArn") in on.changed


# Readers


def test_a_reader_asks_for_an_iterator_once_and_goes_on_with_those_that_it_gets():
    trace = load_lesson("three-changes").trace
    assert [step for step, _ in named(trace, "GetShardIterator")] == [4]
    first, *more = (call for _, call in named(trace, "GetRecords"))
    assert more[0].request["ShardIterator"] == first.response["NextShardIterator"]
    assert ("request", "ShardIterator") in more[0].changed


def test_F134_a_reader_that_begins_at_a_sequence_number_asks_for_an_iterator_there():
    trace = load_lesson("where-failures-go").trace
    [(_, call)] = named(trace, "GetShardIterator")
    assert call.request["ShardIteratorType"] == "AT_SEQUENCE_NUMBER"
    assert call.request["SequenceNumber"] == str(trace.records[1].sequence_number)


def test_the_last_page_of_a_closed_shard_has_no_next_iterator():
    (call,) = wire(load_lesson("split-shard").trace, 19)
    assert len(call.response["Records"]) == 2
    assert "NextShardIterator" not in call.response
    assert call.missing == (("response", "NextShardIterator"),)


def test_an_iterator_that_has_expired_is_replaced_by_one_after_the_last_record():
    refused, renewed = wire(load_lesson("too-late").trace, 12)
    assert refused.response["__type"].endswith("#ExpiredIteratorException")
    assert renewed.request["ShardIteratorType"] == "AFTER_SEQUENCE_NUMBER"


def test_a_reader_whose_next_record_was_trimmed_begins_again_at_the_trim_horizon():
    trace = load_lesson("too-late").trace
    _, refused = wire(trace, 29)
    assert refused.response["__type"].endswith("#TrimmedDataAccessException")
    (again,) = wire(trace, 30)
    assert again.request["ShardIteratorType"] == "TRIM_HORIZON"


def test_a_worker_that_takes_over_reads_after_the_checkpoint():
    trace = load_lesson("crash-and-checkpoint").trace
    ((stored, checkpoint), *_) = named(trace, "UpdateItem")[:1]
    assert stored == 18
    values = checkpoint.request["ExpressionAttributeValues"]
    assert names(trace, 25) == ["UpdateItem"]
    iterator, records = wire(trace, 26)
    assert iterator.by == records.by == "billing, worker b"
    assert iterator.request["SequenceNumber"] == values[":checkpoint"]["S"]


# Functions


def test_an_event_is_answered_when_the_invocation_ends():
    trace = load_lesson("report-the-failure").trace
    (begun,), (ended,), (again,) = (wire(trace, step) for step in (13, 14, 15))
    assert not begun.is_answered
    assert ended.request == begun.request
    failed = [str(trace.records[index].sequence_number) for index in (1, 3)]
    assert ended.response == {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}
    assert ended.changed == (("response",),)
    assert (len(again.request["Records"]), again.response) == (3, {"batchItemFailures": []})


def test_a_report_that_the_mapping_does_not_read_is_shown_all_the_same(lesson):
    function = "{fails_on: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}, reports: first_failed}"
    trace = lesson(more=f"consumers: [{{name: f, type: lambda, function: {function}}}]\n").trace
    answers = [call.response for _, call in named(trace, "Invoke") if call.is_answered]
    assert trace.events[4] is Event.PROCESS_SUCCEEDED
    assert answers == [{"batchItemFailures": [{"itemIdentifier": str(trace.records[0].sequence_number)}]}]


def test_F210_in_a_tumbling_window_each_event_carries_the_state_that_the_invocation_before_returned():
    trace = load_lesson("tumbling-windows").trace
    shard = trace.shards[0].shard_id
    given = [call for _, call in named(trace, "Invoke") if call.is_answered and call.request["shardId"] == shard]
    states = [call.request["state"] for call in given]
    assert [call.request["isFinalInvokeForWindow"] for call in given] == [False, False, True, False, True]
    assert states == [{}, {"records": 1}, {"records": 2}, {}, {"records": 1}]
    assert [call.response["state"] for call in given] == [{"records": 1}, {"records": 2}, {}, {"records": 1}, {}]
    assert {call.request["window"]["start"][-9:] for call in given[:3]} == {"00:00:00Z"}
    assert given[3].request["window"] == {"start": "2024-01-01T00:00:30Z", "end": "2024-01-01T00:01:00Z"}


def test_F208_an_invocation_that_is_refused_is_answered_with_the_limit():
    trace = load_lesson("retries-and-limits").trace
    refused = [call for step, call in named(trace, "Invoke") if trace.events[step - 1] is Event.PROCESS_THROTTLED]
    assert refused
    assert {call.response["Reason"] for call in refused} == {"ReservedFunctionConcurrentInvocationLimitExceeded"}
    assert all(call.request["Records"] for call in refused)


def test_what_is_given_up_is_sent_to_the_destination():
    trace = load_lesson("poison-pill").trace
    (call,) = wire(trace, 29)
    assert (call.name, call.by, call.to) == ("SendMessage", "Lambda", "SQS")
    assert call.request["DDBStreamBatchInfo"]["batchSize"] == 2


def test_what_happens_inside_the_service_is_no_call():
    trace = load_lesson("overview").trace
    assert Counter(map(len, (wire(trace, step) for step in (0, 2, 3, 5)))) == {0: 4}


def test_a_step_that_the_run_does_not_have_is_refused():
    with pytest.raises(IndexError, match="no step 7; the run has 6"):
        wire(load_lesson("overview").trace, 7)


# Text


@in_each_varied_lesson
def test_no_line_is_wider_than_it_may_be(lesson):
    for step, width in product(range(len(lesson.trace.events) + 1), (60, 80, 200)):
        assert all(cells(line) <= width for line in wire_text(lesson.trace, step, width)), (step, width)


@in_each_varied_lesson
def test_in_a_wide_terminal_the_text_is_the_json(lesson):
    trace = lesson.trace
    for step in range(1, len(trace.events) + 1):
        calls = iter(wire(trace, step))
        said: list[str] = []
        for line in [*wire_text(trace, step, 2_000), "end to end: end"]:
            if line[:2] in ("  ", "* "):
                said.append(line[2:])
            elif said:
                call = next(calls)
                request, _, response = "\n".join(said).partition("\nresponse: ")
                assert json.loads(request.removeprefix("request: ")) == call.request
                if call.is_answered:
                    assert json.loads(response.partition("\nno ")[0]) == call.response
                said = []


def test_a_star_stands_before_what_changed():
    assert list(wire_text(load_lesson("split-shard").trace, 10)) == [
        "application to DynamoDB: UpdateItem",
        "  request: {",
        '   "TableName": "Orders",',
        '   "Key": {"order_id": {"S": "o-1"}},',
        '   "UpdateExpression": "SET #status = :status",',
        '   "ExpressionAttributeNames": {"#status": "status"},',
        '   "ExpressionAttributeValues": {',
        '*   ":status": {"S": "PACKED"}',
        "   }",
        "  }",
        "  response: {}",
    ]


def test_an_iterator_that_is_missing_is_said_to_be_missing():
    lines = list(wire_text(load_lesson("split-shard").trace, 19))
    assert lines[-1] == "* no response.NextShardIterator any more"


def test_an_event_without_an_answer_says_so():
    lines = list(wire_text(load_lesson("report-the-failure").trace, 13))
    assert (lines[0], lines[-1]) == ("Lambda to function ledger: Invoke", "  response: not yet")


def test_the_calls_of_a_run_name_their_steps_and_a_batch_stands_there_once():
    lines = list(run_wire(load_lesson("report-the-failure")))
    assert lines[:4] == [
        "Report the failure",
        "",
        "Step 1, 0.000 s: Write item to DynamoDB table",
        "application to DynamoDB: BatchWriteItem",
    ]
    assert lines.count("application to DynamoDB: BatchWriteItem") == 1
    assert lines.count("the same call as in the step before") == 3


def test_values_from_a_file_stand_escaped(nasty):
    for line in run_wire(nasty, 80):
        assert line.isprintable()
        assert cells(line) <= 80
