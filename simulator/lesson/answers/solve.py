"""Works out the answers of authored questions from a trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from simulator.lesson.answers.asked_records import images_of, match, matching
from simulator.lesson.answers.asked_steps import asked_steps, asked_words
from simulator.lesson.answers.other_runs import asked_run
from simulator.lesson.answers.solution import NoAnswer, Solution, known, step_named, variable_named
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.references import Location
from simulator.lesson.words.table import value_words, variable_name, yes_no
from simulator.machine.trace import Trace
from simulator.scenario.answers import COUNTED, WAYS, Answer, FirstStep
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.scenario.events import EVENTS_BY_NAME, Event
from simulator.scenario.model import Scenario
from simulator.scenario.step_paths import StepPath

_BELONG_TO = {
    "after": ("variable", "count"),
    "of": ("count",),
    "by": ("count",),
    "shard": ("count",),
    "unit": ("count",),
    "compared": ("count", "first_step", "last_step"),
}
"""Keys of an answer that go with some of the ways alone."""


def work_out(
    answer: Answer,
    trace: Trace,
    scenario: Scenario | None = None,
    choices: Sequence[str] = (),
    other: Trace | None = None,
) -> Solution:
    """The answer to a question about a run, in the words that choices must have.

    Args:
        answer: the question, as the format has it.
        trace: the run.
        scenario: for `what_if` and `as`: the lesson that is run again.
        choices: for `order`: the actions that are to be put in order; for `matching`: the steps to choose from.
        other: the other run that it asks about, where that was made already.

    Raises:
        NoAnswer: the trace has no such thing, or the question asks for nothing or for two things.
    """
    asked = [name for name in WAYS if getattr(answer, name) is not None and getattr(answer, name) is not False]
    if len(asked) != 1:
        raise NoAnswer(f"an answer is one of {', '.join(WAYS)}; this has {len(asked)}")
    for key, ways in _BELONG_TO.items():
        if getattr(answer, key) is not None and asked[0] not in ways:
            raise NoAnswer(f"`{key}` goes with {' or '.join(f'`{way}`' for way in ways)}", key)
    run = asked_run(answer, trace, scenario) if other is None else other
    if answer.compared:
        return _compared(answer, trace, run)
    return _worked_out(answer, asked[0], run, choices)


def _compared(answer: Answer, trace: Trace, other: Trace) -> Solution:
    """Whether there are more in the other run, or whether a step comes later there."""
    if answer.what_if is None and answer.as_ is None:
        raise NoAnswer("`compared` needs another run: `what_if` or `as`", "compared")
    way = next(name for name in WAYS if getattr(answer, name))
    here, there = (_worked_out(answer, way, run, ()) for run in (trace, other))
    if way == "count":
        numbers = int(here.words[0]), int(there.words[0])
        return Solution((_COMPARED_COUNTS[_sign(*numbers)],), here.location)
    assert here.location.step is not None
    assert there.location.step is not None
    times = trace.times[here.location.step - 1], other.times[there.location.step - 1]
    return Solution((_COMPARED_TIMES[_sign(*times)],), here.location)


_COMPARED_COUNTS = {1: "More", -1: "Fewer", 0: "The same number"}
_COMPARED_TIMES = {1: "Later", -1: "Earlier", 0: "At the same time"}


def _sign(here: int, there: int) -> int:
    return (there > here) - (there < here)


def _worked_out(answer: Answer, way: str, trace: Trace, choices: Sequence[str]) -> Solution:
    """The answer in one of the ways, in the run that it asks about."""
    match way:
        case "first_step" | "last_step" as which:
            wanted = answer.first_step if which == "first_step" else answer.last_step
            assert wanted is not None
            step, location = _step_at_which(wanted, trace, which)
            return Solution((f"Step {step}",), location)
        case "cell":
            assert answer.cell is not None
            column = known("column", answer.cell.column, YES_NO, "cell", "column")
            number = step_named(answer.cell.step, trace, 1, "cell", "step")
            return Solution((yes_no(trace.row(number).answer(column)),), Location(number, column))
        case "variable":
            assert answer.variable is not None
            variable = variable_named(answer.variable, trace, "variable")
            if answer.after is None:
                raise NoAnswer("`variable` needs `after`, a step")
            after = step_named(answer.after, trace, 0, "after")
            return Solution((value_words(trace.value(variable, after)),), Location(after, variable=variable))
        case "count":
            assert answer.count is not None
            return _counted(answer, trace)
        case "changed_in":
            assert answer.changed_in is not None
            return _changed(answer.changed_in, trace)
        case "order":
            return _order(choices, trace)
        case "images":
            assert answer.images is not None
            return images_of(answer.images, trace)
        case "matching":
            assert answer.matching is not None
            return matching(answer.matching, choices, trace)
    assert answer.match is not None
    return match(answer.match, trace)


def first_action(action: str, trace: Trace) -> int | None:
    """The step at which an action of the process table first happens, or None."""
    return trace.first_step(lambda number: action_words(trace, trace.step(number)) == action)


def _step_at_which(wanted: FirstStep, trace: Trace, which: str) -> tuple[int, Location]:
    """The first or the last step at which something holds."""
    given = [name for name in ("column", "variable", "event") if getattr(wanted, name) is not None]
    if len(given) != 1:
        raise NoAnswer(f"{which} takes one of column, variable and event", which)
    if wanted.shard is not None and wanted.event is None:
        raise NoAnswer("`shard` goes with `event`", which, "shard")
    numbers = asked_steps(wanted, trace, which)
    steps = numbers if which == "first_step" else reversed(list(numbers))

    def found(holds: Callable[[int], bool], reason: str, *part: str) -> int:
        sound = (number for number in steps if holds(number))
        step = next(islice(sound, wanted.nth - 1, None), None)
        if step is None:
            raise NoAnswer(reason, which, *part)
        return step

    if wanted.column is not None:
        column = known("column", wanted.column, YES_NO, which, "column")
        says = {"true": True, "yes": True, "false": False, "no": False}.get((wanted.is_ or "true").lower())
        if says is None:
            raise NoAnswer(f'a column is true or false, not "{wanted.is_}"', which, "is")
        reason = f'{_too_few(wanted, "has")} {yes_no(says)} under "{COLUMNS[column].heading}"'
        return (step := found(lambda number: trace.row(number).answer(column) is says, reason)), Location(step, column)
    if wanted.variable is not None:
        variable = variable_named(wanted.variable, trace, which, "variable")
        if wanted.is_ is None:
            raise NoAnswer("a variable needs `is`, the words that it must say", which)
        history = trace.histories[variable]
        said = ", ".join(dict.fromkeys(value_words(value) for value in history.values[:50]))
        reason = f'{variable} is never "{wanted.is_}"{asked_words(wanted)}; it is {said}'
        step = found(lambda number: value_words(history.at(number)) == wanted.is_, reason, "is")
        return step, Location(step, variable=variable)
    assert wanted.event is not None
    if wanted.is_ is not None:
        raise NoAnswer("`is` goes with a column or a variable; an event happens", which, "is")
    event = EVENTS_BY_NAME[known("event", wanted.event, EVENTS_BY_NAME, which, "event")]
    reason = f"{_too_few(wanted, 'is')} {event.value}"
    step = found(lambda number: trace.events[number - 1] is event, reason, "event")
    return step, Location(step)


def _too_few(wanted: FirstStep, verb: str) -> str:
    if wanted.nth == 1:
        return f"no step{asked_words(wanted)} {verb}"
    return f"fewer than {wanted.nth} steps{asked_words(wanted)} {'have' if verb == 'has' else 'are'}"


def counted_steps(answer: Answer, trace: Trace) -> Sequence[int]:
    """The steps that a count counts: all of them, those that write, those that capture, or those of an event.

    Raises:
        NoAnswer: there is no such event, or no such write, consumer or shard to count for.
    """
    name = answer.count or ""
    steps = asked_steps(answer, trace)
    if name == "steps":
        return list(steps)
    if name == "writes":
        return [number for number in steps if number in trace.writes]
    event = Event.CAPTURE_RECORD if name == "records" else EVENTS_BY_NAME[known("count", name, COUNTED, "count")]
    return [number for number in steps if trace.events[number - 1] is event]


def _counted(answer: Answer, trace: Trace) -> Solution:
    """How often something happens; the last of the steps shows it, or the tracker at the end does."""
    steps = counted_steps(answer, trace)
    count = len(steps)
    if answer.unit == "records":
        count = len({index for number in steps for index in trace.record_indexes[number - 1]})
    shows = "stream_records" if answer.count == "records" else None
    last = steps[-1] if steps and shows is None else len(trace.events)
    return Solution((str(count),), Location(last, variable=shows))


def _changed(path: StepPath, trace: Trace) -> Solution:
    number = step_named(path, trace, 1, "changed_in")
    changes = trace.step(number).changes
    if not changes:
        raise NoAnswer(f"no variable changes in step {number}", "changed_in")
    return Solution(
        tuple(variable_name(each.variable, trace) for each in changes), Location(number, variable=changes[0].variable)
    )


def _order(choices: Sequence[str], trace: Trace) -> Solution:
    steps = {}
    for choice in choices:
        step = first_action(choice, trace)
        if step is None:
            raise NoAnswer(f'no step is "{choice}"; the choices of an order are actions of the process table')
        steps[choice] = step
    ordered = sorted(steps, key=steps.__getitem__)
    return Solution(tuple(ordered), Location(steps[ordered[0]]), "order")
