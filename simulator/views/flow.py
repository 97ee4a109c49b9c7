"""The stage of the process flow that a step belongs to, if it belongs to one."""

from __future__ import annotations

from simulator.scenario.events import CONSUMER_LIFECYCLE, Event, Phase

_NO_STAGE = frozenset(
    {
        Event.WRITE_UNCHANGED,
        Event.WRITE_REJECTED,
        Event.WRITE_CANCELLED,
        Event.AVAILABLE_SHARD_CLOSED,
        Event.AVAILABLE_SHARD_OPENED,
        Event.AVAILABLE_TRIMMED,
        Event.AVAILABLE_STREAM_ENABLED,
        Event.AVAILABLE_STREAM_DISABLED,
        *CONSUMER_LIFECYCLE,
        Event.READ_LEASE_TAKEN,
    }
)
"""The events that take no change of the table a stage further, and are no poll and no work either."""

NO_STAGE = "(none of these)"
"""The words of such a step."""


def stage_of(event: Event) -> Phase | None:
    """The stage of an event, None where nothing flows: a crash, a lease, a stream turned off, a refused write."""
    return None if event in _NO_STAGE else event.phase
