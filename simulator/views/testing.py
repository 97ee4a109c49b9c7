"""Testing lessons: each is run and compared with its recorded run, and every answer to its questions is tried."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.lesson.lesson import load_lesson
from simulator.lesson.replay import misgraded
from simulator.scenario.complaints import ScenarioError, visible
from simulator.scenario.library import find_lesson
from simulator.views.golden import difference, golden_path, golden_text


def test_lessons(files: Iterable[str], update: bool) -> tuple[list[str], bool]:
    """Test each lesson. Returns what there is to say, and whether all is well."""
    lines: list[str] = []
    good = True
    for file in files:
        said, is_good = _test(file, update)
        lines += said
        good = good and is_good
    return lines, good


def _test(file: str, update: bool) -> tuple[list[str], bool]:
    try:
        lesson = load_lesson(file)
        path = find_lesson(file)[0]
    except ScenarioError as error:
        return [str(each) for each in error.complaints], False
    lines = [visible(f"{file}: question {line}") for line in misgraded(lesson.questions)]
    recorded = golden_path(path)
    now = golden_text(lesson)
    try:
        before = recorded.read_text(encoding="utf-8") if recorded.exists() else None
        if update and before != now:
            recorded.write_text(now, encoding="utf-8", newline="\n")
            return [*lines, visible(f"{file}: recorded in {recorded.name}")], not lines
    except (OSError, UnicodeDecodeError) as error:
        return [*lines, visible(f"{file}: {recorded}: {getattr(error, 'strerror', None) or error}")], False
    if before is None:
        return [*lines, visible(f"{file}: no recorded run; streamsim test --update records it")], False
    changes = difference(before, now)
    if changes:
        lines += [
            visible(f"{file}: not the run that was recorded in {recorded.name}:"),
            *(f"    {each}" for each in changes),
        ]
    return lines or [visible(f"{file}: as recorded")], not lines


test_lessons.__test__ = False  # type: ignore[attr-defined]  # pytest shall not take it for a test
