"""The words of the process table and the tracker, for the values that the machine records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from simulator.dynamodb.stream import StreamRecord
from simulator.dynamodb.table import Effect
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.images import images
from simulator.lesson.words.sentences import in_ranges, key_words, times_words
from simulator.lesson.words.times import time_words
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.machine.variables import (
    Attempt,
    Checkpoint,
    ConsumerState,
    Destination,
    IteratorAge,
    Leases,
    RecordCounts,
    StreamRecords,
    StreamStatus,
    TableData,
    TumblingWindow,
    Value,
)
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.scenario.events import Phase
from simulator.scenario.variables import VARIABLES, variable_id

TABLE_HEADINGS = ("Step", "Action", *(COLUMNS[column].heading for column in YES_NO))
"""The headings of the process table's standard columns."""

PHASE_NAMES = {
    Phase.WRITE: "Data change",
    Phase.CAPTURE: "Capture",
    Phase.AVAILABLE: "Record available",
    Phase.READ: "Consumer reads",
    Phase.PROCESS: "Consumer processes",
    Phase.IDLE: "Idle",
}
"""The stages of the process flow."""

_TABLE_DATA = {Effect.INSERT: "Item added", Effect.MODIFY: "Item modified"}


def yes_no(answer: bool) -> str:
    """A cell of the process table."""
    return "Yes" if answer else "No"


def variable_name(variable: str, trace: Trace) -> str:
    """A variable's name as the tracker shows it; with several consumers it says whose."""
    parts = variable_id(variable)
    assert parts is not None, variable
    several = len(trace.consumers) > 1
    owner = parts.consumer if several or parts.kind in ("stream_records", "view_type") else ""
    if parts.kind == "view_type" and owner and owner not in trace.consumers:
        owner = f"stream {owner}"
    streams = ""
    if parts.kind == "stream_records" and several and not owner:
        owner, streams = trace.consumers[0], "all" if len(trace.streams) > 1 else ""
    worker, shard = parts.worker and f"worker {parts.worker}", parts.shard and f"shard {parts.shard}"
    whose = ", ".join(str(each) for each in (owner, worker, shard, streams) if each)
    name = VARIABLES[parts.kind].name
    if parts.kind == "checkpoint" and _is_poller(parts.consumer, trace):
        name = POSITION
    return f"{name} ({whose})" if whose else name


POSITION = "Position"
"""The checkpoint of a poller, which stores none: where it is in its shards, until it crashes."""


def _is_poller(consumer: str, trace: Trace) -> bool:
    """Whether a consumer is a poller; without a name, whether the first one is."""
    named = [each.kind for each in trace.readers if consumer in ("", each.name)]
    return bool(named) and named[0] == "poller"


def column_label(step: int, is_last: bool) -> str:
    """The heading of a tracker column."""
    if step == 0 and not is_last:
        return "Start"
    return "Final" if is_last else f"After Step {step}"


def value_words(value: Value) -> str:
    """A variable's value as the tracker shows it."""
    match value:
        case TableData(items=0):
            return "Empty"
        case TableData(items=1):
            return _TABLE_DATA.get(value.last or Effect.REMOVE, "1 item")
        case TableData():
            return f"{value.items} items"
        case StreamRecords():
            return _records_words(value)
        case ConsumerState():
            return value.value
        case Checkpoint():
            return _checkpoint_words(value)
        case Leases():
            return (
                "; ".join(f"{worker}: {', '.join(map(str, shards)) or 'none'}" for worker, shards in value.workers)
                or "None"
            )
        case IteratorAge():
            return "None" if value.milliseconds is None else time_words(value.milliseconds)
        case Attempt():
            return str(value.number) if value.number else "None"
        case RecordCounts():
            return _counts_words(value)
        case StreamStatus():
            return f"stream {value.stream}: {value}" if value.stream else str(value)
        case Destination():
            return {0: "Empty", 1: "1 message"}.get(value.messages, f"{value.messages} messages")
        case TumblingWindow(records=None):
            return "None"
        case TumblingWindow():
            records = "1 record" if value.records == 1 else f"{value.records} records"
            return f"{time_words(value.start_ms)} to {time_words(value.end_ms)}: {records}"
        case int() | str():
            return str(value)
    assert_never(value)


def _records_words(value: StreamRecords) -> str:
    ladder = (
        ("handled again", value.again),
        ("processed", value.processed),
        ("filtered", value.filtered),
        ("given up", value.given_up),
        ("lost", value.lost),
        ("trimmed", value.trimmed),
        ("read", value.read),
        ("created", value.created),
    )
    held = [(stage, count) for stage, count in ladder if count]
    if not held:
        return "Empty"
    if sum(count for _, count in held) == 1:
        return f"One record {held[0][0]}"
    return ", ".join(f"{count} {stage}" for stage, count in held)


def _checkpoint_words(value: Checkpoint) -> str:
    """Records are counted from 1; with several shards each has its number."""
    if not value.shards:
        return value.start or "None"
    if not value.several:
        return _after_words(value.shards[0][1], "Record")
    return ", ".join(f"{shard}: {_after_words(after, 'record')}" for shard, after in value.shards)


def _counts_words(value: RecordCounts) -> str:
    """`r1: 3, r2: 1`; of more records `9 once, 2 three times`."""
    of_records = [f"r{index + 1}: {count}" for index, count in value.of_records]
    by_count = [f"{many} {times_words(count)}" for count, many in value.by_count]
    return ", ".join(of_records + by_count) or "None"


def _after_words(after: int | str, record: str) -> str:
    return after if isinstance(after, str) else f"{record} {after + 1}"


def row_words(trace: Trace, step: Step) -> tuple[str, ...]:
    """A row of the process table, cell by cell; the columns that the scenario adds come after the standard five."""
    cells = (cell_words(trace, step, column) for column in (*YES_NO, *trace.columns))
    return str(step.number), action_words(trace, step), *cells


def cell_words(trace: Trace, step: Step, column: str) -> str:
    """A cell of one of the columns that have an id."""
    return yes_no(step.row.answer(column)) if column in YES_NO else CELLS[column](trace, step)


def _consumer_cell(trace: Trace, step: Step) -> str:
    name = step.consumer or ""
    return f"{name}/{step.worker}" if step.worker else name


def _shard_cell(trace: Trace, step: Step) -> str:
    of_records = {trace.records[index].shard.number for index in step.records if trace.is_captured(index, step)}
    return in_ranges(sorted(of_records or step.shards))


def _of_records(trace: Trace, step: Step, words: Callable[[StreamRecord], str]) -> str:
    """What is said of each record of a step that is captured by then; what is the same of several is said once."""
    captured = (trace.records[index] for index in step.records if trace.is_captured(index, step))
    return ", ".join(dict.fromkeys(map(words, captured)))


def _key_cell(trace: Trace, step: Step) -> str:
    """The keys of the records; a write has its item's, whether it gives a record or not."""
    change = trace.writes.get(step.number)
    return key_words(change.key) if change else _of_records(trace, step, lambda record: key_words(record.key))


def _lane_cell(trace: Trace, step: Step) -> str:
    """The lane of a mapping with a parallelization factor that the step is about, from 1."""
    lane = getattr(trace.details.get(step.number), "lane", None)
    return "" if lane is None or lane.of < 2 else str(lane.number)


CELLS: Mapping[str, Callable[[Trace, Step], str]] = {
    "time": lambda trace, step: time_words(step.time),
    "consumer": _consumer_cell,
    "shard": _shard_cell,
    "record": lambda trace, step: in_ranges([index + 1 for index in step.records]),
    "event_name": lambda trace, step: _of_records(trace, step, lambda record: record.event_name),
    "key": _key_cell,
    "images": lambda trace, step: _of_records(trace, step, images),
    "lane": _lane_cell,
}
"""The cells of the columns that a scenario may show beside the standard ones."""


def table_headings(trace: Trace) -> tuple[str, ...]:
    """The headings of a lesson's process table."""
    return (*TABLE_HEADINGS, *(COLUMNS[column].heading for column in trace.columns))
