"""Choices to pick from, with a pointer, so that the background is not the only sign of the highlighted one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.tui.keys import bindings
from simulator.tui.textual_gaps.options import Options


class Choice(Option):
    """One choice. It knows what it answers, so that a late click is not taken for an answer to something else."""

    def __init__(self, asked: object, text: str | Content) -> None:
        super().__init__(text)
        self.asked = asked


class Choices(Options):
    """Choices in which Enter is not the same as a click: where several are right, a click only ticks."""

    BINDINGS = [*bindings("choices")]

    @dataclass
    class Made(Message):
        """A choice was clicked, or Enter was pressed on it."""

        asked: object
        """What it answers: an attempt of a quiz, or a state of predict mode."""
        index: int
        by_enter: bool

    @dataclass
    class PointedAt(Message):
        """The pointer is at a choice."""

        asked: object
        index: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._asked: object = None
        self._texts: tuple[str, ...] = ()

    def show(self, asked: object, texts: Sequence[str]) -> None:
        """Offer choices. The pointer stays where the same thing is asked again."""
        pointed = self.highlighted if asked is self._asked else 0
        self._put(asked, texts)
        self.disabled = False
        self.highlighted = pointed
        self._point(pointed)

    def show_graded(self, texts: Sequence[str | Content]) -> None:
        """Show choices that can no longer be made, each with its sign in place of the pointer."""
        self._put(None, ())
        self.add_options([Choice(None, text) for text in texts])
        if self.has_focus:  # a disabled widget loses it at once, and the next key of a fast typist would go nowhere
            panels = (each for each in self.ancestors if isinstance(each, Widget) and each.can_focus)
            self.screen.set_focus(next(panels, None))
        self.disabled = True
        self.highlighted = None

    def _put(self, asked: object, texts: Sequence[str]) -> None:
        self._asked, self._texts = asked, tuple(texts)
        self.clear_options()
        self.add_options([Choice(asked, text) for text in texts])

    def _point(self, pointed: int | None) -> None:
        for index, text in enumerate(self._texts):
            self.replace_option_prompt_at_index(index, f"{'▶' if index == pointed else ' '} {text}")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the pointer."""
        event.stop()
        if self._asked is not None:
            self._point(self.highlighted)
            self.post_message(self.PointedAt(self._asked, self.highlighted or 0))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on a choice."""
        event.stop()
        if isinstance(event.option, Choice):
            self.post_message(self.Made(event.option.asked, event.option_index, by_enter=False))

    def action_enter(self) -> None:
        """Enter on a choice."""
        if self.highlighted is not None:
            self.post_message(self.Made(self._asked, self.highlighted, by_enter=True))
