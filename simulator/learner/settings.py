"""What a learner has chosen for the player, kept in a small JSON file beside the progress."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from simulator.scenario.files.whole_file import write_whole

MOST_READ = 64 * 1024
"""Characters of the file that are read: no file of settings is longer."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen; what was not chosen is as it is here."""

    theme: str = ""
    """The name of a theme; empty for the player's own."""


def read_settings(path: Path) -> Settings:
    """What is kept in a file. A setting that is missing, or is of another kind, is as if it had never been chosen."""
    stored = _stored(path)
    own = Settings()
    known = (each.name for each in fields(Settings))
    return Settings(**{name: stored[name] for name in known if type(stored.get(name)) is type(getattr(own, name))})


def keep_settings(path: Path, settings: Settings) -> str:
    """Write settings to the file, beside those of another version of the program. Returns why it failed, or nothing."""
    text = json.dumps({**_stored(path), **asdict(settings)}, indent=1) + "\n"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, text)
    except OSError as error:
        return f"{path}: {error.strerror or error}."
    return ""


def _stored(path: Path) -> dict[str, Any]:
    """The object in the file; an empty one where there is no file, or something else in it."""
    try:
        with open(path, encoding="utf-8") as file:
            stored = json.loads(file.read(MOST_READ))
    except (OSError, ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}
