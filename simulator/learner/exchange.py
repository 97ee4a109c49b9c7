"""Exports progress as a text, and merges such a text into the progress of another machine."""

from __future__ import annotations

import json
import math
import sqlite3
from typing import Any

from simulator.learner.file_errors import ProgressError
from simulator.learner.merging import Row, take_in_bookmark, take_in_card, take_in_events
from simulator.learner.tables import EXPORTED
from simulator.scenario.files.course_folder import is_a_path, key_of_file

FORMAT = "streamsim-progress"

VERSION = 2
"""The version of the exported text. In version 1 every answer was sure or not; since then it may be unsaid."""

_KINDS = {
    "lesson": "text",
    "question": "text",
    "mode": "text",
    "chosen": "text",
    "made_by": "text",
    "misconception": "text or nothing",
    "is_right": "flag",
    "is_sure": "flag or nothing",
    "was_sure_and_wrong": "flag",
    "step": "step",
    "furthest": "step",
    "last": "step",
    "at": "time",
    "due": "time",
    "stability": "days",
    "difficulty": "difficulty",
}
"""The kind of value that each column of an export holds."""

LATEST = 253_370_764_800
"""Epoch seconds of the year 9999: no later time is believed."""


def export_text(connection: sqlite3.Connection) -> str:
    """Everything as JSON text, always in the same order."""
    tables = {}
    for table, columns in EXPORTED.items():
        order = "id" if table in ("answer", "visit") else "lesson" if table == "place" else "lesson, question"
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")
        tables[table] = [dict(zip(columns, row, strict=True)) for row in rows]
    return json.dumps({"format": FORMAT, "version": VERSION, **tables}, indent=1) + "\n"


def import_text(connection: sqlite3.Connection, text: str) -> int:
    """Merge an exported text into a database (see `Progress.imported`). Returns how many entries are new or newer.

    Raises:
        ProgressError: the text is no whole export.
    """
    tables = _checked(text)
    return (
        sum(take_in_events(connection, table, tables[table]) for table in ("answer", "visit"))
        + sum(take_in_bookmark(connection, row) for row in tables["place"])
        + sum(take_in_card(connection, row) for row in tables["card"])
    )


def _checked(text: str) -> dict[str, list[Row]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise ProgressError("This is no exported progress: it is not JSON.") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ProgressError("This is no exported progress of streamsim.")
    version = document.get("version")
    if type(version) is int and version > VERSION:
        raise ProgressError(f"This progress was exported by a newer streamsim: version {version}, not {VERSION}.")
    if type(version) is not int or version < 1:
        raise ProgressError('This exported progress is not whole: "version" is not as it should be.')
    return {table: _rows(document, table) for table in EXPORTED}


def _rows(document: dict[str, Any], table: str) -> list[Row]:
    columns = EXPORTED[table]
    rows = document.get(table)
    if not isinstance(rows, list):
        raise ProgressError(f'This exported progress is not whole: "{table}" is missing.')
    checked = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or row.keys() != set(columns):
            raise ProgressError(f'This exported progress is not whole: entry {number} of "{table}" is another thing.')
        for column in columns:
            if not _fits(row[column], _KINDS[column]):
                where = f'"{column}" of entry {number} of "{table}"'
                raise ProgressError(f"This exported progress is not whole: {where} is not as it should be.")
        if is_a_path(row["lesson"]):  # of an earlier version, which kept progress under the paths of files
            row = {**row, "lesson": key_of_file(row["lesson"])}
        checked.append(tuple(row[column] for column in columns))
    return checked


def _fits(value: object, kind: str) -> bool:
    if isinstance(value, str):
        return kind.startswith("text") and not any("\ud800" <= character <= "\udfff" for character in value)
    if value is None:
        return kind.endswith(" or nothing")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if kind in ("days", "difficulty"):
        low, high = (0.001, 36_500) if kind == "days" else (1, 10)
        return isinstance(value, float) and math.isfinite(value) and low <= value <= high
    most = {"step": 2**31, "flag": 1, "flag or nothing": 1, "time": LATEST}.get(kind, -1)
    return isinstance(value, int) and 0 <= value <= most
