"""Paths to steps: a number, or the label of an action and what became of it, such as `placed/ledger.read#2`.

A path is syntax alone: whether a run has the step is found out where there is a run.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from simulator.dynamodb.whole_numbers import in_digits, number_in
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.events import EVENTS_BY_NAME, Event, Phase

LABEL = "[A-Za-z][A-Za-z0-9-]*"
"""What a label looks like, as a regular expression."""

RESERVED = ("start", "end", "last")
"""Words that mean a step by themselves, so that no label can be one of them."""

MOST = 100_000_000
"""The highest number of a step that a path can name."""

FORM = (
    "LABEL[.N][.capture | .available | /CONSUMER[.WORKER].EVENT][#N][~(PHASE.OUTCOME | CONSUMER[.WORKER].OUTCOME)[#N]]"
)
"""How a path is written, for complaints and for the guide."""

_NUMBER = "[1-9][0-9]{0,8}"
_PATH = re.compile(
    rf"(?P<label>{LABEL})(?:\.(?P<write>{_NUMBER}))?"
    rf"(?:(?:\.(?P<became>capture|available)|/(?P<about>[^#~/]*))(?:#(?P<nth>{_NUMBER}))?)?"
    rf"(?:~(?P<later>[^#~/]*)(?:#(?P<later_nth>{_NUMBER}))?)?"
)
_PHASES = tuple(phase.value for phase in Phase)

_BECAME = {"capture": Event.CAPTURE_RECORD, "available": Event.AVAILABLE_RECORD}


def _words_of_consumers() -> dict[str, tuple[Event, ...]]:
    words: dict[str, tuple[Event, ...]] = {}
    for event in Event:
        if event.phase in (Phase.READ, Phase.PROCESS, Phase.IDLE):
            outcome = event.value.partition(".")[2]
            words[outcome] = (*words.get(outcome, ()), event)
    words["read"] = (Event.READ_RECORDS,)
    words["process"] = tuple(event for event in Event if event.phase is Phase.PROCESS)
    return words


DONE_BY_CONSUMERS = _words_of_consumers()
"""The words for what a consumer does, and the events that each of them means: `throttled` means two."""


class InvalidPath(ValueError):
    """A text that is no path to a step; the message says why."""


class Sought(NamedTuple):
    """The steps that a part of a path looks for."""

    events: tuple[Event, ...]
    consumer: str | None = None
    """The consumer that they are of; None: of any, or of none."""
    worker: str | None = None
    nth: int = 1
    """Which of them is meant, from 1."""


class StepPath(NamedTuple):
    """A path to one step."""

    written: str
    base: int | str
    """The number of a step, `end`, or the label of an action."""
    write: int | None = None
    """Which of the action's writes is meant, from 1."""
    became: Sought | None = None
    """What became of the write's record; None: the step of the action itself."""
    later: Sought | None = None
    """A step after all that, whatever it is about."""

    @property
    def is_number(self) -> bool:
        """Whether it is the bare number of a step, which moves with each action inserted before it."""
        return isinstance(self.base, int) and self.written != "start"


def numbered(number: int) -> StepPath:
    """The path that is a step's number."""
    return StepPath(str(number), number)


def is_label(text: str) -> bool:
    """Whether a text can be the label of an action."""
    return re.fullmatch(LABEL, text) is not None and text not in RESERVED


@lru_cache(maxsize=1024)
def path_of(text: str) -> StepPath:
    """Read a path.

    Raises:
        InvalidPath: the text is none.
    """
    if in_digits(text):
        number = number_in(text, 0, MOST)
        return StepPath(text, MOST + 1 if number is None else number)  # which is beyond the end of any run
    if text in RESERVED:
        return StepPath(text, 0 if text == "start" else "end")
    found = _PATH.fullmatch(text)
    if found is None or found["label"] in RESERVED:
        raise InvalidPath(f'"{text}" is no path to a step: expected a number, start, end, last, or {FORM}')
    write = int(found["write"]) if found["write"] else None
    became = None
    if found["became"]:
        became = Sought((_BECAME[found["became"]],), nth=int(found["nth"] or 1))
    elif found["about"] is not None:
        became = _of_consumer(found["about"], int(found["nth"] or 1), text)
    later = None if found["later"] is None else _later(found["later"], int(found["later_nth"] or 1), text)
    return StepPath(text, found["label"], write, became, later)


def _later(words: str, nth: int, text: str) -> Sought:
    """Steps of an event, or of a consumer; a phase's name is never taken for a consumer's."""
    if words.partition(".")[0] in _PHASES and words.count(".") == 1:
        if words not in EVENTS_BY_NAME:
            raise InvalidPath(f'"{text}": no event is called "{words}"{did_you_mean(words, EVENTS_BY_NAME)}')
        return Sought((EVENTS_BY_NAME[words],), nth=nth)
    return _of_consumer(words, nth, text)


def _of_consumer(words: str, nth: int, text: str) -> Sought:
    """What a consumer, or one worker of it, does."""
    consumer, *worker, outcome = words.split(".") if "." in words else ("", words)
    if not consumer or len(worker) > 1 or "" in worker:
        raise InvalidPath(f'"{text}": expected CONSUMER.EVENT or CONSUMER.WORKER.EVENT, not "{words}"')
    events = DONE_BY_CONSUMERS.get(outcome)
    if events is None:
        hint = did_you_mean(outcome, DONE_BY_CONSUMERS) or f"; expected one of {', '.join(DONE_BY_CONSUMERS)}"
        raise InvalidPath(f'"{text}": no consumer does "{outcome}"{hint}')
    return Sought(events, consumer, worker[0] if worker else None, nth)
