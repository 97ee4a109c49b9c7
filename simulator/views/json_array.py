"""A JSON array that may be long, in lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def array_lines(name: str, parts: Iterator[Any], end: str) -> Iterator[str]:
    """A member of an object that is an array, one part of it to a line; `end` follows its closing bracket."""
    yield f'"{name}": ['
    held = next(parts, None)
    while held is not None:
        following = next(parts, None)
        yield json.dumps(held) + ("," if following is not None else "")
        held = following
    yield f"]{end}"
