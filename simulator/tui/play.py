"""Runs the player: on a lesson, on the catalogue, or on a sandbox."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.scenario.complaints.complaint import visible
from simulator.tui.app import PlayerApp
from simulator.tui.ending import run_to_its_end

if TYPE_CHECKING:
    from simulator.learner.progress import Progress
    from simulator.lesson.lesson import Lesson
    from simulator.lesson.misconceptions.catalogue import Misconception
    from simulator.lesson.sandbox.sandbox import Sandbox


def play(
    name: str | None,
    step: int = 0,
    mode: str = "step",
    ascii_signs: bool = False,
    belief: Misconception | None = None,
) -> int:
    """Run the player on a lesson, or on the catalogue (None) or that of a folder, and return the exit status."""

    def first() -> Lesson:
        from simulator.lesson.lesson import load_lesson

        assert name is not None
        return load_lesson(name)

    def kept() -> Progress:
        from simulator.learner.progress import Progress, progress_file

        return Progress(progress_file())

    from simulator.learner.folder import settings_file
    from simulator.scenario.files.library import is_folder

    folder = Path(name) if name is not None and is_folder(name) else None
    chosen = None if name is None or folder is not None else first
    app = PlayerApp(
        chosen,
        step,
        mode,
        kept,
        name or "",
        settings=settings_file(),
        ascii_signs=ascii_signs,
        belief=belief,
        folder=folder,
    )
    try:
        return run_to_its_end(app)
    finally:
        if app.refusal:
            print(app.refusal, file=sys.stderr)
        if app.progress is not None:
            app.progress.close()
            for notice in app.progress.notices:
                print(visible(notice), file=sys.stderr)


def play_in_sandbox(sandbox: Sandbox, kept_in: Path, notice: str) -> int:
    """Run the player on a sandbox until the learner leaves, and return the exit status."""
    from simulator.learner.folder import settings_file

    return run_to_its_end(PlayerApp(settings=settings_file(), sandbox=(sandbox, kept_in, notice)))
