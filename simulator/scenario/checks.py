"""What the shape of a file cannot say: the rules of the service and of the timeline, checked before any run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.dynamodb.attributes import SET_TYPES, AttributeValue, Item, item_size, size
from simulator.dynamodb.table import KeyAttribute, KeySchema
from simulator.dynamodb.writes import MAX_ITEM_SIZE, Put
from simulator.scenario.complaints import did_you_mean
from simulator.scenario.actions import ActionModel, UpdateModel, WriteModel
from simulator.scenario.consumers import ConsumerModel
from simulator.scenario.model import ShowModel, TableModel
from simulator.scenario.timeline import MAX_WRITES, request_of
from simulator.scenario.values import REFUSED

Path = tuple[str | int, ...]

WRITES = ("put", "update", "delete", "batch_write", "transact_write")

KINDS = (
    *WRITES,
    "repeat",
    "wait",
    "split_shard",
    "roll_over_shard",
    "disable_stream",
    "enable_stream",
    "crash",
    "restart",
    "add_worker",
    "stop",
    "start",
    "redeliver",
)
"""What an entry of the timeline can be."""

MAX_KEY_SIZE = {"partition": 2048, "sort": 1024}
"""Bytes of a key value."""

_TYPE_NAMES = {"S": "string", "N": "number", "B": "binary"}


class Problem(NamedTuple):
    """Something wrong with a part of a scenario."""

    path: Path
    code: str
    message: str


class Entry(NamedTuple):
    """An entry of the timeline, as far as it could be read."""

    place: int
    """In the file's timeline, from 0."""
    action: ActionModel
    whole: bool = True
    """Whether nothing of it had to be left out."""


def check_table(table: TableModel) -> Iterator[Problem]:
    """The names that the service takes."""
    if not (3 <= len(table.name) <= 255 and all(c.isascii() and (c.isalnum() or c in "_.-") for c in table.name)):
        yield Problem(("table", "name"), "S204", "a table's name has 3 to 255 of the characters a-z A-Z 0-9 _ . -")
    if table.sort_key is not None and table.sort_key.name == table.partition_key.name:
        yield Problem(("table", "sort_key"), "S204", "the sort key has the partition key's name")


SHOWN = {
    "variables": (
        "table_data",
        "stream_records",
        "consumer_state",
        "checkpoint",
        "iterator_age",
        "attempt",
        "destination",
        "open_shards",
        "stream_status",
        "leases",
    ),
    "columns": ("record_created", "consumer_reads", "consumer_processes", "time", "consumer", "shard", "record"),
}
"""What can be shown, by id; the first three of each always are."""


def check_show(show: ShowModel) -> Iterator[Problem]:
    """Ids that exist."""
    for part, names in (("variables", show.variables), ("columns", show.columns)):
        for index, name in enumerate(names):
            if name.partition(".")[0] not in SHOWN[part]:
                message = f'no {part[:-1]} "{name}"{did_you_mean(name, SHOWN[part])}'
                yield Problem(("show", part, index), "S204", message)


def check_consumers(consumers: list[ConsumerModel], empty_polls: bool) -> Iterator[Problem]:
    """Names that can stand in a variable's id, each once; polls that end."""
    seen: set[str] = set()
    for index, consumer in enumerate(consumers):
        path: Path = ("consumers", index, "name")
        if not all(c.isalnum() or c in "_-" for c in consumer.name):
            yield Problem(path, "S204", "a consumer's name has letters, digits, - and _ only")
        if consumer.name in seen:
            yield Problem(path, "S204", f'two consumers are called "{consumer.name}"')
        seen.add(consumer.name)
        if empty_polls and getattr(consumer, "poll_interval", 1) == 0:
            yield Problem(
                ("consumers", index, "poll_interval"),
                "S204",
                "with show_empty_polls a poll interval is at least 1ms, or empty polls would never end",
            )


def check_timeline(entries: list[Entry], schema: KeySchema | None) -> Iterator[Problem]:
    """Each entry for itself, then their times and their number. `schema` is None where it could not be read."""
    earliest = 0
    writes = 0
    for place, action, whole in entries:
        path: Path = ("timeline", place)
        kinds = [kind for kind in KINDS if getattr(action, kind) is not None]
        if len(kinds) != 1:
            if kinds or whole:
                yield _not_one(path, kinds, KINDS)
            continue
        yield from _check_times(action, path, earliest)
        earliest = _earliest_end(action, earliest)
        if action.wait is not None:
            continue
        if action.repeat is None:
            writes += 1
            if schema is not None:
                yield from check_write(action, schema, path)
            continue
        if action.condition is not None:
            yield Problem((*path, "condition"), "S206", "a condition belongs to a write; put it inside `do`")
        writes += action.repeat.times * len(action.repeat.do)
        for index, write in enumerate(action.repeat.do):
            inner: Path = (*path, "repeat", "do", index)
            kinds = [kind for kind in WRITES if getattr(write, kind) is not None]
            if len(kinds) != 1:
                if kinds or whole:
                    yield _not_one(inner, kinds, WRITES)
            elif schema is not None:
                yield from check_write(write, schema, inner, action.repeat.times)
    if writes > MAX_WRITES:
        yield Problem(("timeline",), "S209", f"{writes:,} writes; at most {MAX_WRITES:,}")


def check_write(model: WriteModel, schema: KeySchema, path: Path, rounds: int = 0) -> Iterator[Problem]:
    """What the service would refuse about one write. `rounds` is above 0 inside a repeat."""
    if model.put is not None:
        yield from _check_key(model.put, schema, (*path, "put"))
        template = request_of(model, repeated=rounds > 0).templates[0]
        largest = template.made(rounds, 0)
        assert isinstance(largest, Put)
        if item_size(largest.item) > MAX_ITEM_SIZE:
            message = f"the item has {item_size(largest.item):,} bytes; at most {MAX_ITEM_SIZE:,} (400 KB)"
            yield Problem((*path, "put"), "D305", message)
    elif model.delete is not None:
        yield from _check_key(model.delete, schema, (*path, "delete"))
        yield from _only_key(model.delete, schema, (*path, "delete"))
    elif model.update is not None:
        yield from _check_update(model.update, schema, (*path, "update"))


def _check_update(update: UpdateModel, schema: KeySchema, path: Path) -> Iterator[Problem]:
    yield from _check_key(update.key, schema, (*path, "key"))
    yield from _only_key(update.key, schema, (*path, "key"))
    keys = {attribute.name for attribute in schema.attributes}
    seen: dict[str, str] = {}
    clauses = (("set", update.set), ("remove", update.remove), ("add", update.add), ("delete", update.delete))
    for clause, names in clauses:
        for position, name in enumerate(names):
            place: Path = (*path, clause, position if clause == "remove" else name)
            if name in keys:
                yield Problem(place, "D306", f'"{name}" is a key attribute; an update cannot change it')
            if name in seen:
                yield Problem(place, "D308", f'"{name}" is also in `{seen[name]}`; an update names it once')
            seen[name] = clause
    for name, value in update.add.items():
        if value.type not in ("N", *SET_TYPES, REFUSED.type):
            yield Problem((*path, "add", name), "D307", "add takes a number or a set")
    for name, value in update.delete.items():
        if value.type not in (*SET_TYPES, REFUSED.type):
            yield Problem((*path, "delete", name), "D307", "delete takes a set: !!set {member}")


def _check_key(item: Item, schema: KeySchema, path: Path) -> Iterator[Problem]:
    for attribute, role in zip(schema.attributes, ("partition", "sort"), strict=False):
        value = item.get(attribute.name)
        if value is None:
            meant = did_you_mean(attribute.name, [name for name in item if name != attribute.name])
            hint = meant.replace("did you mean", "is it written as") if meant else ""
            yield Problem(path, "D301", f'the {role} key "{attribute.name}" is missing{hint}')
        elif value is not REFUSED:
            yield from _check_key_value(attribute, role, value, (*path, attribute.name))


def _check_key_value(attribute: KeyAttribute, role: str, value: AttributeValue, path: Path) -> Iterator[Problem]:
    if value.type != attribute.type:
        wanted = f"{attribute.type} ({_TYPE_NAMES[attribute.type]})"
        yield Problem(path, "D302", f'the {role} key "{attribute.name}" is of type {wanted}, not {value.type}')
    elif attribute.type != "N" and not value.value:
        yield Problem(path, "D303", f'the {role} key "{attribute.name}" cannot be empty')
    elif size(value) > MAX_KEY_SIZE[role]:
        yield Problem(path, "D304", f"a {role} key's value has at most {MAX_KEY_SIZE[role]:,} bytes")


def _only_key(item: Item, schema: KeySchema, path: Path) -> Iterator[Problem]:
    keys = {attribute.name for attribute in schema.attributes}
    for name in item:
        if name not in keys:
            yield Problem((*path, name), "D304", f'"{name}" is no key attribute; a key has those alone')


def _not_one(path: Path, kinds: list[str], known: tuple[str, ...]) -> Problem:
    if kinds:
        return Problem(path, "S206", f"one action an entry; this has {' and '.join(kinds)}")
    return Problem(path, "S206", f"no action here; expected one of {', '.join(known)}")


def _check_times(action: ActionModel, path: Path, earliest: int) -> Iterator[Problem]:
    for name in ("at", "after", "condition"):
        if action.wait is not None and getattr(action, name) is not None:
            yield Problem((*path, name), "S206", f"a wait has no `{name}`")
    if action.at is not None and action.after is not None:
        yield Problem((*path, "after"), "S206", "either `at` or `after`, not both")
    elif action.at is not None and action.at < earliest:
        yield before_previous(path, action.at, earliest)


def before_previous(path: Path, at: int, earliest: int) -> Problem:
    """The problem of an `at` that comes before the previous action's time; both in milliseconds."""
    message = f"{at:,} ms is before the previous action, which is not before {earliest:,} ms"
    return Problem((*path, "at"), "S208", message)


def _earliest_end(action: ActionModel, earliest: int) -> int:
    """The least time at which this entry's last write or its wait can be over."""
    if action.wait is not None:
        return earliest + action.wait
    begins = max(earliest, action.at) if action.at is not None else earliest + (action.after or 0)
    if action.repeat is None:
        return begins
    return begins + (action.repeat.times - 1) * (action.repeat.every or 0)
