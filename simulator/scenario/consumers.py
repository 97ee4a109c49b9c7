"""Who reads a stream, as a lesson file says it: pollers, Lambda event source mappings, KCL workers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag

from simulator.scenario.fields import Duration, Flag, Line, Lines, Model, PatternField, whole_number

KINDS = ("poller", "lambda", "kcl")
"""What a consumer can be."""

ONE_FAILED, ALL_FAILED = "first_failed", "all_failed"
"""What a function can report, beside an identifier of its own."""


def whole(low: int, high: int) -> PlainValidator:
    """A whole number from `low` to `high`, the API's own limits."""
    return PlainValidator(whole_number(low, high))


class _Reading(Model):
    """What every consumer has."""

    name: Line = Field("consumer", description="What the consumer is called: letters, digits, - and _.")
    starting_position: Literal["TRIM_HORIZON", "LATEST"] = Field(
        "TRIM_HORIZON", description="The oldest record, or only what comes after the start."
    )
    starts: Duration = Field(0, description="When the consumer begins to poll, since the scenario's start.")


class PollerModel(_Reading):
    """A program that calls GetRecords itself and works on the records one after another."""

    type: Literal["poller"] = Field("poller", description="poller: a program that calls GetRecords itself.")
    limit: Annotated[int, whole(1, 1000)] = Field(
        1000, description="GetRecords' Limit: how many records one read returns at most, 1 to 1000."
    )
    poll_interval: Duration = Field(1000, description="The time from one poll to the next.")
    processing_time: Duration = Field(100, description="How long the work on one record takes.")


class FunctionModel(Model):
    """The function behind a mapping: how long it takes, and on what it fails."""

    duration: Duration = Field(100, description="How long one invocation takes.")
    fails_on: PatternField | None = Field(
        None, description="A filter pattern: the function fails when its batch holds a record that matches."
    )
    failures: Annotated[int | None, whole(1, 1_000_000)] = Field(
        None, description="How many invocations fail for each such record; left out: every one."
    )
    reports: Line | None = Field(
        None,
        description="What it returns instead of raising: first_failed, all_failed, or an identifier of its own (F190).",
    )


class LambdaModel(_Reading):
    """An event source mapping: Lambda polls the shards and invokes the function with batches (F160-F233)."""

    type: Literal["lambda"] = Field(description="lambda: an event source mapping and its function.")
    batch_size: Annotated[int, whole(1, 10_000)] = Field(
        100, description="How many records one invocation gets at most, 1 to 10,000."
    )
    maximum_batching_window_in_seconds: Annotated[int, whole(0, 300)] = Field(
        0, description="How long to gather records before the function is invoked, 0 to 300 seconds."
    )
    parallelization_factor: Annotated[int, whole(1, 10)] = Field(
        1, description="How many batches of one shard run at the same time, 1 to 10; order is kept per item."
    )
    maximum_retry_attempts: Annotated[int, whole(-1, 10_000)] = Field(
        -1, description="How often a failed batch is tried again, -1 (until it expires) to 10,000."
    )
    maximum_record_age_in_seconds: Annotated[int, whole(-1, 604_800)] = Field(
        -1, description="Records older than this are discarded: -1 (none are), or 60 to 604,800 seconds."
    )
    bisect_batch_on_function_error: Flag = Field(False, description="Whether a failed batch is split in two.")
    function_response_types: Annotated[
        list[Literal["ReportBatchItemFailures"]], BeforeValidator(lambda each: each if isinstance(each, list) else [each])
    ] = Field([], description="ReportBatchItemFailures: the function may report the records that failed.")
    tumbling_window_in_seconds: Annotated[int, whole(0, 900)] = Field(
        0, description="The length of a tumbling window, 0 (none) to 900 seconds."
    )
    filter_criteria: Annotated[list[PatternField], Field(max_length=10)] = Field(
        [], description="Filter patterns in DynamoDB's typed JSON; a record passes if any of them matches."
    )
    on_failure: Literal["sqs", "sns", "s3"] | None = Field(
        None, description="Where discarded batches are reported: sqs, sns or s3."
    )
    function: FunctionModel = Field(FunctionModel(), description="The function.")


class KclModel(_Reading):
    """Workers of the Kinesis Client Library with the DynamoDB Streams adapter (F234-F253)."""

    type: Literal["kcl"] = Field(description="kcl: workers that share the shards by leases.")
    workers: Annotated[Lines, Field(min_length=1, max_length=100)] = Field(
        ["worker-1"], description="The workers' names."
    )
    checkpoint_every: Annotated[int, whole(1, 1_000_000)] = Field(
        10, description="After how many records of a shard a worker checkpoints."
    )
    failover_time: Duration = Field(10_000, description="How long a lease stands still before another worker takes it.")
    limit: Annotated[int, whole(1, 1000)] = Field(1000, description="How many records one read returns at most.")
    poll_interval: Duration = Field(1000, description="The time from one poll to the next.")
    processing_time: Duration = Field(100, description="How long the work on one record takes.")


ConsumerModel = PollerModel | LambdaModel | KclModel


def _kind(value: Any) -> str:
    """Which model reads a consumer; without a type it is a poller."""
    kind = value.get("type", "poller") if isinstance(value, dict) else getattr(value, "type", "poller")
    return str(kind) if kind in KINDS else "poller"


ConsumerField = Annotated[
    Annotated[PollerModel, Tag("poller")] | Annotated[LambdaModel, Tag("lambda")] | Annotated[KclModel, Tag("kcl")],
    Discriminator(_kind),
]
"""A consumer of any kind; `type` decides."""
