"""The delays of the records of a batch or a transaction whose captures are spread (F57, F61)."""

from __future__ import annotations

from collections import Counter

from simulator.dynamodb.shards import key_digest
from simulator.dynamodb.table import Key
from simulator.machine.pseudo_random import drawn


class Spread:
    """Draws the delay of each change by the seed, the item, and how often the item's changes were spread before.

    Nothing else in a run plays a part: chance is the same in a believer's run, with one setting changed, and with
    another write put into the timeline.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._drawn: Counter[Key] = Counter()

    def delay(self, key: Key, longest: int) -> int:
        """A delay from 0 to `longest` milliseconds for the next change of an item."""
        self._drawn[key] += 1
        item = "/".join(str(key_digest(value)) for value in key)
        return drawn(longest + 1, f"{self._seed}/{item}", self._drawn[key])
