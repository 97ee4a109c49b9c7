"""Which events a wrong belief is about.

A belief changes what follows from it too: one record more moves every later step, and may save an idle poll. Somebody
who miscounts idle polls does not show by it what they believe of records. So a wrong answer about an event points to a
belief only where the belief is about that event.
"""

from __future__ import annotations

from dataclasses import fields

from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.stream import ViewType
from simulator.dynamodb.table import Operation
from simulator.machine.events import Event

_RECORDS = frozenset({Event.CAPTURE_RECORD, Event.AVAILABLE_RECORD, Event.READ_RECORDS, Event.PROCESS_SUCCEEDED})
"""Where there is a record more or less, it is captured, read and processed, or it is not."""

_READING = frozenset({Event.READ_RECORDS, Event.PROCESS_SUCCEEDED})
"""What is read, and is then worked on."""

_INVOKING = frozenset({Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DISCARDED})

CONCERNS: dict[str, frozenset[Event]] = {
    "unchanged_write_is_recorded": _RECORDS,
    "overwrite_is_modify": frozenset(),
    "upsert_is_insert": frozenset(),
    "missing_delete_is_recorded": _RECORDS,
    "rejected_write_is_recorded": _RECORDS,
    "batch_is_one_record": _RECORDS,
    "transaction_is_a_unit": frozenset(),
    "images_are_whole": frozenset(),
    "remove_has_new_image": frozenset(),
    "expiry_is_a_timer": frozenset({Event.WRITE_REMOVE}),
    "expiry_is_marked": _READING | {Event.PROCESS_FILTERED},
    "enabling_replays_items": _RECORDS,
    "reenabling_resumes": _READING,
    "records_are_trimmed": _READING
    | {Event.AVAILABLE_TRIMMED, Event.READ_TRIMMED, Event.PROCESS_DISCARDED, Event.PROCESS_FAILED},
    "reading_removes": _READING,
    "empty_page_ends_reading": _READING | {Event.READ_EMPTY, Event.IDLE_WAITING, Event.READ_SHARD_END},
    "last_page_is_empty": _READING | {Event.READ_SHARD_END},
    "children_wait_for_parents": _READING,
    "iterators_expire": _READING | {Event.READ_ITERATOR_EXPIRED, Event.READ_TRIMMED},
    "third_reader_is_throttled": frozenset({Event.READ_THROTTLED}),
    "mapping_polls": _READING,
    "retries_until_expiry": _INVOKING | {Event.PROCESS_BISECTED},
    "failure_blocks_every_shard": _READING,
    "retries_count_the_first_try": _INVOKING,
    "report_is_a_rewind": _INVOKING | {Event.PROCESS_DUPLICATE},
    "report_needs_the_setting": _INVOKING,
    "numbers_filter_as_numbers": _READING | {Event.PROCESS_FILTERED},
    "takeover_redelivers": _READING | {Event.PROCESS_DUPLICATE},
}
"""For each decision of the rules the events that somebody has in mind who believes it to be otherwise."""


_RETRIES = frozenset(
    {"retries_until_expiry", "retries_count_the_first_try", "report_is_a_rewind", "report_needs_the_setting"}
)

CONCERNED: dict[str, frozenset[str]] = {
    "table_data": frozenset({"expiry_is_a_timer"}),
    "stream_records": frozenset(name for name, events in CONCERNS.items() if events),
    "consumer_state": _RETRIES | {"empty_page_ends_reading"},
    "checkpoint": _RETRIES | {"takeover_redelivers", "records_are_trimmed"},
    "iterator_age": frozenset(),
    "attempt": _RETRIES,
    "destination": _RETRIES,
    "open_shards": frozenset({"reenabling_resumes"}),
    "stream_status": frozenset({"reenabling_resumes"}),
    "leases": frozenset(),
}
"""For each variable the decisions of the rules that somebody has in mind who expects another value of it."""


REFUTED_BY: dict[str, frozenset[Event]] = {
    "unchanged_write_is_recorded": frozenset({Event.WRITE_UNCHANGED}),
    "overwrite_is_modify": frozenset({Event.WRITE_MODIFY}),
    "upsert_is_insert": frozenset({Event.WRITE_INSERT}),
    "missing_delete_is_recorded": frozenset({Event.WRITE_UNCHANGED}),
    "rejected_write_is_recorded": frozenset({Event.WRITE_REJECTED, Event.WRITE_CANCELLED}),
    "enabling_replays_items": frozenset({Event.AVAILABLE_STREAM_ENABLED}),
    "reenabling_resumes": frozenset({Event.AVAILABLE_STREAM_ENABLED}),
    "expiry_is_a_timer": frozenset({Event.WRITE_REMOVE}),
    "records_are_trimmed": frozenset({Event.AVAILABLE_TRIMMED}),
    "children_wait_for_parents": frozenset({Event.READ_SHARD_END}),
    "iterators_expire": frozenset({Event.READ_ITERATOR_EXPIRED}),
    "third_reader_is_throttled": frozenset({Event.READ_THROTTLED}),
    "retries_until_expiry": frozenset({Event.PROCESS_FAILED, Event.PROCESS_PARTIAL}),
    "retries_count_the_first_try": frozenset({Event.PROCESS_FAILED, Event.PROCESS_DISCARDED}),
    "report_is_a_rewind": frozenset({Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE}),
    "numbers_filter_as_numbers": frozenset({Event.PROCESS_FILTERED}),
    "takeover_redelivers": frozenset({Event.PROCESS_DUPLICATE}),
}
"""Where a run shows that a decision is not as a belief has it; left out: where the believer's run parts from it."""

_OPERATIONS: dict[str, tuple[Operation, ...]] = {
    "unchanged_write_is_recorded": (Operation.PUT, Operation.UPDATE),
    "overwrite_is_modify": (Operation.PUT,),
    "upsert_is_insert": (Operation.UPDATE,),
    "missing_delete_is_recorded": (Operation.DELETE,),
    "expiry_is_a_timer": (Operation.EXPIRY,),
}
"""Which write it is, where that matters."""


def refutes(rules: Rules, event: Event, operation: Operation | None) -> bool:
    """Whether a step of the real run, by its event and its write's operation, shows that these rules are wrong."""
    return any(
        event in REFUTED_BY.get(name, ()) and (name not in _OPERATIONS or operation in _OPERATIONS[name])
        for name in _wrong(rules)
    )


def is_about(rules: Rules, event: Event) -> bool:
    """Whether these rules, one decision of which may be wrong, are meant to say something about an event."""
    return all(event in CONCERNS[name] for name in _wrong(rules))


def is_about_variable(rules: Rules, variable: str) -> bool:
    """The same for the value of a variable."""
    return _wrong(rules) <= CONCERNED[variable.partition(".")[0]]


def is_about_images(rules: Rules, view_type: ViewType) -> bool:
    """The same for the images of a record of some view type: what NEW_IMAGE keeps is said of NEW_IMAGE (F278)."""
    wrong = {"images_are_whole", "remove_has_new_image"} if view_type is ViewType.NEW_IMAGE else {"images_are_whole"}
    return _wrong(rules) <= wrong


def is_about_transactions(rules: Rules) -> bool:
    """The same for the order of a transaction's records."""
    return _wrong(rules) <= {"transaction_is_a_unit"}


def is_about_identity(rules: Rules) -> bool:
    """The same for what a record says of who made the change."""
    return _wrong(rules) <= {"expiry_is_marked"}


def _wrong(rules: Rules) -> set[str]:
    """The decisions that are not the service's."""
    return {field.name for field in fields(Rules) if getattr(rules, field.name) != getattr(AWS, field.name)}
