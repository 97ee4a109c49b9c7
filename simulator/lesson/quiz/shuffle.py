"""Pseudo-random orders that are the same on every machine: they depend on a name or a seed alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def shuffled(things: Iterable[T], seed: object) -> tuple[T, ...]:
    """The things in an order that depends on the seed and on how many there are, on every machine the same."""
    listed = list(things)
    return tuple(thing for _, thing in sorted(enumerate(listed), key=lambda pair: _digest(seed, pair[0])))


def _digest(seed: object, index: object) -> bytes:
    return hashlib.sha256(f"{seed}/{index}".encode()).digest()
