"""A cache of Textual's that keeps what removed widgets have drawn (Textual 8.2.8; no report upstream)."""

from __future__ import annotations

from functools import lru_cache

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style


@lru_cache(1024)
def inner_and_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    """The styles inside and outside a widget's border."""
    return Style(background=base_background + background), Style(background=base_background)


def _inner_and_outer_of(_: StylesCache, base_background: Color, background: Color) -> tuple[Style, Style]:
    return inner_and_outer(base_background, background)


def let_go_of_strips() -> None:
    """Make Textual forget the lines of a widget when the widget goes.

    `StylesCache.get_inner_outer` is cached by its arguments, and its first one is the object itself: the lines that the
    last 1,024 widgets and colours have drawn stay in memory, some 7 MB. The two colours are all that it depends on.
    """
    StylesCache.get_inner_outer = _inner_and_outer_of  # type: ignore[assignment]
