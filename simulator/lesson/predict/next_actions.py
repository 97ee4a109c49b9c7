"""Choices for what happens next: actions that can still happen, of consumers and workers that are there by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from simulator.lesson.generated.draft import as_right, event_of_choice, other_actions
from simulator.lesson.predict.named_actions import named_action, swapped
from simulator.lesson.predict.workers import are_there
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event

ONCE = frozenset(
    {
        Event.CAPTURE_RECORD,
        Event.AVAILABLE_RECORD,
        Event.AVAILABLE_TRIMMED,
        Event.READ_RECORDS,
        Event.READ_LEASE_TAKEN,
        Event.READ_SHARD_END,
        Event.PROCESS_BISECTED,
        Event.PROCESS_SUCCEEDED,
        Event.PROCESS_FILTERED,
        Event.PROCESS_DISCARDED,
    }
)
"""Events that a learner knows to be over once they have happened to a record or a shard."""

LEAST = 2
"""Where there are fewer wrong actions, those that are over are choices too: they could happen again."""

MOST_COMING = 2
"""Choices that are the next actions of the run itself; the others come from all of it."""


def next_choices(trace: Trace, number: int, seed: str) -> tuple[str, ...]:
    """Wrong actions for step `number`, the best first.

    They are what the consumer would do without the filter or the limit that decides, the same action by another
    consumer, the actions that follow in the run, and others of the run that have not happened yet.
    """
    right = trace.events[number - 1]
    coming = tuple(islice(_coming(trace, number), MOST_COMING))
    told = {event_of_choice(step.event) for step in coming} & {Event.IDLE_WAITING}
    done = {named_action(trace, step, number) for step in map(trace.step, range(1, number)) if step.event in ONCE}

    def words(run: Trace, step: Step) -> str:
        is_told = event_of_choice(step.event) in told
        return "" if is_told or _is_over(trace, step, number) else again(run, step)

    def again(run: Trace, step: Step) -> str:
        can_be = are_there(run, step, number) and _are_captured(run, len(step.records), number)
        return named_action(run, step, number) if can_be else ""

    others = (each for each in other_actions(trace, number, seed, words) if each and each not in done)
    over = {named_action(trace, step) for step in _with_its_records(trace, number)}
    beside = {named_action(trace, step, number) for step in _beside(trace, number)}
    swap = (each for each in swapped(trace, trace.step(number)) if each not in beside | over)
    same = islice(swap, 0 if right is Event.READ_CONSUMER_CREATED else 1)
    ahead = (named_action(trace, step, number) for step in coming)
    wrong = tuple(dict.fromkeys(chain(_unrestricted(trace, number), same, ahead, others)))
    if len(wrong) < LEAST:
        wrong = tuple(dict.fromkeys((*wrong, *filter(None, other_actions(trace, number, seed, again)))))[:LEAST]
    return wrong


def _unrestricted(trace: Trace, number: int) -> Iterator[str]:
    """What the consumer of a step would do if no filter dropped its records, and no limit or lane held any back."""
    step = trace.step(number)
    if step.event is Event.PROCESS_FILTERED:
        yield named_action(trace, replace(step, event=Event.READ_RECORDS))
    elif step.event is Event.READ_RECORDS:
        shard = trace.records[step.records[0]].shard
        available = shard.records[: trace.stream_life.available_in(shard, number - 1)]
        everything = tuple(available[available.index(min(step.records)) :])
        if len(everything) > len(step.records):
            yield named_action(trace, replace(step, records=everything))


def _with_its_records(trace: Trace, number: int) -> Iterator[Step]:
    """The steps before a step that happen once to a record, and that share one with it: somebody has done that."""
    records = set(trace.record_indexes[number - 1])
    for each in range(1, number):
        if trace.events[each - 1] in ONCE and not records.isdisjoint(trace.record_indexes[each - 1]):
            yield trace.step(each)


def _coming(trace: Trace, number: int) -> Iterator[Step]:
    """The steps after a step and before the timeline's next action, one of each kind, as far as they can be named."""
    here = trace.step(number)
    seen = {event_of_choice(here.event), *as_right(here.event)}
    for each in range(number + 1, len(trace.events) + 1):
        step = trace.step(each)
        if step.event.by_timeline:
            return
        known = all(trace.captured[index] <= number for index in step.records)
        if event_of_choice(step.event) in seen or not known or _is_beside(trace, here, step):
            continue
        seen.add(event_of_choice(step.event))
        yield step


def _beside(trace: Trace, number: int) -> Iterator[Step]:
    """The steps after a step that happen at the same time by themselves."""
    here = trace.step(number)
    for each in range(number + 1, len(trace.events) + 1):
        if trace.times[each - 1] != trace.times[number - 1]:
            return
        if _is_beside(trace, here, trace.step(each)):
            yield trace.step(each)


def _is_beside(trace: Trace, here: Step, other: Step) -> bool:
    """Whether another step happens at the same time by itself: nobody can know which of the two comes first."""
    if trace.times[here.number - 1] != trace.times[other.number - 1]:
        return False
    if here.consumer is not None and other.consumer is not None:
        return (here.consumer, here.worker) != (other.consumer, other.worker)
    return not set(here.shards) & set(other.shards)


def _are_captured(trace: Trace, count: int, number: int) -> bool:
    """Whether there are so many records by a step that as many can be named."""
    return sum(captured <= number for captured in trace.captured) >= count


def _is_over(trace: Trace, step: Step, number: int) -> bool:
    """Whether a step of the run is no choice for step `number`: it is over, or its consumer is not there yet."""
    if not are_there(trace, step, number):
        return True
    if step.event not in ONCE or not step.records:
        return False
    if step.number < number:
        return True
    if all(trace.captured[index] <= number for index in step.records):
        return False
    # The newest records by then are named in place of its own: are they through this already?
    named = [index for index, captured in enumerate(trace.captured) if captured <= number][-len(step.records) :]
    done = {
        index
        for each in trace.steps_of(step.event)
        if each < number and trace.actors[each - 1] == step.consumer
        for index in trace.record_indexes[each - 1]
    }
    return bool(named) and done.issuperset(named)
