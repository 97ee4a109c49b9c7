"""Questions about the run that a single change of the lesson would give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from simulator.dynamodb.phrases import joined
from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.stream import ViewType
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.beliefs import is_short
from simulator.lesson.generated.draft import ROUNDS, Draft, wrong_numbers
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.evidence import is_about, is_about_images
from simulator.lesson.words.images import IMAGES, images, why_images
from simulator.lesson.words.references import Location, Prose
from simulator.lesson.words.sentences import fact, listed
from simulator.lesson.words.times import time_words
from simulator.machine.machine import simulate
from simulator.machine.pseudo_random import shuffled
from simulator.machine.trace import Trace
from simulator.machine.turn_bound import turns_beside
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.consumers import KclModel, LambdaModel, PollerModel
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario

MOST_COUNTED = 20
"""A higher count is not asked for: nobody could work it out."""

MOST_NAMED = 6
"""Steps, or times, that are named one by one."""


def what_if(lesson: Lesson, seed: int) -> Iterator[Draft[Any]]:
    """The answer that one change of the lesson would give."""
    yield from shuffled(_variations(lesson, seed), f"{seed}/what-if")[:ROUNDS]


def _variations(lesson: Lesson, seed: int) -> Iterator[Draft[Any]]:
    """A question for each change that a lesson allows."""
    if is_short(lesson.trace):
        yield from _view_types(lesson)
        yield from _consumers(lesson, seed)


_LOOK = "Go through the run as it is, and ask at each step whether this one thing would change it."


def _see(number: str) -> Prose:
    return (" See ", fact(number), ".")


# The stream's view type


def _view_types(lesson: Lesson) -> Iterator[Draft[Any]]:
    trace = lesson.trace
    if not lesson.scenario.stream.enabled:
        return  # the action that turns the stream on gives it its view type
    shown: set[str] = set()
    for index, record in enumerate(trace.records[:50]):
        if record.event_name in shown or record.stream is not trace.streams[0]:
            continue
        shown.add(record.event_name)
        for view_type in ViewType:
            if view_type is not record.stream.view_type:
                yield _view_type(lesson, index, view_type)


def _view_type(lesson: Lesson, index: int, view_type: ViewType) -> Draft[str]:
    scenario, trace = lesson.scenario, lesson.trace
    record = trace.records[index]
    stream = scenario.stream.model_copy(update={"view_type": view_type.value})
    other = scenario.model_copy(update={"stream": stream})

    the_stream = "the stream's" if len(trace.streams) == 1 else "the first stream's"

    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        if not is_about_images(rules, view_type):
            raise NoAnswer("the belief is about something else")
        there = _run(other, rules, trace).records[index : index + 1]
        if not there or (there[0].key, there[0].captured_ms) != (record.key, record.captured_ms):
            raise NoAnswer("in that run this is another record")
        return (images(there[0]),)

    return Draft(
        f"what-if/view-type/{view_type.value}/{index + 1}",
        f"What if {the_stream} view type were {view_type.value}? Which images would record {index + 1}, captured in "
        f"step {trace.captured[index]}, carry?",
        solve,
        Location(trace.captured[index]),
        "Was there an item before the change, and is there one after it? Which of the two does this view type keep?",
        _LOOK,
        (why_images(view_type, record.event_name), *_see("F86")),
        IMAGES,
        in_order=IMAGES,
    )


# The consumers' settings


def _consumers(lesson: Lesson, seed: int) -> Iterator[Draft[Any]]:
    for index, consumer in enumerate(lesson.scenario.consumers):
        of = f' of "{consumer.name}"' if len(lesson.scenario.consumers) > 1 else ""
        for change in _changes(consumer, of):
            varied = _counted(lesson, index, change, seed)
            if varied is not None:
                yield varied


class _Change(NamedTuple):
    """One other setting of a consumer."""

    update: dict[str, Any]
    what: str
    """The change in words: `the limit were 1`."""
    event: Event
    """The event whose steps are counted."""
    fact: str
    """The fact behind it."""
    nudge: str
    """The first hint."""
    because: str
    """The effect of the change."""


def _changes(consumer: PollerModel | LambdaModel | KclModel, of: str) -> Iterator[_Change]:
    if isinstance(consumer, PollerModel):
        if consumer.limit > 1:
            yield _Change(
                {"limit": 1},
                f"the limit{of} were 1",
                Event.READ_RECORDS,
                "F141",
                "A limit is the most that one read returns. What is left waits for the next poll.",
                "One read returns one record then, so what came in one read takes several.",
            )
    elif isinstance(consumer, KclModel):
        if consumer.checkpoint_every > 1:
            yield _Change(
                {"checkpoint_every": 1},
                f"the workers{of} made a checkpoint after every record",
                Event.PROCESS_DUPLICATE,
                "F243",
                "A worker that takes over goes on after the last checkpoint. What had been done since then?",
                "A checkpoint after every record leaves less between it and a crash, so less is done again.",
            )
    else:
        yield from _changes_of_mapping(consumer, of)


def _changes_of_mapping(consumer: LambdaModel, of: str) -> Iterator[_Change]:
    retries = 1 if consumer.maximum_retry_attempts != 1 else 3
    yield _Change(
        {"maximum_retry_attempts": retries},
        f"MaximumRetryAttempts{of} were {retries}",
        Event.PROCESS_FAILED,
        "F183",
        "A retry is not the first try. And a batch may succeed before its retries are used up.",
        f"A batch that goes on failing is invoked {retries + 1} times: the first try, and {retries} "
        f"retr{'y' if retries == 1 else 'ies'}.",
    )
    if consumer.batch_size > 1:
        yield _Change(
            {"batch_size": 1},
            f"BatchSize{of} were 1",
            Event.READ_RECORDS,
            "F162",
            "With a batch size of 1 each record is an invocation of its own.",
            "Each record is a batch of its own then.",
        )
    if consumer.filter_criteria:
        yield _Change(
            {"filter_criteria": []},
            f"the mapping{of} had no filter",
            Event.READ_RECORDS,
            "F215",
            "Without a filter every record goes to the function.",
            "What the filter drops now goes to the function too.",
        )
    bisects = not consumer.bisect_batch_on_function_error
    yield _Change(
        {"bisect_batch_on_function_error": bisects},
        f"BisectBatchOnFunctionError{of} were {'on' if bisects else 'off'}",
        Event.PROCESS_FAILED,
        "F186",
        "With it a batch that fails is tried again in two halves; without it, as a whole.",
        "Each half of a batch that failed is a batch of its own, and only what holds the bad record goes on failing."
        if bisects
        else "A batch that failed is tried again as a whole, and the good records in it fail with the bad one.",
    )


_ASKED = {
    Event.READ_RECORDS: "How many times would a consumer read records to work on?",
    Event.PROCESS_FAILED: "How many invocations would fail?",
    Event.PROCESS_DUPLICATE: "How many times would a consumer process again what it had processed before?",
}


def _counted(lesson: Lesson, index: int, change: _Change, seed: int) -> Draft[int] | None:
    """A count that a change of one consumer makes different; None where it stays the same."""
    scenario, trace, event = lesson.scenario, lesson.trace, change.event
    consumers = list(scenario.consumers)
    consumers[index] = consumers[index].model_copy(update=change.update)
    other = scenario.model_copy(update={"consumers": consumers})

    def solve(run: Trace, rules: Rules) -> tuple[int, ...]:
        if not is_about(rules, event):
            raise NoAnswer("the belief is about something else")
        count = _run(other, rules, trace).events.count(event)
        if rules != AWS and count == now:
            raise NoAnswer("it is the count of the run as it is: the change was overlooked")
        return (count,)

    now = trace.events.count(event)
    try:
        (would,) = solve(trace, AWS)
    except NoAnswer:
        return None
    if would == now or would > MOST_COUNTED:
        return None
    name = f"{next(iter(change.update))}/{index + 1}"
    lower = [each for each in (now, would - 1, would - 2) if 0 <= each < would]
    upper = [each for each in (now, would + 1, would + 2, would + 3) if each > would]
    steps = trace.steps_of(event)
    return Draft(
        f"what-if/{name}",
        f"What if {change.what}? {_ASKED[event]}",
        solve,
        Location(steps[0] if steps else len(trace.events)),
        change.nudge,
        _LOOK,
        (
            f"{change.because} In this run it is {now}",
            *((": ", *listed(steps)) if 0 < now <= MOST_NAMED else ()),
            f". With this one change it is {_when(_run(other, AWS, trace), event)}.",
            *_see(change.fact),
        ),
        wrong_numbers(_distinct(lower), _distinct(upper), 3, f"{seed}/{name}"),
    )


def _when(run: Trace, event: Event) -> str:
    """How often something happens in a run that cannot be looked at, and when: `3, at 1.5 s, 2 s and 4 s`."""
    times = [time_words(run.times[number - 1]) for number in run.steps_of(event)]
    if len(times) > MOST_NAMED:
        return f"{len(times)}, the first at {times[0]} and the last at {times[-1]}"
    return str(len(times)) + (f", at {joined(times)}" if times else "")


def _distinct(numbers: list[int]) -> list[int]:
    return list(dict.fromkeys(numbers))


def _run(scenario: Scenario, rules: Rules, real: Trace) -> Trace:
    """The run of another scenario, which is not much longer than the lesson's own."""
    try:
        return simulate(scenario, rules, turns_beside(real))
    except ScenarioError:
        raise NoAnswer("the change makes an action of the timeline impossible, or the run very long") from None
