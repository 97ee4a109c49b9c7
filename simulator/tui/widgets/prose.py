"""A lesson's text with its references as links: click one, or walk with Tab and press Enter."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.actions import SkipAction
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from simulator.lesson.words.references import Prose, Reference, references
from simulator.tui.keys import bindings
from simulator.tui.widgets.prose_content import prose_content


class ProseView(Static):
    """Shows prose. It can have the focus while it has links, or always, so that its panel can be scrolled."""

    DEFAULT_CSS = """
    ProseView { height: auto; }
    """

    BINDINGS = [*bindings("link")]

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
        self._width = 0
        """The columns for which the text is laid out; 0 before they are known."""
        self.links: list[Reference] = []
        self.show(prose)

    def show(self, prose: Prose) -> None:
        """Show another text."""
        self._prose = prose
        self.links = references(prose)
        self.can_focus = self._always or bool(self.links)
        self.set_reactive(ProseView.selected, 0 if self.links and self.has_focus else None)
        self._lay_out()

    def watch_selected(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        """Lists and tables are laid out for the columns that there are."""
        if self._width != self.content_size.width:
            self._width = self.content_size.width
            self._lay_out()

    def _lay_out(self) -> None:
        self.update(prose_content(self._prose, self._width, self.selected))

    def on_focus(self, _: events.Focus) -> None:
        self.selected = 0 if self.links else None

    def on_blur(self, _: events.Blur) -> None:
        self.selected = None

    def action_walk(self, by: int) -> None:
        """Select the next or the previous link; past the ends the focus moves on."""
        index = (self.selected if self.selected is not None else -1) + by
        if not 0 <= index < len(self.links):
            raise SkipAction
        self.selected = index

    def action_follow_selected(self) -> None:
        """Follow the selected link."""
        if self.selected is None:
            raise SkipAction
        self.action_follow(self.selected)

    def action_follow(self, index: int) -> None:
        """Follow a link by its position."""
        self.post_message(self.Followed(self.links[index]))
