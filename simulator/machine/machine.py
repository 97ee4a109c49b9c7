"""The machine: a discrete-event simulation of a table, its stream and its consumers.

Time is virtual, in whole milliseconds. Nothing here reads a clock, the environment, or the order of a set: the same
scenario gives the same trace, to the byte.
"""

from __future__ import annotations

import gc
import hashlib
from heapq import heappop

from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.table import Change, Table
from simulator.machine.agenda import Agenda, Priority
from simulator.machine.consumers import Consumer, consumer_of
from simulator.machine.consumers.read_throttle import ReadThrottle
from simulator.machine.details import Detail
from simulator.machine.events import WRITE_EVENTS, Event
from simulator.machine.expiry import Expiry
from simulator.machine.steps import ConsumerInfo
from simulator.machine.stream_service import Capture
from simulator.machine.timeline import Moment, moments
from simulator.machine.trace import Trace
from simulator.scenario.checks import before_previous
from simulator.scenario.consumers import ConsumerModel, LambdaModel
from simulator.scenario.model import Scenario
from simulator.scenario.plan import (
    DisableStream,
    EnableStream,
    Intervention,
    Request,
    RollOverShard,
    SplitShard,
    timeline_of,
)

MAX_EMPTY_POLLS = 1_000_000
"""Steps that `show_empty_polls` can add to a run."""


def simulate(scenario: Scenario, rules: Rules = AWS) -> Trace:
    """Run a scenario from its start to rest (or to the end of a final wait) and return what happened.

    Raises:
        ScenarioError: something on the timeline turns out to be impossible when its time comes (an `at` before the
            action in front of it, a shard that is not open), or empty polls are without number.
    """
    machine = Machine(scenario, rules)
    # A run builds its trace and drops next to nothing: looking for garbage would take a third of its time.
    collects = gc.isenabled()
    gc.disable()
    try:
        return machine.run()
    finally:
        if collects:
            gc.enable()


class Machine:
    """One run. Its parts call `step` to say what they did; it keeps the trace."""

    def __init__(self, scenario: Scenario, rules: Rules) -> None:
        self.scenario = scenario
        self.rules = rules
        self.now = 0
        """Milliseconds since the start."""
        self.passed = -1
        """The highest priority of what has happened at this time: polls of a lower one are over."""
        self.agenda = Agenda()
        self.table = Table(scenario.table.schema_of_keys, rules)
        show = scenario.show
        self.trace = Trace(
            tuple(map(_info_of, scenario.consumers)), scenario.starts_at, tuple(show.variables), tuple(show.columns)
        )
        self._events = self.trace.events
        self._add_time = self.trace.times.append
        self._add_records = self.trace.record_indexes.append
        self._add_consumer = self.trace.actors.append
        self.capture = Capture(self)
        to_live = scenario.table.time_to_live
        self._expiry = None if to_live is None else Expiry(self, to_live.attribute, to_live.deletion_delay)
        self.show_empty_polls = scenario.show_empty_polls
        self._empty_polls = 0
        self._previous = 0
        """When the timeline's previous moment happened."""
        self._moments = moments(timeline_of(scenario))
        self._resting: Moment | None = None
        """The moment that waits until everything has come to rest."""
        self._ended = False
        self._sent = 0
        """Requests sent to the table so far."""
        self.read_throttle = ReadThrottle(self)
        self.consumers: dict[str, Consumer] = {
            model.name: consumer_of(model, place, self) for place, model in enumerate(scenario.consumers)
        }
        self.readers = [consumer.reader for consumer in self.consumers.values()]

    def run(self) -> Trace:
        """Run to the end."""
        work, background = self.agenda.work, self.agenda.background
        self._next_moment()
        while not self._ended:
            if not work:
                if self._resting is None:
                    break
                self.agenda.push(self.now, Priority.TIMELINE, self._happen, self._resting)
                self._resting = None
            if background and background[0] < work[0]:
                time, priority, _, act, about = heappop(background)
            else:
                time, priority, _, act, about = heappop(work)
            if time != self.now:
                self.now, self.passed = time, priority
            elif priority > self.passed:
                self.passed = priority
            act(about)
        self.trace.end = self.now
        return self.trace

    def step(
        self, event: Event, records: tuple[int, ...] = (), consumer: str | None = None, detail: Detail | None = None
    ) -> int:
        """Record one step, which happens now, and return its number."""
        events = self._events
        self._add_time(self.now)
        events.append(event)
        self._add_records(records)
        self._add_consumer(consumer)
        if detail is not None:
            self.trace.details[len(events)] = detail
        return len(events)

    def empty_poll(self, consumer: str) -> None:
        """A poll found nothing, and the scenario wants to see it (`show_empty_polls`)."""
        self._empty_polls += 1
        if self._empty_polls > MAX_EMPTY_POLLS:
            message = f"more than {MAX_EMPTY_POLLS:,} empty polls; wait for less time or poll less often"
            raise self.scenario.error(("show_empty_polls",), "S209", message)
        self.step(Event.READ_EMPTY, (), consumer)

    def written(self, change: Change, spread: int = 0) -> None:
        """A write was carried out, or refused; its record is captured `spread` ms later than usual."""
        number = self.step(WRITE_EVENTS[change.effect])
        self.trace.writes[number] = change
        if self._expiry is not None and change.before is not change.after:
            self._expiry.changed(change)
        if change.recorded:
            self.capture.changed(change, number, spread)

    def _next_moment(self) -> None:
        """Put the timeline's next moment on the agenda, or let it wait for rest."""
        moment = next(self._moments, None)
        if moment is None:
            return
        if moment.at is None and moment.after is None:
            self._resting = moment
            return
        time = self._previous + moment.after if moment.after is not None else moment.at or 0
        if time < self._previous:
            problem = before_previous(("timeline", moment.place), time, self._previous)
            raise self.scenario.error(*problem)
        priority = Priority.END if moment.ends_the_run else Priority.TIMELINE
        self.agenda.push(time, priority, self._happen, moment)

    def _happen(self, moment: Moment) -> None:
        self._previous = self.now
        if moment.ends_the_run:
            self._ended = True
            return
        if moment.intervention is not None:
            self._intervene(moment.intervention, moment.place)
        for request in moment.requests:
            self._send(request, moment.round)
        self._next_moment()

    def _send(self, request: Request, round_: int) -> None:
        now = self.trace.start_ms + self.now
        self._sent += 1
        if request.kind == "write":
            self.written(self.table.apply(request.templates[0].made(round_, now), self._sent))
            return
        writes = [template.made(round_, now) for template in request.templates]
        send = self.table.batch if request.kind == "batch" else self.table.transact
        changes = send(writes, self._sent)
        if request.kind == "batch" and self.rules.batch_is_one_record:
            first = next((change for change in changes if change.recorded), None)
            changes = [change if change is first else change._replace(recorded=False) for change in changes]
        spread = request.spread or 0
        if request.kind == "transaction" and self.rules.transaction_is_a_unit:
            spread = 0
        for place, change in enumerate(changes):
            self.written(change, self._somewhere_in(spread, place))

    def _somewhere_in(self, spread: int, place: int) -> int:
        """From 0 to `spread`, any number, and for a seed, a request and a place in it always the same (F57, F61).

        What else happens in a run plays no part: chance is the same in a believer's run, and with one thing changed.
        """
        if not spread:
            return 0
        digest = hashlib.sha256(f"{self.scenario.seed}/{self._sent}/{place}".encode()).digest()
        return int.from_bytes(digest[:8]) % (spread + 1)

    def _intervene(self, what: Intervention, place: int) -> None:
        capture = self.capture
        path = ("timeline", place)
        if isinstance(what, SplitShard | RollOverShard):
            done = capture.split(what.shard) if isinstance(what, SplitShard) else capture.roll_over(what.shard)
            if not done:
                open_ = ", ".join(str(shard.number) for shard in capture.stream.open) if capture.stream else "none"
                raise self.scenario.error(path, "S211", f"shard {what.shard} is not open now; open: {open_}")
        elif isinstance(what, DisableStream):
            capture.disable()
        elif isinstance(what, EnableStream):
            capture.enable(what.view_type)
        else:
            problem = self.consumers[what.consumer].intervene(what.what, what.worker)
            if problem:
                raise self.scenario.error(path, "S211", problem)


def _info_of(model: ConsumerModel) -> ConsumerInfo:
    on_failure = model.on_failure if isinstance(model, LambdaModel) else None
    return ConsumerInfo(model.name, model.type, model.starting_position, on_failure)
