"""The one place that turns what the machine counts into the words of the table and the tracker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.dynamodb.table import Effect
from simulator.lesson.words.events.table import action_words as action_words
from simulator.lesson.words.times import time_words as time_words
from simulator.machine.events import Phase
from simulator.machine.steps import Row, Step
from simulator.machine.trace import Trace
from simulator.machine.variables import (
    Attempt,
    Checkpoint,
    Destination,
    IteratorAge,
    Leases,
    StreamRecords,
    TableData,
)

TABLE_HEADINGS = ("Step", "Action", "Stream Record Created?", "Consumer Reads?", "Consumer Processes?")
"""The headings of the process table."""

COLUMN_NAMES = {
    "record_created": "Stream Record Created?",
    "consumer_reads": "Consumer Reads?",
    "consumer_processes": "Consumer Processes?",
}
"""The yes/no columns, by id."""

EXTRA_COLUMN_NAMES = {"time": "Time", "consumer": "Consumer", "shard": "Shard", "record": "Record"}
"""The columns that a scenario may show beside them, by id."""

VARIABLE_NAMES = {
    "table_data": "DynamoDB Table Data",
    "stream_records": "Stream Records",
    "consumer_state": "Consumer State",
    "checkpoint": "Checkpoint",
    "iterator_age": "Iterator Age",
    "attempt": "Attempt",
    "destination": "On-failure Destination",
    "open_shards": "Open Shards",
    "stream_status": "Stream Status",
    "leases": "Leases",
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
    match value:
        case TableData(items=0):
            return "Empty"
        case TableData(items=1):
            return _TABLE_DATA.get(value.last or Effect.REMOVE, "1 item")
        case TableData():
            return f"{value.items} items"
        case StreamRecords():
            return _records_words(value)
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
    return str(value)


def _records_words(value: StreamRecords) -> str:
    ladder = (("processed", value.processed), ("read", value.read), ("created", value.created))
    held = [(stage, count) for stage, count in ladder if count]
    if not held:
        return "Empty"
    if sum(count for _, count in held) == 1:
        return f"One record {held[0][0]}"
    return ", ".join(f"{count} {stage}" for stage, count in held)


def _checkpoint_words(value: Checkpoint) -> str:
    """Records are counted from 1; with several shards it says for which."""
    places = {shard: place if isinstance(place, str) else f"Record {place + 1}" for shard, place in value.shards}
    if not places:
        return value.start
    if not value.several:
        return next(iter(places.values()))
    return ", ".join(f"{shard}: {place.replace('Record', 'record')}" for shard, place in places.items())


def row_words(trace: Trace, step: Step) -> tuple[str, ...]:
    """A row of the process table, cell by cell; what a scenario shows more comes after the standard five."""
    created, reads, processes = map(yes_no, step.row)
    extra = (extra_words(trace, step, column) for column in trace.columns)
    return str(step.number), action_words(trace, step), created, reads, processes, *extra


def extra_words(trace: Trace, step: Step, column: str) -> str:
    """A cell of one of the columns that a scenario may show beside the standard ones."""
    match column:
        case "time":
            return time_words(step.time)
        case "consumer":
            who = step.consumer or ""
            return f"{who}/{step.worker}" if step.worker else who
        case "shard":
            of_records = {trace.records[index].shard.number for index in step.records if trace.is_captured(index, step)}
            return _numbers(sorted(of_records or step.shards))
        case "record":
            return _numbers([index + 1 for index in step.records])
    raise AssertionError(column)  # pragma: no cover - the loader lets no other through


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
    return (*TABLE_HEADINGS, *(EXTRA_COLUMN_NAMES[column] for column in trace.columns))


def changed_cells(trace: Trace, step: Step) -> Row:
    """Which of the three answers of a row became Yes in this step."""
    before = trace.row(step.number, step.number - 1)
    return Row(*(now != then for now, then in zip(step.row, before, strict=True)))
