"""Lessons of the library for tests, each read and run once in a process: a lesson is a value that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from simulator.lesson.lesson import Lesson
from simulator.lesson.lesson import load_lesson as loaded
from simulator.lesson.predict.gates import Gate, gates


@cache
def load_lesson(name: str) -> Lesson:
    """The lesson of the library with this name."""
    return loaded(name)


@cache
def gates_of(name: str) -> dict[int, Gate]:
    """The gates of the lesson of the library with this name."""
    return gates(load_lesson(name))


def in_each(names: Iterable[str]) -> Callable[[Callable[[Lesson], None]], Callable[[], None]]:
    """Hold what a test says of a lesson in each of these lessons of the library; what fails names the lesson.

    One test for all of them: as tests of their own they would cost more than what they check.
    """
    chosen = tuple(names)

    def of_one(test: Callable[[Lesson], None]) -> Callable[[], None]:
        def of_all() -> None:
            for name in chosen:
                try:
                    test(load_lesson(name))
                except Exception as failure:
                    failure.add_note(f"in the lesson {name}")
                    raise

        of_all.__name__ = test.__name__
        return of_all

    return of_one
