"""The two sides that a shard poller stands between: the consumer that it reads for, and the run that it reads in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from simulator.machine.consumers.cursor import Cursor
from simulator.machine.consumers.read_throttle import ReadThrottle
from simulator.scenario.plan import Template


class PollerOwner(Protocol):
    """The consumer that a shard poller reads for."""

    keeps_iterators: bool
    """Whether it depends on iterators that expire; Lambda takes care of that itself."""

    def may_read(self, cursor: Cursor) -> bool:
        """Whether a shard may be read now."""

    def looks_at_every_shard(self) -> bool:
        """Whether a poll may change something in a shard that has nothing to read and no work in progress."""

    def before_poll(self, cursor: Cursor) -> bool:
        """Called before a shard is polled; returns whether that began any work."""

    def on_page(self, cursor: Cursor, page: tuple[int, ...]) -> None:
        """A poll brought records, as indexes into the trace's."""

    def on_shards(self, cursors: list[Cursor]) -> None:
        """There are new shards to read."""

    def on_end(self, cursor: Cursor) -> None:
        """A shard is read to its end."""

    def ends_here(self, cursor: Cursor) -> Literal["no checkpoint"] | None:
        """Why the children of a shard that is read to its end are never read; None: they are."""

    def has_nothing_to_poll(self) -> bool:
        """Whether no shard that may not be read now ever can be."""

    def nothing_waits(self) -> bool:
        """Whether no record waits in a shard that may not be read now."""


class Manner(NamedTuple):
    """How a reader follows the shards of its stream."""

    lists_once: bool = False
    """Whether it lists them at its start alone (F300)."""
    waits_for_parents: bool = True
    """Whether it reads a shard to its end before its children (F124); otherwise it makes the mistake of F301."""


CAREFUL = Manner()
"""As the service's own readers do it."""


class ReadPath(NamedTuple):
    """The conditions under which all consumers of one run read."""

    throttle: ReadThrottle | None
    """None where no reader can be throttled."""
    on_empty_poll: Callable[[str], None] | None
    """Called with the consumer's name for each poll that found nothing, if the scenario shows them."""
    write: Callable[[str, int, Template, int], None] | None = None
    """Makes a write of a function to the table: the consumer's name, the write's index and template, the record."""
