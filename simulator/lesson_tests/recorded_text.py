"""The recorded run of a lesson: a plain text beside it, made to be read in a diff."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator

from simulator.lesson.lesson import Lesson
from simulator.scenario.complaints.complaint import visible
from simulator.views.step_view import step_views

MOST_LINES = 40
"""Lines of a difference that are shown."""


def golden_text(lesson: Lesson) -> str:
    """The run of a lesson as it is recorded: steps, changes of variables, records, right answers."""
    return "\n".join(map(visible, _lines(lesson))) + "\n"


def difference(recorded: str, now: str) -> list[str]:
    """The differences of a run from the recorded one, as lines of a unified diff; empty where there are none."""
    lines = list(difflib.unified_diff(recorded.splitlines(), now.splitlines(), "recorded", "now", lineterm="", n=1))
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"... and {len(lines) - MOST_LINES} more lines"]
    return [visible(line) for line in lines]


def _lines(lesson: Lesson) -> Iterator[str]:
    trace = lesson.trace
    yield f"The run of {lesson.name}, recorded by streamsim test --update"
    yield ""
    yield "Steps"
    several = len(trace.consumers) > 1
    for step in step_views(trace):
        who = f" [{step.who}]" if step.who is not None and several else ""
        records = ", ".join(map(str, step.records)) or "none"
        yield (
            f"{step.number}. {step.time_words}  {step.event}{who}  {step.action}"
            f"  ({step.answers_said}; records {records})"
        )
        for change in step.changes:
            yield f"     {change.name}: {change.before} -> {change.after}"
    yield ""
    yield "Records"
    for number, record in enumerate(trace.records, 1):
        yield f"{number}. shard {record.shard.number}  {json.dumps(record.to_api(), ensure_ascii=False)}"
    yield ""
    yield "Answers"
    for question in lesson.questions:
        yield f"{question.id}: {question.answer_words}"
