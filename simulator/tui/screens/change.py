"""A dialog that asks for the other value of a setting, or for an action as YAML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from simulator.lesson.variations.what_if import Refused
from simulator.tui.keys import bindings
from simulator.tui.screens.player_screen import PlayerDialog
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.dialog import Dialog

T = TypeVar("T")

MOST_TYPED = 2_000
"""Characters that can be typed."""


class ChangeScreen(PlayerDialog[T | None], Generic[T]):
    """Returns what `change` makes of the value that was chosen or typed, or None when it is cancelled.

    Args:
        title: what is changed.
        about: what it is, and what is allowed.
        choices: the values to choose from; empty where a value is typed.
        value: the value that stands there now.
        change: makes the change, or raises Refused.
    """

    CSS_PATH = "change.tcss"
    BINDINGS = [*bindings("change")]

    def __init__(self, title: str, about: str, choices: Sequence[str], value: str, change: Callable[[str], T]) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._values = tuple(choices)
        self._change = change
        self._choices = Choices()
        self._input = Input(value, max_length=MOST_TYPED, select_on_focus=True)
        self._answer = Static("Enter changes it, Esc leaves it.", id="answer", markup=False)

    def compose(self) -> ComposeResult:
        with Dialog(self._title):
            yield Static(self._about, id="about", markup=False)
            yield self._choices if self._values else self._input
            yield self._answer

    def on_mount(self) -> None:
        if self._values:
            self._choices.show(self, self._values)
            self._choices.focus()
        else:
            self._input.focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take(event.value.strip())

    def on_choices_made(self, event: Choices.Made) -> None:
        """Enter, or a click, on a value."""
        event.stop()
        self._take(self._values[event.index])

    def _take(self, text: str) -> None:
        """Make the change and close, or say in place why it cannot be made."""
        try:
            changed = self._change(text)
        except Refused as refused:
            self._answer.update(f"Not possible: {refused}")
            self._answer.add_class("-refused")
        else:
            self.leave(changed)
