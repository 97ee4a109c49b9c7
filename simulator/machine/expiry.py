"""Time to live: items that are deleted some time after their expiry (F69-F72)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from simulator.dynamodb.attributes import Item
from simulator.dynamodb.table import Change, Key
from simulator.machine.agenda import Priority

if TYPE_CHECKING:
    from simulator.machine.machine import Machine

TOO_OLD = 5
"""Years: a timestamp that lies so far in the past, or further, is no expiry (F71)."""

LATEST_EXPIRY = 32_503_680_000
"""Epoch seconds of the year 3000: no run gets there."""


class Expiry:
    """Deletes what has expired. Housekeeping: it does not keep the machine from being at rest."""

    def __init__(self, machine: Machine, attribute: str, deletion_delay: int) -> None:
        self._machine = machine
        self._attribute = attribute
        self._delay = 0 if machine.rules.expiry_is_a_timer else deletion_delay
        self._due: dict[Key, int] = {}
        """When an item will be deleted, in milliseconds of the run."""

    def changed(self, change: Change) -> None:
        """An item was written: it may expire now, or not any more, or at another time (F70, F72)."""
        machine = self._machine
        self._due.pop(change.key, None)
        expires = None if change.after is None else self._expires(change.after)
        if expires is None or expires * 1000 <= _years_before(machine.trace.start_ms + machine.now, TOO_OLD):
            return
        due = max(machine.now, expires * 1000 - machine.trace.start_ms) + self._delay
        self._due[change.key] = due
        machine.agenda.push_background(due, Priority.HOUSEKEEPING, self._delete, (change.key, due))

    def _expires(self, item: Item) -> int | None:
        """An item's expiry in epoch seconds; what is no number never expires (F71)."""
        value = item.get(self._attribute)
        if value is None or value.type != "N":
            return None
        seconds = Decimal(value.value)
        return int(seconds) if seconds < LATEST_EXPIRY else None

    def _delete(self, about: tuple[Key, int]) -> None:
        key, due = about
        if self._due.get(key) == due:
            del self._due[key]
            self._machine.written(self._machine.table.expire(key))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _years_before(moment: int, years: int) -> int:
    """The same day and time of day of an earlier year, in epoch milliseconds; for a 29 February perhaps the 28th."""
    then = _EPOCH + timedelta(milliseconds=moment)
    try:
        before = then.replace(year=then.year - years)
    except ValueError:
        before = then.replace(year=then.year - years, day=28)
    return (before - _EPOCH) // timedelta(milliseconds=1)
