"""Checks lessons: every error and every warning, in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from simulator.lesson.check.advice import advice, advice_on_names
from simulator.lesson.lesson import lessons_from, load_lesson
from simulator.scenario.complaints.complaint import START, Complaint, ScenarioError
from simulator.scenario.files.course import load_course, same_ids
from simulator.scenario.files.course_folder import describes_a_course
from simulator.scenario.files.folder import Skipped, folder_of
from simulator.scenario.files.library import find_lesson


@dataclass(slots=True)
class Checked:
    """The findings of a check.

    Attributes:
        files: every lesson that was looked at, as it is named in complaints, in order.
        complaints: errors and warnings, in the order of the files.
        skipped: files of a folder that are no lessons, and why.
    """

    files: list[str] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def errors(self) -> list[Complaint]:
        """The complaints that make a lesson unusable."""
        return [each for each in self.complaints if not each.is_warning]

    @property
    def warnings(self) -> list[Complaint]:
        """The complaints that leave a lesson usable."""
        return [each for each in self.complaints if each.is_warning]


def check(names: Iterable[str]) -> Checked:
    """Check lessons by their names, paths, or folders. One that is broken does not keep the others from being read."""
    checked = Checked()
    find = cache(lessons_from)
    names_of: dict[tuple[Path, str, str], str] = {}
    for name in names:
        for file in _files(name, checked):
            if file in checked.files:
                continue  # named twice
            checked.files.append(file)
            try:
                lesson = load_lesson(file, find)
            except ScenarioError as error:
                checked.complaints += error.complaints
            else:
                checked.complaints += advice(lesson)
                checked.complaints += advice_on_names(find_lesson(file)[0], lesson, names_of)
    checked.complaints += same_ids(map(Path, checked.files))
    order = {file: index for index, file in enumerate(checked.files)}
    checked.complaints.sort(key=lambda each: (order.get(each.file, len(order)), each.mark, each.code))
    return checked


def lesson_files(names: Iterable[str]) -> tuple[list[str], Checked]:
    """The lessons that names, paths and folders stand for; what is wrong with the folders is in `Checked`."""
    checked = Checked()
    return list(dict.fromkeys(file for name in names for file in _files(name, checked))), checked


def _files(name: str, checked: Checked) -> list[str]:
    if not name:  # and not the folder that one stands in, as an empty path is
        checked.complaints.append(Complaint("''", START, "Y101", "this cannot be the name of a file"))
        return []
    try:
        if describes_a_course(Path(name)):
            _check_course(Path(name), checked)
            return []
        if not Path(name).is_dir():
            return [name]
    except (OSError, ValueError):
        return [name]  # too long a name, a NUL: reading it says what is wrong
    folder = folder_of(Path(name))
    checked.complaints += folder.complaints
    checked.skipped += folder.skipped
    for described in folder.courses:
        _check_course(described, checked)
    return [str(file) for file in folder.lessons]


def _check_course(described: Path, checked: Checked) -> None:
    """What is wrong with the file that describes a course."""
    try:
        load_course(described)
    except ScenarioError as error:
        checked.complaints += (each for each in error.complaints if each not in checked.complaints)
