"""The stream of a table: its shards over time, its records, and which images they carry (F11-F40, F86-F126)."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from simulator.dynamodb.attributes import Item, item_size, item_to_json
from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.shards import KEY_SPACE, Shard, key_digest
from simulator.dynamodb.table import Change, Effect, Key, KeySchema, Operation

EVENT_VERSION = "1.1"
"""As seen on the service; readers must not rely on it (F14)."""

REGION = "us-east-1"
ACCOUNT = "123456789012"

RETENTION = 24 * 3600 * 1000
"""Milliseconds for which a record stays in its stream (F150, F360)."""

FIRST_SEQUENCE_NUMBER = 100_000_000_000_000_000_000
"""The smallest number of 21 digits (F27)."""


class ViewType(Enum):
    """The choice of images that the records of a stream carry (F86)."""

    KEYS_ONLY = "KEYS_ONLY"
    NEW_IMAGE = "NEW_IMAGE"
    OLD_IMAGE = "OLD_IMAGE"
    NEW_AND_OLD_IMAGES = "NEW_AND_OLD_IMAGES"

    @property
    def has_new(self) -> bool:
        """Whether records carry the item after the change, where there is one."""
        return self in (ViewType.NEW_IMAGE, ViewType.NEW_AND_OLD_IMAGES)

    @property
    def has_old(self) -> bool:
        """Whether records carry the item before the change, where there was one."""
        return self in (ViewType.OLD_IMAGE, ViewType.NEW_AND_OLD_IMAGES)


class Stream:
    """One stream of a table: its name, its view type, its shards (F100-F126)."""

    def __init__(
        self,
        table_name: str,
        schema: KeySchema,
        view_type: ViewType,
        created_ms: int,
        ranges: Sequence[tuple[int, int]] = ((0, KEY_SPACE),),
        rules: Rules = AWS,
        first_shard: int = 1,
    ) -> None:
        self.table_name = table_name
        self.schema = schema
        self.view_type = view_type
        self.created_ms = created_ms
        """Epoch milliseconds; the label of the ARN comes from it (F101)."""
        self.rules = rules
        self.shards: list[Shard] = []
        """Every shard that the stream ever had, in the order in which they opened."""
        self.open: list[Shard] = []
        """The open shards, by their ranges: one for each partition of the table (F115)."""
        self._first_shard = first_shard
        self._numbers = 0
        self._lows: list[int] = []
        self._open_shards(None, ranges, created_ms)

    @cached_property
    def label(self) -> str:
        """An ISO 8601 time with milliseconds (F101)."""
        moment = datetime.fromtimestamp(self.created_ms // 1000, UTC)
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{self.created_ms % 1000:03d}"

    @cached_property
    def arn(self) -> str:
        """The table's ARN and the label (F101)."""
        return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{self.table_name}/stream/{self.label}"

    def shard_of(self, key: Key) -> Shard:
        """The open shard that an item's changes go to: its partition key decides, and always the same way (F125)."""
        if len(self.open) == 1:
            return self.open[0]
        return self.open[bisect_right(self._lows, key_digest(key[0])) - 1]

    def capture(self, change: Change, at_ms: int, shard: Shard | None = None) -> StreamRecord:
        """The record of a change, in the shard of its item (F40). `at_ms` is epoch time in milliseconds.

        The change must be one that is recorded (`Change.recorded`), and the stream must have open shards. A caller
        that has looked the shard up already gives it.
        """
        self._numbers = ordinal = self._numbers + 1
        # Half the time of calling the class, and a long run makes very many.
        return tuple.__new__(StreamRecord, (self, shard or self.shard_of(change.key), ordinal, at_ms, change))

    def roll_over(self, shard: Shard, at_ms: int) -> list[Shard]:
        """Close an open shard and open its one child (F118)."""
        return self._replace(shard, [(shard.low, shard.high)], at_ms)

    def split(self, shard: Shard, at_ms: int) -> list[Shard]:
        """Close an open shard and open two children, each with half of its keys (F117)."""
        middle = (shard.low + shard.high) // 2
        return self._replace(shard, [(shard.low, middle), (middle, shard.high)], at_ms)

    def close(self) -> None:
        """Close every open shard: the stream was turned off (F104, F105)."""
        for shard in self.open:
            self._end(shard)
        self.open = []

    def reopen(self, at_ms: int) -> list[Shard]:
        """Go on with the shards that were open last. No stream does; F280's believers expect it."""
        parents = {id(shard.parent) for shard in self.shards}
        leaves = sorted((each for each in self.shards if id(each) not in parents), key=lambda shard: shard.low)
        return [child for leaf in leaves for child in self._open_shards(leaf, [(leaf.low, leaf.high)], at_ms)]

    def _replace(self, shard: Shard, ranges: Sequence[tuple[int, int]], at_ms: int) -> list[Shard]:
        self._end(shard)
        self.open.remove(shard)
        return self._open_shards(shard, ranges, at_ms)

    def _end(self, shard: Shard) -> None:
        self._numbers += 1
        shard.ending_sequence_number = _sequence_number(self._numbers)

    def _open_shards(self, parent: Shard | None, ranges: Sequence[tuple[int, int]], at_ms: int) -> list[Shard]:
        if self.shards:  # a shard's id has its time first: one that opens later must sort later (F120, F130)
            at_ms = max(at_ms, self.shards[-1].opened_ms + 1)
        first = self._first_shard + len(self.shards)
        endings = _endings(self.arn, first, len(ranges))
        opened = []
        for number, ((low, high), ending) in enumerate(zip(ranges, endings, strict=True), first):
            start = _sequence_number(self._numbers)
            if parent is not None:
                self._numbers += 1
                start = _sequence_number(self._numbers)
            opened.append(Shard(f"shardId-{at_ms:020d}-{ending}", number, at_ms, start, low, high, parent))
        self.shards += opened
        self.open = sorted([*self.open, *opened], key=lambda shard: shard.low)
        self._lows = [shard.low for shard in self.open]
        return opened


class StreamRecord(NamedTuple):
    """One change to one item, as the stream keeps it (F40)."""

    stream: Stream
    shard: Shard
    ordinal: int
    """The number of its sequence number among those of the stream, from 1."""
    captured_ms: int
    """Epoch milliseconds."""
    change: Change

    @property
    def sequence_number(self) -> int:
        """Grows, with gaps (F29). A number, because texts of numbers sort differently (F28)."""
        return _sequence_number(self.ordinal)

    @property
    def created(self) -> int:
        """Epoch seconds, rounded down (F19)."""
        return self.captured_ms // 1000

    @property
    def event_name(self) -> str:
        """INSERT, MODIFY or REMOVE (F12, F13)."""
        effect = self.change.effect
        if effect in (Effect.INSERT, Effect.MODIFY, Effect.REMOVE):
            return str(effect.value)
        return "REMOVE" if self.change.operation is Operation.DELETE else "MODIFY"  # only in a misconception

    @property
    def event_id(self) -> str:
        """32 hexadecimal digits, the same every time the record is read (F11, F204)."""
        identity = f"{self.stream.arn}/{self.shard.shard_id}/{self.sequence_number}"
        return hashlib.sha256(identity.encode()).hexdigest()[:32]

    @property
    def key(self) -> Key:
        """The key of the item that changed."""
        return self.change.key

    @property
    def keys(self) -> Item:
        """The key attributes; every record has them (F20)."""
        return self.stream.schema.key_item(self.change.key)

    @property
    def new_image(self) -> Item | None:
        """The whole item after the change; None where the record has no such image (F21, F22)."""
        change, rules = self.change, self.stream.rules
        if not self.stream.view_type.has_new:
            return None
        if change.after is None:
            return change.before if rules.remove_has_new_image else None
        return change.after if rules.images_are_whole else self._only_changed(change.after, change.before)

    @property
    def old_image(self) -> Item | None:
        """The whole item before the change; None where the record has no such image (F21, F22)."""
        change = self.change
        if not self.stream.view_type.has_old or change.before is None:
            return None
        return change.before if self.stream.rules.images_are_whole else self._only_changed(change.before, change.after)

    def _only_changed(self, image: Item, other: Item | None) -> Item:
        """The key and the attributes that changed: the whole image, as F276's believers expect it."""
        if other is None:
            return image
        keys = self.keys
        return {name: value for name, value in image.items() if name in keys or other.get(name) != value}

    @property
    def user_identity(self) -> dict[str, str] | None:
        """The service as the one that deleted the item, if time to live did (F36); capitalised as in the API (F37)."""
        if self.change.operation is not Operation.EXPIRY or not self.stream.rules.expiry_is_marked:
            return None
        return {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}

    @property
    def size_bytes(self) -> int:
        """Keys and the images that are present, by the item-size rules (F31)."""
        images = (self.new_image, self.old_image)
        return item_size(self.keys) + sum(item_size(image) for image in images if image is not None)

    def to_api(self) -> dict[str, Any]:
        """The record in GetRecords' own shape, binary as base64 text (F11-F25)."""
        dynamodb: dict[str, Any] = {
            "ApproximateCreationDateTime": self.created,
            "Keys": item_to_json(self.keys),
        }
        if self.new_image is not None:
            dynamodb["NewImage"] = item_to_json(self.new_image)
        if self.old_image is not None:
            dynamodb["OldImage"] = item_to_json(self.old_image)
        dynamodb["SequenceNumber"] = str(self.sequence_number)
        dynamodb["SizeBytes"] = self.size_bytes
        dynamodb["StreamViewType"] = self.stream.view_type.value
        record = {
            "eventID": self.event_id,
            "eventName": self.event_name,
            "eventVersion": EVENT_VERSION,
            "eventSource": "aws:dynamodb",
            "awsRegion": REGION,
            "dynamodb": dynamodb,
        }
        if self.user_identity is not None:
            record["userIdentity"] = self.user_identity
        return record

    def to_lambda(self) -> dict[str, Any]:
        """The record as Lambda gives it to a function, and as filter patterns see it (F17, F37, F179)."""
        event = self.to_api()
        event["eventSourceARN"] = self.stream.arn
        if self.user_identity is not None:
            event["userIdentity"] = {"principalId": "dynamodb.amazonaws.com", "type": "Service"}
        return event


@lru_cache(maxsize=256)
def _endings(arn: str, first: int, count: int) -> tuple[str, ...]:
    """The last digits of the ids of shards that open together, sorted: the other runs of a lesson have the same."""
    digests = (hashlib.sha256(f"{arn}/{number}".encode()).hexdigest() for number in range(first, first + count))
    return tuple(sorted(digest[:8] for digest in digests))


def _sequence_number(ordinal: int) -> int:
    """The ordinal-th number of a stream: 21 digits, growing, with uneven gaps (F27, F29, F286)."""
    return FIRST_SEQUENCE_NUMBER + 1_000 * ordinal + ordinal * 617 % 997
