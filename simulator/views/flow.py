"""The stage of the process flow that a step belongs to, if it belongs to one."""

from __future__ import annotations

from simulator.scenario.events import Event, Phase

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
        Event.READ_CRASHED,
        Event.READ_RESTARTED,
        Event.READ_STOPPED,
        Event.READ_STARTED,
        Event.READ_WORKER_ADDED,
        Event.READ_CONSUMER_CREATED,
        Event.READ_CONSUMER_UPDATED,
        Event.READ_CONSUMER_DELETED,
        Event.READ_LEASE_TAKEN,
    }
)
"""The events that take no change of the table a stage further, and are no poll and no work either."""

NO_STAGE = "(none of these)"
"""The words of such a step."""


def stage_of(event: Event) -> Phase | None:
    """The stage of an event, None where nothing flows: a crash, a lease, a stream turned off, a refused write."""
    return None if event in _NO_STAGE else event.phase
