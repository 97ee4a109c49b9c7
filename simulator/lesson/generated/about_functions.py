"""Questions about a consumer's code: how often it gets a record, how often its effect happens, and what it writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.answers.believed import same_step
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.generated.about_runs import MOST_COUNTED
from simulator.lesson.generated.draft import Draft, some, wrong_numbers
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.evidence import is_about, is_about_variable
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Location, Prose
from simulator.lesson.words.sentences import count_words, fact, listed, times_words, to_step, why_count
from simulator.machine.pseudo_random import shuffled
from simulator.machine.trace import Trace
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario
from simulator.scenario.states_of_consumers import every_consumer

_HANDED_ON = (Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE)
_FAILED = (Event.PROCESS_FAILED, Event.PROCESS_PARTIAL)

NO_RECORD = -1
"""The choice that a write has no record, among indexes of records."""


class _Counted(NamedTuple):
    """The steps that count for one record and one consumer."""

    handed: tuple[int, ...]
    """Those in which its code was done with the record, with success or without."""
    failed: int
    """How many of them failed."""
    effects: tuple[int, ...]
    """Those of them in which its effect happened for the record."""

    @classmethod
    def of(cls, run: Trace, index: int, handed: tuple[int, ...]) -> _Counted:
        """What counts for a record that was handed over in these steps."""
        failed = sum(run.events[number - 1] in _FAILED for number in handed)
        return cls(handed, failed, tuple(number for number in handed if index in run.effects.get(number, ())))


def _counted(run: Trace, name: str, index: int) -> _Counted:
    return _counts(run, name, (index,))[index]


def _counts(run: Trace, name: str, indexes: Sequence[int]) -> dict[int, _Counted]:
    """What counts for some records of a run, by their indexes."""
    handed: dict[int, list[int]] = {index: [] for index in indexes}
    for number in run.steps_of(*_HANDED_ON):
        if run.actors[number - 1] == name:
            for index in run.record_indexes[number - 1]:
                if index in handed:
                    handed[index].append(number)
    return {index: _Counted.of(run, index, tuple(steps)) for index, steps in handed.items()}


def _same_record(trace: Trace, index: int, run: Trace) -> int:
    """The index that a record has in another run.

    Raises:
        NoAnswer: it is not captured there.
    """
    return run.record_indexes[same_step(trace, trace.captured[index], run) - 1][0]


def _asked(trace: Trace, seed: str) -> tuple[int, ...]:
    """The indexes of the records that are asked about."""
    return some(range(len(trace.records)), seed)


def deliveries(lesson: Lesson, seed: int) -> Iterator[Draft[int]]:
    """How often a consumer's code gets a record. Where each comes once to everybody, it is no question."""
    trace = lesson.trace
    for place, reader in enumerate(trace.readers):
        counts = _counts(trace, reader.name, _asked(trace, f"{seed}/deliveries/{place}"))
        if any(len(each.handed) > 1 for each in counts.values()):
            for index, counted in counts.items():
                if len(counted.handed) <= MOST_COUNTED:
                    yield _deliveries(trace, place, index, counted, seed)


def _deliveries(trace: Trace, place: int, index: int, counted: _Counted, seed: int) -> Draft[int]:
    name = trace.readers[place].name

    def solve(run: Trace, rules: Rules) -> tuple[int, ...]:
        if not is_about_variable(rules, "deliveries"):
            raise NoAnswer("the belief is about something else")
        return (len(_counted(run, name, _same_record(trace, index, run)).handed),)

    id_ = f"deliveries/{place + 1}/{index + 1}"
    right = len(counted.handed)
    why = why_count(counted.handed)
    if counted.failed:
        why = (*why, f" {_failed_words(counted.failed, right)}: failed or not, the record was handed over.")
    return Draft(
        id_,
        f"How many times is record {index + 1} handed to the code of {name} in this run?",
        solve,
        Location(counted.handed[-1] if counted.handed else trace.captured[index]),
        "Each time counts that the code gets the record, whatever comes of it. A retry hands it over once more.",
        f"Count the rows of {name} that are about record {index + 1} and say how its work ended.",
        why,
        # exactly once is what many believe; others count only what failed, or only what succeeded
        _nearest(right, (1, counted.failed, right - counted.failed), f"{seed}/{id_}"),
    )


def _failed_words(failed: int, all_: int) -> str:
    if failed == all_:
        return "All of them failed" if all_ > 1 else "It failed"
    return f"{failed} of them failed"


def _nearest(right: int, believed: Sequence[int], seed: str) -> tuple[int, ...]:
    """Wrong counts: first those that people come to by a wrong way of counting, then the neighbours."""
    near = wrong_numbers([right - 1, right - 2, right - 3][: max(right, 0)], [right + 1, right + 2, right + 3], 3, seed)
    return tuple(each for each in dict.fromkeys((*believed, *near)) if each != right and each >= 0)


def effects(lesson: Lesson, seed: int) -> Iterator[Draft[int]]:
    """How often the effect of a consumer's code happens for a record that it gets, and in the whole run."""
    trace, named = lesson.trace, _effects_named(lesson.scenario)
    for place, reader in enumerate(trace.readers):
        if reader.name not in named:
            continue
        effect = f'"{named[reader.name]}"' if named[reader.name] else f"the effect of {reader.name}"
        for index, counted in _counts(trace, reader.name, _asked(trace, f"{seed}/effects/{place}")).items():
            if 0 < len(counted.handed) <= MOST_COUNTED:
                yield _effects_of(trace, place, index, effect, counted, seed)
        mine = [number for number in trace.effects if trace.actors[number - 1] == reader.name]
        if 0 < sum(len(trace.effects[number]) for number in mine) <= MOST_COUNTED:
            yield _effects_in_all(trace, place, effect, mine, seed)


def _effects_named(scenario: Scenario) -> dict[str, str]:
    """The effect of each consumer's function that has one; empty where it has several in the run."""
    named: dict[str, str] = {}
    for model, _, _ in every_consumer(scenario):
        if isinstance(model, LambdaModel) and model.function.effect is not None:
            same = named.setdefault(model.name, model.function.effect) == model.function.effect
            named[model.name] = model.function.effect if same else ""
    return named


def _effects_of(trace: Trace, place: int, index: int, effect: str, counted: _Counted, seed: int) -> Draft[int]:
    name = trace.readers[place].name

    def solve(run: Trace, rules: Rules) -> tuple[int, ...]:
        if not is_about_variable(rules, "effects"):
            raise NoAnswer("the belief is about something else")
        return (len(_counted(run, name, _same_record(trace, index, run)).effects),)

    id_ = f"effects/{place + 1}/{index + 1}"
    right, handed = len(counted.effects), len(counted.handed)
    handed_words = f"The record is handed over {times_words(handed)}"
    why: Prose
    if not right:
        why = (f"{handed_words}, and no invocation comes to it, or has anything to do for it: 0 in all.",)
    elif right == handed:
        why = (f"{handed_words}, and each time the code does its work for it: in ", *listed(counted.effects), ".")
    else:
        why = (f"{handed_words}. The effect happens in ", *listed(counted.effects), f": {right} in all.")
    if right > 1:
        why = (*why, " An invocation that fails later takes back nothing of what was done before (", fact("F205"), ").")
    return Draft(
        id_,
        f"How many times does {effect} happen for record {index + 1} in this run?",
        solve,
        Location(counted.effects[-1] if right else counted.handed[-1]),
        "Ask of each invocation whether it came to this record, and whether the work for it was done once already.",
        f"Look at the rows of {name} that say how the work on record {index + 1} ended.",
        why,
        # once, as if a retry began where it failed; each time, as if every invocation came to it; what succeeded
        _nearest(right, (1, handed, handed - counted.failed, 0), f"{seed}/{id_}"),
    )


def _effects_in_all(trace: Trace, place: int, effect: str, mine: Sequence[int], seed: int) -> Draft[int]:
    name = trace.readers[place].name

    def solve(run: Trace, rules: Rules) -> tuple[int, ...]:
        if not is_about_variable(rules, "effects"):
            raise NoAnswer("the belief is about something else")
        return (sum(len(records) for number, records in run.effects.items() if run.actors[number - 1] == name),)

    id_ = f"effects/{place + 1}/all"
    records = {index for number in mine for index in trace.effects[number]}
    right = sum(len(trace.effects[number]) for number in mine)
    handed = sum(len(trace.record_indexes[n - 1]) for n in trace.steps_of(*_HANDED_ON) if trace.actors[n - 1] == name)
    return Draft(
        id_,
        f"How many times does {effect} happen in this run, for all records together?",
        solve,
        Location(mine[-1]),
        "It counts for each record by itself: a batch of three is three, and what a retry repeats counts again.",
        f"Go through the rows of {name} that say how its work ended, and count the records that it came to.",
        (
            "It happens in ",
            *listed(mine),
            f", for {count_words(len(records), 'record')}: {right} in all.",
        ),
        _nearest(right, (len(records), handed, len(mine)), f"{seed}/{id_}"),
    )


def own_write(lesson: Lesson, seed: int) -> Iterator[Draft[int]]:
    """The record that comes of a function's own write."""
    trace = lesson.trace
    for number in some(sorted(trace.written_by), f"{seed}/own-write"):
        yield _own_write(trace, number, seed)


def _own_write(trace: Trace, number: int, seed: int) -> Draft[int]:
    def solve(run: Trace, rules: Rules) -> tuple[int, ...]:
        if not is_about(rules, Event.CAPTURE_RECORD):
            raise NoAnswer("the belief is about something else")
        records = run.record_indexes[same_step(trace, number, run) - 1]
        if not records:
            return (NO_RECORD,)
        if rules == AWS:
            return (records[0],)
        return (_same_record(run, records[0], trace),)

    name, about = trace.written_by[number]
    own = trace.record_indexes[number - 1]
    why: Prose
    if own:
        captured = trace.captured[own[0]]
        why = (
            "The stream records it like any other write, in ",
            to_step(captured),
            f": record {own[0] + 1}. Who made a write plays no part (",
            fact("F231"),
            ").",
        )
    else:
        why = narrate(trace, number)
    others = shuffled(range(len(trace.records)), f"{seed}/own-write/{number}")
    near = sorted(others, key=lambda index: abs(index - (own[0] if own else about)))
    return Draft(
        f"own-write/{number}",
        f"In step {number} the function of {name} writes to the table, for record {about + 1}. "
        "Which record comes of this write?",
        solve,
        Location(number),
        "Ask what the write changes in the item. The stream does not look at who makes it.",
        f"Follow the change of step {number}: is there a capture that is about it?",
        why,
        (NO_RECORD, about, *near),
        words=lambda index: "None" if index == NO_RECORD else f"Record {index + 1}",
        in_order=(NO_RECORD, *range(len(trace.records))),
    )
