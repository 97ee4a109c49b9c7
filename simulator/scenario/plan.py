"""The timeline as the machine runs it: requests, waits, repeats and interventions, with attribute values in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from simulator.dynamodb.attributes import AttributeValue
from simulator.dynamodb.expressions.conditions import each_operand
from simulator.dynamodb.expressions.paths import Path, path_of
from simulator.dynamodb.expressions.updates import SetValue
from simulator.dynamodb.writes import ConditionCheck, Delete, Put, Update, Write
from simulator.scenario.consumer_updates import ConsumerUpdate
from simulator.scenario.consumers import ConsumerModel
from simulator.scenario.model import Scenario
from simulator.scenario.single_writes import FunctionWriteModel, SingleWriteModel
from simulator.scenario.timeline_entries import (
    CONSUMER_ACTIONS,
    ActionModel,
    BatchedWriteModel,
    TransactionActionModel,
    WriteModel,
)
from simulator.scenario.values import has_later, has_round, value_in_round, value_in_time
from simulator.scenario.yaml.nodes import KeyPath

MAX_WRITES = 1_000_000
"""Writes of one scenario."""


class Template(NamedTuple):
    """A write as it stands in the file; in a repeat each round makes its own of it."""

    write: Write
    rounds: bool
    """Whether `{n}` in it stands for the number of the round."""
    varying: tuple[str, ...]
    """Of a put that varies in nothing but its item: the attributes with `{n}` in them."""
    later: bool
    """Whether a value in it is a time from now on (`!in 10m`)."""
    places: Mapping[Path, KeyPath]
    """Of an update: where each of its paths stands in the file."""

    def made(self, n: int, now: int) -> Write:
        """The write of round `n`, counted from 1, at `now`, epoch milliseconds. What does not vary is shared."""
        write = self.write
        if self.varying and isinstance(write, Put):  # by far the most common write of a long run
            item, round_ = {**write.item}, str(n)
            for name in self.varying:
                item[name] = value_in_round(item[name], round_)
            return tuple.__new__(Put, (item, None))  # half the time of calling the class
        if self.rounds:
            round_ = str(n)
            write = each_value(write, lambda value: value_in_round(value, round_))
        if self.later:
            write = each_value(write, lambda value: value_in_time(value, now))
        return write


class Request(NamedTuple):
    """One call to the table: a single write, a batch, or a transaction."""

    kind: Literal["write", "batch", "transaction"]
    templates: tuple[Template, ...]
    spread: int | None = None
    """Milliseconds over which its records are captured, in any order; None: at once, in request order (F57, F61)."""


class Requests(NamedTuple):
    """The writes that are sent to the table at one time, and again in a repeat."""

    requests: tuple[Request, ...]
    at: int | None = None
    after: int | None = None
    times: int = 1
    every: int | None = None
    """Milliseconds from round to round; None: each at rest."""


class Wait(NamedTuple):
    """Time that passes, in milliseconds, at rest or not."""

    duration: int


class SplitShard(NamedTuple):
    """The partition behind an open shard splits: two children (F117)."""

    shard: int
    """Its number, from 1 in the order in which shards opened."""


class RollOverShard(NamedTuple):
    """An open shard is closed and gets one child (F118)."""

    shard: int


class DisableStream(NamedTuple):
    """The stream is turned off (F104, F105)."""


class EnableStream(NamedTuple):
    """A new stream is turned on (F100, F106)."""

    view_type: str


class ToConsumer(NamedTuple):
    """Something that happens to a consumer, or to one worker of it."""

    what: str
    """One of CONSUMER_ACTIONS."""
    consumer: str
    worker: str | None = None


class UpdateConsumer(NamedTuple):
    """Settings of a consumer change."""

    update: ConsumerUpdate


class DeleteConsumer(NamedTuple):
    """A consumer is deleted, by its name."""

    consumer: str


class CreateConsumer(NamedTuple):
    """A consumer is created, perhaps again."""

    model: ConsumerModel


Intervention = (
    SplitShard
    | RollOverShard
    | DisableStream
    | EnableStream
    | ToConsumer
    | UpdateConsumer
    | DeleteConsumer
    | CreateConsumer
)


class Intervene(NamedTuple):
    """An intervention and its time."""

    what: Intervention
    at: int | None = None
    after: int | None = None


Action = Requests | Wait | Intervene


def timeline_of(scenario: Scenario) -> tuple[Action, ...]:
    """A scenario's timeline, in the file's order. The scenario must have passed the loader's checks."""
    return tuple(_action(action, ("timeline", index)) for index, action in enumerate(scenario.timeline))


def request_of(model: WriteModel, path: KeyPath, repeated: bool = False) -> Request:
    """The request that an entry at a path describes. Exactly one kind of write must be there."""
    if model.batch_write is not None:
        return Request("batch", _templates(model.batch_write, (*path, "batch_write"), repeated), model.spread)
    if model.transact_write is not None:
        templates = _templates(model.transact_write, (*path, "transact_write"), repeated)
        return Request("transaction", templates, model.spread)
    return Request("write", (template_of(model, repeated, path),))


def _templates(
    models: Sequence[SingleWriteModel | BatchedWriteModel], path: KeyPath, repeated: bool
) -> tuple[Template, ...]:
    return tuple(template_of(each, repeated, (*path, index)) for index, each in enumerate(models))


def template_of(model: SingleWriteModel | BatchedWriteModel, repeated: bool = False, path: KeyPath = ()) -> Template:
    """One write, alone or in a request. Exactly one kind of it must be there."""
    write = _write(model)
    values = _values(write)
    rounds, later = repeated and any(map(has_round, values)), any(map(has_later, values))
    varying: tuple[str, ...] = ()
    if rounds and not later and isinstance(write, Put) and write.condition is None:
        varying = tuple(name for name, value in write.item.items() if has_round(value))
    places: dict[Path, KeyPath] = {}
    if isinstance(model, SingleWriteModel) and model.update is not None:
        places = {path_of(text): (*path, "update", *place) for text, place in model.update.paths}
    return Template(write, rounds, varying, later, places)


def _action(model: ActionModel, path: KeyPath) -> Action:
    if model.wait is not None:
        return Wait(model.wait)
    if model.repeat is not None:
        repeat = model.repeat
        requests = tuple(
            request_of(each, (*path, "repeat", "do", index), repeated=True) for index, each in enumerate(repeat.do)
        )
        return Requests(requests, model.at, model.after, repeat.times, repeat.every)
    intervention = _intervention(model)
    if intervention is not None:
        return Intervene(intervention, model.at, model.after)
    return Requests((request_of(model, path),), model.at, model.after)


def _intervention(model: ActionModel) -> Intervention | None:
    if model.split_shard is not None:
        return SplitShard(model.split_shard)
    if model.roll_over_shard is not None:
        return RollOverShard(model.roll_over_shard)
    if model.disable_stream is not None:
        return DisableStream()
    if model.enable_stream is not None:
        return EnableStream(model.enable_stream.view_type)
    if model.update_consumer is not None:
        return UpdateConsumer(model.update_consumer)
    if model.delete_consumer is not None:
        return DeleteConsumer(model.delete_consumer)
    if model.create_consumer is not None:
        return CreateConsumer(model.create_consumer)
    for name in CONSUMER_ACTIONS:
        named = getattr(model, name)
        if named is not None:
            return ToConsumer(name, named.consumer, getattr(named, "worker", None))
    return None


def _values(write: Write) -> list[AttributeValue]:
    """Every value in a write, its condition's too."""
    if write.condition is None and not isinstance(write, Update | ConditionCheck):  # most of them
        return list((write.item if isinstance(write, Put) else write.key).values())
    values: list[AttributeValue] = []

    def noted(value: AttributeValue) -> AttributeValue:
        values.append(value)
        return value

    each_value(write, noted)
    return values


def each_value(write: Write, change: Callable[[AttributeValue], AttributeValue]) -> Write:
    """The same write with each value in it changed."""
    condition = None if write.condition is None else each_operand(write.condition, change)
    if isinstance(write, Put):
        return Put({name: change(value) for name, value in write.item.items()}, condition)
    key = {name: change(value) for name, value in write.key.items()}
    if isinstance(write, Delete):
        return Delete(key, condition)
    if isinstance(write, ConditionCheck):
        assert condition is not None
        return ConditionCheck(key, condition)
    return Update(
        key,
        {path: _changed(value, change) for path, value in write.set.items()},
        write.remove,
        {path: change(value) for path, value in write.add.items()},
        {path: change(value) for path, value in write.delete.items()},
        condition,
    )


def _changed(value: SetValue, change: Callable[[AttributeValue], AttributeValue]) -> SetValue:
    return change(value) if isinstance(value, AttributeValue) else value._replace(value=change(value.value))


def _write(model: SingleWriteModel | BatchedWriteModel) -> Write:
    asked = None
    if isinstance(model, WriteModel | TransactionActionModel | FunctionWriteModel) and model.condition is not None:
        asked = model.condition.condition
    if model.put is not None:
        return Put(model.put, asked)
    if model.delete is not None:
        return Delete(model.delete, asked)
    if isinstance(model, SingleWriteModel) and model.update is not None:
        return model.update.update(asked)
    assert isinstance(model, TransactionActionModel)
    assert model.condition_check is not None
    return ConditionCheck(model.condition_check.key, model.condition_check.condition.condition)
