"""A sandbox that was not saved, kept beside the progress after each action: it is there again after a crash."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from simulator.learner.folder import progress_file
from simulator.lesson.sandbox.file_text import file_text
from simulator.lesson.sandbox.sandbox import Sandbox, new_sandbox, sandbox_of
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.whole_file import write_whole
from simulator.scenario.loader import load_scenario, scenario_from_text

FORMAT = "streamsim-sandbox"

MOST_READ = 64 * 2**20
"""Characters that are read: a sandbox of a hundred thousand actions is shorter."""


def kept_file(begun_with: str | None, progress: Path | None = None) -> Path:
    """Where a sandbox is kept that began with a lesson, by its name or path; None: with the program's own pipeline.

    `progress` is the learner's progress, beside which it is kept; left out, where the platform keeps it.
    """
    name = "own"
    if begun_with is not None:
        path = os.path.abspath(begun_with) if os.path.exists(begun_with) else begun_with
        name = hashlib.sha256(path.encode(errors="surrogateescape")).hexdigest()[:16]
    return (progress or progress_file()).with_name(f"sandbox-{name}.json")


def keep(file: Path, sandbox: Sandbox) -> str:
    """Keep what is not saved, whole or not at all; where all is saved nothing is kept. Returns why it failed."""
    try:
        if sandbox.is_saved:
            file.unlink(missing_ok=True)
            return ""
        shown = sandbox.base.source[1]
        lines = [each.text for each in sandbox.added]
        base = file_text(sandbox.base)
        text = json.dumps({"format": FORMAT, "version": 1, "shown": shown, "base": base, "lines": lines})
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, text + "\n")
    except (OSError, ValueError) as error:
        return f"The sandbox cannot be kept: {file}: {getattr(error, 'strerror', None) or error}."
    return ""


def kept(file: Path) -> Sandbox | str | None:
    """The sandbox that was not saved; why it cannot be taken up again, in a line; None where nothing is kept."""
    try:
        with open(file, encoding="utf-8") as opened:
            found = json.loads(opened.read(MOST_READ))
        if found["format"] != FORMAT or found["version"] != 1:
            raise ValueError("it is of another version")
        lines = [str(line) for line in found["lines"]]
        return sandbox_of(scenario_from_text(str(found["base"]), str(found["shown"]))).with_lines(*lines)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, RecursionError, ScenarioError) as error:
        reason = error.complaints[0].message if isinstance(error, ScenarioError) else error
        return f"The sandbox that was not saved cannot be taken up again ({file}): {reason}"


def begun(lesson: str | None, file: Path | None, is_new: bool = False) -> tuple[Sandbox, str]:
    """The sandbox to begin with, and what is to be said of it: that it was not saved last time, or is broken.

    `lesson` is the lesson to begin with, by its name or path; `file` is where what was not saved is kept, None:
    nowhere; and `is_new` leaves it aside.

    Raises:
        ScenarioError: the lesson cannot be read.
    """
    found = None if file is None else kept(file)
    if found is not None and not is_new and not isinstance(found, str):
        count = len(found.added)
        lines = "line that was" if count == 1 else f"{count} lines that were"
        return found, f"The {lines} not saved last time {'is' if count == 1 else 'are'} here again; --new begins anew."
    notice = ""
    if found is not None and file is not None:
        set_aside(file)
        aside = file.with_suffix(".aside.json")
        notice = found if isinstance(found, str) else f"What was not saved is set aside: {aside}"
    return (new_sandbox() if lesson is None else sandbox_of(load_scenario(lesson))), notice


def set_aside(file: Path) -> None:
    """Move what cannot be taken up again out of the way, beside it, so that nothing of it is lost."""
    try:
        os.replace(file, file.with_suffix(".aside.json"))
    except OSError:
        return  # it stays, and is told of again
