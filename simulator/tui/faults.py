"""What the report of a fault says of the player: the last inputs, and the lesson and step on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.events import Event, Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste, Resize
from textual.screen import Screen

from simulator.scenario.files.library import name_for_commands

KEPT = 200
"""Inputs that a report shows."""


def input_words(event: Event) -> str:
    """An input as one word; empty for what is no input of a person, and for the movements of the mouse."""
    match event:
        case Key():
            return event.key
        case MouseDown():
            return f"mouse{event.button}@{event.x},{event.y}"
        case MouseScrollUp() | MouseScrollDown():
            return f"{'wheel-up' if isinstance(event, MouseScrollUp) else 'wheel-down'}@{event.x},{event.y}"
        case Paste():
            return f"paste({len(event.text)} characters)"
        case Resize():
            return f"size({event.size.width}x{event.size.height})"
        case _:
            return ""


def place(screens: Sequence[Screen[Any]]) -> tuple[str, int]:
    """The topmost lesson, as `streamsim play` takes it, and its step; ("", 0) where no lesson is open."""
    from simulator.tui.screens.run import RunScreen  # a fault may come before any screen is imported

    for screen in reversed(screens):
        if isinstance(screen, RunScreen):
            name, shown, _ = screen.lesson.scenario.source
            return name_for_commands(name, shown), screen.step
    return "", 0
