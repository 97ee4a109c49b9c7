"""The timeline as the machine runs it: requests, waits, repeats and interventions, with attribute values in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from simulator.dynamodb.attributes import Item
from simulator.dynamodb.writes import Condition, ConditionCheck, Delete, Put, Update, Write
from simulator.scenario.model import Scenario
from simulator.scenario.timeline_entries import (
    CONSUMER_ACTIONS,
    ActionModel,
    BatchedWriteModel,
    ConditionModel,
    SingleWriteModel,
    TransactionActionModel,
    WriteModel,
)
from simulator.scenario.values import has_later, has_round, in_round, in_time, value_in_round

MAX_WRITES = 1_000_000
"""Writes of one scenario."""


@dataclass(frozen=True, slots=True)
class Template:
    """A write as it stands in the file; in a repeat each round makes its own of it."""

    write: Write
    rounds: bool = False
    """Whether `{n}` in it stands for the number of the round."""
    varying: tuple[str, ...] = ()
    """Of a put that varies in nothing but its item: the attributes with `{n}` in them."""
    later: bool = False
    """Whether a value in it is a time from now on (`!in 10m`)."""

    def made(self, n: int, now: int) -> Write:
        """The write of round `n`, counted from 1, at `now`, epoch milliseconds. What does not vary is shared."""
        write = self.write
        if self.varying and isinstance(write, Put):  # by far the most common write of a long run
            item, round_ = {**write.item}, str(n)
            for name in self.varying:
                item[name] = value_in_round(item[name], round_)
            return tuple.__new__(Put, (item, None))  # half the time of calling the class
        if self.rounds:
            write = _each_item(write, lambda item: in_round(item, n))
        if self.later:
            write = _each_item(write, lambda item: in_time(item, now))
        return write


@dataclass(frozen=True, slots=True)
class Request:
    """One call to the table: a single write, a batch, or a transaction."""

    kind: Literal["write", "batch", "transaction"]
    templates: tuple[Template, ...]
    spread: int | None = None
    """Milliseconds over which its records are captured, in any order; None: at once, in request order (F57, F61)."""


@dataclass(frozen=True, slots=True)
class Requests:
    """The writes that are sent to the table at one time, and again in a repeat."""

    requests: tuple[Request, ...]
    at: int | None = None
    after: int | None = None
    times: int = 1
    every: int | None = None
    """Milliseconds from round to round; None: each at rest."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Time that passes, in milliseconds, at rest or not."""

    duration: int


@dataclass(frozen=True, slots=True)
class SplitShard:
    """The partition behind an open shard splits: two children (F117)."""

    shard: int
    """Its number, from 1 in the order in which shards opened."""


@dataclass(frozen=True, slots=True)
class RollOverShard:
    """An open shard is closed and gets one child (F118)."""

    shard: int


@dataclass(frozen=True, slots=True)
class DisableStream:
    """The stream is turned off (F104, F105)."""


@dataclass(frozen=True, slots=True)
class EnableStream:
    """A new stream is turned on (F100, F106)."""

    view_type: str


@dataclass(frozen=True, slots=True)
class ToConsumer:
    """Something that happens to a consumer, or to one worker of it."""

    what: str
    """One of CONSUMER_ACTIONS."""
    consumer: str
    worker: str | None = None


Intervention = SplitShard | RollOverShard | DisableStream | EnableStream | ToConsumer


@dataclass(frozen=True, slots=True)
class Intervene:
    """An intervention and its time."""

    what: Intervention
    at: int | None = None
    after: int | None = None


Action = Requests | Wait | Intervene


def timeline_of(scenario: Scenario) -> tuple[Action, ...]:
    """A scenario's timeline, in the file's order. The scenario must have passed the loader's checks."""
    return tuple(_action(action) for action in scenario.timeline)


def request_of(model: WriteModel, repeated: bool = False) -> Request:
    """The request that an entry describes. Exactly one kind of write must be there."""
    if model.batch_write is not None:
        templates = tuple(template_of(each, repeated) for each in model.batch_write)
        return Request("batch", templates, model.spread)
    if model.transact_write is not None:
        templates = tuple(template_of(each, repeated) for each in model.transact_write)
        return Request("transaction", templates, model.spread)
    return Request("write", (template_of(model, repeated),))


def template_of(model: SingleWriteModel | BatchedWriteModel, repeated: bool = False) -> Template:
    """One write, alone or in a request. Exactly one kind of it must be there."""
    write = _write(model)
    parts = _items(write)
    rounds, later = repeated and any(map(has_round, parts)), any(map(has_later, parts))
    varying: tuple[str, ...] = ()
    if rounds and not later and isinstance(write, Put) and write.condition is None:
        varying = tuple(name for name, value in write.item.items() if has_round({name: value}))
    return Template(write, rounds, varying, later)


def _action(model: ActionModel) -> Action:
    if model.wait is not None:
        return Wait(model.wait)
    if model.repeat is not None:
        repeat = model.repeat
        requests = tuple(request_of(each, repeated=True) for each in repeat.do)
        return Requests(requests, model.at, model.after, repeat.times, repeat.every)
    intervention = _intervention(model)
    if intervention is not None:
        return Intervene(intervention, model.at, model.after)
    return Requests((request_of(model),), model.at, model.after)


def _intervention(model: ActionModel) -> Intervention | None:
    if model.split_shard is not None:
        return SplitShard(model.split_shard)
    if model.roll_over_shard is not None:
        return RollOverShard(model.roll_over_shard)
    if model.disable_stream is not None:
        return DisableStream()
    if model.enable_stream is not None:
        return EnableStream(model.enable_stream.view_type)
    for name in CONSUMER_ACTIONS:
        named = getattr(model, name)
        if named is not None:
            return ToConsumer(name, named.consumer, getattr(named, "worker", None))
    return None


def _items(write: Write) -> list[Item]:
    """Every item or part of one in a write, its condition's too."""
    asked = [write.condition.equals] if write.condition else []
    if isinstance(write, Put):
        return [write.item, *asked]
    if isinstance(write, Update):
        return [write.key, write.set, write.add, write.delete, *asked]
    return [write.key, *asked]


def _each_item(write: Write, change: Callable[[Item], Item]) -> Write:
    """The same write with each item in it changed."""
    condition = write.condition
    if condition is not None and condition.equals:
        condition = replace(condition, equals=change(condition.equals))
    if isinstance(write, Put):
        return Put(change(write.item), condition)
    if isinstance(write, Delete):
        return Delete(change(write.key), condition)
    if isinstance(write, ConditionCheck):
        assert condition is not None
        return ConditionCheck(change(write.key), condition)
    key, set_, add, delete = map(change, (write.key, write.set, write.add, write.delete))
    return Update(key, set_, write.remove, add, delete, condition)


def _write(model: SingleWriteModel | BatchedWriteModel) -> Write:
    asked = None
    if isinstance(model, WriteModel | TransactionActionModel) and model.condition is not None:
        asked = _condition(model.condition)
    if model.put is not None:
        return Put(model.put, asked)
    if model.delete is not None:
        return Delete(model.delete, asked)
    if isinstance(model, SingleWriteModel) and model.update is not None:
        update = model.update
        return Update(update.key, update.set, tuple(update.remove), update.add, update.delete, asked)
    assert isinstance(model, TransactionActionModel)
    assert model.condition_check is not None
    return ConditionCheck(model.condition_check.key, _condition(model.condition_check.condition))


def _condition(model: ConditionModel) -> Condition:
    return Condition(tuple(model.attribute_exists), tuple(model.attribute_not_exists), model.equals)
