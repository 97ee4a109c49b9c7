"""The ends of two runs, row by row: what has become of records, waits, work, messages, and what a consumer knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.dynamodb.attributes import Item
from simulator.dynamodb.phrases import joined
from simulator.dynamodb.stream import StreamRecord
from simulator.dynamodb.table import Key
from simulator.lesson.two_runs.outcomes import Outcome, handled, invocations, messages, outcomes, waits
from simulator.lesson.two_runs.two_runs import TwoRuns
from simulator.lesson.words.items import short_value
from simulator.lesson.words.sentences import key_words
from simulator.lesson.words.table import value_words
from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.map.record_words import sign_of
from simulator.views.scene.scene import reader_of_record

MOST_RECORDS = 8
"""Records whose different ends are told one by one, and items that a consumer saw differently."""

MOST_NAMES = 6
"""Attributes of an image that are named."""

MOST_WAITS = 3
"""Records whose different waits are told one by one, the greatest differences of all."""

NOT_THERE = "not in this run"


class EndRow(NamedTuple):
    """A row of what is at the ends of two runs."""

    name: str
    lesson: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether the runs end differently in this."""
        return self.lesson != self.other


def end_rows(runs: TwoRuns) -> tuple[EndRow, ...]:
    """What differs at the ends, the records first; then, for each consumer, totals that may be the same."""
    found = [each for each in outcomes(runs) if each.differs]
    rows = [_record_row(runs, each) for each in found[:MOST_RECORDS]]
    if len(found) > MOST_RECORDS:
        more = f"and {len(found) - MOST_RECORDS} more"
        rows.append(EndRow("other records", more, "differ too"))
    rows += _contents(runs)
    ended_alike = [each for each in outcomes(runs) if not each.differs]
    for consumer in runs.consumers:
        rows += _waits(runs, consumer, [each for each in ended_alike if each.consumer == consumer])
        rows += _rows_of_consumer(runs, consumer)
    return tuple(rows)


def record_name(runs: TwoRuns, record: int | None, other: int | None) -> str:
    """A record by its item and its number: the lesson's number, or without one the other run's."""
    trace, index = (runs.lesson, record) if record is not None else (runs.other, other)
    assert index is not None
    return f"{key_words(trace.records[index].key)} · r{index + 1}"


def _record_row(runs: TwoRuns, outcome: Outcome) -> EndRow:
    name = record_name(runs, outcome.record, outcome.other_record)
    if len(runs.consumers) > 1:
        name += f", {outcome.consumer}"
    return EndRow(
        name,
        _end_words(runs.lesson, outcome.consumer, outcome.record),
        _end_words(runs.other, outcome.consumer, outcome.other_record),
    )


def _contents(runs: TwoRuns) -> list[EndRow]:
    """The records that are in both runs and do not tell the same."""
    found = []
    for record, other in runs.records:
        if record is not None and other is not None:
            words = _holds(runs.lesson.records[record]), _holds(runs.other.records[other])
            if words[0] != words[1]:
                found.append(EndRow(f"{record_name(runs, record, other)} tells", *words))
    return found[:MOST_RECORDS]


def _holds(record: StreamRecord) -> str:
    """The eventName of a record, who made the change where it says so, and the attributes that its images have."""
    by = f" by {record.user_identity['PrincipalId']}" if record.user_identity else ""
    images = ("old image", record.old_image), ("new image", record.new_image)
    told = [f"{name} with {_names(image)}" for name, image in images if image is not None]
    return "; ".join([f"{record.event_name}{by}", *(told or ["no image"])])


def _names(image: Item) -> str:
    names = list(image)
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return joined([*names[:MOST_NAMES], *more])


def _end_words(trace: Trace, consumer: str, record: int | None) -> str:
    reading = trace.readings.get(consumer)
    if record is None or reading is None:
        return NOT_THERE
    reader = reader_of_record(trace, reading, record, len(trace.events))
    step = waits(trace, consumer)[record].step
    when = f" at {time_words(trace.times[step - 1])}" if step is not None else ""
    times = f", try {reader.times}" if reader.times > 1 else ""
    return f"{sign_of(reader).words}{when}{times}"


def _rows_of_consumer(runs: TwoRuns, consumer: str) -> Iterator[EndRow]:
    """The totals of a consumer; of what neither run has there is no row."""
    sides = runs.lesson, runs.other
    there = [consumer in trace.consumers for trace in sides]
    whose = f", {consumer}" if len(runs.consumers) > 1 else ""

    def row(name: str, words: list[str]) -> EndRow:
        said = [text if known else NOT_THERE for text, known in zip(words, there, strict=True)]
        return EndRow(name + whose, said[0], said[1])

    yield row("longest wait", [_longest_wait(trace, consumer) for trace in sides])
    kind = next(each.kind for trace in sides for each in trace.readers if each.name == consumer)
    name = "invocations" if kind == "lambda" else "records worked on"
    yield row(name, [_invocations(trace, consumer) for trace in sides])
    if kind == "lambda" and any(trace.effects for trace in sides):
        yield row("effects", [_effects(trace, consumer) for trace in sides])
    told = [messages(trace, consumer) for trace in sides]
    if any(told):
        yield row("in the destination", [_in_destination(trace, consumer) for trace in sides])
    yield from (EndRow(name, one, other) for name, one, other in _seen(runs, consumer, there))


def _waits(runs: TwoRuns, consumer: str, ended_alike: list[Outcome]) -> list[EndRow]:
    """The greatest differences of the waits of records that end alike in both runs, in the order of the records."""
    found = []
    for each in ended_alike:
        here, there = _time(runs.lesson, consumer, each.record), _time(runs.other, consumer, each.other_record)
        if here is not None and there is not None and here != there:
            name = f"{record_name(runs, each.record, each.other_record)} waited"
            name += f" for {consumer}" if len(runs.consumers) > 1 else ""
            place = each.record or 0
            found.append((abs(here - there), place, EndRow(name, time_words(here), time_words(there))))
    greatest = sorted(found, key=lambda each: (-each[0], each[1]))[:MOST_WAITS]
    return [row for _, _, row in sorted(greatest, key=lambda each: each[1])]


def _time(trace: Trace, consumer: str, record: int | None) -> int | None:
    return None if record is None or consumer not in trace.consumers else waits(trace, consumer)[record].time


def _longest_wait(trace: Trace, consumer: str) -> str:
    known = waits(trace, consumer) if consumer in trace.consumers else ()
    times = [(each.time, index) for index, each in enumerate(known) if each.time is not None]
    if not times:
        return "no record was finished"
    longest, index = max(times, key=lambda each: (each[0], -each[1]))
    return f"{time_words(longest)} (r{index + 1})"


def _invocations(trace: Trace, consumer: str) -> str:
    steps = invocations(trace, consumer)
    failed = sum(trace.events[each - 1] in (Event.PROCESS_FAILED, Event.PROCESS_PARTIAL) for each in steps)
    return f"{len(steps)}, {failed} failed" if failed else str(len(steps))


def _effects(trace: Trace, consumer: str) -> str:
    """How often the function's work outside was done for each record, as the tracker says it."""
    if consumer not in trace.consumers:
        return ""
    return value_words(trace.value(trace.variable_of("effects", consumer), len(trace.events)))


def _in_destination(trace: Trace, consumer: str) -> str:
    told = messages(trace, consumer)
    records = sorted({index for each in told for index in each.records})
    names = [key_words(trace.records[index].key) for index in records[:MOST_RECORDS]]
    more = [f"{len(records) - MOST_RECORDS} more"] if len(records) > MOST_RECORDS else []
    return joined([*dict.fromkeys(names), *more]) or "nothing"


# What a consumer saw of an item


def _seen(runs: TwoRuns, consumer: str, there: list[bool]) -> Iterator[tuple[str, str, str]]:
    """For each item that a consumer saw differently its name and what it saw, and the copy that it is left with."""
    if not all(there):
        return
    sides = runs.lesson, runs.other
    seen = [handled(trace, consumer) for trace in sides]
    shown = 0
    for key in dict.fromkeys((*seen[0], *seen[1])):
        words = [_saw(trace, found.get(key, ())) for trace, found in zip(sides, seen, strict=True)]
        if words[0] == words[1]:
            continue
        if shown == MOST_RECORDS:
            return
        shown += 1
        yield f"{consumer} saw of {key_words(key)}", words[0], words[1]
        if not all(found.get(key) for found in seen):
            continue
        if not all(_has_images(trace, found.get(key, ())) for trace, found in zip(sides, seen, strict=True)):
            continue
        copies = [_copy(trace, key, found.get(key, ())) for trace, found in zip(sides, seen, strict=True)]
        if copies[0] != copies[1]:
            yield f"its copy of {key_words(key)}", copies[0], copies[1]


def _saw(trace: Trace, records: tuple[int, ...]) -> str:
    name = _telling_attribute(trace, records)
    return ", ".join(_change(trace, index, name) for index in records) or "nothing"


def _change(trace: Trace, index: int, name: str | None) -> str:
    record = trace.records[index]
    value = _value(record.new_image, name)
    return value if value is not None else record.event_name


def _telling_attribute(trace: Trace, records: tuple[int, ...]) -> str | None:
    """The first attribute, no key, whose value the records of an item tell apart."""
    images = [image for each in records if (image := trace.records[each].new_image) is not None]
    names = dict.fromkeys(name for image in images for name in image if name not in trace.key_names)
    return next(
        (name for name in names if len({str(image.get(name)) for image in images}) > 1), next(iter(names), None)
    )


def _has_images(trace: Trace, records: tuple[int, ...]) -> bool:
    """Whether each record tells what its item is like after the change."""
    found = (trace.records[index] for index in records)
    return all(record.new_image is not None or record.event_name == "REMOVE" for record in found)


def _value(image: Item | None, name: str | None) -> str | None:
    value = None if image is None or name is None else image.get(name)
    return None if value is None else short_value(value)


def _copy(trace: Trace, key: Key, records: tuple[int, ...]) -> str:
    """What a consumer that copies the table has of an item in the end, and whether the table has the same."""
    item = trace.table_life.items(len(trace.events)).get(key)
    newest = trace.records[records[-1]] if records else None
    copy = None if newest is None else newest.new_image
    if copy == item:
        return "as in the table"
    name = _telling_attribute(trace, records) or next(
        (each for each in item or () if each not in trace.key_names), None
    )
    has = _value(copy, name) or ("none" if copy is None else "another")
    table = _value(item, name) or ("none" if item is None else "another")
    return f"{has}; the table has {table}"
