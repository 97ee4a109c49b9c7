"""A new lesson file: a small commented one, or a copy of one of the library's."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.library import find_lesson
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.yaml.parse import read_content, text_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

SCHEMA_NAME = "scenario.schema.json"
"""What the schema's file is called, beside a lesson and in this package."""

MODELINE = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"
"""The first line of a lesson, by which an editor finds the schema."""


@dataclass(frozen=True, slots=True)
class Created:
    """What came of it."""

    written: tuple[Path, ...]
    other_schema: Path | None = None
    """The schema that was there already, where it is another than the program's own."""


def create_lesson(path: Path, from_lesson: str | None, schema: str) -> Created:
    """Write a new lesson, and beside it the schema where there is none. Nothing that is there is written over.

    Raises:
        FileExistsError: the lesson's file is there already.
        OSError: it cannot be written.
        ScenarioError: what is to begin from is no lesson, or one with problems.
    """
    if from_lesson is None:
        text = (TEMPLATES / "lesson.yaml").read_text(encoding="utf-8")
    else:
        text = _lesson_text(from_lesson)
        if "yaml-language-server" not in text.split("\n", 1)[0]:
            text = MODELINE + text
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    beside = path.with_name(SCHEMA_NAME)
    if not os.path.lexists(beside):
        beside.write_text(schema, encoding="utf-8")
        return Created((path, beside))
    return Created((path,), None if _is(beside, schema) else beside)


def _is(path: Path, text: str) -> bool:
    """Whether a file holds this text, as far as it can be read."""
    try:
        return read_content(path, str(path)).replace(b"\r\n", b"\n") == text.encode()
    except ScenarioError:
        return False


def _lesson_text(name: str) -> str:
    path, shown = find_lesson(name)
    text = text_of(read_content(path, shown), shown)
    scenario_from_text(text, shown)
    return text.replace("\r\n", "\n")
