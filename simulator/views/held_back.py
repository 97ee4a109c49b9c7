"""Views of a step without what tells the next one: predict mode asks that before it is told.

Held back are the changes in flight, retries that are due, the parent that is read first, and the state of a consumer
whose invocation has just failed; on the wire whether a reader can go on (it cannot at the end of a shard, or where its
place was trimmed), and a request of which a later write is still to be predicted. What has happened stays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.scene.parts import Parts
from simulator.views.scene.values import BlockedByShard, ConsumerInScene, ConsumerInShard, LaneInScene, Scene
from simulator.views.time.lanes import TimeLanes
from simulator.views.time.words import Blocked, Lane
from simulator.views.wire.call import Call, JsonPath

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
    readers = tuple(_consumer(each, has_failed) for each in scene.readers)
    return scene._replace(in_flight=(), consumers=consumers, readers=readers, is_held_back=True)


def _consumer(consumer: ConsumerInScene, has_failed: bool) -> ConsumerInScene:
    shards: Sequence[ConsumerInShard] = consumer.shards
    held = Parts(len(shards), lambda place: _in_shard(shards[place], has_failed))
    return consumer._replace(shards=held, state="" if has_failed else consumer.state)


def _in_shard(here: ConsumerInShard, has_failed: bool) -> ConsumerInShard:
    return here._replace(
        state="" if has_failed else here.state,
        blocked_by=None if isinstance(here.blocked_by, BlockedByShard) else here.blocked_by,
        lanes=tuple(map(_lane_in_scene, here.lanes)),
    )


def _lane_in_scene(lane: LaneInScene) -> LaneInScene:
    return lane._replace(retry_at_ms=None, too_old_at_ms=None, is_held_back=True)


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


def calls_held_back(trace: Trace, step: int, calls: tuple[Call, ...], ahead: Collection[int]) -> tuple[Call, ...]:
    """The calls of a step without what they tell of later steps, of which some (`ahead`) are still to be predicted."""
    return tuple(_call(trace, step, each, ahead) for each in calls) if ahead else calls


def _call(trace: Trace, step: int, call: Call, ahead: Collection[int]) -> Call:
    answer = call.response
    if call.name == "GetRecords" and isinstance(answer, dict) and "Records" in answer:
        return _without(call, ("response", "NextShardIterator"), {**answer, "NextShardIterator": HELD_BACK})
    if call.name == "GetShardIterator":
        return _without(call, ("response",), HELD_BACK)
    if any(_is_one_request(trace, step, each) for each in ahead):
        return _without(call._replace(request=HELD_BACK), ("request",), answer)
    return call


def _is_one_request(trace: Trace, step: int, later: int) -> bool:
    """Whether two steps are writes of the same request."""
    here, there = trace.writes.get(step), trace.writes.get(later)
    return here is not None and there is not None and 0 < here.sent == there.sent


def _without(call: Call, path: JsonPath, response: Any) -> Call:
    """A call with another response, of which nothing is said of how a value differs from the call before."""

    def kept(paths: tuple[JsonPath, ...]) -> tuple[JsonPath, ...]:
        return tuple(each for each in paths if each[: len(path)] != path)

    return call._replace(response=response, changed=kept(call.changed), missing=kept(call.missing))
