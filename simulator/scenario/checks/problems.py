"""The problems that checks find, and the parts that checks share."""

from __future__ import annotations

from typing import NamedTuple

from simulator.dynamodb.phrases import joined
from simulator.scenario.consumers import ConsumerModel
from simulator.scenario.timeline_entries import ActionModel
from simulator.scenario.yaml.nodes import KeyPath


class Problem(NamedTuple):
    """Something wrong with a part of a scenario."""

    path: KeyPath
    code: str
    message: str


class Entry(NamedTuple):
    """An entry of the timeline, as far as it could be read."""

    position: int
    """In the file's timeline, from 0."""
    action: ActionModel
    cuts: frozenset[KeyPath] = frozenset()
    """The paths at which something is left out because of a complaint."""

    @property
    def path(self) -> KeyPath:
        """The path of the entry."""
        return ("timeline", self.position)

    def is_whole(self, path: KeyPath = ()) -> bool:
        """Whether nothing is left out of the entry, or of the part of it at a path of the file."""
        return not any(cut[: len(path) - 2] == path[2:] for cut in self.cuts) if path else not self.cuts


class Listed(NamedTuple):
    """A consumer of the file, as far as it could be read."""

    position: int
    """In the file's list, from 0."""
    model: ConsumerModel
    left_out: frozenset[str] = frozenset()
    """Its keys in which something is left out because of a complaint."""


def is_name(name: str) -> bool:
    """Whether a text can be the name of a consumer or of a worker: it can stand in a variable's id."""
    return all(c.isalnum() or c in "_-" for c in name)


def not_one(path: KeyPath, kinds: list[str], known: tuple[str, ...]) -> Problem:
    """The problem of an entry that has no action, or more than one."""
    if kinds:
        return Problem(path, "S206", f"one action an entry; this has {joined(kinds)}")
    return Problem(path, "S206", f"no action here; expected one of {', '.join(known)}")
