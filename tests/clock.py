"""A clock for tests: nobody waits."""

from __future__ import annotations

NOW = 1_700_000_000


class Clock:
    """A clock that stands still until somebody moves it; in epoch seconds."""

    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
