"""Filter criteria: the records that an event source mapping lets through (F213-F230)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from simulator.dynamodb.patterns import matches, matches_any
from simulator.dynamodb.rules import Rules
from simulator.dynamodb.stream import StreamRecord

Pattern = Mapping[str, Any]


class Filter:
    """The mapping's filter criteria. Without any, every record passes."""

    def __init__(self, patterns: Sequence[Pattern], rules: Rules) -> None:
        self.patterns = tuple(patterns)
        self._numbers_too = rules.numbers_filter_as_numbers

    def parted(self, page: tuple[int, ...], records: list[StreamRecord]) -> tuple[Sequence[int], tuple[int, ...]]:
        """The records of a page that pass, and those that are dropped, each in order."""
        if not self.patterns:
            return page, ()
        passed: list[int] = []
        dropped: list[int] = []
        for index in page:
            (passed if self._passes(records[index]) else dropped).append(index)
        return passed, tuple(dropped)

    def _passes(self, record: StreamRecord) -> bool:
        event = record.to_lambda()
        if matches_any(self.patterns, event):
            return True
        return self._numbers_too and matches_any(self.patterns, _with_numbers(event))


def meets(pattern: Pattern | None, record: StreamRecord) -> bool:
    """Whether a record meets a pattern; without one none does."""
    return pattern is not None and matches(pattern, record.to_lambda())


class _Number(Decimal):
    """A number that is still equal to its text: a filter for exact strings goes on working."""

    text: str

    def __eq__(self, other: object) -> bool:
        return self.text == other if isinstance(other, str) else super().__eq__(other)

    __hash__ = Decimal.__hash__


def _with_numbers(value: Any) -> Any:
    """An event with numbers in place of the texts of N, as F313's believers expect."""
    if isinstance(value, dict):
        if list(value) == ["N"] and isinstance(value["N"], str):
            number = _Number(value["N"])
            number.text = value["N"]
            return {"N": number}
        return {name: _with_numbers(each) for name, each in value.items()}
    return [_with_numbers(each) for each in value] if isinstance(value, list) else value
