"""A line of input with completion and with the lines that were typed before."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from simulator.tui.keys import bindings

_HOW_TO = "put: {order_id: o-2}   Tab completes, ↑ ↓ lines typed before, Esc to the run"


class TypedLine(Input):
    """Tab goes through the completions of what is typed, Up and Down through the lines that were typed before."""

    BINDINGS = [*bindings("typed line")]

    def __init__(self, completions: Callable[[str], tuple[str, ...]], *, id: str | None = None) -> None:
        """Make a line; `completions` finds the lines that a text can become."""
        super().__init__(placeholder=_HOW_TO, id=id)
        self._completions = completions
        self._typed: list[str] = []
        self._place = 0
        self._offered: tuple[str, ...] = ()

    def typed(self, line: str) -> None:
        """Remember a line that was typed, and begin with an empty one."""
        self._typed.append(line)
        self._place = len(self._typed)
        self.value = ""

    def action_older(self, by: int) -> None:
        """Go to a line that was typed before, or back."""
        self._place = max(0, min(len(self._typed), self._place + by))
        self.value = self._typed[self._place] if self._place < len(self._typed) else ""
        self.cursor_position = len(self.value)

    def action_complete(self) -> None:
        """Complete what is typed; once more, with the next completion."""
        if self.value in self._offered:
            place = (self._offered.index(self.value) + 1) % len(self._offered)
        else:
            self._offered, place = self._completions(self.value), 0
        if self._offered:
            self.value = self._offered[place]
            self.cursor_position = len(self.value)
            if len(self._offered) == 1:
                self._offered = ()  # Tab then goes on from here
