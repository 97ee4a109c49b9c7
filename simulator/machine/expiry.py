"""Time to live: items that are deleted some time after their expiry (F69-F72)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from simulator.dynamodb.attributes import Item
from simulator.dynamodb.table import Change, Key, Table
from simulator.machine.agenda import Priority
from simulator.machine.run import Run

TOO_OLD = 5
"""Years: a timestamp that lies so far in the past, or further, is no expiry (F71)."""

LATEST_EXPIRY = 32_503_680_000
"""Epoch seconds of the year 3000: no run gets there."""


class Expiry:
    """Deletes expired items. Housekeeping: it does not keep the machine from being at rest."""

    def __init__(
        self, attribute: str, deletion_delay: int, table: Table, run: Run, on_deleted: Callable[[Change], object]
    ) -> None:
        """`deletion_delay` is in milliseconds after the expiry; `on_deleted` is called with each deletion."""
        self._run = run
        self._table = table
        self._on_deleted = on_deleted
        self._attribute = attribute
        self._delay = 0 if run.rules.expiry_is_a_timer else deletion_delay
        self._due: dict[Key, int] = {}
        """When an item will be deleted, in milliseconds of the run."""

    def changed(self, change: Change) -> None:
        """An item was written: it may expire now, or not any more, or at another time (F70, F72)."""
        run = self._run
        self._due.pop(change.key, None)
        expires = None if change.after is None else self._expires(change.after)
        if expires is None or expires * 1000 <= _years_before(run.now_ms, TOO_OLD):
            return
        due = max(run.now, expires * 1000 - run.trace.start_ms) + self._delay
        self._due[change.key] = due
        run.agenda.push_background(due, Priority.HOUSEKEEPING, self._delete, (change.key, due))

    def _expires(self, item: Item) -> int | None:
        """An item's expiry in epoch seconds; a value that is no number never expires (F71)."""
        value = item.get(self._attribute)
        if value is None or value.type != "N":
            return None
        seconds = Decimal(value.value)
        return int(seconds) if seconds < LATEST_EXPIRY else None

    def _delete(self, about: tuple[Key, int]) -> None:
        key, due = about
        if self._due.get(key) == due:
            del self._due[key]
            self._on_deleted(self._table.expire(key))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _years_before(moment: int, years: int) -> int:
    """The same day and time of day of an earlier year, in epoch milliseconds; for a 29 February perhaps the 28th."""
    then = _EPOCH + timedelta(milliseconds=moment)
    try:
        before = then.replace(year=then.year - years)
    except ValueError:
        before = then.replace(year=then.year - years, day=28)
    return (before - _EPOCH) // timedelta(milliseconds=1)
