"""What is printed and recorded is the same in every locale and time zone, and under every hash seed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from commands import ROOT
from lesson_texts import GOOD, QUESTION, SHORT, quiz

ONE_AFTER_ANOTHER = """
import sys
from simulator.cli.main import main

for command in sys.argv[1:]:
    main(command.split())
"""
COMMANDS = ("run three-changes --format markdown", "check broken.yaml", "test --update lesson.yaml")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_is_printed_and_recorded_in_another_locale_and_time_zone_and_under_another_hash_seed(
    folder, streamsim, seed
):
    broken = SHORT.replace("o-1", "{}").replace("order_id}", "a, sort_key: b}") + "  - put: {}\n" * 5
    (folder / "broken.yaml").write_text(broken)
    (folder / "lesson.yaml").write_text(GOOD + quiz(QUESTION.format(choices="Step 1, Step 2")))
    here = [streamsim(*command.split()) for command in COMMANDS]
    recorded = (folder / "lesson.run.txt").read_bytes()
    assert "→" in here[0].out
    assert here[1].out.count("broken.yaml:") > 5
    (folder / "lesson.run.txt").unlink()
    elsewhere = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "TZ": "Asia/Kolkata"}
    done = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_ANOTHER, *COMMANDS],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, **elsewhere},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert done.stdout.decode("utf-8") == "".join(each.out for each in here)
    assert (folder / "lesson.run.txt").read_bytes() == recorded
