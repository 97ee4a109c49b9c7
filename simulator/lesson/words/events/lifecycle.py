"""The sentences about the life of a consumer: its creation, start, crash and deletion, its workers and their leases."""

from __future__ import annotations

from simulator.dynamodb.phrases import joined
from simulator.lesson.words.events.row import (
    EventWords,
    Narration,
    Rows,
    ahead,
    is_mapping,
    state_after,
    subject,
    who_words,
)
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, records_named
from simulator.lesson.words.settings import setting_words
from simulator.machine.details import (
    CrashDetail,
    CreationDetail,
    DeletionDetail,
    LeaseDetail,
    RestartDetail,
    StartDetail,
    UpdateDetail,
)
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.machine.variables import Checkpoint, ConsumerState
from simulator.scenario.events import Event

_SAYS_LATEST = (
    "Where nothing is stored yet, the lease's checkpoint says LATEST: only what comes from now on is read ({F238})."
)

_LONGEST_SETTING = 400
"""Characters of a new setting that are told; a narration is folded, so both halves of a filter have room."""


def _crashed(trace: Trace, step: Step) -> Prose:
    if isinstance(step.detail, CrashDetail):
        template = (
            "{who} has crashed; what it had not checkpointed is gone with it. Its leases stand still; when the "
            "failover time is over, another worker may take them ({F242})."
        )
    else:
        template = (
            "{who} has crashed, and with it its iterators and its position are gone: it has stored neither, and an "
            "iterator would not have lasted ({F302})."
        )
    return cite(template, who=subject(trace, step))


def _restarted(trace: Trace, step: Step) -> Prose:
    if not isinstance(step.detail, RestartDetail):
        reader = next(each for each in trace.readers if each.name == step.consumer)
        template = (
            "{who} is back, and begins at LATEST again: what came while it was away never reaches it ({F136})."
            if reader.starting_position == "LATEST"
            else "{who} is back, and begins where it began at first: what it handled before comes again ({F202})."
        )
    else:
        held = [shard for shard, by in _holders(trace, step).items() if by == step.worker]
        at_latest = step.detail.at_latest
        goes_on = "; ".join(
            f"in shard {shard} {'with what comes from now on' if shard in at_latest else _place(trace, step, shard)}"
            for shard in held
        )
        template = (
            "{who} is back. It goes on {goes_on} ({F243})."
            if held
            else "{who} is back, and holds no shard now ({F243})."
        )
        template += f" {_SAYS_LATEST}" if at_latest else ""
        return cite(template, who=subject(trace, step), goes_on=goes_on)
    return cite(template, who=subject(trace, step))


def _holders(trace: Trace, step: Step) -> dict[int, str]:
    """For each shard that is leased after a KCL worker's step, the worker that holds it."""
    leases = trace.leases_of(step.consumer or "").at(step.number)
    return {shard: worker for worker, shards in leases.workers for shard in shards}


def _place(trace: Trace, step: Step, shard: int) -> str:
    """Where a worker goes on in a shard, by the checkpoint that is stored."""
    checkpoint = trace.value(f"checkpoint.{step.consumer}@{shard}", after=step.number)
    assert isinstance(checkpoint, Checkpoint)
    if checkpoint.shards and isinstance(checkpoint.shards[0][1], int):
        return f"after the last checkpoint there, {records_named([checkpoint.shards[0][1]])}"
    return "with the oldest record that is left, because no checkpoint of it is stored"


def _started_action(trace: Trace, step: Step) -> str:
    who = who_words(trace, step)
    if not step.records:
        return f"{who} polls again"
    return f"{who} starts, passes over {records_named(step.records)}"


def _started(trace: Trace, step: Step) -> Prose:
    who = subject(trace, step)
    if not isinstance(step.detail, StartDetail):
        template = (
            "{who} may poll again, but none of its workers is alive."
            if _is_crashed(trace, step)
            else "{who} polls again, from where it stopped ({F174})."
        )
        return cite(template, who=who)
    return cite(
        "{who} begins at LATEST, which is the end of each shard at this moment ({F136}). {passed} came before that and "
        "never {reach} it.",
        who=who,
        passed=records_named(step.records).capitalize(),
        reach="reaches" if len(step.records) == 1 else "reach",
    )


def _is_crashed(trace: Trace, step: Step) -> bool:
    """Whether nobody of a consumer is alive after a step."""
    return state_after(trace, step) is ConsumerState.CRASHED


def _lease_taken(trace: Trace, step: Step) -> Narration:
    detail = step.detail_of(LeaseDetail)
    who = subject(trace, step)
    begins = _SAYS_LATEST if detail.at_latest else "It begins {place} ({F243})."
    takes = cite("{who} takes the lease of shard {shard} ({F239}).", who=who, shard=detail.shard)
    return (*takes, *ahead((" ", *cite(begins, who=who, place=_place(trace, step, detail.shard)))))


def _created(trace: Trace, step: Step) -> Prose:
    who, detail = subject(trace, step), step.detail_of(CreationDetail)
    begins = (
        "at TRIM_HORIZON, with the oldest record that is left in each shard"
        if detail.starting_position == "TRIM_HORIZON"
        else "at LATEST, so that only what comes from now on reaches it"
    )
    source = "F171"
    if detail.stored is not None:
        source = "F134"
        side, record = detail.stored
        begins = (
            f"{side} record {record}, whose sequence number it was given: its first iterator is of type "
            f"{side.upper()}_SEQUENCE_NUMBER"
        )
    if not detail.again:
        return cite("{who} is created, and begins {begins} ({" + source + "}).", who=who, begins=begins)
    return cite(
        "{who} is created again. Nothing is left of the position that it had, so it begins {begins} "
        "({F174}, {" + source + "}). Its name is the same, so its counts in the tracker go on.",
        who=who,
        begins=begins,
    )


def _updated(trace: Trace, step: Step) -> Prose:
    settings = step.detail_of(UpdateDetail).settings
    changes = [
        f"{name} from {setting_words(name, old, _LONGEST_SETTING)} to {setting_words(name, new, _LONGEST_SETTING)}"
        for name, old, new in settings
    ]
    return cite(
        "{who} is updated: {changes}. It keeps its position, and an invocation that is running now ends with the "
        "settings that it began with ({F395})."
        if is_mapping(trace, step)
        else "{who} is updated: {changes}. It keeps its position, and work that is running now ends as it began "
        "({F395}).",
        who=subject(trace, step),
        changes=joined(changes) or "its settings stay as they were",
    )


def _deleted(trace: Trace, step: Step) -> Prose:
    ends = " What its function works on now still ends, and nothing is tried again."
    return cite(
        "{who} is deleted, and its position is gone with it: if it is created again, it begins at a starting position "
        "({F174})." + (ends if step.detail_of(DeletionDetail).at_work else ""),
        who=subject(trace, step),
    )


LIFECYCLE: Rows = {
    Event.READ_CRASHED: EventWords(action="{who} crashes", clause=None, narration=_crashed),
    Event.READ_RESTARTED: EventWords(action="{who} restarts", clause=None, narration=_restarted),
    Event.READ_STOPPED: EventWords(
        action="{who} stops polling",
        clause=None,
        narration="{who} stops polling and keeps its position. The stream does not wait for it: records stay for 24 "
        "hours, no longer ({F174}, {F150}).",
    ),
    Event.READ_STARTED: EventWords(
        action=_started_action,
        clause=None,
        narration=_started,
    ),
    Event.READ_WORKER_ADDED: EventWords(
        action="{who} joins",
        clause=None,
        narration="{who} joins the application. A shard is held by one worker at a time ({F239}).",
    ),
    Event.READ_CONSUMER_CREATED: EventWords(action="{who} is created", clause=None, narration=_created),
    Event.READ_CONSUMER_UPDATED: EventWords(action="{who} is updated", clause=None, narration=_updated),
    Event.READ_CONSUMER_DELETED: EventWords(action="{who} is deleted", clause=None, narration=_deleted),
    Event.READ_LEASE_TAKEN: EventWords(
        action="{who} takes shard {shard}", clause="a worker takes a shard's lease", narration=_lease_taken
    ),
}
