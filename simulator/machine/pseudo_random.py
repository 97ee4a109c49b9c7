"""Pseudo-random numbers and orders: the same for the same seed, on every machine and in every version of Python."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def drawn(count: int, seed: object, index: object) -> int:
    """A number from 0 to `count` - 1; `index` distinguishes the draws of one seed."""
    return int.from_bytes(_digest(seed, index)[:8]) % count


def shuffled(things: Iterable[T], seed: object) -> tuple[T, ...]:
    """The things in an order that depends on the seed and on how many there are."""
    listed = list(things)
    return tuple(thing for _, thing in sorted(enumerate(listed), key=lambda pair: _digest(seed, pair[0])))


def _digest(seed: object, index: object) -> bytes:
    return hashlib.sha256(f"{seed}/{index}".encode()).digest()
