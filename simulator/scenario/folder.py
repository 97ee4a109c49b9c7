"""The lessons of a folder: every YAML file that is a mapping with a timeline; others are skipped, and said to be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.scenario.complaints import START, Complaint, ScenarioError
from simulator.scenario.document import read_document
from simulator.scenario.library import SUFFIXES
from simulator.scenario.nodes import Mapping


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is no lesson."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What stands in a folder and the folders in it, in the order of the names."""

    lessons: tuple[Path, ...]
    """Lessons, and files that nobody can tell: what is wrong with those is found when they are read."""
    skipped: tuple[Skipped, ...]


def folder_of(path: Path) -> Folder:
    """Look through a folder.

    Raises:
        ScenarioError: there is no lesson in it, or it cannot be read.
    """
    lessons: list[Path] = []
    skipped: list[Skipped] = []
    for file in _yaml_files(path):
        reason = why_no_lesson(file)
        if reason is None:
            lessons.append(file)
        else:
            skipped.append(Skipped(file, reason))
    if not lessons:
        raise ScenarioError([Complaint(str(path), START, "Y113", "there is no lesson in this folder")])
    return Folder(tuple(lessons), tuple(skipped))


def _yaml_files(path: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise ScenarioError([Complaint(str(error.filename), START, "Y101", f"cannot be read: {error.strerror}")])

    for folder, folders, files in os.walk(path, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(SUFFIXES) and not name.startswith("."):
                yield Path(folder, name)


def why_no_lesson(path: Path) -> str | None:
    """Why a YAML file is no lesson; None where it is one, or where it is too broken to tell."""
    try:
        root, _ = read_document(path)
    except ScenarioError:
        return None
    if not isinstance(root, Mapping):
        return "not a mapping"
    return None if "timeline" in root else "it has no timeline"
