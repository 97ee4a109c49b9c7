"""The same file gives the same bytes on every machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Outcome

ROOT = Path(__file__).parents[2]
SURROUNDINGS = [  # beside those of the tests themselves
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "America/Los_Angeles", "LC_ALL": "de_DE.ISO-8859-1"},
]


COMMAND = ["run", "scenarios/three-changes.yaml", "--format", "json"]


def printed_json(surroundings: dict[str, str]) -> bytes:
    command = [sys.executable, "-m", "simulator", *COMMAND]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **surroundings}, capture_output=True, check=True)
    return done.stdout


@pytest.mark.slow
def test_hash_seed_time_zone_and_locale_do_not_change_a_byte(
    streamsim: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    here = streamsim(*COMMAND).out
    assert len(json.loads(here)["steps"]) == 18
    assert [printed_json(each).decode() for each in SURROUNDINGS] == [here, here]
