"""Why a consumer's step happened: reading, processing, failing, taking over."""

from __future__ import annotations

from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, count_words, key_words
from simulator.lesson.words.table import time_words, who_words
from simulator.machine.events import Event, Phase
from simulator.machine.steps import Step
from simulator.machine.trace import Trace

_NO_CHILDREN = "It has no children: nothing comes after it (children would have waited for this, {F124})."

_SAYS_LATEST = (
    "Where nothing is stored yet, the lease's checkpoint says LATEST: only what comes from now on is read ({F238})."
)


def narrate_consumer(trace: Trace, step: Step) -> Prose:
    """What a consumer did in a step, and why."""
    if step.event.phase is Phase.READ:
        return _read(trace, step)
    if step.event.phase is Phase.PROCESS:
        return _process(trace, step)
    return cite(
        "{who}'s poll found nothing new. Idle means that a poll came back empty; the polling goes on ({F9}).",
        who=_who(trace, step),
    )


def _who(trace: Trace, step: Step) -> str:
    """Who did it, as the subject of a sentence."""
    if step.detail.worker:
        return who_words(trace, step)
    return "The consumer" if len(trace.consumers) == 1 else f"Consumer {step.consumer}"


def _is_mapping(trace: Trace, step: Step) -> bool:
    return any(reader.name == step.consumer and reader.kind == "lambda" for reader in trace.readers)


def _read(trace: Trace, step: Step) -> Prose:
    who, count = _who(trace, step), len(step.records)
    shard = step.detail.shards[0] if step.detail.shards else 0
    match step.event:
        case Event.READ_RECORDS if _is_mapping(trace, step):
            return cite(
                "{who}'s batch is complete: at {time} the function is invoked with {records} of one shard ({F160}, "
                "{F167}). Reading takes nothing away ({F4}).",
                who=who,
                time=time_words(step.time),
                records=count_words(count, "record"),
            )
        case Event.READ_RECORDS:
            return cite(
                "{who}'s poll at {time} returned {records} ({F3}). Reading takes nothing away: {stay} in the stream "
                "({F4}).",
                who=who,
                time=time_words(step.time),
                records=count_words(count, "record"),
                stay="it stays" if count == 1 else "they stay",
            )
        case Event.READ_EMPTY:
            return cite(
                "{who}'s poll returned no record. That is an answer, not an end: an open shard always gives an "
                "iterator for the next poll ({F298}).",
                who=who,
            )
        case Event.READ_SHARD_END:
            has_children = any(each.parent is trace.shards[shard - 1] for each in trace.shards)
            return cite(
                "Shard {shard} is closed, and {who} has read all of it: no NextShardIterator comes any more ({F145}). "
                + ("Now, and not earlier, its children can be read ({F124})." if has_children else _NO_CHILDREN),
                who=_inside(who),
                shard=shard,
            )
        case Event.READ_ITERATOR_EXPIRED if step.detail.reason:
            return cite(
                "{who}'s iterator is older than 15 minutes, and the call is refused with ExpiredIteratorException "
                "({F138}). It has read nothing of shard {shard} yet, so it asks for {position} again{meaning}.",
                who=who,
                shard=shard,
                position=step.detail.reason,
                meaning=": what came meanwhile never reaches it" if step.detail.reason == "LATEST" else "",
            )
        case Event.READ_ITERATOR_EXPIRED:
            return cite(
                "{who}'s iterator is older than 15 minutes, and the call is refused with ExpiredIteratorException. A "
                "new one, after the last sequence number that was read, goes on ({F138}).",
                who=who,
            )
        case Event.READ_TRIMMED if step.detail.reason == "TRIM_HORIZON":
            return cite(
                "{lost} of shard {shard} {were} gone before {who} came to read {them}. It begins at TRIM_HORIZON, "
                "which is the oldest record that is left; an older place is refused ({F151}). For the rest it would "
                "have to look at the table ({F152}).",
                who=_inside(who),
                lost=count_words(count, "record").capitalize(),
                were="was" if count == 1 else "were",
                them="it" if count == 1 else "them",
                shard=shard,
            )
        case Event.READ_TRIMMED:
            return cite(
                "{who} asked for records that are gone: TrimmedDataAccessException ({F151}). {lost} of shard {shard} "
                "never reached it; it goes on at TRIM_HORIZON, and would have to look at the table for the rest "
                "({F152}).",
                who=who,
                lost=count_words(count, "record").capitalize(),
                shard=shard,
            )
        case Event.READ_THROTTLED:
            return cite(
                "{who} is the third to read shard {shard} within a second, and is refused: two readers of a shard are "
                "the limit ({F148}). It tries again at its next poll ({F149}).",
                who=who,
                shard=shard,
            )
        case Event.READ_CRASHED if step.detail.worker:
            return cite(
                "{who} is dead, with everything that it had not checkpointed. Its leases stand still; when the "
                "failover time is over, another worker may take them ({F242}).",
                who=who,
            )
        case Event.READ_CRASHED:
            return cite(
                "{who} is dead, and with it its iterators and its place: it has stored neither, and an iterator would "
                "not have lasted ({F302}).",
                who=who,
            )
        case Event.READ_RESTARTED if step.detail.worker:
            return cite(
                "{who} is back. It goes on after the last checkpoint of each shard it holds ({F243}).", who=who
            ) + (cite(" " + _SAYS_LATEST) if step.detail.reason else ())
        case Event.READ_RESTARTED:
            return cite(
                "{who} is back, and begins where it began at first: what it handled before comes again ({F202}).",
                who=who,
            )
        case Event.READ_STOPPED:
            return cite(
                "{who} polls no more and keeps its place. The stream does not wait for it: records stay for 24 hours, "
                "no longer ({F174}, {F150}).",
                who=who,
            )
        case Event.READ_STARTED:
            return cite("{who} polls again, from where it stopped ({F174}).", who=who)
        case Event.READ_WORKER_ADDED:
            return cite("{who} joins the application. A shard is held by one worker at a time ({F239}).", who=who)
    if step.detail.reason:  # Event.READ_LEASE_TAKEN, as what is below
        return cite("{who} takes the lease of shard {shard} ({F239}). " + _SAYS_LATEST, who=who, shard=shard)
    return cite(
        "{who} takes the lease of shard {shard} ({F239}). It goes on after the shard's last checkpoint, or, where "
        "there is none, begins with its first record ({F243}).",
        who=who,
        shard=shard,
    )


def _process(trace: Trace, step: Step) -> Prose:
    who, count, detail = _who(trace, step), len(step.records), step.detail
    records = count_words(count, "record")
    match step.event:
        case Event.PROCESS_SUCCEEDED if _is_mapping(trace, step):
            return cite(
                "{who}'s function returned without an error, so {records} {are} done with, and the mapping's position "
                "moves past {them} ({F185}). In the stream {they} until 24 hours have passed ({F4}).",
                who=who,
                records=records,
                are="is" if count == 1 else "are",
                them="it" if count == 1 else "them",
                they="it stays" if count == 1 else "they stay",
            )
        case Event.PROCESS_SUCCEEDED:
            record = trace.records[step.records[0]]
            return cite(
                "{who} has done its work on the {name} of {key}, and counts as Processing until its next poll. The "
                "record stays in the stream until it is trimmed, at 24 hours ({F4}).",
                who=who,
                name=record.event_name,
                key=key_words(record.key),
            )
        case Event.PROCESS_DUPLICATE:
            return cite(
                "{who} handles {records} that had been handled with success before: delivery is at least once "
                "({F202}). {same} with the same eventID, by which a handler can tell ({F204}).",
                who=who,
                records=records,
                same="It comes" if count == 1 else "They come",
            )
        case Event.PROCESS_FAILED:
            return cite(
                "Invocation {attempt} of this batch failed ({F185}). {next}",
                attempt=detail.attempt,
                next=_next_words(detail.retry_in),
            ) + cite(" Until then its shard makes no progress ({F181})." if detail.retry_in is not None else "")
        case Event.PROCESS_PARTIAL:
            return cite(
                "The function reported a failure. The lowest sequence number that it named is where the batch goes on: "
                "{accepted} before it {are} done with, and everything from it on is repeated ({F188}). {next}",
                accepted=count_words(detail.accepted, "record") if detail.accepted else "no record",
                are="is" if detail.accepted < 2 else "are",
                next=_next_words(detail.retry_in),
            )
        case Event.PROCESS_BISECTED:
            return cite(
                "The failed batch of {count} is split in two, and each half is tried on its own. That uses up no retry "
                "({F186}).",
                count=count,
            )
        case Event.PROCESS_FILTERED:
            return cite(
                "The filter does not match {records}: {who} moves past for good, and no invocation is made for it "
                "({F215}).",
                records=records,
                who=_inside(who),
            )
        case Event.PROCESS_DISCARDED:
            return _discarded(trace, step, records)
        case Event.PROCESS_CHECKPOINTED if detail.checkpoint == "SHARD_END":
            return cite(
                "{who} checkpoints the end of shard {shard}. Without that its children would never be read ({F244}).",
                who=who,
                shard=detail.shards[0],
            )
        case Event.PROCESS_CHECKPOINTED:
            return cite(
                "{who} stores how far it is in shard {shard}. Whoever takes the shard over goes on from here ({F238}, "
                "{F243}).",
                who=who,
                shard=detail.shards[0],
            )
    return cite(  # Event.PROCESS_WINDOW_CLOSED
        "The tumbling window is over: the function is invoked a last time for it, with the state of {records} "
        "({F210}). Windows are cut by the records' creation times, shard by shard ({F211}).",
        records=count_words(detail.state, "record"),
    )


def _next_words(retry_in: int | None) -> str:
    return "It is not tried again." if retry_in is None else f"It is tried again in {time_words(retry_in)}."


def _discarded(trace: Trace, step: Step, records: str) -> Prose:
    discard = next(each for each in trace.discards if each.step == step.number)
    why = (
        "The retries are used up ({F183})"
        if discard.condition == "RetryAttemptsExhausted"
        else "The records are too old by now ({F182})"
    )
    if discard.consumer.on_failure is None:
        return cite(
            why + ". Lambda gives up {records} and moves on; with no destination they are lost ({F194}).",
            records=records,
        )
    what = "the records themselves too" if discard.consumer.on_failure == "s3" else "where they are, not the records"
    return cite(
        why + ". Lambda gives up {records}, tells {where}, and moves on ({F194}). The message has {what} ({F195}).",
        records=records,
        where=discard.consumer.on_failure.upper(),
        what=what,
    )


def _inside(who: str) -> str:
    """The subject in the middle of a sentence."""
    return who[0].lower() + who[1:] if who.startswith(("The ", "Consumer ")) else who
