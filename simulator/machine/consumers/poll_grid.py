"""The grid of times at which a consumer polls."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class PollGrid:
    """The points `starts` + k x `interval`, in milliseconds of the run. An interval of 0 allows a poll at any time.

    A consumer's parts share one, so that a deployment changes the interval for all of them.
    """

    starts: int
    interval: int

    def next_point(self, time: int) -> int:
        """The first point at or after a time."""
        if time < self.starts:
            return self.starts
        return time + (self.starts - time) % self.interval if self.interval else time

    def last_point(self, time: int) -> int:
        """The last point at or before a time. It lies before `starts` if the time does."""
        return time - (time - self.starts) % self.interval if self.interval else time
