"""The key under which a lesson's progress is kept."""

from __future__ import annotations

from pathlib import Path

from simulator.scenario.files.course_folder import key_of_file
from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import load_scenario
from simulator.scenario.model import Scenario


def key_of(scenario: Scenario) -> str:
    """The key of a lesson: its name in the library; for any other its course and its id in it, with a slash between.

    A file that is called as a lesson of the library is another lesson, unless it has the same content.
    """
    name, shown, _ = scenario.source
    try:
        if not Path(shown).is_file():
            return name  # a lesson of the library is shown by its name alone; or there is no file
        # In a folder with a file of that name one cannot see which of the two it is; but one of the same content is no
        # other lesson.
        if name in lesson_names() and scenario.model_dump() == load_scenario(name).model_dump():
            return name
        return key_of_file(shown)
    except (OSError, ValueError):
        return name
