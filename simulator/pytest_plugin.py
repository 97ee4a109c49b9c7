"""The pytest plugin: lesson files as tests. It is off unless it is asked for, and imports nothing until it collects.

    [tool.pytest.ini_options]
    streamsim_lessons = true          # or: pytest --streamsim
    streamsim_strict = true           # advice of `streamsim check` fails `valid` too

Each lesson gives four tests: valid, same_run_as_recorded, same_run_twice, answers_hold. Of a lesson that is not valid
the other three are skipped: its problems are said once. Runs are recorded beside the
lesson by `streamsim test --update`, or by `pytest --streamsim --snapshot-update` where pytest-snapshot is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option and one setting that turn it on, and one that makes it strict."""
    group = parser.getgroup("streamsim", "DynamoDB Streams lessons")
    group.addoption("--streamsim", action="store_true", help="collect lesson files (*.yaml) as tests")
    parser.addini("streamsim_lessons", "collect lesson files (*.yaml) as tests", type="bool", default=False)
    parser.addini("streamsim_strict", "a lesson with advice is not valid", type="bool", default=False)


SKIPPED = pytest.StashKey[dict[str, str]]()
"""Files that are no lessons, and why."""

RECORDED = pytest.StashKey[list[str]]()
"""Files in which a run was recorded."""


def pytest_configure(config: pytest.Config) -> None:
    """Nothing is skipped or recorded yet."""
    config.stash[SKIPPED] = {}
    config.stash[RECORDED] = []


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """A YAML file that is a lesson; a hidden one where it is named itself."""
    config = parent.config
    if not (config.getoption("--streamsim") or config.getini("streamsim_lessons")):
        return None
    from simulator.scenario.files.course_folder import describes_a_course
    from simulator.scenario.files.folder import NO_LESSON_BESIDE, lost_run, may_be_lesson, why_no_lesson

    named = parent.session.isinitpath(file_path)
    if not may_be_lesson(file_path.name.lstrip(".") if named else file_path.name):
        if lost_run(file_path):
            config.stash[SKIPPED][_shown(file_path, config)] = NO_LESSON_BESIDE
        return None
    if describes_a_course(file_path):
        return None
    reason = why_no_lesson(file_path)
    if reason is not None:
        config.stash[SKIPPED][_shown(file_path, config)] = reason
        return None
    collected: pytest.Collector = LessonFile.from_parent(parent, path=file_path)
    return collected


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Report the files that were skipped, with the reasons, and the runs that were recorded."""
    recorded = config.stash[RECORDED]
    said: list[str] = []
    if config.stash[SKIPPED]:
        from simulator.scenario.files.folder import Skipped
        from simulator.views.complaints import skipped_lines

        said += skipped_lines([Skipped(Path(file), why) for file, why in sorted(config.stash[SKIPPED].items())])
    said += [f"{file}: recorded" for file in sorted(recorded)]
    if said:
        terminalreporter.section("streamsim")
        for line in said:
            terminalreporter.line(line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Each of pytest-xdist's workers hands over what it found."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["streamsim"] = (session.config.stash[SKIPPED], session.config.stash[RECORDED])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add the results of a pytest-xdist worker to those of this process."""
    skipped, recorded = getattr(node, "workeroutput", {}).get("streamsim", ({}, []))
    node.config.stash[SKIPPED].update(skipped)
    node.config.stash[RECORDED].extend(recorded)


class LessonProblem(Exception):
    """A problem that a lesson's test found; the text is shown as it is."""


class LessonFile(pytest.File):
    """One lesson."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its four tests."""
        for name, check in (
            ("valid", _valid),
            ("same_run_as_recorded", _as_recorded),
            ("same_run_twice", _twice),
            ("answers_hold", _answers),
        ):
            yield LessonTest.from_parent(self, name=name, check=check)


class LessonTest(pytest.Item):
    """One question asked of one lesson."""

    def __init__(self, *, check: Callable[[LessonTest], None], **more: Any) -> None:
        super().__init__(**more)
        self._check = check

    @property
    def shown(self) -> str:
        """The name of the lesson's file in the lines of its problems."""
        return _shown(self.path, self.config)

    def runtest(self) -> None:
        """Ask it."""
        self._check(self)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Problems read like the lines of `streamsim check`."""
        from simulator.scenario.complaints.complaint import ScenarioError

        if isinstance(excinfo.value, LessonProblem | ScenarioError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the lesson is, and what is asked."""
        return self.path, None, f"{self.path.name}: {self.name.replace('_', ' ')}"


def _shown(path: Path, config: pytest.Config) -> str:
    from simulator.scenario.complaints.complaint import visible

    return visible(str(path.relative_to(config.rootpath) if path.is_relative_to(config.rootpath) else path))


def _valid(item: LessonTest) -> None:
    from simulator.lesson.check.advice import advice
    from simulator.lesson.lesson import load_lesson
    from simulator.views.complaints import complaint_lines

    lesson = load_lesson(item.path)
    found = advice(lesson) if item.config.getini("streamsim_strict") else []
    if found:
        raise LessonProblem("\n".join(line for each in found for line in complaint_lines(each)))


def _lesson(item: LessonTest) -> Lesson:
    """The lesson that a test is about; the test of one that is not valid is skipped."""
    from simulator.lesson.lesson import load_lesson
    from simulator.scenario.complaints.complaint import ScenarioError

    try:
        return load_lesson(item.path)
    except ScenarioError:
        pytest.skip("the lesson is not valid")


def _as_recorded(item: LessonTest) -> None:
    from simulator.lesson_tests.recorded_file import compare
    from simulator.lesson_tests.recorded_text import golden_text

    update = item.config.getoption("--snapshot-update", default=False)
    compared = compare(item.path, item.shown, golden_text(_lesson(item)), update)
    if compared.problem:
        raise LessonProblem("\n".join(compared.problem))
    if compared.recorded is not None:
        item.config.stash[RECORDED].append(_shown(item.path.with_name(compared.recorded), item.config))


def _twice(item: LessonTest) -> None:
    from simulator.lesson_tests.recorded_text import difference, golden_text

    changes = difference(golden_text(_lesson(item)), golden_text(_lesson(item)))
    if changes:
        raise LessonProblem("\n".join([f"{item.shown}: two runs differ:", *changes]))


def _answers(item: LessonTest) -> None:
    from simulator.lesson_tests.answers_hold import misgraded

    lesson = _lesson(item)
    wrong = list(misgraded(lesson.questions, lesson.trace))
    if wrong:
        raise LessonProblem("\n".join(f"{item.shown}: question {line}" for line in wrong))
