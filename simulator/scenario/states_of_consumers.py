"""The consumers of a scenario in every state that the timeline gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.scenario.consumer_updates import updated
from simulator.scenario.consumers import ConsumerModel
from simulator.scenario.model import Scenario
from simulator.scenario.yaml.nodes import KeyPath


class ConsumerAt(NamedTuple):
    """A consumer with the settings that a part of the file gives it."""

    model: ConsumerModel
    path: KeyPath
    """The path of that part: a consumer of the file, or a creation or an update on the timeline."""
    before: ConsumerModel | None = None
    """The consumer before an update. A setting that is the same object in both stands elsewhere in the file."""


def every_consumer(scenario: Scenario) -> Iterator[ConsumerAt]:
    """Each consumer as the file has it, as the timeline creates it, and as each update leaves it."""
    now: dict[str, ConsumerModel] = {}
    for index, consumer in enumerate(scenario.consumers):
        now[consumer.name] = consumer
        yield ConsumerAt(consumer, ("consumers", index))
    for index, action in enumerate(scenario.timeline):
        path: KeyPath = ("timeline", index)
        if action.create_consumer is not None:
            now[action.create_consumer.name] = action.create_consumer
            yield ConsumerAt(action.create_consumer, (*path, "create_consumer"))
        elif action.update_consumer is not None and action.update_consumer.consumer in now:
            name = action.update_consumer.consumer
            before, now[name] = now[name], updated(now[name], action.update_consumer)
            yield ConsumerAt(now[name], (*path, "update_consumer"), before)
