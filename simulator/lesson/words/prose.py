"""The text of a lesson as values: words, marked words, references, and the blocks that stand between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

SCHEMES = ("step", "column", "cell", "variable", "fact", "term", "lesson")
"""The targets of this program's own references."""

WEB_SCHEMES = ("http", "https", "mailto")
"""The schemes of links out of the program."""


class Reference(NamedTuple):
    """A label that leads somewhere: `scheme` is one of `SCHEMES`."""

    label: str
    scheme: str
    target: str

    @property
    def href(self) -> str:
        """The reference as it is written between the brackets."""
        return f"{self.scheme}:{self.target}"


class WebLink(NamedTuple):
    """A link out of the program, which no view opens: the address is shown after the label."""

    label: str
    href: str

    @property
    def words(self) -> str:
        """The label and the address; the address alone where it is its own label."""
        return self.href if self.label == self.href else f"{self.label} ({self.href})"


class Code(NamedTuple):
    """A code span, without its backticks."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold words."""

    prose: Prose


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised words."""

    prose: Prose


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that flow. `blocks` makes it: in a `Prose` an empty line inside a str ends a paragraph."""

    prose: Prose


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a text; level 1 is the highest."""

    level: int
    prose: Prose


class ItemList(NamedTuple):
    """A list; numbered from `first`, or with bullets where that is None."""

    items: tuple[Prose, ...]
    first: int | None = None

    @property
    def markers(self) -> list[str]:
        """The sign in front of each item, as Markdown writes it."""
        return [f"{self.first + index}. " if self.first is not None else "- " for index in range(len(self.items))]


class CodeBlock(NamedTuple):
    """Lines that keep their breaks and their spaces."""

    text: str
    language: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines with their fences."""
        fence = "`" * max(3, 1 + _longest_run(self.text))
        return [fence + self.language, *self.text.split("\n"), fence]


class Table(NamedTuple):
    """A table: as many cells in each row as there are headings."""

    headings: tuple[Prose, ...]
    rows: tuple[tuple[Prose, ...], ...]
    alignments: tuple[str, ...]
    """Of each column: left, right, center, or an empty text."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    prose: Prose


Span = str | Reference | WebLink | Code | Strong | Emphasis
"""A part of a paragraph. A str holds words alone: whatever stands in it, nothing in it is a mark."""

Block = Paragraph | Heading | ItemList | CodeBlock | Table | Quote

Prose = tuple[Span | Block, ...]
"""A text: spans, and between paragraphs the other blocks. The program's own sentences are of str and `Reference`."""


def blocks(prose: Prose) -> Iterator[Block]:
    """The blocks of a text in their order; spans between two of them, or between empty lines, are a paragraph."""
    spans: list[Span] = []
    for part in prose:
        if isinstance(part, str):
            first, *more = re.split(r"\n{2,}", part)
            spans.append(first)
            for words in more:
                yield from _paragraph(spans)
                spans = [words]
        elif isinstance(part, Block):
            yield from _paragraph(spans)
            spans = []
            yield part
        else:
            spans.append(part)
    yield from _paragraph(spans)


def _paragraph(spans: list[Span]) -> Iterator[Paragraph]:
    if any(not isinstance(span, str) or span.strip() for span in spans):
        yield Paragraph(tuple(span for span in spans if span))


def leaves(prose: Prose) -> Iterator[str | Reference | WebLink | Code | CodeBlock]:
    """Everything in a text that holds no further text, in its order."""
    for part in prose:
        match part:
            case str() | Reference():  # most of them
                yield part
            case Strong() | Emphasis() | Paragraph() | Heading() | Quote():
                yield from leaves(part.prose)
            case ItemList():
                for item in part.items:
                    yield from leaves(item)
            case Table():
                for row in (part.headings, *part.rows):
                    for cell in row:
                        yield from leaves(cell)
            case _:
                yield part


def with_references(prose: Prose, change: Callable[[Reference], Reference]) -> Prose:
    """The same text with each of its references changed."""
    return tuple(_with_references(part, change) for part in prose)


def _with_references(part: Span | Block, change: Callable[[Reference], Reference]) -> Span | Block:
    match part:
        case str():
            return part
        case Reference():
            return change(part)
        case Strong() | Emphasis() | Paragraph() | Heading() | Quote():
            return replace(part, prose=with_references(part.prose, change))
        case ItemList():
            return part._replace(items=tuple(with_references(item, change) for item in part.items))
        case Table():
            rows = tuple(tuple(with_references(cell, change) for cell in row) for row in (part.headings, *part.rows))
            return part._replace(headings=rows[0], rows=rows[1:])
    return part


def references(prose: Prose) -> list[Reference]:
    """The references of a text, in their order."""
    return [part for part in leaves(prose) if isinstance(part, Reference)]


def plain(prose: Prose) -> str:
    """The text without its references, labels in their place; marks and blocks are written as Markdown writes them."""
    return written(prose, words_of)


def words_of(spans: Prose) -> str:
    """Spans as plain text: `**bold**`, and the address of a link out of the program in brackets."""
    return "".join(_words(span) for span in spans)


def _words(span: Span | Block) -> str:
    match span:
        case str():
            return span
        case Reference():
            return span.label
        case WebLink():
            return span.words
        case Code():
            return code_span(span)
        case Strong():
            return f"**{words_of(span.prose)}**"
        case Emphasis():
            return f"*{words_of(span.prose)}*"
    return plain((span,))


def code_span(code: Code) -> str:
    """A code span with its backticks."""
    fence = "`" * (1 + _longest_run(code.text))
    space = " " if code.text.startswith("`") or code.text.endswith("`") else ""
    return f"{fence}{space}{code.text}{space}{fence}"


def _longest_run(text: str) -> int:
    """How many backticks stand side by side in a text."""
    return max(map(len, re.findall("`+", text)), default=0)


def written(prose: Prose, words: Callable[[Prose], str], deeper: int = 0) -> str:
    """A text as Markdown.

    Args:
        prose: the text.
        words: writes the spans of a paragraph.
        deeper: how many levels are added to each heading.
    """
    if not any(isinstance(part, Block) for part in prose):
        return words(prose)
    return "\n\n".join(_block(block, words, deeper) for block in blocks(prose))


def _block(block: Block, words: Callable[[Prose], str], deeper: int) -> str:
    match block:
        case Paragraph():
            return words(block.prose)
        case Heading():
            return f"{'#' * min(6, block.level + deeper)} " + words(block.prose).replace("\n", " ")
        case CodeBlock():
            return "\n".join(block.lines)
        case Quote():
            return "\n".join(f"> {line}".rstrip() for line in written(block.prose, words, deeper).split("\n"))
        case ItemList():
            return "\n".join(
                _item(marker, item, words, deeper) for marker, item in zip(block.markers, block.items, strict=True)
            )
    rule = [_RULES.get(alignment, "---") for alignment in block.alignments]
    rows = [[words(cell).replace("|", "\\|") for cell in row] for row in (block.headings, *block.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))


_RULES = {"left": ":---", "right": "---:", "center": ":---:"}
"""The line below a table's headings, for each alignment of a column."""


def _item(marker: str, item: Prose, words: Callable[[Prose], str], deeper: int) -> str:
    """An item after its marker; a list inside it follows without an empty line."""
    text = ""
    for block in blocks(item):
        gap = "\n" if isinstance(block, ItemList) else "\n\n"
        text += (gap if text else "") + _block(block, words, deeper)
    first, *more = text.split("\n")
    return "\n".join([f"{marker}{first}".rstrip(), *((" " * len(marker) + line).rstrip() for line in more)])
