"""Questions that a learner answers before a variation is run: what will become of a record, who waits longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from simulator.lesson.two_runs.outcomes import End, effects, invocations, messages, outcomes, waits
from simulator.lesson.two_runs.step_names import records_by_name
from simulator.lesson.two_runs.two_runs import TwoRuns
from simulator.lesson.words.images import IMAGES, images, why_images
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, key_words
from simulator.lesson.words.times import time_words
from simulator.machine.reading.record_marks import ReaderState
from simulator.machine.trace import Trace

MOST = 3
"""Questions that are asked."""

_BECOMES: dict[ReaderState, str] = {
    "processed": "it is processed",
    "given_up": "it is given up",
    "failed": "it still waits for a retry when the run ends",
    "filtered": "the filter drops it",
    "lost": "it is trimmed before it is read",
    "read": "it is read, and not processed by the end of the run",
    "unread": "it is not read by the end of the run",
    "passed_over": "it is passed over",
}
_USUAL: tuple[ReaderState, ...] = ("processed", "given_up")
_MORE, _SAME, _LESS = range(3)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A question about the run of a variation, asked before it is shown."""

    id: str
    """Its name in a variation: `images`, `outcome`, `wait`, `invocations`, `effects` or `messages`."""
    text: str
    choices: tuple[str, ...]
    right: int
    """The choice that the variation's run makes right."""
    in_the_lesson: int | None
    """The choice that holds in the lesson's own run; None where a choice compares both runs."""
    why: str
    """Both runs in a sentence."""
    step: int | None
    """The step of the variation's run that decides it."""
    reason: Prose
    """Why that step happened; empty where there is none."""


class _Asked(NamedTuple):
    """A record and a consumer that both runs have."""

    record: int
    other_record: int
    consumer: str
    lesson: End
    other: End


def forecasts(runs: TwoRuns) -> tuple[Forecast, ...]:
    """At most three questions: the images of a record, what becomes of one, how long one waits, how much work there is.

    The images are asked about only where they differ. The others are about what differs between the runs; where nothing
    does, about what might have.
    """
    both = [
        _Asked(each.record, each.other_record, each.consumer, each.lesson, each.other)
        for each in outcomes(runs)
        if each.record is not None and each.other_record is not None and each.lesson and each.other
    ]
    return (*_images(runs), *_outcome(runs, both), *_wait(runs, both), *_counts(runs))[:MOST]


def _images(runs: TwoRuns) -> Iterator[Forecast]:
    """Which images a record has: one that has others than in the lesson, best one of an item that comes or goes."""
    here, there = (records_by_name(trace) for trace in (runs.lesson, runs.other))
    both = [(runs.lesson.records[index], there[name], index) for name, index in here.items() if name in there]
    differ = [each for each in both if images(each[0]) != images(runs.other.records[each[1]])]
    if not differ:
        return
    record, place, index = max(differ, key=lambda each: (each[0].event_name != "MODIFY", -each[2]))
    other, step = runs.other.records[place], runs.other.captured[place]
    before, after = images(record), images(other)
    why = f"In the lesson it has {before[0].lower()}{before[1:]}, with your change {after[0].lower()}{after[1:]}."
    kept = why_images(other.stream.view_type, other.event_name).removesuffix(".")
    yield Forecast(
        "images",
        f"Which images does the {record.event_name} of {key_words(record.key)} (record {index + 1}) have?",
        IMAGES,
        IMAGES.index(after),
        IMAGES.index(before),
        why,
        step,
        cite(f"{kept} ({{F86}})."),
    )


def _outcome(runs: TwoRuns, both: list[_Asked]) -> Iterator[Forecast]:
    """What happens to a record: one that ends otherwise, else the one that was tried most often."""
    if not both:
        return
    asked = max(both, key=lambda each: (each.lesson.state != each.other.state, each.lesson.times, -each.record))
    here, there = asked.lesson.state, asked.other.state
    states = list(dict.fromkeys((*_USUAL, here, there)))
    step = waits(runs.other, asked.consumer)[asked.other_record].step
    text = f"What happens to {_name(runs, asked)}{_for(runs, asked.consumer)}?"
    why = f"In the lesson {_BECOMES[here]}{_when(runs.lesson, asked.consumer, asked.record)}; with your change "
    why += f"{_BECOMES[there]}{_when(runs.other, asked.consumer, asked.other_record)}."
    choices = tuple(_BECOMES[each] for each in states)
    yield Forecast("outcome", text, choices, states.index(there), states.index(here), why, step, _reason(runs, step))


def _wait(runs: TwoRuns, both: list[_Asked]) -> Iterator[Forecast]:
    """Whether a record waits longer: the one whose wait changes most, first of those that both runs process."""
    known = []
    for each in both:
        here = waits(runs.lesson, each.consumer)[each.record]
        there = waits(runs.other, each.consumer)[each.other_record]
        if here.time is not None and there.time is not None:
            is_processed = each.lesson.state == each.other.state == "processed"
            rank = is_processed, abs(here.time - there.time), here.time, -each.record
            known.append((rank, each, here.time, there.time, there.step))
    if not known:
        return
    _, asked, before, after, step = max(known, key=lambda each: each[0])
    of = f"{_name(runs, asked)} wait{_for(runs, asked.consumer)}"
    text = f"How long does {of}, compared with {time_words(before)} in the lesson?"
    why = f"In the lesson it waits {time_words(before)}, with your change {time_words(after)}."
    right = _compared(before, after)
    yield Forecast("wait", text, ("longer", "equally long", "shorter"), right, None, why, step, _reason(runs, step))


def _counts(runs: TwoRuns) -> Iterator[Forecast]:
    """How many invocations, effects or messages to a destination there are, compared with those of the lesson."""
    found = []
    for consumer in runs.consumers:
        if consumer not in runs.lesson.consumers or consumer not in runs.other.consumers:
            continue
        here, there = (messages(trace, consumer) for trace in (runs.lesson, runs.other))
        if len(here) != len(there):
            step = there[-1].step if there else None
            asked, counts = "messages does the destination get", (len(here), len(there))
            found.append(_count(runs, "messages", asked, consumer, counts, step))
        done = [effects(trace, consumer) for trace in (runs.lesson, runs.other)]
        totals = sum(done[0].values()), sum(done[1].values())
        if totals[0] != totals[1]:
            step = max(done[1], default=None)
            found.append(_count(runs, "effects", "effects does the function have", consumer, totals, step))
        kinds = {each.kind for each in runs.lesson.readers if each.name == consumer}
        asked = "invocations are there" if kinds == {"lambda"} else "records, repeats included, are worked on"
        steps = [invocations(trace, consumer) for trace in (runs.lesson, runs.other)]
        last = steps[1][-1] if steps[1] else None
        found.append(_count(runs, "invocations", asked, consumer, (len(steps[0]), len(steps[1])), last))
    yield from sorted(found, key=lambda each: each.right == _SAME)


def _count(runs: TwoRuns, id_: str, asked: str, consumer: str, counts: tuple[int, int], step: int | None) -> Forecast:
    here, there = counts
    text = f"How many {asked}{_for(runs, consumer)}, compared with {here} in the lesson?"
    why = f"In the lesson there are {here}, with your change {there}."
    right = _compared(here, there)
    return Forecast(id_, text, ("more", "the same number", "fewer"), right, None, why, step, _reason(runs, step))


def _compared(here: int, there: int) -> int:
    return _SAME if here == there else _MORE if there > here else _LESS


def _when(trace: Trace, consumer: str, index: int) -> str:
    step = waits(trace, consumer)[index].step
    return "" if step is None else f" at {time_words(trace.times[step - 1])}"


def _name(runs: TwoRuns, asked: _Asked) -> str:
    return f"{key_words(runs.lesson.records[asked.record].key)} (record {asked.record + 1})"


def _for(runs: TwoRuns, consumer: str) -> str:
    return f" for {consumer}" if len(runs.consumers) > 1 else ""


def _reason(runs: TwoRuns, step: int | None) -> Prose:
    return () if step is None else narrate(runs.other, step)
