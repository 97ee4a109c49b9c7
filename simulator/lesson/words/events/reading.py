"""The sentences about how consumers read: polls, iterators, the ends of shards, and being idle."""

from __future__ import annotations

from simulator.dynamodb.phrases import joined
from simulator.lesson.words.events.invoking import batch_words
from simulator.lesson.words.events.parents import children_that_wait
from simulator.lesson.words.events.row import (
    EventWords,
    Narration,
    Rows,
    ahead,
    inside,
    is_mapping,
    possessive,
    reads_parents_first,
    shard_of,
    subject,
    who_words,
)
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, count_words
from simulator.lesson.words.times import time_words
from simulator.machine.details import (
    DeadEndDetail,
    IteratorDetail,
    OvertakingDetail,
    RefusedReadDetail,
)
from simulator.machine.reading.known_shards import has_read_all_shards
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def _records_action(trace: Trace, step: Step) -> str:
    count = len(step.records)
    return f"{who_words(trace, step)} reads {'stream record' if count == 1 else f'{count} stream records'}"


def _records(trace: Trace, step: Step) -> Prose:
    who, count = subject(trace, step), len(step.records)
    if is_mapping(trace, step):
        return batch_words(trace, step)
    if isinstance(step.detail, OvertakingDetail):
        return cite(
            "{whose} poll at {time} returned {records} of shard {shard}, although it has not read the parent, shard "
            "{parent}, to its end: an item's newer change may come before its older one ({F301}).",
            whose=possessive(who),
            time=time_words(step.time),
            records=count_words(count, "record"),
            shard=step.detail.shard,
            parent=step.detail.parent,
        )
    return cite(
        "{whose} poll at {time} returned {records} ({F3}). Reading takes nothing away: {stay} in the stream ({F4}).",
        whose=possessive(who),
        time=time_words(step.time),
        records=count_words(count, "record"),
        stay="it stays" if count == 1 else "they stay",
    ) + children_that_wait(trace, step)


_DEAD_ENDS = {
    "listed once": "It listed the shards once, when it began, and does not know the children, so it never "
    "reads their records ({F300}).",
    "no checkpoint": "It stores no checkpoint at the end, so its lease stays unfinished, and the children never start "
    "({F244}).",
}
"""Why the children of a shard are never read."""


def _shard_end(trace: Trace, step: Step) -> Narration:
    shard = shard_of(step)
    who, has_read = inside(subject(trace, step)), _has_read(trace, step, shard)
    if isinstance(step.detail, DeadEndDetail):
        return cite(
            "Shard {shard} is closed, and {who} {has_read} ({F145}). " + _DEAD_ENDS[step.detail.reason],
            who=who,
            shard=shard,
            has_read=has_read,
        )
    has_children = any(each.parent is trace.shards[shard - 1] for each in trace.shards)
    if has_children and not reads_parents_first(trace, step):
        return cite(
            "Shard {shard} is closed, and {who} {has_read}: no NextShardIterator is returned ({F145}). It "
            "has not waited for this: it reads the children of a shard whether it is done with the shard or not "
            "({F301}).",
            who=who,
            shard=shard,
            has_read=has_read,
        )
    ends = cite(
        "Shard {shard} is closed, and {who} {has_read}: no NextShardIterator is returned ({F145}).",
        who=who,
        shard=shard,
        has_read=has_read,
    )
    if has_children:
        return (*ends, *ahead((" ", *cite("Only now can its children be read ({F124})."))))
    childless = cite("It has no children: nothing comes after it (children would have waited for this, {F124}).")
    return (*ends, " ", *childless)


def _has_read(trace: Trace, step: Step, shard: int) -> str:
    """How a reader came to the end of a shard: it read everything, or records were lost or passed over before."""
    marks = trace.readings[step.consumer or ""].marks
    captured = (index for index in trace.shards[shard - 1].records if trace.is_captured(index, step))
    missed = any(marks.state(index, step.number) in ("lost", "passed_over") for index in captured)
    return "is at its end" if missed else "has read all of it"


def _iterator_expired(trace: Trace, step: Step) -> Prose:
    who, detail = subject(trace, step), step.detail_of(IteratorDetail)
    if detail.starting_position is None:
        return cite(
            "{whose} iterator is older than 15 minutes, and the call is refused with ExpiredIteratorException. "
            "The reading goes on with a new one, after the last sequence number that was read ({F138}).",
            whose=possessive(who),
        )
    return cite(
        "{whose} iterator is older than 15 minutes, and the call is refused with ExpiredIteratorException "
        "({F138}). It has read nothing of shard {shard} yet, so it asks for {position} again{meaning}.",
        whose=possessive(who),
        shard=detail.shard,
        position=detail.starting_position,
        meaning=": what came meanwhile never reaches it" if detail.starting_position == "LATEST" else "",
    )


def _trimmed_action(trace: Trace, step: Step) -> str:
    count = len(step.records)
    return f"{who_words(trace, step)} lost {'a trimmed record' if count == 1 else f'{count} trimmed records'}"


def _trimmed(trace: Trace, step: Step) -> Prose:
    who, count, detail = subject(trace, step), len(step.records), step.detail_of(IteratorDetail)
    lost = count_words(count, "record").capitalize()
    if detail.starting_position == "TRIM_HORIZON":
        return cite(
            "{lost} of shard {shard} {were} gone before {who} came to read {them}. It begins at TRIM_HORIZON, "
            "which is the oldest record that is left; an older place is refused ({F151}). For the rest it would "
            "have to look at the table ({F152}).",
            who=inside(who),
            lost=lost,
            were="was" if count == 1 else "were",
            them="it" if count == 1 else "them",
            shard=detail.shard,
        )
    return cite(
        "{who} asked for records that are gone: TrimmedDataAccessException ({F151}). {lost} of shard {shard} "
        "never reached {inside}, which goes on at TRIM_HORIZON, and would have to look at the table for the rest "
        "({F152}).",
        who=who,
        inside=inside(who),
        lost=lost,
        shard=detail.shard,
    )


def _throttled(trace: Trace, step: Step) -> Prose:
    detail = step.detail_of(RefusedReadDetail)
    return cite(
        "{who} is refused: shard {shard} has more than two readers at a time ({F148}). For the simulator that means "
        "that two others, {others}, got records from it in the last 1,000 ms. It tries again at its next "
        "poll ({F149}).",
        who=subject(trace, step),
        shard=detail.shard,
        others=joined(detail.readers),
    )


def _waiting(trace: Trace, step: Step) -> Prose:
    who = subject(trace, step)
    if not has_read_all_shards(trace, step.consumer or "", step.number):
        return cite(
            "{whose} poll found nothing new. Idle means that a poll came back empty; the polling goes on ({F9}).",
            whose=possessive(who),
        )
    lists_once = any(each.name == step.consumer and each.lists_once for each in trace.readers)
    return cite(
        "{who} has read every shard that it knows to the end, where no iterator for a next poll is given ({F145}): it "
        "polls nothing. " + (_LISTED_ONCE if lists_once else _LISTS_AGAIN),
        who=who,
    )


_LISTED_ONCE = "It does not list the shards again, so it learns of no new one ({F300})."
_LISTS_AGAIN = "It lists the shards again and finds no new one."


def _waiting_action(trace: Trace, step: Step) -> str:
    return f"No new changes for {who_words(trace, step)}" if len(trace.consumers) > 1 else "No new changes"


READING: Rows = {
    Event.READ_RECORDS: EventWords(
        action=_records_action, clause="a consumer reads records to work on", narration=_records
    ),
    Event.READ_EMPTY: EventWords(
        action="{who} polls, no new changes",
        clause="an already idle consumer polls and finds no new changes",
        narration="{whose} poll returned no record. That is an answer, not an end: an open shard always gives an "
        "iterator for the next poll ({F298}).",
    ),
    Event.READ_SHARD_END: EventWords(
        action="{who} reaches end of shard {shard}",
        clause="a consumer reaches the end of a shard",
        narration=_shard_end,
    ),
    Event.READ_ITERATOR_EXPIRED: EventWords(
        action="{whose} iterator has expired",
        clause="a consumer's iterator has expired",
        narration=_iterator_expired,
    ),
    Event.READ_TRIMMED: EventWords(
        action=_trimmed_action,
        clause="a consumer finds that records were trimmed before it read them",
        narration=_trimmed,
    ),
    Event.READ_THROTTLED: EventWords(
        action="{who} is throttled",
        clause="a consumer is throttled",
        narration=_throttled,
    ),
    Event.IDLE_WAITING: EventWords(
        action=_waiting_action,
        clause="a poll finds no new changes and its consumer becomes idle",
        narration=_waiting,
    ),
}
