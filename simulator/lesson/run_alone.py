"""The run of a file whose texts or answers are wrong: an author sees it beside the complaints about them."""

from __future__ import annotations

from pathlib import Path

from simulator.lesson.lesson import Lesson, lesson_of, load_lesson
from simulator.scenario.complaints.complaint import Complaint, ScenarioError
from simulator.scenario.loader import NEEDED_TO_RUN, load_scenario
from simulator.scenario.model import Scenario


def load_what_can_be_shown(name: str | Path) -> tuple[Lesson, tuple[Complaint, ...]]:
    """Read a lesson; where only its texts, references or answers are wrong (L codes), its run without any of them.

    Returns:
        The lesson or its run, and everything that is wrong with the file.

    Raises:
        ScenarioError: the file cannot be read, or what it says cannot be run.
    """
    try:
        return load_lesson(name), ()
    except ScenarioError as error:
        if any(not each.code.startswith("L") for each in error.complaints):
            raise
        return lesson_of(_without_texts(load_scenario(name))), error.complaints


def _without_texts(scenario: Scenario) -> Scenario:
    fields = Scenario.model_fields
    texts = [name for name in fields if name not in NEEDED_TO_RUN and not fields[name].is_required()]
    return scenario.model_copy(update={name: fields[name].get_default(call_default_factory=True) for name in texts})
