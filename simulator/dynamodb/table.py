"""A table: its key, its items, and what each write does to them (F41-F55)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from simulator.dynamodb.attributes import AttributeValue, Item
from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.writes import Delete, Put, Rejected, Update, Write, resulting_item

Key = tuple[AttributeValue, ...]
"""The key of an item: the partition key's value and, where there is one, the sort key's."""


@dataclass(frozen=True, slots=True)
class KeyAttribute:
    """A key attribute: its name and its type (S, N or B)."""

    name: str
    type: str = "S"


@dataclass(frozen=True, slots=True)
class KeySchema:
    """What identifies an item of a table."""

    partition_key: KeyAttribute
    sort_key: KeyAttribute | None = None

    @property
    def attributes(self) -> tuple[KeyAttribute, ...]:
        """The partition key and, where there is one, the sort key."""
        return (self.partition_key,) if self.sort_key is None else (self.partition_key, self.sort_key)

    def key_of(self, item: Item) -> Key:
        """The key values of an item that has them."""
        if self.sort_key is None:
            return (item[self.partition_key.name],)
        return (item[self.partition_key.name], item[self.sort_key.name])

    def key_item(self, key: Key) -> Item:
        """A key as the small item that a record carries as `Keys` (F20)."""
        return {attribute.name: value for attribute, value in zip(self.attributes, key, strict=True)}


class Effect(Enum):
    """What a write did to its item."""

    INSERT = "INSERT"
    MODIFY = "MODIFY"
    REMOVE = "REMOVE"
    UNCHANGED = "UNCHANGED"
    REJECTED = "REJECTED"


class Operation(Enum):
    """The API call behind a write."""

    PUT = "put"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Change:
    """One write and what came of it: the item before and after, and the fact that decides it."""

    operation: Operation
    key: Key
    before: Item | None
    after: Item | None
    effect: Effect
    fact: str
    recorded: bool
    """Whether a stream record follows."""
    error: str = ""
    """The service's exception and its message, where the write was rejected."""


_OPERATIONS = {Put: Operation.PUT, Update: Operation.UPDATE, Delete: Operation.DELETE}

_FACTS = {
    (Operation.PUT, Effect.INSERT): "F41",
    (Operation.PUT, Effect.MODIFY): "F42",
    (Operation.PUT, Effect.UNCHANGED): "F43",
    (Operation.UPDATE, Effect.INSERT): "F48",
    (Operation.UPDATE, Effect.MODIFY): "F13",
    (Operation.UPDATE, Effect.UNCHANGED): "F44",
    (Operation.DELETE, Effect.REMOVE): "F53",
    (Operation.DELETE, Effect.UNCHANGED): "F53",
}


class Table:
    """The items of one table, by key."""

    def __init__(self, schema: KeySchema) -> None:
        self.schema = schema
        self.items: dict[Key, Item] = {}

    def apply(self, write: Write, rules: Rules = AWS) -> Change:
        """Carry one write out and say what changed. A rejected write is a result, not an exception (F54)."""
        operation = _OPERATIONS[type(write)]
        key = self.schema.key_of(write.item if isinstance(write, Put) else write.key)
        before = self.items.get(key)
        try:
            after = resulting_item(write, before)
        except Rejected as refusal:
            fact = "F54" if refusal.error == "ConditionalCheckFailedException" else "F55"
            error = f"{refusal.error}: {refusal}"
            return Change(operation, key, before, before, Effect.REJECTED, fact, False, error)
        effect = _effect(operation, before, after, rules)
        if effect is Effect.UNCHANGED:
            after = before  # an equal item in another spelling is the same item: keep the one that is there
        elif after is None:
            del self.items[key]
        else:
            self.items[key] = after
        recorded = effect is not Effect.UNCHANGED or (rules.unchanged_write_is_recorded and after is not None)
        fact = _FACTS.get((operation, effect), "F13")
        if operation is Operation.UPDATE and before is None and after is None:
            fact = "F49"
        elif operation is Operation.UPDATE and effect is Effect.INSERT and after is not None and len(after) == len(key):
            fact = "F50"
        return Change(operation, key, before, after, effect, fact, recorded)


def _effect(operation: Operation, before: Item | None, after: Item | None, rules: Rules) -> Effect:
    """Named after what happened to the item, not after the API that was called (F13)."""
    if before == after:
        return Effect.UNCHANGED
    if before is None:
        upsert = operation is Operation.UPDATE
        return Effect.INSERT if rules.upsert_is_insert or not upsert else Effect.MODIFY
    return Effect.REMOVE if after is None else Effect.MODIFY
