"""The overview lesson, and small lessons made for one test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulator.lesson.lesson import Lesson, lesson_of, load_lesson
from simulator.scenario.complaints import ScenarioError
from simulator.scenario.loader import scenario_from_text

HEAD = """\
title: A lesson
table:
  name: Orders
  partition_key: order_id
stream:
  view_type: NEW_AND_OLD_IMAGES
timeline:
"""


@pytest.fixture(scope="session")
def overview() -> Lesson:
    return load_lesson("overview")


@pytest.fixture(scope="session")
def lesson() -> Callable[..., Lesson]:
    """A lesson of the given timeline entries (one put) and further lines, which begin at line 8 + entries."""

    def made(*entries: str, more: str = "") -> Lesson:
        timeline = "".join(f"  - {entry}\n" for entry in entries or ["put: {order_id: o-1}"])
        return lesson_of(scenario_from_text(HEAD + timeline + more, "lesson.yaml"))

    return made


@pytest.fixture(scope="session")
def complaints(lesson: Callable[..., Lesson]) -> Callable[..., list[str]]:
    """What is said against a lesson of one put whose further lines begin at line 9."""

    def said(more: str) -> list[str]:
        try:
            lesson(more=more)
        except ScenarioError as error:
            return [str(each) for each in error.complaints]
        return []

    return said
