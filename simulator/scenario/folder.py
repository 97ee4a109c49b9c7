"""The lessons of a folder: every YAML file that is a mapping with a timeline; others are skipped, and said to be."""

from __future__ import annotations

import os
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
    """What is no lesson: other YAML files, and links to folders, which may lead in a circle."""
    complaints: tuple[Complaint, ...]
    """What could not be looked through, and a folder without a lesson."""


def folder_of(path: Path) -> Folder:
    """Look through a folder and the folders in it. Names that begin with a dot are no one's lessons."""
    lessons: list[Path] = []
    skipped: list[Skipped] = []
    complaints: list[Complaint] = []

    def refuse(error: OSError) -> None:
        complaints.append(Complaint(str(Path(error.filename)), START, "Y101", f"cannot be read: {error.strerror}"))

    for folder, folders, files in os.walk(path, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        skipped += (Skipped(Path(folder, name), "a link to a folder") for name in folders if _is_link(folder, name))
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                file = Path(folder, name)
                reason = why_no_lesson(file)
                if reason is None:
                    lessons.append(file)
                else:
                    skipped.append(Skipped(file, reason))
    if not lessons and not complaints:
        complaints.append(Complaint(str(path), START, "Y113", "there is no lesson in this folder"))
    return Folder(tuple(lessons), tuple(skipped), tuple(complaints))


def _is_link(folder: str, name: str) -> bool:
    return Path(folder, name).is_symlink()


def why_no_lesson(path: Path) -> str | None:
    """Why a YAML file is no lesson; None where it is one, or where it is too broken to tell."""
    try:
        root, _ = read_document(path)
    except ScenarioError:
        return None
    if not isinstance(root, Mapping):
        return "not a mapping"
    return None if "timeline" in root else "it has no timeline"
