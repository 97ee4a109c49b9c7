"""Reads the Markdown of a lesson's text, by markdown-it-py.

It is imported for the first text that needs it: most texts have references and no other mark, and read without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from simulator.lesson.words.prose import (
    SCHEMES,
    WEB_SCHEMES,
    Block,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    ItemList,
    Prose,
    Quote,
    Reference,
    Span,
    Strong,
    Table,
    WebLink,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.tree import SyntaxTreeNode

LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]*)\)")
"""A link: nothing but this form is one, and its target is taken exactly as it is written."""

_IMAGE = re.compile(r"!\[[^\[\]]*\]\(([^()\n]*)\)")
_ADDRESS = re.compile(rf"<((?:{'|'.join(WEB_SCHEMES)}):[^<>\s]*)>")

_MARK = re.compile(r"(?=[\\`*~!<&_])(?:[\\`*]|~~|!\[|<[A-Za-z/!?]|&[#A-Za-z]|(?<!\w)_|_(?!\w))")
"""Characters that may be a mark inside a paragraph. With their first characters in front it searches twice as fast."""

_LINE = re.compile(r"^(?:[-+#>=:|]|\d+[.)])|^[^\S\n]|[^\S\n]$|\n{3}|\r", re.MULTILINE)
"""Characters that may make a line more than a line of a paragraph."""

_ESCAPED = "\0"
"""In `Reading.bare`, a character that its author has escaped."""


class Link(NamedTuple):
    """A link as it is written, wherever it leads."""

    written: str
    label: str
    href: str


class Unread(NamedTuple):
    """Markdown that is not supported and shown as the characters that were written."""

    kind: str
    written: str


class Reading(NamedTuple):
    """A text, read."""

    prose: Prose
    links: tuple[Link, ...]
    """Every link outside of code."""
    bare: str
    """The text outside of code, with the labels of the links in their place."""
    unread: tuple[Unread, ...]


@lru_cache(maxsize=1024)
def read(text: str) -> Reading:
    """Read a text. A text of a single line is a paragraph, so that `1. x` can be a choice."""
    if "](" not in text:
        return read_markdown(text) if _has_marks(text) else Reading((text,) if text else (), (), text, ())
    pieces = LINK.split(text)  # the words between the links, and of each link its label and where it leads
    if "![" in text or _has_marks("()".join(pieces[::3])):
        return read_markdown(text)
    links = tuple(
        Link(f"[{label}]({href})", label, href) for label, href in zip(pieces[1::3], pieces[2::3], strict=True)
    )
    parts: list[Span | Block] = [pieces[0]]
    for link, words in zip(links, pieces[3::3], strict=True):
        parts += (_span_of(link), words)
    del pieces[2::3]
    return Reading(_joined(parts), links, "".join(pieces), ())


def has_marks(text: str) -> bool:
    """Whether there may be Markdown in a text beside its links."""
    return "![" in text or _has_marks(LINK.sub("()", text) if "](" in text else text)


def _has_marks(text: str) -> bool:
    """Whether there may be Markdown in a text whose links are taken out."""
    return bool(_MARK.search(text) or ("\n" in text and _LINE.search(text)))


def _span_of(link: Link) -> Span:
    """A reference, a link out of the program, or the characters of what is neither."""
    scheme, _, target = link.href.partition(":")
    if scheme in SCHEMES:
        return Reference(link.label, scheme, unquote(target))
    return WebLink(link.label, link.href) if scheme in WEB_SCHEMES else link.written


def _joined(parts: Iterable[Span | Block]) -> Prose:
    """Parts of a text as prose: words beside words are one part."""
    joined: list[Span | Block] = []
    for are_words, group in groupby(parts, lambda part: isinstance(part, str)):
        if are_words:
            joined.append("".join(map(str, group)))
        else:
            joined.extend(group)
    return tuple(part for part in joined if part != "")


def read_markdown(text: str) -> Reading:
    """Read a text by the parser, whether it needs it or not."""
    from markdown_it.tree import SyntaxTreeNode

    parser = _parser()
    reader = _Reader(text)
    if "\n" not in text:
        [inline] = SyntaxTreeNode(parser.parseInline(text)).children
        prose = reader.spans(inline)
    else:
        prose = reader.blocks(SyntaxTreeNode(parser.parse(text)))
    return Reading(prose, tuple(reader.links), "".join(reader.bare), tuple(reader.unread))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"])
    parser.disable(["reference", "html_block", "text_join"])
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.at("image", _image)
    parser.inline.ruler.at("autolink", _address)
    return parser


def _link(state: StateInline, silent: bool) -> bool:
    """A rule of the parser: a link in our strict form, whose target is not decoded or encoded."""
    found = LINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("our_link", "", 0).meta = {"link": Link(found[0], found[1], found[2])}
    state.pos = found.end()
    return True


def _image(state: StateInline, silent: bool) -> bool:
    """A rule of the parser: an image. An exclamation mark before a reference is none."""
    found = _IMAGE.match(state.src, state.pos, state.posMax)
    if found is None or found[1].partition(":")[0] in SCHEMES:
        return False
    if not silent:
        state.push("our_image", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """A rule of the parser: a web address between angle brackets."""
    found = _ADDRESS.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("our_address", "", 0).content = found[1]
    state.pos = found.end()
    return True


class _Reader:
    """Turns the parser's tree into prose, and collects what else is to be known of the text."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self.links: list[Link] = []
        self.bare: list[str] = []
        self.unread: list[Unread] = []

    def blocks(self, node: SyntaxTreeNode) -> Prose:
        """The contents of a node, paragraph by paragraph and block by block."""
        parts: list[Span | Block] = []
        after_paragraph = False
        for child in node.children:
            is_paragraph = child.type in ("paragraph", "hr")
            if is_paragraph and after_paragraph:
                parts.append("\n\n")
            parts += self._block(child)
            after_paragraph = is_paragraph
        return _joined(parts)

    def _block(self, node: SyntaxTreeNode) -> Prose:
        match node.type:
            case "heading":
                return (Heading(int(node.tag[1:]), self._inline(node)),)
            case "fence" | "code_block":
                return (CodeBlock(node.content.removesuffix("\n"), node.info.strip()),)
            case "blockquote":
                return (Quote(self.blocks(node)),)
            case "bullet_list":
                return (ItemList(tuple(map(self.blocks, node.children))),)
            case "ordered_list":
                return (ItemList(tuple(map(self.blocks, node.children)), int(node.attrs.get("start", 1))),)
            case "table":
                return (self._table(node),)
            case "hr":
                written = self._lines[node.map[0]].strip() if node.level == 0 and node.map else node.markup
                self.unread.append(Unread("rules", written))
                return (written,)
        return self._inline(node)

    def _table(self, node: SyntaxTreeNode) -> Table:
        head, *body = node.children
        [titles] = head.children
        styles = [str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in titles.children]
        rows = [row for part in body for row in part.children]
        return Table(
            tuple(map(self._inline, titles.children)),
            tuple(tuple(map(self._inline, row.children)) for row in rows),
            tuple(styles),
        )

    def _inline(self, node: SyntaxTreeNode) -> Prose:
        """The spans of a node that holds words alone."""
        prose = tuple(part for child in node.children for part in self.spans(child))
        self.bare.append("\n")
        return prose

    def spans(self, node: SyntaxTreeNode) -> Prose:
        """The spans below a node."""
        return _joined(span for child in node.children for span in self._spans(child))

    def _spans(self, node: SyntaxTreeNode) -> Iterator[Span]:
        match node.type:
            case "code_inline":
                yield Code(node.content)
                return
            case "strong":
                yield Strong(self.spans(node))
                return
            case "em":
                yield Emphasis(self.spans(node))
                return
            case "our_link":
                link: Link = node.meta["link"]
                self.links.append(link)
                self.bare.append(link.label)
                yield _span_of(link)
                return
            case "our_address":
                yield WebLink(node.content, node.content)
                return
            case "s":
                inside = self.spans(node)
                self.unread.append(Unread("struck-out words", "~~"))
                yield from ("~~", *inside, "~~")  # type: ignore[misc]
                return
        words, bare = self._words(node)
        self.bare.append(bare)
        yield words

    def _words(self, node: SyntaxTreeNode) -> tuple[str, str]:
        """A node of characters: what is shown of it, and what of it may be meant as a reference."""
        match node.type:
            case "softbreak" | "hardbreak":
                return "\n", "\n"
            case "text_special" if node.info == "escape":
                return node.content, _ESCAPED
            case "text_special":
                self.unread.append(Unread("HTML entities", node.markup))
                return node.markup, node.markup
            case "html_inline":
                self.unread.append(Unread("HTML tags", node.content))
            case "our_image":
                self.unread.append(Unread("images", node.content))
        return node.content, node.content
