"""The values of a consumer's settings, as a lesson file would have them."""

from __future__ import annotations

import json

from pydantic import BaseModel

from simulator.dynamodb.phrases import cut_to, joined
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.consumers import OutageModel

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
    """A setting's value: `2 s`, `true`, `none`, `error from 5 s to 9 s`, `2 entries`, or its JSON.

    Of the JSON `longest` characters are shown.
    """
    if value is None or value == []:
        return "none"
    if name in _DURATIONS and isinstance(value, int):
        return time_words(value)
    if isinstance(value, list) and isinstance(value[0], OutageModel):
        outages = (f"{each.kind} from {time_words(each.begins)} to {time_words(each.until)}" for each in value)
        return cut_to(longest, joined(list(outages)))
    if isinstance(value, list) and isinstance(value[0], BaseModel):  # writes: too much for a line
        return "1 entry" if len(value) == 1 else f"{len(value)} entries"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return visible(cut_to(longest, text))
