"""The numbered facts that the model follows and the lessons cite."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple


class Fact(NamedTuple):
    """One thing that DynamoDB Streams does, and how it is known."""

    number: str
    """Its stable name, such as F44."""
    text: str
    source: str


@cache
def facts() -> dict[str, Fact]:
    """Every fact by its number, in the order of the numbers."""
    lines = Path(__file__).with_name("facts.tsv").read_text(encoding="utf-8").splitlines()
    listed = (Fact(*line.split("\t")) for line in lines if not line.startswith("#"))
    return {fact.number: fact for fact in listed}
