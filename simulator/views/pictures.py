"""The views of a step as rows in so many columns and rows of a terminal: the map, the lanes of time, the wire."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from simulator.lesson.words.events.row import is_mapping
from simulator.machine.reading.known_shards import has_read_all_shards
from simulator.machine.trace import Trace
from simulator.scenario.events import Event, Phase
from simulator.views import signs
from simulator.views.drawing import Area, Run, Spot, areas, drawn_rows
from simulator.views.layout import wrapped
from simulator.views.map.fitted import LEAST_HEIGHT, fitted_map
from simulator.views.scene.scene import scene
from simulator.views.signs import Style

# The map is what a lesson opens with. The other views are imported when somebody looks at them, so that the lesson is
# on the screen sooner (make bench PART=player says by how much).


class Picture(NamedTuple):
    """A view of one step."""

    title: str
    rows: tuple[list[Run], ...]
    legend: str = ""
    spots: tuple[Spot, ...] = ()
    """Where the rows are about one step; a click there leads to it."""
    records: tuple[Area, ...] = ()
    """Where the rows are about one record; a learner points at it there."""
    first: int = 0
    """The row to begin with where there is not room for all."""


def picture(
    trace: Trace,
    view: str,
    step: int,
    call: int,
    width: int,
    height: int,
    holds_back: bool = False,
    ahead: Collection[int] = (),
) -> Picture:
    """A view, `map`, `time` or `wire`, after a step; 0 is the start. It may be higher than `height`.

    `call` says which of the step's calls the wire shows: it counts from 0, and begins anew after the last one.
    `holds_back` says whether map and time leave out what tells the next step; `ahead` are the steps that are still to
    be predicted, of which the wire tells nothing.

    Raises:
        IndexError: no such step.
    """
    if view == "map":
        return _map(trace, step, width, height, holds_back)
    if view == "time":
        return _time(trace, step, width, height, holds_back)
    return _wire(trace, step, call, width, ahead)


def _map(trace: Trace, step: int, width: int, height: int, holds_back: bool) -> Picture:
    shown = scene(trace, step)
    if holds_back:
        from simulator.views.held_back import scene_held_back

        shown = scene_held_back(shown)
    if height >= LEAST_HEIGHT:
        drawing, legend = fitted_map(shown, width, height)
    else:
        from simulator.views.map.compact import compact_map

        drawing, legend = compact_map(shown, width, height)
    return Picture("Map", tuple(drawn_rows(drawing)), legend, records=areas(drawing))


def _time(trace: Trace, step: int, width: int, height: int, holds_back: bool) -> Picture:
    from simulator.views.held_back import lanes_held_back
    from simulator.views.time.draw import time_picture
    from simulator.views.time.lanes import time_lanes
    from simulator.views.time.layout import legend

    lanes = time_lanes(trace, step)
    if holds_back:
        lanes = lanes_held_back(lanes)
    if not lanes.columns:
        return Picture("Time", ([("Nothing has happened yet.", Style.MUTED)],))
    drawn = time_picture(lanes, width, height)
    return Picture("Time", tuple(drawn_rows(drawn.drawing)), legend(lanes, drawn.layout), drawn.spots)


def _wire(trace: Trace, step: int, call: int, width: int, ahead: Collection[int]) -> Picture:
    from simulator.views.wire.text import wire_rows
    from simulator.views.wire.wire import wire

    calls = wire(trace, step)
    if ahead:
        from simulator.views.held_back import calls_held_back

        calls = calls_held_back(trace, step, calls, ahead)
    if not calls:
        return Picture("Wire", tuple([(line, Style.MUTED)] for line in wrapped(_no_call(trace, step), width)))
    shown = call % len(calls)
    title = f"Wire: {calls[shown].name}"
    if len(calls) > 1:
        title += f", {shown + 1} of {len(calls)} ([ and ]: others)"
    found = calls[shown]
    rows = list(wire_rows(found, width, is_dense=True))
    looked_for, legend = "* ", f"{signs.CHANGED.sign} not as in the last call of this kind"
    if not found.differs:  # then the answer says most
        looked_for, legend = "  response", "the same as the last call of this kind"
    if not found.is_compared:
        return Picture(title, tuple([row] for row in rows))
    new = next((number for number, (text, _) in enumerate(rows) if text.startswith(looked_for)), 0)
    return Picture(title, tuple([row] for row in rows), legend, first=max(0, new - 1))


def _no_call(trace: Trace, step: int) -> str:
    """Why a step has no call."""
    if not step:
        return "Nothing has happened yet."
    event, actor = trace.events[step - 1], trace.actors[step - 1]
    where = ""
    if event.phase in (Phase.CAPTURE, Phase.AVAILABLE):
        where = ": it happens inside DynamoDB"
    elif event is Event.PROCESS_FILTERED:
        where = ": Lambda's poller applies the filter, and no function is invoked"
    elif event is Event.IDLE_WAITING and actor is not None and has_read_all_shards(trace, actor, step):
        where = f": {actor} has read every shard that it knows to the end and polls none"
    elif event is Event.IDLE_WAITING and is_mapping(trace, trace.step(step)):
        where = ": Lambda's poller found nothing, and no function is invoked"
    elif event.phase is Phase.PROCESS and actor is not None:
        where = f": the work is done in the code of {actor}"
    return f"No call belongs to this step{where}."
