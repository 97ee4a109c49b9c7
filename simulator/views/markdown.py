"""A lesson as Markdown: for a handout, a wiki, a pull request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.markdown import has_marks, read, read_markdown
from simulator.lesson.words.prose import (
    Block,
    Code,
    Emphasis,
    Paragraph,
    Prose,
    Reference,
    Span,
    Strong,
    WebLink,
    blocks,
    code_span,
    plain,
    written,
)
from simulator.lesson.words.table import table_headings
from simulator.views.document import (
    Flow,
    LessonBlock,
    ProcessTable,
    QuestionAndAnswer,
    Reasons,
    StatusTracker,
    document,
)
from simulator.views.tables import process_rows, tracker_table

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
_OPENING = re.compile(r"^([ \t]*)([-+#=:]|\d+(?=[.)]))", re.MULTILINE)
"""Signs that mean something to Markdown at the beginning of a line."""

NOTE = Strong(("Note:",))
"""The word before an author's sentence at a step."""

SECTION_LEVEL = 2
"""The level of the headings of a lesson's sections; an author's headings come below them."""


def lesson_markdown(lesson: Lesson) -> Iterator[str]:
    """The lines of a whole lesson. The author's own texts stay Markdown; the program's words are escaped."""
    whole = document(lesson)
    yield f"# {escaped(whole.title)}"
    for section in whole.sections:
        if section.name != "summary":
            yield from ("", f"{'#' * SECTION_LEVEL} {section.heading}")
        for block in section.blocks:
            yield ""
            yield from _block(block)


def escaped(text: str) -> str:
    """A text with Markdown's own characters escaped."""
    return _SPECIAL.sub(r"\\\1", text)


def _block(block: LessonBlock) -> Iterator[str]:
    match block:
        case Flow():
            yield " → ".join(block.stages)
        case ProcessTable():
            yield from markdown_table(table_headings(block.trace), process_rows(block.trace))
        case StatusTracker():
            tracker = tracker_table(block.trace, block.trace.tracker())
            yield from markdown_table(tracker.headings, tracker.rows)
        case Reasons():
            for step, why, notes in block.each():
                yield f"{step.number}. {step.time_words}, `{step.event}`. {escaped(plain(why))}"
                for note in notes:
                    yield ""
                    yield from (
                        f"{' ' * len(f'{step.number}. ')}{line}".rstrip() for line in prose_markdown((NOTE, " ", *note))
                    )
        case QuestionAndAnswer():
            yield from prose_markdown(_bold(block.question))
            yield ""
            yield from prose_markdown(block.answer)
        case _:
            yield from prose_markdown((block,))


def _bold(question: Prose) -> Prose:
    """A question with its first paragraph in bold."""
    first, *more = blocks(question)
    return (Paragraph((Strong(first.prose),)), *more) if isinstance(first, Paragraph) else question


def label_alone(reference: Reference) -> str:
    """A reference on paper: its words."""
    return reference.label


def prose_markdown(prose: Prose, link: Callable[[Reference], str] = label_alone) -> Iterator[str]:
    """The lines of an author's text as Markdown; `link` writes a reference."""
    yield from written(prose, partial(author_markdown, link=link), SECTION_LEVEL).rstrip().split("\n")


def author_markdown(spans: Prose, link: Callable[[Reference], str] = label_alone) -> str:
    """An author's words as Markdown, as they were written; `link` writes a reference.

    They are escaped where a reader of Markdown would take them for something else: where their author escaped them,
    and where they are of a kind that this program does not support, such as HTML.
    """
    as_written = "".join(_span(span, str, label_alone) for span in spans)
    in_lines = f"{as_written}\n"  # so that a heading or a list is seen in a single line too
    reading = read_markdown(in_lines) if has_marks(in_lines) else read(as_written)
    if reading.prose == _without_links(spans) and not reading.unread:
        return "".join(_span(span, str, link) for span in spans)
    return _OPENING.sub(_escaped_opening, "".join(_span(span, escaped, link) for span in spans))


def _escaped_opening(found: re.Match[str]) -> str:
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _span(span: Span | Block, words: Callable[[str], str], link: Callable[[Reference], str]) -> str:
    match span:
        case str():
            return words(span)
        case Reference():
            return link(span)
        case WebLink():
            return f"<{span.href}>" if span.label == span.href else f"[{span.label}]({span.href})"
        case Code():
            return code_span(span)
        case Strong():
            return f"**{''.join(_span(each, words, link) for each in span.prose)}**"
        case Emphasis():
            return f"*{''.join(_span(each, words, link) for each in span.prose)}*"
    raise AssertionError(span)  # pragma: no cover - a block holds no other block's spans


def _without_links(spans: Prose) -> Prose:
    """Spans with the labels of references in their place, read as Markdown; words beside words joined."""
    parts: list[Span | Block] = []
    for span in spans:
        match span:
            case Reference():
                shown = read(span.label).prose
            case Strong() | Emphasis():
                shown = (type(span)(_without_links(span.prose)),)
            case _:
                shown = (span,)
        for part in shown:
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
    return tuple(parts)


def markdown_table(headings: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The lines of a table; its cells are words, in which Markdown means nothing."""
    yield _row(headings)
    yield _row(["---"] * len(headings))
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell if cell == '---' else escaped(cell) for cell in cells)} |"
