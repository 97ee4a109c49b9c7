"""The last inputs of the player in words, for the report of a fault."""

from __future__ import annotations

from textual.events import Event, Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste, Resize

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
