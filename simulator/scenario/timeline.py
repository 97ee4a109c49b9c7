"""The timeline as the machine runs it: writes, waits and repeats, with attribute values in place."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.dynamodb.writes import Condition, Delete, Put, Update, Write
from simulator.scenario.model import ActionModel, ConditionModel, Scenario, WriteModel
from simulator.scenario.values import has_round, in_round

MAX_WRITES = 1_000_000
"""Writes of one scenario."""


@dataclass(frozen=True, slots=True)
class Template:
    """A write as it stands in the file; in a repeat each round makes its own of it."""

    write: Write
    varies: bool

    def in_round(self, n: int) -> Write:
        """The write of round `n`, counted from 1. What does not vary is shared, not copied."""
        if not self.varies:
            return self.write
        write = self.write
        condition = _condition_in_round(write.condition, n)
        if isinstance(write, Put):
            return Put(in_round(write.item, n), condition)
        if isinstance(write, Delete):
            return Delete(in_round(write.key, n), condition)
        parts = (in_round(part, n) for part in (write.key, write.set, write.add, write.delete))
        key, set_, add, delete = parts
        return Update(key, set_, write.remove, add, delete, condition)


@dataclass(frozen=True, slots=True)
class Writes:
    """One write, or the rounds of a repeat."""

    templates: tuple[Template, ...]
    at: int | None = None
    after: int | None = None
    times: int = 1
    every: int | None = None
    """Milliseconds from round to round; None: each at rest."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Time that passes, in milliseconds, at rest or not."""

    duration: int


Action = Writes | Wait


def timeline_of(scenario: Scenario) -> tuple[Action, ...]:
    """A scenario's timeline, in the file's order. The scenario must have passed the loader's checks."""
    return tuple(_action(action) for action in scenario.timeline)


def template_of(model: WriteModel) -> Template:
    """The write that an entry describes. Exactly one of put, update and delete must be there."""
    write = _write(model)
    condition = write.condition
    parts = [condition.equals] if condition else []
    if isinstance(write, Put):
        parts.append(write.item)
    elif isinstance(write, Delete):
        parts.append(write.key)
    else:
        parts += [write.key, write.set, write.add, write.delete]
    return Template(write, any(has_round(part) for part in parts))


def _action(model: ActionModel) -> Action:
    if model.wait is not None:
        return Wait(model.wait)
    if model.repeat is None:
        return Writes((Template(_write(model), False),), model.at, model.after)
    repeat = model.repeat
    templates = tuple(template_of(each) for each in repeat.do)
    return Writes(templates, model.at, model.after, repeat.times, repeat.every)


def _write(model: WriteModel) -> Write:
    condition = _condition(model.condition)
    if model.put is not None:
        return Put(model.put, condition)
    if model.delete is not None:
        return Delete(model.delete, condition)
    assert model.update is not None
    update = model.update
    return Update(update.key, update.set, tuple(update.remove), update.add, update.delete, condition)


def _condition(model: ConditionModel | None) -> Condition | None:
    if model is None:
        return None
    return Condition(tuple(model.attribute_exists), tuple(model.attribute_not_exists), model.equals)


def _condition_in_round(condition: Condition | None, n: int) -> Condition | None:
    if condition is None:
        return None
    equals = in_round(condition.equals, n)
    return Condition(condition.attribute_exists, condition.attribute_not_exists, equals)
