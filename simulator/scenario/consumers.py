"""The consumers of a stream in a lesson file: pollers, Lambda event source mappings, KCL workers."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.fields import (
    Duration,
    Flag,
    Line,
    Lines,
    Model,
    PatternField,
    ReportName,
    refusal,
    whole_number,
    written,
)
from simulator.scenario.read_by import OneOrMany
from simulator.scenario.single_writes import FunctionWriteModel
from simulator.scenario.yaml.nodes import KeyPath

KINDS = ("poller", "lambda", "kcl")
"""The types of consumers."""

Reports = Literal["ReportBatchItemFailures"]

ONE_FAILED, ALL_FAILED, EMPTY = "first_failed", "all_failed", "empty_string"
"""What a function can return, beside an identifier of its own."""

WINDOW_END = "isFinalInvokeForWindow"
"""The field of the event that says that an invocation is the last one for a tumbling window (F210)."""

MAX_PATTERNS = 10
"""Filter patterns of a mapping; five of them without a higher quota (F213)."""

LONGEST_RUN = 900 * 1000
"""Milliseconds: Lambda's longest timeout (the API's Timeout, in seconds, is at most 900)."""

MAX_WORKERS = 100
"""Workers of one consumer."""


def _kind(value: Any) -> Any:
    name = written(value)
    if name is None:
        raise refusal("S203", f"expected one of {', '.join(KINDS)}")
    if name not in KINDS:
        meant = did_you_mean(name.lower(), KINDS)
        raise refusal("S204", f'"{name}" is not one of {", ".join(KINDS)}{meant}')
    return value


def _position(value: Any) -> Any:
    name = (written(value) or "").upper()
    if name == "AT_TIMESTAMP":
        raise refusal("S204", "a DynamoDB stream has no AT_TIMESTAMP: TRIM_HORIZON or LATEST (F134, F171)")
    if name in ("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"):
        raise refusal("S204", f"{name} is for a single iterator (F134); a consumer begins at TRIM_HORIZON or LATEST")
    return value


def _run(duration: int) -> int:
    if duration > LONGEST_RUN:
        raise refusal("S204", "an invocation lasts at most 15m: a function's Timeout is 1 to 900 seconds")
    return duration


class _Reading(Model):
    """The keys of every consumer."""

    name: Line = Field("consumer", description="What the consumer is called: letters, digits, - and _.")
    starting_position: Annotated[Literal["TRIM_HORIZON", "LATEST"], BeforeValidator(_position)] = Field(
        "TRIM_HORIZON",
        description="TRIM_HORIZON: from the oldest record; LATEST: only what comes after the start. A DynamoDB stream "
        "has no AT_TIMESTAMP (F134).",
    )
    starts: Duration = Field(0, description="When the consumer begins to poll, since the scenario's start, such as 2s.")


class StoredPosition(Model):
    """A place in a shard, by one of the stream's records."""

    record: Annotated[int, whole_number(1, 1_000_000)] = Field(
        description="Which record, counted from 1 in the order of their capture."
    )


class PollerModel(_Reading):
    """A program that calls GetRecords itself and works on the records one after another."""

    type: Annotated[Literal["poller"], BeforeValidator(_kind)] = Field(
        "poller", description="poller: a program that calls GetRecords itself."
    )
    resume_after: StoredPosition | None = Field(
        None,
        description="A position that it stored: it goes on after this record (AFTER_SEQUENCE_NUMBER), and in other "
        "shards at starting_position: {record: 3}.",
    )
    resume_at: StoredPosition | None = Field(
        None, description="The same at a record, which it reads once more (AT_SEQUENCE_NUMBER): {record: 3}."
    )
    lists_shards: Literal["always", "once"] = Field(
        "always", description="once: it lists the shards at its start alone, and never learns of later ones (F300)."
    )
    waits_for_parents: Flag = Field(
        True, description="Whether it reads a shard to its end before it begins with the shard's children (F124, F301)."
    )
    limit: Annotated[int, whole_number(1, 1000)] = Field(
        1000, description="GetRecords' Limit: how many records one read returns at most, 1 to 1,000."
    )
    poll_interval: Duration = Field(1000, description="The time from one poll to the next, such as 1s.")
    processing_time: Duration = Field(100, description="How long the work on one record takes, such as 100ms or 5m.")


OutageKind = Literal["error", "timeout", "throttle"]
"""How invocations fail in an outage."""


def _timeout(duration: int) -> int:
    if not 1000 <= duration <= LONGEST_RUN:
        raise refusal("S204", "a function's timeout is 1s to 15m")
    return duration


class OutageModel(Model):
    """A time in which invocations fail, whatever their records are."""

    begins: Duration = Field(alias="from", description="When it begins, since the scenario's start, such as 5s.")
    until: Duration = Field(description="When it is over, such as 20s: it is about the invocations that begin before.")
    kind: OutageKind = Field(
        "error",
        description="error: the function raises; timeout: it is cut off; throttle: it is not invoked, and no retry is "
        "used up (F184, F208).",
    )

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.until <= self.begins:
            raise refusal("S204", "an outage ends after it begins: `until` is later than `from`")
        return self


class FunctionModel(Model):
    """The function behind a mapping: how long it takes, and on what it fails."""

    duration: Annotated[Duration, AfterValidator(_run)] = Field(
        100,
        description="How long one invocation takes, such as 100ms; at most 15m, which is Lambda's longest timeout.",
    )
    fails_on: PatternField | None = Field(
        None,
        description="A filter pattern, such as {eventName: [REMOVE]}: the function works through its batch in order "
        "and stops at the first match. {isFinalInvokeForWindow: [true]} is the last invocation for a tumbling window.",
    )
    failures: Annotated[int | None, whole_number(1, 1_000_000)] = Field(
        None, description="How many invocations fail for each such record; left out: every one. Needs fails_on."
    )
    reports: ReportName | None = Field(
        None,
        description="What it returns instead of raising: first_failed, all_failed, or an identifier of no record"
        " (F190), which count only with ReportBatchItemFailures (F187); or empty_string, a success (F387). Needs "
        "fails_on.",
    )
    timeout: Annotated[Duration, AfterValidator(_timeout)] | None = Field(
        None, description="When an invocation is cut off, 1s to 15m; left out: never, but for an outage after 3s."
    )
    outages: Annotated[list[OutageModel], OneOrMany()] = Field(
        [], description="Times in which invocations fail: [{from: 5s, until: 20s, kind: error}]."
    )
    effect: Line | None = Field(
        None, description="What its work on a record does outside, such as e-mail sent; it is counted."
    )
    idempotent: Flag = Field(
        False,
        description="Whether it remembers eventIDs, and does its effect and its writes once for each record (F204).",
    )
    writes: Annotated[
        list[FunctionWriteModel],
        OneOrMany(),
    ] = Field(
        [],
        description="What it writes to the same table for each record (F231), as on the timeline; {order_id} in a "
        "string is that attribute of the record's keys or images.",
    )
    when: PatternField | None = Field(
        None,
        description="A filter pattern, such as {eventName: [INSERT]}: `effect` and `writes` are only for records that "
        "match it; left out: for all records.",
    )


class LambdaModel(_Reading):
    """An event source mapping: Lambda polls the shards and invokes the function with batches (F160-F233)."""

    type: Annotated[Literal["lambda"], BeforeValidator(_kind)] = Field(
        description="lambda: an event source mapping and its function."
    )
    batch_size: Annotated[int, whole_number(1, 10_000)] = Field(
        100, description="How many records one invocation gets at most, 1 to 10,000."
    )
    maximum_batching_window_in_seconds: Annotated[int, whole_number(0, 300)] = Field(
        0, description="How long to gather records before the function is invoked, 0 to 300 seconds."
    )
    parallelization_factor: Annotated[int, whole_number(1, 10)] = Field(
        1, description="How many batches of one shard run at the same time, 1 to 10; order is kept per item."
    )
    maximum_retry_attempts: Annotated[int, whole_number(0, 10_000, "until the records expire")] = Field(
        -1, description="How often a failed batch is tried again, 0 to 10,000, or -1: until its records expire."
    )
    maximum_record_age_in_seconds: Annotated[int, whole_number(60, 604_800, "any age")] = Field(
        -1, description="Records older than this are discarded, 60 to 604,800 seconds, or -1: none are."
    )
    bisect_batch_on_function_error: Flag = Field(
        False, description="Whether a failed batch is split in two halves, which are tried again one after the other."
    )
    function_response_types: Annotated[list[Reports], OneOrMany()] = Field(
        [], description="ReportBatchItemFailures: the function may report the records that failed."
    )
    tumbling_window_in_seconds: Annotated[int, whole_number(0, 900)] = Field(
        0, description="The length of a tumbling window, 0 (none) to 900 seconds."
    )
    filter_criteria: list[PatternField] = Field(
        [],
        description="Filter patterns in DynamoDB's typed JSON, such as "
        "[{dynamodb: {Keys: {id: {S: [a-1]}}}}], at most 10 (5 unless the quota was raised, F213); a record "
        "passes if any of them matches.",
        json_schema_extra={"maxItems": MAX_PATTERNS},
    )
    on_failure: Literal["sqs", "sns", "s3"] | None = Field(
        None, description="Where discarded batches are reported: sqs, sns or s3."
    )
    function: FunctionModel = Field(
        FunctionModel.model_construct(),
        description="The function behind the mapping: how long it takes, and on what it fails: {duration: 2s}.",
    )


class KclModel(_Reading):
    """Workers of the Kinesis Client Library with the DynamoDB Streams adapter (F234-F253)."""

    type: Annotated[Literal["kcl"], BeforeValidator(_kind)] = Field(
        description="kcl: workers that share the shards by leases."
    )
    workers: Annotated[Lines, Field(min_length=1)] = Field(
        ["worker-1"],
        description="The names of the workers that share the shards: one, or a list such as [worker-1, worker-2].",
        json_schema_extra={"maxItems": MAX_WORKERS},
    )
    checkpoint_every: Annotated[int, whole_number(1, 1_000_000)] = Field(
        10, description="After how many records of a shard a worker checkpoints."
    )
    checkpoint_at_shard_end: Flag = Field(
        True,
        description="Whether it checkpoints at a shard's end; if not, the shard's children never start (F244).",
    )
    checkpoint_at_hand_over: Flag = Field(
        True, description="Whether a worker checkpoints before it hands a shard over; if not, records come again."
    )
    failover_time: Duration = Field(
        10_000, description="How long a lease stands still before another worker takes it, such as 10s."
    )
    limit: Annotated[int, whole_number(1, 1000)] = Field(
        1000, description="How many records one read returns at most, 1 to 1,000."
    )
    poll_interval: Duration = Field(1000, description="The time from one poll to the next, such as 1s.")
    processing_time: Duration = Field(100, description="How long the work on one record takes, such as 100ms or 5m.")


ConsumerModel = PollerModel | LambdaModel | KclModel

MODELS: dict[str, type[ConsumerModel]] = {"poller": PollerModel, "lambda": LambdaModel, "kcl": KclModel}
"""The model that reads each kind of consumer."""


def kind_of(value: Any) -> str:
    """The kind whose model reads a consumer: its `type`; a poller where that is left out.

    For a type that there is not it is the kind that has most of the consumer's keys, so that these are checked too.
    """
    if not isinstance(value, dict):
        return str(getattr(value, "type", "poller"))
    kind = value.get("type", "poller")
    if isinstance(kind, str) and kind in KINDS:
        return str(kind)
    return max(KINDS, key=lambda each: len(MODELS[each].model_fields.keys() & value.keys()))


def without_kind(path: KeyPath) -> KeyPath:
    """The path of a finding of pydantic's, without the name of a consumer's model, which no file has."""
    for place, part in enumerate(path[:-1]):
        inside = place > 0 and path[place - 1] == "create_consumer"
        inside = inside or (place > 1 and path[place - 2] == "consumers" and isinstance(path[place - 1], int))
        if inside and part in MODELS:
            return (*path[:place], *path[place + 1 :])
    return path


ConsumerField = Annotated[
    Annotated[PollerModel, Tag("poller")] | Annotated[LambdaModel, Tag("lambda")] | Annotated[KclModel, Tag("kcl")],
    Discriminator(kind_of),
]
"""A consumer of any kind; `type` decides."""
