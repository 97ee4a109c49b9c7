"""Calls as lines of text: JSON that is folded to a width, with a star before each line with a value that changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.drawing import Run
from simulator.views.layout import WIDTH, wrapped
from simulator.views.signs import Style
from simulator.views.width import ELLIPSIS, cells, graphemes
from simulator.views.wire.call import Call, JsonPath
from simulator.views.wire.wire import wire

_CHANGED, _SAME = "* ", "  "
"""What stands before each line."""


def run_wire(lesson: Lesson, width: int = WIDTH) -> Iterator[str]:
    """The calls of a whole run, step by step; steps without any are left out."""
    trace = lesson.trace
    yield from wrapped(visible(lesson.title), width)
    for step in range(1, len(trace.events) + 1):
        lines = list(wire_text(trace, step, width))
        if lines:
            yield ""
            said = f"Step {step}, {time_words(trace.times[step - 1])}: {action_words(trace, trace.step(step))}"
            yield from wrapped(said, width)
            yield from ["the same call as in the step before"] if _goes_on(trace, step) else lines
    yield ""
    yield from wrapped(_ABOUT, width)


_ABOUT = """\
A star marks what is not as in the last call of the same kind. Numbers have the service's spelling: who wrote 25.00 sees
25 (F24). What happens inside a service is left out, and so are
polls that find nothing and are no step: the next call that is shown goes on with the last iterator that is shown."""


def _goes_on(trace: Trace, step: int) -> bool:
    """Whether a step is another one of the same batch or transaction."""
    change, before = trace.writes.get(step), trace.writes.get(step - 1)
    return change is not None and before is not None and 0 < change.sent == before.sent


def wire_text(trace: Trace, step: int, width: int = WIDTH) -> Iterator[str]:
    """The calls of a step, none of the lines wider than `width`.

    Raises:
        IndexError: no such step.
    """
    for call in wire(trace, step):
        yield from (text for text, _ in wire_rows(call, width))


def wire_rows(call: Call, width: int, is_dense: bool = False) -> Iterator[Run]:
    """The rows of one call, none of them wider than `width`, each with its style.

    Where it `is_dense`, whatever fits into a row stands on one, whole objects too.
    """
    for line in wrapped(visible(f"{call.by} to {call.to}: {call.name}"), width):
        yield line, Style.STRONG
    found = list(_json("request", call, width, is_dense))
    found += _json("response", call, width, is_dense) if call.is_answered else [f"{_SAME}response: not yet"]
    for path in call.missing:
        found += wrapped(visible(f"no {'.'.join(map(str, path))} any more"), width, _CHANGED)
    for line in found:
        yield line, Style.NOW if line.startswith(_CHANGED) else Style.PLAIN


def _json(side: str, call: Call, width: int, is_dense: bool) -> Iterator[str]:
    value = call.request if side == "request" else call.response
    changed = frozenset(path for path in call.changed if path[0] == side)
    yield from _value(value, f"{side}: ", "", (side,), changed, width, is_dense)


def _value(
    value: Any, lead: str, tail: str, path: JsonPath, changed: frozenset[JsonPath], width: int, is_dense: bool
) -> Iterator[str]:
    """A value on one line where it fits, else its parts on lines of their own."""
    line = f"{lead}{_one_line(value)}{tail}"
    is_new = any(path[: len(each)] == each for each in changed)
    has_new = is_new or any(each[: len(path)] == path for each in changed)
    indent = " " * (len(lead) - len(lead.lstrip(" ")) + 1)
    parts: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    is_flat = is_dense or not any(isinstance(part, dict | list) for _, part in parts)
    if not parts or (cells(line) + 2 <= width and (is_flat or is_new or not has_new)):
        yield (_CHANGED if has_new else _SAME) + _shortened(line, width - 2)
        return
    star, (opening, closing) = (_CHANGED if is_new else _SAME), "{}" if isinstance(value, dict) else "[]"
    yield star + _shortened(f"{lead}{opening}", width - 2)
    for place, (name, part) in enumerate(parts, 1):
        label = f"{indent}{_one_line(name)}: " if isinstance(value, dict) else indent
        yield from _value(part, label, "," if place < len(parts) else "", (*path, name), changed, width, is_dense)
    yield f"{star}{indent[1:]}{closing}{tail}"


def _one_line(value: Any) -> str:
    return visible(json.dumps(value, ensure_ascii=False))


def _shortened(line: str, width: int) -> str:
    """A line that is too long without its middle: the end of an ARN or an iterator tells it from others."""
    if cells(line) <= width:
        return line
    parts = list(graphemes(line))
    end: list[str] = []
    used = 1
    while used + cells(parts[-1]) <= width // 2:
        used += cells(parts[-1])
        end.insert(0, parts.pop())
    start = ""
    for part in parts:
        if used + cells(part) > width:
            break
        start += part
        used += cells(part)
    return f"{start}{ELLIPSIS}{''.join(end)}"
