"""The box that the small screens over a lesson share."""

from __future__ import annotations

from textual.containers import VerticalScroll


class Dialog(VerticalScroll):
    """A framed box, as high as its content; it scrolls when that is too high. The screen's style sets its width."""

    DEFAULT_CSS = """
    Dialog {
        width: 64; max-width: 100%; height: auto; max-height: 100%;
        border: round $accent; padding: 0 2; background: $surface;
        overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    """

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.border_title = title
        self.border_subtitle = subtitle
