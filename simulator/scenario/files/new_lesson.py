"""Creates a lesson file: a small commented one, or a copy of a lesson of the library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.library import find_lesson
from simulator.scenario.files.whole_file import write_whole
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.yaml.content import read_content, text_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

SCHEMA_NAME = "scenario.schema.json"
"""The name of the schema's file, beside a lesson and in this package."""

MODELINE = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"
"""The first line of a lesson, by which an editor finds the schema."""

ABOUT_TAGS = """\
# Tags such as !in are known to an editor whose setting yaml.customTags is
# ["!in scalar", "!plus scalar", "!append sequence", "!if_missing scalar"].
"""
"""Comments for a lesson with tags, which a schema cannot name."""

_TAG = re.compile(r"(?<!!)!(?:in|plus|append|if_missing) ")


@dataclass(frozen=True, slots=True)
class Created:
    """The files that were written."""

    written: tuple[Path, ...]
    other_schema: Path | None = None
    """The schema that was there already, where it is another than the program's own."""


def create_lesson(path: Path, from_lesson: str | None, schema: str) -> Created:
    """Write a new lesson, and beside it the schema where there is none. Nothing that is there is written over.

    Raises:
        FileExistsError: the lesson's file is there already.
        OSError: it cannot be written.
        ScenarioError: the lesson to copy is no lesson, or one with problems.
    """
    if from_lesson is None:
        text = (TEMPLATES / "lesson.yaml").read_text(encoding="utf-8")
    else:
        text = _lesson_text(from_lesson)
        if "yaml-language-server" not in text.split("\n", 1)[0]:
            text = MODELINE + (ABOUT_TAGS if _TAG.search(text) else "") + text
    write_whole(path, text, must_be_new=True)
    beside = path.with_name(SCHEMA_NAME)
    try:
        write_whole(beside, schema, must_be_new=True)
    except FileExistsError:
        return Created((path,), None if _is(beside, schema) else beside)
    return Created((path, beside))


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
