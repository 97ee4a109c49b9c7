"""What if: single changes of a lesson that are worth a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from simulator.dynamodb.rules import Rules
from simulator.dynamodb.stream import ViewType
from simulator.lesson.answers import Ask, NoAnswer
from simulator.lesson.lesson import Lesson
from simulator.machine.events import Event
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints import ScenarioError
from simulator.scenario.consumers import KclModel, LambdaModel, PollerModel
from simulator.scenario.model import Scenario

MOST_STEPS = 2_000
"""A longer run is not run again for a question."""


@dataclass(frozen=True, slots=True)
class Variation:
    """One change, and what is asked of the run that it gives."""

    id: str
    question: str
    ask: Ask
    step: int
    """The step of the real run to look at."""
    others: tuple[str, ...]
    fact: str


def variations(lesson: Lesson) -> list[Variation]:
    """The changes that a lesson allows."""
    if len(lesson.trace.events) > MOST_STEPS:
        return []
    return [*_view_types(lesson), *_consumers(lesson)]


def _view_types(lesson: Lesson) -> Iterator[Variation]:
    scenario, trace = lesson.scenario, lesson.trace
    shown: set[str] = set()
    for index, record in enumerate(trace.records[:50]):
        if record.event_name in shown or record.stream is not trace.streams[0]:
            continue
        shown.add(record.event_name)
        for view_type in ViewType:
            if view_type.value == scenario.stream.view_type:
                continue
            other = scenario.model_copy(
                update={"stream": scenario.stream.model_copy(update={"view_type": view_type.value})}
            )
            yield Variation(
                f"view-type/{view_type.value}/{index}",
                f"What if the stream's view type were {view_type.value}? Which images would record {index + 1}, "
                f"captured in step {trace.captured[index]}, carry?",
                _of(other, partial(_images, index=index)),
                trace.captured[index],
                ("No image", "The old image", "The new image", "Both images"),
                "F86",
            )


def _consumers(lesson: Lesson) -> Iterator[Variation]:
    for place, consumer in enumerate(lesson.scenario.consumers):
        name = f'of "{consumer.name}" ' if len(lesson.scenario.consumers) > 1 else ""
        if isinstance(consumer, PollerModel):
            if consumer.limit > 1:
                yield from _counted(lesson, place, {"limit": 1}, f"the limit {name}were 1", Event.READ_RECORDS, "F141")
        elif isinstance(consumer, KclModel):
            yield from _counted(
                lesson,
                place,
                {"checkpoint_every": 1},
                f"the workers {name}checkpointed after every record",
                Event.PROCESS_DUPLICATE,
                "F243",
            )
        else:
            yield from _mapping(lesson, place, consumer, name)


def _mapping(lesson: Lesson, place: int, consumer: LambdaModel, name: str) -> Iterator[Variation]:
    retries = 1 if consumer.maximum_retry_attempts != 1 else 3
    yield from _counted(
        lesson,
        place,
        {"maximum_retry_attempts": retries},
        f"MaximumRetryAttempts {name}were {retries}",
        Event.PROCESS_FAILED,
        "F183",
    )
    if consumer.batch_size > 1:
        yield from _counted(lesson, place, {"batch_size": 1}, f"BatchSize {name}were 1", Event.READ_RECORDS, "F162")
    if consumer.filter_criteria:
        yield from _counted(
            lesson, place, {"filter_criteria": []}, f"the mapping {name}had no filter", Event.READ_RECORDS, "F215"
        )
    bisects = not consumer.bisect_batch_on_function_error
    yield from _counted(
        lesson,
        place,
        {"bisect_batch_on_function_error": bisects},
        f"BisectBatchOnFunctionError {name}were {'on' if bisects else 'off'}",
        Event.PROCESS_FAILED,
        "F186",
    )


_ASKED = {
    Event.READ_RECORDS: "How often would records be read?",
    Event.PROCESS_FAILED: "How many invocations would fail as a whole?",
    Event.PROCESS_DUPLICATE: "How many records would be processed again?",
}


def _counted(
    lesson: Lesson, place: int, update: dict[str, Any], what: str, event: Event, fact: str
) -> Iterator[Variation]:
    """A count that a change of one consumer makes different; nothing where it stays the same."""
    scenario, trace = lesson.scenario, lesson.trace
    consumers = list(scenario.consumers)
    consumers[place] = consumers[place].model_copy(update=update)
    other = scenario.model_copy(update={"consumers": consumers})
    now = sum(each is event for each in trace.events)
    ask = _of(other, lambda run: (str(sum(each is event for each in run.events)),))
    try:
        count = int(ask(trace, Rules())[0])
    except NoAnswer:
        return
    if count == now:
        return
    step = trace.first_step(lambda number: trace.events[number - 1] is event)
    key = next(iter(update))
    yield Variation(
        f"{key}/{place}",
        f"What if {what}? {_ASKED[event]}",
        ask,
        step or len(trace.events),
        tuple(str(each) for each in (now, count + 1, count - 1, count + 2) if each >= 0),
        fact,
    )


def _of(scenario: Scenario, ask: Callable[[Trace], tuple[str, ...]]) -> Ask:
    """A question that is put to another scenario's run, whichever run it is asked of."""

    def asked(_: Trace, rules: Rules) -> tuple[str, ...]:
        try:
            return ask(simulate(scenario, rules))
        except ScenarioError:
            raise NoAnswer("the change makes an action of the timeline impossible") from None

    return asked


def _images(run: Trace, index: int) -> tuple[str, ...]:
    if index >= len(run.records):
        raise NoAnswer("no such record")
    record = run.records[index]
    return (
        {
            (False, False): "No image",
            (True, False): "The old image",
            (False, True): "The new image",
            (True, True): "Both images",
        }[record.old_image is not None, record.new_image is not None],
    )
