"""Complaints as text with the line and a caret, as JSON, and as annotations of GitHub's workflows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.scenario.complaints.complaint import Complaint, ScenarioError, shortened, visible
from simulator.scenario.files.folder import Skipped
from simulator.scenario.files.library import lesson_names, library_folder
from simulator.scenario.yaml.content import read_content
from simulator.scenario.yaml.syntax_help import LINE_BREAK
from simulator.views.layout import wrapped
from simulator.views.width import cells

if TYPE_CHECKING:  # the player shows complaints, and checks no lesson
    from simulator.lesson.check.check import Checked

AROUND = 100
"""Characters of a long line that are shown."""

MOST_SKIPPED = 20
"""Files that are named one by one where a folder has files that are no lessons."""

UNREAD = ("Y101", "Y102")
"""Complaints about a file that was not read: they show no line of it."""


class Source:
    """The lines of a file that complaints are about, read when the first is asked for."""

    def __init__(self, file: str) -> None:
        """`file` is its name in complaints."""
        self._file = file
        self._lines: list[str] | None = None

    def line(self, number: int) -> str | None:
        """A line by its number, counted from 1; None where it cannot be read."""
        if self._lines is None:
            self._lines = _lines_of(self._file)
        return self._lines[number - 1] if number <= len(self._lines) else None


def check_text(checked: Checked) -> Iterator[str]:
    """Each complaint with its line and a caret; then the files without complaints, and those that were skipped."""
    with_complaints = {each.file for each in checked.complaints}
    for name, complaints in groupby(checked.complaints, attrgetter("file")):
        source = Source(name)
        for complaint in complaints:
            yield from complaint_lines(complaint, source=source)
    for file in checked.files:
        if shown_name(file) not in with_complaints and file not in with_complaints:
            yield visible(f"{file}: no problems")
    yield from skipped_lines(checked.skipped)


def skipped_lines(skipped: Sequence[Skipped]) -> Iterator[str]:
    """Each file that was skipped, and why; where they are many, how many there are, in one line."""
    if len(skipped) <= MOST_SKIPPED:
        yield from (visible(f"{each.path}: skipped: {each.reason}") for each in skipped)
    else:
        reasons = Counter(each.reason for each in skipped).most_common()
        counts = ", ".join(f"{reason} ({count:,})" for reason, count in reasons)
        yield f"{len(skipped):,} files skipped: {counts}"


def complaint_lines(complaint: Complaint, around: int = AROUND, source: Source | None = None) -> Iterator[str]:
    """A complaint, the line it is about, and a caret below the character where it begins.

    Args:
        complaint: the complaint.
        around: how many characters of a long line are shown.
        source: the file, where several complaints are about one; left out, it is read for this one.
    """
    warning = "warning: " if complaint.is_warning else ""
    line = str(complaint)
    code = f" {complaint.code} "
    yield line.replace(code, f"{code}{warning}", 1)
    if complaint.code in UNREAD:
        return
    text = (source or Source(complaint.file)).line(complaint.mark.line)
    if text is None or not text.strip():
        return
    start = max(0, complaint.mark.column - 1 - around // 2)
    before = visible(text[start : complaint.mark.column - 1].replace("\t", " "))
    after = visible(text[complaint.mark.column - 1 : start + around].replace("\t", " "))
    yield f"    {before}{after}"
    yield f"    {' ' * cells(before)}^"


def complaint_text(complaints: Sequence[Complaint], width: int, sentence: str = "") -> str:
    """Complaints for a screen of so many columns: each is folded, with its line and a caret below it.

    `sentence` stands above them.
    """
    lines = [*wrapped(sentence, width), ""] if sentence else []
    sources: dict[str, Source] = {}  # each file is read once, however many complaints are about it
    for complaint in complaints:
        source = sources.setdefault(complaint.file, Source(complaint.file))
        said, *line = complaint_lines(complaint, width - 4, source)
        lines += [*wrapped(said, width), *line]
    return "\n".join(lines)


def check_json(checked: Checked) -> Iterator[str]:
    """One object: files, complaints, skipped."""
    complaints = [
        {
            "file": each.file,
            "line": each.mark.line,
            "column": each.mark.column,
            "code": each.code,
            "severity": "warning" if each.is_warning else "error",
            "message": each.message,
        }
        for each in checked.complaints
    ]
    skipped = [{"file": str(each.path), "reason": each.reason} for each in checked.skipped]
    yield json.dumps({"files": checked.files, "complaints": complaints, "skipped": skipped}, indent=2)


def check_github(checked: Checked, strict: bool = False) -> Iterator[str]:
    """Workflow commands that put each complaint beside its line; where the check is strict, warnings are errors."""
    for each in checked.complaints:
        kind = "warning" if each.is_warning and not strict else "error"
        location = f"file={_property(each.file)},line={each.mark.line},col={each.mark.column},title={each.code}"
        yield f"::{kind} {location}::{_data(shortened(each.message))}"
    if len(checked.skipped) > MOST_SKIPPED:
        yield from (f"::notice::{_data(line)}" for line in skipped_lines(checked.skipped))
        return
    for skipped in checked.skipped:
        yield f"::notice file={_property(str(skipped.path))}::skipped: {_data(skipped.reason)}"


def shown_name(file: str) -> str:
    """The name of a file in complaints: a lesson of the library is called by its file."""
    return f"{file}.yaml" if file in lesson_names() else file


def _lines_of(file: str) -> list[str]:
    path = Path(file)
    try:
        if not path.is_file() and "/" not in file:
            path = library_folder() / file
        content = read_content(path, file) if path.is_file() else b""  # not what the shell passes: it was read
    except (OSError, ValueError, ScenarioError):
        return []
    return LINE_BREAK.split(content.decode("utf-8", errors="replace").removeprefix("\ufeff"))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
