"""The line that says which keys help now. Each can be clicked in place of being pressed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

Part = str | tuple[str, str]
"""A text, or a text and the key that a click on it presses."""


class KeyLine(Static):
    """Keys and what they do, one after another."""

    DEFAULT_CSS = """
    KeyLine { height: auto; }
    """

    @dataclass
    class Clicked(Message):
        """A key was clicked."""

        key: str

    def __init__(self, *, between: str = "; ", look: str = "dim", id: str | None = None) -> None:
        """Make a line of keys in a style, with these characters between them."""
        super().__init__(markup=False, id=id)
        self._between = between
        self._look = look
        self._keys: list[str] = []

    def show(self, *parts: Part) -> None:
        """Show other parts."""
        self._keys = [part[1] for part in parts if not isinstance(part, str)]
        clickable = count()
        shown = []
        for part in parts:
            text, is_key = (part, False) if isinstance(part, str) else (part[0], True)
            content = Content.styled(text, self._look)
            if is_key:
                content = content.stylize(Style.from_meta({"@click": f"press({next(clickable)})"}))
            shown.append(content)
        self.update(Content.styled(self._between, self._look).join(shown))

    def action_press(self, index: int) -> None:
        """Press the key of a part that was clicked."""
        self.post_message(self.Clicked(self._keys[index]))
