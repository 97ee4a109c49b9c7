"""One play of the monkey: the program in a pseudo-terminal, its inputs, and how it ended."""

from __future__ import annotations

import os
import re
import resource
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from monkey_inputs import CTRL_BACKSLASH, CTRL_C, CTRL_P, CTRL_Q, CTRL_Z, ESCAPE, Input, inputs
from pseudo_terminal import PseudoTerminal, begin

from simulator.cli.console import FAULT, STOPPED
from simulator.cli.play import MODES
from simulator.learner.course_map import question_ids
from simulator.learner.progress import DAY, Progress, StoredCard
from simulator.scenario.files.library import lesson_names, library_folder
from simulator.scenario.loader import load_scenario

INPUTS = 250
"""Inputs of one play."""

PATIENCE = 15.0
"""Seconds in which the program opens, and in which it ends after Ctrl+Q."""

ENTERED, LEFT = b"\x1b[?2004h", b"\x1b[?1049l"
"""The last mode that the program sets before it reads keys (until then the terminal takes Ctrl+Q for XON), and what it
writes to leave its screen."""

REVIEW: tuple[Input, ...] = (("wait", 500), ("type", "v"), ("wait", 500))
"""What leads from the catalogue to the questions that are due."""

FILE = "lesson.yaml"
"""The file that `watch` plays, in the play's own folder."""


@dataclass(frozen=True, slots=True)
class Play:
    """One start of the program and the inputs that it gets."""

    arguments: tuple[str, ...]
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a play ended; `failure` is empty for an end that was asked for.

    Attributes:
        sent: inputs that were sent.
        output: the report of the fault, or the text that the program left on the terminal.
    """

    sent: int
    failure: str = ""
    output: str = ""


def plays(seed: int) -> Iterator[Play]:
    """The plays of a seed, without end: the catalogue, `watch`, and lessons in each mode, in turns.

    Questions are due in the catalogue, and every other play of it begins with them.
    """
    for number in count():
        random = Random(f"{seed}/{number}")
        turn = (seed + number) % 4
        if turn == 0:
            arguments: tuple[str, ...] = ()
        elif turn == 1:
            arguments = ("watch", FILE)
        else:
            arguments = ("play", random.choice(lesson_names()), "--mode", random.choice(MODES))
        first = REVIEW if turn == 0 and number % 8 < 4 else ()
        yield Play(arguments, first + tuple(inputs(random, INPUTS, watching=turn == 1)))


def played(play: Play, deadline: float) -> Outcome:
    """Play until the inputs are sent or the deadline (of `time.monotonic`) has come, then leave with Ctrl+Q."""
    with tempfile.TemporaryDirectory(prefix="streamsim-monkey-") as folder:
        _write(Path(folder), _library_text("overview"))
        _let_be_due(Path(folder) / "streamsim" / "progress.sqlite")
        command = ["-m", "simulator", *play.arguments]
        environment = {"XDG_DATA_HOME": folder, "BROWSER": "true", "PYTHONFAULTHANDLER": "1"}

        def before() -> None:
            os.chdir(folder)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        program = begin(command, environment=environment, before=before)
        try:
            return _driven(program, play, Path(folder), deadline)
        finally:
            program.close()


def _let_be_due(file: Path) -> None:
    """Let the questions of two lessons come back, so that there is something to review."""
    now = int(time.time())
    progress = Progress(file)
    for name in ("overview", "crash-and-checkpoint"):
        for question in question_ids(load_scenario(name)):
            progress.keep_card(StoredCard(name, question, "", 2.5, 5.0, False, now - 3 * DAY, now - DAY))
    progress.close()


def _driven(program: PseudoTerminal, play: Play, folder: Path, deadline: float) -> Outcome:
    _entered(program, 0)
    sent = 0
    for each in play.inputs:
        if time.monotonic() > deadline or program.status is not None:
            break
        _send(program, each, folder)
        sent += 1
        if program.waited() is not None:
            _bring_back(program)
    was_left = program.status is None
    if was_left:
        _leave(program)
    text = _report(folder) or _tail(program)
    if program.status is None:
        return Outcome(sent, f"Ctrl+Q did not end it within {PATIENCE:g} s", _stacks(program))
    if program.status == FAULT or "Traceback" in text:
        return Outcome(sent, _raised(text), text)
    if not (was_left and program.status == 0) and not _asked_for(program.status, play, sent):
        return Outcome(sent, f"it ended with status {program.status}", text)
    return Outcome(sent)


def _send(program: PseudoTerminal, what: Input, folder: Path) -> None:
    match what:
        case ("type", str(keys)):
            program.type(keys)
            if keys == CTRL_Z:
                program.read(0.3)  # what is typed before it has stopped would go to a shell
        case ("size", int(columns), int(lines)):
            program.resize(columns, lines)
        case ("wait", int(milliseconds)):
            program.read(milliseconds / 1000)
        case ("save", str(text)):
            _write(folder, text)
        case ("save", str(lesson), int(length)):
            _write(folder, _library_text(lesson)[:length])
        case ("remove",):
            (folder / FILE).unlink(missing_ok=True)
        case _:
            raise ValueError(f"not an input: {what}")


def _write(folder: Path, text: str) -> None:
    (folder / FILE).write_text(text, encoding="utf-8")


def _library_text(name: str) -> str:
    return (library_folder() / f"{name}.yaml").read_text(encoding="utf-8")


def _entered(program: PseudoTerminal, since: int) -> None:
    """Wait until the program has its screen."""
    deadline = time.monotonic() + PATIENCE
    while ENTERED not in program.raw[since:] and program.status is None and time.monotonic() < deadline:
        program.read(0.02)
        if program.waited() is not None:  # Ctrl+Z came twice
            os.kill(program.pid, signal.SIGCONT)


def _bring_back(program: PseudoTerminal) -> None:
    """Bring a program that Ctrl+Z has suspended back, as `fg` does."""
    before = len(program.raw)
    os.kill(program.pid, signal.SIGCONT)
    _entered(program, before)


def _leave(program: PseudoTerminal) -> None:
    """Leave with Ctrl+Q, which is lost where a Ctrl+Z before it only now suspends the program."""
    program.type(CTRL_Q)
    deadline = time.monotonic() + PATIENCE
    while program.status is None and time.monotonic() < deadline:
        program.read(0.02)
        if program.waited() is not None:
            _bring_back(program)
            program.type(CTRL_Q)


def _asked_for(status: int, play: Play, sent: int) -> bool:
    """Whether the inputs can have asked for an end before Ctrl+Q.

    Quit in the palette and Escape in `watch` do, Ctrl+C twice, and SIGQUIT's key in the moment of suspending.
    """
    typed = "".join(str(each[1]) for each in play.inputs[:sent] if each[0] == "type")
    if status == 0:
        return CTRL_P in typed or (play.arguments[:1] == ("watch",) and ESCAPE in typed)
    if status == -signal.SIGQUIT:
        return CTRL_BACKSLASH in typed
    return status == STOPPED and typed.count(CTRL_C) >= 2


ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]")
RAISED = re.compile(r"^[A-Za-z_][A-Za-z_.]*(?:: .*)?$", re.MULTILINE)


def _report(folder: Path) -> str:
    """The newest report of a fault; empty where there is none."""
    reports = sorted(folder.glob("streamsim/reports/*"))
    return reports[-1].read_text(encoding="utf-8") if reports else ""


def _tail(program: PseudoTerminal) -> str:
    """The text that the program left on the terminal."""
    after = bytes(program.raw).rpartition(LEFT)[2].decode(errors="replace")
    return ANSI.sub("", after).replace("\r", "")[-6000:]


def _stacks(program: PseudoTerminal) -> str:
    """What each thread of a program that hangs is doing; this ends the program."""
    before = len(program.raw)
    os.kill(program.pid, signal.SIGABRT)  # Python's fault handler writes the stacks
    program.ended_within(PATIENCE)
    return ANSI.sub("", bytes(program.raw[before:]).decode(errors="replace")).replace("\r", "")


def _raised(text: str) -> str:
    """The exception at the end of a traceback, in one line."""
    raised = RAISED.findall(text)
    return str(raised[-1]) if raised else "a fault of the program"
