"""Merges rows of progress into a database that has some already: nothing that is there is lost."""

from __future__ import annotations

import heapq
import sqlite3
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from simulator.learner.tables import TABLES

Row = tuple[Any, ...]


def take_in_events(connection: sqlite3.Connection, table: str, rows: list[Row]) -> int:
    """Insert the rows that are missing where they belong in time: the newest answer to a question stays the newest."""
    columns = ", ".join(TABLES[table])
    here: list[Row] = connection.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()
    new = _more(rows, here)
    if new:
        at = itemgetter(0)
        # The rows that are here keep their order, whatever their times say: a clock may have been set back.
        merged = heapq.merge(here, sorted(new, key=at), key=at)
        connection.execute(f"DELETE FROM {table}")
        marks = ", ".join("?" * len(TABLES[table]))
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", merged)
    return len(new)


def _more(rows: Iterable[Row], here: Iterable[Row]) -> list[Row]:
    """The rows that are missing here: of equal rows as many as there are more of in `rows`."""
    counts = Counter(here)
    new = []
    for row in rows:
        if counts[row] > 0:
            counts[row] -= 1
        else:
            new.append(row)
    return new


def take_in_bookmark(connection: sqlite3.Connection, row: Row) -> bool:
    """Keep the newer of two bookmarks in one lesson, with the furthest step of both. Says whether something changed."""
    lesson, step, furthest, last, at = row
    query = "SELECT lesson, step, furthest, last, at FROM place WHERE lesson = ?"
    here = connection.execute(query, (lesson,)).fetchone()
    if here is not None:
        if here[-1] >= at:
            _, step, _, last, at = here
        row = (lesson, step, min(max(furthest, here[2]), last), last, at)
        if row == here:
            return False
    connection.execute("INSERT OR REPLACE INTO place (lesson, step, furthest, last, at) VALUES (?, ?, ?, ?, ?)", row)
    return True


def take_in_card(connection: sqlite3.Connection, row: Row) -> bool:
    """Keep that of two cards of one question which was answered last. Says whether something changed."""
    columns = TABLES["card"]
    key, at = row[:2], row[columns.index("at")]
    here = connection.execute("SELECT at FROM card WHERE lesson = ? AND question = ?", key).fetchone()
    if here is not None and here[0] >= at:
        return False
    marks = ", ".join("?" * len(columns))
    connection.execute(f"INSERT OR REPLACE INTO card ({', '.join(columns)}) VALUES ({marks})", row)
    return True
