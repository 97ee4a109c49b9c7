"""The one place that turns what the machine counts into the words of the table and the tracker."""

from __future__ import annotations

from typing import Any

from simulator.dynamodb.table import Effect, Operation
from simulator.machine.events import Event, Phase
from simulator.machine.trace import Row, Step, Trace
from simulator.machine.variables import StreamRecords, TableData

TABLE_HEADINGS = ("Step", "Action", "Stream Record Created?", "Consumer Reads?", "Consumer Processes?")
"""The headings of the process table."""

COLUMN_NAMES = {
    "record_created": "Stream Record Created?",
    "consumer_reads": "Consumer Reads?",
    "consumer_processes": "Consumer Processes?",
}
"""The yes/no columns, by id."""

VARIABLE_NAMES = {
    "table_data": "DynamoDB Table Data",
    "stream_records": "Stream Records",
    "consumer_state": "Consumer State",
}

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
}

_TABLE_DATA = {Effect.INSERT: "Item added", Effect.MODIFY: "Item modified"}


def yes_no(answer: bool) -> str:
    """A cell of the process table."""
    return "Yes" if answer else "No"


def variable_name(variable: str, trace: Trace) -> str:
    """A variable's name as the tracker shows it; with several consumers it says whose."""
    kind, _, owner = variable.partition(".")
    if kind == "stream_records" and len(trace.consumers) > 1:
        owner = trace.consumers[0]
    name = VARIABLE_NAMES[kind]
    return f"{name} ({owner})" if owner else name


def column_label(step: int, is_last: bool) -> str:
    """The heading of a tracker column."""
    if step == 0 and not is_last:
        return "Start"
    return "Final" if is_last else f"After Step {step}"


def value_words(value: Any) -> str:
    """A variable's value as the tracker shows it."""
    if isinstance(value, TableData):
        if value.items == 0:
            return "Empty"
        if value.items == 1:
            return _TABLE_DATA.get(value.last or Effect.REMOVE, "1 item")
        return f"{value.items} items"
    if isinstance(value, StreamRecords):
        return _records_words(value)
    return str(value)


def _records_words(value: StreamRecords) -> str:
    ladder = (("processed", value.processed), ("read", value.read), ("created", value.created))
    held = [(stage, count) for stage, count in ladder if count]
    if not held:
        return "Empty"
    if sum(count for _, count in held) == 1:
        return f"One record {held[0][0]}"
    return ", ".join(f"{count} {stage}" for stage, count in held)


def action_words(trace: Trace, step: Step) -> str:
    """What happened in a step, as the process table says it."""
    if step.change is not None:
        if step.event is Event.WRITE_REJECTED:
            failed = "Condition fails" if step.change.fact == "F54" else "Write is refused"
            return f"{failed}, nothing written"
        return _WRITES.get((step.change.operation, step.change.effect), "Write item to DynamoDB table")
    several = len(trace.consumers) > 1
    who = step.consumer if several else "Consumer"
    match step.event:
        case Event.CAPTURE_RECORD:
            return "DynamoDB Streams captures change"
        case Event.AVAILABLE_RECORD:
            return "Stream record available"
        case Event.READ_RECORDS:
            count = len(step.records)
            return f"{who} reads {'stream record' if count == 1 else f'{count} stream records'}"
        case Event.READ_EMPTY:
            return f"{who} polls and finds nothing"
        case Event.PROCESS_SUCCEEDED:
            return f"{who} processes the change"
        case Event.IDLE_WAITING:
            return f"No new changes for {who}" if several else "No new changes"
    raise AssertionError(step.event)  # pragma: no cover - the vocabulary is closed


def row_words(trace: Trace, step: Step) -> tuple[str, str, str, str, str]:
    """A row of the process table, cell by cell."""
    created, reads, processes = map(yes_no, step.row)
    return str(step.number), action_words(trace, step), created, reads, processes


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
