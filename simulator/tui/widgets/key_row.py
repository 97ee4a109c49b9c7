"""The last line of a screen: the keys that do something now. Each can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.events import Resize
from textual.style import Style
from textual.widget import Widget

from simulator.tui.keys import MOST_IN_FOOTER
from simulator.views.width import cells

if TYPE_CHECKING:
    from textual.screen import Screen

_BETWEEN = " "


def _width(key: tuple[str, str, str]) -> int:
    _, display, description = key
    return cells(f"{display} {description}")


class KeyRow(Widget):
    """The screen's visible keys, in one widget.

    Textual's Footer makes a widget for each key, anew at each change, and holds them all for good: a third of a
    megabyte for every panel that is opened (Textual 8.2.8, Textualize/textual#6666).
    """

    DEFAULT_CSS = """
    KeyRow {
        dock: bottom; height: 1; background: $footer-background; color: $footer-foreground;
        link-style: none; link-color: $footer-foreground; link-style-hover: reverse;
    }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _: Screen[Any]) -> None:
        self.refresh()

    def on_resize(self, _: Resize) -> None:
        self.refresh()

    def render(self) -> Content:
        """As many keys as fit: the first of the screen's table, and always the last one, which leads to all others."""
        shown: list[Content] = []
        *keys, last = self._keys() or [("", "", "")]
        room = self.size.width - _width(last)
        fitting = []
        for each in keys[: MOST_IN_FOOTER - 1]:
            room -= _width(each) + len(_BETWEEN)
            if room < 0:
                break
            fitting.append(each)
        for key, display, description in (*fitting, last):
            part = Content.assemble((display, "bold $footer-key-foreground"), f" {description}")
            shown.append(part.stylize(Style.from_meta({"@click": f"press('{key}')"})))
        return Content(_BETWEEN).join(shown)

    def _keys(self) -> list[tuple[str, str, str]]:
        """Each action once, under its first key: the key, its sign, and what it does."""
        found: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in found:
                found[binding.action] = (binding.key, self.app.get_key_display(binding), binding.description)
        return list(found.values())

    def action_press(self, key: str) -> None:
        """Press a key that was clicked."""
        self.app.simulate_key(key)
