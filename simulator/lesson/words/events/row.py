"""One row of sentences, and how its templates are filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulator.lesson.words.prose import Block, Span
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, count_words
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.machine.variables import Value
from simulator.scenario.events import Event


class Ahead(NamedTuple):
    """A part of a narration that tells what comes of the step: predict mode asks that before it is told."""

    prose: Prose
    otherwise: Prose = ()
    """What is said in its place while it is held back, so that the sentence has an end."""


Narration = tuple[Span | Block | Ahead, ...]
"""Sentences about a step, with the parts marked that tell what comes of it."""


def ahead(prose: Prose, otherwise: Prose = ()) -> Narration:
    """A part that tells what comes of the step; nothing where it is empty."""
    return (Ahead(prose, otherwise),) if prose or otherwise else ()


def told(narration: Narration, tells_ahead: bool) -> Prose:
    """The sentences as a text, with the parts that tell what comes of the step or without them."""
    parts: list[Span | Block] = []
    for part in narration:
        if isinstance(part, Ahead):
            parts += part.prose if tells_ahead else part.otherwise
        else:
            parts.append(part)
    return tuple(parts)


class EventWords(NamedTuple):
    """The sentences about one event: templates, or functions where a template is not enough."""

    action: str | Callable[[Trace, Step], str]
    """The action of the process table. A template has {who}, {whose}, {shard}, {count} and {records}."""
    clause: str | Callable[[Trace], str] | None
    """The event as the end of a question: "What is the first step at which ...". No other event of the run fits the
    words. None: nothing is asked about it, for it is the author's doing, and to look for it teaches nothing."""
    narration: str | Callable[[Trace, Step], Narration]
    """The event and its reason. A template has {who}, {whose} and, for the middle of a sentence, {inside}; {shard},
    {count} and {records}; and {F44} for a fact."""


Rows = dict[Event, EventWords]


def action_of(words: EventWords, trace: Trace, step: Step) -> str:
    """The action of a step in the process table."""
    if not isinstance(words.action, str):
        return words.action(trace, step)
    count = len(step.records)
    return words.action.format(
        who=who_words(trace, step),
        whose=possessive(who_words(trace, step)),
        shard=shard_of(step),
        count=count,
        records=records_words(count),
    )


def narration_of(words: EventWords, trace: Trace, step: Step, tells_ahead: bool = True) -> Prose:
    """The event of a step and its reason, in sentences; `tells_ahead` says whether also what comes of it."""
    if not isinstance(words.narration, str):
        return told(words.narration(trace, step), tells_ahead)
    who, count = subject(trace, step), len(step.records)
    return cite(
        words.narration,
        who=who,
        whose=possessive(who),
        inside=inside(who),
        shard=shard_of(step),
        count=count,
        records=count_words(count, "record"),
    )


def records_words(count: int) -> str:
    """`record`, `3 records`, as the table has them."""
    return "record" if count == 1 else f"{count} records"


def who_words(trace: Trace, step: Step) -> str:
    """The consumer that a step is of: by its name where there are several, a KCL worker by its own."""
    several = len(trace.consumers) > 1
    if step.worker:
        return f"{step.consumer}/{step.worker}" if several else f"Worker {step.worker}"
    return str(step.consumer) if several else "Consumer"


def subject(trace: Trace, step: Step) -> str:
    """The consumer that a step is of, as the subject of a sentence."""
    if step.worker:
        return who_words(trace, step)
    return "The consumer" if len(trace.consumers) == 1 else f"Consumer {step.consumer}"


def possessive(who: str) -> str:
    """`billing's`, `coupons'`."""
    return f"{who}'" if who.endswith("s") else f"{who}'s"


def inside(who: str) -> str:
    """The subject in the middle of a sentence."""
    return who[0].lower() + who[1:] if who.startswith(("The ", "Consumer ")) else who


def state_after(trace: Trace, step: Step) -> Value:
    """The state of the consumer that a step is of, when the step is over."""
    assert step.consumer is not None
    return trace.value(trace.variable_of("consumer_state", step.consumer), after=step.number)


def is_mapping(trace: Trace, step: Step) -> bool:
    """Whether the consumer that a step is of is an event source mapping."""
    return any(each.name == step.consumer and each.kind == "lambda" for each in trace.readers)


def reads_parents_first(trace: Trace, step: Step) -> bool:
    """Whether the consumer of a step reads a shard to its end before the shard's children (F124)."""
    return all(each.parents_first for each in trace.readers if each.name == step.consumer)


def shard_of(step: Step) -> int:
    """The number of the shard that a step is about; 0 where its details name none."""
    return next(iter(step.shards), 0)
