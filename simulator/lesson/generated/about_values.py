"""Questions about the views at a step: a cell of the process table, a variable, and the variables that change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.answers.believed import EVENT_OF_COLUMN, same_step
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.generated.draft import Draft, some
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.evidence import is_about, is_about_variable
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Location, Prose
from simulator.lesson.words.sentences import count_words, fact, listed, to_step
from simulator.lesson.words.table import value_words, variable_name, yes_no
from simulator.lesson.words.times import time_words
from simulator.machine.pseudo_random import shuffled
from simulator.machine.trace import Trace
from simulator.machine.variables import Attempt, ConsumerState
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.scenario.events import Event

_DONE_BY = {
    Event.CAPTURE_RECORD: "record_created",
    Event.READ_RECORDS: "consumer_reads",
    Event.PROCESS_SUCCEEDED: "consumer_processes",
    Event.PROCESS_DUPLICATE: "consumer_processes",
}
"""Events whose action gives the answer of one of the row's cells away."""

MOST_UNCHANGED = 6
"""Steps that leave a variable as it is and are asked about all the same."""


def cell(lesson: Lesson, seed: int) -> Iterator[Draft[bool]]:
    """A cell of the process table, where the row's action does not give it away."""
    trace = lesson.trace
    for number in some(range(1, len(trace.events) + 1), f"{seed}/cell"):
        if not trace.record_indexes[number - 1]:
            continue  # a row about no change has No everywhere: a rule of the table, and nothing of the service
        for column in YES_NO:
            if _DONE_BY.get(trace.events[number - 1]) != column:
                yield _cell(trace, number, column)


def _cell(trace: Trace, number: int, column: str) -> Draft[bool]:
    def solve(run: Trace, rules: Rules) -> tuple[bool, ...]:
        here = same_step(trace, number, run)
        if not is_about(rules, EVENT_OF_COLUMN[column]) or not run.record_indexes[here - 1]:
            raise NoAnswer("the belief is about something else, or there the row is about no change")
        return (run.row(here).answer(column),)

    several = len(trace.record_indexes[number - 1]) > 1
    of_first = (
        ""
        if trace.actors[number - 1] or len(trace.consumers) == 1 or column == "record_created"
        else (f' The row is of no consumer, so its answer is that of "{trace.consumers[0]}".')
    )
    return Draft(
        f"cell/{column}/{number}",
        f'Step {number} is "{action_words(trace, trace.step(number))}". What stands in its row under '
        f'"{COLUMNS[column].heading}"?'
        + (" (The row is about several records, and Yes means all of them.)" if several else "")
        + of_first,
        solve,
        Location(number, column),
        "The cell is about the row's own change, and about what has been done with it by the end of this step.",
        f'Look down the "{COLUMNS[column].heading}" column, and see at which steps it turns to Yes.',
        why_of_cell(trace, number, column),
        (True, False),
        words=yes_no,
        in_order=(True, False),
    )


def why_of_cell(trace: Trace, number: int, column: str, tells_ahead: bool = True) -> Prose:
    """The steps that turn a cell to Yes for the row's records, which come before or after the row.

    `tells_ahead` says whether steps after the row are told, and that there are none.
    """
    about = trace.record_indexes[number - 1]
    who = trace.actors[number - 1] or trace.consumers[0]
    name = who if len(trace.consumers) > 1 else "the consumer"
    if column == "record_created":
        steps, done = [trace.captured[index] for index in about], "captured"
    else:
        progress = trace.progress[who]
        marks, done = (
            (progress.read, f"read by {name}")
            if column == "consumer_reads"
            else (
                progress.processed,
                f"processed by {name}",
            )
        )
        steps = [marks[index] for index in about]
    if not tells_ahead:
        steps = [step if step and step <= number else 0 for step in steps]
    what = "The record is" if len(about) == 1 else f"The {count_words(len(about), 'record')} are"
    missing = [index for index, step in zip(about, steps, strict=True) if not step]
    if missing and not tells_ahead:
        which = what if len(missing) == len(about) else f"Of the {len(about)} records {_are(len(missing))}"
        return (f"{which} not {done} by the end of this step.",)
    if len(about) > 1 and missing and len(missing) < len(about):
        return (f"Of the {len(about)} records {_are(len(missing))} never {done}.",)
    if missing:
        elsewhere = column != "record_created" and _reads_elsewhere(trace, who, missing)
        why: Prose = (" It reads another stream (", fact("F107"), ").") if elsewhere else ()
        return (f"{what} never {done} in this run.", *why)
    times = sorted(set(steps))
    if len(times) == 1:
        when: Prose = ("in ", to_step(times[0]))
    elif len(times) <= 4:
        when = ("in ", *listed(times))
    else:
        when = ("from ", to_step(times[0]), " to ", to_step(times[-1]))
    if times[-1] == number:
        ending = ", which is this step."
    elif times[-1] < number:
        ending = ", before this step."
    else:
        ending = ", after this step." if number < times[0] else ": not all of them by the end of this step."
    return (f"{what} {done} ", *when, ending)


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"


def _reads_elsewhere(trace: Trace, who: str, missing: Sequence[int]) -> bool:
    """Whether a consumer reads only other streams than the one that some records stand in."""
    read = {id(trace.records[index].stream) for index, step in enumerate(trace.progress[who].read) if step}
    return bool(read) and all(id(trace.records[index].stream) not in read for index in missing)


def value(lesson: Lesson, seed: int) -> Iterator[Draft[int | str]]:
    """The value of a variable of the tracker after a step."""
    trace = lesson.trace
    for variable in trace.variables:
        steps = trace.histories[variable].steps
        if len(steps) == 1:
            continue  # it never changes: there is nothing else that it could say
        changes = set(steps)
        unchanged = [
            step for step in some(range(1, len(trace.events) + 1), f"{seed}/{variable}") if step not in changes
        ]
        asked = [*some(steps[1:], f"{seed}/{variable}"), *shuffled(unchanged, f"{seed}/{variable}")[:MOST_UNCHANGED]]
        for number in asked:
            yield _value(trace, variable, number)


def _value(trace: Trace, variable: str, number: int) -> Draft[int | str]:
    def solve(run: Trace, rules: Rules) -> tuple[int | str, ...]:
        if not is_about_variable(rules, variable) or variable not in run.histories:
            raise NoAnswer("the belief is about something else, or its run has no such shard")
        return (_shown(run.value(variable, same_step(trace, number, run))),)

    name = variable_name(variable, trace)
    history = trace.histories[variable]
    now = bisect_right(history.steps, number) - 1
    near = sorted(range(max(0, now - 8), min(len(history.values), now + 9)), key=lambda index: abs(index - now))
    return Draft(
        f"value/{variable}/{number}",
        f'What does the tracker say for "{name}" after step {number}?',
        solve,
        Location(number, variable=variable),
        hint_of_variable(trace, variable),
        f'Follow the row "{name}" of the status tracker up to step {number}.',
        why_of_value(trace, variable, number),
        tuple(dict.fromkeys(_shown(history.values[index]) for index in near if index != now)),
    )


def _shown(value: Any) -> int | str:
    """A value of the tracker as a choice: a number where the tracker shows just that, and else its words."""
    match value:
        case int():
            return value
        case Attempt(number=number) if number:
            return number
    return value_words(value)


VARIABLE_HINTS = {
    "table_data": "This is about the table alone. Streams and consumers change nothing in it.",
    "stream_records": "Each record counts once: created, read, processed, or what became of it else, such as given up.",
    "checkpoint": "It names the record after which the consumer would go on.",
    "iterator_age": "It is how old the last record was when the work on it ended. It stays until other work ends.",
    "attempt": "It counts the invocations for one batch: a new batch begins with 1.",
    "destination": "A message goes there only when records are given up.",
    "deliveries": "Each time that the consumer's code gets a record counts, whatever becomes of it.",
    "effects": "An effect is counted each time that it happens. A record that has not been worked on has none.",
    "backlog": "It counts the records that wait: those that can be read and are not finished, failed ones too.",
    "window": "It names the newest window that closed, and how many records its state stands for.",
    "view_type": "A stream keeps its view type; only another stream of the table can have another one.",
    "open_shards": "A closed shard can still be read, but it is not open any more.",
    "stream_status": "A stream that is turned off is DISABLING until the changes on their way are captured.",
    "leases": "A lease changes hands only when another worker takes it. A checkpoint at the shard's end ends it.",
}
"""For each variable a first hint; the consumer's state has its own."""

STATE_HINTS = {
    ConsumerState.IDLE: "it begins Idle, and is so again when a poll finds nothing after work",
    ConsumerState.READING: "a read makes it Reading",
    ConsumerState.PROCESSING: "work that is done makes it Processing",
    ConsumerState.RETRYING: "work that fails makes it Retrying, as long as the batch waits for its next try",
    ConsumerState.THROTTLED: "a refusal makes it Throttled, until it is served again",
    ConsumerState.WAITING: "while a tumbling window is open and nothing is in work it is Waiting",
    ConsumerState.CRASHED: "a crash makes it Crashed, until it restarts",
    ConsumerState.STOPPED: "while it is stopped it is Stopped",
    ConsumerState.NOT_CREATED: "before its creation it is Not created",
    ConsumerState.DELETED: "once deleted it is Deleted",
}
"""When a consumer is in each state."""


def hint_of_variable(trace: Trace, variable: str) -> str:
    """What the tracker's row of a variable says."""
    kind = variable.partition(".")[0]
    if kind != "consumer_state":
        return VARIABLE_HINTS[kind]
    there = dict.fromkeys(trace.histories[variable].values)
    return f"It names what the consumer does or did last: {'; '.join(STATE_HINTS[each] for each in there)}."


def why_of_value(trace: Trace, variable: str, number: int, tells_ahead: bool = True) -> Prose:
    """Why a variable has its value after a step: the step that changed it last, and the reason of that step.

    `tells_ahead` says whether the reason may tell what comes of the step.
    """
    history = trace.histories[variable]
    now = value_words(history.at(number))
    changed = history.change_at(number)
    if changed is not None:
        before = value_words(changed[0])
        changes = f' changes it from "{before}" to "{now}". '
        return (to_step(number, "Step"), changes, *_ages(trace, variable, number), *narrate(trace, number, tells_ahead))
    last = history.steps[bisect_right(history.steps, number) - 1]
    if not last:
        why = f'It has been "{now}" since the start; no step up to this one changes it. '
        return (why + hint_of_variable(trace, variable),)
    return (f'It has said "{now}" since ', to_step(last), ". ", *narrate(trace, last, tells_ahead))


def _ages(trace: Trace, variable: str, number: int) -> Prose:
    """For the iterator age: the times that it lies between (F206)."""
    if variable.partition(".")[0] != "iterator_age":
        return ()
    record = trace.records[trace.record_indexes[number - 1][-1]]
    captured, ended = time_words(record.captured_ms - trace.start_ms), time_words(trace.times[number - 1])
    return (f"The newest record worked on was captured at {captured}, and the work on it ended at {ended}. ",)


def changed(lesson: Lesson, seed: int) -> Iterator[Draft[str]]:
    """Which variables a step changes."""
    trace = lesson.trace
    for number in some(range(1, len(trace.events) + 1), f"{seed}/changed"):
        changes = trace.step(number).changes
        if changes and len(changes) < len(trace.variables):
            yield _changed(trace, number, seed)


def _changed(trace: Trace, number: int, seed: int) -> Draft[str]:
    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        if rules != AWS:
            raise NoAnswer("a belief has no direct effect on this")
        return tuple(each.variable for each in run.step(number).changes)

    changes = trace.step(number).changes
    changed_words = [
        f'{variable_name(each.variable, trace)} from "{value_words(each.before)}" to "{value_words(each.after)}"'
        for each in changes
    ]
    before = f"step {number - 1}" if number > 1 else "the start"
    return Draft(
        f"changed/{number}",
        f'Step {number} is "{action_words(trace, trace.step(number))}". What in the status tracker changes with it?',
        solve,
        Location(number, variable=changes[0].variable),
        "Ask of each variable what it counts or names, and whether this step does anything to that.",
        f"Compare the tracker after {before} with the tracker after step {number}.",
        (to_step(number, "Step"), " changes ", "; ".join(changed_words), ". ", *narrate(trace, number)),
        shuffled(trace.variables, f"{seed}/changed/{number}"),
        words=lambda variable: variable_name(variable, trace),
    )
