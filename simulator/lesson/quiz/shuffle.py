"""Pseudo-random orders that are the same on every machine: they depend on a name or a seed alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def shuffled(things: Iterable[T], seed: object) -> tuple[T, ...]:
    """The things in an order that depends on the seed and on how many there are, on every machine the same."""
    listed = list(things)
    return tuple(thing for _, thing in sorted(enumerate(listed), key=lambda pair: _digest(seed, pair[0])))


def picked(things: Sequence[T], seed: object) -> T:
    """One of the things. There must be one."""
    return things[int.from_bytes(_digest(seed, "one")[:8]) % len(things)]


def _digest(seed: object, index: object) -> bytes:
    return hashlib.sha256(f"{seed}/{index}".encode()).digest()
