"""What a learner has done, in one file on this machine. Nothing of it ever leaves.

Every change is one transaction, so a kill at any moment loses at most what was being written, and two players can
write at the same time. Where the file cannot be written the program goes on without it and says so once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

APP = "streamsim"

VERSION = 1
"""Of the file's shape."""

WAIT = 5.0
"""Seconds to wait for another player that is writing."""

_SCHEMA = """
CREATE TABLE place (
    lesson TEXT PRIMARY KEY, step INTEGER NOT NULL, furthest INTEGER NOT NULL, last INTEGER NOT NULL,
    at INTEGER NOT NULL
);
CREATE TABLE answer (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, lesson TEXT NOT NULL, question TEXT NOT NULL, mode TEXT NOT NULL,
    is_right INTEGER NOT NULL, is_sure INTEGER NOT NULL, chosen TEXT NOT NULL, misconception TEXT
);
CREATE TABLE visit (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, lesson TEXT NOT NULL, mode TEXT NOT NULL
);
CREATE TABLE card (
    lesson TEXT NOT NULL, question TEXT NOT NULL, made_by TEXT NOT NULL, state TEXT NOT NULL, due INTEGER NOT NULL,
    PRIMARY KEY (lesson, question)
);
"""

_TABLES = {
    "place": ("lesson", "step", "furthest", "last", "at"),
    "answer": ("at", "lesson", "question", "mode", "is_right", "is_sure", "chosen", "misconception"),
    "visit": ("at", "lesson", "mode"),
    "card": ("lesson", "question", "made_by", "state", "due"),
}
"""The columns that an export has, by table."""

_NUMBERS = {"step", "furthest", "last", "at", "is_right", "is_sure", "due"}


class ProgressError(Exception):
    """Progress cannot be read or written; the text is one line for people."""


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far a learner is with one lesson."""

    lesson: str
    step: int
    """Where to go on."""
    furthest: int
    last: int
    """The number of the lesson's last step when it was last seen."""
    at: int
    """When, in epoch seconds."""
    right: int
    """Questions of its quiz whose newest answer was right."""
    answered: int

    @property
    def is_done(self) -> bool:
        """Whether the learner has seen the last step."""
        return self.furthest >= self.last > 0


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A question that comes back."""

    lesson: str
    question: str
    made_by: str
    """For a generated question the kind, of which a fresh one is asked; empty for an author's."""
    state: str
    """What the scheduler knows of it, as JSON."""
    due: int
    """Epoch seconds."""


def progress_file() -> Path:
    """Where progress is kept: the platform's folder for a user's data."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False) / "progress.sqlite"


def _now() -> int:
    return int(datetime.now(UTC).timestamp())


class Progress:
    """The file of one learner.

    Attributes:
        notices: what the learner should know, one line each: a file that was set aside, a folder that is read-only.
    """

    def __init__(self, path: Path | None, clock: Callable[[], int] = _now) -> None:
        """Open or make the file. `path` None keeps everything in memory; `clock` gives epoch seconds."""
        self.path = path
        self.clock = clock
        self.notices: list[str] = []
        self._connection = self._open()

    # Writing

    def visited(self, lesson: str, mode: str) -> None:
        """A lesson was opened in a mode."""
        self._write("INSERT INTO visit (at, lesson, mode) VALUES (?, ?, ?)", (self.clock(), lesson, mode))

    def stepped(self, lesson: str, step: int, last: int) -> None:
        """The learner is at a step of a lesson."""
        self._write(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?) ON CONFLICT (lesson) DO UPDATE SET step = excluded.step, "
            "furthest = min(max(furthest, excluded.furthest), excluded.last), last = excluded.last, at = excluded.at",
            (lesson, step, step, last, self.clock()),
        )

    def answered(
        self,
        lesson: str,
        question: str,
        mode: str,
        is_right: bool,
        is_sure: bool,
        chosen: str,
        misconception: str | None = None,
    ) -> None:
        """A question was answered, or a step predicted (`mode` is quiz, predict or review)."""
        self._write(
            "INSERT INTO answer (at, lesson, question, mode, is_right, is_sure, chosen, misconception) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.clock(), lesson, question, mode, int(is_right), int(is_sure), chosen, misconception),
        )

    def keep_card(self, card: StoredCard) -> None:
        """A question comes back at another time."""
        self._write(
            "INSERT INTO card VALUES (?, ?, ?, ?, ?) ON CONFLICT (lesson, question) DO UPDATE SET "
            "made_by = excluded.made_by, state = excluded.state, due = excluded.due",
            (card.lesson, card.question, card.made_by, card.state, card.due),
        )

    def drop_card(self, lesson: str, question: str) -> None:
        """A question is no more: its lesson has changed."""
        self._write("DELETE FROM card WHERE lesson = ? AND question = ?", (lesson, question))

    def reset(self) -> None:
        """Forget everything."""
        with self._transaction() as connection:
            for table in _TABLES:
                connection.execute(f"DELETE FROM {table}")

    # Reading

    def lessons(self) -> dict[str, LessonProgress]:
        """How far the learner is with each lesson that was opened, by its name."""
        newest = (
            "SELECT lesson, sum(is_right), count(*) FROM answer WHERE id IN "
            "(SELECT max(id) FROM answer WHERE mode = 'quiz' GROUP BY lesson, question) GROUP BY lesson"
        )
        answers = {lesson: (right, count) for lesson, right, count in self._read(newest)}
        places = self._read("SELECT lesson, step, furthest, last, at FROM place")
        found = {}
        for name, step, furthest, last, at in places:
            right, count = answers.pop(name, (0, 0))
            found[name] = LessonProgress(name, step, furthest, last, at, right, count)
        for lesson, (right, count) in answers.items():
            found[lesson] = LessonProgress(lesson, 0, 0, 0, 0, right, count)
        return found

    def answers(self) -> list[tuple[str, str, str, bool, bool]]:
        """Every answer, oldest first: lesson, question, mode, right, sure."""
        rows = self._read("SELECT lesson, question, mode, is_right, is_sure FROM answer ORDER BY id")
        return [(lesson, question, mode, bool(right), bool(sure)) for lesson, question, mode, right, sure in rows]

    def misconceptions(self) -> dict[str, int]:
        """How many answers pointed to each misconception, by its number."""
        query = "SELECT misconception, count(*) FROM answer WHERE misconception IS NOT NULL GROUP BY misconception"
        return dict(self._read(query + " ORDER BY count(*) DESC, misconception"))

    def card(self, lesson: str, question: str) -> StoredCard | None:
        """The card of a question."""
        rows = self._read("SELECT * FROM card WHERE lesson = ? AND question = ?", (lesson, question))
        return StoredCard(*rows[0]) if rows else None

    def due(self) -> list[StoredCard]:
        """What is due now, the longest due first."""
        rows = self._read("SELECT * FROM card WHERE due <= ? ORDER BY due, lesson, question", (self.clock(),))
        return [StoredCard(*row) for row in rows]

    def next_due(self) -> int | None:
        """When the next question is due, in epoch seconds; None where there is none."""
        due: int | None = self._read("SELECT min(due) FROM card")[0][0]
        return due

    # Taking it along

    def exported(self) -> str:
        """Everything as JSON text."""
        tables = {
            table: [
                dict(zip(columns, row, strict=True)) for row in self._read(f"SELECT {', '.join(columns)} FROM {table}")
            ]
            for table, columns in _TABLES.items()
        }
        return json.dumps({"format": "streamsim-progress", "version": VERSION, **tables}, indent=1) + "\n"

    def imported(self, text: str) -> int:
        """Take in what was exported, here or elsewhere; what is here already stays. Returns how many entries are new.

        Raises:
            ProgressError: the text is no export, or one of a newer program.
        """
        tables = _checked(text)
        before = self._count()
        with self._transaction() as connection:
            for table, rows in tables.items():
                columns = _TABLES[table]
                marks = ", ".join("?" * len(columns))
                for row in rows:
                    values = tuple(row[column] for column in columns)
                    if table in ("answer", "visit"):
                        same = " AND ".join(f"{column} IS ?" for column in columns)
                        if connection.execute(f"SELECT 1 FROM {table} WHERE {same}", values).fetchone():
                            continue
                        connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)
                    else:
                        connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", values)
        return self._count() - before

    def close(self) -> None:
        """Done with it."""
        self._connection.close()

    # The file

    def _open(self) -> sqlite3.Connection:
        if self.path is None:
            return _prepared(sqlite3.connect(":memory:"))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._connected(self.path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                return self._without_file(error)
            return self._set_aside(self.path)
        except OSError as error:
            return self._without_file(error)

    def _connected(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        try:
            found = connection.execute("PRAGMA quick_check").fetchone()
            if found != ("ok",):
                raise sqlite3.DatabaseError("malformed")
            return _prepared(connection)
        except BaseException:
            connection.close()
            raise

    def _set_aside(self, path: Path) -> sqlite3.Connection:
        """The file is no database: keep it under another name and begin a new one."""
        number = 1
        while (aside := path.with_name(f"{path.stem}-damaged-{number}{path.suffix}")).exists():
            number += 1
        try:
            path.rename(aside)
            connection = self._connected(path)
        except (OSError, sqlite3.Error) as error:
            return self._without_file(error)
        self.notices.append(f"Your progress could not be read. It was kept as {aside}, and a new file was begun.")
        return connection

    def _without_file(self, error: Exception) -> sqlite3.Connection:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        self.notices.append(f"Progress is not kept this time: {self.path}: {reason}")
        return _prepared(sqlite3.connect(":memory:", isolation_level=None))

    def _write(self, statement: str, values: tuple[Any, ...]) -> None:
        try:
            with self._transaction() as connection:
                connection.execute(statement, values)
        except ProgressError as error:
            if str(error) not in self.notices:
                self.notices.append(str(error))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise ProgressError(f"Progress could not be written: {self.path}: {error}") from None

    def _read(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise ProgressError(f"Progress could not be read: {self.path}: {error}") from None

    def _count(self) -> int:
        return sum(self._read(f"SELECT count(*) FROM {table}")[0][0] for table in _TABLES)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A connection to a file of this version; an older one is brought up to it, a newer one is refused."""
    connection.isolation_level = None
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise sqlite3.OperationalError(f"the file is of a newer program (version {version})")
    if version < VERSION:
        connection.execute("BEGIN IMMEDIATE")
        # Looked at again inside the transaction: another player may have done it meanwhile.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for number, script in enumerate(_MIGRATIONS, 1):
            if version < number:
                for statement in filter(str.strip, script.split(";")):
                    connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    return connection


_MIGRATIONS = (_SCHEMA,)
"""What brings a file from each version to the next: the first makes it."""


def _checked(text: str) -> dict[str, list[dict[str, Any]]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise ProgressError("This is no exported progress: not JSON.") from None
    if not isinstance(document, dict) or document.get("format") != "streamsim-progress":
        raise ProgressError("This is no exported progress of streamsim.")
    if document.get("version") != VERSION:
        raise ProgressError(f"This progress has version {document.get('version')!r}; this program reads {VERSION}.")
    for table, columns in _TABLES.items():
        rows = document.get(table)
        if not isinstance(rows, list):
            raise ProgressError(f'This exported progress is not whole: "{table}" is missing.')
        for row in rows:
            if not isinstance(row, dict) or set(row) != set(columns) or not all(map(_fits, row, row.values())):
                raise ProgressError(
                    f'This exported progress is not whole: an entry of "{table}" is not as it should be.'
                )
    return {table: document[table] for table in _TABLES}


def _fits(column: str, value: object) -> bool:
    if column in _NUMBERS:
        return type(value) is int and abs(value) < 2**62
    return isinstance(value, str) or (column == "misconception" and value is None)
