"""The numbered facts that the model follows and the lessons cite."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Fact(NamedTuple):
    """One thing that DynamoDB Streams does, and how it is known."""

    number: str
    """Its stable name, such as F44."""
    text: str
    source: str
    modelled: bool = False
    """Whether the simulator claims to follow it; a test named after it shows that."""

    @property
    def source_words(self) -> str:
        """The source with its abbreviations written out."""
        return _ABBREVIATION.sub(lambda found: _SOURCES[found[1]] + (": " if found[2] else ""), self.source)


_SOURCES = {
    "API-S": "DynamoDB Streams API reference",
    "API-D": "DynamoDB API reference",
    "API-L": "Lambda API reference",
    "API-P": "EventBridge Pipes API reference",
    "DG": "DynamoDB developer guide",
    "LG": "Lambda developer guide",
    "EB": "EventBridge user guide",
    "PG": "AWS prescriptive guidance",
    "KC": "AWS knowledge centre",
    "PR": "AWS pricing page",
    "LS-AWS": "LocalStack's tests against AWS",
    "ALT-AWS": "ScyllaDB Alternator's tests against AWS",
    "ADAPTER": "DynamoDB Streams Kinesis adapter",
    "KCL": "Kinesis client library",
    "GH": "GitHub",
    "SO": "Stack Overflow question",
    "EMU": "an emulator",
    "INF": "an inference",
}
_ABBREVIATION = re.compile(rf"\b({'|'.join(sorted(_SOURCES, key=len, reverse=True))})\b(?!-)(:?)")


@cache
def facts() -> dict[str, Fact]:
    """Every fact by its number, in the order of the numbers."""
    lines = Path(__file__).with_name("facts.tsv").read_text(encoding="utf-8").splitlines()
    listed = (line.split("\t") for line in lines if not line.startswith("#"))
    return {number: Fact(number, text, source, modelled == "modelled") for number, text, source, modelled in listed}
