"""A small lesson to spoil, and the complaints about a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import load_scenario, scenario_from_text
from simulator.scenario.model import Scenario

HEAD = """\
title: A lesson
table:
  name: Orders
  partition_key: order_id
stream:
  view_type: KEYS_ONLY
"""

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def printed(load: Callable[[], Scenario]) -> list[str]:
    """Every complaint about what is loaded, as it is printed."""
    try:
        load()
    except ScenarioError as error:
        lines = [str(complaint) for complaint in error.complaints]
    else:
        return []
    for line in lines:
        assert not CONTROL.search(line), "a complaint is one line, safe to print"
    return lines


def said_against(path: Path) -> list[str]:
    """Every complaint about a file, the file's folder left out."""
    folder = f"{path.parent}/"
    lines = printed(lambda: load_scenario(path))
    for line in lines:
        assert line.startswith(folder), "a complaint begins with the file as it was named"
    return [line.removeprefix(folder) for line in lines]


@pytest.fixture(scope="session")
def lesson() -> Callable[..., str]:
    """The text of a small lesson: six lines of head, line 7 is `timeline:`, entry k stands in line 8 + k, column 5."""

    def text(*entries: str, head: str = HEAD, more: str = "") -> str:
        return f"{head}timeline:\n" + "".join(f"  - {entry}\n" for entry in entries or ["put: {order_id: o-1}"]) + more

    return text


@pytest.fixture(scope="session")
def complaints() -> Callable[[str], list[str]]:
    """Every complaint about the text of a `lesson.yaml`."""
    return lambda text: printed(lambda: scenario_from_text(text, "lesson.yaml"))


@pytest.fixture
def complaints_about_bytes(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """Write `lesson.yaml`, load it, and return every complaint about it."""

    def complaints_about(content: bytes) -> list[str]:
        path = tmp_path / "lesson.yaml"
        path.write_bytes(content)
        return said_against(path)

    return complaints_about


@pytest.fixture(scope="session")
def complaints_of() -> Callable[[Path], list[str]]:
    """Load a file that is there already (or is not) and return every complaint about it."""
    return said_against


@pytest.fixture(scope="session")
def said(complaints: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """Every complaint about a text, without its place: the text has a ^ before each place that a complaint is about."""

    def said_about(marked: str) -> list[str]:
        places, lines = [], []
        for number, line in enumerate(marked.split("\n"), 1):
            before, *pieces = line.split("^")
            for piece in pieces:
                places.append(f"lesson.yaml:{number}:{len(before) + 1}:")
                before += piece
            lines.append(before)
        found = [complaint.split(" ", 1) for complaint in complaints("\n".join(lines))]
        assert [place for place, _ in found] == places, found
        return [message for _, message in found]

    return said_about
