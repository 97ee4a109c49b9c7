"""The lessons of a folder: every YAML file that is a mapping with a timeline; others are reported as skipped.

A mapping with a table and a stream is a lesson too, and so is whatever has a recorded run beside it: there the
timeline is missing or misspelt, and that is a problem.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from simulator.scenario.complaints.complaint import START, Complaint, ScenarioError
from simulator.scenario.files.course_folder import describes_a_course
from simulator.scenario.files.library import SUFFIXES
from simulator.scenario.files.recorded_run import RUN_SUFFIX, golden_path
from simulator.scenario.yaml.nodes import MappingNode
from simulator.scenario.yaml.parse import first_document, has_top_key

NO_LESSON_BESIDE = "a recorded run with no lesson beside it"


class Skipped(NamedTuple):
    """A file that is no lesson."""

    path: Path
    reason: str


class Folder(NamedTuple):
    """The contents of a folder and the folders in it, in the order of the names."""

    lessons: tuple[Path, ...]
    """Lessons, and files whose kind cannot be determined: reading those finds what is wrong with them."""
    skipped: tuple[Skipped, ...]
    """Other YAML files, recorded runs with no lesson beside them, and links to folders."""
    courses: tuple[Path, ...]
    """Files that describe a course."""
    complaints: tuple[Complaint, ...]
    """Complaints about folders that cannot be read, or that hold no lesson."""


def folder_of(path: Path, with_folders: bool = True) -> Folder:
    """Look through a folder and, `with_folders`, the folders in it.

    Links to folders are not followed: they may lead in a circle.
    """
    lessons: list[Path] = []
    courses: list[Path] = []
    skipped: list[Skipped] = []
    complaints: list[Complaint] = []

    def refuse(error: OSError) -> None:
        complaints.append(Complaint(str(Path(error.filename)), START, "Y101", f"cannot be read: {error.strerror}"))

    for folder, folders, files in os.walk(path, onerror=refuse):
        folders[:] = sorted(name for name in folders if with_folders and not name.startswith("."))
        skipped += (Skipped(Path(folder, name), "a link to a folder") for name in folders if _is_link(folder, name))
        recorded = {golden_path(Path(name)).name for name in files if may_be_lesson(name)}
        for name in sorted(files):
            file = Path(folder, name)
            if describes_a_course(file):
                courses.append(file)
            elif may_be_lesson(name):
                reason = why_no_lesson(file)
                if reason is None:
                    lessons.append(file)
                else:
                    skipped.append(Skipped(file, reason))
            elif name.endswith(RUN_SUFFIX) and name not in recorded:
                skipped.append(Skipped(file, NO_LESSON_BESIDE))
    if not lessons and not complaints:
        complaints.append(Complaint(str(path), START, "Y113", "there is no lesson in this folder"))
    return Folder(tuple(lessons), tuple(skipped), tuple(courses), tuple(complaints))


def _is_link(folder: str, name: str) -> bool:
    return Path(folder, name).is_symlink()


def may_be_lesson(name: str) -> bool:
    """Whether a file in a folder is looked at. Names that begin with a dot are ignored."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def why_no_lesson(path: Path) -> str | None:
    """Why a YAML file is no lesson; None where it is one, or where the file is too broken to decide."""
    if os.path.lexists(golden_path(path)):
        return None
    try:
        if has_top_key(path, "timeline"):
            return None  # a lesson, or too broken to be read: reading it finds that
        root, has_another = first_document(path)
    except ScenarioError as error:
        return "it has no content" if any(each.code == "Y111" for each in error.complaints) else None
    if isinstance(root, MappingNode) and ("timeline" in root or ("table" in root and "stream" in root)):
        return None
    if has_another:
        return "several YAML documents"
    return "it has no timeline" if isinstance(root, MappingNode) else "not a mapping"


def lost_run(path: Path) -> bool:
    """Whether a file is by its name a recorded run, and no lesson's file is beside it.

    Raises:
        OSError: its folder cannot be read.
    """
    return path.name.endswith(RUN_SUFFIX) and not _beside(path, os.listdir(path.parent))


def sharing_its_run(lesson: Path) -> list[str]:
    """The names of other lessons whose runs would be recorded in the same file: `a.yml` beside `a.yaml`.

    Raises:
        OSError: the folder cannot be read.
    """
    names = _beside(golden_path(lesson), os.listdir(lesson.parent))
    others = {name: lesson.with_name(name) for name in names if name != lesson.name}
    return [name for name, other in others.items() if not other.is_dir() and why_no_lesson(other) is None]


def _beside(recorded: Path, names: Iterable[str]) -> list[str]:
    """Which names are those of lessons with this recorded run."""
    return sorted(name for name in names if may_be_lesson(name) and golden_path(Path(name)).name == recorded.name)
