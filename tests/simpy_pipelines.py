"""The yardsticks of `make bench`: the stages of a stream as plain SimPy 4 pipelines, every step kept."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

Steps = list[tuple[int, str, int]]
"""Time in milliseconds, what happened, and the number of the write."""

Process = Generator[Any, Any, None]


def with_a_process_for_each_delay(writes: int) -> Steps:
    """Writes every 10 ms; capture and availability take 50 ms each, processing 1 ms."""
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
    """Writes every millisecond; capture takes 1 ms, availability and processing no time."""
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
