"""The columns of the process table, by their ids."""

from __future__ import annotations

YES_NO = ("record_created", "consumer_reads", "consumer_processes")
"""Those that say Yes or No, and are always there."""

COLUMNS = (*YES_NO, "time", "consumer", "shard", "record")
"""All that there are."""
