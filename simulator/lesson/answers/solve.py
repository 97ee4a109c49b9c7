"""Works out the answers of authored questions from a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.labels.resolve import NoStep, step_of
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.reference_problems import variable_problem
from simulator.lesson.words.references import Location
from simulator.lesson.words.sentences import key_words
from simulator.lesson.words.table import value_words, variable_name, yes_no
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.scenario.complaints.complaint import ScenarioError, did_you_mean
from simulator.scenario.events import EVENTS_BY_NAME, Event
from simulator.scenario.model import Scenario
from simulator.scenario.questions import COUNTED, Answer, FirstStep, Match
from simulator.scenario.step_paths import StepPath
from simulator.scenario.variation import NoVariation, varied

WAYS = ("first_step", "last_step", "cell", "variable", "count", "changed_in", "order", "match")
"""The ways in which an answer can be worked out: an answer asks for exactly one of them."""

Kind = Literal["choice", "order", "match"]
"""How a question is answered: by choosing, by putting in order, by matching."""


class NoAnswer(Exception):
    """The trace cannot give the answer that a question asks for. The message says why.

    Attributes:
        path: the part of the answer that cannot be given, where a single part is to blame.
    """

    def __init__(self, reason: str, *path: str | int) -> None:
        super().__init__(reason)
        self.path = path


@dataclass(frozen=True, slots=True)
class Solution:
    """An answer, worked out."""

    words: tuple[str, ...]
    """The words of the right choices: all of them for a choice, in their order for an order, one a slot for a match."""
    location: Location
    """Where the trace shows it."""
    kind: Kind = "choice"
    slots: tuple[str, ...] = ()
    """For a match: the names that the choices are matched with."""


def work_out(answer: Answer, trace: Trace, scenario: Scenario | None = None, choices: Sequence[str] = ()) -> Solution:
    """The answer to a question about a run, in the words that choices must have.

    Args:
        answer: the question, as the format has it.
        trace: the run.
        scenario: for `what_if`: the lesson that is varied.
        choices: for `order`: the actions that are to be put in order.

    Raises:
        NoAnswer: the trace has no such thing, or the question asks for nothing or for two things.
    """
    if answer.what_if is not None:
        trace = other_run(answer.what_if, scenario, AWS)
    asked = [name for name in WAYS if getattr(answer, name) is not None and getattr(answer, name) is not False]
    if len(asked) != 1:
        raise NoAnswer(f"an answer is one of {', '.join(WAYS)}; this has {len(asked)}")
    if answer.after is not None and answer.variable is None:
        raise NoAnswer("`after` goes with `variable`", "after")
    match asked[0]:
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
            return _counted(answer.count, trace)
        case "changed_in":
            assert answer.changed_in is not None
            return _changed(answer.changed_in, trace)
        case "order":
            return _order(choices, trace)
    assert answer.match is not None
    return _match(answer.match, trace)


def first_action(action: str, trace: Trace) -> int | None:
    """The step at which an action of the process table first happens, or None."""
    return trace.first_step(lambda number: action_words(trace, trace.step(number)) == action)


def record_slot(trace: Trace, index: int, word: str = "Record") -> str:
    """A record as a match names it; `word` is record in the middle of a sentence."""
    return f"{word} {index + 1} (captured in step {trace.captured[index]})"


def images_words(trace: Trace, index: int) -> str:
    """The images that a record carries, with its eventName and its size."""
    record = trace.records[index]
    images = [name for name, image in (("old", record.old_image), ("new", record.new_image)) if image is not None]
    carried = {0: "the keys alone", 1: f"the {images[0]} image" if images else "", 2: "the old and the new image"}
    return f"{record.event_name}, {carried[len(images)]}, {record.size_bytes} bytes"


def known(kind: str, name: str, names: Iterable[str], *path: str | int) -> str:
    """A name that must be one of `names`; `path` is where the answer has it.

    Raises:
        NoAnswer: it is none of them.
    """
    listed = list(names)
    if name not in listed:
        raise NoAnswer(f'no {kind} "{name}"{did_you_mean(name, listed) or "; there is " + ", ".join(listed)}', *path)
    return name


def variable_named(name: str, trace: Trace, *path: str | int) -> str:
    """A variable's id that the tracker must have; `path` is where the answer has it.

    Raises:
        NoAnswer: the tracker has none of that name.
    """
    problem = variable_problem(name, trace)
    if problem is not None:
        raise NoAnswer(problem, *path)
    return name


def step_named(step: StepPath, trace: Trace, least: int, *path: str | int) -> int:
    """The number of a step that the run must have, at least `least`; `path` is where the answer names it.

    Raises:
        NoAnswer: the run has no such step.
    """
    try:
        return step_of(step, trace, least)
    except NoStep as problem:
        raise NoAnswer(str(problem), *path) from None


def other_run(
    patch: dict[str, object], scenario: Scenario | None, rules: Rules, most_turns: int | None = None
) -> Trace:
    """The run of a lesson with one change, within `most_turns` of its agenda (left out: as many as any run may take).

    Raises:
        NoAnswer: there is no lesson to change, or the change gives none that is valid.
    """
    if scenario is None:
        raise NoAnswer("`what_if` needs the lesson that is varied")
    try:
        return simulate(varied(scenario, patch), rules, most_turns)
    except NoVariation as problem:
        raise NoAnswer(f"`what_if`: {problem}", "what_if") from None
    except ScenarioError as error:
        first = error.complaints[0]
        message = f"`what_if` makes a lesson that is not valid: {first.code} {first.message}"
        raise NoAnswer(message, "what_if") from None


def _step_at_which(wanted: FirstStep, trace: Trace, which: str) -> tuple[int, Location]:
    """The first or the last step at which something holds."""
    given = [name for name in ("column", "variable", "event") if getattr(wanted, name) is not None]
    if len(given) != 1:
        raise NoAnswer(f"{which} takes one of column, variable and event", which)
    steps = _steps_asked_about(wanted, trace, which)

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
        reason = f'{variable} is never "{wanted.is_}"{_where(wanted)}; it is {said}'
        step = found(lambda number: value_words(history.at(number)) == wanted.is_, reason, "is")
        return step, Location(step, variable=variable)
    assert wanted.event is not None
    if wanted.is_ is not None:
        raise NoAnswer("`is` goes with a column or a variable; an event happens", which, "is")
    event = EVENTS_BY_NAME[known("event", wanted.event, EVENTS_BY_NAME, which, "event")]
    reason = f"{_too_few(wanted, 'is')} {event.value}"
    step = found(lambda number: trace.events[number - 1] is event, reason, "event")
    return step, Location(step)


def _steps_asked_about(wanted: FirstStep, trace: Trace, which: str) -> Iterator[int]:
    """The steps that `of`, `by` and `after` leave, in the order in which they are looked through."""
    first = 1 if wanted.after is None else 1 + step_named(wanted.after, trace, 0, which, "after")
    numbers = range(first, len(trace.events) + 1)
    consumer = wanted.by and known("consumer", wanted.by, trace.consumers, which, "by")
    about: tuple[int, ...] = ()
    if wanted.of is not None:
        write = step_named(wanted.of, trace, 1, which, "of")
        about = trace.record_indexes[write - 1]
        if not about:
            raise NoAnswer(f"step {write} is about no record", which, "of")
    return (
        number
        for number in (numbers if which == "first_step" else reversed(numbers))
        if consumer in (None, trace.actors[number - 1]) and (not about or about[0] in trace.record_indexes[number - 1])
    )


def _too_few(wanted: FirstStep, verb: str) -> str:
    if wanted.nth == 1:
        return f"no step{_where(wanted)} {verb}"
    return f"fewer than {wanted.nth} steps{_where(wanted)} {'have' if verb == 'has' else 'are'}"


def _where(wanted: FirstStep) -> str:
    """The steps that are looked through, in the words of the answer; nothing where it is all of them."""
    parts = [
        ("of", wanted.of and wanted.of.written),
        ("by", wanted.by),
        ("after", wanted.after and wanted.after.written),
    ]
    return "".join(f" {word} {name}" for word, name in parts if name)


def counted_steps(name: str, trace: Trace) -> Sequence[int]:
    """The steps that a count counts: all of them, those that write, those that capture, or those of an event."""
    if name == "steps":
        return range(1, len(trace.events) + 1)
    if name == "writes":
        return list(trace.writes)
    event = Event.CAPTURE_RECORD if name == "records" else EVENTS_BY_NAME[known("count", name, COUNTED, "count")]
    return [number for number, each in enumerate(trace.events, 1) if each is event]


def _counted(name: str, trace: Trace) -> Solution:
    """How often something happens; the last of the steps shows it, or the tracker at the end does."""
    steps = counted_steps(name, trace)
    shows = "stream_records" if name == "records" else None
    last = steps[-1] if steps and shows is None else len(trace.events)
    return Solution((str(len(steps)),), Location(last, variable=shows))


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


def _match(wanted: Match, trace: Trace) -> Solution:
    words, slots = [], []
    for index, number in enumerate(wanted.records):
        if number > len(trace.records):
            raise NoAnswer(f"no record {number}; the run has {len(trace.records)}", "match", "records", index)
        slots.append(record_slot(trace, number - 1))
        words.append(record_words(wanted.by, trace, number - 1))
    if len(set(words)) < len(words):
        raise NoAnswer(f"two of these records have the same {wanted.by}; nobody could tell them apart", "match")
    step = trace.captured[max(wanted.records) - 1]
    return Solution(tuple(words), Location(step), "match", tuple(slots))


def record_words(by: str, trace: Trace, index: int) -> str:
    """The choice that is matched with a record: `by` is images, event_name, size_bytes or key."""
    record = trace.records[index]
    if by == "images":
        return images_words(trace, index)
    if by == "event_name":
        return record.event_name
    if by == "size_bytes":
        return f"{record.size_bytes} bytes"
    return key_words(record.key)
