"""The choices of a question, one of which the pointer is on."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message
from textual.widgets import OptionList


class Choices(OptionList):
    """Choices in which Enter is not the same as a click: where several are right, a click only ticks."""

    BINDINGS = [Binding("enter", "enter", "Answer", show=False)]

    @dataclass
    class Entered(Message):
        """Enter was pressed on a choice."""

        place: int

    def action_enter(self) -> None:
        """Enter."""
        if self.highlighted is not None:
            self.post_message(self.Entered(self.highlighted))
