"""The values of a consumer's settings, as a lesson file would have them."""

from __future__ import annotations

import json

from pydantic import BaseModel

from simulator.dynamodb.phrases import cut_to
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import visible

_DURATIONS = frozenset(
    {
        "poll_interval",
        "processing_time",
        "failover_time",
        "function.duration",
        "function.timeout",
        "starts",
        "wait",
        "at",
        "after",
        "capture_delay",
        "availability_delay",
    }
)
"""The settings that are durations, in milliseconds."""

_LONGEST = 80
"""Characters of a value that are shown: a pattern may be of any length."""


def setting_words(name: str, value: object, longest: int = _LONGEST) -> str:
    """A setting's value: `2 s`, `true`, `none`, `2 entries`, or its JSON, of which `longest` characters are shown."""
    if value is None or value == []:
        return "none"
    if name in _DURATIONS and isinstance(value, int):
        return time_words(value)
    if isinstance(value, list) and isinstance(value[0], BaseModel):  # writes, outages: too much for a line
        return "1 entry" if len(value) == 1 else f"{len(value)} entries"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return visible(cut_to(longest, text))
