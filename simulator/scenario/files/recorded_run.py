"""Where the run of a lesson is recorded: in a text beside it."""

from __future__ import annotations

from pathlib import Path

RUN_SUFFIX = ".run.txt"
"""The end of a recorded run's name: `my-lesson.yaml` has `my-lesson.run.txt` beside it."""


def golden_path(lesson: Path) -> Path:
    """Where the run of a lesson's file is recorded."""
    return lesson.with_name(lesson.stem + RUN_SUFFIX)
