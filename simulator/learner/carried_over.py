"""Carries progress over that an earlier version kept under the paths of lesson files: to course and lesson id."""

from __future__ import annotations

import sqlite3

from simulator.learner.merging import take_in_bookmark, take_in_card
from simulator.learner.tables import TABLES
from simulator.scenario.files.course_folder import is_a_path, key_of_file


def carry_over(connection: sqlite3.Connection) -> None:
    """Keep everything under the ids of courses and lessons, and note where each lesson's file is on this machine.

    Two files can have one key, such as a lesson that was moved: of their bookmarks and cards the newer one stays.
    """
    keys = connection.execute(" UNION ".join(f"SELECT lesson FROM {table}" for table in TABLES)).fetchall()
    for (path,) in keys:
        if not is_a_path(path):
            continue
        key = key_of_file(path)
        connection.execute("INSERT OR REPLACE INTO file (lesson, path) VALUES (?, ?)", (key, path))
        for table in ("answer", "visit"):
            connection.execute(f"UPDATE {table} SET lesson = ? WHERE lesson = ?", (key, path))
        for table, take_in in (("place", take_in_bookmark), ("card", take_in_card)):
            columns = ", ".join(TABLES[table][1:])
            rows = connection.execute(f"SELECT {columns} FROM {table} WHERE lesson = ?", (path,)).fetchall()
            connection.execute(f"DELETE FROM {table} WHERE lesson = ?", (path,))
            for row in rows:
                take_in(connection, (key, *row))
