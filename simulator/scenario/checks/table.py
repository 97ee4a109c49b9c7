"""The table: the names that the service takes."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.checks.problems import Problem
from simulator.scenario.model import TableModel
from simulator.scenario.yaml.nodes import KeyPath

MAX_NAME = 255
"""Characters of a key attribute's name, and of the time-to-live attribute's."""


def check_table(table: TableModel) -> Iterator[Problem]:
    """The table's name, its keys, its time to live."""
    if not (3 <= len(table.name) <= 255 and all(c.isascii() and (c.isalnum() or c in "_.-") for c in table.name)):
        yield Problem(("table", "name"), "S204", "a table's name has 3 to 255 of the characters a-z A-Z 0-9 _ . -")
    sort_key = table.sort_key
    if sort_key is not None and sort_key.name == table.partition_key.name:
        yield Problem(("table", "sort_key"), "S204", "the sort key has the partition key's name")
    yield from _check_length(table.partition_key.name, "a key attribute's", ("table", "partition_key", "name"))
    if sort_key is not None:
        yield from _check_length(sort_key.name, "a key attribute's", ("table", "sort_key", "name"))
    if table.time_to_live is not None:
        path = ("table", "time_to_live", "attribute")  # a key attribute is taken too, of whatever type it is
        yield from _check_length(table.time_to_live.attribute, "the time-to-live attribute's", path)


def _check_length(name: str, whose: str, path: KeyPath) -> Iterator[Problem]:
    if len(name) > MAX_NAME:
        yield Problem(path, "S204", f"{whose} name has at most {MAX_NAME} characters; this one has {len(name):,}")
