"""Random input to the real program in a real pseudo-terminal: `make monkey`.

A seed gives a row of plays; a play starts the program, sends inputs and ends it with Ctrl+Q. An end that nobody asked
for is printed with the shortest list of inputs that still leads to it, and the status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from monkey_inputs import CTRL_C, CTRL_P, CTRL_Q, CTRL_Z, ESCAPE, Input, inputs
from pseudo_terminal import PseudoTerminal, begin

from simulator.scenario.files.library import lesson_names, library_folder

MODES = ("step", "watch", "read", "predict", "quiz")
INPUTS = 250
"""Inputs of one play."""
PATIENCE = 15.0
"""Seconds in which the program opens, and in which it ends after Ctrl+Q."""
SHRINKING = 60.0
"""Seconds spent on making a failing list of inputs shorter."""
SCREEN = b"\x1b[?1049h"
LEFT = b"\x1b[?1049l"
INTERNAL_ERROR = 70


@dataclass(frozen=True, slots=True)
class Play:
    """One start of the program and the inputs that it gets."""

    arguments: tuple[str, ...]
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a play ended; `failure` is empty for an end that was asked for."""

    sent: int
    failure: str = ""
    output: str = ""


def plays(seed: int) -> Iterator[Play]:
    """The plays of a seed: the catalogue, lessons in each mode, and `watch`, in turns."""
    lessons = lesson_names()
    for number in count():
        random = Random(f"{seed}/{number}")
        kind = (seed + number) % 4
        if kind == 0:
            arguments: tuple[str, ...] = ()
        elif kind == 1:
            arguments = ("watch", "lesson.yaml")
        else:
            arguments = ("play", random.choice(lessons), "--mode", random.choice(MODES))
        yield Play(arguments, tuple(inputs(random, INPUTS, watching=kind == 1)))


def played(play: Play, deadline: float) -> Outcome:
    """Play until the inputs are sent or the time is over, then leave with Ctrl+Q."""
    with tempfile.TemporaryDirectory(prefix="streamsim-monkey-") as folder:
        (Path(folder) / "lesson.yaml").write_text(library_text("overview"), encoding="utf-8")
        environment = {"XDG_DATA_HOME": folder, "BROWSER": "true"}
        program = begin(["-m", "simulator", *play.arguments], environment=environment, before=lambda: os.chdir(folder))
        try:
            return _driven(program, play, Path(folder), deadline)
        finally:
            program.close()


def _driven(program: PseudoTerminal, play: Play, folder: Path, deadline: float) -> Outcome:
    opening = time.monotonic() + PATIENCE
    while SCREEN not in program.raw and program.status is None and time.monotonic() < opening:
        program.read(0.02)
        program.waited()
    sent = 0
    for each in play.inputs:
        if time.monotonic() > deadline or program.status is not None:
            break
        _send(program, each, folder)
        sent += 1
        if program.waited() is not None:  # suspended by Ctrl+Z: `fg`
            _continued(program)
    if program.status is None:
        program.type(CTRL_Q)
        if program.ended_within(PATIENCE) is None:
            return Outcome(sent, "Ctrl+Q did not end it", _tail(program))
        asked = program.status == 0
    else:
        asked = _asked_for(program.status, play, sent)
    failure = _fault(program, folder)
    if not failure and not asked:
        failure = f"it ended with status {program.status}"
    return Outcome(sent, failure, _tail(program) if failure else "")


def _send(program: PseudoTerminal, what: Input, folder: Path) -> None:
    match what:
        case ("type", str(keys)):
            program.type(keys)
            if keys == CTRL_Z:
                program.read(0.3)
        case ("size", int(columns), int(lines)):
            program.resize(columns, lines)
        case ("wait", int(milliseconds)):
            program.read(milliseconds / 1000)
        case ("save", str(text)):
            (folder / "lesson.yaml").write_text(text, encoding="utf-8")
        case ("save", str(lesson), int(length)):
            (folder / "lesson.yaml").write_text(library_text(lesson)[:length], encoding="utf-8")
        case ("remove",):
            (folder / "lesson.yaml").unlink(missing_ok=True)
        case _:
            raise ValueError(f"not an input: {what}")


def _continued(program: PseudoTerminal) -> None:
    """Bring a suspended program back, as `fg` does, and wait until it has its screen."""
    before = len(program.raw)
    os.kill(program.pid, signal.SIGCONT)
    coming = time.monotonic() + PATIENCE
    while SCREEN not in program.raw[before:] and program.status is None and time.monotonic() < coming:
        program.read(0.02)
        program.waited()


def _asked_for(status: int, play: Play, sent: int) -> bool:
    """Whether the inputs can have asked for an end before Ctrl+Q: the palette's Quit, Escape in `watch`, Ctrl+C."""
    typed = [each[1] for each in play.inputs[:sent] if each[0] == "type"]
    watching = play.arguments[:1] == ("watch",)
    if status == 0:
        return any(CTRL_P in str(keys) or (watching and ESCAPE in str(keys)) for keys in typed)
    return status == 130 and sum(str(keys).count(CTRL_C) for keys in typed) >= 2


ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]")
RAISED = re.compile(r"^([A-Za-z_.]*(?:Error|Exception|Matches|Interrupt|DoesNotExist|Exit)\b.*)$", re.MULTILINE)


def _tail(program: PseudoTerminal) -> str:
    """The text that the program left on the terminal."""
    return ANSI.sub("", bytes(program.raw).rpartition(LEFT)[2].decode(errors="replace")).replace("\r", "")[-6000:]


def _fault(program: PseudoTerminal, folder: Path) -> str:
    """The exception that ended the program, from its report or from a traceback on the terminal; else empty."""
    text = _tail(program)
    for report in sorted(folder.glob("streamsim/reports/*")):
        text = report.read_text(encoding="utf-8")
    if program.status != INTERNAL_ERROR and "Traceback" not in text:
        return ""
    raised = RAISED.findall(text)
    return str(raised[-1]) if raised else f"a fault with status {program.status}"


def library_text(name: str) -> str:
    """The text of a lesson of the library."""
    return (library_folder() / f"{name}.yaml").read_text(encoding="utf-8")


# Making a failing list shorter


def kind(failure: str) -> str:
    """The part of a failure that stays the same when it is met again: no numbers, no addresses."""
    return re.sub(r"\d+|'[^']*'", "_", failure)[:60]


def shortest(play: Play, failure: str, until: float) -> Play | None:
    """The shortest list found whose play fails in the same way (delta debugging); None if no second play fails."""

    def fails(chosen: Sequence[Input]) -> bool:
        attempt = played(Play(play.arguments, tuple(chosen)), time.monotonic() + 60)
        return kind(attempt.failure) == kind(failure)

    return _shrunk(play, fails, until)


def _shrunk(play: Play, fails: Callable[[Sequence[Input]], bool], until: float) -> Play | None:
    chosen = list(play.inputs)
    length = 4
    while length < len(chosen) and time.monotonic() < until:  # the end of the list is most often enough
        if fails(chosen[-length:]):
            chosen = chosen[-length:]
            break
        length *= 3
    else:
        if not fails(chosen):
            return None
    part = max(1, len(chosen) // 2)
    while time.monotonic() < until:
        for start in range(0, len(chosen), part):
            fewer = chosen[:start] + chosen[start + part :]
            if fewer and time.monotonic() < until and fails(fewer):
                chosen = fewer
                break
        else:
            if part == 1:
                break
            part = max(1, part // 2)
    return Play(play.arguments, tuple(chosen))


def as_json(play: Play) -> str:
    """A play as one line that `--replay` takes."""
    return json.dumps([play.arguments, play.inputs])


def _tell(seed: int, play: Play, outcome: Outcome, shrinks: bool) -> None:
    print(f"seed {seed}: streamsim {' '.join(play.arguments)}: {outcome.failure}", flush=True)
    sent = Play(play.arguments, play.inputs[: outcome.sent])
    short = shortest(sent, outcome.failure, time.monotonic() + SHRINKING) if shrinks else sent
    if short is None:
        print("  it did not fail again; the last inputs were:")
        short = Play(play.arguments, sent.inputs[-40:])
    print(f"  {len(short.inputs)} inputs: --replay '{as_json(short)}'", flush=True)
    if os.environ.get("VERBOSE"):
        print(outcome.output)


def main() -> int:
    """Play the seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds")
    parser.add_argument("--seconds", type=float, default=30, help="seconds for each seed")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--no-shrink", action="store_true", help="print a failing list as it is")
    parser.add_argument("--replay", help="play one printed list of inputs")
    options = parser.parse_args()
    if options.replay:
        arguments, chosen = json.loads(options.replay)
        outcome = played(Play(tuple(arguments), tuple(map(tuple, chosen))), time.monotonic() + 600)
        print(outcome.failure or "ended as asked", outcome.output, sep="\n")
        return 1 if outcome.failure else 0
    sent = starts = 0
    failures: Counter[str] = Counter()
    for seed in range(options.first, options.first + options.seeds):
        deadline = time.monotonic() + options.seconds
        for play in plays(seed):
            outcome = played(play, deadline)
            sent += outcome.sent
            starts += 1
            if outcome.failure:
                failures[kind(outcome.failure)] += 1
                _tell(seed, play, outcome, not options.no_shrink)
                break
            if time.monotonic() > deadline:
                break
    print(
        f"{options.seeds} seeds of {options.seconds:g} s: {sent} inputs, {starts} starts, "
        f"{failures.total()} ends that nobody asked for"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
