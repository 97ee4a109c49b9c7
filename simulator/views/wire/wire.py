"""For each step of a run the calls and events that went over the wire, in the JSON of the service.

What happens inside the service, such as a capture, is no call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from simulator.machine.trace import Trace
from simulator.scenario.events import Event, Phase
from simulator.views.wire.call import Call, Pending, call_of
from simulator.views.wire.invocations import Invocations
from simulator.views.wire.leases import lease_call
from simulator.views.wire.polls import Polls
from simulator.views.wire.shard_lives import shard_lives
from simulator.views.wire.writes import stream_call, write_call


def wire(trace: Trace, step: int) -> tuple[Call, ...]:
    """The calls and events of a step, counted from 1, in the order in which they went; step 0, the start, has none.

    Raises:
        IndexError: no such step.
    """
    if not 0 <= step <= len(trace.events):
        raise IndexError(f"no step {step}; the run has {len(trace.events)}")
    pending, last = _calls(trace)
    return tuple(call_of(each, last.get((step, place))) for place, each in enumerate(pending.get(step, ())))


@lru_cache(maxsize=2)  # two runs can stand beside each other
def _calls(trace: Trace) -> tuple[dict[int, tuple[Pending, ...]], dict[tuple[int, int], Pending]]:
    """The calls of each step that has any; and for each call, by step and place, the last one of its kind before it."""
    calls: dict[int, tuple[Pending, ...]] = {}
    last: dict[tuple[int, int], Pending] = {}
    newest: dict[tuple[str, str], Pending] = {}
    request = 0
    for number, found in _found(trace):
        change = trace.writes.get(number)
        goes_on = change is not None and 0 < change.sent == request  # another step of the same batch or transaction
        for place, each in enumerate(found):
            before = last.get((number - 1, place)) if goes_on else newest.get(each.kind)
            if before is not None:
                last[number, place] = before
            newest[each.kind] = each
        calls[number] = found
        request = change.sent if change is not None else 0
    return calls, last


def _found(trace: Trace) -> Iterator[tuple[int, tuple[Pending, ...]]]:
    lives = shard_lives(trace)
    of_consumer: dict[str, Callable[[int], Iterator[Pending]]] = {}
    kcl = {}
    for reader in trace.readers:
        is_mapping = reader.kind == "lambda"
        of_consumer[reader.name] = Invocations(trace, reader).step if is_mapping else Polls(trace, reader, lives).step
        if reader.kind == "kcl":
            kcl[reader.name] = reader
    for number, event in enumerate(trace.events, 1):
        actor = trace.actors[number - 1]
        if actor is not None:
            found = tuple(of_consumer[actor](number))
            if actor in kcl:
                found += tuple(lease_call(trace, kcl[actor], number))
        elif event.phase is Phase.WRITE:
            found = tuple(write_call(trace, number))
        elif event in (Event.AVAILABLE_STREAM_ENABLED, Event.AVAILABLE_STREAM_DISABLED):
            found = (stream_call(trace, number, event is Event.AVAILABLE_STREAM_ENABLED),)
        else:
            continue
        if found:
            yield number, found
