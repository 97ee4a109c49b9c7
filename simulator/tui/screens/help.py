"""The help: what a screen shows, and all of its keys, taken from the table of keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from simulator.tui.keys import TITLES, bindings, rows
from simulator.tui.screens.player_screen import PlayerDialog
from simulator.tui.widgets.dialog import Dialog
from simulator.tui.widgets.prose_content import prose_content
from simulator.views.map.meanings import MEANINGS
from simulator.views.signs import SIGNS

_WITH_SIGNS = ("lesson", "review", "repair", "sandbox", "two runs")
"""The screens that show a run."""

_SIGNS = "   ".join(each.words.replace(" ", "\u00a0") for each in SIGNS)
"""Each sign with its words, which no line break parts."""


class HelpScreen(PlayerDialog[None]):
    """Help for one screen.

    Args:
        about: the text above the keys.
        place: the screen, as the table of keys names it.
        panels: its panels that have keys of their own.
    """

    CSS_PATH = "help.tcss"

    BINDINGS = [*bindings("help")]

    def __init__(self, about: str, place: str, *panels: str) -> None:
        super().__init__()
        self._about = about
        self._has_signs = place in _WITH_SIGNS
        self._parts = [
            ("", [*rows(place), *rows("link"), *rows("everywhere")]),
            *((TITLES[each], rows(each)) for each in panels),
        ]

    def compose(self) -> ComposeResult:
        width = max(len(key) for _, keys in self._parts for key, _ in keys)
        with Dialog("Help", "Esc closes"):
            yield Static(prose_content((self._about,)), markup=False)
            if self._has_signs:
                yield Static(Content.assemble(("Signs", "bold"), f"\n{_SIGNS}"), markup=False)
            for title, keys in self._parts:
                yield Static(_table(title, keys, width), markup=False)
            if self._has_signs:
                yield Static(_words_on_the_map(), markup=False)


def _words_on_the_map() -> Content:
    lines = [Content.assemble((each.word, "bold"), f": {each.meaning}") for each in MEANINGS]
    return Content("\n").join([Content.styled("Words on the map", "bold"), *lines])


def _table(title: str, keys: list[tuple[str, str]], width: int) -> Content:
    lines = [Content.styled(title, "bold")] if title else []
    lines += [Content.assemble((key.rjust(width), "bold $text-accent"), f"  {about}") for key, about in keys]
    return Content("\n").join(lines)
