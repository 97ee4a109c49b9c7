"""The map of a scene as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.views.drawing import drawn_as_text
from simulator.views.map.draw import map_drawing
from simulator.views.scene.values import Scene


def map_text(scene: Scene, width: int, title: str = "", caption: str = "") -> Iterator[str]:
    """The map, at most `width` columns wide; `title` names the lesson, and `caption` says what happened."""
    yield from drawn_as_text(map_drawing(scene, width, title, caption))
