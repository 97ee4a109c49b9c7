"""Calls as lines that each name the value that they hold, for plain lines of text and screen readers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.held_back import calls_held_back
from simulator.views.wire.call import Call, JsonPath
from simulator.views.wire.wire import wire


def wire_sentences(trace: Trace, step: int, ahead: Collection[int] = ()) -> Iterator[str]:
    """The calls of a step, a line for each value: its path and its JSON; nobody has wrapped it.

    `ahead` are steps that are still to be predicted, of which they tell nothing.

    Raises:
        IndexError: no such step.
    """
    calls = calls_held_back(trace, step, wire(trace, step), ahead)
    for call in calls:
        yield visible(f"Call: {call.by} to {call.to}, {call.name}.")
        yield from _values(call, call.request, ("request",))
        if call.is_answered:
            yield from _values(call, call.response, ("response",))
        else:
            yield "response: not yet"
        yield from (visible(f"{_path_words(path)}: gone since the last call of this kind") for path in call.missing)
    if not calls:
        yield "No call goes over the wire in this step." if step else "Nothing has happened yet."


def _values(call: Call, value: Any, path: JsonPath) -> Iterator[str]:
    parts: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    for name, part in parts:
        yield from _values(call, part, (*path, name))
    if not parts:
        is_new = any(path[: len(each)] == each for each in call.changed)
        said = f"{_path_words(path)}: {json.dumps(value, ensure_ascii=False)}"
        yield visible(f"{said} (changed since the last call of this kind)" if is_new else said)


def _path_words(path: JsonPath) -> str:
    """A path as programs write it: `response.Records[0].eventID`."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return words[1:]
