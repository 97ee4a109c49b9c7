"""Compares the run of a lesson with the recorded one, or records it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from simulator.lesson_tests.recorded_text import FORM, difference, form_of, in_form_1
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.files.folder import sharing_its_run
from simulator.scenario.files.recorded_run import golden_path
from simulator.scenario.files.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome of a comparison."""

    problem: tuple[str, ...] = ()
    """Lines that say what is wrong; none where the run is as recorded."""
    recorded: str | None = None
    """The file in which the run was recorded now; None where nothing was written."""


def compare(lesson: Path, shown: str, now: str, update: bool) -> Compared:
    """Compare the run of a lesson's file with the recorded one; with `update` record it where it differs.

    Args:
        lesson: the lesson's file.
        shown: the name of the file in the lines.
        now: the run as text (`golden_text`).
        update: whether to record it.
    """
    recorded = golden_path(lesson)
    try:
        sharing = sharing_its_run(lesson)
        if sharing:
            return _problem(shown, f"{' and '.join(sharing)} would have the same {recorded.name}; rename one of them")
        if recorded.exists() and not recorded.is_file():
            return _problem(shown, f"{recorded.name}: not a regular file")
        before = recorded.read_bytes() if recorded.exists() else None
        if update:
            if before is not None and before.replace(b"\r\n", b"\n") == now.encode():
                return Compared()
            write_whole(recorded, now)
            return Compared(recorded=recorded.name)
    except OSError as error:
        return _problem(shown, f"{recorded.name}: {error.strerror or error}")
    records_it = f"streamsim test --update {shlex.quote(shown)} records it"
    if before is None:
        return _problem(shown, f"no recorded run: there is no {recorded.name}; {records_it}")
    try:
        text = before.decode()
    except UnicodeDecodeError:
        return _problem(shown, f"{recorded.name}: not UTF-8; {records_it} anew")
    form = form_of(text)
    if form < FORM and not difference(text.rstrip("\n"), in_form_1(now).rstrip("\n")):
        said = f"the run is as recorded, but {recorded.name} has form {form} of {FORM}; {records_it} anew"
        return _problem(shown, said)
    if form > FORM:
        said = f"{recorded.name} has form {form}, of a newer streamsim; this one reads forms up to {FORM}; {records_it}"
        return _problem(shown, said)
    changes = difference(text, in_form_1(now) if form < FORM else now)
    if not changes:
        return Compared()
    said = f"not the run that was recorded in {recorded.name}:"
    return _problem(shown, said, [*changes, f"{records_it}, if the change is meant"])


def _problem(shown: str, said: str, more: Iterable[str] = ()) -> Compared:
    return Compared((visible(f"{shown}: {said}"), *(f"    {visible(line)}" for line in more)))
