"""The consumers and KCL workers that are there at a step of a run."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.machine.details import JoinDetail
from simulator.machine.steps import ConsumerInfo, Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def consumers_by(trace: Trace, number: int) -> Iterator[ConsumerInfo]:
    """The consumers that are created by a step."""
    yield from (consumer for consumer in trace.readers if trace.readings[consumer.name].is_there(number))


def workers_by(trace: Trace, consumer: ConsumerInfo, number: int) -> tuple[str, ...]:
    """The workers that a KCL application began with, and those that have joined it by a step."""
    joined = (
        detail.worker
        for each in trace.steps_of(Event.READ_WORKER_ADDED)
        if each <= number
        and trace.actors[each - 1] == consumer.name
        and isinstance(detail := trace.details.get(each), JoinDetail)
    )
    return (*consumer.workers, *joined)


def are_there(trace: Trace, step: Step, number: int) -> bool:
    """Whether the consumer of a step, and its worker, are there just before another step; so is a step of nobody."""
    if step.consumer is None:
        return True
    here = next((each for each in consumers_by(trace, number - 1) if each.name == step.consumer), None)
    return here is not None and (not step.worker or step.worker in workers_by(trace, here, number - 1))
