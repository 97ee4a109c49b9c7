"""Where an action that is put into a timeline belongs: only the lesson's own run can tell."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from simulator.machine.trace import Trace
from simulator.scenario.durations import InvalidDuration, milliseconds
from simulator.scenario.fields import written
from simulator.scenario.model import Scenario
from simulator.scenario.variation import ADD, BEFORE

Patch = dict[str, Any]
"""Keys of a lesson and other values for them."""


def placed(patch: Patch, scenario: Scenario, trace: Trace) -> Patch:
    """The same patch with a place for each action that it puts into the timeline.

    An action with a time, and no place of its own, comes in front of the first entry that begins later in the lesson's
    own run; without such an entry it comes last. A wait, or an entry with `after`, that then follows the action is made
    shorter: it ends, or happens, when it does in the lesson's own run.
    """
    timeline = patch.get("timeline")
    if not isinstance(timeline, dict) or not isinstance(timeline.get(ADD), list):
        return patch
    sought = sorted(enumerate(timeline[ADD]), key=lambda each: (_time_of(each[1]) or 0, each[0]))
    placed_at: dict[int, int] = {}
    newest: dict[int, int] = {}
    for number, action in sought:
        time = _time_of(action)
        if time is None or BEFORE in action:
            continue
        place = bisect_right(trace.happened, time) + 1
        if place <= len(scenario.timeline):
            placed_at[number], newest[place] = place, time
    changed: Patch = {key: value for key, value in timeline.items() if key != ADD}
    for place, time in newest.items():
        changed.update(_shortened(place, time, scenario, trace, changed))
    # Those that share a gap come in the order of their times.
    order = [number for number, _ in sought if number in placed_at]
    rest = [number for number in range(len(timeline[ADD])) if number not in placed_at]
    actions = timeline[ADD]
    changed[ADD] = [{**actions[number], BEFORE: str(placed_at[number])} for number in order]
    changed[ADD] += [actions[number] for number in rest]
    return {**patch, "timeline": changed}


def _time_of(action: Any) -> int | None:
    """The time that an action names, in milliseconds; None where it names none, or one that the loader will refuse."""
    try:
        return milliseconds(written(action["at"])) if isinstance(action, dict) and "at" in action else None
    except InvalidDuration:
        return None


def _shortened(place: int, time: int, scenario: Scenario, trace: Trace, changed: Patch) -> Patch:
    """The change of the entry at a place that goes on counting from the action that was in front of it."""
    entry = scenario.timeline[place - 1]
    name = "wait" if entry.wait is not None else "after"
    if getattr(entry, name) is None or str(place) in changed or place > len(trace.happened):
        return {}
    return {str(place): {name: f"{trace.happened[place - 1] - time}ms"}}
