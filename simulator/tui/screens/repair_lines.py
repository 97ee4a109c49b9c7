"""The lines of the repair screen about its pages, and about the run that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from simulator.lesson.repair.session import RepairSession
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.lesson.words.sentences import count_words
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.metrics import metrics


def phases_line(pages: Sequence[str], shown: str) -> Content:
    """The pages by their numbers, with the one that is shown in brackets."""
    parts: list[str | tuple[str, str]] = []
    for number, page in enumerate(pages, 1):
        is_shown = page == shown
        parts.append((f"[{number} {page.upper()}]", "bold") if is_shown else (f" {number} {page} ", "dim"))
        parts.append(" ")
    return Content.assemble(*parts)


def run_words(session: RepairSession) -> str:
    """Which run is shown."""
    newest = session.newest
    if newest is None:
        return "the lesson as it is"
    return f"run {session.runs}, {count_words(newest.changes, 'change')}"


def metrics_lines(session: RepairSession) -> Content:
    """The metrics of the newest run, each beside that of the lesson's own run where it is another one."""
    before = dict(metrics(session.trace))
    is_other = session.newest is not None
    lines = []
    for name, value in metrics(session.shown):
        was = f"  (was {before[name]})" if is_other and name in before and before[name] != value else ""
        lines.append(Content.assemble((f"{name}: ", "dim"), (visible(value), "bold"), (visible(was), "dim")))
    return Content("\n").join(lines)


def step_line(trace: Trace, step: int) -> Content:
    """What happens in a step, and why."""
    action = f"{action_words(trace, trace.step(step))}. " if step else ""
    return Content.assemble((visible(action), "bold"), visible(plain(narrate(trace, step))))
