"""A table: its key, its items, and the effect of each write on them (F41-F60)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from simulator.dynamodb.attributes import AttributeValue, Item
from simulator.dynamodb.expressions.conditions import Unmet
from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.writes import ConditionCheck, Delete, Failure, Put, Rejected, Update, Write, resulting_item

Key = tuple[AttributeValue, ...]
"""The key of an item: the partition key's value and, where there is one, the sort key's."""


class KeyAttribute(NamedTuple):
    """A key attribute: its name and its type (S, N or B)."""

    name: str
    type: str = "S"


class KeySchema(NamedTuple):
    """The key attributes, which identify an item of a table."""

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
    """The effect of a write on its item."""

    __hash__ = object.__hash__  # an Enum's own is Python code, and effects are looked up at every write

    INSERT = "INSERT"
    MODIFY = "MODIFY"
    REMOVE = "REMOVE"
    UNCHANGED = "UNCHANGED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"


class Operation(Enum):
    """The origin of a change: an API call's action, or the service itself."""

    __hash__ = object.__hash__

    PUT = "put"
    UPDATE = "update"
    DELETE = "delete"
    CONDITION_CHECK = "condition_check"
    TRANSACTION = "transact_write"
    EXPIRY = "time_to_live"


class Change(NamedTuple):
    """One write and its result: the item before and after, and the fact that decides it."""

    operation: Operation
    key: Key
    """Empty for a transaction that was cancelled as a whole."""
    before: Item | None
    after: Item | None
    effect: Effect
    fact: str
    recorded: bool
    """Whether a stream record follows where the stream is on."""
    error: str = ""
    """The service's exception and its message, where the write was rejected or its transaction was cancelled."""
    request: str = ""
    """`batch` or `transaction` where the write was part of one."""
    sent: int = 0
    """The number of its request, from 1; 0 where no request was sent, as for an expiry."""
    failure: Failure | None = None
    """Why the write was rejected, where it was."""
    unmet: Unmet | None = None
    """The part of its condition that did not hold; of a cancelled transaction, the first such part of its actions."""
    writes: tuple[Write, ...] | Write | None = None
    """The write as it was sent; of a cancelled transaction all of its actions. None where no request was sent."""


_OPERATIONS = {
    Put: Operation.PUT,
    Update: Operation.UPDATE,
    Delete: Operation.DELETE,
    ConditionCheck: Operation.CONDITION_CHECK,
}

_FACTS = {
    (Operation.PUT, Effect.INSERT): "F41",
    (Operation.PUT, Effect.MODIFY): "F42",
    (Operation.PUT, Effect.UNCHANGED): "F43",
    (Operation.UPDATE, Effect.INSERT): "F48",
    (Operation.UPDATE, Effect.MODIFY): "F13",
    (Operation.UPDATE, Effect.UNCHANGED): "F44",
    (Operation.DELETE, Effect.REMOVE): "F53",
    (Operation.DELETE, Effect.UNCHANGED): "F53",
    (Operation.CONDITION_CHECK, Effect.UNCHANGED): "F59",
}


_REASONS = {Failure.CONDITION: "ConditionalCheckFailed", Failure.VALIDATION: "ValidationError"}
"""Why a transaction's action cannot be carried out, in the service's words; `None` stands for one that can."""


# Looked up once: in Python 3.11 an enum's member costs 0.1 us each time.
_INSERT, _UNCHANGED, _UPDATE = Effect.INSERT, Effect.UNCHANGED, Operation.UPDATE


class Table:
    """The items of one table, by key."""

    def __init__(self, schema: KeySchema, rules: Rules = AWS) -> None:
        self.schema = schema
        self.rules = rules
        self.items: dict[Key, Item] = {}
        self._partition_key = schema.partition_key.name
        self._sort_key = None if schema.sort_key is None else schema.sort_key.name

    def apply(self, write: Write, sent: int = 0, request: str = "") -> Change:
        """Carry one write out and return the change. A rejected write is a result, not an exception (F54).

        `sent` is the number of its request, and `request` says of which kind that is, as in `Change`.

        Raises:
            ImpossibleUpdate: an update's path leads nowhere in its item, or its function finds no operand there.
        """
        operation = _OPERATIONS[type(write)]
        key = self.key_of(write)
        items = self.items
        before = items.get(key)
        try:
            after = resulting_item(write, before)
        except Rejected as refusal:
            return self._rejected(operation, key, before, refusal)._replace(sent=sent, request=request, writes=write)
        effect = _effect(operation, before, after, self.rules)
        if effect is _UNCHANGED:
            after = before  # an equal item in another spelling is the same item: keep the one that is there
        elif after is None:
            del items[key]
        else:
            items[key] = after
        fact = _FACTS.get((operation, effect), "F13")
        if operation is _UPDATE and before is None:
            if after is None:
                fact = "F49"
            elif effect is Effect.INSERT and len(after) == len(key):
                fact = "F50"
        recorded = effect is not _UNCHANGED or self._believed_recorded(operation, after)
        # Half the time of calling the class, and a long run makes very many.
        return tuple.__new__(
            Change, (operation, key, before, after, effect, fact, recorded, "", request, sent, None, None, write)
        )

    def batch(self, writes: Sequence[Write], sent: int = 0) -> list[Change]:
        """BatchWriteItem: independent writes, in request order (F56, F57)."""
        return [self.apply(write, sent, "batch") for write in writes]

    def transact(self, writes: Sequence[Write], sent: int = 0) -> list[Change]:
        """TransactWriteItems: all of it, or one change that says why it was cancelled (F59, F60)."""
        refusals = [self._refusal(write) for write in writes]
        if any(refusals):
            reasons = ["None" if refusal is None else _REASONS[refusal.failure] for refusal in refusals]
            unmet = next((refusal.unmet for refusal in refusals if refusal and refusal.unmet), None)
            error = (
                "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific "
                f"reasons [{', '.join(reasons)}]"
            )
            cancelled = Change(Operation.TRANSACTION, (), None, None, Effect.CANCELLED, "F60", False, error, sent=sent)
            return [cancelled._replace(unmet=unmet, writes=tuple(writes))]
        return [self.apply(write, sent, "transaction") for write in writes]

    def expire(self, key: Key) -> Change:
        """Time to live deletes the item with this key, which must be there (F69)."""
        before = self.items.pop(key)
        return Change(Operation.EXPIRY, key, before, None, Effect.REMOVE, "F69", True)

    def key_of(self, write: Write) -> Key:
        """The key of the item that a write is about."""
        item = write.item if isinstance(write, Put) else write.key
        if self._sort_key is None:
            return (item[self._partition_key],)
        return (item[self._partition_key], item[self._sort_key])

    def _refusal(self, write: Write) -> Rejected | None:
        """Why a transaction's action cannot be carried out; None where it can."""
        try:
            resulting_item(write, self.items.get(self.key_of(write)))
        except Rejected as refusal:
            return refusal
        return None

    def _rejected(self, operation: Operation, key: Key, before: Item | None, refusal: Rejected) -> Change:
        failure = refusal.failure
        fact = "F54" if failure is Failure.CONDITION else "F55"
        believed = failure is Failure.CONDITION and self.rules.rejected_write_is_recorded
        recorded = believed and before is not None
        error = f"{failure.value}: {refusal}"
        return Change(
            operation, key, before, before, Effect.REJECTED, fact, recorded, error, failure=failure, unmet=refusal.unmet
        )

    def _believed_recorded(self, operation: Operation, after: Item | None) -> bool:
        """Whether a write that changed nothing is recorded all the same; on the service it never is."""
        if operation is Operation.DELETE:
            return self.rules.missing_delete_is_recorded
        if operation is Operation.CONDITION_CHECK:
            return False
        return self.rules.unchanged_write_is_recorded and after is not None


def _effect(operation: Operation, before: Item | None, after: Item | None, rules: Rules) -> Effect:
    """The effect follows from the item before and after, not from the API that was called (F13)."""
    if before == after:
        return _UNCHANGED
    if before is None:
        return _INSERT if operation is not _UPDATE or rules.upsert_is_insert else Effect.MODIFY
    if after is None:
        return Effect.REMOVE
    return Effect.MODIFY if rules.overwrite_is_modify or operation is not Operation.PUT else Effect.INSERT
