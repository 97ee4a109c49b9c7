"""A lesson as plain text: made to be read, piped, and compared. No colours, no cursor, fixed width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.prose import plain
from simulator.lesson.words.table import TABLE_HEADINGS, table_headings
from simulator.machine.trace import Trace
from simulator.views.document import (
    Flow,
    LessonBlock,
    ProcessTable,
    QuestionAndAnswer,
    Reasons,
    StatusTracker,
    document,
)
from simulator.views.layout import GAP, MIN_WIDTH, WIDTH, folded, narrowed, table_line, wrapped
from simulator.views.prose_lines import block_lines, prose_lines
from simulator.views.tables import TrackerTable, process_rows, tracker_table
from simulator.views.width import cells

NOTE = "Note: "
"""The word before an author's sentence at a step."""

_NARROW_HEADINGS = tuple("\n".join(heading.rsplit(" ", 1)) for heading in TABLE_HEADINGS)


def lesson_text(lesson: Lesson, width: int = WIDTH) -> Iterator[str]:
    """The lines of a whole lesson: its texts, the process table, the tracker, and why each step happened."""
    whole = document(lesson)
    yield from title_lines(whole.title, width)
    for section in whole.sections:
        yield from ("",) if section.name == "summary" else _heading(section.heading)
        for index, block in enumerate(section.blocks):
            if index and not isinstance(block, QuestionAndAnswer):
                yield ""
            yield from _block(block, width)


def _block(block: LessonBlock, width: int) -> Iterator[str]:
    match block:
        case Flow():
            yield from wrapped(" -> ".join(block.stages), width)
        case ProcessTable():
            yield from process_table(block.trace, width)
        case StatusTracker():
            yield from tracker(block.trace, width)
        case Reasons():
            for step, why, notes in block.each():
                number = f"{step.number}. "
                yield from wrapped(f"{step.time_words}, {step.event}. {plain(why)}", width, number)
                for note in notes:
                    yield from prose_lines(note, width, f"{' ' * len(number)}{NOTE}")
        case QuestionAndAnswer():
            yield from prose_lines(block.question, width, "Q. ")
            yield from prose_lines(block.answer, width, "A. ")
        case _:
            yield from block_lines(block, width)


def title_lines(title: str, width: int) -> Iterator[str]:
    """A title, underlined."""
    lines = list(wrapped(title, width))
    yield from lines
    yield "=" * max(map(cells, lines))


def process_table(trace: Trace, width: int = WIDTH) -> Iterator[str]:
    """The process table. Long actions wrap; the other columns keep their width.

    Columns that the scenario shows beside the standard ones stand in a second table where they have no room.
    """
    rows = [*process_rows(trace)]
    extra = table_headings(trace)[5:]
    extra_widths = [max(map(cells, (name, *(row[5 + index] for row in rows)))) for index, name in enumerate(extra)]
    beside = sum(extra_widths) + len(GAP) * len(extra)
    if extra and width - beside < MIN_WIDTH:
        yield from _process_table(trace, [row[:5] for row in rows], width, [], [])
        yield ""
        step = max(len("Step"), len(str(len(rows))))
        widths = [step, *narrowed(extra_widths, width - step - len(GAP))]
        yield from table_line([["Step"], *([name] for name in extra)], widths)
        yield GAP.join("-" * each for each in widths)
        for row in rows:
            yield from table_line(list(map(folded, (row[0], *row[5:]), widths)), widths)
        return
    yield from _process_table(trace, rows, width - beside, extra, extra_widths)


def _process_table(
    trace: Trace, rows: list[tuple[str, ...]], width: int, extra: Sequence[str], extra_widths: list[int]
) -> Iterator[str]:
    wide = width >= sum(map(len, TABLE_HEADINGS)) + 33 - len("Action") + 4 * len(GAP)
    headings = TABLE_HEADINGS if wide else _NARROW_HEADINGS
    widths = [max(map(len, heading.split("\n"))) for heading in headings]
    widths[0] = max(widths[0], len(str(len(trace.events))))
    widths[1] = width - sum(widths) + widths[1] - 4 * len(GAP)
    if wide:
        widths[1] = min(widths[1], 60)
    widths += extra_widths
    yield from table_line([heading.split("\n") for heading in (*headings, *extra)], widths)
    yield GAP.join("-" * each for each in widths)
    for row in rows:
        yield from table_line([folded(cell, cell_width) for cell, cell_width in zip(row, widths, strict=True)], widths)


def tracker(trace: Trace, width: int = WIDTH) -> Iterator[str]:
    """The status tracker; where it is too wide, in blocks that each begin with the variables' names."""
    table = tracker_table(trace, trace.tracker())
    widths = _column_widths(table, width)
    blocks = list(_blocks(widths, width))
    for index, block in enumerate(blocks):
        if index:
            yield ""
        columns = [0, *block]
        kept = [widths[column] for column in columns]
        yield from table_line([[table.headings[column]] for column in columns], kept)
        yield GAP.join("-" * each for each in kept)
        for row in table.rows:
            yield from table_line([folded(row[column], widths[column]) for column in columns], kept)
    needed = sum(widths) + len(GAP) * (len(widths) - 1)
    if len(blocks) > 1:
        yield ""
        yield from wrapped(f"(In {len(blocks)} blocks to fit {width} columns; --width {needed} shows one.)", width)


def _column_widths(table: TrackerTable, width: int) -> list[int]:
    rows = [table.headings, *table.rows]
    widest = [max(cells(row[column]) for row in rows) for column in range(len(table.headings))]
    names = min(widest[0], width // 2)
    return [names, *(min(each, width - names - len(GAP)) for each in widest[1:])]


def _blocks(widths: Sequence[int], width: int) -> Iterator[list[int]]:
    """Columns (the first left out) in groups that fit beside the first."""
    block: list[int] = []
    used = widths[0]
    for column, needed in enumerate(widths[1:], 1):
        if block and used + len(GAP) + needed > width:
            yield block
            block, used = [], widths[0]
        block.append(column)
        used += len(GAP) + needed
    yield block


def _heading(title: str) -> Iterable[str]:
    return "", title, "-" * len(title)
