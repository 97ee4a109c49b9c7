"""The text of a lesson as lines of plain text: paragraphs flow, lists and quotes are indented, code keeps its lines."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.words.prose import (
    Block,
    CodeBlock,
    Heading,
    ItemList,
    Paragraph,
    Prose,
    Quote,
    Table,
    blocks,
    words_of,
)
from simulator.views.layout import GAP, folded, narrowed, table_line, wrapped
from simulator.views.width import cells


def prose_lines(prose: Prose, width: int, first: str = "") -> Iterator[str]:
    """A text in lines of at most `width` columns, blocks with an empty line between them.

    Code keeps its lines, whatever their width. What follows `first` is indented under the words after it.
    """
    indent = " " * cells(first)
    for index, block in enumerate(blocks(prose)):
        if index:
            yield ""
        yield from block_lines(block, width, indent if index else first)


def block_lines(block: Block, width: int, first: str = "") -> Iterator[str]:
    """One block in lines; those after the first are indented under the words after `first`."""
    indent = " " * cells(first)
    match block:
        case Paragraph():
            yield from wrapped(words_of(block.prose), width, first)
        case Heading():
            yield from wrapped(words_of(block.prose), width, f"{first}{'#' * block.level} ")
        case ItemList():
            for index, (marker, item) in enumerate(zip(block.markers, block.items, strict=True)):
                yield from _item_lines(item, width, (indent if index else first) + marker)
        case _:
            if first.strip():
                yield first.rstrip()
            yield from (f"{indent}{line}".rstrip() for line in _lines_as_they_are(block, width - len(indent)))


def _item_lines(item: Prose, width: int, first: str) -> Iterator[str]:
    indent = " " * cells(first)
    inside = list(blocks(item))
    if not inside:
        yield first.rstrip()
    for index, block in enumerate(inside):
        if index and not isinstance(block, ItemList):
            yield ""
        yield from block_lines(block, width, indent if index else first)


def _lines_as_they_are(block: CodeBlock | Table | Quote, width: int) -> Iterator[str]:
    match block:
        case CodeBlock():
            yield from block.lines
        case Quote():
            yield from (f"> {line}".rstrip() for line in prose_lines(block.prose, width - 2))
        case Table():
            yield from table_lines(block, width)


def table_lines(table: Table, width: int) -> Iterator[str]:
    """A table in columns that fit the width; what a column has no room for is folded."""
    rows = [[words_of(cell) for cell in row] for row in (table.headings, *table.rows)]
    widest = [max(1, *map(cells, column)) for column in zip(*rows, strict=True)]
    widths = narrowed(widest, width)
    for index, row in enumerate(rows):
        lines = [folded(cell, room) for cell, room in zip(row, widths, strict=True)]
        yield from table_line(lines, widths, table.alignments)
        if index == 0:
            yield GAP.join("-" * room for room in widths)
