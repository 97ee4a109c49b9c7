"""Detects whether a file has changed since it was read."""

from __future__ import annotations

from pathlib import Path


def stamp(path: Path) -> tuple[int, int] | None:
    """A file's modification time in nanoseconds and its size in bytes; None where there is no file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
