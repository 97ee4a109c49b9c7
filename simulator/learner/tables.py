"""The tables that progress is kept in, and the steps that bring an older file up to date."""

from __future__ import annotations

APPLICATION = 0x53545253
"""The file's application id ("STRS"): a database of another program is never written to."""

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
    """
    CREATE TABLE file (
        lesson TEXT PRIMARY KEY CHECK (typeof(lesson) = 'text'),
        path TEXT NOT NULL CHECK (typeof(path) = 'text')
    );
    """,
    # Whether a learner was sure may be unsaid: NULL. SQLite takes a NOT NULL away only with a new table.
    """
    CREATE TABLE answer_2 (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer' AND at >= 0),
        lesson TEXT NOT NULL CHECK (typeof(lesson) = 'text'),
        question TEXT NOT NULL CHECK (typeof(question) = 'text'),
        mode TEXT NOT NULL CHECK (typeof(mode) = 'text'),
        is_right INTEGER NOT NULL CHECK (is_right IN (0, 1)),
        is_sure INTEGER CHECK (is_sure IN (0, 1)),
        chosen TEXT NOT NULL CHECK (typeof(chosen) = 'text'),
        misconception TEXT CHECK (typeof(misconception) IN ('text', 'null'))
    );
    INSERT INTO answer_2 SELECT id, at, lesson, question, mode, is_right, is_sure, chosen, misconception FROM answer;
    DROP TABLE answer;
    ALTER TABLE answer_2 RENAME TO answer;
    """,
)
"""The statements that bring a file from each version to the next; the first make it. A published one never changes."""

KEPT_BY_PATH = 1
"""The version of the files in which lessons were known by the paths of their files."""

TABLES = {
    "place": ("lesson", "step", "furthest", "last", "at"),
    "answer": ("at", "lesson", "question", "mode", "is_right", "is_sure", "chosen", "misconception"),
    "visit": ("at", "lesson", "mode"),
    "card": ("lesson", "question", "made_by", "stability", "difficulty", "was_sure_and_wrong", "at", "due"),
    "file": ("lesson", "path"),
}
"""The columns of each table. A row of `place` is a bookmark: where a learner is in one lesson.

A row of `file` is the file in which a lesson of no library was opened last on this machine.
"""

EXPORTED = {table: columns for table, columns in TABLES.items() if table != "file"}
"""The tables that are exported: where files lie is this machine's business alone."""
