"""The line in which an answer is typed."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Input

from simulator.tui.keys import bindings

MOST_TYPED = 200
"""Characters of an answer."""


class AnswerLine(Input):
    """Letters, digits and Backspace are its own; what else the panel can do has keys that type nothing."""

    BINDINGS = [*bindings("answer line")]

    @dataclass
    class Typed(Message):
        """Enter was pressed."""

        asked: object
        """The attempt that is answered."""
        text: str

    class HintWanted(Message):
        """The learner asks for a hint."""

    class EmptyBackspace(Message):
        """Backspace was pressed, and there is nothing to take back in the line."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, placeholder="your answer", max_length=MOST_TYPED, select_on_focus=False)
        self._asked: object = None

    def show(self, asked: object, keeps_text: bool) -> None:
        """Take an answer to what is `asked`; what is typed may stay, to be changed."""
        self._asked = asked
        if not keeps_text:
            self.value = ""

    def action_answer(self) -> None:
        """Answer with what is typed."""
        self.post_message(self.Typed(self._asked, self.value))

    def action_hint(self) -> None:
        """Ask for a hint."""
        self.post_message(self.HintWanted())

    def action_delete_left(self) -> None:
        """Delete a character, where there is one."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.EmptyBackspace())
