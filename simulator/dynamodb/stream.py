"""The stream of a table: shards, records, and which images a record carries (F11-F40, F86-F92)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from simulator.dynamodb.attributes import Item, item_size, item_to_json
from simulator.dynamodb.table import Change, Key, KeySchema

EVENT_VERSION = "1.1"
"""As seen on the service; readers must not rely on it (F14)."""

REGION = "us-east-1"
ACCOUNT = "123456789012"

FIRST_SEQUENCE_NUMBER = 100_000_000_000_000_000_000
"""The smallest number of 21 digits (F27)."""


class ViewType(Enum):
    """Which images the records of a stream carry (F86)."""

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


@dataclass(slots=True)
class Shard:
    """A container of records with a range of sequence numbers (F114, F121)."""

    shard_id: str
    starting_sequence_number: int
    ending_sequence_number: int | None = None
    """None while the shard is open."""
    parent: Shard | None = None


@dataclass(slots=True)
class Stream:
    """One stream of a table: its name, its view type, its shards."""

    table_name: str
    schema: KeySchema
    view_type: ViewType
    created_ms: int
    """Epoch milliseconds; the label of the ARN comes from it (F101)."""
    captured: int = 0
    """How many records were captured so far."""
    shards: list[Shard] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.shards:
            self.shards.append(self._open_shard())

    @property
    def label(self) -> str:
        """An ISO 8601 time with milliseconds (F101)."""
        moment = datetime.fromtimestamp(self.created_ms // 1000, UTC)
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{self.created_ms % 1000:03d}"

    @property
    def arn(self) -> str:
        """The table's ARN and the label (F101)."""
        return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{self.table_name}/stream/{self.label}"

    def _open_shard(self) -> Shard:
        ordinal = len(self.shards) + 1
        digest = hashlib.sha256(f"{self.arn}/{ordinal}".encode()).hexdigest()[:8]
        return Shard(f"shardId-{self.created_ms:020d}-{digest}", _sequence_number(0))

    def capture(self, change: Change, at_ms: int) -> StreamRecord:
        """Append the record of a change (F40). `at_ms` is epoch time in milliseconds.

        The change must be one that is recorded (`Change.recorded`).
        """
        self.captured += 1
        return StreamRecord(self, self.shards[-1], _sequence_number(self.captured), at_ms // 1000, change)


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """One change to one item, as the stream keeps it (F40)."""

    stream: Stream
    shard: Shard
    sequence_number: int
    """Grows, with gaps (F29). Kept as a number: compared as text it would lie (F28)."""
    created: int
    """Epoch seconds, rounded down (F19)."""
    change: Change

    @property
    def event_name(self) -> str:
        """INSERT, MODIFY or REMOVE (F12, F13)."""
        name = self.change.effect.value
        return "MODIFY" if name == "UNCHANGED" else name

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
        return self.change.after if self.stream.view_type.has_new else None

    @property
    def old_image(self) -> Item | None:
        """The whole item before the change; None where the record has no such image (F21, F22)."""
        return self.change.before if self.stream.view_type.has_old else None

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
        return {
            "eventID": self.event_id,
            "eventName": self.event_name,
            "eventVersion": EVENT_VERSION,
            "eventSource": "aws:dynamodb",
            "awsRegion": REGION,
            "dynamodb": dynamodb,
        }


def _sequence_number(ordinal: int) -> int:
    """The ordinal-th number of a stream: 21 digits, growing, with uneven gaps (F27, F29, F286)."""
    return FIRST_SEQUENCE_NUMBER + 1_000 * ordinal + ordinal * 617 % 997
