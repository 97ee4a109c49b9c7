"""Conditions that a scenario must meet for a belief to make a difference in it."""

from __future__ import annotations

from simulator.scenario.consumers import KclModel, LambdaModel
from simulator.scenario.model import Scenario


def nothing(_: Scenario) -> bool:
    """A belief about writes, records or reads in general can make a difference in every scenario."""
    return True


def has_mapping(scenario: Scenario) -> bool:
    """Whether one of the consumers is an event source mapping."""
    return any(isinstance(each, LambdaModel) for each in scenario.consumers)


def has_workers(scenario: Scenario) -> bool:
    """Whether one of the consumers is a KCL application."""
    return any(isinstance(each, KclModel) for each in scenario.consumers)


def has_three_consumers(scenario: Scenario) -> bool:
    """Whether a shard can have a third reader."""
    return len(scenario.consumers) > 2


def has_time_to_live(scenario: Scenario) -> bool:
    """Whether items of the table can expire."""
    return scenario.table.time_to_live is not None


def turns_a_stream_on(scenario: Scenario) -> bool:
    """Whether the timeline turns a stream on."""
    return any(action.enable_stream is not None for action in scenario.timeline)
