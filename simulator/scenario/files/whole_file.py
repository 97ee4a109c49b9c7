"""Writes a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(name: str | os.PathLike[str], text: str, *, must_be_new: bool = False) -> None:
    """Write a text to a file: until all of it is written, nothing changes. A link to a file stays a link.

    Args:
        name: the file.
        text: its content, written as UTF-8 with its line ends as they are.
        must_be_new: whatever has this name already stays, a link that leads nowhere too.

    Raises:
        FileExistsError: `must_be_new`, and something has this name already.
        OSError, ValueError: the file cannot be written, and nothing has changed.
    """
    if must_be_new:
        with open(name, "x"):  # takes the name at once; outside the try, for a file that was there before must stay
            pass
    path = Path(os.path.realpath(name))
    unfinished = path.with_name(f".streamsim-{os.getpid()}.tmp")
    try:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        if must_be_new:
            path.unlink(missing_ok=True)
        raise
