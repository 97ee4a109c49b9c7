"""When things happened in a run: the steps of each event, and how far each consumer came with each record.

A long run has hundreds of thousands of steps. They are walked through once, in `_by_event`; everything after that
walks through the steps of the events that it needs, and only when it is asked for.
"""

from __future__ import annotations

from array import array
from functools import cached_property
from itertools import chain

from simulator.machine.recording import Recording
from simulator.machine.steps import Progress
from simulator.scenario.events import Event

_READ = (Event.READ_RECORDS, Event.PROCESS_FILTERED)
_PROCESSED = (Event.PROCESS_SUCCEEDED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE, Event.PROCESS_FAILED)


class Occurrences:
    """The steps of a recording, found by their events."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @cached_property
    def _by_event(self) -> dict[Event, array[int]]:
        found = {event: array("q") for event in Event}
        add = {event: steps.append for event, steps in found.items()}
        for number, event in enumerate(self.recording.events, 1):
            add[event](number)
        return found

    def of(self, *events: Event) -> array[int]:
        """The numbers of the steps that have one of these events, in order."""
        found = [self._by_event[event] for event in events if self._by_event[event]]
        return found[0] if len(found) == 1 else array("q", sorted(chain.from_iterable(found)))

    def of_consumer(self, consumer: str, *events: Event) -> array[int]:
        """The steps at which a consumer read, processed or idled; each such step is some consumer's."""
        steps, actors = self.of(*events), self.recording.actors
        if len(self.recording.consumers) == 1:
            return steps
        return array("q", (number for number in steps if actors[number - 1] == consumer))

    @property
    def captured(self) -> array[int]:
        """For each record the step of its capture."""
        return self._by_event[Event.CAPTURE_RECORD]

    @cached_property
    def progress(self) -> dict[str, Progress]:
        """For each consumer the steps at which it first read and first finished each record."""
        read, processed = self._first_steps(*_READ), self._first_steps(*_PROCESSED)
        return {name: Progress(read[name], processed[name]) for name in self.recording.consumers}

    def _first_steps(self, *events: Event) -> dict[str, array[int]]:
        """For each consumer and record the first step with one of these events that is done with the record."""
        recording = self.recording
        happened, actors, record_indexes = recording.events, recording.actors, recording.record_indexes
        in_part = (Event.PROCESS_PARTIAL, Event.PROCESS_FAILED)  # looked up once: in Python 3.11 that is slow
        first = {name: array("q", [0]) * len(recording.records) for name in recording.consumers}
        for number in self.of(*events):
            marks = first[actors[number - 1] or ""]
            for index in recording.finished(number) if happened[number - 1] in in_part else record_indexes[number - 1]:
                if not marks[index]:
                    marks[index] = number
        return first
