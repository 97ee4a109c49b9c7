"""The columns of the process table that have an id: one row each, in the table's order."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """A column, as far as a lesson file and a heading need to know it. The floor of the words adds its cells."""

    id: str
    heading: str
    short_heading: str
    """A single word for a narrow table."""
    is_standard: bool = False
    """Whether every lesson shows it; these columns say Yes or No."""


COLUMNS = {
    each.id: each
    for each in (
        Column("record_created", "Stream Record Created?", "Created?", is_standard=True),
        Column("consumer_reads", "Consumer Reads?", "Reads?", is_standard=True),
        Column("consumer_processes", "Consumer Processes?", "Proc.?", is_standard=True),
        Column("time", "Time", "Time"),
        Column("consumer", "Consumer", "Consumer"),
        Column("shard", "Shard", "Shard"),
        Column("record", "Record", "Record"),
        Column("event_name", "Event Name", "Event"),
        Column("key", "Key", "Key"),
        Column("images", "Images", "Images"),
        Column("lane", "Lane", "Lane"),
    )
}
"""Every column by its id."""

YES_NO = tuple(column.id for column in COLUMNS.values() if column.is_standard)
"""The ids of the columns that say Yes or No."""
