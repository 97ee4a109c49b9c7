"""A lesson as Markdown: for a handout, a wiki, a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Prose, plain
from simulator.lesson.words.table import PHASE_NAMES, table_headings, time_words
from simulator.views.tables import process_rows, tracker_table

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")


def lesson_markdown(lesson: Lesson) -> Iterator[str]:
    """The lines of a whole lesson. The author's own texts stay Markdown; what the program says is escaped."""
    trace = lesson.trace
    yield f"# {escaped(lesson.title)}"
    yield from _text(lesson.summary)
    if lesson.execution_sample:
        yield from ("", "## Execution sample", "")
        yield from (f"{number}. {plain(line)}" for number, line in enumerate(lesson.execution_sample, 1))
    yield from ("", "## Process flow", "", " → ".join(PHASE_NAMES.values()))
    yield from ("", "## Process table", "")
    yield from _table(table_headings(trace), process_rows(trace))
    tracker = tracker_table(trace, trace.tracker())
    yield from ("", "## Status tracker", "")
    yield from _table(tracker.headings, tracker.rows)
    yield from ("", "## What happened, and why", "")
    for step in trace.steps:
        why = escaped(plain(narrate(trace, step.number)))
        yield f"{step.number}. {time_words(step.time)}, `{step.event.value}`. {why}"
    if lesson.moments:
        yield from ("", "## Key moments")
        for moment in lesson.moments:
            yield from ("", f"**{plain(moment.question)}**")
            yield from _text(moment.answer)
    if lesson.snapshot:
        yield from ("", "## Concept snapshot", "")
        yield from (f"- {plain(line)}" for line in lesson.snapshot)
    if lesson.transcript:
        yield from ("", "## Transcript")
        yield from _text(lesson.transcript)


def escaped(text: str) -> str:
    """A text with Markdown's own characters escaped."""
    return _SPECIAL.sub(r"\\\1", text)


def _text(prose: Prose) -> Iterator[str]:
    if prose:
        yield ""
        yield from plain(prose).rstrip().split("\n")


def _table(headings: Sequence[str], rows: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield _row(headings)
    yield _row(["---"] * len(headings))
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell if cell == '---' else escaped(cell) for cell in cells)} |"
