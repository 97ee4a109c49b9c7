"""Testing lessons: each is run and compared with its recorded run, and every answer to its questions is tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.lesson.lesson import load_lesson
from simulator.lesson_tests.answers_hold import misgraded
from simulator.lesson_tests.recorded_file import compare
from simulator.lesson_tests.recorded_text import golden_text
from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.scenario.files.library import find_lesson


def test_lessons(files: Iterable[str], update: bool) -> Iterator[tuple[list[str], bool]]:
    """Test lessons one after another: of each what there is to say, and whether all is well."""
    for file in files:
        try:
            yield _test(file, update)
        except ScenarioError as error:
            yield [str(each) for each in error.complaints], False


def _test(file: str, update: bool) -> tuple[list[str], bool]:
    lesson = load_lesson(file)
    problems = [visible(f"{file}: question {line}") for line in misgraded(lesson.questions, lesson.trace)]
    compared = compare(find_lesson(file)[0], file, golden_text(lesson), update)
    problems += compared.problem
    if compared.recorded is not None:
        return [*problems, visible(f"{file}: recorded in {compared.recorded}")], not problems
    return problems or [visible(f"{file}: as recorded")], not problems


test_lessons.__test__ = False  # type: ignore[attr-defined]  # pytest shall not take it for a test
