"""The machine: a discrete-event simulation of a table, its stream and its consumers.

Time is virtual, in whole milliseconds. Nothing here reads a clock, the environment, or the order of a set: the same
scenario gives the same trace, to the byte.
"""

from __future__ import annotations

from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.stream import Stream, StreamRecord, ViewType
from simulator.dynamodb.table import Change, Effect, Table
from simulator.machine.agenda import Agenda, Priority
from simulator.machine.consumers.poller import Poller
from simulator.machine.events import WRITE_EVENTS, Event
from simulator.machine.timeline import Moment, moments
from simulator.machine.trace import ConsumerState, History, StreamRecords, TableData, Trace
from simulator.scenario.checks import before_previous
from simulator.scenario.model import Scenario
from simulator.scenario.timeline import timeline_of

MAX_EMPTY_POLLS = 1_000_000
"""Steps that `show_empty_polls` can add to a run."""


def simulate(scenario: Scenario, rules: Rules = AWS) -> Trace:
    """Run a scenario from its start to rest (or to the end of a final wait) and return what happened.

    Raises:
        ScenarioError: an `at` turns out to come before the action in front of it, or empty polls are without number.
    """
    return Machine(scenario, rules).run()


class Machine:
    """One run. Consumers call its methods to say what they did; it keeps the trace."""

    def __init__(self, scenario: Scenario, rules: Rules) -> None:
        self._scenario = scenario
        self._rules = rules
        schema = scenario.table.schema_of_keys
        self._table = Table(schema)
        view_type = ViewType(scenario.stream.view_type)
        self._stream = Stream(scenario.table.name, schema, view_type, scenario.starts_at)
        self.trace = Trace(self._stream, tuple(each.name for each in scenario.consumers), scenario.starts_at)
        self.agenda = Agenda()
        self.show_empty_polls = scenario.show_empty_polls
        self.available: list[int] = []
        """The records that can be read, in the shard's order, as indexes into the trace's records."""
        self._empty_polls = 0
        self.polled_until = -1
        """The latest time whose polls are known to be over, silent ones too: idle steps come after all polls."""
        self._now = 0
        self._previous = 0
        """When the timeline's previous moment happened."""
        self._moments = moments(timeline_of(scenario))
        self._resting: Moment | None = None
        """The moment that waits until everything has come to rest."""
        self._ended = False
        self._capture_delay = scenario.stream.capture_delay
        self._availability_delay = scenario.stream.availability_delay
        self._table_data = self.trace.histories["table_data"]
        self._ladder = self.trace.histories["stream_records"]
        self._states: dict[str, History] = {
            name: self.trace.histories[variable] for name, variable in self.trace.state_variables.items()
        }
        self._consumers = [Poller(model, place, self) for place, model in enumerate(scenario.consumers)]

    def run(self) -> Trace:
        """Run to the end."""
        agenda = self.agenda
        self._next_moment()
        while not self._ended:
            if agenda.at_rest:
                if self._resting is None:
                    break
                agenda.push(self._now, Priority.TIMELINE, self._happen, self._resting)
                self._resting = None
            time, _, _, act, about = agenda.pop()
            self._now = time
            act(about)
        self.trace.end = self._now
        return self.trace

    def step(self, now: int, event: Event, records: tuple[int, ...], consumer: str | None = None) -> int:
        """Record one step and return its number."""
        trace = self.trace
        trace.times.append(now)
        trace.events.append(event)
        trace.about.append(records)
        trace.by.append(consumer)
        return len(trace.events)

    def set_state(self, consumer: str, state: ConsumerState) -> None:
        """Note a consumer's state after the newest step."""
        self._states[consumer].record(len(self.trace.events), state)

    def records_read(self, now: int, consumer: str, records: tuple[int, ...]) -> None:
        """A consumer's GetRecords returned these records. They stay in the stream (F4)."""
        number = self.step(now, Event.READ_RECORDS, records, consumer)
        self.set_state(consumer, ConsumerState.READING)
        read = self.trace.progress[consumer].read
        for index in records:
            read[index] = number
        if consumer == self.trace.consumers[0]:
            created, were_read, processed = self._ladder.values[-1]
            count = len(records)
            self._ladder.record(number, StreamRecords(created - count, were_read + count, processed))

    def record_processed(self, now: int, consumer: str, record: int) -> None:
        """A consumer finished its work on a record that it had read."""
        number = self.step(now, Event.PROCESS_SUCCEEDED, (record,), consumer)
        self.set_state(consumer, ConsumerState.PROCESSING)
        self.trace.progress[consumer].processed[record] = number
        if consumer == self.trace.consumers[0]:
            created, were_read, processed = self._ladder.values[-1]
            self._ladder.record(number, StreamRecords(created, were_read - 1, processed + 1))

    def empty_poll(self, now: int, consumer: str) -> None:
        """A poll found nothing, and the scenario wants to see it (`show_empty_polls`)."""
        self._empty_polls += 1
        if self._empty_polls > MAX_EMPTY_POLLS:
            message = f"more than {MAX_EMPTY_POLLS:,} empty polls; wait for less time or poll less often"
            raise self._scenario.error(("show_empty_polls",), "S209", message)
        self.step(now, Event.READ_EMPTY, (), consumer)

    def consumer_idle(self, now: int, consumer: str) -> None:
        """A consumer's poll found nothing after it had work (F9)."""
        self.step(now, Event.IDLE_WAITING, (), consumer)
        self.set_state(consumer, ConsumerState.IDLE)
        self.polled_until = now

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
            raise self._scenario.error(*problem)
        priority = Priority.END if moment.ends_the_run else Priority.TIMELINE
        self.agenda.push(time, priority, self._happen, moment)

    def _happen(self, moment: Moment) -> None:
        self._previous = self._now
        if moment.ends_the_run:
            self._ended = True
            return
        for template in moment.templates:
            self._write(self._table.apply(template.in_round(moment.round), self._rules))
        self._next_moment()

    def _write(self, change: Change) -> None:
        number = self.step(self._now, WRITE_EVENTS[change.effect], ())
        self.trace.writes[number] = change
        items = len(self._table.items)
        if change.before is not change.after and change.effect is not Effect.UNCHANGED:
            self._table_data.record(number, TableData(items, change.effect if items == 1 else None))
        if change.recorded:
            self.agenda.push(self._now + self._capture_delay, Priority.CAPTURE, self._capture, (change, number))

    def _capture(self, about: tuple[Change, int]) -> None:
        change, write = about
        trace = self.trace
        record: StreamRecord = self._stream.capture(change, trace.start_ms + self._now)
        index = len(trace.records)
        records = (index,)
        trace.records.append(record)
        trace.about[write - 1] = records
        number = self.step(self._now, Event.CAPTURE_RECORD, records)
        trace.captured.append(number)
        for progress in trace.progress.values():
            progress.read.append(0)
            progress.processed.append(0)
        created, were_read, processed = self._ladder.values[-1]
        self._ladder.record(number, StreamRecords(created + 1, were_read, processed))
        due = self._now + self._availability_delay
        self.agenda.push(due, Priority.AVAILABLE, self._make_available, records)

    def _make_available(self, records: tuple[int, ...]) -> None:
        self.step(self._now, Event.AVAILABLE_RECORD, records)
        self.available.append(records[0])
        for consumer in self._consumers:
            consumer.record_available(self._now)
