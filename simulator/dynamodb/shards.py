"""Shards: containers of records, and which partition keys go to which (F114-F126)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import pairwise

from simulator.dynamodb.attributes import AttributeValue

KEY_SPACE = 2**128
"""Digests of partition keys are below it; the ranges of a stream's open shards cover it."""


@dataclass(slots=True, eq=False)
class Shard:
    """A container of records with a range of sequence numbers and a range of partition keys (F114, F117, F121)."""

    shard_id: str
    number: int
    """Counted from 1, in the order in which a table's shards opened."""
    opened_ms: int
    """Epoch milliseconds."""
    starting_sequence_number: int
    low: int
    """The partition keys whose digest is from here ..."""
    high: int
    """... to below here belong to it."""
    parent: Shard | None = None
    ending_sequence_number: int | None = None
    """None while the shard is open."""
    records: list[int] = field(default_factory=list)
    """Its records in order, as indexes into all records ever captured."""
    available: int = 0
    """How many of its records readers can see."""
    trimmed: int = 0
    """How many of its oldest records are gone (F150)."""

    @property
    def is_open(self) -> bool:
        """Whether records can still come."""
        return self.ending_sequence_number is None


def key_digest(value: AttributeValue) -> int:
    """A number below `KEY_SPACE` from a typed value: the same in every run and on every machine."""
    content = value.value if isinstance(value.value, bytes) else str(value.value).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(value.type.encode() + b":" + content).digest()[:16])


def even_ranges(count: int) -> list[tuple[int, int]]:
    """The key space in `count` equal ranges."""
    cuts = [KEY_SPACE * index // count for index in range(count + 1)]
    return list(pairwise(cuts))
