"""The subjects of questions: questions with the same subject can replace one another.

A subject is how the ids of generated questions begin that ask about it: `value/checkpoint`, `count/process.failed`, or
a kind of question alone, such as `changed`.
"""

from __future__ import annotations

from typing import Any

from simulator.lesson.answers.believed import EVENT_OF_COLUMN
from simulator.scenario.answers import Answer, FirstStep

_WITH_SUBJECT = ("first-step", "last-step", "cell", "value", "count", "what-if", "match")


def subject_of_id(id: str) -> str:
    """The subject of a generated question."""
    kind, _, rest = id.partition("/")
    return f"{kind}/{rest.partition('/')[0]}" if kind in _WITH_SUBJECT else kind


def subject_of(answer: Answer) -> str:
    """The subject of an authored question; empty where no generated question asks about the same."""
    if answer.compared or answer.as_ is not None:
        return ""
    if answer.what_if is not None:
        leaf = _leaf(answer.what_if)
        return f"what-if/{'view-type' if leaf == 'view_type' else leaf}"
    if answer.first_step is not None:
        return _of_step("first-step", answer.first_step)
    if answer.last_step is not None:
        return _of_step("last-step", answer.last_step)
    if answer.cell is not None:
        return f"cell/{answer.cell.column}"
    if answer.variable is not None:
        return f"value/{answer.variable}"
    if answer.count is not None:
        return {"records": "count/capture.record", "steps": "", "writes": ""}.get(answer.count, f"count/{answer.count}")
    if answer.match is not None:
        return f"match/{answer.match.by}"
    return "changed" if answer.changed_in is not None else "order" if answer.order else ""


def _of_step(kind: str, wanted: FirstStep) -> str:
    if wanted.event is not None:
        return f"{kind}/{wanted.event}"
    event = EVENT_OF_COLUMN.get(wanted.column or "")
    return f"{kind}/{event.value}" if event is not None else ""


def _leaf(patch: dict[str, Any]) -> str:
    """The key that a what-if changes: the innermost one."""
    key, value = next(iter(patch.items()))
    return _leaf(value) if isinstance(value, dict) and value else str(key)
