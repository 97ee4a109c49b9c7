"""One run as its parts share it: the time, the agenda, the rules, and the trace that they write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.dynamodb.rules import Rules
from simulator.machine.agenda import Agenda
from simulator.machine.details import Detail
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


class Run:
    """The parts of a machine read the time here, put entries on the agenda, and record their steps."""

    def __init__(self, trace: Trace, rules: Rules) -> None:
        self.trace = trace
        self.rules = rules
        self.agenda = Agenda()
        self.now = 0
        """Milliseconds since the start."""
        self.passed = -1
        """The highest priority of what has happened at this time: polls of a lower one are over."""

    @property
    def now_ms(self) -> int:
        """The time as epoch milliseconds."""
        return self.trace.start_ms + self.now

    def step(
        self, event: Event, records: tuple[int, ...] = (), consumer: str | None = None, detail: Detail | None = None
    ) -> int:
        """Record one step, which happens now, and return its number."""
        trace = self.trace
        events = trace.events
        trace.times.append(self.now)
        events.append(event)
        trace.record_indexes.append(records)
        trace.actors.append(consumer)
        number = len(events)
        if detail is not None:
            trace.details[number] = detail
        return number

    def do_now(self, priority: int, act: Callable[[Any], None], about: Any = None) -> None:
        """Do something at this time: at once if nothing comes before it, otherwise in its turn.

        It must be the caller's last act, because it may happen before this returns.
        """
        agenda = self.agenda
        work, background = agenda.work, agenda.background
        # An entry of the same time and priority was pushed earlier: it comes first.
        after = (self.now, priority + 1)
        if (work and work[0] < after) or (background and background[0] < after):
            agenda.push(self.now, priority, act, about)
            return
        if priority > self.passed:
            self.passed = priority
        act(about)
