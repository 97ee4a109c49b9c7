"""Views of a step without what tells the next one: predict mode asks that before it is told.

Held back are the changes in flight, retries that are due, the parent that is read first, and the state of a consumer
whose invocation has just failed. What has happened stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.scene.values import BlockedByShard, ConsumerInScene, ConsumerInShard, LaneInScene, Parts, Scene
from simulator.views.time.lanes import TimeLanes
from simulator.views.time.words import Blocked, Lane

HELD_BACK = "?"
"""What stands for a value that is held back."""

_FAILS = frozenset({Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_THROTTLED})


def is_held_back(trace: Trace, step: int, variable: str) -> bool:
    """Whether a variable's value after a step tells what comes next: the state of a consumer that has just failed."""
    return step > 0 and trace.events[step - 1] in _FAILS and variable.startswith("consumer_state")


def scene_held_back(scene: Scene) -> Scene:
    """A scene without what is known to come."""
    has_failed = any(scene.moment.event == event.value for event in _FAILS)
    consumers = tuple(_consumer(each, has_failed) for each in scene.consumers)
    return replace(scene, in_flight=(), consumers=consumers, is_held_back=True)


def _consumer(consumer: ConsumerInScene, has_failed: bool) -> ConsumerInScene:
    shards: Sequence[ConsumerInShard] = consumer.shards
    held = Parts(len(shards), lambda place: _in_shard(shards[place], has_failed))
    return replace(consumer, shards=held, state="" if has_failed else consumer.state)


def _in_shard(here: ConsumerInShard, has_failed: bool) -> ConsumerInShard:
    return replace(
        here,
        state="" if has_failed else here.state,
        blocked_by=None if isinstance(here.blocked_by, BlockedByShard) else here.blocked_by,
        lanes=tuple(map(_lane_in_scene, here.lanes)),
    )


def _lane_in_scene(lane: LaneInScene) -> LaneInScene:
    return replace(lane, retry_at_ms=None, too_old_at_ms=None, is_held_back=True)


def lanes_held_back(lanes: TimeLanes) -> TimeLanes:
    """The lanes of time without the retries that are due."""
    return lanes._replace(lanes=tuple(_lane(each, lanes.now) for each in lanes.lanes))


def _lane(lane: Lane, now: int) -> Lane:
    due = lane.due if lane.due is not None and lane.due.time is None else None
    waiting = None if lane.waiting is None else lane.waiting._replace(parent=None)
    return lane._replace(due=due, waiting=waiting, blocked=tuple(_blocked(each, now) for each in lane.blocked))


def _blocked(blocked: Blocked, now: int) -> Blocked:
    """Whether what failed at NOW is tried again is still to come."""
    return blocked._replace(until=None) if blocked.until == now else blocked
