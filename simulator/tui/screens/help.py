"""The help: what a screen shows, and all of its keys, taken from the screen's own bindings."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from simulator.tui.screens.player_screen import PlayerDialog
from simulator.tui.widgets.dialog import Dialog
from simulator.tui.widgets.prose_content import prose_content

EVERYWHERE = (("Tab", "Walk to the next link or part"), ("Ctrl+P", "Every command by its name"), ("Ctrl+Q", "Leave"))
"""Keys that Textual binds on every screen."""


class HelpScreen(PlayerDialog[None]):
    """Help for one screen."""

    CSS_PATH = "help.tcss"

    BINDINGS = [Binding("escape,question_mark,enter,q", "leave", "Close")]

    def __init__(self, screen: Screen[Any], about: str) -> None:
        super().__init__()
        self._about = about
        self._keys = [
            (binding.key_display or _key_name(binding.key), binding.tooltip or binding.description)
            for binding in screen.BINDINGS
            if isinstance(binding, Binding)
        ]

    def compose(self) -> ComposeResult:
        with Dialog("Help", "Esc closes"):
            yield Static(prose_content((self._about,)), markup=False)
            yield Static(_table([*self._keys, *EVERYWHERE]), markup=False)


def _key_name(keys: str) -> str:
    """The first of a binding's keys, as it is printed on a keyboard."""
    key = keys.split(",")[0]
    return key if len(key) == 1 else key.title()


def _table(keys: list[tuple[str, str]]) -> Content:
    width = max(len(key) for key, _ in keys)
    return Content("\n").join(
        Content.assemble((key.rjust(width), "bold $text-accent"), f"  {what}") for key, what in keys
    )
