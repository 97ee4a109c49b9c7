"""A lesson's text with its references as links: click one, or walk with Tab and press Enter."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.actions import SkipAction
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from simulator.lesson.words.references import Prose, Reference, references
from simulator.tui.keys import bindings
from simulator.tui.widgets.folded import folded, link_starts
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

    is_folded: reactive[bool] = reactive(False)
    """Whether only the first lines are shown, where there are more than `most`."""

    def __init__(
        self,
        prose: Prose = (),
        *,
        always: bool = False,
        most: int = 0,
        unfolds: str = "Enter",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show a text.

        Args:
            prose: the text.
            always: whether it can have the focus without a link.
            most: lines to which a new text is folded; 0 for all.
            unfolds: the key that shows the rest, as it is printed on a keyboard.
            id: the widget's id.
            classes: the widget's classes.
        """
        super().__init__(markup=False, id=id, classes=classes)
        self._always = always
        self._most = most
        self._unfolds = unfolds
        self._prose: Prose = ()
        self.hides_lines = False
        """Whether it is folded and shows its first lines alone."""
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
        self.set_reactive(ProseView.is_folded, bool(self._most))
        self._lay_out()

    def fold_to(self, most: int) -> None:
        """Fold this and later texts to another number of lines."""
        if most != self._most:
            self._most = most
            self._lay_out()

    def watch_selected(self) -> None:
        self._lay_out()

    def watch_is_folded(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        """Lists and tables are laid out for the columns that there are."""
        if self._width != self.content_size.width:
            self._width = self.content_size.width
            if self._most:
                self.call_after_refresh(self._lay_out)  # folded it takes fewer lines than it had in this layout
            else:
                self._lay_out()

    def _lay_out(self) -> None:
        content = prose_content(self._prose, self._width, self.selected)
        cut = folded(content, self._width, self._most, self._unfolds) if self.is_folded else None
        if cut is not None and self.selected is not None and link_starts(content)[self.selected] >= cut.length:
            cut = None  # the selected link is in the part that would be hidden
        self.hides_lines = cut is not None
        self.update(content if cut is None else cut.shown)

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
        self.call_after_refresh(self._scroll_to_selected)

    def _scroll_to_selected(self) -> None:
        """Show the line of the selected link, which may be out of the panel's sight."""
        if self.selected is None or not isinstance(self.parent, Widget):
            return
        content = prose_content(self._prose, self._width, self.selected)
        starts = link_starts(content)
        line = len(content[: starts[self.selected] + 1].wrap(self._width)) - 1 if self._width else 0
        there = Region(0, self.virtual_region.y + line, self.size.width, 1)
        self.parent.scroll_to_region(there, animate=False)

    def action_follow_selected(self) -> None:
        """Follow the selected link."""
        if self.selected is None:
            raise SkipAction
        self.action_follow(self.selected)

    def action_unfold(self) -> None:
        """Show the whole text, or its first lines again."""
        self.is_folded = not self.is_folded

    def action_follow(self, index: int) -> None:
        """Follow a link by its position."""
        self.post_message(self.Followed(self.links[index]))
