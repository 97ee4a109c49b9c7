"""The signs of events: what went wrong, happened again, or was left out."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.scenario.events import Event
from simulator.views import signs
from simulator.views.signs import Sign

SIGNS_OF_EVENTS: Mapping[Event, Sign] = {
    Event.WRITE_REJECTED: signs.FAILED,
    Event.WRITE_CANCELLED: signs.FAILED,
    Event.READ_CRASHED: signs.CRASHED,
    Event.READ_ITERATOR_EXPIRED: signs.FAILED,
    Event.READ_THROTTLED: signs.FAILED,
    Event.READ_TRIMMED: signs.LOST,
    Event.PROCESS_FAILED: signs.FAILED,
    Event.PROCESS_PARTIAL: signs.FAILED,
    Event.PROCESS_THROTTLED: signs.REFUSED,
    Event.PROCESS_DISCARDED: signs.GIVEN_UP,
    Event.PROCESS_DUPLICATE: signs.AGAIN,
    Event.PROCESS_FILTERED: signs.FILTERED,
}
"""The events that have a sign, in the process table and on the rail."""

FAILURES = tuple(
    event
    for event, sign in SIGNS_OF_EVENTS.items()
    if sign in (signs.FAILED, signs.REFUSED, signs.CRASHED, signs.LOST, signs.GIVEN_UP)
)
"""The events at which something fails, is refused, is given up or is lost."""
