"""The pytest plugin, in a folder of an instructor's own: off unless asked for, and four tests a lesson."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli import main

LESSON = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES}
timeline: [put: {order_id: o-1}]
quiz: [{question: How many records?, choices: [1, 2], answer: {count: records}, explanation: One.}]
"""
FOUR = ["valid", "same_run_as_recorded", "same_run_twice", "answers_hold"]


class Suite:
    """A folder with lessons and perhaps tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("lessons/first.yaml", LESSON)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def pytest(self, *arguments: str) -> tuple[int, str]:
        """Run pytest as its own process, as an instructor's CI would."""
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-v", *arguments],
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def record(self) -> None:
        assert main(["test", "--update", str(self.folder)]) == 0


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return Suite(tmp_path)


def outcomes(said: str) -> dict[str, str]:
    return dict(re.findall(r"^(\S+::\S+) (\w+)", said, re.MULTILINE))


def test_it_is_off_unless_it_is_asked_for_and_then_nothing_of_the_simulator_is_imported(suite):
    suite.write(
        "test_own.py",
        "import sys\n\ndef test_off():\n"
        "    loaded = {name for name in sys.modules if name.startswith('simulator')}\n"
        "    assert loaded <= {'simulator', 'simulator.pytest_plugin'}\n"
        "    assert not {'pydantic', 'yaml', 'textual'} & set(sys.modules)\n",
    )
    status, said = suite.pytest()
    assert (status, outcomes(said)) == (0, {"test_own.py::test_off": "PASSED"}), said


def test_each_lesson_gives_four_tests_by_the_option(suite):
    suite.record()
    status, said = suite.pytest("--streamsim")
    assert status == 0
    assert outcomes(said) == {f"lessons/first.yaml::{name}": "PASSED" for name in FOUR}


def test_or_by_the_setting(suite):
    suite.record()
    suite.write("pytest.ini", "[pytest]\nstreamsim_lessons = true\n")
    status, said = suite.pytest()
    assert (status, len(outcomes(said))) == (0, 4)


def test_other_yaml_is_no_test(suite):
    suite.record()
    suite.write("lessons/compose.yaml", "services: {}\n")
    suite.write("lessons/list.yml", "- 1\n")
    assert "4 passed" in suite.pytest("--streamsim")[1]


def test_one_test_can_be_chosen_by_its_name(suite):
    status, said = suite.pytest("--streamsim", "lessons/first.yaml::valid")
    assert (status, outcomes(said)) == (0, {"lessons/first.yaml::valid": "PASSED"})


def test_a_lesson_without_a_recorded_run_fails_and_says_how_to_record_it(suite):
    status, said = suite.pytest("--streamsim")
    assert status == 1
    assert outcomes(said)["lessons/first.yaml::same_run_as_recorded"] == "FAILED"
    assert "lessons/first.yaml: no recorded run; streamsim test --update records it" in said
    assert "3 passed" in said


def test_another_run_than_the_recorded_one_fails_with_what_differs(suite):
    suite.record()
    suite.write("lessons/first.yaml", LESSON.replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY"))
    status, said = suite.pytest("--streamsim")
    assert (status, "1 failed, 3 passed" in said) == (1, True)
    assert "lessons/first.yaml: not the run that was recorded:" in said
    assert re.search(r'^\+1\. shard 1 .*"StreamViewType": "KEYS_ONLY"', said, re.MULTILINE)
    assert "Traceback" not in said


def test_a_broken_lesson_fails_with_the_lines_of_check(suite):
    suite.record()
    suite.write("lessons/broken.yaml", LESSON.replace("order_id: o-1", "order: o-1"))
    status, said = suite.pytest("--streamsim")
    assert status == 1
    assert re.search(r'lessons/broken.yaml:4:12: D301 the partition key "order_id" is missing', said)
    assert outcomes(said)["lessons/broken.yaml::valid"] == "FAILED"
    assert outcomes(said)["lessons/first.yaml::valid"] == "PASSED"
    assert "Traceback" not in said


def test_snapshot_update_records_what_streamsim_test_compares(suite, streamsim, monkeypatch):
    assert suite.pytest("--streamsim", "--snapshot-update")[0] == 0
    monkeypatch.chdir(suite.folder)
    assert streamsim("test", "lessons") == (0, "lessons/first.yaml: as recorded\n", "")
