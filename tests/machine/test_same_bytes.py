"""The same file gives the same bytes on every machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SURROUNDINGS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "America/Los_Angeles", "LC_ALL": "de_DE.ISO-8859-1"},
]


def printed_json(surroundings: dict[str, str]) -> bytes:
    command = [sys.executable, "-m", "simulator", "run", "scenarios/three-changes.yaml", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **surroundings}, capture_output=True, check=True)
    return done.stdout


@pytest.mark.slow
def test_hash_seed_time_zone_and_locale_do_not_change_a_byte() -> None:
    first, *others = map(printed_json, SURROUNDINGS)
    assert len(json.loads(first)["steps"]) == 18
    assert all(other == first for other in others)
