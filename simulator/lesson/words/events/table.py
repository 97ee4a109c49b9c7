"""All rows of sentences about events, and the questions that the program asks of them."""

from __future__ import annotations

from simulator.lesson.words.events.lifecycle import LIFECYCLE
from simulator.lesson.words.events.processing import PROCESSING
from simulator.lesson.words.events.reading import READING
from simulator.lesson.words.events.row import Rows, action_of
from simulator.lesson.words.events.streaming import STREAMING
from simulator.lesson.words.events.writing import WRITING
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event

EVENT_WORDS: Rows = {**WRITING, **STREAMING, **READING, **LIFECYCLE, **PROCESSING}


def action_words(trace: Trace, step: Step) -> str:
    """The action of a step, in the words of the process table."""
    return action_of(EVENT_WORDS[step.event], trace, step)


def has_clause(event: Event) -> bool:
    """Whether questions ask about an event."""
    return EVENT_WORDS[event].clause is not None


def clause_words(event: Event, trace: Trace) -> str:
    """An event that questions ask about, in words that fit no other event of the run."""
    clause = EVENT_WORDS[event].clause
    assert clause is not None, event
    return clause if isinstance(clause, str) else clause(trace)
