"""Conditions that a scenario must meet for a belief to make a difference in it."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.consumers import KclModel, LambdaModel, PollerModel
from simulator.scenario.model import Scenario
from simulator.scenario.states_of_consumers import every_consumer


def nothing(_: Scenario) -> bool:
    """A belief about writes, records or reads in general can make a difference in every scenario."""
    return True


def has_mapping(scenario: Scenario) -> bool:
    """Whether one of the consumers is an event source mapping."""
    return any(isinstance(each, LambdaModel) for each, *_ in every_consumer(scenario))


def _mappings(scenario: Scenario) -> Iterator[LambdaModel]:
    """Every state of every mapping: as the file has it, as it is created, and as an update leaves it."""
    for consumer, *_ in every_consumer(scenario):
        if isinstance(consumer, LambdaModel):
            yield consumer


def is_throttled(scenario: Scenario) -> bool:
    """Whether a function has an outage in which it is not invoked."""
    return any(each.kind == "throttle" for mapping in _mappings(scenario) for each in mapping.function.outages)


def function_fails(scenario: Scenario) -> bool:
    """Whether a function fails on some records of its batch."""
    return any(mapping.function.fails_on is not None for mapping in _mappings(scenario))


def function_writes(scenario: Scenario) -> bool:
    """Whether a function writes to the table whose stream invokes it."""
    return any(mapping.function.writes for mapping in _mappings(scenario))


def creates_again(scenario: Scenario) -> bool:
    """Whether a consumer is deleted, and one of its name created."""
    created = {action.create_consumer.name for action in scenario.timeline if action.create_consumer is not None}
    return any(action.delete_consumer in created for action in scenario.timeline)


def lists_once(scenario: Scenario) -> bool:
    """Whether a poller lists the shards once."""
    return any(isinstance(each, PollerModel) and each.lists_shards == "once" for each, *_ in every_consumer(scenario))


def leaves_shards_unfinished(scenario: Scenario) -> bool:
    """Whether a KCL application stores no checkpoint at the end of a shard."""
    return any(isinstance(each, KclModel) and not each.checkpoint_at_shard_end for each, *_ in every_consumer(scenario))


def has_workers(scenario: Scenario) -> bool:
    """Whether one of the consumers is a KCL application."""
    return any(isinstance(each, KclModel) for each, *_ in every_consumer(scenario))


def has_three_consumers(scenario: Scenario) -> bool:
    """Whether a shard can have a third reader."""
    return len({each.name for each, *_ in every_consumer(scenario)}) > 2


def has_time_to_live(scenario: Scenario) -> bool:
    """Whether items of the table can expire."""
    return scenario.table.time_to_live is not None


def turns_a_stream_on(scenario: Scenario) -> bool:
    """Whether the timeline turns a stream on."""
    return any(action.enable_stream is not None for action in scenario.timeline)
