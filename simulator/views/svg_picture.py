"""The pictures of a run after a step as SVG files: the map, or the lanes of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Literal

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.events.table import action_words
from simulator.scenario.files.whole_file import write_whole
from simulator.views.layout import WIDTH
from simulator.views.map.svg import map_svg
from simulator.views.scene.scene import scene
from simulator.views.svg import Theme
from simulator.views.time.svg import time_svg

Picture = Literal["map", "time"]


def caption(lesson: Lesson, step: int) -> str:
    """The action of a step, to stand over its picture."""
    trace = lesson.trace
    return action_words(trace, trace.step(step)) if step else "The start: nothing has happened yet."


def picture_svg(lesson: Lesson, step: int, of: Picture, theme: Theme, width: int = WIDTH) -> Iterator[str]:
    """The lines of the SVG of a picture; `width` is in columns of text."""
    if of == "time":
        return time_svg(lesson.trace, step, width, theme)
    return map_svg(scene(lesson.trace, step), width, theme, lesson.title, caption(lesson, step))


def picture_names(lesson: str, step: int, of: Picture) -> Iterator[str]:
    """Names for the file of a picture: `overview-step-4-map.svg`, `overview-step-4-map-2.svg`, and so on."""
    plain = re.sub(r"[^\w.-]+", "-", lesson)
    stem = f"{plain}-step-{step}-{of}"
    yield f"{stem}.svg"
    yield from (f"{stem}-{number}.svg" for number in count(2))


def save_picture(folder: Path, lesson: Lesson, step: int, of: Picture, theme: Theme) -> Path:
    """Write a picture to a new file of a folder, whatever is there already, and return its path.

    Raises:
        OSError: it cannot be written.
    """
    text = "\n".join(picture_svg(lesson, step, of, theme)) + "\n"
    for name in picture_names(lesson.name, step, of):
        try:
            write_whole(folder / name, text, must_be_new=True)
        except FileExistsError:
            continue
        return folder / name
    raise AssertionError("there is always one more name")
