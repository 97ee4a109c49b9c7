"""The scenarios that `make bench` times, and the same stages as plain SimPy 4 pipelines that keep every step."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario

Steps = list[tuple[int, str, int]]
"""Time in milliseconds, what happened, and the number of the write."""

Process = Generator[Any, Any, None]


def scenario(writes: int, every: str = "10ms", delays: str = "", processing_time: str = "1ms") -> Scenario:
    """Single-item writes, read one record at a time; `delays` are the stream's, with a comma in front."""
    return scenario_from_text(
        f"""
title: bench
table: {{name: Orders, partition_key: order_id}}
stream: {{view_type: NEW_AND_OLD_IMAGES{delays}}}
consumers: [{{limit: 1, poll_interval: 1ms, processing_time: {processing_time}}}]
timeline: [{{repeat: {{times: {writes}, every: {every}, do: {{put: {{order_id: "o-{{n}}", status: PLACED}}}}}}}}]
"""
    )


def dense_scenario(writes: int) -> Scenario:
    """A write every millisecond, and no delay but that of the capture."""
    return scenario(writes, "1ms", ", capture_delay: 1ms, availability_delay: 0ms", "0ms")


def with_a_process_for_each_delay(writes: int) -> Steps:
    """The steps of `scenario`: writes every 10 ms, two delays of 50 ms, and 1 ms for processing."""
    environment = simpy.Environment()
    captured, available = simpy.Store(environment), simpy.Store(environment)
    steps: Steps = []

    def writer() -> Process:
        for n in range(writes):
            steps.append((environment.now, "write", n))
            environment.process(capture(n))
            yield environment.timeout(10)

    def capture(n: int) -> Process:
        yield environment.timeout(50)
        steps.append((environment.now, "capture", n))
        yield captured.put(n)

    def make_available() -> Process:
        while True:
            n = yield captured.get()
            environment.process(appear(n))

    def appear(n: int) -> Process:
        yield environment.timeout(50)
        steps.append((environment.now, "available", n))
        yield available.put(n)

    def consumer() -> Process:
        for _ in range(writes):
            n = yield available.get()
            steps.append((environment.now, "read", n))
            yield environment.timeout(1)
            steps.append((environment.now, "process", n))

    environment.process(writer())
    environment.process(make_available())
    environment.run(environment.process(consumer()))
    return steps


def with_three_processes(writes: int) -> Steps:
    """The steps of `dense_scenario`, by a writer, a capture and a consumer that live as long as the run."""
    environment = simpy.Environment()
    changes, records = simpy.Store(environment), simpy.Store(environment)
    steps: Steps = []

    def writer() -> Process:
        for n in range(writes):
            steps.append((environment.now, "write", n))
            yield changes.put(n)
            yield environment.timeout(1)

    def capture() -> Process:
        while True:
            n = yield changes.get()
            yield environment.timeout(1)
            steps.append((environment.now, "capture", n))
            steps.append((environment.now, "available", n))
            yield records.put(n)

    def consumer() -> Process:
        for _ in range(writes):
            n = yield records.get()
            steps.append((environment.now, "read", n))
            steps.append((environment.now, "process", n))

    environment.process(writer())
    environment.process(capture())
    environment.run(environment.process(consumer()))
    return steps
