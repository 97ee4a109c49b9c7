"""The overview lesson, and small lessons made for one test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from loaded_lessons import load_lesson

from simulator.lesson.lesson import Lesson
from simulator.scenario.complaints.complaint import ScenarioError


@pytest.fixture(scope="session")
def overview() -> Lesson:
    return load_lesson("overview")


@pytest.fixture(scope="session")
def complaints(lesson: Callable[..., Lesson]) -> Callable[..., list[str]]:
    """The complaints about a lesson of one put whose further lines begin at line 9."""

    def said(more: str) -> list[str]:
        try:
            lesson(more=more)
        except ScenarioError as error:
            return [str(each) for each in error.complaints]
        return []

    return said
