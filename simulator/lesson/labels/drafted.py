"""Labels for actions that have none: the kind of the action, and what it is about."""

from __future__ import annotations

import re

from simulator.machine.trace import Trace
from simulator.scenario.model import Scenario
from simulator.scenario.timeline_entries import CONSUMER_ACTIONS, KINDS, ActionModel

_WORDS = {
    "batch_write": "batch",
    "transact_write": "transaction",
    "split_shard": "split",
    "roll_over_shard": "roll-over",
    "disable_stream": "disabled",
    "enable_stream": "enabled",
    "add_worker": "added",
    "update_consumer": "updated",
    "delete_consumer": "deleted",
    "create_consumer": "created",
}
"""The first word of a label, where it is not the name of the action."""

_LONGEST = 24
"""Characters of a label that come from a key or a name."""


def drafted(entry: int, scenario: Scenario, trace: Trace, taken: set[str]) -> str:
    """A label that no action has yet, for the action at this index of the timeline."""
    action = scenario.timeline[entry]
    kind = next(name for name in KINDS if getattr(action, name) is not None)
    words = f"{_WORDS.get(kind, kind)}-{_about(action, kind, entry, trace)}"
    label = re.sub("[^A-Za-z0-9]+", "-", words).strip("-")[:_LONGEST].strip("-")
    number, unique = 1, label
    while unique in taken:
        number += 1
        unique = f"{label}-{number}"
    return unique


def _about(action: ActionModel, kind: str, entry: int, trace: Trace) -> str:
    """The item of a single write, the worker or the consumer, or the shard that an action names."""
    named = getattr(action, kind)
    if kind in CONSUMER_ACTIONS:
        return str(getattr(named, "worker", None) or named.consumer)
    if kind == "create_consumer":
        return str(named.name)
    if kind == "update_consumer":
        return str(named.consumer)
    if kind in ("split_shard", "roll_over_shard", "delete_consumer"):
        return str(named)
    change = trace.writes.get(trace.actions[entry][0] + 1) if kind in ("put", "update", "delete") else None
    return "" if change is None else "-".join(str(value) for _, value in change.key)
