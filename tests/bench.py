"""Speed and memory, as ratios against a yardstick measured in the same run: `make bench`. Nothing fails here."""

from __future__ import annotations

import asyncio
import gc
import os
import pty
import resource
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from fcntl import ioctl
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from termios import TIOCSWINSZ

from pilots import opened
from simpy_pipelines import dense_scenario, scenario, with_a_process_for_each_delay, with_three_processes

from simulator.lesson.lesson import Lesson, lesson_of
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.files.library import library_folder
from simulator.views.map.text import map_text
from simulator.views.scene.scene import scene

EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("ready to go")
Empty().run()
"""


def first_look(trace: Trace) -> None:
    """The first questions to a trace: a value at the end, the last step, and a step in the middle."""
    steps = trace.steps
    trace.value(trace.variables[0], len(steps))
    for step in (steps[-1], steps[len(steps) // 2]):
        _ = step.changes, step.row, step.facts


def best_seconds(
    *works: Callable[[], object], rounds: int = 3, clock: Callable[[], float] = time.process_time
) -> list[float]:
    """The best time of each work over some rounds, in which they take turns.

    The machine is shared: the best is closest to the cost of the code, and turns share its bad moments out. The clock
    is that of the processor, which others do not move; work of other processes needs the clock on the wall.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            gc.collect()
            start = clock()
            work()
            taken.append(clock() - start)
    return [min(taken) for taken in times]


def engine() -> None:
    """The machine against SimPy, against itself at other sizes, and its memory."""
    written, dense = scenario(100_000), dense_scenario(100_000)
    ours, theirs = best_seconds(lambda: simulate(written), lambda: with_a_process_for_each_delay(100_000))
    print(f"100,000 writes: {ours:.2f} s; SimPy {theirs:.2f} s; ratio {ours / theirs:.2f} (bound 1.00)")
    alone, ours, theirs = best_seconds(
        lambda: simulate(dense),
        lambda: first_look(simulate(dense)),
        lambda: with_three_processes(100_000),
    )
    print(
        f"100,000 writes, 1 ms apart: {alone:.2f} s, with the first look {ours:.2f} s; SimPy {theirs:.2f} s; "
        f"ratio {alone / theirs:.2f} (no bound), with the first look {ours / theirs:.2f} (bound 1.50)"
    )
    trace = simulate(dense)
    start = time.process_time()
    first_look(trace)
    print(f"the first look against the run alone: {(time.process_time() - start) / alone:.2f} (bound 0.30)")
    few, many = scenario(10_000), scenario(1_000_000)
    small, large = best_seconds(lambda: simulate(few))[0], best_seconds(lambda: simulate(many), rounds=1)[0]
    print(f"cost per write at 1,000,000 against 10,000: ratio {large / small / 100:.2f} (bound 1.30)")
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
        await opened(pilot)
        screen = app.screen
        for round_ in range(60):
            start = time.process_time()
            await screen.run_action("back" if round_ % 2 else "forward")
            await asyncio.sleep(0.1)  # more than a frame, so that all is painted
            times.append(time.process_time() - start)
    return statistics.median(times[10:])


def processor_seconds() -> float:
    """The time of the processor that the processes took that have ended by now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(*arguments: str) -> float:
    """The time of the processor that a Python process takes, in seconds."""
    start = processor_seconds()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return processor_seconds() - start


def first_frame(command: list[str], shows: bytes) -> float:
    """Seconds of the processor from the start of a process to the frame that shows something.

    Time on the clock would tell how busy the machine is.
    """
    start = processor_seconds()
    pid, fd = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color"})
    ioctl(fd, TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    seen = b""
    while shows not in seen and select.select([fd], [], [], 30)[0]:
        seen += os.read(fd, 65536)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(fd)
    return processor_seconds() - start


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
            for _ in range(10)
        ][1:]  # the first one writes bytecode
    theirs, frame, lesson = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"process start to the first frame of an empty Textual app: {theirs * 1000:.0f} ms")
    print(f"process start to the player's first frame: {frame * 1000:.0f} ms, ratio {frame / theirs:.2f} (bound 1.80)")
    print(f"process start to the whole lesson: {lesson * 1000:.0f} ms, ratio {lesson / theirs:.2f} (bound 2.80)")
    bare, ours = zip(
        *[(run("-c", "import pydantic, yaml"), run("-m", "simulator", "run", "overview")) for _ in range(9)],
        strict=True,
    )
    ratio = statistics.median(ours) / statistics.median(bare)
    print(
        f"run overview: {statistics.median(ours) * 1000:.0f} ms, "
        f"ratio to importing pydantic and yaml {ratio:.2f} (bound 4.50)"
    )
    print(f"imported when time and wire are looked at: {import_of_later_views() * 1000:.0f} ms")


def import_of_later_views() -> float:
    """Seconds that the import of time and wire takes once the lesson is on the screen."""
    work = "import simulator.tui.screens.lesson, time; began = time.perf_counter(); "
    work += "import simulator.views.time.draw, simulator.views.wire.text; print(time.perf_counter() - began)"
    runs = [subprocess.run([sys.executable, "-c", work], check=True, capture_output=True, text=True) for _ in range(5)]
    return min(float(run.stdout) for run in runs)


async def growth() -> tuple[float, float]:
    """MB by which a process grows while panels are switched 1,000 times, and while 300 screens are opened and left."""
    from simulator.lesson.lesson import load_lesson
    from simulator.tui.app import PlayerApp

    app = PlayerApp(lambda: load_lesson("overview"))
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        lesson = app.screen

        async def does(action: str) -> None:
            await app.screen.run_action(action)
            await asyncio.sleep(0.05)  # time to take down the screen that was left

        async def switches(times: int) -> None:
            for _ in range(times // 2):
                await does("panel('snapshot')")
                await does("panel('happened')")

        async def screens(times: int) -> None:
            for round_ in range(times):
                await does("read" if round_ % 2 else "help")
                while app.screen is not lesson:
                    await does("leave")

        grown = []
        for work, times in ((switches, 1000), (screens, 300)):
            await work(10)  # what is made once is no growth
            gc.collect()
            before = resident()
            await work(times)
            gc.collect()
            grown.append(resident() - before)
    return grown[0], grown[1]


def resident() -> float:
    """The memory that this process holds now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory() -> None:
    """What a long sitting costs."""
    switched, opened_ = asyncio.run(growth())
    print(f"1,000 panels switched: +{switched:.1f} MB; 300 screens opened: +{opened_:.1f} MB (bound 10 together)")


def picture() -> None:
    """The map of a long run's end against the run itself, and the map after a step of it against a short run's."""
    long, short = scenario(16_667), simulate(scenario(8))

    def at_the_end() -> None:
        gc.disable()  # as the command does
        trace = simulate(long)
        list(map_text(scene(trace, len(trace.events)), 80))
        gc.enable()

    alone, drawn = best_seconds(lambda: simulate(long), at_the_end)
    print(f"picture of a 100,000-step run's end: {drawn:.2f} s, ratio to the run {drawn / alone:.2f} (bound 2.00)")
    trace = simulate(long)

    def maps(of: Trace) -> None:
        for back in range(60):
            list(map_text(scene(of, len(of.events) - back % 6), 120))

    few, many = best_seconds(lambda: maps(short), lambda: maps(trace))
    print(f"map after a step, 100,000 steps against 48: {many * 1000 / 60:.1f} ms, ratio {many / few:.2f} (bound 1.50)")


def check() -> None:
    """`streamsim check` of a hundred lessons, copies of the library's, beyond what it takes for one.

    Time of the processor, and the least of some rounds: others on the machine then matter less.
    """
    lessons = [path.read_text(encoding="utf-8") for path in sorted(library_folder().glob("*.yaml"))]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(100):
            Path(folder, f"lesson-{number:02}.yaml").write_text(lessons[number % len(lessons)], encoding="utf-8")

        def processor(*names: str) -> float:
            before = getrusage(RUSAGE_CHILDREN).ru_utime
            command = [sys.executable, "-m", "simulator", "check", *names]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            return getrusage(RUSAGE_CHILDREN).ru_utime - before

        rounds = [(processor(str(Path(folder, "lesson-00.yaml"))), processor(folder)) for _ in range(5)]
    one, hundred = (min(column) for column in zip(*rounds, strict=True))
    each = (hundred - one) / 99
    print(
        f"check of 100 lessons: {hundred:.2f} s of the processor, of one {one:.2f} s; "
        f"{each * 1000:.1f} ms a lesson, ratio to 20 ms {each / 0.020:.2f} (bound 1.00)"
    )


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each process that is measured compiles every file anew
    # Each part can be measured alone: make bench PART=memory. Memory comes first, before others have grown the process.
    parts = {"memory": memory, "engine": engine, "player": player, "picture": picture, "check": check}
    for name in sys.argv[1:] or parts:
        parts[name]()
