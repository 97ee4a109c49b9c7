"""The ways in which the file of a learner's progress can fail, and a reason in words for each."""

from __future__ import annotations

import sqlite3


class ProgressError(Exception):
    """Progress cannot be read or written; the text is one line for people."""


TROUBLE = (sqlite3.Error, UnicodeDecodeError)
"""The errors that SQLite raises; the second where it quotes a damaged file."""


class NewerFile(sqlite3.OperationalError):
    """The file is of a newer program, and is left alone."""


class OldFile(sqlite3.OperationalError):
    """The file is of an older program and could not be brought up to date; it is left alone."""


class ForeignFile(sqlite3.DatabaseError):
    """The file is a database, but not one of this program."""


class DamagedFile(sqlite3.DatabaseError):
    """The file is a database, but not a whole one."""


def is_damage(error: Exception) -> bool:
    """Whether the file is no database of ours, and not merely out of reach."""
    return not isinstance(error, NewerFile | OldFile) and sqlite_code(error) not in OUT_OF_REACH


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
    return OUT_OF_REACH.get(sqlite_code(error), "the file is damaged")


def sqlite_code(error: Exception) -> int:
    """SQLite's primary result code of an error; 0 where it has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


OUT_OF_REACH = {
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
"""Why a file that may be whole cannot be used now, by SQLite's primary result code."""
