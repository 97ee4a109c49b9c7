"""The repair of a lesson in lines of text: complaints, metrics, settings by number, changes, runs, goals."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace

from simulator.dynamodb.whole_numbers import number_in
from simulator.learner.learner import Learner
from simulator.lesson.repair.session import RepairSession
from simulator.lesson.variations.patches import patch_yaml
from simulator.lesson.words.references import parse
from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.scenario.files.library import name_for_commands
from simulator.scenario.variation import NoVariation
from simulator.terminal.play_commands import Typed
from simulator.terminal.play_session import PlaySession
from simulator.terminal.spoken import spoken
from simulator.terminal.terminal import Terminal
from simulator.views.layout import wrapped
from simulator.views.metrics import metrics
from simulator.views.prose_lines import prose_lines
from simulator.views.repair import verdict_words

REPAIRING = ("repair", "change", "undo", "try")
"""The commands that are about the repair of a lesson."""

HOW_TO = "c N VALUE changes setting N, u takes the newest change back, try runs them, r shows all this again."


def repaired(typed: Typed, session: PlaySession, terminal: Terminal, learner: Learner) -> PlaySession:
    """The session after a command about the repair. In a lesson that has none it says so."""
    lesson = session.lesson
    if lesson.scenario.repair is None:
        terminal.print("This lesson has nothing to repair.")
        return session
    repair = session.repair if session.repair is not None else RepairSession.start(lesson.scenario, lesson.trace)
    after = _after(typed, repair, session, terminal)
    if after.is_solved and not repair.is_solved:
        learner.solved(lesson)
    return replace(session, repair=after)


def _after(typed: Typed, repair: RepairSession, session: PlaySession, terminal: Terminal) -> RepairSession:
    word = typed.command.word
    if word == "repair":
        terminal.print_lines(state_lines(repair, session, terminal.width))
        return repair
    if word == "undo":
        if not repair.before:
            terminal.print("There is no change to take back.")
            return repair
        after = repair.undone()
        terminal.print(visible(f"The changes now: {patch_yaml(after.patch) if after.patch else 'none'}."))
        return after
    if word == "change":
        return _changed(typed.argument, repair, terminal)
    return _tried(repair, session, terminal)


def _changed(argument: str, repair: RepairSession, terminal: Terminal) -> RepairSession:
    typed, _, text = argument.partition(" ")
    count = len(repair.settings)
    number = number_in(typed, 1, count)
    if number is None or not text.strip():
        terminal.print(f"c goes with the number of a setting, from 1 to {count}, and a value, as in c 1 VALUE.")
        return repair
    setting = repair.settings[number - 1]
    try:
        after = repair.turned(setting, text)
    except ScenarioError as error:
        terminal.print(visible(f"Not taken: {error.complaints[0].message}."))
        return repair
    value = after.value_of(setting)
    now = "as in the lesson" if value is None else f"now {value}"
    terminal.print(visible(f"{'.'.join(setting.path)} is {now}. Type try to run it."))
    return after


def _tried(repair: RepairSession, session: PlaySession, terminal: Terminal) -> RepairSession:
    try:
        after = repair.run()
    except ScenarioError as error:
        first = error.complaints[0]
        terminal.print(visible(f"This cannot be run: {first.code} {first.message}. u takes the newest change back."))
        return repair
    except NoVariation as problem:
        terminal.print(visible(f"This cannot be run: {problem}. u takes the newest change back."))
        return repair
    terminal.print_lines(judged_lines(after, session, terminal.width))
    return after


def state_lines(repair: RepairSession, session: PlaySession, width: int) -> Iterator[str]:
    """What people complain about, the metrics and the goals of the newest run, and the settings by number."""
    model = session.lesson.scenario.repair
    assert model is not None
    yield from prose_lines(spoken(parse(model.story, session.lesson.trace)), width, "Complaint: ")
    yield from _run_lines(repair, width)
    for number, setting in enumerate(repair.settings, 1):
        value = repair.value_of(setting)
        words = repair.words_of(setting)
        now = words if value is None else f"{value}, in the lesson {words}"
        allowed = f"; allowed: {setting.allowed}" if setting.allowed else ""
        yield from wrapped(visible(f"{'.'.join(setting.path)}: {now}{allowed}"), width, f"Setting {number}: ")
    yield from wrapped(HOW_TO, width)


def judged_lines(repair: RepairSession, session: PlaySession, width: int) -> Iterator[str]:
    """The metrics and the goals of the newest run; where all goals hold, the debrief."""
    yield from _run_lines(repair, width)
    yield repair.outcome()
    if repair.newest is not None:
        name, shown, _ = session.lesson.scenario.source
        named = shlex.quote(name_for_commands(name, shown))
        how = f"streamsim run {named} --what-if {shlex.quote(patch_yaml(repair.patch))} --against"
        yield from wrapped(visible(f"The steps of this run: {how}"), width)
    if repair.is_solved:
        model = session.lesson.scenario.repair
        assert model is not None
        yield from prose_lines(spoken(parse(model.debrief, session.lesson.trace)), width, "Debrief: ")
        if repair.other_solution():
            yield from wrapped(visible(repair.other_solution()), width)


def _run_lines(repair: RepairSession, width: int) -> Iterator[str]:
    newest = repair.newest
    yield f"Run: {'the lesson as it is' if newest is None else visible(patch_yaml(newest.variation.patch))}"
    for each in metrics(repair.shown):
        yield from wrapped(visible(f"{each.name}: {each.value}"), width, "Metric: ")
    for number, verdict in enumerate(repair.verdicts, 1):
        yield from wrapped(visible(verdict_words(verdict)), width, f"Goal {number} ")
