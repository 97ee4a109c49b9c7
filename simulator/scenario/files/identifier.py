"""The form of the ids of courses and lessons, under which progress is kept."""

from __future__ import annotations

import re

IDENTIFIER = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""It is no path: a slash stands between the id of a course and that of a lesson."""
