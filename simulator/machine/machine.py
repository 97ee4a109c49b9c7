"""The machine: a discrete-event simulation of a table, its stream and its consumers.

Time is virtual, in whole milliseconds. Nothing here reads a clock, the environment, or the order of a set: the same
scenario gives the same trace, to the byte.
"""

from __future__ import annotations

import gc
from heapq import heappop
from itertools import repeat

from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.table import Change, Table
from simulator.dynamodb.writes import ImpossibleUpdate
from simulator.machine.agenda import Priority
from simulator.machine.consumers.poller_owner import ReadPath
from simulator.machine.consumers.read_throttle import ReadThrottle, may_throttle
from simulator.machine.consumers.subscription import ImpossibleStart
from simulator.machine.events import WRITE_EVENTS
from simulator.machine.expiry import Expiry
from simulator.machine.function_writes import FunctionWrites
from simulator.machine.run import Run
from simulator.machine.spread import Spread
from simulator.machine.staff import Staff, infos_of
from simulator.machine.stream_service import StreamListener, StreamService
from simulator.machine.timeline import Moment, moments
from simulator.machine.trace import Trace
from simulator.machine.turn_bound import MAX_TURNS, too_many_turns
from simulator.scenario.checks import before_previous, waited_for_rest
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario
from simulator.scenario.plan import (
    CreateConsumer,
    DeleteConsumer,
    DisableStream,
    EnableStream,
    Intervention,
    Request,
    RollOverShard,
    SplitShard,
    UpdateConsumer,
    timeline_of,
)

MAX_EMPTY_POLLS = 1_000_000
"""Steps that `show_empty_polls` can add to a run."""

LONG_RUN = 1_000
"""Steps from which on a search of the whole trace for garbage is worth avoiding."""


def simulate(scenario: Scenario, rules: Rules = AWS, most_turns: int | None = None) -> Trace:
    """Run a scenario from its start to rest (or to the end of a final wait) and return what happened.

    Raises:
        ScenarioError: something on the timeline turns out to be impossible when its time comes (an `at` before the
            action in front of it, a shard that is not open, a path that leads nowhere), there are too many empty polls,
            or the run is not over after `most_turns` turns of its agenda (left out: MAX_TURNS).
    """
    machine = Machine(scenario, rules, MAX_TURNS if most_turns is None else most_turns)
    # A run builds its trace and drops next to nothing: looking for garbage would take a third of its time.
    collects = gc.isenabled()
    gc.disable()
    try:
        trace = machine.run_to_end()
        # To count the frozen objects takes a walk over all of them: as long as many a short run.
        if collects and len(trace.times) >= LONG_RUN and not gc.get_freeze_count():
            # Both calls together move every object to the oldest generation. Otherwise the next allocation would
            # search the whole new trace for garbage, which takes a third of the time of a long run.
            gc.freeze()
            gc.unfreeze()
        return trace
    finally:
        if collects:
            gc.enable()


class Machine:
    """Takes a scenario's timeline through a run: the table, its stream and its consumers react."""

    def __init__(self, scenario: Scenario, rules: Rules, most_turns: int) -> None:
        self._scenario = scenario
        self._most_turns = most_turns
        self._table = Table(scenario.table.schema_of_keys, rules)
        infos = infos_of(scenario, rules)
        show = scenario.show
        trace = Trace(infos, scenario.starts_at, tuple(show.variables), tuple(show.columns))
        trace.table_name = scenario.table.name
        trace.key_names = tuple(each.name for each in self._table.schema.attributes)
        trace.labels = {entry.id: index for index, entry in enumerate(scenario.timeline) if entry.id is not None}
        self._run = run = Run(trace, rules)
        listeners: list[StreamListener] = []
        self._stream_service = StreamService(scenario.stream, scenario.table.name, self._table, run, listeners)
        to_live = scenario.table.time_to_live
        self._expiry: Expiry | None = None
        if to_live is not None:
            self._expiry = Expiry(to_live.attribute, to_live.deletion_delay, self._table, run, self._written)
        self._empty_polls = 0
        self._previous = 0
        """When the timeline's previous moment happened."""
        self._rested = 0
        """When the newest moment happened that had waited for rest."""
        self._moments = moments(timeline_of(scenario))
        self._round = 1
        """The round of the moment that is next."""
        self._resting: Moment | None = None
        """The moment that waits until everything has come to rest."""
        self._sent = 0
        """Requests sent to the table so far."""
        self._spread = Spread(scenario.seed)
        throttle = ReadThrottle(run) if may_throttle(len(infos), rules) else None
        writes = FunctionWrites(scenario, self._table, run, self._written, lambda: self._resting is not None)
        read_path = ReadPath(throttle, self._empty_poll if scenario.show_empty_polls else None, writes.write)
        self._staff = Staff(scenario, run, read_path, listeners, writes.places)

    def run_to_end(self) -> Trace:
        """Run until nothing is left to do, or until the end of a final wait."""
        run = self._run
        agenda = run.agenda
        work, background, withdrawn = agenda.work, agenda.background, agenda.withdrawn
        self._next_moment()
        try:
            for _ in repeat(None, self._most_turns):
                if not work and not self._is_woken_by_rest():
                    break
                heap = background if background and background[0] < work[0] else work
                time, priority, sequence, act, about = heappop(heap)
                if withdrawn:
                    if sequence in withdrawn:
                        withdrawn.remove(sequence)
                        continue
                    agenda.drop_withdrawn()
                if time != run.now:
                    run.now = time
                    run.passed = priority
                elif priority > run.passed:
                    run.passed = priority
                act(about)
        except ImpossibleStart as problem:
            raise self._scenario.error(self._staff.place_of(problem.consumer), "S211", str(problem)) from None
        if work or self._resting is not None:
            raise too_many_turns(self._scenario, run.trace, self._most_turns)
        run.trace.end = run.now
        return run.trace

    # The timeline

    def _is_woken_by_rest(self) -> bool:
        """At rest: whether a moment has waited for it. It happens now."""
        moment, self._resting = self._resting, None
        if moment is not None:
            self._rested = self._run.now
            self._run.agenda.push(self._run.now, Priority.TIMELINE, self._happen, moment)
        return moment is not None

    def _next_moment(self) -> None:
        """Put the timeline's next moment on the agenda, or let it wait for rest."""
        moment = next(self._moments, None)
        if moment is None:
            return
        self._round = 1
        if moment.at is None and moment.after is None:
            self._resting = moment
            return
        time = self._previous + moment.after if moment.after is not None else moment.at or 0
        if time < self._previous:
            why = waited_for_rest(self._late(time)) if self._rested > time else ""
            raise self._scenario.error(*before_previous(("timeline", moment.entry), time, self._previous, why))
        priority = Priority.END if moment.ends_the_run else Priority.TIMELINE
        self._run.agenda.push(time, priority, self._happen, moment)

    def _late(self, time: int) -> list[tuple[str, int]]:
        """The consumers that started after a time and kept the machine from rest until then: name and start."""
        return [(name, starts) for name, starts in self._staff.late_starts() if time < starts <= self._rested]

    def _happen(self, moment: Moment) -> None:
        run = self._run
        self._previous = run.now
        if self._round == 1:
            run.trace.happened.append(run.now)
        if moment.ends_the_run:
            run.agenda.clear()
            return
        before = len(run.trace.events)
        if moment.intervention is not None:
            self._intervene(moment.intervention, moment.entry)
        for request in moment.requests:
            self._send(request, self._round)
        is_action = moment.requests or moment.intervention is not None  # and no wait
        if is_action and self._round == 1:
            run.trace.actions[moment.entry] = before, len(run.trace.events)
        if self._round == moment.rounds:
            self._next_moment()
            return
        self._round += 1
        if moment.every is None:
            self._resting = moment
        else:
            run.agenda.push(run.now + moment.every, Priority.TIMELINE, self._happen, moment)

    def _intervene(self, intervention: Intervention, index: int) -> None:
        """Carry an intervention out; `index` is that of its entry in the timeline."""
        service = self._stream_service
        path = ("timeline", index)
        if isinstance(intervention, SplitShard | RollOverShard):
            replace = service.split if isinstance(intervention, SplitShard) else service.roll_over
            if not replace(intervention.shard):
                open_ = ", ".join(str(shard.number) for shard in service.stream.open) if service.stream else "none"
                message = f"shard {intervention.shard} is not open now; open: {open_}"
                raise self._scenario.error(path, "S211", message)
        elif isinstance(intervention, DisableStream):
            service.disable()
        elif isinstance(intervention, EnableStream):
            service.enable(intervention.view_type)
        elif isinstance(intervention, UpdateConsumer):
            self._staff.update(intervention.update, index)
        elif isinstance(intervention, DeleteConsumer):
            self._staff.delete(intervention.consumer)
        elif isinstance(intervention, CreateConsumer):
            self._staff.create(intervention.model, index)
        else:
            problem = self._staff.named(intervention.consumer).intervene(intervention.what, intervention.worker)
            if problem:
                raise self._scenario.error(path, "S211", problem)

    # Writes

    def _send(self, request: Request, round_: int) -> None:
        run, rules = self._run, self._run.rules
        now_ms = run.trace.start_ms + run.now
        self._sent += 1
        try:
            if request.kind == "write":
                self._written(self._table.apply(request.templates[0].made(round_, now_ms), self._sent))
                return
            writes = [template.made(round_, now_ms) for template in request.templates]
            send = self._table.batch if request.kind == "batch" else self._table.transact
            changes = send(writes, self._sent)
        except ImpossibleUpdate as impossible:
            template = next(each for each in request.templates if each.made(round_, now_ms) == impossible.update)
            raise self._scenario.error(template.places[impossible.path], "S211", str(impossible)) from None
        if request.kind == "batch" and rules.batch_is_one_record:
            first = next((change for change in changes if change.recorded), None)
            changes = [change if change is first else change._replace(recorded=False) for change in changes]
        is_unit = request.kind == "transaction" and rules.transaction_is_a_unit
        for change in changes:
            delay = self._spread.delay(change.key, request.spread) if request.spread else 0
            self._written(change, 0 if is_unit else delay)

    def _written(self, change: Change, extra_delay: int = 0) -> int:
        """A write was carried out, or refused; its record is captured `extra_delay` ms later than usual.

        Returns the number of its step.
        """
        run = self._run
        number = run.step(WRITE_EVENTS[change.effect])
        run.trace.writes[number] = change
        if self._expiry is not None and change.before is not change.after:
            self._expiry.changed(change)
        if change.recorded:
            self._stream_service.changed(change, number, extra_delay)
        return number

    # Empty polls

    def _empty_poll(self, consumer: str) -> None:
        """A poll found nothing, and the scenario wants to see it (`show_empty_polls`)."""
        self._empty_polls += 1
        if self._empty_polls > MAX_EMPTY_POLLS:
            message = f"more than {MAX_EMPTY_POLLS:,} empty polls; wait for less time or poll less often"
            raise self._scenario.error(("show_empty_polls",), "S209", message)
        self._run.step(Event.READ_EMPTY, (), consumer)
