"""The course that a lesson's file belongs to, and the lesson's id in it; found without reading the lessons.

A folder with lessons is a course. Where a `course.yaml` lies in it, the folders below belong to it too.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.identifier import IDENTIFIER
from simulator.scenario.files.library import SUFFIXES
from simulator.scenario.files.stamp import stamp
from simulator.scenario.yaml.nodes import MappingNode, Scalar
from simulator.scenario.yaml.parse import first_document

COURSE_FILES = ("course.yaml", "course.yml")
"""The names of the file that describes a course."""

_HAS_AN_ID = re.compile(rb"""^["']?id["']?[ \t]*:|\A\s*\{.*\bid\b""", re.MULTILINE | re.DOTALL)


def describes_a_course(path: Path) -> bool:
    """Whether a file describes a course. One of its name that is a mapping with a timeline is a lesson."""
    if path.name not in COURSE_FILES:
        return False
    changed = stamp(path)
    return changed is not None and path.is_file() and not _is_a_lesson(path, changed)


@lru_cache(maxsize=256)
def _is_a_lesson(path: Path, _: tuple[int, int]) -> bool:
    try:
        root, _has_another = first_document(path)
    except ScenarioError:
        return False
    return isinstance(root, MappingNode) and "timeline" in root


def course_file(folder: Path) -> Path | None:
    """The file that describes the course of the lessons in a folder: in it, or in the nearest folder above."""
    found = (above / name for above in (folder, *folder.parents) for name in COURSE_FILES)
    return next(filter(describes_a_course, found), None)


def id_in(path: Path) -> str | None:
    """The id that a file gives itself; None where it gives none, or cannot be read."""
    changed = stamp(path)
    return None if changed is None else _id_in(path, changed)


@lru_cache(maxsize=4096)
def _id_in(path: Path, _: tuple[int, int]) -> str | None:
    try:
        if not path.is_file() or not _HAS_AN_ID.search(path.read_bytes()):
            return None  # most files: they need not be parsed
        root, _has_another = first_document(path)
    except (OSError, ScenarioError):
        return None
    given = root.get("id") if isinstance(root, MappingNode) else None
    return str(given) if isinstance(given, Scalar) and given.kind == "string" and IDENTIFIER.fullmatch(given) else None


def lesson_id(path: Path) -> str:
    """The id of a lesson's file: the one that it gives itself, or its name without the ending."""
    return id_in(path) or path.stem


def course_id(file: Path) -> str:
    """The id of the course that a lesson's file belongs to: from `course.yaml`, or the name of the folder.

    Never more of a path than that: progress is kept under it, and may be taken to another machine.
    """
    folder = file.resolve().parent
    described = course_file(folder)
    if described is None:
        return _folder_name(folder)
    return id_in(described) or _folder_name(described.parent)


def _folder_name(folder: PurePath) -> str:
    """The name of a folder; `~` for a person's own, whose name is that person's."""
    is_home = str(folder) == os.path.realpath(os.path.expanduser("~"))
    return "~" if is_home else folder.name or "."


def key_of_file(path: str) -> str:
    """The course and the lesson that a file stands for, as in `week-2/blocked-shard`.

    A file that is not there, such as one of another machine, is named by its folder and itself.
    """
    if os.path.isfile(path):
        key = f"{course_id(Path(path))}/{lesson_id(Path(path))}"
    else:
        pure = PureWindowsPath(path) if _is_of_windows(path) else PurePosixPath(path)
        key = f"{_folder_name(pure.parent)}/{pure.stem}"
    return key.encode(errors="backslashreplace").decode()


def is_a_path(key: str) -> bool:
    """Whether a lesson is named by the absolute path of its file."""
    return key.startswith("/") or _is_of_windows(key)


def _is_of_windows(path: str) -> bool:
    return re.match(r"[A-Za-z]:[\\/]|\\\\", path) is not None


def lessons_beside(folder: Path) -> dict[str, Path]:
    """The files that may be lessons of the course to which a folder belongs, by their ids. Nothing is checked here.

    Of two files with one id in one folder it is the one that ends in .yaml; an id of its own goes before a file's name.
    """
    described = course_file(folder.resolve())
    files = list(folder.glob("*")) if described is None else _files_below(described.parent)
    lessons = [path for path in files if path.suffix in SUFFIXES and not path.name.startswith(".")]
    lessons = [path for path in lessons if not describes_a_course(path)]
    by_name = {path.stem: path for path in sorted(lessons, key=lambda path: (path.stem, path.suffix == SUFFIXES[0]))}
    given = {path: found for path in sorted(lessons) if (found := id_in(path)) is not None}
    unnamed = {name: path for name, path in by_name.items() if path not in given}
    return unnamed | {found: path for path, found in given.items()}


def _files_below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += (Path(at, name) for name in files)
    return found
