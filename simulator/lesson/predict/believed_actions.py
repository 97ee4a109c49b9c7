"""The next action in a believer's run, also where the step that is asked about never comes there."""

from __future__ import annotations

from dataclasses import replace

from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.generated.draft import following
from simulator.lesson.misconceptions.evidence import is_about
from simulator.lesson.predict.named_actions import named_action
from simulator.lesson.two_runs.run_comparison import divergence, matching_step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event

_OTHER_REASONS = (Event.CAPTURE_RECORD, Event.IDLE_WAITING)
"""A belief about one of these has no read because there is no record, or because the consumer has stopped."""


def next_in(run: Trace, trace: Trace, number: int, rules: Rules) -> str:
    """The action that comes in a run in place of step `number` of `trace`.

    Where a believer expects that the consumer of the step cannot read, that is another action of a consumer, or, where
    nothing else happens, the consumer's empty poll.

    Raises:
        NoAnswer: the run has no such place, or the belief has no effect there.
    """
    try:
        return following(run, trace, number - 1, rules, named_action)
    except NoAnswer:
        if rules == AWS or not _expects_no_read(run, trace, number, rules):
            raise
    here = matching_step(trace, number - 1, run)
    assert here is not None  # the belief would have no effect there
    ends = here == len(run.events) or run.events[here].by_timeline
    if not ends:
        return named_action(run, run.step(here + 1))
    return named_action(trace, replace(trace.step(number), event=Event.IDLE_WAITING, records=(), detail=None))


def _expects_no_read(run: Trace, trace: Trace, number: int, rules: Rules) -> bool:
    """Whether a belief, and nothing that came of it before, keeps a read of the real run from being the next step."""
    here = matching_step(trace, number - 1, run)
    if trace.events[number - 1] is not Event.READ_RECORDS or here is None:
        return False
    if not is_about(rules, Event.READ_RECORDS) or any(is_about(rules, each) for each in _OTHER_REASONS):
        return False
    diverges = divergence(trace, run)
    is_here = diverges is not None and diverges.step == number
    if here < len(run.events) and not run.events[here].by_timeline:
        return is_here and run.actors[here] is not None and run.events[here] is not Event.READ_RECORDS
    return is_here or matching_step(trace, number, run) is None
