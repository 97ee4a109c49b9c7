"""How the player looks: its theme, which stays once it was chosen, its colours of readers, and ASCII for signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.filter import LineFilter
from textual.screen import Screen

from simulator.scenario.complaints.complaint import visible
from simulator.tui.ascii_signs import AsciiSigns
from simulator.tui.opening_app import OpeningApp


class ThemedApp(OpeningApp):
    """An application with a theme.

    Args:
        settings: the file of the learner's settings, such as the theme; without it none are kept.
        ascii_signs: whether signs and boxes are shown in ASCII.
    """

    def __init__(self, settings: Path | None, ascii_signs: bool) -> None:
        super().__init__()
        self._settings = settings
        self.ascii_signs = AsciiSigns(enabled=ascii_signs)
        """Shows signs and boxes in ASCII while it is enabled."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to each line before it is shown."""
        return [*super().get_line_filters(), *([self.ascii_signs] if self.ascii_signs.enabled else [])]

    def push_screen(self, screen: Any, *arguments: Any, **options: Any) -> Any:
        """Show a screen, whose rules of style are read before its widgets are there.

        Textual reads them afterwards: it parses all rules again, and gives the widgets that it has mounted by then,
        which are all of them from Python 3.12 on, their styles a second time.
        """
        if isinstance(screen, Screen):
            for path in screen.css_path:
                if not self.stylesheet.has_source(str(path)):
                    self.stylesheet.read(path)
        return super().push_screen(screen, *arguments, **options)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of readers, which Textual's themes do not have."""
        from simulator.tui.widgets.looks import READERS

        return READERS[self.current_theme.dark]

    def action_ascii(self) -> None:
        """Switch between signs and ASCII."""
        self.ascii_signs.enabled = not self.ascii_signs.enabled
        self.refresh_css(animate=False)

    def action_themes(self) -> None:
        """List the themes."""
        from simulator.tui.screens.commands import CommandsScreen
        from simulator.tui.screens.player_screen import Command

        themes = [Command(name, "", name) for name in sorted(self.available_themes)]
        self.push_screen(CommandsScreen("Theme", themes), self._choose_theme)

    def _choose_theme(self, name: str | None) -> None:
        if name is not None:
            self.theme = name
            self._keep_theme(name)

    def take_settings(self) -> None:
        """Let what the learner chose once hold again."""
        from simulator.learner.settings import read_settings

        if self._settings is not None:
            theme = read_settings(self._settings).theme
            if theme in self.available_themes:
                self.theme = theme

    def _keep_theme(self, name: str) -> None:
        from simulator.learner.settings import keep_settings, read_settings

        if self._settings is not None:
            trouble = keep_settings(self._settings, replace(read_settings(self._settings), theme=name))
            if trouble:
                said = f"The theme holds until you leave; it could not be kept: {visible(trouble)}"
                self.notify(said, severity="warning", markup=False)
