"""The leases of a KCL application: which worker holds which shard (F236, F239, F246)."""

from __future__ import annotations

from collections.abc import Collection

from simulator.machine.variables import Leases


class Death:
    """The death of a worker."""

    __slots__ = ("take_over", "time")

    def __init__(self, time: int) -> None:
        """`time` is in milliseconds of the run."""
        self.time = time
        self.take_over: int | None = None
        """The sequence of the take-over of its leases on the agenda, while it is there."""


class LeaseTable:
    """Workers, and the shards that they hold, by the shards' numbers. A shard has one holder at a time (F239)."""

    def __init__(self, workers: list[str]) -> None:
        self.workers = list(workers)
        self.deaths: dict[str, Death] = {}
        """The workers that are dead."""
        self.holders: dict[int, str] = {}
        """The worker that holds each shard; it may be dead."""
        self.next_holders: dict[int, str] = {}
        """Shards that are handed to another worker as soon as the work on them is done."""

    @property
    def living(self) -> list[str]:
        """The workers that are alive."""
        return [worker for worker in self.workers if worker not in self.deaths]

    def is_held(self, number: int) -> bool:
        """Whether a worker that is alive holds a shard."""
        holder = self.holders.get(number)
        return holder is not None and holder not in self.deaths

    def has_any(self, worker: str) -> bool:
        """Whether a worker holds a shard."""
        return worker in self.holders.values()

    def least_loaded(self) -> str | None:
        """The living worker with the fewest leases, of equals the first; None if nobody is alive."""
        held = list(self.holders.values())
        return min(self.living, key=held.count, default=None)

    def assign(self, number: int, worker: str) -> None:
        """A worker takes a shard's lease."""
        self.holders[number] = worker
        self.next_holders.pop(number, None)

    def release(self, number: int) -> str:
        """A shard's lease is gone. Returns its last holder."""
        self.next_holders.pop(number, None)
        return self.holders.pop(number)

    def keep_only(self, numbers: Collection[int]) -> None:
        """Forget the leases of all other shards."""
        self.holders = {number: worker for number, worker in self.holders.items() if number in numbers}
        self.next_holders = {number: worker for number, worker in self.next_holders.items() if number in numbers}

    def cancel_moves(self, worker: str) -> None:
        """Nothing is handed to or by a worker that has died."""
        moves = self.next_holders.items()
        self.next_holders = {number: to for number, to in moves if worker not in (to, self.holders[number])}

    def plan_share(self, worker: str) -> list[int]:
        """Plan the moves that give a worker its share of the living workers' shards; returns the shards' numbers."""
        planned = {
            number: self.next_holders.get(number, holder)
            for number, holder in self.holders.items()
            if holder not in self.deaths
        }
        moving: set[int] = set()
        while planned:
            shares = list(planned.values())
            most = max(self.living, key=shares.count)
            if shares.count(most) - shares.count(worker) < 2:
                break
            number = max(number for number, holder in planned.items() if holder == most)
            planned[number] = worker
            moving.add(number)
        return sorted(moving)

    def value(self) -> Leases:
        """The table as a value: each worker that is alive or holds shards, and the shards' numbers."""
        held = sorted(self.holders.items())
        leases = ((worker, tuple(number for number, holder in held if holder == worker)) for worker in self.workers)
        return Leases(tuple(lease for lease in leases if lease[1] or lease[0] not in self.deaths))
