"""The recorded run of a lesson: a plain text beside it, made to be read in a diff."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping

from simulator.lesson.labels.naming import Names
from simulator.lesson.labels.places import pointers
from simulator.lesson.lesson import Lesson
from simulator.lesson.repair.judging import judge
from simulator.lesson.repair.repair import tried
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.yaml.nodes import KeyPath
from simulator.views.repair import signed_verdict
from simulator.views.step_view import step_views

MOST_LINES = 40
"""Lines of a difference that are shown."""


FORM = 2
"""The number of this text's form, in its first line: it grows when the same run is written down in another way."""

_FORM = re.compile(r"The run of .*, form ([0-9]+), recorded by ")


def form_of(recorded: str) -> int:
    """The number of a recorded run's form; 1 where its first line has none."""
    found = _FORM.match(recorded)
    return 1 if found is None else int(found[1])


def in_form_1(text: str) -> str:
    """A run that is written down in today's form, as form 1 had it: with no form's number and no references."""
    return text.replace(f", form {FORM}, recorded by ", ", recorded by ", 1).partition("\nReferences\n")[0]


def golden_text(lesson: Lesson) -> str:
    """The run of a lesson as it is recorded: steps, changes of variables, records, right answers, references."""
    return "\n".join(map(visible, _lines(lesson))) + "\n"


def difference(recorded: str, now: str) -> list[str]:
    """The differences of a run from the recorded one, as lines of a unified diff; empty where there are none."""
    lines = list(difflib.unified_diff(recorded.splitlines(), now.splitlines(), "recorded", "now", lineterm="", n=1))
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"... and {len(lines) - MOST_LINES} more lines"]
    return [visible(line) for line in lines]


def _lines(lesson: Lesson) -> Iterator[str]:
    trace = lesson.trace
    yield f"The run of {lesson.name}, form {FORM}, recorded by streamsim test --update"
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
    yield from _repair(lesson)
    yield ""
    yield "References"
    labels = {entry: label for label, entry in trace.labels.items()}
    names = Names(trace)
    for each in pointers(lesson):
        yield f"{_where(each.path)}: {each.written} -> step {each.step}, {_action_of(each.step, names, labels)}"


def _repair(lesson: Lesson) -> Iterator[str]:
    """The goals of a lesson's repair, with nothing changed and with the solution."""
    scenario, trace = lesson.scenario, lesson.trace
    if scenario.repair is None:
        return
    solution = tried(scenario, trace, scenario.repair.solution)
    for heading, verdicts in (
        ("Goals, with nothing changed", judge(scenario.repair.goals, trace)),
        ("Goals, with the solution", solution.verdicts),
    ):
        yield ""
        yield heading
        yield from (f"{number}. {signed_verdict(each)}" for number, each in enumerate(verdicts, 1))


def _where(path: KeyPath) -> str:
    """A part of a lesson's file in words: its keys, and the places in its lists counted from 1."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in path)


def _action_of(step: int, names: Names, labels: Mapping[int, str]) -> str:
    """The action of the timeline that a step comes from, and what became of it."""
    if not names.has(step):
        return "before every action"
    entry, rest = names.of(step)
    if entry is None:
        return "the start"
    return f"action {entry + 1}{f' ({labels[entry]})' if entry in labels else ''}{', ' if rest else ''}{rest}"
