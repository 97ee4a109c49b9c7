"""Questions about a run as a whole: how often something happens, and in which order."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.rules import Rules
from simulator.dynamodb.table import Operation
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.answers.solve import first_action
from simulator.lesson.generated.about_records import of_transactions
from simulator.lesson.generated.about_steps import OF_PHASE
from simulator.lesson.generated.draft import MOST_ACTIONS, ROUNDS, Draft, wrong_numbers
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.evidence import is_about
from simulator.lesson.words.events.table import action_words, clause_words, has_clause
from simulator.lesson.words.references import Location, Reference
from simulator.lesson.words.sentences import count_words, to_step, why_count
from simulator.machine.pseudo_random import shuffled
from simulator.machine.trace import Trace
from simulator.scenario.events import Event

_NO_WRITES = (Operation.CONDITION_CHECK, Operation.TRANSACTION)
"""Steps that only look, or write nothing at all."""

MOST_COUNTED = 12
"""A higher count is not asked for: nobody would count it."""


def count(lesson: Lesson, seed: int) -> Iterator[Draft[int]]:
    """How often something happens. Records are always asked for, also where there are none."""
    trace = lesson.trace
    for event in dict.fromkeys([*trace.events, Event.CAPTURE_RECORD]):
        if has_clause(event) and trace.events.count(event) <= MOST_COUNTED:
            yield _count(trace, event, seed)


def _count(trace: Trace, event: Event, seed: int) -> Draft[int]:
    def solve(run: Trace, rules: Rules) -> tuple[int, ...]:
        if not is_about(rules, event):
            raise NoAnswer("the belief is about something else")
        return (run.events.count(event),)

    steps = [number for number, each in enumerate(trace.events, 1) if each is event]
    right = len(steps)
    lower, upper = [right - 1, right - 2, right - 3][:right], [right + 1, right + 2, right + 3]
    writes = sum(change.operation not in _NO_WRITES for change in trace.writes.values())
    if event is Event.CAPTURE_RECORD and writes > right:
        upper = [writes, *(each for each in upper if each != writes)]  # as if each write had one
    why = why_count(steps)
    if event is Event.CAPTURE_RECORD and writes > right:
        gave = "the others gave no record" if right else "it gave no record" if writes == 1 else "none gave a record"
        why = (*why, f" The run has {count_words(writes, 'write')}; {gave}.")
    return Draft(
        f"count/{event.value}",
        f"How many times does this happen in the run: {clause_words(event, trace)}?",
        solve,
        Location(steps[-1] if steps else len(trace.events)),
        OF_PHASE[event.phase],
        'Go through the "Action" column from start to end, and count the rows that say so.',
        why,
        wrong_numbers(lower, upper, 3, f"{seed}/count/{event.value}"),
    )


def order(lesson: Lesson, seed: int) -> Iterator[Draft[str]]:
    """Four actions, or three, to be put in order: those that happen first at different times."""
    trace = lesson.trace
    first: dict[str, int] = {}
    for number in range(1, min(len(trace.events), MOST_ACTIONS) + 1):
        first.setdefault(action_words(trace, trace.step(number)), number)
    brought = [action for action, number in first.items() if trace.events[number - 1].by_timeline]
    for round_ in range(ROUNDS):
        chosen: dict[int, str] = {}  # by time: actions at the same time have an order only by rule
        # At most one action is the timeline's: nobody could work out which of two comes first.
        left_out = set(shuffled(brought, f"{seed}/order/brought/{round_}")[1:])
        for action in shuffled((each for each in first if each not in left_out), f"{seed}/order/{round_}"):
            chosen.setdefault(trace.times[first[action] - 1], action)
        if len(chosen) > 2:
            yield _order(trace, first, tuple(chosen.values())[:4])
    yield from of_transactions(trace, seed)


def _order(trace: Trace, first: dict[str, int], chosen: tuple[str, ...]) -> Draft[str]:
    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        steps = {action: first_action(action, run) for action in chosen}
        if None in steps.values():
            raise NoAnswer("an action is missing")
        return tuple(sorted(chosen, key=lambda action: steps[action] or 0))

    ordered = sorted(chosen, key=first.__getitem__)
    why: list[str | Reference] = []
    for action in ordered:
        why += [f'{"; then" if why else "First"} "{action}" in ', to_step(first[action])]
    return Draft(
        f"order/{'/'.join(str(first[action]) for action in ordered)}",
        "In which order do these happen in this run, each counted when it happens for the first time?",
        solve,
        Location(first[ordered[0]]),
        "What becomes of one change has its order: written, captured, available, read, processed. Then ask which "
        "change each of these is about.",
        'Look in the "Action" column for the first row of each.',
        (*why, "."),
        kind="order",
    )
