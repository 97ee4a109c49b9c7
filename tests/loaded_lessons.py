"""Lessons of the library for tests, each read and run once in a process: a lesson is a value that never changes."""

from __future__ import annotations

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
