"""A Lambda event source mapping: it polls the shards and invokes its function with batches (F160-F233)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.dynamodb.patterns import matches, matches_any
from simulator.dynamodb.shards import key_digest
from simulator.dynamodb.stream import StreamRecord
from simulator.machine.agenda import Priority
from simulator.machine.capture import RETENTION
from simulator.machine.consumers.function import Function, Outcome
from simulator.machine.consumers.lane import Batch, Lane, Window, window_start
from simulator.machine.consumers.poller import pause_or_go_on
from simulator.machine.consumers.reader import Cursor, Reader
from simulator.machine.events import Event
from simulator.machine.trace import Detail, Discard, Reads
from simulator.scenario.consumers import LambdaModel

if TYPE_CHECKING:
    from simulator.machine.machine import Machine

POLL_INTERVAL = 250
"""Milliseconds from poll to poll of a shard (F160)."""

FIRST_PAUSE, LONGEST_PAUSE = 250, 60_000
"""Milliseconds before a retry: doubling, up to a minute. No figure is published (F198)."""

PAYLOAD_BYTES = 6 * 1024 * 1024
"""The most that one invocation gets (F164), counted here by SizeBytes."""

A_FEW_TRIES = 2
"""The retries after which F290's believers expect a record to be skipped."""


class Mapping:
    """Polls four times a second, gathers batches, invokes the function, and sees to its failures."""

    def __init__(self, model: LambdaModel, place: int, machine: Machine) -> None:
        rules = machine.rules
        self._model = model
        self._machine = machine
        self._patterns = model.filter_criteria
        self._function = Function(model.function, self._fails)
        self._window = model.maximum_batching_window_in_seconds * 1000
        self._tumbling = model.tumbling_window_in_seconds
        self._lanes: dict[int, list[Lane]] = {}
        """For each shard as many lanes as the parallelization factor says (F168)."""
        self._failing = 0
        """How many batches wait for a retry."""
        age = model.maximum_record_age_in_seconds
        self._record_life = RETENTION if age < 0 else min(RETENTION, age * 1000)
        retries = model.maximum_retry_attempts
        if retries < 0 and not rules.retries_until_expiry:
            retries = A_FEW_TRIES
        if retries > 0 and rules.retries_count_the_first_try:
            retries -= 1
        self._retries = retries
        self._reads = Reads(model.name, "lambda", model.starting_position, model.on_failure)
        self._newest: Lane | None = None
        """The lane whose batch succeeded last."""
        self.reader = Reader(
            model.name,
            place,
            machine,
            starts=model.starts,
            interval=POLL_INTERVAL if rules.mapping_polls else 0,
            latest=model.starting_position == "LATEST",
            on_page=self._page,
            limit=min(1000, model.batch_size),
        )
        self.reader.before_poll = self._invoke_what_waits
        self.reader.keeps_iterators = False
        if rules.failure_blocks_every_shard:
            self.reader.may_read = lambda cursor: not self._failing

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Carry out an action of the timeline; a text says why it cannot be."""
        reader = self.reader
        if what == "redeliver":
            lane = self._newest
            if lane is None or lane.cursor.done:
                return f'"{reader.name}" has no batch to deliver again'
            self._redeliver(lane)
            return None
        if what not in ("stop", "start"):
            return f'"{reader.name}" is a mapping: it has no workers that could {what}'
        if reader.running == (what == "start"):
            return f'"{reader.name}" is {"running" if reader.running else "not running"}'
        pause_or_go_on(reader, what)
        if what == "start":
            for lane in self._all_lanes():
                if lane.held:
                    lane.held = False
                    self._retry(lane)
        return None

    # Gathering batches

    def _lanes_of(self, cursor: Cursor) -> list[Lane]:
        lanes = self._lanes.get(cursor.number)
        if lanes is None:
            lanes = self._lanes[cursor.number] = [Lane(cursor) for _ in range(self._model.parallelization_factor)]
        return lanes

    def _all_lanes(self) -> list[Lane]:
        return [lane for lanes in self._lanes.values() for lane in lanes]

    def _page(self, cursor: Cursor, page: list[int]) -> None:
        """A poll brought records: those that pass the filter wait in their lanes (F215, F230)."""
        records = self._machine.trace.records
        lanes = self._lanes_of(cursor)
        if self._patterns:
            passed = [index for index in page if matches_any(self._patterns, self._event(records[index]))]
            dropped = tuple(index for index in page if index not in set(passed))
            if dropped:
                self._machine.step(Event.PROCESS_FILTERED, dropped, self.reader.name, Detail((cursor.number,)))
            page = passed
        for index in page:
            lane = lanes[0] if len(lanes) == 1 else lanes[_lane_number(records[index], len(lanes))]
            self._wait(lane, index)
        for lane in lanes:
            self._consider(lane)
        if cursor.last_page and not cursor.work and not cursor.done:
            self.reader.end(cursor)  # nothing of the last page passed the filter

    def _wait(self, lane: Lane, index: int) -> None:
        if not lane.active:
            lane.active = True
            self.reader.begin(lane.cursor)
        lane.waiting.append(index)
        lane.bytes += self._machine.trace.records[index].size_bytes

    def _invoke_what_waits(self, cursor: Cursor) -> bool:
        """At a poll, lanes that are free go on with what was read for them before."""
        invoked = False
        shard = cursor.shard
        at_end = not shard.is_open and cursor.position == len(shard.records)
        for lane in self._lanes.get(cursor.number, ()):
            if at_end and lane.tumbling is not None:
                lane.tumbling.is_over = True  # with its shard a window ends (F211)
            invoked = self._consider(lane) or self._close_if_over(lane) or invoked
        return invoked

    def _consider(self, lane: Lane) -> bool:
        """Invoke the function if a lane is free and its batch complete: the first of three that happens (F164)."""
        if lane.batch is not None or not (lane.waiting or lane.again):
            return False
        full = len(lane.waiting) >= self._model.batch_size or lane.bytes >= PAYLOAD_BYTES
        if self._window and not full and not lane.again:
            if lane.window_ends is None:  # the window opens with its first record
                lane.window_ends = self._machine.now + self._window
                self._machine.agenda.push(lane.window_ends, self.reader.priority, self._window_ends, lane)
            if lane.window_ends > self._machine.now:
                return False
        self._begin(lane)
        return lane.batch is not None

    def _window_ends(self, lane: Lane) -> None:
        if lane.window_ends == self._machine.now and lane.batch is None:
            self._consider(lane)

    def _begin(self, lane: Lane) -> None:
        """A batch is complete: read step and invocation."""
        machine = self._machine
        records = machine.trace.records
        lane.window_ends = None
        if self._tumbling and not lane.again and not self._in_window(lane, records[lane.waiting[0]]):
            return
        batch = lane.next_batch(self._model.batch_size, PAYLOAD_BYTES, records, self._tumbling)
        batch = self._without_the_old(batch)
        if not batch.records:
            self._settle(lane)
            return
        machine.step(Event.READ_RECORDS, tuple(batch.records), self.reader.name, Detail((lane.cursor.number,)))
        lane.batch = batch
        lane.cursor.full = all(each.batch is not None for each in self._lanes_of(lane.cursor))
        self._invoke(lane)

    # Invoking, and what comes of it

    def _invoke(self, lane: Lane) -> None:
        machine = self._machine
        machine.agenda.push(machine.now + self._function.duration, Priority.PROCESS, self._returned, lane)

    def _returned(self, lane: Lane) -> None:
        """The function has returned, or raised."""
        batch = lane.batch
        assert batch is not None
        if lane.tumbling is not None and lane.tumbling.closing:
            self._window_closed(lane, lane.tumbling)
            return
        batch.attempt += 1
        records = self._machine.trace.records
        outcome = self._function.invoke([records[index] for index in batch.records])
        if outcome.raised:
            self._failed(lane, batch, "raised")
            return
        reports = "ReportBatchItemFailures" in self._model.function_response_types
        if outcome.reported and (reports or not self._machine.rules.report_needs_the_setting):
            self._reported(lane, batch, outcome)
            return
        self._succeeded(lane, batch)  # without the setting what is reported is ignored (F187)

    def _succeeded(self, lane: Lane, batch: Batch) -> None:
        event = Event.PROCESS_DUPLICATE if batch.again else Event.PROCESS_SUCCEEDED
        self._step(event, batch)
        if not batch.again:
            lane.newest = list(batch.records)
            self._newest = lane
            if lane.tumbling is not None:
                lane.tumbling.state += len(batch.records)
        self._next(lane)

    def _reported(self, lane: Lane, batch: Batch, outcome: Outcome) -> None:
        """The lowest reported sequence number is where the batch goes on (F188); an unknown one fails it all (F190)."""
        records = self._machine.trace.records
        places = {str(records[index].sequence_number): place for place, index in enumerate(batch.records)}
        if any(identifier not in places for identifier in outcome.reported):
            self._failed(lane, batch, "reported")
            return
        failed = sorted(places[identifier] for identifier in outcome.reported)
        lowest = failed[0]
        rest = batch.records[lowest:]
        if not self._machine.rules.report_is_a_rewind:
            rest = [batch.records[place] for place in failed]
        again = batch.with_records(rest)
        goes_on = self._may_retry(batch)
        self._step(Event.PROCESS_PARTIAL, batch, batch.pause if goes_on else None, "reported", lowest)
        if lane.tumbling is not None:
            lane.tumbling.state += lowest
        if not goes_on:
            self._discard(again, "RetryAttemptsExhausted", None)
            self._next(lane)
            return
        again.retries += 1
        again.pause = min(LONGEST_PAUSE, batch.pause * 2)
        self._wait_for_retry(lane, again, batch.pause)

    def _failed(self, lane: Lane, batch: Batch, reason: str) -> None:
        """The batch failed as a whole: in two halves, or again, or given up (F180-F186)."""
        splits = self._model.bisect_batch_on_function_error and len(batch.records) > 1
        goes_on = splits or self._may_retry(batch)
        pause = batch.pause
        self._step(Event.PROCESS_FAILED, batch, pause if goes_on else None, reason)
        if not goes_on:
            self._discard(batch, "RetryAttemptsExhausted", "Unhandled" if reason == "raised" else None)
            self._next(lane)
            return
        batch.pause = min(LONGEST_PAUSE, pause * 2)
        if splits:  # splitting uses up no retry (F186)
            self._step(Event.PROCESS_BISECTED, batch, pause, reason)
            half = len(batch.records) // 2
            lane.halves.insert(0, batch.with_records(batch.records[half:]))
            batch = batch.with_records(batch.records[:half])
        else:
            batch.retries += 1
        self._wait_for_retry(lane, batch, pause)

    def _may_retry(self, batch: Batch) -> bool:
        return self._retries < 0 or batch.retries < self._retries

    def _wait_for_retry(self, lane: Lane, batch: Batch, pause: int) -> None:
        lane.batch = batch
        batch.retry_at = self._machine.now + pause
        self._failing += 1
        self._await(lane, batch)

    def _await(self, lane: Lane, batch: Batch) -> None:
        """Until the retry, or until the oldest record is too old, whichever comes first."""
        oldest = self._machine.trace.records[batch.records[0]].captured_ms - self._machine.trace.start_ms
        due = min(batch.retry_at, oldest + self._record_life)
        self._machine.agenda.push(max(due, self._machine.now), self.reader.priority, self._retry, lane)

    def _retry(self, lane: Lane) -> None:
        batch = lane.batch
        assert batch is not None
        if not self.reader.running:
            lane.held = True
            return
        rest = self._without_the_old(batch)
        if rest.records and self._machine.now < batch.retry_at:
            lane.batch = rest
            self._await(lane, rest)
            return
        self._failing -= 1
        if not rest.records:
            self._next(lane)
            return
        lane.batch = rest
        self._invoke(lane)

    def _without_the_old(self, batch: Batch) -> Batch:
        """A batch without the records that are too old by now: they are given up (F182, F194)."""
        machine = self._machine
        oldest_kept = machine.trace.start_ms + machine.now - self._record_life
        count = 0
        while count < len(batch.records) and machine.trace.records[batch.records[count]].captured_ms <= oldest_kept:
            count += 1
        if not count:
            return batch
        self._discard(batch.with_records(batch.records[:count]), "RecordAgeExceeded", None)
        return batch.with_records(batch.records[count:])

    def _discard(self, batch: Batch, condition: str, error: str | None) -> None:
        machine = self._machine
        detail = Detail(attempt=batch.attempt, reason=condition)
        number = machine.step(Event.PROCESS_DISCARDED, tuple(batch.records), self.reader.name, detail)
        discard = Discard(number, self._reads, tuple(batch.records), batch.attempt, condition, error)
        machine.trace.discards.append(discard)

    def _next(self, lane: Lane) -> None:
        """A batch is done with: its other half, or what comes next."""
        lane.batch = None
        if lane.halves:
            lane.batch = lane.halves.pop(0)
            rest = self._without_the_old(lane.batch)
            lane.batch = rest
            if rest.records:
                self._invoke(lane)
                return
            self._next(lane)
            return
        self._settle(lane)

    def _settle(self, lane: Lane) -> None:
        """A lane is free again."""
        cursor = lane.cursor
        if cursor.full:
            self.reader.freed(cursor)
        if self._close_if_over(lane):
            return
        if lane.waiting or lane.again or lane.tumbling is not None:
            self.reader.schedule()
        else:
            lane.active = False
            self.reader.finish(cursor)

    # Tumbling windows

    def _in_window(self, lane: Lane, record: StreamRecord) -> bool:
        """Whether a record belongs to the open window; with none open, its own opens. An older one is closed first."""
        start = window_start(record, self._tumbling)
        if lane.tumbling is None:
            window = lane.tumbling = Window(start, start + self._tumbling)
            # Over when its last record could be read: captured just before its end, and polled for after that.
            due = window.end * 1000 - self._machine.trace.start_ms + self._machine.scenario.stream.availability_delay
            due = max(self._machine.now, due + (self._model.starts - due) % POLL_INTERVAL)
            self._machine.agenda.push(due, Priority.IDLE, self._window_over, (lane, window))
        elif lane.tumbling.start != start:
            lane.tumbling.is_over = True
            self._close_if_over(lane, even_if_more_waits=True)
            return False
        return True

    def _window_over(self, about: tuple[Lane, Window]) -> None:
        lane, window = about
        window.is_over = True
        if lane.tumbling is window:
            self._close_if_over(lane)

    def _close_if_over(self, lane: Lane, even_if_more_waits: bool = False) -> bool:
        """The function is invoked a last time for a window that is over: `isFinalInvokeForWindow` (F210)."""
        window = lane.tumbling
        if window is None or not window.is_over or lane.batch is not None:
            return False
        if not even_if_more_waits and (lane.again or self._more_in(lane, window)):
            return False
        window.closing = True
        lane.batch = Batch([])
        lane.cursor.full = all(each.batch is not None for each in self._lanes_of(lane.cursor))
        self._invoke(lane)
        return True

    def _more_in(self, lane: Lane, window: Window) -> bool:
        records = self._machine.trace.records
        return bool(lane.waiting) and window_start(records[lane.waiting[0]], self._tumbling) == window.start

    def _window_closed(self, lane: Lane, window: Window) -> None:
        detail = Detail((lane.cursor.number,), window=(window.start, window.end), state=window.state)
        self._machine.step(Event.PROCESS_WINDOW_CLOSED, (), self.reader.name, detail)
        lane.tumbling = None
        self._next(lane)

    def _redeliver(self, lane: Lane) -> None:
        """The newest successful batch is delivered once more (F202)."""
        lane.again.append(list(lane.newest))
        if not lane.active:
            lane.active = True
            self.reader.begin(lane.cursor)
        self.reader.schedule()

    def _step(
        self, event: Event, batch: Batch, retry_in: int | None = None, reason: str = "", accepted: int = 0
    ) -> None:
        detail = Detail(attempt=batch.attempt, retry_in=retry_in, reason=reason, accepted=accepted)
        self._machine.step(event, tuple(batch.records), self.reader.name, detail)

    # Patterns

    def _fails(self, record: StreamRecord) -> bool:
        pattern = self._model.function.fails_on
        return pattern is not None and matches(pattern, self._event(record))

    def _event(self, record: StreamRecord) -> dict[str, Any]:
        event = record.to_lambda()
        if self._machine.rules.numbers_filter_as_numbers:
            event["dynamodb"] = _numeric(event["dynamodb"])
        return event


def _lane_number(record: StreamRecord, lanes: int) -> int:
    """The lane of an item: order is kept for each item, partition key and sort key together (F169)."""
    number = 0
    for value in record.key:
        number = number * 31 + key_digest(value)
    return number % lanes


def _numeric(value: Any) -> Any:
    """What F313's believers expect of an event: numbers in place of the texts of N."""
    from decimal import Decimal

    if isinstance(value, dict):
        if list(value) == ["N"]:
            return {"N": Decimal(value["N"])}
        return {name: _numeric(each) for name, each in value.items()}
    return [_numeric(each) for each in value] if isinstance(value, list) else value
