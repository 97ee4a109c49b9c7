"""The map as SVG."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.views.map.draw import map_drawing
from simulator.views.scene.values import Scene
from simulator.views.svg import Theme, drawn_as_svg


def map_svg(scene: Scene, width: int, theme: Theme, title: str = "", caption: str = "") -> Iterator[str]:
    """The map as SVG; `width` is in columns of text, as in `map_text`."""
    return drawn_as_svg(map_drawing(scene, width, title, caption), theme, title or "The map")
