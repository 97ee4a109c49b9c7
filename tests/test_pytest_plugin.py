"""The pytest plugin, in a folder of an instructor's own: off unless asked for, and four tests a lesson."""

from __future__ import annotations

import re

import pytest
from commands import ROOT

from simulator.cli.main import main

LESSON = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES}
timeline: [put: {order_id: o-1}]
quiz: [{question: How many records?, choices: [1, 2], answer: {count: records}, explanation: One.}]
"""
pytest_plugins = ["pytester"]
FOUR = ["valid", "same_run_as_recorded", "same_run_twice", "answers_hold"]


NOT_OURS = ("-p", "no:hypothesispytest", "-p", "no:asyncio", "-p", "no:cacheprovider")
"""This project's own plugins, which an instructor's folder does not have; to load them takes longer than the test."""


class Suite:
    """A folder with lessons and perhaps tests."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.folder = pytester.path
        self._pytester = pytester
        self.write("lessons/first.yaml", LESSON)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def pytest(self, *arguments: str) -> tuple[int, str]:
        """Run pytest in this process: its status and everything it printed."""
        return said_by(self._pytester.runpytest_inprocess(*NOT_OURS, "-v", *arguments))

    def pytest_alone(self, *arguments: str) -> tuple[int, str]:
        """Run pytest in its own process, as an instructor's CI would."""
        return said_by(self._pytester.runpytest_subprocess(*NOT_OURS, "-v", *arguments, timeout=120))

    def record(self) -> None:
        assert main(["test", "--update", str(self.folder)]) == 0


@pytest.fixture(scope="module", autouse=True)
def _imported(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Import the simulator before any test: `pytester` takes out of `sys.modules` all that a test imports."""
    lesson = tmp_path_factory.mktemp("imported") / "lesson.yaml"
    lesson.write_text(LESSON, encoding="utf-8")
    assert main(["test", "--update", str(lesson)]) == 0


def said_by(done: pytest.RunResult) -> tuple[int, str]:
    return int(done.ret), "\n".join((*done.outlines, *done.errlines))


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Suite:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    return Suite(pytester)


def outcomes(said: str) -> dict[str, str]:
    return dict(re.findall(r"^(\S+::\S+) (\w+)", said, re.MULTILINE))


def summary(said: str) -> list[str]:
    """The lines of the plugin's own section."""
    return re.split(r"^=+ streamsim =+\n", said, maxsplit=1, flags=re.MULTILINE)[1].split("\n=")[0].splitlines()


def test_it_is_off_unless_it_is_asked_for_and_then_nothing_of_the_simulator_is_imported(suite):
    suite.write(
        "test_own.py",
        "import sys\n\ndef test_off():\n"
        "    loaded = {name for name in sys.modules if name.startswith('simulator')}\n"
        "    assert loaded <= {'simulator', 'simulator.pytest_plugin'}\n"
        "    assert not {'pydantic', 'yaml', 'textual'} & set(sys.modules)\n",
    )
    status, said = suite.pytest_alone()
    assert (status, outcomes(said)) == (0, {"test_own.py::test_off": "PASSED"}), said


def test_each_lesson_gives_four_tests_by_the_option(suite):
    suite.record()
    status, said = suite.pytest("--streamsim")
    assert status == 0
    assert outcomes(said) == {f"lessons/first.yaml::{name}": "PASSED" for name in FOUR}


def test_each_lesson_gives_four_tests_by_the_setting(suite):
    suite.record()
    suite.write("pytest.ini", "[pytest]\nstreamsim_lessons = true\n")
    status, said = suite.pytest()
    assert (status, len(outcomes(said))) == (0, 4)


def test_other_yaml_is_no_test(suite):
    suite.record()
    suite.write("lessons/compose.yaml", "services: {}\n")
    suite.write("lessons/list.yml", "- 1\n")
    status, said = suite.pytest("--streamsim")
    assert (status, "4 passed" in said) == (0, True)
    assert summary(said) == [
        "lessons/compose.yaml: skipped: it has no timeline",
        "lessons/list.yml: skipped: not a mapping",
    ]


def test_the_workers_of_xdist_hand_over_what_they_skip_and_record(suite):
    suite.write("lessons/compose.yaml", "services: {}\n")
    status, said = suite.pytest("--streamsim", "--snapshot-update", "-n2")
    assert status == 0, said
    assert summary(said) == ["lessons/compose.yaml: skipped: it has no timeline", "lessons/first.run.txt: recorded"]


def test_a_file_that_is_named_and_is_no_lesson_is_said_to_be_none(suite):
    suite.write("lessons/compose.yaml", "services: {}\n")
    status, said = suite.pytest("--streamsim", "lessons/compose.yaml")
    assert status != 0
    assert summary(said) == ["lessons/compose.yaml: skipped: it has no timeline"]


def test_a_misspelt_timeline_is_a_failure(suite):
    suite.write("lessons/first.yaml", LESSON.replace("timeline", "timelime"))
    status, said = suite.pytest("--streamsim")
    assert status == 1
    assert 'lessons/first.yaml:1:1: S202 missing key "timeline"' in said


def test_the_names_of_lessons_are_those_that_check_takes(suite):
    suite.write("lessons/UPPER.YAML", LESSON)
    suite.write("lessons/.hidden.yaml", LESSON)
    _, said = suite.pytest("--streamsim", "-k", "valid")
    assert sorted(outcomes(said)) == ["lessons/UPPER.YAML::valid", "lessons/first.yaml::valid"]
    _, said = suite.pytest("--streamsim", "-k", "valid", "lessons/.hidden.yaml")
    assert list(outcomes(said)) == ["lessons/.hidden.yaml::valid"]


def test_a_recorded_run_with_no_lesson_beside_it_is_named(suite):
    suite.record()
    suite.write("lessons/gone.run.txt", "")
    status, said = suite.pytest("--streamsim")
    assert status == 0
    assert summary(said) == ["lessons/gone.run.txt: skipped: a recorded run with no lesson beside it"]


@pytest.mark.parametrize("damage", [lambda run: run.write_bytes(b"\xff"), lambda run: (run.unlink(), run.mkdir())])
def test_a_recorded_run_that_cannot_be_read_fails_in_one_line(suite, damage):
    suite.record()
    damage(suite.folder / "lessons" / "first.run.txt")
    status, said = suite.pytest("--streamsim")
    assert (status, "1 failed, 3 passed" in said) == (1, True)
    assert "lessons/first.yaml: first.run.txt: not " in said
    assert "Traceback" not in said
    assert "Error" not in said


def test_two_lessons_that_would_share_a_recorded_run_fail(suite):
    suite.write("lessons/first.yml", LESSON)
    status, said = suite.pytest("--streamsim", "--snapshot-update")
    assert (status, "2 failed, 6 passed" in said) == (1, True)
    assert "lessons/first.yaml: first.yml would have the same first.run.txt; rename one of them" in said
    assert not (suite.folder / "lessons" / "first.run.txt").exists()


def test_one_test_can_be_chosen_by_its_name(suite):
    status, said = suite.pytest("--streamsim", "lessons/first.yaml::valid")
    assert (status, outcomes(said)) == (0, {"lessons/first.yaml::valid": "PASSED"})


def test_a_lesson_without_a_recorded_run_fails_and_says_how_to_record_it(suite):
    status, said = suite.pytest("--streamsim")
    assert status == 1
    assert outcomes(said)["lessons/first.yaml::same_run_as_recorded"] == "FAILED"
    assert (
        "lessons/first.yaml: no recorded run: there is no first.run.txt; streamsim test --update lessons/first.yaml"
        in said
    )
    assert "3 passed" in said


def test_another_run_than_the_recorded_one_fails_with_what_differs(suite):
    suite.record()
    suite.write("lessons/first.yaml", LESSON.replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY"))
    status, said = suite.pytest("--streamsim")
    assert (status, "1 failed, 3 passed" in said) == (1, True)
    assert "lessons/first.yaml: not the run that was recorded in first.run.txt:" in said
    assert "streamsim test --update lessons/first.yaml records it, if the change is meant" in said
    assert re.search(r'^    \+1\. shard 1 .*"StreamViewType": "KEYS_ONLY"', said, re.MULTILINE)
    assert "Traceback" not in said


def test_a_broken_lesson_fails_with_the_lines_of_check(suite):
    suite.record()
    suite.write("lessons/broken.yaml", LESSON.replace("order_id: o-1", "order: o-1"))
    status, said = suite.pytest("--streamsim")
    assert status == 1
    assert re.search(r'lessons/broken.yaml:4:12: D301 the partition key "order_id" is missing', said)
    assert [outcomes(said)[f"lessons/broken.yaml::{name}"] for name in FOUR] == ["FAILED", *["SKIPPED"] * 3]
    assert outcomes(said)["lessons/first.yaml::valid"] == "PASSED"
    assert "Traceback" not in said


def test_with_streamsim_strict_advice_makes_a_lesson_fail(suite):
    suite.write("lessons/advised.yaml", LESSON + "summary: See step 2.\n")
    suite.record()
    assert outcomes(suite.pytest("--streamsim")[1])["lessons/advised.yaml::valid"] == "PASSED"
    status, said = suite.pytest("--streamsim", "-o", "streamsim_strict=true")
    assert status == 1
    assert [outcomes(said)[f"lessons/advised.yaml::{name}"] for name in FOUR] == ["FAILED", *["PASSED"] * 3]
    assert "W507 warning:" in said


def test_snapshot_update_records_what_streamsim_test_compares(suite, streamsim, monkeypatch, capsys):
    status, said = suite.pytest("--streamsim", "--snapshot-update")
    assert (status, summary(said)) == (0, ["lessons/first.run.txt: recorded"])
    monkeypatch.chdir(suite.folder)
    capsys.readouterr()  # the output of pytest itself
    assert streamsim("test", "lessons") == (0, "lessons/first.yaml: as recorded\n", "")
