"""Speed and memory, as ratios against a yardstick measured in the same run: `make bench`. Nothing fails here."""

from __future__ import annotations

import asyncio
import gc
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Generator
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ
from typing import Any

import simpy

from simulator.lesson.lesson import Lesson, lesson_of
from simulator.machine.machine import simulate
from simulator.scenario.files.library import library_folder
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario

EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("ready to go")
Empty().run()
"""


def scenario(writes: int) -> Scenario:
    """Single-item writes, 10 ms apart, read one record at a time."""
    return scenario_from_text(
        f"""
title: bench
table: {{name: Orders, partition_key: order_id}}
stream: {{view_type: NEW_AND_OLD_IMAGES}}
consumers: [{{limit: 1, poll_interval: 1ms, processing_time: 1ms}}]
timeline: [{{repeat: {{times: {writes}, every: 10ms, do: {{put: {{order_id: "o-{{n}}", status: PLACED}}}}}}}}]
"""
    )


def simpy_pipeline(writes: int) -> list[tuple[int, str, int]]:
    """The same five stages on SimPy 4, every step kept: write, capture, available, read, process."""
    environment = simpy.Environment()
    captured, available = simpy.Store(environment), simpy.Store(environment)
    steps: list[tuple[int, str, int]] = []

    def writer() -> Generator[Any, Any, None]:
        for n in range(writes):
            steps.append((environment.now, "write", n))
            environment.process(capture(n))
            yield environment.timeout(10)

    def capture(n: int) -> Generator[Any, Any, None]:
        yield environment.timeout(50)
        steps.append((environment.now, "capture", n))
        yield captured.put(n)

    def make_available() -> Generator[Any, Any, None]:
        while True:
            n = yield captured.get()
            environment.process(appear(n))

    def appear(n: int) -> Generator[Any, Any, None]:
        yield environment.timeout(50)
        steps.append((environment.now, "available", n))
        yield available.put(n)

    def consumer() -> Generator[Any, Any, None]:
        for _ in range(writes):
            n = yield available.get()
            steps.append((environment.now, "read", n))
            yield environment.timeout(1)
            steps.append((environment.now, "process", n))

    environment.process(writer())
    environment.process(make_available())
    environment.run(environment.process(consumer()))
    return steps


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The best of some rounds: the machine is shared, and the best is what the code costs."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def engine() -> None:
    """The machine against SimPy, against itself at other sizes, and its memory."""
    written = scenario(100_000)
    ours = seconds(lambda: simulate(written))
    theirs = seconds(lambda: simpy_pipeline(100_000))
    print(f"100,000 writes: {ours:.2f} s; SimPy {theirs:.2f} s; ratio {ours / theirs:.2f} (bound 1.00)")
    small = seconds(lambda: simulate(scenario(10_000))) / 10_000
    large = seconds(lambda: simulate(scenario(1_000_000)), rounds=1) / 1_000_000
    print(f"cost per write at 1,000,000 against 10,000: ratio {large / small:.2f} (bound 1.30)")
    gc.collect()
    tracemalloc.start()
    trace = simulate(written)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"memory per write, the whole trace kept: {held / len(trace.writes):.0f} bytes (bound 2,048)")


async def repaint(lesson: Lesson) -> float:
    """The median time that a step and its whole repaint take, near the end of a run.

    Time of the processor: Textual paints at the next of its sixty frames a second, and waiting for that is no work.
    """
    from simulator.tui.app import PlayerApp

    app = PlayerApp(lambda: lesson, len(lesson.trace.steps) - 5)
    times = []
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        screen = app.screen
        for round_ in range(60):
            start = time.process_time()
            await screen.run_action("back" if round_ % 2 else "forward")
            await asyncio.sleep(0.1)  # more than a frame, so that all is painted
            times.append(time.process_time() - start)
    return statistics.median(times[10:])


def first_frame(command: list[str], shows: bytes) -> float:
    """Seconds from the start of a process to the frame that shows something."""
    start = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color"})
    ioctl(fd, TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    seen = b""
    while shows not in seen and select.select([fd], [], [], 30)[0]:
        seen += os.read(fd, 65536)
    taken = time.perf_counter() - start
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(fd)
    return taken


def player() -> None:
    """Repaint on a long run against a short one; start-up against an empty Textual app."""
    short = asyncio.run(repaint(lesson_of(scenario(2))))
    long = asyncio.run(repaint(lesson_of(scenario(16_667))))
    print(f"step to repaint on 100,000 steps against 12: {long * 1000:.1f} ms, ratio {long / short:.2f} (bound 1.50)")
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY_APP)
        play = [sys.executable, "-m", "simulator", "play", "overview"]
        rounds = [
            (
                first_frame([sys.executable, str(empty)], b"ready"),
                first_frame(play, b"Opening"),
                first_frame(play, b"Status tracker"),
            )
            for _ in range(9)
        ]
    theirs, frame, lesson = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"process start to the first frame of an empty Textual app: {theirs * 1000:.0f} ms")
    print(f"process start to the player's first frame: {frame * 1000:.0f} ms, ratio {frame / theirs:.2f} (bound 1.80)")
    print(f"process start to the whole lesson: {lesson * 1000:.0f} ms, ratio {lesson / theirs:.2f} (no bound)")


def check() -> None:
    """`streamsim check` of a hundred lessons, copies of the library's, against a bare import of pydantic and yaml."""
    lessons = [path.read_text(encoding="utf-8") for path in sorted(library_folder().glob("*.yaml"))]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(100):
            Path(folder, f"lesson-{number:02}.yaml").write_text(lessons[number % len(lessons)], encoding="utf-8")

        def run(*arguments: str) -> None:
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)

        bare = seconds(lambda: run("-c", "import pydantic, yaml"), rounds=7)
        ours = seconds(lambda: run("-m", "simulator", "check", folder), rounds=5)
    bound = 3 * bare + 100 * 0.020
    print(
        f"check of 100 lessons: {ours:.2f} s, of which the bare import would take {bare:.2f} s; "
        f"ratio to 3 times that and 20 ms a lesson: {ours / bound:.2f} (bound 1.00)"
    )


if __name__ == "__main__":
    engine()
    player()
    check()
