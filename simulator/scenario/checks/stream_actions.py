"""The stream and its shards along the timeline: what can be known of them without a run."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.checks.problems import Problem
from simulator.scenario.model import StreamModel
from simulator.scenario.timeline_entries import ActionModel
from simulator.scenario.yaml.nodes import KeyPath

_OPENS = {"split_shard": 2, "roll_over_shard": 1}
"""How many shards replace the one that is closed."""


class StreamState:
    """Whether the stream is on, and which shards may be open, as the timeline goes on.

    Shards also roll over by themselves (F118), each time because of a record: how often is known to a run only. What
    is refused here is what no run could do; the machine refuses the rest (S211).
    """

    def __init__(self, stream: StreamModel | None, left_out: frozenset[str]) -> None:
        self._on: bool | None = None if stream is None or "enabled" in left_out else stream.enabled
        """None: it is not known before the run."""
        self._counted = self._on is not None and "shards" not in left_out
        """Whether the number of shards is known before the run."""
        self._open = 1 if stream is None else stream.shards
        """How many shards are open while the stream is on."""
        self._opened = 0 if self._on is False else self._open
        """How many shards there were so far, without those that rolled over by themselves."""
        self._records = 0
        """How many records there can be so far."""
        self._closed: set[int] = set()
        self._of_old_streams = 0
        """Shards up to this number belong to streams that are off."""

    def written(self, records: int) -> None:
        """So many records may come."""
        self._records += records

    def unknown(self) -> None:
        """Something happens that could not be read."""
        self._on = None
        self._counted = False

    def check(self, kind: str, action: ActionModel, path: KeyPath) -> Iterator[Problem]:
        """An action on the stream or on a shard; afterwards it has happened."""
        if kind == "enable_stream":
            if self._on:
                yield Problem((*path, kind), "D311", "Table already has an enabled stream (F98); disable it first")
            else:
                self._of_old_streams = self._opened
                self._opened += self._open
            self._on = True
        elif kind == "disable_stream":
            if self._on is False:
                yield Problem((*path, kind), "D311", "Table has no stream to disable (F99)")
            self._on = False
        elif kind in _OPENS:
            number: int | None = getattr(action, kind)
            reason = None if number is None else self._why_not(number)
            if reason:
                yield Problem((*path, kind), "S211", reason)
            elif number is not None:
                self._closed.add(number)
            self._opened += _OPENS[kind]
            self._open += _OPENS[kind] - 1

    def _why_not(self, number: int) -> str | None:
        """Why a shard is certainly not open now."""
        if self._on is False:
            return "the stream is off now: no shard is open"
        if not self._counted:
            return None
        if number in self._closed or number <= self._of_old_streams:
            return f"shard {number} is closed by now"
        most = self._opened + self._records
        if number > most:
            return f"no shard {number:,} can be open yet: at most {most:,} have opened by now"
        return None
