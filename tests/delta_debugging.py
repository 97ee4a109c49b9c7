"""Delta debugging: the shortest row of things found that still fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def shortest(
    things: Sequence[Thing], fails: Callable[[Sequence[Thing]], bool], goes_on: Callable[[], bool] = lambda: True
) -> list[Thing] | None:
    """A row that fails and of which no single thing can be left out, or what is found when `goes_on` says no more.

    A failure most often comes from the last things, so ever longer ends of the row are tried first. None: the whole row
    does not fail (again).
    """
    chosen = _end_that_fails(things, fails, goes_on)
    if chosen is None:
        return None
    part = max(1, len(chosen) // 2)
    while True:
        start = 0
        before = len(chosen)
        while start < len(chosen):
            if not goes_on():
                return chosen
            fewer = chosen[:start] + chosen[start + part :]
            if fewer and fails(fewer):
                chosen = fewer
            else:
                start += part
        if part == 1 and len(chosen) == before:
            return chosen
        part = max(1, part // 2)


def _end_that_fails(
    things: Sequence[Thing], fails: Callable[[Sequence[Thing]], bool], goes_on: Callable[[], bool]
) -> list[Thing] | None:
    length = 4
    while length < len(things) and goes_on():
        if fails(things[-length:]):
            return list(things[-length:])
        length *= 3
    return list(things) if fails(things) else None
