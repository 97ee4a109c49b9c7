"""Writes that the service would refuse: keys, sizes, updates."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.attributes import UNKNOWN
from simulator.dynamodb.expressions.conditions import each_operand
from simulator.dynamodb.expressions.paths import attribute_of, overlaps, path_of
from simulator.dynamodb.faults import faults_of
from simulator.dynamodb.table import KeySchema
from simulator.dynamodb.writes import Put, Write
from simulator.scenario.checks.problems import Problem
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.expression_models import UpdateModel
from simulator.scenario.plan import Template
from simulator.scenario.single_writes import SingleWriteModel
from simulator.scenario.timeline_entries import BatchedWriteModel, TransactionActionModel
from simulator.scenario.values import is_later
from simulator.scenario.yaml.nodes import KeyPath

NOW = 1_704_067_200_000
"""Epoch milliseconds of the time at which a write is looked at: what `!in 10m` stands for has its size then."""


_CODES = {
    "missing": "D301",
    "type": "D302",
    "empty": "D303",
    "key size": "D304",
    "no key": "D304",
    "depth": "D304",
    "item size": "D305",
    "operand": "D307",
}
"""The code of each kind of fault."""


def check_write(
    model: SingleWriteModel | BatchedWriteModel, template: Template, schema: KeySchema, path: KeyPath, rounds: int
) -> Iterator[Problem]:
    """A put, update, delete or condition check, alone or in a request. `rounds` is above 0 inside a repeat."""
    places = _places(model, path)
    update = model.update if isinstance(model, SingleWriteModel) else None
    write = _at_its_largest(template, rounds)
    for fault in faults_of(write, schema):
        place, message = places[fault.part], fault.message
        if fault.kind == "missing":
            message += _hint(str(fault.at), write)
        elif fault.part in ("key", "item") and fault.at is not None:
            place = (*place, str(fault.at))
            message += _plain_form(str(fault.at), write)
        elif update is not None and fault.part in ("set", "add", "delete"):
            place = (*place, next(text for text in getattr(update, fault.part) if path_of(text) == fault.at))
        yield Problem(place, _CODES[fault.kind], message)
    if update is not None:
        yield from _check_paths(update, schema, (*path, "update"))


def _at_its_largest(template: Template, rounds: int) -> Write:
    """The write of the last round. What a condition compares with is not known yet where it is a time from now on."""
    write = template.made(rounds, NOW)
    asked = template.write.condition
    if asked is None or not template.later:
        return write
    return write._replace(condition=each_operand(asked, lambda value: UNKNOWN if is_later(value) else value))


def _places(model: SingleWriteModel | BatchedWriteModel, path: KeyPath) -> dict[str, KeyPath]:
    """Where each part of a write stands in the file."""
    if isinstance(model, TransactionActionModel) and model.condition_check is not None:
        here: KeyPath = (*path, "condition_check")
        return {"key": (*here, "key"), "condition": (*here, "condition")}
    update: KeyPath = (*path, "update")
    return {
        "item": (*path, "put"),
        "key": (*path, "delete") if model.delete is not None else (*update, "key"),
        "set": (*update, "set"),
        "add": (*update, "add"),
        "delete": (*update, "delete"),
        "condition": (*path, "condition"),
    }


def _hint(name: str, write: Write) -> str:
    """The attribute that may be meant by a key attribute that is missing."""
    item = write.item if isinstance(write, Put) else write.key
    return did_you_mean(name, item).replace("did you mean", "is it written as")


def _plain_form(name: str, write: Write) -> str:
    """How a key value is written that has its type beside it, as in DynamoDB's own JSON: `{S: o-1}`."""
    value = (write.item if isinstance(write, Put) else write.key).get(name)
    if value is None or value.type != "M" or not (len(value.value) == 1 and {"S", "N", "B"} & value.value.keys()):
        return ""
    return f"; values are plain here, as in {name}: {next(iter(value.value.values())).value}"


def _check_paths(update: UpdateModel, schema: KeySchema, path: KeyPath) -> Iterator[Problem]:
    keys = {attribute.name for attribute in schema.attributes}
    written = list(update.paths)
    paths = [path_of(text) for text, _ in written]
    for (_, place), name in zip(written, map(attribute_of, paths), strict=True):
        if name in keys:
            yield Problem((*path, *place), "D306", f'"{name}" is a key attribute; an update cannot change it')
    for overlap in overlaps(paths):
        (text, place), (earlier, (clause, *_)) = written[overlap.later], written[overlap.earlier]
        yield Problem((*path, *place), "D308", _overlap_message(text, earlier, str(clause), overlap.conflict))


def _overlap_message(text: str, earlier: str, clause: str, conflict: bool) -> str:
    if text == earlier:
        return f'"{text}" is also in `{clause}`; an update names it once'
    if conflict:
        return f'"{text}" and "{earlier}" in `{clause}` take one value for a map and for a list'
    return f'"{text}" and "{earlier}" in `{clause}` overlap; an update changes a value as a whole or inside (F404)'
