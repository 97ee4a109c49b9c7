"""Finds a path for a step: the action that it comes from, and what became of that."""

from __future__ import annotations

from typing import NamedTuple

from simulator.lesson.step_of_path import matches, writes_of_action
from simulator.machine.trace import Trace
from simulator.scenario.events import Event, Phase
from simulator.scenario.step_paths import DONE_BY_CONSUMERS, Sought


class NoName(LookupError):
    """A step that no path from an action leads to. The message says why."""


class Name(NamedTuple):
    """A path to a step, the label left open: the action may have none yet."""

    entry: int | None
    """The index of the action's entry in the timeline; None: the start."""
    rest: str = ""
    """What stands after the label."""


class _Write(NamedTuple):
    entry: int
    place: str
    """`.2` for the second of several writes, nothing for the only one."""
    step: int


class Names:
    """The paths to the steps of one run."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._writes: dict[int, _Write] = {}
        self._of_record: dict[int, _Write] = {}
        for entry in trace.actions:
            steps = list(writes_of_action(entry, trace))
            for place, step in enumerate(steps, 1):
                write = _Write(entry, f".{place}" if len(steps) > 1 else "", step)
                self._writes[step] = write
                self._of_record.update(dict.fromkeys(trace.record_indexes[step - 1], write))

    def of(self, step: int) -> Name:
        """A path to a step: of its own action, of the record that it is about, or of the newest action before it.

        Raises:
            NoName: the step comes before every action.
        """
        if step == 0:
            return Name(None, "start")
        for entry, (before, after) in self._trace.actions.items():
            if before + 1 == step and after > before:
                return Name(entry)
        if step in self._writes:
            return Name(self._writes[step].entry, self._writes[step].place)
        return self._about_a_record(step) or self._after_an_action(step)

    def has(self, step: int) -> bool:
        """Whether there is a path to a step."""
        try:
            self.of(step)
        except NoName:
            return False
        return True

    def _about_a_record(self, step: int) -> Name | None:
        trace, event = self._trace, self._trace.events[step - 1]
        about = [self._of_record[record] for record in trace.record_indexes[step - 1] if record in self._of_record]
        if not about:
            return None
        if event in (Event.CAPTURE_RECORD, Event.AVAILABLE_RECORD):
            return Name(about[0].entry, f"{about[0].place}.{event.phase.value}")
        consumer = trace.actors[step - 1]
        if consumer is None:
            return None
        word = _word(event)
        sought = Sought(DONE_BY_CONSUMERS[word], consumer)
        found = []
        for record, write in ((each, self._of_record.get(each)) for each in trace.record_indexes[step - 1]):
            if write is not None:
                before = range(write.step + 1, step)
                count = sum(record in trace.record_indexes[n - 1] and matches(sought, n, trace) for n in before)
                found.append((count, write))
        count, write = min(found, key=lambda each: each[0])  # the record for which it is the earliest of its kind
        return Name(write.entry, f"{write.place}/{consumer}.{word}{_numbered(count)}")

    def _after_an_action(self, step: int) -> Name:
        trace, event = self._trace, self._trace.events[step - 1]
        bases = [
            (before + 1 if after > before else before, entry)
            for entry, (before, after) in trace.actions.items()
            if before < step
        ]
        if not bases:
            raise NoName(f"step {step} comes before every action")
        base, entry = max(bases)
        consumer = trace.actors[step - 1]
        if consumer is None or consumer in [phase.value for phase in Phase]:
            sought, words = Sought((event,)), event.value
        else:
            word = _word(event)
            sought, words = Sought(DONE_BY_CONSUMERS[word], consumer), f"{consumer}.{word}"
        count = sum(matches(sought, number, trace) for number in range(base + 1, step))
        return Name(entry, f"~{words}{_numbered(count)}")


def _word(event: Event) -> str:
    """The word of a path for a consumer's event, which may mean other events too."""
    return "read" if event is Event.READ_RECORDS else event.value.partition(".")[2]


def _numbered(earlier: int) -> str:
    return f"#{earlier + 1}" if earlier else ""
