"""A lesson's text with its references as links: click one, or walk with Tab and press Enter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widgets import Static

from simulator.lesson.words.references import Code, Prose, Reference, Strong, references

_SOFT_BREAK = re.compile(r"(?<!\n)\n(?![\n*•#|-]|\d+\.)")


NUMBERS = tuple(f"{number}. " for number in range(1, 1000))
"""The signs of a numbered list."""


class ProseView(Static):
    """Shows prose. It can have the focus while it has links, or always, so that its panel can be scrolled."""

    DEFAULT_CSS = """
    ProseView { height: auto; }
    """

    BINDINGS = [
        Binding("tab", "walk(1)", "Next link", show=False),
        Binding("shift+tab", "walk(-1)", "Previous link", show=False),
        Binding("enter", "follow_selected", "Follow the link", show=False),
    ]

    selected: reactive[int | None] = reactive(None)
    """The link that Enter would follow."""

    @dataclass
    class Followed(Message):
        """A link was followed."""

        reference: Reference

    def __init__(
        self, prose: Prose = (), *, always: bool = False, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(markup=False, id=id, classes=classes)
        self._always = always
        self._prose: Prose = ()
        self.links: list[Reference] = []
        self.show(prose)

    def show(self, prose: Prose) -> None:
        """Show another text."""
        self._prose = prose
        self.links = references(prose)
        self.can_focus = self._always or bool(self.links)
        selected = 0 if self.links and self.has_focus else None
        self.set_reactive(ProseView.selected, selected)
        self.update(prose_content(prose, selected))

    def watch_selected(self, selected: int | None) -> None:
        self.update(prose_content(self._prose, selected))

    def on_focus(self, _: events.Focus) -> None:
        self.selected = 0 if self.links else None

    def on_blur(self, _: events.Blur) -> None:
        self.selected = None

    def action_walk(self, by: int) -> None:
        """Select the next or the previous link; past the ends the focus moves on."""
        place = (self.selected if self.selected is not None else -1) + by
        if not 0 <= place < len(self.links):
            raise SkipAction
        self.selected = place

    def action_follow_selected(self) -> None:
        """Follow the selected link."""
        if self.selected is None:
            raise SkipAction
        self.action_follow(self.selected)

    def action_follow(self, place: int) -> None:
        """Follow a link by its position."""
        self.post_message(self.Followed(self.links[place]))


def prose_content(prose: Prose, selected: int | None) -> Content:
    """Prose as styled content: links underlined, what an author has marked in its look, nothing else interpreted."""
    parts: list[Content] = []
    link = 0
    for part in prose:
        if isinstance(part, str):
            parts.append(_styled(part))
            continue
        look = "reverse bold" if link == selected else "underline $text-accent"
        label = Content.styled(part.label, look)
        parts.append(label.stylize(Style.from_meta({"@click": f"follow({link})"})))
        link += 1
    return Content("").join(parts)


def _flowed(text: str) -> str:
    """Text whose paragraphs flow; code between fences keeps its lines."""
    pieces = text.split("```")
    return "```".join(piece if place % 2 else _SOFT_BREAK.sub(" ", piece) for place, piece in enumerate(pieces))


def _styled(part: str) -> Content:
    if isinstance(part, Code):
        return Content.styled(part[1:-1], "$text-warning")
    return Content.styled(part[2:-2], "bold") if isinstance(part, Strong) else Content(_flowed(part))


def listed(lines: tuple[Prose, ...], signs: Iterable[str]) -> Prose:
    """Lines as one text, each on its own line after its sign."""
    signed = zip(signs, lines, strict=False)
    return tuple(part for place, (sign, line) in enumerate(signed) for part in ("\n" * bool(place) + sign, *line))
