"""The entries of a timeline, as a lesson file writes them: requests that write, and what happens to the rest."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    ConfigDict,
    Field,
)

from simulator.scenario.consumer_updates import ConsumerUpdate
from simulator.scenario.consumers import ConsumerField
from simulator.scenario.expression_models import ConditionModel
from simulator.scenario.fields import (
    Duration,
    ItemField,
    Line,
    Model,
    is_nothing,
    refusal,
    whole_number,
    written,
)
from simulator.scenario.read_by import OneOrMany, ReadBy
from simulator.scenario.single_writes import SingleWriteModel
from simulator.scenario.step_paths import LABEL, RESERVED, is_label

ViewTypeName = Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]

MAX_BATCH, MAX_TRANSACTION = 25, 100
"""Puts and deletes of a batch; actions of a transaction."""

WRITES = ("put", "update", "delete", "batch_write", "transact_write")
"""The kinds of requests."""

CHANGES_OF_THE_STREAM = ("split_shard", "roll_over_shard", "disable_stream", "enable_stream")
"""The actions that are about the stream and its shards."""

CONSUMER_ACTIONS = ("crash", "restart", "add_worker", "stop", "start", "redeliver")
"""The actions that name a consumer, and perhaps one of its workers."""

CHANGES_OF_CONSUMERS = ("update_consumer", "delete_consumer", "create_consumer")
"""The actions that change which consumers there are, and their settings."""

KINDS = (*WRITES, "repeat", "wait", *CHANGES_OF_THE_STREAM, *CONSUMER_ACTIONS, *CHANGES_OF_CONSUMERS)
"""The kinds of entries on the timeline."""


def _label(value: Any) -> str:
    label = written(value)
    if label is None or is_nothing(value):
        raise refusal("S203", "expected a label, such as placed")
    if label in RESERVED:
        raise refusal("S204", f'"{label}" means a step by itself; choose another label')
    if not is_label(label):
        raise refusal("S204", f'"{label}" is no label: a letter from A to Z or a to z, then such letters, digits and -')
    return label


LabelField = Annotated[str, ReadBy(_label, {"type": "string", "pattern": f"^{LABEL}$"})]
"""The label of an action."""

Count = Annotated[int, whole_number(1, 1_000_000)]

ShardNumber = Annotated[int | None, whole_number(1, 1_000_000)]


class ConditionCheckModel(Model):
    """ConditionCheck: a condition on an item that the transaction does not write."""

    key: ItemField = Field(description="The item's key, all of it: {order_id: o-1}.")
    condition: ConditionModel = Field(
        description="What must hold of it, or nothing is done: {attribute_exists: order_id}."
    )


class BatchedWriteModel(Model):
    """One put or delete of a batch. A batch takes no updates and no conditions."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "update": "a batch takes puts and deletes only; an update can stand alone or in transact_write",
        "condition": "a batch takes no conditions; a write alone does, and so does an action of transact_write",
        "condition_check": "a batch takes puts and deletes only; a condition_check stands in transact_write",
    }

    put: ItemField | None = Field(
        None, description="A put of the batch: the whole item, such as {order_id: o-1, status: PLACED}."
    )
    delete: ItemField | None = Field(
        None, description="A delete of the batch: the item's key, such as {order_id: o-1}."
    )


class TransactionActionModel(SingleWriteModel):
    """One action of a transaction: exactly one of put, update, delete and condition_check."""

    condition_check: ConditionCheckModel | None = Field(
        None,
        description="A condition on an item that the transaction does not write: its key, and what must hold of it.",
    )
    condition: ConditionModel | None = Field(
        None,
        description="What must hold of the item, or nothing is done: {attribute_not_exists: order_id}.",
    )


class WriteModel(SingleWriteModel):
    """One request that writes: a put, an update, a delete, a batch or a transaction."""

    batch_write: Annotated[list[BatchedWriteModel] | None, Field(min_length=1)] = Field(
        None,
        description="BatchWriteItem: up to 25 puts and deletes that have nothing to do with one another.",
        json_schema_extra={"maxItems": MAX_BATCH},
    )
    transact_write: Annotated[list[TransactionActionModel] | None, Field(min_length=1)] = Field(
        None,
        description="TransactWriteItems: up to 100 actions, all or none.",
        json_schema_extra={"maxItems": MAX_TRANSACTION},
    )
    spread: Duration | None = Field(
        None,
        description="With a batch or a transaction: its records are captured up to this (2s) later, in any order.",
    )
    condition: ConditionModel | None = Field(
        None, description="What must hold of the item, or the write is refused: {attribute_not_exists: order_id}."
    )


class RepeatedWriteModel(WriteModel):
    """One request of a repeat, which is of writes alone."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        **{name: f"a repeat is of writes alone; `{name}` is an entry of the timeline" for name in KINDS[len(WRITES) :]},
        **{
            name: f"a repeated write has no `{name}`; put it beside `repeat`, or use `every`"
            for name in ("at", "after")
        },
        "id": "a repeated write has no `id`; put it beside `repeat`, and its second write is LABEL.2",
    }


class RepeatModel(Model):
    """Writes that are done again and again; `{n}` in their strings is the number of the round, from 1."""

    times: Count = Field(description="How many rounds there are, such as 100; all together at most 1,000,000 writes.")
    every: Duration | None = Field(
        None, description="From one round to the next, such as 10ms; left out: each when all is at rest."
    )
    do: Annotated[
        list[RepeatedWriteModel],
        OneOrMany(),
    ] = Field(description="A write, or a list of writes that happen together.")


class NothingModel(Model):
    """Braces with nothing in them: `{}`."""

    elsewhere: ClassVar[Mapping[str, str]] = {"view_type": "a stream that is turned off takes no view type (F94)"}


class EnableModel(Model):
    """The new stream's settings."""

    view_type: ViewTypeName = Field(description="Which images of the item each record of the new stream carries.")


class ConsumerName(Model):
    """Which consumer is meant."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "worker": "this happens to a consumer as a whole; a worker can crash, restart or be added"
    }

    consumer: Line = Field(
        description="Which consumer is meant, by its name in `consumers`; without `consumers`: consumer."
    )


class WorkerName(ConsumerName):
    """Which worker of which KCL consumer is meant."""

    worker: Line = Field(description="Which worker is meant, by its name, such as worker-2.")


class CrashModel(ConsumerName):
    """What crashes or comes back: a worker of a KCL consumer, or a poller."""

    worker: Line | None = Field(
        None, description="Of a KCL consumer, which worker is meant, such as worker-1; a poller has none."
    )


class ActionModel(WriteModel):
    """One entry of the timeline: exactly one action, and when it happens."""

    elsewhere: ClassVar[Mapping[str, str]] = {
        "insert": "an insert is a `put`: {put: {order_id: o-1, status: PLACED}}",
        "modify": "a modify is an `update`: {update: {key: {order_id: o-1}, set: {status: PAID}}}",
        "remove": "a remove is a `delete`: {delete: {order_id: o-1}}",
    }
    form: ClassVar[str] = (
        "an action is put, update, delete, batch_write, transact_write, repeat, wait, or one that changes shards, the "
        "stream or a consumer"
    )

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    id: LabelField | None = Field(
        None,
        description="A label, by which texts and answers name its steps: placed. A letter, then letters, digits and -.",
    )
    repeat: RepeatModel | None = Field(
        None, description='Writes that are done again and again: {times: 3, do: {put: {order_id: "o-{n}"}}}.'
    )
    wait: Duration | None = Field(
        None, description="Let this time pass since the previous action, at rest or not, such as 10m or 25h."
    )
    split_shard: ShardNumber = Field(
        None,
        description="A partition splits: its open shard, by its number, is closed and gets two children. Shards "
        "are counted from 1 in the order in which they opened, over all streams of the table.",
    )
    roll_over_shard: ShardNumber = Field(
        None, description="An open shard, by its number (as with split_shard), is closed and gets one child."
    )
    disable_stream: NothingModel | None = Field(None, description="Turn the stream off, with no settings: {}.")
    enable_stream: EnableModel | None = Field(
        None, description="Turn a new stream on, which has nothing of the old one: {view_type: KEYS_ONLY}."
    )
    crash: CrashModel | None = Field(
        None,
        description="A poller ({consumer: NAME}) or a worker ({worker: NAME} too) dies with all it has not stored.",
    )
    restart: CrashModel | None = Field(
        None,
        description="A crashed worker or poller comes back; a poller, which stores nothing, begins again.",
    )
    add_worker: WorkerName | None = Field(
        None, description="A KCL consumer gets one worker more: {consumer: NAME, worker: worker-2}."
    )
    stop: ConsumerName | None = Field(
        None, description="A consumer stops polling and keeps its place: {consumer: NAME}."
    )
    start: ConsumerName | None = Field(
        None, description="A stopped consumer goes on from the place that it kept: {consumer: NAME}."
    )
    redeliver: ConsumerName | None = Field(
        None, description="Lambda delivers its newest successful batch once more, as it may without any error (F202)."
    )
    update_consumer: ConsumerUpdate | None = Field(
        None,
        description="A deployment: settings of a consumer that change from now on, the others stay: {consumer: NAME, "
        "batch_size: 10}. Null puts a key back to its default; work that runs ends under the old settings.",
    )
    delete_consumer: Line | None = Field(
        None, description="A consumer is deleted, by its name, and its position is gone with it (F174)."
    )
    create_consumer: ConsumerField | None = Field(
        None,
        description="A new consumer, described as in `consumers`; also one more time under the name of one that was "
        "deleted, which begins again and goes on counting.",
    )
    at: Duration | None = Field(
        None,
        description="When it happens, since the scenario's start, such as 5s; left out: when all is at rest, which "
        "consumers that start later keep it from.",
    )
    after: Duration | None = Field(
        None, description="When it happens, since the previous action, such as 250ms; left out: when all is at rest."
    )
