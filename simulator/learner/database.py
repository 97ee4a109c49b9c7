"""The SQLite file that progress is kept in: opened, checked, brought up to date, set aside where it is damaged.

Every change is one transaction, so a kill at any moment loses at most what was being written, and several players can
write at the same time. Where the file cannot be written, the program goes on in memory; what it kept there goes into
the file as soon as that is possible again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

APPLICATION = 0x53545253
"""What the file says it is ("STRS"): a database of another program is never written to."""

WAIT = 5.0
"""Seconds to wait for another player that is writing."""

MIGRATIONS = (
    """
    CREATE TABLE place (
        lesson TEXT PRIMARY KEY CHECK (typeof(lesson) = 'text'),
        step INTEGER NOT NULL CHECK (typeof(step) = 'integer' AND step >= 0),
        furthest INTEGER NOT NULL CHECK (typeof(furthest) = 'integer' AND furthest >= 0),
        last INTEGER NOT NULL CHECK (typeof(last) = 'integer' AND last >= 0),
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer' AND at >= 0)
    );
    CREATE TABLE answer (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer' AND at >= 0),
        lesson TEXT NOT NULL CHECK (typeof(lesson) = 'text'),
        question TEXT NOT NULL CHECK (typeof(question) = 'text'),
        mode TEXT NOT NULL CHECK (typeof(mode) = 'text'),
        is_right INTEGER NOT NULL CHECK (is_right IN (0, 1)),
        is_sure INTEGER NOT NULL CHECK (is_sure IN (0, 1)),
        chosen TEXT NOT NULL CHECK (typeof(chosen) = 'text'),
        misconception TEXT CHECK (typeof(misconception) IN ('text', 'null'))
    );
    CREATE TABLE visit (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer' AND at >= 0),
        lesson TEXT NOT NULL CHECK (typeof(lesson) = 'text'),
        mode TEXT NOT NULL CHECK (typeof(mode) = 'text')
    );
    CREATE TABLE card (
        lesson TEXT NOT NULL CHECK (typeof(lesson) = 'text'),
        question TEXT NOT NULL CHECK (typeof(question) = 'text'),
        made_by TEXT NOT NULL CHECK (typeof(made_by) = 'text'),
        stability REAL NOT NULL CHECK (stability BETWEEN 0.001 AND 36500),
        difficulty REAL NOT NULL CHECK (difficulty BETWEEN 1 AND 10),
        was_sure_and_wrong INTEGER NOT NULL CHECK (was_sure_and_wrong IN (0, 1)),
        at INTEGER NOT NULL CHECK (at BETWEEN 0 AND 253370764800),
        due INTEGER NOT NULL CHECK (due BETWEEN 0 AND 253370764800),
        PRIMARY KEY (lesson, question)
    );
    """,
)
"""What brings a file from each version to the next: the first makes it. One that was published is never changed."""

TABLES = {
    "place": ("lesson", "step", "furthest", "last", "at"),
    "answer": ("at", "lesson", "question", "mode", "is_right", "is_sure", "chosen", "misconception"),
    "visit": ("at", "lesson", "mode"),
    "card": ("lesson", "question", "made_by", "stability", "difficulty", "was_sure_and_wrong", "at", "due"),
}
"""What is kept in each table."""

Statement = tuple[str, tuple[Any, ...]]


class ProgressError(Exception):
    """Progress cannot be read or written; the text is one line for people."""


TROUBLE = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises; the second where it quotes a damaged file."""


class NewerFile(sqlite3.OperationalError):
    """The file is of a newer program, and is left alone."""


class OldFile(sqlite3.OperationalError):
    """The file is of an older program and could not be brought up to date; it is left alone."""


class ForeignFile(sqlite3.DatabaseError):
    """The file is a database, but not one of this program."""


class DamagedFile(sqlite3.DatabaseError):
    """The file is a database, but not a whole one."""


class ProgressFile:
    """The file, or memory where there is none.

    Args:
        path: None keeps everything in memory.
        notices: takes in what the learner should know, one line each.
    """

    def __init__(self, path: Path | None, notices: list[str]) -> None:
        self.path = path
        self._notices = notices
        self._file: sqlite3.Connection | None = None
        self._memory: sqlite3.Connection | None = None
        """Holds everything while the file cannot be used."""
        self._unsaved: list[Statement] = []
        """What is in memory and not yet in the file."""
        self.trouble = ""
        """Why the file cannot be used, in one line; empty while it can."""
        if path is None:
            self._memory = opened(":memory:")
        else:
            self._open(path)

    def write(self, *statements: Statement) -> None:
        """Change something, all of it or nothing; where the file refuses, in memory."""
        was_well = self._memory is None
        if was_well:
            try:
                run(self._reading, statements)
            except TROUBLE as error:
                self._fall_back(error)
            else:
                return
        run(self._reading, statements)
        if self._file is not None:
            self._unsaved += statements
            if not was_well:
                self._save(wait=0)

    def read(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of a query."""
        try:
            return self._reading.execute(query, values).fetchall()
        except TROUBLE as error:
            self._fall_back(error)
            return self._reading.execute(query, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Change the file itself, all of it or nothing.

        Raises:
            ProgressError: that is not possible.
        """
        if self.trouble:
            raise ProgressError(self.trouble)
        connection = self._reading
        try:
            with _transaction(connection):
                yield connection
        except TROUBLE as error:
            raise ProgressError(f"{self.path}: {reason(error)}.") from None

    def close(self) -> None:
        """Try once more to keep what could not be kept, and be done."""
        if self._unsaved:
            self._save(wait=WAIT)
        for connection in (self._file, self._memory):
            if connection is not None:
                connection.close()

    @property
    def _reading(self) -> sqlite3.Connection:
        connection = self._memory or self._file
        assert connection is not None
        return connection

    def _open(self, path: Path) -> None:
        try:
            if path.parts[:1] == ("~",):
                raise OSError("this user has no home folder")
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._file = opened(path)
            except TROUBLE as error:
                if not _is_damage(error):
                    raise
                self._file = self._replaced(path)
        except (OSError, *TROUBLE) as error:
            self._memory = opened(":memory:")
            self.trouble = f"Your progress is not kept: {path}: {reason(error)}."
            self._notices.append(self.trouble)

    def _replaced(self, path: Path) -> sqlite3.Connection:
        """A new file where one was that cannot be read; that one is kept under another name."""
        with closing(sqlite3.connect(path.with_suffix(".lock"), timeout=WAIT, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            try:
                return opened(path)  # another player has done it meanwhile
            except TROUBLE as still:
                if not _is_damage(still):
                    raise
                error = still
            aside = _set_aside(path)
            self._notices.append(
                f"Your progress could not be read: {reason(error)}. It was kept as {aside}, and a new file was begun."
            )
            return opened(path)

    def _fall_back(self, error: Exception) -> None:
        """Go on in memory, with as much as can still be read."""
        memory = opened(":memory:")
        if self._file is not None:
            self._file.execute("PRAGMA busy_timeout = 0")
            with suppress(*TROUBLE):
                _copy(self._file, memory)
        self._memory = memory
        self.trouble = f"Your progress is not kept: {self.path}: {reason(error)}."
        self._notices.append(self.trouble)

    def _save(self, wait: float) -> None:
        """Write to the file what is in memory alone, if that is possible now."""
        assert self._file is not None
        assert self._memory is not None
        try:
            self._file.execute(f"PRAGMA busy_timeout = {wait * 1000:.0f}")
            run(self._file, self._unsaved)
            self._file.execute(f"PRAGMA busy_timeout = {WAIT * 1000:.0f}")
        except TROUBLE:
            return
        self._unsaved.clear()
        self._memory.close()
        self._memory = None
        self._notices.remove(self.trouble)
        self.trouble = ""


def opened(path: Path | str) -> sqlite3.Connection:
    """A connection to a file of this program and version; a new file is made, an older one brought up to date.

    Raises:
        NewerFile, ForeignFile: it is another kind of file.
        sqlite3.Error: it is damaged, or cannot be used.
    """
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        connection.text_factory = lambda raw: raw.decode(errors="replace")  # a flipped bit must not stop the program
        # What is deleted is overwritten: who resets means it.
        connection.execute("PRAGMA secure_delete = ON")
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise DamagedFile
        with _transaction(connection, "BEGIN"):
            is_current = _version(connection) == len(MIGRATIONS)
        if not is_current:
            with _transaction(connection):
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
    scripts = MIGRATIONS[_version(connection) :]
    try:
        for statement in filter(str.strip, ";".join(scripts).split(";")):
            connection.execute(statement)
    except sqlite3.Error as error:
        raise error if _code(error) in _OUT_OF_REACH else OldFile from error
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def run(connection: sqlite3.Connection, statements: Iterable[Statement]) -> None:
    """Do all of it or nothing.

    Raises:
        sqlite3.Error: nothing was done.
    """
    with _transaction(connection):
        if _user_version(connection) != len(MIGRATIONS):
            raise NewerFile
        for statement, values in statements:
            connection.execute(statement, values)


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            with suppress(*TROUBLE):
                connection.execute("ROLLBACK")
        raise


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
    if version <= 0 or not names >= TABLES.keys():
        raise ForeignFile
    return version


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    for table, columns in TABLES.items():
        rows = source.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid").fetchall()
        marks = ", ".join("?" * len(columns))
        target.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _set_aside(path: Path) -> Path:
    """Give a file another name. It has no journal any more: SQLite has played it back, or dropped it as unusable."""
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.stem}-damaged-{number}{path.suffix}")):
        number += 1
    path.rename(aside)
    return aside


def _is_damage(error: Exception) -> bool:
    """Whether the file is no database of ours, and not merely out of reach."""
    return not isinstance(error, NewerFile | OldFile) and _code(error) not in _OUT_OF_REACH


def reason(error: Exception) -> str:
    """Why a file cannot be used, in words."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, NewerFile):
        return "the file is of a newer streamsim; it is left alone"
    if isinstance(error, OldFile):
        return "the file is of an older streamsim and could not be brought up to date; it is left alone"
    if isinstance(error, ForeignFile):
        return "the file is not one of streamsim"
    return _OUT_OF_REACH.get(_code(error), "the file is damaged")


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


_OUT_OF_REACH = {
    sqlite3.SQLITE_BUSY: "another program is using the file",
    sqlite3.SQLITE_LOCKED: "another program is using the file",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_PERM: "the file may not be opened",
    sqlite3.SQLITE_AUTH: "the file may not be opened",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
    sqlite3.SQLITE_PROTOCOL: "the file cannot be locked",
}
"""Why a file that may be whole cannot be used now, by SQLite's code."""
