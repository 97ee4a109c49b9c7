"""The file that progress is kept in, or memory in place of it.

Every change is one transaction, so a kill at any moment loses at most what was being written, and several players can
write at the same time. A damaged file is set aside. Where the file cannot be written, the program goes on in memory;
what it kept there goes into the file as soon as that is possible again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from simulator.learner.connection import WAIT, Statement, copy_tables, opened, run, transaction
from simulator.learner.file_errors import TROUBLE, ProgressError, is_damage, reason


class ProgressFile:
    """The file, or memory where there is none.

    Args:
        path: None keeps everything in memory.
        notices: the list to which messages for the learner are added, one line each.
    """

    def __init__(self, path: Path | None, notices: list[str]) -> None:
        self.path = path
        self._notices = notices
        self._file: sqlite3.Connection | None = None
        self._memory: sqlite3.Connection | None = None
        """Holds everything while the file cannot be used."""
        self._unsaved: list[Statement] = []
        """The statements that are in memory and not yet in the file."""
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
            with transaction(connection):
                yield connection
        except TROUBLE as error:
            raise ProgressError(f"{self.path}: {reason(error)}.") from None

    def close(self) -> None:
        """Try once more to save the unsaved statements, and close the file."""
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
                if not is_damage(error):
                    raise
                self._file = self._replaced(path)
        except (OSError, *TROUBLE) as error:
            self._memory = opened(":memory:")
            self.trouble = f"Your progress is not kept: {path}: {reason(error)}."
            self._notices.append(self.trouble)

    def _replaced(self, path: Path) -> sqlite3.Connection:
        """A new file in place of one that cannot be read, which is kept under another name."""
        with closing(sqlite3.connect(path.with_suffix(".lock"), timeout=WAIT, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            try:
                return opened(path)  # another player has done it meanwhile
            except TROUBLE as still:
                if not is_damage(still):
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
                copy_tables(self._file, memory)
        self._memory = memory
        self.trouble = f"Your progress is not kept: {self.path}: {reason(error)}."
        self._notices.append(self.trouble)

    def _save(self, wait: float) -> None:
        """Write the unsaved statements to the file, if that is possible now."""
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


def _set_aside(path: Path) -> Path:
    """Give a file another name. It has no journal any more: SQLite has played it back, or dropped it as unusable."""
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.stem}-damaged-{number}{path.suffix}")):
        number += 1
    path.rename(aside)
    return aside
