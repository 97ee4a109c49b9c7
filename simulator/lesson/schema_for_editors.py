"""The published JSON Schemas of lesson files and of course files, with the names that an editor offers."""

from __future__ import annotations

import json
from typing import Any

from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS
from simulator.scenario.consumers import ALL_FAILED, EMPTY, ONE_FAILED
from simulator.scenario.files.library import lesson_names
from simulator.scenario.format.for_editors import Offer, for_editors
from simulator.scenario.format.json_schema import course_schema, scenario_schema
from simulator.scenario.variables import VARIABLES


def lesson_schema_for_editors() -> dict[str, Any]:
    """The schema of a lesson's file. What only the program can know is not in it: see CONTRIBUTING.md."""
    return for_editors(scenario_schema(), _offers())


def course_schema_for_editors() -> dict[str, Any]:
    """The schema of the file that describes a course."""
    return for_editors(course_schema(), _offers())


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as it is published."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _offers() -> dict[str, Offer]:
    of_consumers = [each.id for each in VARIABLES.values() if each.consumer_types or each.by_consumer or each.by_stream]
    return {
        "variables": Offer(
            "A variable of the tracker",
            {each.id: each.name for each in VARIABLES.values()},
            rf"^({'|'.join(of_consumers)})\.[^.@]+(\.[^.@]+|@[1-9][0-9]*)?$",
            "No variable has this id; one of a consumer can have its name behind it, as in checkpoint.NAME.",
        ),
        "misconceptions": Offer("A misconception", {each.number: each.belief for each in MISCONCEPTIONS}),
        "lessons": Offer("A lesson", dict.fromkeys(lesson_names(), "")),
        "reports": Offer("What the function reports", dict.fromkeys((ONE_FAILED, ALL_FAILED, EMPTY), "")),
    }
