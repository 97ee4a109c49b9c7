"""Stricter invariants (F361), and richer timelines than random_document's, for test_invariants.py and tests/fuzz.py.

What is checked is worked out again from the steps alone, by other code than the machine's.
"""

from __future__ import annotations

import base64
import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream
from simulator.machine.details import shards_of
from simulator.machine.steps import ConsumerInfo
from simulator.machine.trace import Trace
from simulator.scenario.consumers import ConsumerModel, KclModel
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario

DAY = 24 * 3600 * 1000
PROCESSED = (Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE, Event.PROCESS_PARTIAL)
DROPPED = (Event.PROCESS_DISCARDED, Event.PROCESS_FILTERED, Event.READ_TRIMMED)


def check_strictly(scenario: Scenario, trace: Trace, at_rest: bool) -> None:
    """Every invariant; an AssertionError says which does not hold. `at_rest`: no final wait has cut the run off."""
    _captured_and_available(scenario, trace)
    _trimmed_at_a_day(trace)
    _sizes(trace)
    closed = _closed_at(trace)
    for model, reader in zip(scenario.consumers, trace.readers, strict=True):
        consumer = _Consumer(model, reader, trace, closed)
        consumer.follow()
        if at_rest:
            consumer.is_done()


_DOWN = (Event.READ_CRASHED, Event.READ_STOPPED)


# The stream


def _captured_and_available(scenario: Scenario, trace: Trace) -> None:
    """A change that is made while the stream is on is captured when it is due, once, and then available, once."""
    captured = Counter(
        trace.record_indexes[n][0] for n, event in enumerate(trace.events) if event is Event.CAPTURE_RECORD
    )
    available = Counter(
        trace.record_indexes[n][0] for n, event in enumerate(trace.events) if event is Event.AVAILABLE_RECORD
    )
    assert captured == Counter(range(len(trace.records))), "a record that was not captured once"
    for index, record in enumerate(trace.records):
        due = record.captured_ms - trace.start_ms + scenario.stream.availability_delay
        if due < trace.end or available[index]:
            assert available[index] == 1, "a record that did not become available once"
    spreads = [action.spread or 0 for action in scenario.timeline]
    spreads += [write.spread or 0 for action in scenario.timeline if action.repeat for write in action.repeat.do]
    latest = scenario.stream.capture_delay + max(spreads)
    on = trace.recorded_histories["stream_status"]
    for number, change in trace.writes.items():
        was_on = on.at(number) == on.at(number - 1) == "ENABLED"
        if change.before != change.after and was_on and trace.times[number - 1] + latest < trace.end:
            assert len(trace.record_indexes[number - 1]) == 1, "a change without a record"


def _trimmed_at_a_day(trace: Trace) -> None:
    """Records leave the stream when they are a day old, oldest first, and for no other reason (F4, F150)."""
    gone: list[int] = []
    for number, event in enumerate(trace.events):
        if event is Event.AVAILABLE_TRIMMED:
            for index in trace.record_indexes[number]:
                age = trace.start_ms + trace.times[number] - trace.records[index].captured_ms
                assert age >= DAY, "a record was trimmed early"
            gone += trace.record_indexes[number]
    kept = [index for shard in trace.shards for index in shard.records[shard.trimmed :]]
    assert sorted(gone + kept) == list(range(len(trace.records))), "a record left the stream, or is in it twice"
    for shard in trace.shards:
        assert shard.records == sorted(shard.records)


def _sizes(trace: Trace) -> None:
    """SizeBytes, from the record's own typed JSON (F31, F32)."""
    for record in trace.records[:200]:
        body = record.to_api()["dynamodb"]
        items = [body[name] for name in ("Keys", "NewImage", "OldImage") if name in body]
        assert body["SizeBytes"] == sum(map(item_bytes, items)), "SizeBytes not as F31 says"


def item_bytes(item: dict[str, Any]) -> int:
    """Names and values."""
    return sum(len(name.encode()) + value_bytes(value) for name, value in item.items())


def value_bytes(value: dict[str, Any]) -> int:
    """The size of one value in typed JSON (F32)."""
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        significant = re.sub(r"^0+|0+$", "", content.lstrip("-").replace(".", ""))
        return 1 + -(-len(significant) // 2)
    if kind == "B":
        return len(base64.b64decode(content))
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "L":
        return 3 + sum(1 + value_bytes(each) for each in content)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + value_bytes(each) for name, each in content.items())
    return sum(value_bytes({kind[0]: member}) for member in content)


def _closed_at(trace: Trace) -> dict[int, int]:
    """When each shard was closed, or its stream turned off: milliseconds of the run, by the shard's number."""
    closed: dict[int, int] = {}
    for number, event in enumerate(trace.events, 1):
        if event in (Event.AVAILABLE_SHARD_CLOSED, Event.AVAILABLE_STREAM_DISABLED):
            for shard in shards_of(trace.details[number]):
                closed.setdefault(shard, trace.times[number - 1])
    return closed


# Consumers


class _Consumer:
    """The actions of one consumer, step by step."""

    def __init__(self, model: ConsumerModel, reader: ConsumerInfo, trace: Trace, closed: dict[int, int]) -> None:
        self.model, self.reader, self.trace, self.closed = model, reader, trace, closed
        self.kind = reader.kind
        self.latest = reader.starting_position == "LATEST"
        self.stopped = self.crashed = False
        self.dead: set[str] = set()
        self.alive = set(model.workers) if isinstance(model, KclModel) else set()
        self.bound: int | None = None
        """When it looked at the stream for the first time; None: not yet."""
        self.looked: list[int] = []
        """Every time at which it may have begun at its starting position."""
        self.ended: set[int] = set()
        self.in_hand: dict[int, list[int]] = {}
        """Of each shard what was read and not yet worked on (pollers and KCL: one after another)."""
        self.next: dict[int, int | None] = {}
        """The place in each shard where the next page begins; None: at a starting position or a checkpoint."""
        self.stored: dict[int, int] = {}
        """The place after each shard's checkpoint (KCL)."""
        self.since: dict[int, int] = {}
        self.done: set[int] = set()
        self.first: dict[int, int] = {}
        """The first record of each shard that it saw."""
        self.opened = {
            trace.details[number].shard: trace.times[number - 1]
            for number, event in enumerate(trace.events, 1)
            if event is Event.AVAILABLE_SHARD_OPENED
        }
        """When each shard was opened that was not there from the start."""
        self.missed: set[int] = set()
        """Records that came before a worker asked for LATEST once more (F238)."""
        self.restarts = self.renewals = 0
        self.places = {index: place for shard in trace.shards for place, index in enumerate(shard.records)}

    @property
    def is_up(self) -> bool:
        """Whether somebody is there to read."""
        return not self.stopped and not self.crashed and (self.kind != "kcl" or bool(self.alive))

    def _mine(self) -> Iterator[tuple[int, Event]]:
        by, name = self.trace.actors, self.reader.name
        return ((number, event) for number, event in enumerate(self.trace.events, 1) if by[number - 1] == name)

    def follow(self) -> None:
        """Go through its steps, in order."""
        for number, event in self._mine():
            # At one time the timeline comes before a first look at the stream.
            self._look(self.trace.times[number - 1] - (event in _DOWN))
            handler = getattr(self, "_" + event.name.lower(), None)
            if handler is not None:
                handler(number)
            if event in PROCESSED or event in DROPPED:
                self.done.update(self.trace.finished(number))
            if event in (Event.READ_RESTARTED, Event.READ_STARTED, Event.READ_WORKER_ADDED):
                self._look(self.trace.times[number - 1])
        self._look(self.trace.end)
        self._checkpoints()

    def _look(self, now: int) -> None:
        """Note when it looked at the stream first, if it has by now."""
        if self.bound is None and now >= self.model.starts and self.is_up:
            self.bound = max(self.model.starts, self.looked[-1] if self.looked else 0)
            self.looked.append(self.bound)

    # Coming and going

    def _read_crashed(self, number: int) -> None:
        worker = self.trace.details[number].worker if self.kind == "kcl" else ""
        if worker:
            self.alive.discard(worker)
            self.dead.add(worker)
            held = dict(self._leases(number).workers).get(worker, ())
            for shard in held:
                self.in_hand.pop(shard, None)
            return
        self.crashed = True
        self.in_hand.clear()

    def _read_restarted(self, number: int) -> None:
        now = self.trace.times[number - 1]
        self.restarts += 1
        self.looked.append(now)
        if self.kind == "kcl":
            worker = self.trace.details[number].worker
            self.dead.discard(worker)
            self.alive.add(worker)
            for shard in dict(self._leases(number).workers).get(worker, ()):
                self._goes_on(shard, now)
            return
        self.crashed = False
        self.ended.clear()
        self.next.clear()

    def _read_worker_added(self, number: int) -> None:
        self.alive.add(self.trace.details[number].worker)
        self.looked.append(self.trace.times[number - 1])

    def _read_stopped(self, number: int) -> None:
        self.stopped = True

    def _read_started(self, number: int) -> None:
        self.stopped = False
        self.looked.append(self.trace.times[number - 1])

    def _read_lease_taken(self, number: int) -> None:
        detail = self.trace.details[number]
        shard = detail.shard
        assert detail.worker in self.alive, "a dead worker took a lease"
        before = dict(self._leases(number - 1).workers)
        assert shard not in before.get(detail.worker, ()), "a worker took a lease that it holds"
        held = [each for _, shards in self._leases(number).workers for each in shards]
        assert len(held) == len(set(held)), "two workers hold one shard"
        says_latest = self._begins_at_latest(shard) and shard not in self.stored
        assert detail.at_latest is says_latest, "the lease's checkpoint is another one"
        self._goes_on(shard, self.trace.times[number - 1])

    def _goes_on(self, shard: int, now: int) -> None:
        """A worker takes a shard: it begins after the checkpoint, or where its application begins (F238, F243)."""
        self.since[shard] = 0
        self.next[shard] = self.stored.get(shard, self.first.get(shard))
        if self._begins_at_latest(shard) and shard not in self.stored:
            self.next[shard] = None
            records, upto = self.trace.records, self.trace.start_ms + now
            here = self.trace.shards[shard - 1].records
            self.missed.update(index for index in here if records[index].captured_ms <= upto)

    def _begins_at_latest(self, shard: int) -> bool:
        """Whether it was there when a LATEST reader looked first: a child that opens later is read from its start."""
        return self.latest and (self.bound is None or self.opened.get(shard, 0) <= self.bound)

    def _leases(self, number: int) -> Any:
        return self.trace.value(self.trace.variable_of("leases", self.reader.name), after=number)

    # Reading

    def _read_records(self, number: int) -> None:
        assert self.is_up, "who is down has read"
        page = self.trace.record_indexes[number - 1]
        shard = self.trace.records[page[0]].shard
        expected = self.next.get(shard.number)
        self._seen(shard, page, number)
        if self.kind == "lambda":
            return
        assert not self.in_hand.get(shard.number), "a page was read before the one before was done"
        self.in_hand[shard.number] = list(page)
        place = self.places[page[0]]
        assert shard.records[place : place + len(page)] == list(page), "a page with a gap"
        if expected is not None and not (shard.number not in self.stored and self._old(shard, expected, place, number)):
            assert place == expected, "a page does not begin where the one before ended, or at the checkpoint"
        self.next[shard.number] = place + len(page)
        if self.kind == "kcl":
            self._is_holder(shard.number, number)

    def _old(self, shard: Shard, begin: int, end: int, number: int) -> bool:
        """Whether the records in between are gone: TRIM_HORIZON passes over them in silence (F297)."""
        now = self.trace.start_ms + self.trace.times[number - 1]
        skipped = shard.records[begin:end]
        return bool(skipped) and all(self.trace.records[index].captured_ms + DAY <= now for index in skipped)

    def _process_filtered(self, number: int) -> None:
        page = self.trace.record_indexes[number - 1]
        self._seen(self.trace.records[page[0]].shard, page, number)

    def _read_trimmed(self, number: int) -> None:
        if self.kind == "lambda":
            return  # the places of its pages are not followed
        lost = self.trace.record_indexes[number - 1]
        shard = self.trace.records[lost[0]].shard
        place, expected = self.places[lost[0]], self.next.get(shard.number)
        assert expected is None or place == expected, "what is said to be lost is not what comes next"
        self.next[shard.number] = self.places[lost[-1]] + 1

    def _read_iterator_expired(self, number: int) -> None:
        self.renewals += 1

    def _read_shard_end(self, number: int) -> None:
        shard = self.trace.details[number].shard
        assert self.closed.get(shard) is not None, "the end of a shard that is open"
        assert not self.in_hand.get(shard), "the end of a shard whose last page is in work"
        self.ended.add(shard)

    def _seen(self, shard: Shard, page: tuple[int, ...], number: int) -> None:
        """Records came out of a shard: they can be seen, and its parent is finished (F124)."""
        now = self.trace.start_ms + self.trace.times[number - 1]
        for index in page:
            assert self.trace.records[index].shard is shard, "a page from two shards"
            assert self.trace.records[index].captured_ms <= now
        self.first.setdefault(shard.number, self.places[page[0]])
        self.first[shard.number] = min(self.first[shard.number], self.places[page[0]])
        assert shard.number not in self.ended, "a shard was read after its end"
        parent = shard.parent
        if parent is not None and parent.number not in self.ended:
            assert self._passed_over(parent), "a child was read before its parent was finished"

    def _passed_over(self, parent: Shard) -> bool:
        """Whether it never had to read a shard: closed when it looked, and with nothing for it (F123, F136)."""
        closed = self.closed.get(parent.number)
        newest = max((self.trace.records[index].captured_ms for index in parent.records), default=None)
        for looked in self.looked:
            if closed is not None and closed <= looked:
                gone = newest is None or newest + DAY <= self.trace.start_ms + looked
                if self.latest or gone:
                    return True
        return False

    # Working

    def _process_succeeded(self, number: int) -> None:
        self._worked_on(number)

    def _process_duplicate(self, number: int) -> None:
        about = self.trace.record_indexes[number - 1]
        assert set(about) <= self.done, "a duplicate of what was never processed"
        self._worked_on(number)

    def _worked_on(self, number: int) -> None:
        if self.kind == "lambda":
            return
        (index,) = self.trace.record_indexes[number - 1]
        shard = self.trace.records[index].shard.number
        assert not self.crashed, "the dead have worked"
        hand = self.in_hand.get(shard)
        assert hand, "work on what nobody has in hand"
        assert hand[0] == index, "work out of order"
        hand.pop(0)
        if self.kind == "kcl":
            self._is_holder(shard, number)
            self.since[shard] = self.since.get(shard, 0) + 1
            assert isinstance(self.model, KclModel)
            assert self.since[shard] <= self.model.checkpoint_every, "a checkpoint is missing"

    def _is_holder(self, shard: int, number: int) -> None:
        worker = self.trace.details[number].worker
        assert worker in self.alive, "a dead worker has worked"
        assert shard in dict(self._leases(number - 1).workers).get(worker, ()), "a worker without the lease"

    def _process_checkpointed(self, number: int) -> None:
        detail = self.trace.details[number]
        shard = detail.shard
        assert detail.worker in self.alive, "a dead worker stored a checkpoint"
        self.since[shard] = 0
        if isinstance(detail.checkpoint, int):
            self.stored[shard] = self.places[detail.checkpoint] + 1

    def _idle_waiting(self, number: int) -> None:
        assert self.is_up, "who is down is idle"
        assert not any(self.in_hand.values()), "idle with work in hand"

    # In the end

    def _checkpoints(self) -> None:
        """The variable never passes a record that was not done with by then (F361)."""
        trace = self.trace
        history = trace.histories[trace.variable_of("checkpoint", self.reader.name)]
        finished: dict[int, int] = {}
        for number, event in self._mine():
            if event in PROCESSED or event in DROPPED:
                for index in trace.finished(number):
                    finished.setdefault(index, number)
        before: dict[int, int] = {}
        for step, value in zip(history.steps, history.values, strict=True):
            for shard_number, stored in value.shards:
                shard = trace.shards[shard_number - 1]
                upto = len(shard.records) if stored == "SHARD_END" else self.places[stored] + 1
                begun = self.first.get(shard_number, len(shard.records)) if self.latest else 0
                now = trace.start_ms + trace.times[step - 1]
                for index in shard.records[max(begun, before.get(shard_number, 0)) : upto]:
                    captured = trace.records[index].captured_ms
                    if captured + DAY <= now or self._was_dead_to(captured) or index in self.missed:
                        continue
                    assert finished.get(index, step + 1) <= step, "the checkpoint passed an unprocessed record"
                before[shard_number] = max(before.get(shard_number, 0), upto)

    def _was_dead_to(self, captured_ms: int) -> bool:
        """Whether a poller began again at LATEST after a record came: what it missed is not to be read."""
        began_again = self.latest and self.kind == "poller" and self.restarts > 0
        return began_again and captured_ms - self.trace.start_ms <= max(self.looked)

    def is_done(self) -> None:
        """At rest a consumer that is up is done with every record of its stream (liveness)."""
        stream = self._stream()
        if not self.is_up or self.bound is None or stream is None:
            return
        assert not any(self.in_hand.values()), "at rest with work in hand"
        trace = self.trace
        since = trace.start_ms + self.bound
        for shard in stream.shards:
            for index in shard.records[shard.trimmed :]:
                came_later = trace.records[index].captured_ms > since
                if index in self.missed:
                    continue
                if self.latest and (not came_later or self.renewals or (self.restarts and self.kind == "poller")):
                    continue
                assert index in self.done, f"{self.reader.name} left record {index} undone"

    def _stream(self) -> Stream | None:
        """The stream that it is bound to: the newest one when it looked, or the first one that came later (F107)."""
        if self.bound is None or not self.trace.streams:
            return None
        made = [stream.created_ms - self.trace.start_ms for stream in self.trace.streams]
        return self.trace.streams[max(0, bisect_right(made, self.bound) - 1)]


# Richer timelines


def enriched(random: Random, document: dict[str, Any]) -> dict[str, Any]:
    """A document with values of every type, perhaps a sort key, and with more that happens to shards and readers."""
    document = json.loads(json.dumps(document))
    if random.random() < 0.3:
        document["table"]["sort_key"] = {"name": "line", "type": "N"}
        _add_sort_keys(random, document["timeline"])
    for action in document["timeline"]:
        for write in [action, *_inner(action)]:
            if "put" in write and random.random() < 0.6:
                write["put"] |= {random.choice(["v", "wörter"]): value(random)}
            elif "update" in write and random.random() < 0.4:
                write["update"].setdefault("add", {})["tags"] = "SET:" + random.choice(["x", "x,y", "y,zz"])
    if document["stream"]["enabled"] and random.random() < 0.3:
        document["timeline"].insert(random.randint(0, 2), {"split_shard": 1, "at": "0ms"})
        document["timeline"].sort(key=lambda action: "at" not in action)
    for consumer in document["consumers"]:
        if consumer["type"] == "kcl" and random.random() < 0.5:
            consumer["workers"] = ["a", "b", "e"]
    for action in document["timeline"]:
        for write in [action, *_inner(action)]:
            _add_expressions(random, write)
    return document


def _add_expressions(random: Random, write: dict[str, Any]) -> None:
    """Documents in items, and updates inside them where a condition says that they are there."""
    if "put" in write and random.random() < 0.8:
        write["put"]["m"] = {"x": random.randint(0, 2), "l": [1, 2]}
    elif "update" in write and "condition" not in write and random.random() < 0.5:
        inside = random.choice([{"m.x": random.randint(0, 2)}, {"m.l[0]": 1}, {"m.l[7]": 3}])
        write["update"].setdefault("set", {}).update(inside)
        operators = ["less_than", "at_most", "greater_than", "at_least", "equals", "not_equals"]
        compared = {random.choice(operators): {"m.x": random.randint(0, 2)}}
        either = [compared, {"size": {"m.l": {"at_most": 3}}}, {"not": {"contains": {"m.l": 2}}}]
        write["condition"] = {"attribute_type": {"m": "M"}, "or": either[: random.randint(1, 3)]}


def _inner(action: dict[str, Any]) -> list[dict[str, Any]]:
    inner = action.get("batch_write") or action.get("transact_write") or action.get("repeat", {}).get("do") or []
    return inner if isinstance(inner, list) else [inner]


def _add_sort_keys(random: Random, part: Any) -> None:
    """A line number beside every partition key."""
    if isinstance(part, dict):
        if "order_id" in part:
            part["line"] = random.randint(1, 2)
        for each in part.values():
            _add_sort_keys(random, each)
    elif isinstance(part, list):
        for each in part:
            _add_sort_keys(random, each)


def value(random: Random, depth: int = 0) -> Any:
    """A value of any type. JSON has no sets and no bytes: `as_text` writes them for these strings."""
    scalars = ["", "ä€", "text", True, None, 0, -7, 12.5, 100200, "BIN:aGkh", "SET:a,bb", "NUM:1,20,300"]
    kind = random.choice(["scalar", "scalar", "list", "map"]) if depth < 2 else "scalar"
    if kind == "list":
        return [value(random, depth + 1) for _ in range(random.randint(0, 3))]
    if kind == "map":
        return {name: value(random, depth + 1) for name in random.sample(["k", "key", "ñ"], random.randint(0, 3))}
    return random.choice(scalars)


def as_text(document: dict[str, Any]) -> str:
    """The document as YAML: JSON, with tags for sets and bytes."""
    text = json.dumps(document)
    text = re.sub(r'"(?:SET|NUM):([^"]*)"', r"!!set {\1}", text)
    return re.sub(r'"BIN:([^"]*)"', r'!!binary "\1"', text)
