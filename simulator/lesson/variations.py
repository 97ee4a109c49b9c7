"""What if: single changes of a lesson that are worth a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.stream import StreamRecord, ViewType
from simulator.lesson.answers import Ask, NoAnswer
from simulator.lesson.beliefs import is_short
from simulator.lesson.concerns import is_about
from simulator.lesson.drafts import spread, to_step
from simulator.lesson.lesson import Lesson
from simulator.lesson.references import Prose
from simulator.machine.events import Event
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints import ScenarioError
from simulator.scenario.consumers import KclModel, LambdaModel, PollerModel
from simulator.scenario.model import Scenario

MOST_COUNTED = 20
"""What would happen more often is not asked for: nobody could work it out."""


@dataclass(frozen=True, slots=True)
class Variation:
    """One change, and what is asked of the run that it gives."""

    id: str
    question: str
    ask: Ask
    step: int
    """The step of the real run to look at."""
    nudge: str
    explanation: Prose
    fact: str
    others: tuple[str, ...]
    in_order: tuple[str, ...] = ()


def variations(lesson: Lesson, seed: int) -> Iterator[Variation]:
    """The changes that a lesson allows, each of which makes what is asked for different."""
    if is_short(lesson.scenario, lesson.trace):
        yield from _view_types(lesson)
        yield from _consumers(lesson, seed)


# The stream's view type

IMAGES = ("No image", "The old image", "The new image", "Both images")

_KEPT = {
    ViewType.KEYS_ONLY: "KEYS_ONLY keeps the key and no image.",
    ViewType.NEW_IMAGE: "NEW_IMAGE keeps the item as it is after the change",
    ViewType.OLD_IMAGE: "OLD_IMAGE keeps the item as it was before the change",
    ViewType.NEW_AND_OLD_IMAGES: "NEW_AND_OLD_IMAGES keeps the item as it was before the change, and as it is after it",
}

_WHICH_THERE_ARE = {
    "INSERT": "before an INSERT there is no item",
    "MODIFY": "at a MODIFY there is an item before and after",
    "REMOVE": "after a REMOVE there is no item",
}


def _view_types(lesson: Lesson) -> Iterator[Variation]:
    trace = lesson.trace
    shown: set[str] = set()
    for index, record in enumerate(trace.records[:50]):
        if record.event_name in shown or record.stream is not trace.streams[0]:
            continue
        shown.add(record.event_name)
        for view_type in ViewType:
            if view_type is not record.stream.view_type:
                yield _view_type(lesson, index, view_type)


def _view_type(lesson: Lesson, index: int, view_type: ViewType) -> Variation:
    scenario, trace = lesson.scenario, lesson.trace
    record = trace.records[index]
    stream = scenario.stream.model_copy(update={"view_type": view_type.value})
    other = scenario.model_copy(update={"stream": stream})

    def ask(run: Trace, rules: Rules) -> tuple[str, ...]:
        there = _run(other, rules).records[index : index + 1]
        if not there or (there[0].key, there[0].captured_ms) != (record.key, record.captured_ms):
            raise NoAnswer("in that run this is another record")
        return (_images(there[0]),)

    kept = _KEPT[view_type]
    because = "" if view_type is ViewType.KEYS_ONLY else f", and {_WHICH_THERE_ARE[record.event_name]}."
    return Variation(
        f"view-type/{view_type.value}/{index + 1}",
        f"What if the stream's view type were {view_type.value}? Which images would record {index + 1}, captured in "
        f"step {trace.captured[index]}, carry?",
        ask,
        trace.captured[index],
        "Was there an item before the change, and is there one after it? Which of the two does this view type keep?",
        (f"{kept}{because}",),
        "F86",
        IMAGES,
        IMAGES,
    )


def _images(record: StreamRecord) -> str:
    return IMAGES[(record.old_image is not None) + 2 * (record.new_image is not None)]


# The consumers' settings


def _consumers(lesson: Lesson, seed: int) -> Iterator[Variation]:
    for place, consumer in enumerate(lesson.scenario.consumers):
        of = f' of "{consumer.name}"' if len(lesson.scenario.consumers) > 1 else ""
        for update, what, event, fact, nudge in _changes(consumer, of):
            varied = _counted(lesson, place, update, what, event, fact, nudge, seed)
            if varied is not None:
                yield varied


_Change = tuple[dict[str, Any], str, Event, str, str]
"""New settings, what that is in words, what is counted, the fact behind it, and a first hint."""


def _changes(consumer: PollerModel | LambdaModel | KclModel, of: str) -> Iterator[_Change]:
    if isinstance(consumer, PollerModel):
        if consumer.limit > 1:
            nudge = "A limit is the most that one read returns. What is left waits for the next poll."
            yield {"limit": 1}, f"the limit{of} were 1", Event.READ_RECORDS, "F141", nudge
    elif isinstance(consumer, KclModel):
        if consumer.checkpoint_every > 1:
            what = f"the workers{of} made a checkpoint after every record"
            nudge = "A worker that takes over goes on after the last checkpoint. What had been done since then?"
            yield {"checkpoint_every": 1}, what, Event.PROCESS_DUPLICATE, "F243", nudge
    else:
        yield from _changes_of_mapping(consumer, of)


def _changes_of_mapping(consumer: LambdaModel, of: str) -> Iterator[_Change]:
    retries = 1 if consumer.maximum_retry_attempts != 1 else 3
    nudge = "A retry is not the first try. And a batch may succeed before its retries are used up."
    yield (
        {"maximum_retry_attempts": retries},
        f"MaximumRetryAttempts{of} were {retries}",
        Event.PROCESS_FAILED,
        "F183",
        nudge,
    )
    if consumer.batch_size > 1:
        nudge = "With a batch size of 1 each record is an invocation of its own."
        yield {"batch_size": 1}, f"BatchSize{of} were 1", Event.READ_RECORDS, "F162", nudge
    if consumer.filter_criteria:
        nudge = "Without a filter every record goes to the function."
        yield {"filter_criteria": []}, f"the mapping{of} had no filter", Event.READ_RECORDS, "F215", nudge
    bisects = not consumer.bisect_batch_on_function_error
    yield (
        {"bisect_batch_on_function_error": bisects},
        f"BisectBatchOnFunctionError{of} were {'on' if bisects else 'off'}",
        Event.PROCESS_FAILED,
        "F186",
        "With it a batch that fails is tried again in two halves; without it, as a whole.",
    )


_ASKED = {
    Event.READ_RECORDS: "At how many steps would a consumer read records to work on?",
    Event.PROCESS_FAILED: "How many invocations would fail as a whole?",
    Event.PROCESS_DUPLICATE: "At how many steps would a consumer process again what it had processed before?",
}


def _counted(
    lesson: Lesson, place: int, update: dict[str, Any], what: str, event: Event, fact: str, nudge: str, seed: int
) -> Variation | None:
    """A count that a change of one consumer makes different; None where it stays the same."""
    scenario, trace = lesson.scenario, lesson.trace
    consumers = list(scenario.consumers)
    consumers[place] = consumers[place].model_copy(update=update)
    other = scenario.model_copy(update={"consumers": consumers})

    def ask(run: Trace, rules: Rules) -> tuple[str, ...]:
        if not is_about(rules, event):
            raise NoAnswer("the belief is about something else")
        count = _run(other, rules).events.count(event)
        if rules != AWS and count == now:
            raise NoAnswer("it is what the run has now: whoever says so has overlooked the change")
        return (str(count),)

    now = trace.events.count(event)
    try:
        would = int(ask(trace, AWS)[0])
    except NoAnswer:
        return None
    if would == now or would > MOST_COUNTED:
        return None
    name = f"{next(iter(update))}/{place + 1}"
    lower = [each for each in (now, would - 1, would - 2) if 0 <= each < would]
    upper = [each for each in (now, would + 1, would + 2, would + 3) if each > would]
    step = trace.events.index(event) + 1 if event in trace.events else len(trace.events)
    return Variation(
        name,
        f"What if {what}? {_ASKED[event]}",
        ask,
        step,
        nudge,
        (
            f"In this run it is {now}, the first in " if now else "In this run it is 0. ",
            *((to_step(step), ". ") if now else ()),
            f"With the one change the simulator ran it again, and there it is {would}.",
        ),
        fact,
        tuple(str(each) for each in spread(_unlike(lower), _unlike(upper), 3, f"{seed}/{name}")),
    )


def _unlike(numbers: list[int]) -> list[int]:
    return list(dict.fromkeys(numbers))


def _run(scenario: Scenario, rules: Rules) -> Trace:
    """A run of another scenario, whichever run the question is put to."""
    try:
        return simulate(scenario, rules)
    except ScenarioError:
        raise NoAnswer("the change makes an action of the timeline impossible") from None
