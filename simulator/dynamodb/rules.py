"""The service's decisions, as named switches.

`AWS` is what is documented. A `Rules` value with one decision wrong is a misconception: the same scenario under it
shows what someone who believes it would expect.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """What the service decides. Every default is the documented behaviour."""

    unchanged_write_is_recorded: bool = False
    """Does a put or update that changes nothing give a record? No (F43, F44; the belief: F270)."""

    upsert_is_insert: bool = True
    """Is an update that creates the item an INSERT? Yes (F48; the belief that it is a MODIFY: F272)."""


AWS = Rules()
"""The documented service."""
