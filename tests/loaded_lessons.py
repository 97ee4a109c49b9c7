"""Lessons of the library for tests, each read and run once in a process: a lesson is a value that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from cases import in_each_case

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


def in_each(names: Iterable[str]) -> Callable[[Callable[[Lesson], None]], Callable[..., None]]:
    """Hold what a test says of a lesson in each of these lessons of the library; what fails names the lesson."""

    def of_one(test: Callable[[Lesson], None]) -> Callable[..., None]:
        def of_lesson(name: str) -> None:
            test(load_lesson(name))

        of_lesson.__name__ = test.__name__
        return in_each_case("name", names)(of_lesson)

    return of_one
