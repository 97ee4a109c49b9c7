r"""Document paths: the way to an attribute, or to a part of its value (F400).

A path is written as in an expression of the service: `address.city`, `lines[0].price`. A backslash makes the next
character part of a name, where that is a dot, a bracket or a backslash: `a\.b` is one name. (The service has
placeholders for that, `#name`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from simulator.dynamodb.attributes import MAX_DEPTH, AttributeValue, Item

NestedPath = tuple[str | int, ...]
"""An attribute's name, then at least one step into its value: a name in a map, or an index in a list."""

Path = str | NestedPath
"""An attribute by its name, or the way to a part of its value. Each has one form: a name alone is no tuple."""

_NAME = re.compile(r"(?:[^.\[\]\\]|\\[.\[\]\\]|\\(?![.\[\]\\]))+")
_ESCAPE = re.compile(r"\\([.\[\]\\])")
_INDEX = re.compile(r"\[([0-9]{1,9})\]")


class InvalidPath(ValueError):
    """A path that the service cannot read; the text says why."""


class Overlap(NamedTuple):
    """Two paths that one update cannot have both (F404)."""

    later: int
    """The index of the path that comes second, and of the one before it."""
    earlier: int
    conflict: bool
    """Whether one takes something for a map and the other takes it for a list; otherwise one contains the other."""


@lru_cache(maxsize=4096)
def path_of(text: str) -> Path:
    """The path that a text stands for.

    Raises:
        InvalidPath: a step is empty or cannot be read, or there are too many.
    """
    steps: list[str | int] = []
    position = 0
    while position < len(text):
        if text[position] == "]":
            raise InvalidPath(f'"{text}" has a ] without its [; in a name write \\]')
        if text[position] == "[":
            found = _INDEX.match(text, position)
            if found is None:
                raise InvalidPath(f'"{text}" has a bracket that is no index, such as [0]; in a name write \\[')
            if not steps:
                raise InvalidPath(f'"{text}" begins with an index; a path begins with the name of an attribute')
            steps.append(int(found[1]))
        else:
            if steps:
                if text[position] != ".":
                    raise InvalidPath(f'"{text}" goes on after an index without a dot')
                position += 1
            found = _NAME.match(text, position)
            if found is None:
                raise InvalidPath(
                    f'"{text}" has a dot without a name beside it; a name with a dot in it is written with \\.'
                )
            steps.append(_ESCAPE.sub(r"\1", found[0]))
        position = found.end()
    if not steps:
        raise InvalidPath("a path cannot be empty")
    if len(steps) > MAX_DEPTH + 1:
        raise InvalidPath(f"a path goes at most {MAX_DEPTH} levels deep; this one goes {len(steps) - 1}")
    return tuple(steps) if len(steps) > 1 else str(steps[0])


def path_text(path: Path) -> str:
    """A path as it is written."""
    steps = (path,) if isinstance(path, str) else path
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += ("." if text else "") + re.sub(r"([.\[\]]|\\(?=[.\[\]\\]|$))", r"\\\1", step)
    return text


def attribute_of(path: Path) -> str:
    """The name of the attribute that a path begins with."""
    return path if isinstance(path, str) else str(path[0])


def value_at(path: Path, item: Item) -> AttributeValue | None:
    """The value at a path; None where there is none, also where the path leads through a scalar (F401)."""
    if isinstance(path, str):
        return item.get(path)
    value = item.get(path[0])  # type: ignore[arg-type]
    for step in path[1:]:
        if value is None:
            return None
        type_, content = value
        if isinstance(step, str):
            value = content.get(step) if type_ == "M" else None
        else:
            value = content[step] if type_ == "L" and step < len(content) else None
    return value


def overlaps(paths: Sequence[Path]) -> Iterator[Overlap]:
    """The paths that do not go with an earlier one: the same, one inside the other, or a map and a list (F404)."""
    ends: dict[NestedPath, int] = {}
    through: dict[NestedPath, tuple[int, type]] = {}
    # Each beginning of a path, with the index of the first path that goes on from there, and the kind of its next step.
    for index, path in enumerate(paths):
        steps = (path,) if isinstance(path, str) else path
        earlier = _earlier(steps, ends, through)
        if earlier is not None:
            yield Overlap(index, *earlier)
            continue
        ends[steps] = index
        for length in range(1, len(steps)):
            through.setdefault(steps[:length], (index, type(steps[length])))


def _earlier(
    steps: NestedPath, ends: dict[NestedPath, int], through: dict[NestedPath, tuple[int, type]]
) -> tuple[int, bool] | None:
    """The index of a path that these steps do not go with, and whether it takes a map for a list or the reverse."""
    for length in range(1, len(steps) + 1):
        beginning = steps[:length]
        if beginning in ends:
            return ends[beginning], False
        if beginning in through:
            other, kind = through[beginning]
            if length == len(steps) or kind is not type(steps[length]):
                return other, length < len(steps)
    return None
