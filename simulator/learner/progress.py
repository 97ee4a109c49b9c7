"""A learner's progress, in one file on this machine. Nothing of it ever leaves.

A lesson of the library is kept under its name, any other under its course and its id (`scenario/files/lesson_key.py`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from simulator.learner.connection import Statement
from simulator.learner.database import ProgressFile
from simulator.learner.exchange import LATEST, export_text, import_text
from simulator.learner.file_errors import ProgressError
from simulator.learner.folder import progress_file
from simulator.learner.tables import EXPORTED, TABLES
from simulator.scenario.files.library import lesson_names

__all__ = ["DAY", "LATEST", "LessonProgress", "Progress", "ProgressError", "StoredCard", "progress_file"]

DAY = 86_400
"""In seconds."""

SOLVED = "solved"
"""The mode of a visit in which the repair of a lesson was solved."""


class LessonProgress(NamedTuple):
    """How far a learner is with one lesson."""

    lesson: str
    step: int
    """The bookmark: the step at which the learner goes on."""
    furthest: int
    last: int
    """The number of the lesson's last step when it was last seen; 0 where nobody has stepped yet."""
    at: int
    """When, in epoch seconds."""
    right: int
    """Questions of its quiz whose newest answer was right."""
    answered: int
    predicted_right: int = 0
    """Steps whose newest prediction was right."""
    predicted: int = 0
    reviewed_right: int = 0
    """Questions whose newest answer in a review was right."""
    reviewed: int = 0
    right_once: frozenset[str] = frozenset()
    """The questions, by their ids, that were answered right at least once, in the quiz or in a review."""

    is_solved: bool = False
    """Whether its repair was solved once."""

    @property
    def is_seen(self) -> bool:
        """Whether the learner has seen the last step."""
        return self.furthest >= self.last > 0


class StoredCard(NamedTuple):
    """A question that comes back."""

    lesson: str
    question: str
    made_by: str
    """For a generated question the kind, of which a fresh one is asked; empty for an author's."""
    stability: float
    """FSRS: the days after which 9 of 10 such questions are still answered rightly."""
    difficulty: float
    """FSRS: from 1 to 10."""
    was_sure_and_wrong: bool
    """Whether the newest answer was wrong and the learner sure of it: such questions come first."""
    at: int
    """When it was answered last, in epoch seconds."""
    due: int
    """When it comes back, in epoch seconds."""


class Progress:
    """The progress of one learner.

    Attributes:
        notices: messages for the learner, one line each: a file that was set aside, a folder that is read-only.
    """

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.time) -> None:
        """Open or make the file. `path` None keeps everything in memory; `clock` gives epoch seconds."""
        self.path = path
        self.notices: list[str] = []
        self._clock = clock
        self._file = ProgressFile(path, self.notices)

    def clock(self) -> int:
        """Now, in epoch seconds."""
        return int(max(0, min(self._clock(), LATEST)))

    @property
    def trouble(self) -> str:
        """Why nothing can be kept at the moment, in one line; empty where all is well."""
        return self._file.trouble

    # Writing

    def visited(self, lesson: str, mode: str) -> None:
        """A lesson was opened in a mode."""
        self._file.write(("INSERT INTO visit (at, lesson, mode) VALUES (?, ?, ?)", (self.clock(), lesson, mode)))

    def solved(self, lesson: str) -> None:
        """The repair of a lesson was solved."""
        self.visited(lesson, SOLVED)

    def found_at(self, lesson: str, path: str) -> None:
        """The file of a lesson is here, on this machine."""
        if self._file.read("SELECT path FROM file WHERE lesson = ?", (lesson,)) != [(path,)]:
            self._file.write(("INSERT OR REPLACE INTO file (lesson, path) VALUES (?, ?)", (lesson, path)))

    def stepped(self, lesson: str, step: int, last: int) -> None:
        """The learner is at a step of a lesson."""
        self._file.write(
            (
                "INSERT INTO place (lesson, step, furthest, last, at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (lesson) DO UPDATE SET step = excluded.step, "
                "furthest = min(max(furthest, excluded.furthest), excluded.last), last = excluded.last, "
                "at = excluded.at",
                (lesson, step, step, last, self.clock()),
            )
        )

    def answered(
        self,
        lesson: str,
        question: str,
        mode: str,
        is_right: bool,
        is_sure: bool | None,
        chosen: str,
        misconception: str | None = None,
        card: StoredCard | None = None,
    ) -> None:
        """A question was answered, or a step predicted (`mode` is quiz, predict or review).

        `is_sure` is None where the learner did not say how sure they were.

        With it, in one transaction, the card that says when the question comes back.
        """
        answer: Statement = (
            "INSERT INTO answer (at, lesson, question, mode, is_right, is_sure, chosen, misconception) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.clock(), lesson, question, mode, int(is_right), is_sure, chosen, misconception),
        )
        self._file.write(answer, *(() if card is None else (_card_statement(card),)))

    def keep_card(self, card: StoredCard) -> None:
        """A question comes back at another time."""
        self._file.write(_card_statement(card))

    def reset(self) -> int:
        """Forget everything. Returns how many entries there were.

        Raises:
            ProgressError: that is not possible, and nothing is forgotten.
        """
        with self._file.transaction() as connection:
            connection.execute("DELETE FROM file")
            return sum(connection.execute(f"DELETE FROM {table}").rowcount for table in EXPORTED)

    # Reading

    def lessons(self) -> dict[str, LessonProgress]:
        """How far the learner is with each lesson that was opened, by its name."""
        names = self._file.read(
            "SELECT lesson FROM place UNION SELECT lesson FROM visit UNION SELECT lesson FROM answer"
        )
        rows = self._file.read("SELECT lesson, step, furthest, last, at FROM place")
        bookmarks = {lesson: bookmark for lesson, *bookmark in rows}
        newest = (
            "SELECT lesson, mode, sum(is_right), count(*) FROM answer WHERE id IN "
            "(SELECT max(id) FROM answer GROUP BY lesson, question, mode) GROUP BY lesson, mode"
        )
        counts = {(lesson, mode): count for lesson, mode, *count in self._file.read(newest)}
        right_once: dict[str, set[str]] = {}
        query = "SELECT DISTINCT lesson, question FROM answer WHERE is_right AND mode != 'predict'"
        for lesson, question in self._file.read(query):
            right_once.setdefault(lesson, set()).add(question)
        solved = {lesson for (lesson,) in self._file.read(f"SELECT DISTINCT lesson FROM visit WHERE mode = '{SOLVED}'")}
        found = {
            lesson: LessonProgress(
                lesson,
                *bookmarks.get(lesson, (0, 0, 0, 0)),
                *counts.get((lesson, "quiz"), (0, 0)),
                *counts.get((lesson, "predict"), (0, 0)),
                *counts.get((lesson, "review"), (0, 0)),
            )
            for (lesson,) in names
        }
        return {
            name: each._replace(right_once=frozenset(right_once.get(name, ())), is_solved=name in solved)
            for name, each in found.items()
        }

    def answers(self) -> list[tuple[str, str, str, bool, bool | None]]:
        """Every answer, oldest first: lesson, question, mode, right, sure (None: unsaid)."""
        rows = self._file.read("SELECT lesson, question, mode, is_right, is_sure FROM answer ORDER BY id")
        return [
            (lesson, question, mode, bool(right), None if sure is None else bool(sure))
            for lesson, question, mode, right, sure in rows
        ]

    def unknown(self) -> int:
        """How many predictions were "I don't know"."""
        ((count,),) = self._file.read("SELECT count(*) FROM answer WHERE chosen = ''")
        return int(count)

    def misconceptions(self) -> dict[str, int]:
        """In how many questions an answer pointed to each misconception, by its number."""
        told = "SELECT DISTINCT misconception, lesson, question FROM answer WHERE misconception IS NOT NULL"
        query = f"SELECT misconception, count(*) FROM ({told}) GROUP BY misconception"
        return dict(self._file.read(query + " ORDER BY count(*) DESC, misconception"))

    def card(self, lesson: str, question: str) -> StoredCard | None:
        """The card of a question."""
        rows = self._file.read(f"SELECT {_CARD} FROM card WHERE lesson = ? AND question = ?", (lesson, question))
        return StoredCard(*rows[0]) if rows else None

    def due(self) -> list[StoredCard]:
        """The cards that are due now: first those answered wrongly and surely, then those that are due longest.

        Questions of a lesson file that is not there now are left out; they wait.
        """
        # An answer in the future was given before the clock was set back: when it is due is unknown, and asking again
        # corrects that.
        rows = self._file.read(
            f"SELECT {_CARD} FROM card WHERE due <= ? OR at > ? "
            "ORDER BY was_sure_and_wrong DESC, due, lesson, question",
            (self.clock(), self.clock() + DAY),
        )
        here = self.here(lesson for lesson, *_ in rows)
        return [StoredCard(*row) for row in rows if row[0] in here]

    def absent(self) -> dict[str, int]:
        """Lesson files that are not there now, with how many of their questions are due."""
        rows = self._file.read("SELECT lesson, count(*) FROM card WHERE due <= ? GROUP BY lesson", (self.clock(),))
        here = self.here(lesson for lesson, _ in rows)
        return {lesson: count for lesson, count in rows if lesson not in here}

    def next_due(self) -> int | None:
        """When the next question is due, in epoch seconds; None where there is none."""
        rows = self._file.read("SELECT lesson, min(due) FROM card GROUP BY lesson")
        here = self.here(lesson for lesson, _ in rows)
        return min((due for lesson, due in rows if lesson in here), default=None)

    def here(self, lessons: Iterable[str]) -> dict[str, str | Path]:
        """Of lessons, by their keys, those that can be opened now: each with its name or its file."""
        wanted = set(lessons)
        files = dict(self._file.read("SELECT lesson, path FROM file"))
        found: dict[str, str | Path] = {name: name for name in lesson_names() if name in wanted}
        return found | {key: Path(files[key]) for key in wanted & files.keys() if os.path.isfile(files[key])}

    # Taking it along

    def exported(self) -> str:
        """Everything as JSON text.

        Raises:
            ProgressError: it cannot be read.
        """
        with self._file.transaction() as connection:
            return export_text(connection)

    def imported(self, text: str) -> int:
        """Merge an export, made here or elsewhere. Returns how many entries are new.

        Nothing that is here is lost. Answers and visits that are not here yet are inserted where they belong in time.
        Of two bookmarks in one lesson the newer one stays, with the furthest step of both; of two cards of one question
        the one that was answered last stays.

        Raises:
            ProgressError: the text is no export, or one of a newer program, or cannot be kept. Nothing was taken in.
        """
        with self._file.transaction() as connection:
            return import_text(connection, text)

    def close(self) -> None:
        """Close the file. This can add notices."""
        self._file.close()


_CARD = ", ".join(TABLES["card"])


def _card_statement(card: StoredCard) -> Statement:
    return (
        f"INSERT OR REPLACE INTO card ({_CARD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            card.lesson,
            card.question,
            card.made_by,
            card.stability,
            card.difficulty,
            int(card.was_sure_and_wrong),
            card.at,
            card.due,
        ),
    )
