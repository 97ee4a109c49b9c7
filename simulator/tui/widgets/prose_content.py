"""Prose as styled content: links, marked words, and blocks laid out. Nothing else in a text is interpreted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import count

from textual.content import Content
from textual.style import Style

from simulator.lesson.words.prose import (
    Block,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    ItemList,
    Paragraph,
    Prose,
    Quote,
    Reference,
    Span,
    Strong,
    Table,
    WebLink,
    blocks,
)
from simulator.views.layout import GAP, narrowed
from simulator.views.width import cells, margins

_CODE = "$text-warning"
_SOFT_BREAK = re.compile(r"\n(?!\d+\. )")
"""A line break at which words flow; the program's own numbered lines keep theirs."""

_UNKNOWN_WIDTH = 1000
"""Columns as long as a widget does not know its own."""


def prose_content(prose: Prose, width: int = 0, selected: int | None = None) -> Content:
    """A text for a widget of `width` columns; 0 where they are not known yet.

    The n-th reference carries the action `follow(n)`; `selected` is the one that Enter would follow.
    """
    links = count()

    def link(reference: Reference) -> Content:
        index = next(links)
        look = "reverse bold" if index == selected else "underline $text-accent"
        return Content.styled(reference.label, look).stylize(Style.from_meta({"@click": f"follow({index})"}))

    return _Layout(link).text(prose, width or _UNKNOWN_WIDTH)


def content_without_links(prose: Prose, width: int = 0) -> Content:
    """A text in which nothing can be followed: labels in place of references."""
    return _Layout(lambda reference: Content(reference.label)).text(prose, width or _UNKNOWN_WIDTH)


class _Layout:
    """Lays out a text; `link` makes each reference, in their order."""

    def __init__(self, link: Callable[[Reference], Content]) -> None:
        self._link = link

    def text(self, prose: Prose, width: int) -> Content:
        """Blocks with an empty line between them."""
        return Content("\n\n").join([self._block(block, width) for block in blocks(prose)])

    def _block(self, block: Block, width: int) -> Content:
        match block:
            case Paragraph():
                return self._words(block.prose)
            case Heading():
                return self._words(block.prose).stylize("bold")
            case CodeBlock():
                return Content("\n").join(Content.styled(f"  {line}", _CODE) for line in block.text.split("\n"))
            case Quote():
                lines = self.text(block.prose, width - 2).wrap(max(1, width - 2))
                return Content("\n").join(Content.styled("│ ", "dim") + line for line in lines)
            case ItemList():
                signs = block.markers if block.first is not None else ["• "] * len(block.items)
                items = [self._item(sign, item, width) for sign, item in zip(signs, block.items, strict=True)]
                return Content("\n").join(items)
        return self._table(block, width)

    def _item(self, sign: str, item: Prose, width: int) -> Content:
        """An item: its words flow to the edge, which saves room in a narrow panel; blocks inside it are indented."""
        first, *more = blocks(item) if item else (Paragraph(()),)
        indent = " " * cells(sign)
        lines = [Content(sign) + self._block(first, width)]
        for block in more:
            inside = self._block(block, width - len(indent)).wrap(max(1, width - len(indent)))
            lines += [Content(indent) + line for line in inside]
        return Content("\n").join(lines)

    def _table(self, table: Table, width: int) -> Content:
        rows = [[self._words(cell) for cell in row] for row in (table.headings, *table.rows)]
        widest = [max(1, *(cells(cell.plain) for cell in column)) for column in zip(*rows, strict=True)]
        widths = narrowed(widest, width)
        lines = [line.stylize("bold") for line in _row(rows[0], widths, table.alignments)]
        lines.append(Content.styled(GAP.join("─" * each for each in widths), "dim"))
        for row in rows[1:]:
            lines += _row(row, widths, table.alignments)
        return Content("\n").join(lines)

    def _words(self, spans: Prose) -> Content:
        return Content("").join([self._span(span) for span in spans])

    def _span(self, span: Span | Block) -> Content:
        match span:
            case str():
                return Content(_SOFT_BREAK.sub(" ", span))
            case Reference():
                return self._link(span)
            case WebLink():
                return Content(span.words)
            case Code():
                return Content.styled(span.text, _CODE)
            case Strong():
                return self._words(span.prose).stylize("bold")
            case Emphasis():
                return self._words(span.prose).stylize("italic")
        raise AssertionError(span)  # pragma: no cover - blocks are laid out by themselves


def _row(row: list[Content], widths: list[int], alignments: Iterable[str]) -> list[Content]:
    """A row of a table as lines; what a column has no room for is folded."""
    parts = [cell.wrap(width) for cell, width in zip(row, widths, strict=True)]
    lines = []
    for index in range(max(map(len, parts))):
        texts = [part[index] if index < len(part) else Content("") for part in parts]
        lines.append(Content(GAP).join([_aligned(*each) for each in zip(texts, widths, alignments, strict=True)]))
    return lines


def _aligned(text: Content, width: int, alignment: str) -> Content:
    before, after = margins(text.plain, width, alignment)
    return Content(" " * before) + text + Content(" " * after)
