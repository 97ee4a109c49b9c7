"""Random inputs of a person at a terminal: keys, chords, pastes, the mouse, sizes, and saves of a lesson's file."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from random import Random

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import key_to_character

import simulator.tui
from simulator.scenario.files.library import lesson_names

CTRL_C, CTRL_P, CTRL_Q, CTRL_Z, CTRL_BACKSLASH, ESCAPE = "\x03", "\x10", "\x11", "\x1a", "\x1c", "\x1b"

Input = tuple[str] | tuple[str, int] | tuple[str, str] | tuple[str, int, int] | tuple[str, str, int]
"""`type` keys; `wait` milliseconds; `size` columns lines; `save` a text or the beginning of a lesson; `remove`."""

NAMED = {
    "escape": ESCAPE,
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "insert": "\x1b[2~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+right": "\x1b[1;2C",
    "shift+left": "\x1b[1;2D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
}
FUNCTION_KEYS = ("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", *(f"\x1b[{n}~" for n in (15, 17, 18, 19, 20, 21, 23, 24)))
CONTROLS = tuple(chr(code) for code in range(32) if chr(code) not in (CTRL_Q, CTRL_Z))
LETTERS = tuple(map(chr, range(32, 127)))
UNICODE = "äßçñ中文日本語한글🙂👨‍👩‍👧‍👦\u0301\u200b\u202e\ufeffﷺ𝕏\u00a0\ud7ff"
SURENESS = ("s", "u", "S", "U", "\r", "\x7f", "x", "t")
"""What somebody presses after a choice: how sure it is, nothing of that, or something else."""
PASTED = (
    *CONTROLS,
    "\x1b[A",
    "\x1b[2J",
    "\x1b]0;x\x07",
    "\x9b",
    "\x7f",
    "o-1",
    "12",
    "-1",
    "1e9",
    "\r\n",
    "a" * 300,
    "中",
)
SIZES = ((1, 1), (1, 50), (200, 1), (2, 2), (10, 3), (20, 8), (40, 12), (60, 20), (80, 24), (120, 36), (500, 200))
BROKEN = ("", "titel: x\n", "\t", "- 1\n", "title: [\n", "\x00\x01", "title: T\n" * 3, "&a [*a]\n")

WRONG_TEXTS = tuple(
    "title: T\ntable: {name: Orders, partition_key: o}\nstream: {view_type: KEYS_ONLY}\n"
    f"timeline: [put: {{o: a}}, put: {{o: b}}]\n{more}\n"
    for more in (
        "summary: '[a step](step:99)'",
        "quiz: [{question: Q, choices: [7, 8], answer: {count: records}}]",
        "key_moments: [{question: Q, answer: '[a](step:no-such)'}, {question: Q, answer: '[a](fact:F0)'}]",
    )
)
"""Lessons whose run is shown beside their problems."""


@cache
def bound_keys() -> tuple[str, ...]:
    """What a terminal sends for every key that a screen or widget of the player binds, but for Ctrl+Q and Ctrl+Z."""
    keys: set[str] = set()
    for module in pkgutil.walk_packages(simulator.tui.__path__, "simulator.tui."):
        for _, member in inspect.getmembers(import_module(module.name), inspect.isclass):
            if issubclass(member, DOMNode) and member.__module__.startswith("simulator."):
                for each in getattr(member, "BINDINGS", ()):
                    names = each.key if isinstance(each, Binding) else each[0]
                    keys.update(filter(None, map(sent_for, names.split(","))))
    return tuple(sorted(keys - {CTRL_Q, CTRL_Z}))


def sent_for(name: str) -> str:
    """What a terminal sends for a key by Textual's name; empty for one that has no sequence of its own."""
    name = name.strip()
    if name in NAMED:
        return NAMED[name]
    if name.startswith("ctrl+") and len(name) == 6:
        return chr(ord(name[-1].upper()) & 31)
    return key_to_character(name) or ""


def inputs(random: Random, number: int, watching: bool) -> Iterator[Input]:
    """A row of inputs; what it does not end with is Ctrl+Q."""
    sent = 0
    while sent < number:
        sent += 1
        yield _save(random) if watching and random.random() < 0.06 else _one(random)
        pause = random.choices((0, 10, 40, 150, 500), (30, 40, 24, 5, 1))[0]
        if pause:
            sent += 1
            yield ("wait", pause)


def _one(random: Random) -> Input:
    draw = random.random()
    if draw < 0.03:
        return ("size", *random.choice(SIZES)) if random.random() < 0.7 else ("size", *_any_size(random))
    if draw < 0.034:
        return ("type", CTRL_Z)
    if draw < 0.10:
        return ("type", _mouse(random))
    if draw < 0.12:
        return ("type", f"\x1b[200~{''.join(random.choices(PASTED, k=random.randint(0, 8)))}\x1b[201~")
    if draw < 0.20:  # faster than the program can draw
        return ("type", "".join(_key(random) for _ in range(random.randint(2, 12))))
    return ("type", _key(random))


def _any_size(random: Random) -> tuple[int, int]:
    return random.randint(1, 500), random.randint(1, 200)


def _key(random: Random) -> str:
    draw = random.random()
    if draw < 0.50:
        return random.choice(bound_keys())
    if draw < 0.55:  # as somebody who answers: a look at the run or a hint, a choice, and how sure it is
        return random.choice(("", "", "t", "h")) + random.choice("abcdABCD1234 ") + random.choice(SURENESS)
    if draw < 0.80:
        return random.choice(tuple(NAMED.values()))
    if draw < 0.88:
        return random.choice(LETTERS)
    if draw < 0.90:
        return random.choice(CONTROLS)
    if draw < 0.92:
        return CTRL_P
    if draw < 0.97:
        return _chord(random)
    return random.choice(UNICODE)


def _chord(random: Random) -> str:
    modifiers = random.randint(2, 16)
    match random.randrange(4):
        case 0:
            return f"\x1b{random.choice(LETTERS[1:])}"
        case 1:
            return f"\x1b[1;{modifiers}{random.choice('ABCDFHPQRS')}"
        case 2:
            letters = map(ord, "abdefghijklmnoprstuvwxy")  # not c, q and z, which end and suspend
            code = random.choice([*letters, 9, 13, 27, 32, 127, 57358, 57441])
            return f"\x1b[{code};{modifiers}u"
        case _:
            return random.choice(FUNCTION_KEYS)


def _mouse(random: Random) -> str:
    """A click, a drag, a turn of the wheel or a movement, somewhere on a screen of usual size or beyond it."""
    column, line = random.randint(1, 125), random.randint(1, 40)
    if random.random() < 0.25:
        line = random.choice((24, 36))  # the footer
    button = random.choice((0, 0, 0, 0, 1, 2, 4, 8, 16))
    match random.randrange(5):
        case 0:
            return f"\x1b[<{random.choice((64, 65, 66, 67, 68))};{column};{line}M" * random.randint(1, 5)
        case 1:
            return f"\x1b[<35;{column};{line}M"
        case 2:
            to = f"{random.randint(1, 125)};{random.randint(1, 40)}"
            return f"\x1b[<{button};{column};{line}M\x1b[<{button + 32};{to}M\x1b[<{button};{to}m"
        case _:
            return f"\x1b[<{button};{column};{line}M\x1b[<{button};{column};{line}m" * random.choice((1, 1, 1, 2, 3))


def _save(random: Random) -> Input:
    """A save of the lesson that `watch` plays: a whole one, wrong texts, half of one, what is none, or no file."""
    draw = random.random()
    if draw < 0.35:
        return ("save", random.choice(lesson_names()), 1_000_000)
    if draw < 0.55:
        return ("save", random.choice(WRONG_TEXTS))
    if draw < 0.7:
        return ("save", random.choice(lesson_names()), random.randint(0, 5000))
    if draw < 0.95:
        return ("save", random.choice(BROKEN))
    return ("remove",)
