"""Requests that the service would refuse: each of its writes, and batches and transactions as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.dynamodb.attributes import AttributeValue, item_size
from simulator.dynamodb.table import Key, KeySchema
from simulator.dynamodb.writes import Put, Update, Write
from simulator.scenario.checks.problems import Entry, Problem, not_one
from simulator.scenario.checks.writes import NOW, check_write
from simulator.scenario.plan import Template, template_of
from simulator.scenario.timeline_entries import (
    MAX_BATCH,
    MAX_TRANSACTION,
    WRITES,
    BatchedWriteModel,
    TransactionActionModel,
    WriteModel,
)
from simulator.scenario.yaml.nodes import KeyPath

MAX_TRANSACTION_SIZE = 4 * 1024 * 1024
"""Bytes of all the items in a transaction. (A batch's 16 MB are out of reach: 25 items of 400 KB are 10.)"""

TAKES_A_CONDITION = ("put", "update", "delete")
TAKES_A_SPREAD = ("batch_write", "transact_write")

_KINDS_OF_A_BATCH = ("put", "delete")
_KINDS_OF_A_TRANSACTION = ("put", "update", "delete", "condition_check")


def writes_of(model: WriteModel) -> int:
    """How many writes a request is: a batch or a transaction is one for each of its items."""
    return len(model.batch_write or model.transact_write or (model,))


def check_company(model: WriteModel, kind: str, path: KeyPath) -> Iterator[Problem]:
    """Keys beside a request or another action that do not go with it."""
    if model.condition is not None and kind not in TAKES_A_CONDITION:
        reason = {
            "batch_write": "a batch takes no conditions; a write alone does, and so does an action of transact_write",
            "transact_write": "a transaction has no condition of its own; put it beside the put, update or delete",
            "repeat": "a condition belongs to a write; put it inside `do`",
            "wait": "a wait has no `condition`",
        }.get(kind, f"a condition belongs to a write, not to {kind}")
        yield Problem((*path, "condition"), "S206", reason)
    if model.spread is not None and kind not in TAKES_A_SPREAD:
        inside = "; put it inside `do`" if kind == "repeat" else ""
        message = f"`spread` goes with batch_write and transact_write, not with {kind}{inside}"
        yield Problem((*path, "spread"), "S206", message)


def check_request(
    entry: Entry, model: WriteModel, kind: str, schema: KeySchema | None, path: KeyPath, rounds: int
) -> Iterator[Problem]:
    """One request of an entry; `kind` is its one action, `rounds` is above 0 inside a repeat.

    `schema` is None where the table's keys could not be read.
    """
    each: Sequence[WriteModel | BatchedWriteModel | TransactionActionModel] = (model,)
    kinds: tuple[str, ...] = WRITES
    paths: list[KeyPath] = [path]
    if kind in TAKES_A_SPREAD:
        each = model.batch_write or model.transact_write or ()
        kinds = _KINDS_OF_A_BATCH if kind == "batch_write" else _KINDS_OF_A_TRANSACTION
        paths = [(*path, kind, index) for index in range(len(each))]
        yield from _check_count(kind, len(each), (*path, kind))
    written: list[tuple[KeyPath, Template]] = []
    for write, write_path in zip(each, paths, strict=True):
        here = [name for name in kinds if getattr(write, name) is not None]
        if len(here) != 1:
            if here or entry.is_whole(write_path):
                yield not_one(write_path, here, kinds)
            continue
        if here == ["condition_check"] and isinstance(write, TransactionActionModel) and write.condition is not None:
            message = "a condition_check has its condition inside it: {key: ..., condition: ...}"
            yield Problem((*write_path, "condition"), "S206", message)
        if schema is not None:
            template = template_of(write, repeated=rounds > 0)
            written.append((write_path, template))
            yield from check_write(write, template, schema, write_path, rounds)
    if schema is not None and kind in TAKES_A_SPREAD:
        yield from _check_together(kind, written, schema, rounds, (*path, kind))


def _check_count(kind: str, count: int, path: KeyPath) -> Iterator[Problem]:
    if kind == "batch_write" and count > MAX_BATCH:
        yield Problem(path, "D309", f"a batch has at most {MAX_BATCH} puts and deletes; this one has {count}")
    if kind == "transact_write" and count > MAX_TRANSACTION:
        yield Problem(path, "D309", f"a transaction has at most {MAX_TRANSACTION} actions; this one has {count}")


def _check_together(
    kind: str, written: list[tuple[KeyPath, Template]], schema: KeySchema, rounds: int, path: KeyPath
) -> Iterator[Problem]:
    """One item twice in a request, in the first round or in the last; a transaction's size."""
    reason = (
        "Provided list of item keys contains duplicates (F58)"
        if kind == "batch_write"
        else "Transaction request cannot include multiple operations on one item"
    )
    twice: set[KeyPath] = set()
    for n in sorted({1, max(1, rounds)}):
        seen: set[Key] = set()
        for write_path, template in written:
            key = _key(template.made(n, NOW), schema)
            if key is None:
                continue
            if key in seen and write_path not in twice:
                twice.add(write_path)
                yield Problem(write_path, "D309", reason if n == 1 else f"{reason}, in round {n:,}")
            seen.add(key)
    if kind == "transact_write":
        total = sum(_least_size(template.made(rounds, NOW)) for _, template in written)
        if total > MAX_TRANSACTION_SIZE:
            message = f"the transaction's items have {total:,} bytes; at most {MAX_TRANSACTION_SIZE:,} (4 MB)"
            yield Problem(path, "D309", message)


def _key(write: Write, schema: KeySchema) -> Key | None:
    """The key of the item that a write is about; None where it is not a key."""
    item = write.item if isinstance(write, Put) else write.key
    if all(item.get(each.name, ("", ""))[0] == each.type for each in schema.attributes):
        return schema.key_of(item)
    return None


def _least_size(write: Write) -> int:
    """Bytes that a write's item has at the least."""
    if isinstance(write, Put):
        return item_size(write.item)
    bytes_ = item_size(write.key)
    if isinstance(write, Update):
        named = {path: value for path, value in write.set.items() if isinstance(path, str)}
        bytes_ += item_size({name: value for name, value in named.items() if isinstance(value, AttributeValue)})
    return bytes_
