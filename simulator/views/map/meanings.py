"""The short words of the map and their meanings: for the legend of text and SVG, and for the help of the player."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from simulator.views.drawing import Stroke, Text


class Meaning(NamedTuple):
    """A word of the map."""

    word: str
    pattern: str
    """How it stands there, as a regular expression."""
    meaning: str

    @property
    def words(self) -> str:
        """The word with its meaning."""
        return f"{self.word}: {self.meaning}"


MEANINGS = (
    Meaning("position", r"position \d+ of \d+", "how many of the shard's records the reader has behind it"),
    Meaning("next read", r"next read", "the place at which the reader goes on"),
    Meaning(
        "checkpoint", r"(?:saved|done) up to|checkpoint", "records before it are done; those after it may come again"
    ),
    Meaning("has it", r"worker \S+ has it", "holds the shard's lease: no other worker reads the shard"),
    Meaning("batch", r"batch(?! failed)", "records that were read together"),
    Meaning("lane", r"lane \d", "it holds one batch; the lanes of a shard work at the same time"),
    Meaning("iterator age", r"iterator age", "the time from a record's capture to the end of the work on it"),
    Meaning("delivery", r"delivery \d", "how many times the record was handed over"),
    Meaning("batch failed", r"batch failed", "another record made its batch fail, and it comes again too"),
    Meaning("BLOCKED", r"BLOCKED", "nothing after the batch is handed over before it is done or given up on"),
    Meaning("given up", r"given up", "not tried again"),
    Meaning("filtered", r"filtered", "dropped, because no pattern of the filter matches"),
    Meaning("passed over", r"passed over", "never read, because the reader began after it"),
    Meaning("LOST", r"LOST", "trimmed before it was read"),
    Meaning("trimmed", r"trimmed", "removed from the stream, 24 hours after its capture"),
    Meaning("PARENT", r"PARENT", "a closed shard whose children take the writes"),
    Meaning("TRIM_HORIZON", r"TRIM_HORIZON", "the oldest record that the shard still has"),
    Meaning("LATEST", r"LATEST", "after the newest record"),
    Meaning("SHARD_END", r"SHARD_END", "the checkpoint of a shard that is done to its end"),
)
"""All of them, in a legend's order."""


def meanings_in(strokes: Iterable[Stroke]) -> Iterator[Meaning]:
    """The words that occur in a part of the map."""
    text = " ".join(stroke.text for stroke in strokes if isinstance(stroke, Text))
    yield from (each for each in MEANINGS if re.search(rf"\b(?:{each.pattern})", text))
