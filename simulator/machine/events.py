"""Which event a write is, by what it did to its item. The events themselves are rows of simulator.scenario.events."""

from __future__ import annotations

from simulator.dynamodb.table import Effect
from simulator.scenario.events import Event

WRITE_EVENTS = {
    Effect.INSERT: Event.WRITE_INSERT,
    Effect.MODIFY: Event.WRITE_MODIFY,
    Effect.REMOVE: Event.WRITE_REMOVE,
    Effect.UNCHANGED: Event.WRITE_UNCHANGED,
    Effect.REJECTED: Event.WRITE_REJECTED,
    Effect.CANCELLED: Event.WRITE_CANCELLED,
}
