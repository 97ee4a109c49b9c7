"""The consumers of a scenario in every state that the timeline gives them."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.consumer_updates import updated
from simulator.scenario.consumers import ConsumerModel
from simulator.scenario.model import Scenario


def every_consumer(scenario: Scenario) -> Iterator[ConsumerModel]:
    """Each consumer as the file has it, as the timeline creates it, and as each update leaves it."""
    now: dict[str, ConsumerModel] = {consumer.name: consumer for consumer in scenario.consumers}
    yield from scenario.consumers
    for action in scenario.timeline:
        if action.create_consumer is not None:
            now[action.create_consumer.name] = action.create_consumer
            yield action.create_consumer
        elif action.update_consumer is not None and action.update_consumer.consumer in now:
            name = action.update_consumer.consumer
            now[name] = updated(now[name], action.update_consumer)
            yield now[name]
