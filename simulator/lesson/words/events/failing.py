"""The sentences about failed invocations: on which record, what was done by then, what waits, what is given up."""

from __future__ import annotations

from simulator.dynamodb.phrases import joined, some_of
from simulator.lesson.words.events.invoking import change_words
from simulator.lesson.words.events.row import Narration, ahead, records_words, state_after, who_words
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import MOST_NAMED, cite, count_words, key_words
from simulator.lesson.words.times import time_words
from simulator.machine.consumers.event_source_mapping.lane import lane_number
from simulator.machine.details import (
    Aging,
    DiscardDetail,
    FailureDetail,
    LaneNumber,
    PartialDetail,
    ThrottleDetail,
)
from simulator.machine.reading.failed_records import failed_records
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState
from simulator.scenario.events import Event

_CAUSES = {
    "raised": "",
    "reported": "",
    "error": ": there is an outage, and every invocation fails, whatever its records are",
    "timeout": ": it was cut off at its timeout",
}
"""Why an invocation failed, as the end of a clause."""

_NOT_AGAIN = "It is not tried again."


def failed_action(trace: Trace, step: Step) -> str:
    """The function failed on a batch."""
    detail = step.detail_of(FailureDetail)
    again = " again" if detail.delivery > 1 else ""
    if detail.of_window:
        return f"{who_words(trace, step)} fails to end its window{again}"
    return f"{who_words(trace, step)} fails on {records_words(len(step.records))}{again}"


def failed_words(trace: Trace, step: Step) -> Narration:
    """An invocation failed: on which record, what it had done by then, and what comes next."""
    detail = step.detail_of(FailureDetail)
    if detail.of_window:
        return _window_failed_words(trace, step, detail)
    where = "" if detail.failed is None else f" on the {change_words(trace, detail.failed)}"
    begins = cite(
        "Invocation {attempt} with these records failed{where}{which}{cause} ({F185}).",
        cause=_CAUSES[detail.cause],
        attempt=detail.attempt,
        where=where,
        which=f", record {detail.worked + 1} of {len(step.records)}" if where and len(step.records) > 1 else "",
    )
    if detail.retries is not None:
        used, most = detail.retries
        begins = (*begins, f" Retries used so far: {used} of {most}." if most else " The mapping allows no retry.")
    has_worked = bool(detail.worked) and detail.aging is None and not detail.finished
    done = (f" {_worked_before(detail)} already.",) if has_worked else ()
    if detail.retry_in is None:
        return (*begins, *done, *ahead((" The batch is not tried again.",)))
    splits = trace.events[step.number : step.number + 1] == [Event.PROCESS_BISECTED]
    comes = ("It is split in two before that. ",) if splits else ()
    follows = (
        *(_done_words(detail) if has_worked else ()),
        " ",
        *_next_words(trace, step, detail.retry_in, detail.aging),
        " ",
        *comes,
        *_waits(trace, step, detail.lane),
    )
    return (*begins, *ahead(follows, done))


def _done_words(detail: FailureDetail) -> Prose:
    """What becomes of the work that an invocation had done before it failed."""
    before, them = _worked_before(detail), "it" if detail.worked == 1 else "them"
    if detail.is_idempotent:
        return (f" {before} already; the function remembers that and does not work on {them} again.",)
    return cite(" {before} already, and each further try works on {them} again ({F205}).", before=before, them=them)


def _worked_before(detail: FailureDetail) -> str:
    """The records that an invocation had worked on before the one on which it failed."""
    if detail.worked == 1:
        return "The record before it was worked on"
    return f"The {detail.worked} records before it were worked on"


def _window_failed_words(trace: Trace, step: Step, detail: FailureDetail) -> Narration:
    begins = "The last invocation for the tumbling window failed{cause} ({F185})."
    waits = _window_waits(trace, step, detail.retry_in, detail.lane)
    return (*cite(begins, cause=_CAUSES[detail.cause]), *ahead((" ", *waits)))


def _window_waits(trace: Trace, step: Step, retry_in: int | None, lane: LaneNumber) -> Prose:
    """What comes after the last invocation for a tumbling window, where it did not succeed."""
    if retry_in is None and state_after(trace, step) is ConsumerState.DELETED:
        return (_NOT_AGAIN,)
    if retry_in is None:
        return cite(
            "It is not tried again: the window's records are 24 hours old by then. Until now it stopped everything "
            "behind it ({F388})."
        )
    return cite(
        "The next try is due in {time}. Until it succeeds, {where} processes nothing more ({F388}).",
        time=time_words(retry_in),
        where="its shard" if lane.of == 1 else f"lane {lane.number} of shard {lane.shard}",
    )


def throttled_words(trace: Trace, step: Step) -> Narration:
    """An invocation was refused: that is no attempt, and meanwhile the records grow older."""
    detail = step.detail_of(ThrottleDetail)
    if detail.of_window:
        begins = cite("The last invocation for the tumbling window is refused: no concurrency is free ({F208}).")
        return (*begins, *ahead((" ", *_window_waits(trace, step, detail.retry_in, detail.lane))))
    begins = cite(
        "The function is not invoked: no concurrency is free for it ({F208}). That is no attempt, so no retry is used "
        "up ({F184})."
    )
    if detail.retry_in is None:
        return (*begins, *ahead((" ", _NOT_AGAIN)))
    older = (" Meanwhile the records grow older.",) if detail.aging is None else ()
    return (*begins, *ahead((" ", *_next_words(trace, step, detail.retry_in, detail.aging), *older)))


def bisected_words(trace: Trace, step: Step) -> Narration:
    """A failed batch is split."""
    detail = step.detail_of(FailureDetail)
    return (
        f"The failed batch of {len(step.records)} is split in two",
        *ahead((f", and each half is tried on its own, the first one in {time_words(detail.retry_in or 0)}",)),
        *cite(". That uses up no retry ({F186})."),
    )


def partial_action(trace: Trace, step: Step) -> str:
    """The function reported failures."""
    who, count = who_words(trace, step), len(step.records)
    again = step.detail_of(PartialDetail).delivery > 1
    if count == 1:
        return f"{who} reports its record failed{' again' if again else ''}"
    return f"{who} fails on part of {count} again" if again else f"{who} fails on part of {count} records"


def partial_words(trace: Trace, step: Step) -> Narration:
    """A report: the record that it names first, what is done with, and what comes next."""
    detail = step.detail_of(PartialDetail)
    several = len(failed_records(trace, step.number))
    one = "The function reported that the {failed} failed."
    more = "The function reported that {several} records failed, first the {failed}."
    begins = cite(more if several > 1 else one, several=several, failed=change_words(trace, detail.failed))
    finished = cite(
        " {accepted} before the lowest sequence number that it named {are} finished ({F188})",
        accepted=count_words(detail.accepted, "record").capitalize() if detail.accepted else "No record",
        are="is" if detail.accepted < 2 else "are",
    )
    if detail.retry_in is None:
        return (*begins, *finished, ".", *ahead((" What is left is not tried again.",)))
    counts = (
        " What is left begins its retries anew ({F380})."
        if detail.finished
        else " The batch is as long as before, and goes on counting its retries ({F380})."
    )
    follows = (
        ", and everything from it on is repeated. ",
        *_next_words(trace, step, detail.retry_in, detail.aging),
        " ",
        *_waits(trace, step, detail.lane),
        *cite(counts),
    )
    return (*begins, *finished, *ahead(follows, (".",)))


def _next_words(trace: Trace, step: Step, retry_in: int, aging: Aging | None) -> Prose:
    """When a failed batch is tried again: its retry or the age limit, whichever comes first."""
    held = ", and waits until the mapping is turned on again" if _is_off(trace, step) else ""
    count = len(step.records)
    if isinstance(step.detail, PartialDetail | FailureDetail):
        count -= len(step.detail.finished)
    if aging is None:
        return (f"The next try is due in {time_words(retry_in)}{held}.",)
    if aging.records == count:
        return cite(
            "The next try would be due in {time}, but {records} too old by then, {from_}in {first} ({F381}).",
            time=time_words(retry_in),
            records="its record will be" if count == 1 else "all its records will be",
            from_="" if count == 1 else "the first ",
            first=time_words(aging.first_in),
        )
    return cite(
        "The next try is due in {time}{held}; {records} too old by then, and {first_of}given up in {first} ({F381}).",
        time=time_words(retry_in),
        held=held,
        records=f"{count_words(aging.records, 'record')} {'is' if aging.records == 1 else 'are'}",
        first_of="" if aging.records == 1 else "the first is ",
        first=time_words(aging.first_in),
    )


def _waits(trace: Trace, step: Step, lane: LaneNumber) -> Prose:
    """What makes no progress meanwhile: the shard, or one lane of it and the items in that."""
    if lane.of == 1:
        return cite("Until then its shard makes no progress ({F181}).")
    items = _items_in(trace, step, lane)
    return cite(
        "Until then lane {lane} of {lanes} of shard {shard} makes no progress: changes of {items} wait there. The "
        "other lanes go on ({F169}).",
        lane=lane.number,
        lanes=lane.of,
        shard=lane.shard,
        items=joined(some_of(items, MOST_NAMED)),
    )


def _items_in(trace: Trace, step: Step, lane: LaneNumber) -> list[str]:
    """The items whose records in a shard, captured up to this step, go to one lane."""
    records = (trace.records[index] for index in trace.shards[lane.shard - 1].records if trace.is_captured(index, step))
    return list(
        dict.fromkeys(key_words(record.key) for record in records if lane_number(record, lane.of) == lane.number - 1)
    )


def _is_off(trace: Trace, step: Step) -> bool:
    """Whether the mapping of a step is turned off at it."""
    return state_after(trace, step) is ConsumerState.STOPPED


def discarded_words(trace: Trace, step: Step) -> Narration:
    """Records are given up: why, where that is reported, and when the rest is tried again."""
    detail = step.detail_of(DiscardDetail)
    discard = next(each for each in trace.discards if each.step == step.number)
    one = len(step.records) == 1
    why = (
        "The retries are used up ({F183})"
        if detail.condition == "RetryAttemptsExhausted"
        else f"The record{' is' if one else 's are'} too old by now ({{F182}})"
    )
    left = f" What is left of the batch is due in {time_words(detail.retry_in or 0)}."
    rest = ahead(() if detail.retry_in is None else (left,))
    records = count_words(len(step.records), "record")
    if discard.consumer.on_failure is None:
        gone = cite(
            why + ". Lambda gives up on {records} and moves on; with no destination nobody is told ({F194}).",
            records=records,
        )
        return (*gone, *rest)
    told = cite(
        why + ". Lambda gives up on {records}, tells {where}, and moves on ({F194}). The message {content} ({F195}).",
        records=records,
        where=discard.consumer.on_failure.upper(),
        content=("has the record itself too" if one else "has the records themselves too")
        if discard.consumer.on_failure == "s3"
        else ("says where it is, without the record" if one else "says where they are, without the records"),
    )
    return (*told, *rest)
