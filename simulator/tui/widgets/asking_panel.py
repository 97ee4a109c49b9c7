"""The panels that ask something have a line of keys that can be clicked."""

from __future__ import annotations

from textual.containers import VerticalScroll

from simulator.tui.widgets.key_line import KeyLine, Part

SEE_EXPECTED: Part = ("x: see what this belief expects", "x")
"""The key that shows the run of the belief behind a wrong answer."""


NOTHING_EXPECTED = "There is no run of a wrong belief to show for this answer."


class AskingPanel(VerticalScroll, can_focus=True):
    """A panel with a line of keys, `keys`. Subclasses compose it, and say which widget takes the focus."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.keys = KeyLine()

    def take_focus(self) -> None:
        """Give the focus to the widget that the learner needs next."""
        raise NotImplementedError

    def show_keys(self, *parts: Part) -> None:
        """Say which keys help now."""
        self.keys.show(*parts)

    def on_key_line_clicked(self, event: KeyLine.Clicked) -> None:
        """A key that is clicked is a key that is pressed."""
        event.stop()
        self.take_focus()
        self.app.call_later(self.app.simulate_key, event.key)  # from the app, or it would not bubble beyond this panel
