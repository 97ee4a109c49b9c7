"""Courses: the library, or a folder with lessons of one's own, in the order in which the lessons are to be learned."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from simulator.scenario.complaints.complaint import START, Complaint, ScenarioError, did_you_mean
from simulator.scenario.course_model import CourseModel
from simulator.scenario.files.course_folder import course_file, describes_a_course, lesson_id
from simulator.scenario.files.folder import folder_of
from simulator.scenario.files.lesson_key import key_of
from simulator.scenario.files.library import lesson_names, library_folder
from simulator.scenario.files.stamp import stamp
from simulator.scenario.loader import load_scenario
from simulator.scenario.model import Scenario
from simulator.scenario.shape.from_pydantic import complaints_of
from simulator.scenario.yaml.nodes import KeyPath, MappingNode, locate
from simulator.scenario.yaml.parse import read_document


class CourseLesson(NamedTuple):
    """A lesson in its course."""

    scenario: Scenario
    key: str
    """The key under which its progress is kept."""
    target: str | Path
    """The name or the path by which it is opened."""
    assumes: tuple[str, ...]
    """The ids of the lessons that should be known before it: of this course, or of the library."""

    @property
    def id(self) -> str:
        """Its id within the course."""
        return self.scenario.name


class Course(NamedTuple):
    """Lessons in the order in which they are given."""

    title: str
    lessons: tuple[CourseLesson, ...]
    welcome: str | None = None
    """A Markdown text that greets learners."""
    complaints: tuple[Complaint, ...] = ()
    """What is wrong with lessons of the folder, which are left out."""


def library_course() -> Course:
    """The library's lessons, which are read again when one of their files changed."""
    return _course_of(tuple((name, stamp(library_folder() / f"{name}.yaml")) for name in lesson_names()))


@lru_cache(maxsize=1)
def _course_of(stamped: tuple[tuple[str, Hashable], ...]) -> Course:
    scenarios = in_order(load_scenario(name) for name, _ in stamped)
    return Course("DynamoDB Streams", tuple(_in_course(each, each.name) for each in scenarios))


def course_in(folder: Path, with_folders: bool = True) -> Course:
    """The lessons of a folder and, `with_folders`, the folders in it.

    Lessons with problems are left out, with complaints.

    Raises:
        ScenarioError: there is no lesson, or the file that describes the course has problems.
    """
    found = folder_of(folder, with_folders)
    if found.complaints:
        raise ScenarioError(found.complaints)
    described = course_file(folder.resolve())
    model = CourseModel() if described is None else load_course(shown_beside(described, folder))
    lessons: list[CourseLesson] = []
    complaints: list[Complaint] = []
    for path in found.lessons:
        try:
            lessons.append(_in_course(load_scenario(path), path))
        except ScenarioError as error:
            complaints += error.complaints
    title = model.title or (folder.resolve() if described is None else described.parent).name
    return Course(title, _placed(lessons, model), model.welcome, tuple(complaints))


def course_of(scenario: Scenario) -> Course | None:
    """The course of a lesson; None where it came from no file."""
    name, shown, _ = scenario.source
    if key_of(scenario) == name:
        return library_course() if name in lesson_names() else None
    described = course_file(Path(shown).resolve().parent)
    if described is None:  # the folders below are courses of their own, and there may be very many of them
        return course_in(Path(shown).parent, with_folders=False)
    return course_in(described.parent)


def next_in_course(scenario: Scenario) -> CourseLesson | None:
    """The lesson that comes after another; None after the last one, and after a lesson of no course."""
    try:
        course = course_of(scenario)
    except ScenarioError:
        return None  # somebody is writing the course
    lessons = () if course is None else course.lessons
    key = key_of(scenario)
    places = [place for place, each in enumerate(lessons) if each.key == key]
    return lessons[places[0] + 1] if places and places[0] + 1 < len(lessons) else None


def in_order(scenarios: Iterable[Scenario]) -> list[Scenario]:
    """Lessons part by part, in each by `order` and name; the part that begins first comes first, no part last."""
    scenarios = list(scenarios)
    first: dict[str, int] = {}
    for each in scenarios:
        if each.part is not None:
            first[each.part] = min(first.get(each.part, each.order or 0), each.order or 0)

    def rank(each: Scenario) -> tuple[bool, int, str, int, str]:
        part = each.part
        return part is None, 0 if part is None else first[part], part or "", each.order or 0, each.name

    return sorted(scenarios, key=rank)


# The file that describes a course


def shown_beside(described: Path, folder: Path) -> Path:
    """The file that describes a course, named as the folder is: by a relative path where that is one."""
    return folder / described.name if described.parent == folder.resolve() else described


def load_course(path: Path) -> CourseModel:
    """Read the file that describes a course.

    Raises:
        ScenarioError: with everything that is wrong with it.
    """
    shown = str(path)
    root, complaints = read_document(path, shown)
    model = None
    if not isinstance(root, MappingNode):
        complaints.append(Complaint(shown, getattr(root, "mark", START), "S203", "a course is a mapping of keys"))
    else:
        try:
            model = CourseModel.model_validate(root)
        except ValidationError as error:
            complaints += complaints_of(error, root, shown, CourseModel)
        else:
            ids = _ids_of(path.parent)
            complaints += [
                Complaint(shown, locate(root, where), code, message) for where, code, message in _problems(model, ids)
            ]
    if complaints or model is None:
        raise ScenarioError(dict.fromkeys(complaints))
    return model


def same_ids(paths: Iterable[Path]) -> list[Complaint]:
    """Lessons of one course, in several folders, with one id: progress could not tell them apart."""
    first: dict[tuple[Path, str], Path] = {}
    found = []
    for path in paths:
        described = course_file(path.resolve().parent)
        if described is not None:
            other = first.setdefault((described, lesson_id(path)), path)
            if other.parent != path.parent:
                message = f'{other} has the id "{lesson_id(path)}" too; give one of them an `id` of its own'
                found.append(Complaint(str(path), START, "L406", message))
    return found


def _ids_of(folder: Path) -> list[str]:
    return [lesson_id(path) for path in folder_of(folder).lessons if not describes_a_course(path)]


def _problems(model: CourseModel, ids: Sequence[str]) -> Iterable[tuple[KeyPath, str, str]]:
    """What is wrong with the lessons that a course names: the path, a complaint's code, and its message."""
    seen: set[str] = set()
    known = [*ids, *lesson_names()]
    for index, each in enumerate(model.lessons):
        if each.id not in ids:
            yield ("lessons", index, "id"), "L402", f'no lesson "{each.id}" in this course{did_you_mean(each.id, ids)}'
        elif each.id in seen:
            yield ("lessons", index, "id"), "L406", f'the lesson "{each.id}" is here twice'
        for place, name in enumerate(each.after):
            if name not in known:
                yield ("lessons", index, "after", place), "L402", f'no lesson "{name}"{did_you_mean(name, known)}'
        seen.add(each.id)
    circle = _circle({each.id: each.after for each in model.lessons})
    if circle:
        index = next(place for place, each in enumerate(model.lessons) if each.id == circle[0])
        yield ("lessons", index), "L410", f"these lessons come after each other: {' after '.join(circle)}"


def _circle(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Lessons of which each comes after the next, the first named again at the end; empty where there are none."""
    done: set[str] = set()
    for start in after:
        way = [start]
        turns = [iter(after[start])]
        while turns:
            name = next(turns[-1], None)
            if name is None:
                turns.pop()
                done.add(way.pop())
            elif name in way:
                return [*way[way.index(name) :], name]
            elif name in after and name not in done:
                way.append(name)
                turns.append(iter(after[name]))
    return []


def _in_course(scenario: Scenario, target: str | Path) -> CourseLesson:
    return CourseLesson(scenario, key_of(scenario), target, tuple(scenario.assumes))


def _placed(lessons: Sequence[CourseLesson], model: CourseModel) -> tuple[CourseLesson, ...]:
    """Lessons as a course orders them: those that it names in its order, each behind those that it comes after."""
    by_scenario = {id(each.scenario): each for each in lessons}
    ordered = [by_scenario[id(scenario)] for scenario in in_order(each.scenario for each in lessons)]
    after = {each.id: tuple(each.after) for each in model.lessons}
    rank = {name: place for place, name in enumerate(after)}
    waiting = sorted(ordered, key=lambda each: rank.get(each.id, len(rank)))
    placed: list[CourseLesson] = []
    while waiting:
        missing = {each.id for each in waiting}
        following = next(each for each in waiting if not missing.intersection(after.get(each.id, ())) - {each.id})
        waiting.remove(following)
        assumes = tuple(dict.fromkeys((*following.assumes, *after.get(following.id, ()))))
        placed.append(following._replace(assumes=assumes))
    return tuple(placed)
