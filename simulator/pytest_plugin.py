"""The pytest plugin: lesson files as tests. It is off unless it is asked for, and imports nothing until it collects.

    [tool.pytest.ini_options]
    streamsim_lessons = true          # or: pytest --streamsim

Each lesson gives four tests: valid, same_run_as_recorded, same_run_twice, answers_hold. Runs are recorded beside the
lesson by `streamsim test --update`, or by `pytest --streamsim --snapshot-update` where pytest-snapshot is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option and one setting that turn it on."""
    group = parser.getgroup("streamsim", "DynamoDB Streams lessons")
    group.addoption("--streamsim", action="store_true", help="collect lesson files (*.yaml) as tests")
    parser.addini("streamsim_lessons", "collect lesson files (*.yaml) as tests", type="bool", default=False)


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """A YAML file that is a lesson."""
    config = parent.config
    if not (config.getoption("--streamsim") or config.getini("streamsim_lessons")):
        return None
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    from simulator.scenario.folder import why_no_lesson

    if why_no_lesson(file_path) is not None:
        return None
    collected: pytest.Collector = LessonFile.from_parent(parent, path=file_path)
    return collected


class LessonProblem(Exception):
    """What a lesson's test found; the text is what is shown."""


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

    def runtest(self) -> None:
        """Ask it."""
        self._check(self)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is wrong reads like the lines of `streamsim check`."""
        from simulator.scenario.complaints import ScenarioError

        if isinstance(excinfo.value, LessonProblem | ScenarioError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the lesson is, and what is asked."""
        return self.path, None, f"{self.path.name}: {self.name.replace('_', ' ')}"


def _shown(item: LessonTest) -> str:
    try:
        return str(item.path.relative_to(item.config.rootpath))
    except ValueError:
        return str(item.path)


def _valid(item: LessonTest) -> None:
    from simulator.lesson.lesson import load_lesson

    load_lesson(item.path)


def _as_recorded(item: LessonTest) -> None:
    from simulator.lesson.lesson import load_lesson
    from simulator.views.golden import difference, golden_path, golden_text

    recorded = golden_path(item.path)
    now = golden_text(load_lesson(item.path))
    if item.config.getoption("--snapshot-update", default=False):
        recorded.write_text(now, encoding="utf-8", newline="\n")
        return
    if not recorded.exists():
        raise LessonProblem(f"{_shown(item)}: no recorded run; streamsim test --update records it")
    changes = difference(recorded.read_text(encoding="utf-8"), now)
    if changes:
        raise LessonProblem("\n".join([f"{_shown(item)}: not the run that was recorded:", *changes]))


def _twice(item: LessonTest) -> None:
    from simulator.lesson.lesson import load_lesson
    from simulator.views.golden import difference, golden_text

    changes = difference(golden_text(load_lesson(item.path)), golden_text(load_lesson(item.path)))
    if changes:
        raise LessonProblem("\n".join([f"{_shown(item)}: two runs differ:", *changes]))


def _answers(item: LessonTest) -> None:
    from simulator.lesson.lesson import load_lesson
    from simulator.lesson.replay import misgraded

    wrong = list(misgraded(load_lesson(item.path).questions))
    if wrong:
        raise LessonProblem("\n".join(f"{_shown(item)}: question {line}" for line in wrong))
