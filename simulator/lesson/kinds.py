"""The kinds of questions that the program makes: for each the drafts that a lesson gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from simulator.dynamodb.rules import Rules
from simulator.lesson.answers import Ask, Kind, NoAnswer, first_action, record_slot, record_words
from simulator.lesson.clauses import CLAUSES
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz import ONE_CHANGE, WORKED_OUT
from simulator.lesson.references import Place, Prose, Reference
from simulator.lesson.shuffling import shuffled
from simulator.lesson.variations import variations
from simulator.lesson.words import COLUMN_NAMES, action_words, row_words, value_words, variable_name
from simulator.machine.events import Event
from simulator.machine.trace import COLUMNS, Step, Trace

MOST_STEPS = 40
"""Steps of a long run that are asked about: they are drawn, so that a run of any length is quick."""

EVENT_NAMES = ("INSERT", "MODIFY", "REMOVE", "There is no record")


@dataclass(frozen=True, slots=True)
class Draft:
    """A question without its choices."""

    id: str
    text: Prose
    ask: Ask
    place: Place
    """Where the trace shows the answer."""
    nudge: Prose
    """The first hint."""
    others: tuple[str, ...] = ()
    """What the trace says elsewhere: for wrong choices."""
    explanation: Prose = ()
    """Left out: why the step of `place` happened."""
    kind: Kind = "choice"
    slots: tuple[str, ...] = ()
    in_order: tuple[str, ...] = ()
    """Choices that have an order of their own, such as Yes and No."""


def _first_step(lesson: Lesson, seed: int) -> list[Draft]:
    return [_step_of(lesson.trace, event, first=True) for event in dict.fromkeys(lesson.trace.events)]


def _last_step(lesson: Lesson, seed: int) -> list[Draft]:
    trace = lesson.trace
    several = [event for event in dict.fromkeys(trace.events) if trace.events.count(event) > 1]
    return [_step_of(trace, event, first=False) for event in several]


def _step_of(trace: Trace, event: Event, first: bool) -> Draft:
    which = "first" if first else "last"

    def ask(run: Trace, rules: Rules) -> tuple[str, ...]:
        find = run.first_step if first else run.last_step
        step = find(lambda number: run.events[number - 1] is event)
        if step is None:
            raise NoAnswer(f"no step is {event.value}")
        return (f"Step {step}",)

    step = int(ask(trace, Rules())[0].removeprefix("Step "))
    near = [number for number in range(step - 3, step + 4) if 1 <= number <= len(trace.events)]
    phase = event.phase
    alike = [number for number, other in enumerate(trace.events[:500], 1) if other.phase is phase][:10]
    return Draft(
        f"{which}-step/{event.value}",
        (f"What is the {which} step at which {CLAUSES[event]}?",),
        ask,
        Place(step),
        (f"Go through the table from its {'start' if first else 'end'}, and ask of each row whether it is the one.",),
        tuple(f"Step {number}" for number in dict.fromkeys([*alike, *near])),
    )


def _cell(lesson: Lesson, seed: int) -> list[Draft]:
    trace = lesson.trace
    drafts = []
    for number in _some_steps(trace, f"{seed}/cell"):
        for place, column in enumerate(COLUMNS):

            def ask(run: Trace, rules: Rules, number: int = number, place: int = place) -> tuple[str, ...]:
                return (row_words(run, _same_step(run, trace, number))[2 + place],)

            drafts.append(
                Draft(
                    f"cell/{number}/{column}",
                    (
                        f'Step {number} is "{action_words(trace, trace.step(number))}". What stands in its row under '
                        f'"{COLUMN_NAMES[column]}"?',
                    ),
                    ask,
                    Place(number, column),
                    ("The cell answers for the change that the row is about, by the end of this step.",),
                    ("Yes", "No"),
                    in_order=("Yes", "No"),
                )
            )
    return drafts


def _value(lesson: Lesson, seed: int) -> list[Draft]:
    trace = lesson.trace
    drafts = []
    for variable in trace.variables:
        history = trace.histories[variable]
        said = dict.fromkeys(value_words(value) for value in history.values[:200])
        for number in _some([step for step in history.steps if step], f"{seed}/{variable}"):

            def ask(run: Trace, rules: Rules, number: int = number, variable: str = variable) -> tuple[str, ...]:
                _same_step(run, trace, number)
                return (value_words(run.value(variable, number)),)

            drafts.append(
                Draft(
                    f"value/{variable}/{number}",
                    (f'What does the tracker say for "{variable_name(variable, trace)}" after step {number}?',),
                    ask,
                    Place(number, variable=variable),
                    ("Ask what this step did, and to what the variable belongs.",),
                    tuple(said),
                )
            )
    return drafts


def _count(lesson: Lesson, seed: int) -> list[Draft]:
    trace = lesson.trace
    drafts = []
    for event in dict.fromkeys([*trace.events, Event.CAPTURE_RECORD]):

        def ask(run: Trace, rules: Rules, event: Event = event) -> tuple[str, ...]:
            return (str(sum(each is event for each in run.events)),)

        count = sum(each is event for each in trace.events)
        writes = len(trace.writes)
        step = trace.last_step(lambda number, event=event: trace.events[number - 1] is event)  # type: ignore[misc]
        drafts.append(
            Draft(
                f"count/{event.value}",
                (f"How often does it happen in the whole run that {CLAUSES[event]}?",),
                ask,
                Place(step or len(trace.events)),
                ("Not every step has one: look at each row and count.",),
                tuple(str(each) for each in (writes, count + 1, count - 1, count + 2) if each >= 0),
            )
        )
    return drafts


def _changed(lesson: Lesson, seed: int) -> list[Draft]:
    trace = lesson.trace
    names = {variable: variable_name(variable, trace) for variable in trace.variables}
    drafts = []
    for number in _some_steps(trace, f"{seed}/changed"):
        if not trace.step(number).changes:
            continue

        def ask(run: Trace, rules: Rules, number: int = number) -> tuple[str, ...]:
            changes = _same_step(run, trace, number).changes
            if not changes:
                raise NoAnswer("nothing changes")
            return tuple(variable_name(each.variable, run) for each in changes)

        first = trace.step(number).changes[0].variable
        drafts.append(
            Draft(
                f"changed/{number}",
                (
                    f'Step {number} is "{action_words(trace, trace.step(number))}". Which variables of the tracker '
                    "change in it?",
                ),
                ask,
                Place(number, variable=first),
                ("For each variable ask: does this step do anything to it?",),
                tuple(names.values()),
            )
        )
    return drafts


def _event_name(lesson: Lesson, seed: int) -> list[Draft]:
    trace = lesson.trace
    drafts = []
    for number in _some(list(trace.writes), f"{seed}/event-name"):

        def ask(run: Trace, rules: Rules, number: int = number) -> tuple[str, ...]:
            if number not in run.writes:
                raise NoAnswer(f"step {number} is no write")
            about = run.about[number - 1]
            return (run.records[about[0]].event_name if about else "There is no record",)

        drafts.append(
            Draft(
                f"event-name/{number}",
                (
                    f'Step {number} is "{action_words(trace, trace.step(number))}". Which eventName does the stream '
                    "record of this write have?",
                ),
                ask,
                Place(number),
                ("The name says what happened to the item, not which call was made.",),
                EVENT_NAMES,
                in_order=EVENT_NAMES,
            )
        )
    return drafts


def _next(lesson: Lesson, seed: int) -> list[Draft]:
    trace = lesson.trace
    actions = tuple(dict.fromkeys(action_words(trace, step) for step in trace.steps[:300]))
    drafts = []
    for number in _some_steps(trace, f"{seed}/next"):
        if number == len(trace.events):
            continue

        def ask(run: Trace, rules: Rules, number: int = number) -> tuple[str, ...]:
            _same_step(run, trace, number)
            return (action_words(run, _step(run, number + 1)),)

        drafts.append(
            Draft(
                f"next/{number}",
                (f'Step {number} is "{action_words(trace, trace.step(number))}". What is the next step?',),
                ask,
                Place(number + 1),
                ("Think of the flow: what has the record, or the consumer, still before it?",),
                actions,
            )
        )
    return drafts


def _order(lesson: Lesson, seed: int) -> list[Draft]:
    trace = lesson.trace
    actions = list(dict.fromkeys(action_words(trace, step) for step in trace.steps[:300]))
    drafts = []
    for round_ in range(3):
        chosen = shuffled(actions, f"{seed}/order/{round_}")[:4]
        if len(chosen) < 3:
            return []

        def ask(run: Trace, rules: Rules, chosen: tuple[str, ...] = chosen) -> tuple[str, ...]:
            steps = {action: first_action(action, run) for action in chosen}
            if None in steps.values():
                raise NoAnswer("an action is missing")
            return tuple(sorted(chosen, key=lambda action: steps[action] or 0))

        first = first_action(ask(trace, Rules())[0], trace)
        drafts.append(
            Draft(
                f"order/{'/'.join(sorted(chosen))}",
                ("In which order do these happen for the first time?",),
                ask,
                Place(first),
                ("Begin with the one that needs none of the others.",),
                kind="order",
            )
        )
    return drafts


def _match(lesson: Lesson, seed: int) -> list[Draft]:
    trace = lesson.trace
    drafts = []
    for by in ("images", "event_name", "size_bytes"):
        for round_ in range(2):
            different: dict[str, int] = {}
            for index in shuffled(range(min(len(trace.records), 200)), f"{seed}/match/{by}/{round_}"):
                different.setdefault(record_words(by, trace, index), index)
            records = sorted(list(different.values())[:4])
            if len(records) < 2:
                continue

            def ask(run: Trace, rules: Rules, records: list[int] = records, by: str = by) -> tuple[str, ...]:
                if max(records) >= len(run.records):
                    raise NoAnswer("a record is missing")
                return tuple(record_words(by, run, index) for index in records)

            things = {"images": "what it carries", "event_name": "its eventName", "size_bytes": "its size"}[by]
            drafts.append(
                Draft(
                    f"match/{by}/{'/'.join(map(str, records))}",
                    (f"Match each stream record with {things}.",),
                    ask,
                    Place(trace.captured[records[-1]]),
                    (
                        "For each record ask: was there an item before, is there one after, and what does the view "
                        "type keep?",
                    ),
                    kind="match",
                    slots=tuple(record_slot(trace, index) for index in records),
                )
            )
    return drafts


def _what_if(lesson: Lesson, seed: int) -> list[Draft]:
    drafts = []
    for variation in shuffled(variations(lesson), f"{seed}/what-if")[:4]:
        drafts.append(
            Draft(
                f"what-if/{variation.id}",
                (variation.question,),
                variation.ask,
                Place(variation.step),
                ONE_CHANGE,
                variation.others,
                WORKED_OUT
                + ((" See ", Reference(variation.fact, "fact", variation.fact), ".") if variation.fact else ()),
            )
        )
    return drafts


KINDS: dict[str, Callable[[Lesson, int], list[Draft]]] = {
    "first-step": _first_step,
    "last-step": _last_step,
    "cell": _cell,
    "value": _value,
    "count": _count,
    "changed": _changed,
    "event-name": _event_name,
    "next": _next,
    "order": _order,
    "match": _match,
    "what-if": _what_if,
}
"""For each kind of question what makes its drafts, from a lesson and a seed."""


def _step(run: Trace, number: int) -> Step:
    if number > len(run.events):
        raise NoAnswer(f"no step {number}")
    return run.step(number)


def _same_step(run: Trace, trace: Trace, number: int) -> Step:
    """A step of another run, if the same thing happens there as in the real one: else it is another question."""
    step = _step(run, number)
    if step.time != trace.times[number - 1] or action_words(run, step) != action_words(trace, trace.step(number)):
        raise NoAnswer("another thing happens in this step")
    return step


def _some_steps(trace: Trace, seed: str) -> tuple[int, ...]:
    return _some(range(1, len(trace.events) + 1), seed)


def _some(things: Iterable[int], seed: str) -> tuple[int, ...]:
    """At most `MOST_STEPS` of the numbers, drawn by the seed."""
    listed = list(things)
    if len(listed) <= MOST_STEPS:
        return tuple(listed)
    stride = len(listed) / MOST_STEPS
    offset = int.from_bytes(seed.encode()[-4:]) % max(1, int(stride))
    return tuple(listed[int(place * stride) + offset] for place in range(MOST_STEPS))
