"""The folder on this machine in which a learner's progress and settings are kept."""

from __future__ import annotations

from pathlib import Path

APP = "streamsim"


def progress_file() -> Path:
    """Where progress is kept: the platform's folder for a user's data."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False) / "progress.sqlite"


def settings_file() -> Path:
    """Where settings are kept: beside the progress."""
    return progress_file().with_name("settings.json")
