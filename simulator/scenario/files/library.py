"""The lessons that come with the program, and how a lesson is named."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from simulator.scenario.complaints.complaint import START, Complaint, ScenarioError, did_you_mean

SUFFIXES = (".yaml", ".yml")


@cache
def library_folder() -> Path:
    """The folder with the lessons: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def lesson_names() -> list[str]:
    """The names of the library's lessons, in alphabetical order."""
    return sorted(path.stem for path in library_folder().glob("*.yaml"))


def name_for_commands(name: str, shown: str) -> str:
    """What a command calls a lesson: its name in the library, or the path by which it was opened (`shown`)."""
    return name if shown == f"{name}.yaml" and name in lesson_names() else shown


def is_folder(name: str) -> bool:
    """Whether a name that a person gives is that of a folder with lessons, and of no lesson of the library."""
    return name not in lesson_names() and os.path.isdir(name)


def find_lesson(name: str | Path) -> tuple[Path, str]:
    """The path of a lesson, and what complaints call it.

    A name with a slash or the ending .yaml is a path; any other is looked up in the library, then as a file.

    Raises:
        ScenarioError: neither the library nor a file has this name.
    """
    text = str(name)
    if isinstance(name, Path) or text.endswith(SUFFIXES) or "/" in text or "\\" in text or "\0" in text:
        return Path(text), text
    known = lesson_names()
    if text in known:
        path = library_folder() / f"{text}.yaml"
        return path, path.name
    if text and os.path.exists(text):  # and not Path.exists, which raises for a name that is too long
        return Path(text), text
    message = f"no lesson and no file has this name{did_you_mean(text, known)} (streamsim list shows the lessons)"
    raise ScenarioError([Complaint(text or "''", START, "Y101", message)])
