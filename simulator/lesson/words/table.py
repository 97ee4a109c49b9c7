"""The one place that turns what the machine counts into the words of the table and the tracker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from simulator.dynamodb.table import Effect, Operation
from simulator.machine.events import Event, Phase
from simulator.machine.steps import Row, Step
from simulator.machine.trace import Trace
from simulator.machine.variables import (
    Attempt,
    Checkpoint,
    ConsumerState,
    Destination,
    IteratorAge,
    Leases,
    StreamRecords,
    TableData,
    Value,
)
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.scenario.variables import VARIABLES

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

_WRITES = {
    (Operation.PUT, Effect.INSERT): "Write item to DynamoDB table",
    (Operation.PUT, Effect.MODIFY): "Replace item in DynamoDB table",
    (Operation.PUT, Effect.UNCHANGED): "Write item, nothing changes",
    (Operation.UPDATE, Effect.INSERT): "Update creates item in table",
    (Operation.UPDATE, Effect.MODIFY): "Update item in DynamoDB table",
    (Operation.UPDATE, Effect.UNCHANGED): "Update item, nothing changes",
    (Operation.DELETE, Effect.REMOVE): "Delete item from DynamoDB table",
    (Operation.DELETE, Effect.UNCHANGED): "Delete item that is not there",
    (Operation.CONDITION_CHECK, Effect.UNCHANGED): "Condition check passes",
    (Operation.TRANSACTION, Effect.CANCELLED): "Transaction is cancelled",
    (Operation.EXPIRY, Effect.REMOVE): "Time to live deletes the item",
}

_TABLE_DATA = {Effect.INSERT: "Item added", Effect.MODIFY: "Item modified"}

STATE_WORDS = {
    ConsumerState.IDLE: "Idle",
    ConsumerState.READING: "Reading",
    ConsumerState.PROCESSING: "Processing",
    ConsumerState.RETRYING: "Retrying",
    ConsumerState.CRASHED: "Crashed",
    ConsumerState.STOPPED: "Stopped",
}
"""The states of a consumer."""


def yes_no(answer: bool) -> str:
    """A cell of the process table."""
    return "Yes" if answer else "No"


def variable_name(variable: str, trace: Trace) -> str:
    """A variable's name as the tracker shows it; with several consumers it says whose."""
    kind, _, owner = variable.partition(".")
    if kind == "stream_records" and len(trace.consumers) > 1:
        owner = trace.consumers[0]
    name = VARIABLES[kind].name
    return f"{name} ({owner})" if owner else name


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
            return STATE_WORDS[value]
        case Checkpoint():
            return _checkpoint_words(value)
        case Leases():
            held = [f"{worker}: {', '.join(map(str, shards))}" for worker, shards in value.workers if shards]
            return "; ".join(held) or "None"
        case IteratorAge():
            return "None" if value.milliseconds is None else time_words(value.milliseconds)
        case Attempt():
            return str(value.number) if value.number else "None"
        case Destination():
            return {0: "Empty", 1: "1 message"}.get(value.messages, f"{value.messages} messages")
        case int() | str():
            return str(value)
    assert_never(value)


def _records_words(value: StreamRecords) -> str:
    ladder = (("processed", value.processed), ("read", value.read), ("created", value.created))
    held = [(stage, count) for stage, count in ladder if count]
    if not held:
        return "Empty"
    if sum(count for _, count in held) == 1:
        return f"One record {held[0][0]}"
    return ", ".join(f"{count} {stage}" for stage, count in held)


def _checkpoint_words(value: Checkpoint) -> str:
    """Records are counted from 1; with several shards each has its number."""
    if not value.shards:
        return value.start
    if not value.several:
        return _after_words(value.shards[0][1], "Record")
    return ", ".join(f"{shard}: {_after_words(after, 'record')}" for shard, after in value.shards)


def _after_words(after: int | str, record: str) -> str:
    return after if isinstance(after, str) else f"{record} {after + 1}"


def who_words(trace: Trace, step: Step) -> str:
    """Who did it: the consumer by its name where there are several, a KCL worker by its own."""
    several = len(trace.consumers) > 1
    if step.detail.worker:
        return f"{step.consumer}/{step.detail.worker}" if several else f"Worker {step.detail.worker}"
    return str(step.consumer) if several else "Consumer"


def action_words(trace: Trace, step: Step) -> str:
    """What happened in a step, as the process table says it."""
    if step.change is not None:
        if step.event is Event.WRITE_REJECTED:
            failed = "Condition fails" if step.change.fact == "F54" else "Write is refused"
            return f"{failed}, nothing written"
        return _WRITES.get((step.change.operation, step.change.effect), "Write item to DynamoDB table")
    who, count = who_words(trace, step), len(step.records)
    shard = step.detail.shards[0] if step.detail.shards else 0
    records = "record" if count == 1 else f"{count} records"
    are = "record is" if count == 1 else f"{count} records are"
    match step.event:
        case Event.CAPTURE_RECORD:
            return "DynamoDB Streams captures change"
        case Event.AVAILABLE_RECORD:
            return "Stream record available"
        case Event.AVAILABLE_SHARD_CLOSED:
            return f"Shard {shard} is closed"
        case Event.AVAILABLE_SHARD_OPENED:
            return f"Shard {shard} is opened"
        case Event.AVAILABLE_TRIMMED:
            return are.capitalize() + " trimmed"
        case Event.AVAILABLE_STREAM_ENABLED:
            return "Stream is turned on"
        case Event.AVAILABLE_STREAM_DISABLED:
            return "Stream is turned off"
        case Event.READ_RECORDS:
            return f"{who} reads {'stream record' if count == 1 else f'{count} stream records'}"
        case Event.READ_EMPTY:
            return f"{who} polls and finds nothing"
        case Event.READ_SHARD_END:
            return f"{who} reaches end of shard {shard}"
        case Event.READ_ITERATOR_EXPIRED:
            return f"{who}'s iterator has expired"
        case Event.READ_TRIMMED:
            return f"{who} lost {'a trimmed record' if count == 1 else f'{count} trimmed records'}"
        case Event.READ_THROTTLED:
            return f"{who} is throttled"
        case Event.READ_CRASHED:
            return f"{who} crashes"
        case Event.READ_RESTARTED:
            return f"{who} restarts"
        case Event.READ_STOPPED:
            return f"{who} stops polling"
        case Event.READ_STARTED:
            return f"{who} polls again"
        case Event.READ_WORKER_ADDED:
            return f"{who} joins"
        case Event.READ_LEASE_TAKEN:
            return f"{who} takes shard {shard}"
        case Event.PROCESS_SUCCEEDED:
            return f"{who} processes {'the change' if count == 1 else f'{count} changes'}"
        case Event.PROCESS_DUPLICATE:
            return f"{who} processes {records} again"
        case Event.PROCESS_FAILED:
            return f"{who} fails on {records}"
        case Event.PROCESS_PARTIAL:
            return f"{who} fails on part of {records}" if count > 1 else f"{who} reports its record failed"
        case Event.PROCESS_BISECTED:
            return f"{who} splits batch of {count}"
        case Event.PROCESS_FILTERED:
            return f"{who} filters out {records}"
        case Event.PROCESS_DISCARDED:
            return f"{who} gives up {records}"
        case Event.PROCESS_CHECKPOINTED:
            return f"{who} checkpoints"
        case Event.PROCESS_WINDOW_CLOSED:
            return f"{who} closes its window"
        case Event.IDLE_WAITING:
            return f"No new changes for {who}" if len(trace.consumers) > 1 else "No new changes"
    raise AssertionError(step.event)  # pragma: no cover - the vocabulary is closed


def row_words(trace: Trace, step: Step) -> tuple[str, ...]:
    """A row of the process table, cell by cell; the columns that the scenario adds come after the standard five."""
    cells = (cell_words(trace, step, column) for column in (*YES_NO, *trace.columns))
    return str(step.number), action_words(trace, step), *cells


def cell_words(trace: Trace, step: Step, column: str) -> str:
    """A cell of one of the columns that have an id."""
    return yes_no(step.row.answer(column)) if column in YES_NO else CELLS[column](trace, step)


def _consumer_cell(trace: Trace, step: Step) -> str:
    name = step.consumer or ""
    return f"{name}/{step.detail.worker}" if step.detail.worker else name


def _shard_cell(trace: Trace, step: Step) -> str:
    of_records = {trace.records[index].shard.number for index in step.records if trace.is_captured(index, step)}
    return _numbers(sorted(of_records or step.detail.shards))


CELLS: Mapping[str, Callable[[Trace, Step], str]] = {
    "time": lambda trace, step: time_words(step.time),
    "consumer": _consumer_cell,
    "shard": _shard_cell,
    "record": lambda trace, step: _numbers([index + 1 for index in step.records]),
}
"""The cells of the columns that a scenario may show beside the standard ones."""


def _numbers(numbers: Sequence[int]) -> str:
    """`1, 2, 3` as `1-3`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def table_headings(trace: Trace) -> tuple[str, ...]:
    """The headings of a lesson's process table."""
    return (*TABLE_HEADINGS, *(COLUMNS[column].heading for column in trace.columns))


def changed_cells(trace: Trace, step: Step) -> Row:
    """Which of the three answers of a row became Yes in this step."""
    before = trace.row(step.number, step.number - 1)
    return Row(*(now != then for now, then in zip(step.row, before, strict=True)))


def time_words(milliseconds: int) -> str:
    """A virtual time, as in `1.000 s` or `2 h 00 min 01.500 s`."""
    seconds, rest = divmod(milliseconds, 1000)
    if seconds < 60:
        return f"{seconds}.{rest:03d} s"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {seconds:02d}.{rest:03d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min {seconds:02d}.{rest:03d} s"
