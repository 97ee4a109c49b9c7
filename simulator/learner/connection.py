"""A connection to a SQLite file of progress: opened, checked, brought up to date; and changes in one transaction."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from simulator.learner.carried_over import carry_over
from simulator.learner.file_errors import (
    OUT_OF_REACH,
    TROUBLE,
    DamagedFile,
    ForeignFile,
    NewerFile,
    OldFile,
    sqlite_code,
)
from simulator.learner.tables import APPLICATION, EXPORTED, KEPT_BY_PATH, MIGRATIONS, TABLES

WAIT = 5.0
"""Seconds to wait for another player that is writing."""

Statement = tuple[str, tuple[Any, ...]]
"""A statement in SQL, and the values of its question marks."""


def opened(path: Path | str) -> sqlite3.Connection:
    """A connection to a file of this program and version; a new file is made, an older one brought up to date.

    Raises:
        NewerFile, ForeignFile: it is another kind of file.
        sqlite3.Error: it is damaged, or cannot be used.
    """
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        connection.text_factory = lambda raw: raw.decode(errors="replace")  # a flipped bit must not stop the program
        # Deleted rows are overwritten: a reset is meant.
        connection.execute("PRAGMA secure_delete = ON")
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise DamagedFile
        with transaction(connection, "BEGIN"):
            if _is_cut_off(connection, path):
                raise DamagedFile
            is_current = _version(connection) == len(MIGRATIONS)
        if not is_current:
            with transaction(connection):
                _migrate(connection)
        for table, columns in TABLES.items():  # compiled, not done: it fails where a damaged file has another column
            marks = ", ".join("?" * len(columns))
            names = ", ".join(columns)
            connection.execute(f"EXPLAIN INSERT INTO {table} ({names}) VALUES ({marks})", columns).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    # Looked at again inside the transaction: another player may have done it meanwhile.
    version = _version(connection)
    scripts = MIGRATIONS[version:]
    try:
        for statement in filter(str.strip, ";".join(scripts).split(";")):
            connection.execute(statement)
        if version == KEPT_BY_PATH:
            carry_over(connection)
    except sqlite3.Error as error:
        raise error if sqlite_code(error) in OUT_OF_REACH else OldFile from error
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def run(connection: sqlite3.Connection, statements: Iterable[Statement]) -> None:
    """Execute statements, all of them or none.

    Raises:
        sqlite3.Error: nothing was done.
    """
    with transaction(connection):
        if _user_version(connection) != len(MIGRATIONS):
            raise NewerFile
        for statement, values in statements:
            connection.execute(statement, values)


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Change a database, all of it or nothing; `begin` is the statement that opens the transaction."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            with suppress(*TROUBLE):
                connection.execute("ROLLBACK")
        raise


def _is_cut_off(connection: sqlite3.Connection, path: Path | str) -> bool:
    """Whether a file is shorter than its pages. SQLite itself does not see that an empty page is missing."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    return os.path.isfile(path) and os.path.getsize(path) < pages * size


def _user_version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _version(connection: sqlite3.Connection) -> int:
    """The version of the file, 0 for one that is empty."""
    version = _user_version(connection)
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names and not version and not application:
        return 0
    if application != APPLICATION:
        raise ForeignFile
    if version > len(MIGRATIONS):
        raise NewerFile
    there = TABLES if version > KEPT_BY_PATH else EXPORTED
    if version <= 0 or not names >= there.keys():
        raise ForeignFile
    return version


def copy_tables(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy every row that can be read from one database to another, which is empty."""
    for table, columns in TABLES.items():
        rows = source.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid").fetchall()
        marks = ", ".join("?" * len(columns))
        target.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
