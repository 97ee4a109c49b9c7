"""The steps that a question asks about: of one write, by one consumer, in one shard, after one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from simulator.lesson.answers.solution import NoAnswer, known, step_named
from simulator.machine.details import shards_of
from simulator.machine.trace import Trace
from simulator.scenario.step_paths import StepPath


class Asked(Protocol):
    """The part of a question that says which steps it is about; None leaves all."""

    @property
    def of(self) -> StepPath | None:
        """The write whose record they are about."""

    @property
    def by(self) -> str | None:
        """The consumer that acts."""

    @property
    def shard(self) -> int | None:
        """The shard, by its number."""

    @property
    def after(self) -> StepPath | None:
        """The step that they come after."""


def asked_steps(asked: Asked, trace: Trace, *path: str) -> Iterator[int]:
    """The numbers of the steps that a question asks about, in order; `path` is where the answer says which.

    Raises:
        NoAnswer: the run has no such step, consumer or shard, or no record was captured of the write.
    """
    first = 1 if asked.after is None else 1 + step_named(asked.after, trace, 0, *path, "after")
    consumer = asked.by and known("consumer", asked.by, trace.consumers, *path, "by")
    record = None if asked.of is None else record_of(asked.of, trace, *path, "of")
    if asked.shard is not None and asked.shard > len(trace.shards):
        raise NoAnswer(f"no shard {asked.shard}; the run has {len(trace.shards)}", *path, "shard")
    return (
        number
        for number in range(first, len(trace.events) + 1)
        if consumer in (None, trace.actors[number - 1])
        and (record is None or record in trace.record_indexes[number - 1])
        and (asked.shard is None or asked.shard in shards_about(number, trace))
    )


def record_of(step: StepPath, trace: Trace, *path: str) -> int:
    """The index of the record that a write got; `path` is where the answer names it.

    Raises:
        NoAnswer: the run has no such step, or it is about no record.
    """
    number = step_named(step, trace, 1, *path)
    about = trace.record_indexes[number - 1]
    if not about:
        raise NoAnswer(f"step {number} is about no record", *path)
    return about[0]


def shards_about(number: int, trace: Trace) -> Sequence[int]:
    """The numbers of the shards that a step is about: those of its records, or those that it names itself."""
    captured = trace.captured
    of_records = {
        trace.records[index].shard.number for index in trace.record_indexes[number - 1] if captured[index] <= number
    }
    return sorted(of_records) or shards_of(trace.details.get(number))


def asked_words(asked: Asked) -> str:
    """The steps that are looked through, in the words of the answer; nothing where it is all of them."""
    parts = [
        ("of", asked.of and asked.of.written),
        ("by", asked.by),
        ("in shard", asked.shard),
        ("after", asked.after and asked.after.written),
    ]
    return "".join(f" {word} {name}" for word, name in parts if name)
