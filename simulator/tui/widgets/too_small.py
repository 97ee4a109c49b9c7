"""What a screen says in place of its content where the terminal is too small for it."""

from __future__ import annotations

from textual.widgets import Static

LEAST_WIDTH, LEAST_HEIGHT = 60, 18
"""Columns and lines that a screen of the player needs."""

BREAKPOINTS = [(0, "-tiny"), (LEAST_WIDTH, "-narrow"), (110, "-wide")], [(0, "-flat"), (LEAST_HEIGHT, "-high")]
"""The classes of a screen by its columns, and by its lines."""


class TooSmall(Static):
    """Shown on a screen with the class `-tiny` or `-flat` alone."""

    DEFAULT_CSS = """
    TooSmall { display: none; width: 1fr; height: 1fr; padding: 1; }
    .-tiny TooSmall, .-flat TooSmall { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def on_resize(self) -> None:
        """Say what is needed, and what there is."""
        size = self.screen.size
        needed = f"The player needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} lines"
        self.update(f"{needed}; this terminal has {size.width} and {size.height}.")
