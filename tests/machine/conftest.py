"""Fixtures with which tests of the machine write a scenario and read its run."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario

HEAD = """\
title: A test
table: {name: Orders, partition_key: order_id}
"""
STREAM = "stream: {view_type: NEW_AND_OLD_IMAGES}\n"


@pytest.fixture(scope="session")
def scenario() -> Callable[[str], Scenario]:
    """A scenario from the part of a file that a test is about; the stream is there unless the test has its own."""

    def read(text: str) -> Scenario:
        text = dedent(text)
        return scenario_from_text(HEAD + ("" if "\nstream:" in f"\n{text}" else STREAM) + text)

    return read


@pytest.fixture(scope="session")
def run(scenario: Callable[[str], Scenario]) -> Callable[[str], Trace]:
    """The trace of such a scenario."""
    return lambda text: simulate(scenario(text))


@pytest.fixture(scope="session")
def story() -> Callable[[Trace], list[str]]:
    """A trace as lines: time, event, the records it is about, and, where there are several consumers, which one."""

    def lines(trace: Trace) -> list[str]:
        several = len(trace.consumers) > 1
        told = []
        for step in trace.steps:
            records = ",".join(map(str, step.records))
            who = step.consumer if several else None
            told.append(" ".join(part for part in (str(step.time), step.event.value, records, who) if part))
        return told

    return lines
