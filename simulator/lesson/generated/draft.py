"""A generated question before it has its choices, and the functions that several kinds of questions share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.answers.believed import Solver
from simulator.lesson.answers.solution import Kind, NoAnswer
from simulator.lesson.misconceptions.evidence import is_about, refutes
from simulator.lesson.two_runs.run_comparison import divergence, matching_step
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.references import Location, Prose
from simulator.machine.pseudo_random import drawn, shuffled
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event, Phase

T = TypeVar("T", bound=Hashable)

MOST_STEPS = 40
"""Steps of a long run that are asked about: they are drawn, so that a run of any length is quick."""

MOST_ACTIONS = 300
"""The first steps of a run, from which other actions are taken as choices."""

Words = Callable[[Trace, Step], str]
"""Puts the action of a step into words."""

ROUNDS = 6
"""Questions of a kind that are drawn from all that are possible."""


class Draft(NamedTuple, Generic[T]):
    """A question without its choices. A choice is a value, such as the number of a step, that has its words."""

    id: str
    text: str
    solver: Solver[T]
    location: Location
    """Where the trace shows the answer."""
    nudge: str
    """The first hint: how to think about it."""
    look: str
    """The second hint: where to look."""
    explanation: Prose
    distractors: tuple[T, ...] = ()
    """Values for wrong choices, the best first."""
    words: Callable[[T], str] = str
    """A choice in words; no two values have the same."""
    kind: Kind = "choice"
    slots: tuple[str, ...] = ()
    in_order: tuple[T, ...] = ()
    """Choices that have an order of their own, such as Yes and No. Numbers stand in theirs without it."""


def some(things: Iterable[int], seed: str, most: int = MOST_STEPS) -> tuple[int, ...]:
    """At most so many of the numbers, drawn by the seed: one out of each stretch of them."""
    numbers = list(things)
    if len(numbers) <= most:
        return tuple(numbers)
    chosen = []
    for index in range(most):
        stretch = numbers[index * len(numbers) // most : (index + 1) * len(numbers) // most]
        chosen.append(stretch[drawn(len(stretch), seed, index)])
    return tuple(chosen)


def wrong_numbers(lower: Sequence[int], upper: Sequence[int], most: int, seed: str) -> tuple[int, ...]:
    """Wrong numbers below and above the right one, the best of either first: how many below, only the seed knows."""
    below = shuffled(range(most + 1), seed)[0]
    below = max(min(below, len(lower)), most - len(upper))
    return (*lower[:below], *upper[: most - below])


def other_actions(trace: Trace, number: int, seed: str, words: Words = action_words) -> tuple[str, ...]:
    """Plausible actions for step `number` that are wrong: one of each kind of event.

    The timeline's own actions serve only where there are no others, for nobody can work out whether they come. The
    action of the step before is first, then come those of the same consumer or worker.
    """
    right = event_of_choice(trace.events[number - 1])
    before = event_of_choice(trace.events[number - 2]) if number > 1 else None
    not_wrong = {right, *as_right(right)}
    numbers = shuffled(range(1, min(len(trace.events), MOST_ACTIONS) + 1), seed)
    actor = _actor(trace, number)
    actions: dict[Event, str] = {}
    for each in sorted(numbers, key=lambda each: (each != number - 1, _actor(trace, each) != actor)):
        if (kind := event_of_choice(trace.events[each - 1])) not in actions and kind not in not_wrong:
            actions[kind] = words(trace, trace.step(each))
    likely = {kind: action for kind, action in actions.items() if not kind.by_timeline} or actions
    return tuple(dict.fromkeys(likely[kind] for kind in sorted(likely, key=lambda kind: kind is not before)))


def _actor(trace: Trace, number: int) -> tuple[str | None, str]:
    """The consumer that a step is of, and its worker."""
    step = trace.step(number)
    return step.consumer, step.worker


def event_of_choice(event: Event) -> Event:
    """The event that a choice stands for: two events that both report an empty poll look the same to a learner."""
    return Event.IDLE_WAITING if event is Event.READ_EMPTY else event


def as_right(event: Event) -> tuple[Event, ...]:
    """Events that can be said of a step with equal right: the poll that reaches the end of a shard may find nothing."""
    return (Event.IDLE_WAITING,) if event is Event.READ_SHARD_END else ()


_ORDINARY = {
    Phase.WRITE: Event.CAPTURE_RECORD,
    Phase.CAPTURE: Event.AVAILABLE_RECORD,
    Phase.AVAILABLE: Event.READ_RECORDS,
    Phase.READ: Event.PROCESS_SUCCEEDED,
    Phase.PROCESS: Event.IDLE_WAITING,
}
"""The event that a learner expects after each phase, without any wrong belief, after following one change."""


def _follows_from(rules: Rules, trace: Trace, number: int, run: Trace, event: Event) -> bool:
    """Whether only the belief leads to the event that its run has after a step.

    Either the step shows that the belief is wrong, or the runs diverge just here, at an event that nobody would expect
    anyway. What the real run has there too, with other records, is no such event: it is the records that differ.
    """
    here = trace.events[number - 1] if number else None
    change = trace.writes.get(number)
    if here is not None and refutes(rules, here, None if change is None else change.operation):
        return True
    diverges = divergence(trace, run)
    ordinary = here is not None and _ORDINARY.get(here.phase) is event and event is not trace.events[number]
    return diverges is not None and diverges.step == number + 1 and not ordinary


def _is_of_another(trace: Trace, number: int, run: Trace, there: int) -> bool:
    """Whether a believer's step is the event that follows in the real run, of another consumer or another change.

    In the real run that consumer never does it, or that change has no record.
    """
    event = run.events[there - 1]
    is_same = event is not Event.CAPTURE_RECORD and run.actors[there - 1] == trace.actors[number]
    if event is not trace.events[number] or is_same:
        return False
    return matching_step(run, there, trace) is None


def following(run: Trace, trace: Trace, number: int, rules: Rules, words: Words = action_words) -> str:
    """The action that follows a step of `trace`, in `trace` itself or in a believer's run.

    Raises:
        NoAnswer: the run has no such step, nothing follows there, or the belief has no effect on the next step.
    """
    here = matching_step(trace, number, run)
    if here is None or here == len(run.events):
        raise NoAnswer("nothing follows")
    event = run.events[here]
    if rules != AWS:
        real = trace.events[number]
        if event.by_timeline or not is_about(rules, event):
            raise NoAnswer("the belief is about something else")
        if event is not real and {event, real} <= {Event.READ_EMPTY, Event.IDLE_WAITING}:
            raise NoAnswer("both events report an empty poll")
        if not (_follows_from(rules, trace, number, run, event) or _is_of_another(trace, number, run, here + 1)):
            raise NoAnswer("this answer need not come from the belief")
    return words(run, run.step(here + 1))
