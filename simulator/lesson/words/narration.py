"""Why a step happened: one short sentence or two, with the number of the fact behind it."""

from __future__ import annotations

from simulator.lesson.words.events.row import narration_of
from simulator.lesson.words.events.table import EVENT_WORDS
from simulator.lesson.words.references import Prose
from simulator.machine.trace import Trace


def narrate(trace: Trace, number: int, tells_ahead: bool = True) -> Prose:
    """The event of a step and its reason, in sentences; step 0 is the start.

    `tells_ahead` says whether they tell what comes of the step: of a write its eventName and whether a record follows,
    of a failure when it is tried again.
    """
    if number == 0:
        return _start(trace)
    step = trace.steps[number - 1]
    return narration_of(EVENT_WORDS[step.event], trace, step, tells_ahead)


def _start(trace: Trace) -> Prose:
    is_on = trace.recorded_histories["stream_status"].values[0] == "ENABLED"
    waits = "the consumer waits" if len(trace.consumers) == 1 else "the consumers wait"
    return (
        f"Nothing has happened yet. The table is empty, the stream is {'on' if is_on else 'off'}, and {waits}. "
        "Step forward to make the first change.",
    )
