"""The question about a function that feeds itself through the table: what ends that (F231-F233)?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.dynamodb.rules import Rules
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.generated.draft import Draft
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.evidence import is_about
from simulator.lesson.words.references import Location, Prose
from simulator.lesson.words.sentences import fact, to_step
from simulator.machine.function_writes import HOPS_OF_A_BELIEVER
from simulator.machine.pseudo_random import shuffled
from simulator.machine.trace import Trace
from simulator.scenario.events import Event

_UNCHANGED = "A write of the function that changes nothing"
_REFUSED = "A condition, which refuses a write of the function"
_FILTERED = "The filter, which drops the record of its own write"
_LEFT_ALONE = "The function, which writes nothing for the record of its own write"
_STOPPED = "Lambda, which stops a function that goes on invoking itself"
_CUT = "Only the end of the run"

_ENDS = {
    Event.WRITE_UNCHANGED: _UNCHANGED,
    Event.WRITE_REJECTED: _REFUSED,
    Event.PROCESS_FILTERED: _FILTERED,
    Event.PROCESS_SUCCEEDED: _LEFT_ALONE,
}
"""What ends a loop, by the event of its last step."""

_ON_ITS_WAY = (Event.CAPTURE_RECORD, Event.AVAILABLE_RECORD, Event.READ_RECORDS)

_HALTS = (Event.READ_STOPPED, Event.READ_CONSUMER_DELETED, Event.AVAILABLE_STREAM_DISABLED)
"""Actions of the timeline after which a record may be on its way for good."""

_WHY: dict[str, Prose] = {
    _UNCHANGED: (" leaves the item as it was: no record, so no invocation (", fact("F44"), ")."),
    _REFUSED: (" is refused: nothing changes, so there is no record and no invocation (", fact("F233"), ")."),
    _FILTERED: (" drops the record of its write before it reaches the function (", fact("F233"), ")."),
    _LEFT_ALONE: (" is about a record of its own write, and no write follows (", fact("F233"), ")."),
    _CUT: (" is the last of them that the run shows, and the next one is on its way (", fact("F232"), ")."),
}


class _End(NamedTuple):
    """How the writes come to an end that follow from one another."""

    reason: str
    step: int


def loop_end(lesson: Lesson, seed: int) -> Iterator[Draft[str]]:
    """The end of the loop, in a run with one function that is fed by its own writes."""
    trace = lesson.trace
    writers = sorted({consumer for consumer, _ in trace.written_by.values()})
    if len(writers) == 1 and any(trace.record_indexes[number - 1] for number in trace.written_by):
        [name] = writers
        ends = _ends_of(trace, name, stops=False)
        if ends and len({end.reason for end in ends}) == 1:
            yield _loop_end(trace, name, ends[-1], seed)


def _loop_end(trace: Trace, name: str, end: _End, seed: int) -> Draft[str]:
    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        if not is_about(rules, Event.CAPTURE_RECORD):
            raise NoAnswer("the belief is about something else")
        reasons = {each.reason for each in _ends_of(run, name, rules.loops_are_stopped)}
        if len(reasons) != 1:
            raise NoAnswer("nothing feeds itself there, or it comes to several ends")
        return tuple(reasons)

    others = (_STOPPED, *shuffled((each for each in _WHY if each != end.reason), f"{seed}/loop-end"))
    return Draft(
        "loop-end",
        f"The function of {name} writes to the table whose stream invokes it. What keeps that from going on and on?",
        solve,
        Location(end.step),
        "Its write is a change like any other: where it leaves a record, the function is invoked with that. What is "
        "missing in the last round?",
        "Look for the last write of the function, and for what becomes of it.",
        (to_step(end.step, "Step"), *_WHY[end.reason]),
        others,
    )


def _ends_of(trace: Trace, name: str, stops: bool) -> list[_End]:
    """The ends of all chains of writes of a consumer's function; empty where one ends in yet another way.

    `stops`: Lambda stops a function after so many writes one behind another, as F316's believers expect.
    """
    followed = {about for _, about in trace.written_by.values()}
    newest = _newest_steps(trace, name)
    rounds: dict[int, int] = {}
    """For each record of a write of the function how many of these led to it, itself included."""
    ends: list[_End] = []
    for number, (_, about) in trace.written_by.items():
        records = trace.record_indexes[number - 1]
        if records:
            rounds[records[0]] = rounds.get(about, 0) + 1
        if records and records[0] in followed:
            continue
        last = newest[records[0]] if records else number
        event = trace.events[last - 1]
        if event in _ON_ITS_WAY and not trace.steps_of(*_HALTS):
            ends.append(_End(_CUT, last))
        elif stops and records and rounds[records[0]] == HOPS_OF_A_BELIEVER:
            ends.append(_End(_STOPPED, last))
        elif event in _ENDS:
            ends.append(_End(_ENDS[event], last))
        else:
            return []
    return ends


def _newest_steps(trace: Trace, name: str) -> dict[int, int]:
    """For each record the newest step about it that is a consumer's or nobody's."""
    newest: dict[int, int] = {}
    for number, actor in enumerate(trace.actors, 1):
        if actor is None or actor == name:
            newest.update(dict.fromkeys(trace.record_indexes[number - 1], number))
    return newest
