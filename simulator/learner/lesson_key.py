"""The key under which a lesson's progress is kept."""

from __future__ import annotations

from pathlib import Path

from simulator.lesson.lesson import Lesson
from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import load_scenario


def lesson_key(lesson: Lesson) -> str:
    """The key of a lesson: its name in the library, or the path of its file.

    Two lessons of one name in two folders are two lessons, and one called as a lesson of the library is another one.
    """
    name, shown, _ = lesson.scenario.source
    file = Path(shown)
    try:
        if not file.is_file():
            return name  # a lesson of the library is shown by its name alone; or there is no file
        # In a folder with a file of that name one cannot see which of the two it is; but one of the same content is no
        # other lesson.
        if name in lesson_names() and lesson.scenario.model_dump() == load_scenario(name).model_dump():
            return name
        return str(file.resolve()).encode(errors="backslashreplace").decode()
    except (OSError, ValueError):
        return name
