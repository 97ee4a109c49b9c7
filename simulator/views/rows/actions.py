"""The action of a row: its sign, where something went wrong, and short words for a table with little room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from simulator.lesson.words.events.row import is_mapping, who_words
from simulator.lesson.words.events.table import action_words
from simulator.machine.details import FailureDetail, InvocationDetail
from simulator.machine.reading.losses import losses
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views import signs
from simulator.views.event_signs import SIGNS_OF_EVENTS
from simulator.views.signs import Sign


class Action(NamedTuple):
    """The action of a step. No form has the sign in it."""

    sign: Sign | None
    full: str
    """The words of the process table."""
    subject: str
    """Whose action it is, as the first words of the short form; empty where it needs none."""
    short: str
    """The short form without its subject."""

    @property
    def told(self) -> str:
        """The short form with its subject."""
        return f"{self.subject} {self.short}" if self.subject else self.short

    def signed(self, words: str) -> str:
        """Some of its words with the sign in front."""
        return f"{self.sign.sign} {words}" if self.sign is not None else words


def action_of(trace: Trace, step: Step) -> Action:
    """The action of a step."""
    sign, full = SIGNS_OF_EVENTS.get(step.event), action_words(trace, step)
    if losses(trace, step.number):
        sign, full = signs.LOST, f"{full}, {signs.LOST.word}"
    if step.event in _WITHOUT_SUBJECT:
        return Action(sign, full, "", _WITHOUT_SUBJECT[step.event])
    if step.consumer is None:
        words = full
        for place in _PLACES:
            words = words.removesuffix(place)
        return Action(sign, full, "", _lowered(words))
    who = who_words(trace, step)
    words = _SHORT[step.event](trace, step) if step.event in _SHORT else full.removeprefix(f"{who} ")
    return Action(sign, full, who if len(trace.consumers) > 1 else _lowered(who), words)


_PLACES = (" to DynamoDB table", " in DynamoDB table", " from DynamoDB table")
"""Ends of actions that go without saying where room is short."""

_WITHOUT_SUBJECT = {
    Event.CAPTURE_RECORD: "stream captures change",
    Event.AVAILABLE_RECORD: "record available",
    Event.READ_ITERATOR_EXPIRED: "iterator has expired",
    Event.IDLE_WAITING: "no new changes",
}
"""Short forms that need no subject."""


def _reads(trace: Trace, step: Step) -> str:
    count = len(step.records)
    if is_mapping(trace, step):
        return f"invoked with {'record' if count == 1 else f'{count} records'}"
    return f"reads {'record' if count == 1 else f'{count} records'}"


def _fails(_: Trace, step: Step) -> str:
    detail = step.detail_of(FailureDetail)
    what = "fails to end window" if detail.of_window else "fails"
    return f"{what}, try {detail.attempt}"


def _succeeds(_: Trace, step: Step) -> str:
    count = len(step.records)
    if isinstance(step.detail, InvocationDetail) and step.detail.delivery > 1:
        return f"succeeds with {'record' if count == 1 else f'{count} records'}"
    return f"processes {'the change' if count == 1 else f'{count} changes'}"


def _again(_: Trace, step: Step) -> str:
    count = len(step.records)
    return f"processes {'record' if count == 1 else f'{count} records'} AGAIN"


_SHORT: Mapping[Event, Callable[[Trace, Step], str]] = {
    Event.READ_RECORDS: _reads,
    Event.READ_CRASHED: lambda _, __: "CRASHES",
    Event.PROCESS_SUCCEEDED: _succeeds,
    Event.PROCESS_FAILED: _fails,
    Event.PROCESS_DUPLICATE: _again,
}
"""Short forms after a subject; where there is none here, the words of the process table without their subject."""


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
