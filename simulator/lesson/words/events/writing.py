"""The sentences about writes."""

from __future__ import annotations

from collections.abc import Callable

from simulator.dynamodb.table import Change, Effect, Operation
from simulator.dynamodb.writes import Failure
from simulator.lesson.words.events.row import EventWords, Narration, Rows, ahead
from simulator.lesson.words.items import change_words, unmet_words
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, key_words
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.events import Event

_ACTIONS = {
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

_PART_OF = {
    "batch": cite(" It came in a BatchWriteItem: writes that are independent of one another ({F56})."),
    "transaction": cite(" It came in a transaction: the table changes as a whole, the stream does not ({F61})."),
}
"""A sentence more for a write that changed something and was part of a larger request."""


def _change(step: Step) -> Change:
    assert step.change is not None, step.event
    return step.change


_BY_FUNCTION = {
    Operation.PUT: "{who} puts item in table",
    Operation.UPDATE: "{who} updates item in table",
    Operation.DELETE: "{who} deletes item from table",
}


def _function_words(trace: Trace, step: Step) -> str:
    """The function that made a write."""
    consumer, _ = trace.written_by[step.number]
    return "Function" if len(trace.consumers) == 1 else f"Function of {consumer}"


def _of_function(trace: Trace, step: Step) -> Narration:
    """A sentence more about a write that a function made; nothing about any other."""
    if step.number not in trace.written_by:
        return ()
    _, record = trace.written_by[step.number]
    who = _function_words(trace, step).replace("Function", "The function", 1)
    made = f" {who} made it, for record {record + 1}"
    if _change(step).recorded:
        comes = cite(
            ": the table whose stream invokes the function changes, so the stream carries this change too ({F231})."
        )
        return (made, *ahead(comes, (".",)))
    return (f"{made}.", *ahead(cite(" As no record follows, nothing comes of it any more ({F233}).")))


def _told(sentences: Callable[[Trace, Step], Narration]) -> Callable[[Trace, Step], Narration]:
    """The sentences about a write, with one about the function that made it, if one did."""
    return lambda trace, step: (*sentences(trace, step), *_of_function(trace, step))


def _action(trace: Trace, step: Step) -> str:
    change = _change(step)
    if step.number in trace.written_by:
        if change.effect is Effect.UNCHANGED:
            return f"{_function_words(trace, step)} writes, nothing changes"
        return _BY_FUNCTION[change.operation].format(who=_function_words(trace, step))
    return _ACTIONS.get((change.operation, change.effect), "Write item to DynamoDB table")


@_told
def _insert(_: Trace, step: Step) -> Narration:
    change = _change(step)
    how = "This update creates it" if change.operation is Operation.UPDATE else "This put adds it"
    return (
        *_cite("No item had the key {key}. {how}", change, how=how),
        *ahead(_cite(", so the change is an INSERT ({fact}). The stream has nothing of it yet.", change), (".",)),
        *_PART_OF.get(change.request, ()),
    )


@_told
def _modify(_: Trace, step: Step) -> Narration:
    change = _change(step)
    how = "The put replaced" if change.operation is Operation.PUT else "The update changed"
    what = change_words(change.before or {}, change.after or {})
    return (
        *_cite("{how} the item {key}, which was there before", change, how=how),
        *ahead(_cite(", so the change is a MODIFY ({fact})", change)),
        f": {what}.",
        *_PART_OF.get(change.request, ()),
    )


@_told
def _remove(_: Trace, step: Step) -> Narration:
    change = _change(step)
    if change.operation is Operation.EXPIRY:
        begins = "The item {key} had expired some time ago, and DynamoDB deletes it now, in its own time ({F69})."
        return (*_cite(begins, change), *ahead(cite(" The record will say so in userIdentity ({F36}).")))
    return (
        *_cite("The item {key} is gone from the table.", change),
        *ahead(_cite(' The change is a REMOVE, not a "delete" ({fact}).', change)),
        *_PART_OF.get(change.request, ()),
    )


@_told
def _unchanged(_: Trace, step: Step) -> Narration:
    change = _change(step)
    if change.operation is Operation.CONDITION_CHECK:
        comes = _cite(" A check writes nothing, so it gives no record ({F59}).", change)
        return (*_cite("The transaction's condition on {key} holds.", change), *ahead(comes))
    if change.operation is Operation.DELETE:
        return (
            *_cite("There is no item {key} to delete. The call succeeds", change),
            *ahead(_cite(", nothing changes, and no record follows ({fact}).", change), (", and nothing changes.",)),
        )
    if change.after is None:
        return (
            *_cite("There is no item {key} to take anything from; none is created", change),
            *ahead(_cite(", and no record follows ({fact}).", change), (".",)),
        )
    return (
        *_cite("The item {key} is the same after the write as before it.", change),
        *ahead(_cite(" A write that changes nothing gives no record ({fact}).", change)),
    )


def _rejected_action(_: Trace, step: Step) -> str:
    failed = "Condition fails" if _change(step).failure is Failure.CONDITION else "Write is refused"
    return f"{failed}, nothing written"


@_told
def _rejected(_: Trace, step: Step) -> Narration:
    change = _change(step)
    if change.failure is Failure.CONDITION:
        return (
            *_cite("The condition on {key} does not hold: {what}. So nothing is written", change, _unmet_words(change)),
            *ahead(_cite(", and nothing will be captured ({F54}).", change), (".",)),
        )
    return (
        *_cite("DynamoDB refuses the write ({error}): no change", change),
        *ahead(_cite(", no record ({F55}).", change), (".",)),
    )


def _cancelled(_: Trace, step: Step) -> Narration:
    change = _change(step)
    what = f" A condition does not hold: {unmet_words(change.unmet, is_there=True)}." if change.unmet else ""
    return (
        "One action cannot be carried out, so none is: nothing is written",
        *ahead(_cite(", and no record follows ({F60})", change)),
        *_cite(". {error}.{what}", change, what),
    )


def _unmet_words(change: Change) -> str:
    assert change.unmet is not None, change.error
    return unmet_words(change.unmet, change.before is not None)


def _cite(template: str, change: Change, what: str = "", how: str = "") -> Prose:
    """A sentence about a write; {fact} is the fact that decides it."""
    template = template.replace("{fact}", f"{{{change.fact}}}")
    return cite(template, key=key_words(change.key), error=visible(change.error), how=how, what=what)


def _unchanged_clause(trace: Trace) -> str:
    if any(change.operation is Operation.CONDITION_CHECK for change in trace.writes.values()):
        return "a put, an update, a delete or a condition check succeeds and changes nothing"
    return "a put, an update or a delete succeeds and changes nothing"


WRITING: Rows = {
    Event.WRITE_INSERT: EventWords(action=_action, clause="a write adds an item", narration=_insert),
    Event.WRITE_MODIFY: EventWords(action=_action, clause="a write changes an item that was there", narration=_modify),
    Event.WRITE_REMOVE: EventWords(action=_action, clause="an item is removed from the table", narration=_remove),
    Event.WRITE_UNCHANGED: EventWords(action=_action, clause=_unchanged_clause, narration=_unchanged),
    Event.WRITE_REJECTED: EventWords(
        action=_rejected_action, clause="a put, an update or a delete is refused", narration=_rejected
    ),
    Event.WRITE_CANCELLED: EventWords(action=_action, clause="a transaction is cancelled", narration=_cancelled),
}
