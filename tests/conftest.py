"""The same surroundings for every test: no setting of the machine changes what the player or a program prints."""

from __future__ import annotations

import os

# Textual reads these when it is imported, so they are set before any test module is.
for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL", "COLUMNS", "LINES"):
    os.environ.pop(name, None)
os.environ["TEXTUAL_ANIMATIONS"] = "none"
