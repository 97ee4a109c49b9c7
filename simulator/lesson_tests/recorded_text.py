"""The recorded run of a lesson: a plain text beside it, made to be read in a diff."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.table import row_words, time_words, value_words, variable_name
from simulator.scenario.complaints.complaint import visible

MOST_LINES = 40
"""Lines of a difference that are shown."""


def golden_text(lesson: Lesson) -> str:
    """The run of a lesson as it is recorded: steps, changes of variables, records, right answers."""
    return "\n".join(map(visible, _lines(lesson))) + "\n"


def difference(recorded: str, now: str) -> list[str]:
    """How a run differs from the recorded one, as lines of a unified diff; empty where it does not."""
    lines = list(difflib.unified_diff(recorded.splitlines(), now.splitlines(), "recorded", "now", lineterm="", n=1))
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"... and {len(lines) - MOST_LINES} more lines"]
    return [visible(line) for line in lines]


def _lines(lesson: Lesson) -> Iterator[str]:
    trace = lesson.trace
    yield f"The run of {lesson.name}, recorded by streamsim test --update"
    yield ""
    yield "Steps"
    for step in trace.steps:
        number, action, created, reads, processes, *_ = row_words(trace, step)
        who = f" [{step.consumer}]" if step.consumer is not None and len(trace.consumers) > 1 else ""
        about = ", ".join(str(index + 1) for index in step.records)
        yield (
            f"{number}. {time_words(step.time)}  {step.event.value}{who}  {action}"
            f"  (created {created}, reads {reads}, processes {processes}; records {about or 'none'})"
        )
        for each in step.changes:
            name = variable_name(each.variable, trace)
            yield f"     {name}: {value_words(each.before)} -> {value_words(each.after)}"
    yield ""
    yield "Records"
    for place, record in enumerate(trace.records, 1):
        yield f"{place}. shard {record.shard.number}  {json.dumps(record.to_api(), ensure_ascii=False)}"
    yield ""
    yield "Answers"
    for question in lesson.questions:
        yield f"{question.id}: {question.answer_words}"
