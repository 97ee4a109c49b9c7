"""The questions that are asked before a step is shown."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from simulator.dynamodb.patterns import EVENT_NAMES
from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.answers.believed import EVENT_OF_COLUMN, Solver, in_words, same_step, with_other_records
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.beliefs import named_by
from simulator.lesson.generated.about_steps import NO_RECORD, why_next
from simulator.lesson.generated.about_values import hint_of_variable, why_of_cell, why_of_value
from simulator.lesson.generated.draft import following
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.evidence import is_about, is_about_images, is_about_variable, refutes
from simulator.lesson.predict.believed_actions import next_in
from simulator.lesson.predict.named_actions import named_action, named_record
from simulator.lesson.predict.next_actions import next_choices
from simulator.lesson.predict.workers import consumers_by, workers_by
from simulator.lesson.quiz.question import LETTERS, Option, Question
from simulator.lesson.two_runs.run_comparison import matching_step
from simulator.lesson.two_runs.step_names import records_by_name
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.images import IMAGES, images, why_images
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Location, Prose, plain
from simulator.lesson.words.sentences import cite, to_step
from simulator.lesson.words.table import value_words, variable_name, yes_no
from simulator.machine.details import worker_of
from simulator.machine.pseudo_random import shuffled
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.machine.variables import MOST_COUNTED_SINGLY, RecordCounts
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.scenario.events import Event

T = TypeVar("T", bound=Hashable)

BASIC_ACTIONS = ("DynamoDB Streams captures change", "Stream record available")
"""Choices for a run in which nothing else happens."""

MOST_CHOICES = 4

NEXT = "What happens next?"

READER = "Who is the next step about?"

RECORD = "Which record comes next?"


class _Ask(NamedTuple, Generic[T]):
    """A question about a step before it has its choices."""

    text: str
    solver: Solver[T]
    distractors: tuple[T, ...]
    in_order: tuple[T, ...] = ()
    """Choices that have an order of their own, such as Yes and No."""
    words: Callable[[T], str] = str
    records: tuple[T, ...] = ()
    """Where the choices are records: each of the run, by its index."""


def question_before(lesson: Lesson, number: int, asks: str, tells_ahead: bool = True) -> Question | None:
    """The question that is asked before a step; None where there is nothing to choose from.

    `tells_ahead` says whether its explanation may tell what comes of the step: not where the next one is asked about.
    """
    trace, ask = lesson.trace, _ask(lesson, number, asks)
    (right,) = ask.solver(trace, AWS)
    believed = lesson.beliefs.answers(ask.solver)
    expects_sooner = _sooner(trace, number)
    sooner = lesson.beliefs.answers(expects_sooner) if asks == "next" else {}
    choices: tuple[Any, ...] = tuple(dict.fromkeys((right, *believed, *ask.distractors)))[:MOST_CHOICES]
    if len(choices) < 2:
        return None
    if ask.in_order:
        choices = tuple(sorted(choices, key=ask.in_order.index))
    else:
        choices = shuffled(choices, f"{number}/{lesson.name}")
    options = tuple(
        Option(
            letter,
            ask.words(choice),
            None,
            choice == right,
            named_by(believed, choice) or named_by(sooner, choice),
            record=ask.records.index(choice) if choice in ask.records else None,
        )
        for letter, choice in zip(LETTERS, choices, strict=False)
    )
    solver = in_words(ask.solver, ask.words)

    def told_by_run(run: Trace, rules: Rules) -> tuple[str, ...]:
        is_sooner = any(each is not None and each.trace is run for each in sooner.values())
        return expects_sooner(run, rules) if is_sooner else solver(run, rules)

    return Question(
        f"predict/{number}",
        (ask.text,),
        options,
        (),
        Location(number),
        _why(trace, number, asks, tells_ahead),
        (choices.index(right),),
        solver=solver,
        told_by_run=told_by_run,
    )


def _ask(lesson: Lesson, number: int, asks: str) -> _Ask[Any]:
    """The question about a step.

    `asks` is next, event_name, images, reader, record, row, a column of the process table, or a variable of the
    tracker.
    """
    trace = lesson.trace
    if asks in trace.histories:
        return _value(trace, number, asks)
    if asks == "reader":
        return _reader(trace, number)
    if asks == "record":
        return _record(trace, number)
    if asks == "next":

        def next_action(run: Trace, rules: Rules) -> tuple[str, ...]:
            return (next_in(run, trace, number, rules),)

        wrong = next_choices(trace, number, f"{lesson.name}/{number}") or BASIC_ACTIONS
        return _Ask(NEXT, next_action, wrong)

    action = action_words(trace, trace.step(number))
    if asks == "event_name":

        def event_name(run: Trace, rules: Rules) -> tuple[str, ...]:
            return (run.records[run.record_indexes[same_step(trace, number, run) - 1][0]].event_name,)

        names = EVENT_NAMES
        return _Ask(f'The next step is "{action}". What is the eventName of its record?', event_name, names, names)

    if asks == "images":
        view_type = trace.records[trace.record_indexes[number - 1][0]].stream.view_type

        def carried(run: Trace, rules: Rules) -> tuple[str, ...]:
            if not is_about_images(rules, view_type):
                raise NoAnswer("the belief is about something else")
            return (images(run.records[run.record_indexes[same_step(trace, number, run) - 1][0]]),)

        return _Ask(f'The next step is "{action}". Which images does its record have?', carried, IMAGES, IMAGES)

    if asks == "row":

        def row(run: Trace, rules: Rules) -> tuple[tuple[bool, bool], ...]:
            if not any(is_about(rules, EVENT_OF_COLUMN[column]) for column in YES_NO[1:]):
                raise NoAnswer("the belief is about something else")
            there = run.row(same_step(trace, number, run))
            return ((there.consumer_reads, there.consumer_processes),)

        rows = ((True, True), (True, False), (False, False))  # nobody processes what nobody has read
        # That a read reads nothing would contradict the question.
        likely = rows[:2] if trace.events[number - 1] is Event.READ_RECORDS else rows
        return _Ask(
            f'The next step is "{action}". What will the process table say of it?', row, likely, rows, _row_words
        )

    def cell(run: Trace, rules: Rules) -> tuple[bool, ...]:
        if not is_about(rules, EVENT_OF_COLUMN[asks]):
            raise NoAnswer("the belief is about something else")
        return (run.row(same_step(trace, number, run)).answer(asks),)

    text = f'The next step is "{action}". What will stand under "{COLUMNS[asks].heading}"?'
    return _Ask(text, cell, (True, False), (True, False), yes_no)


def _sooner(trace: Trace, number: int) -> Solver[str]:
    """The action that a believer expects to be over by a step that refutes the belief.

    Who has seen that it did not come may expect it still, as the next action.
    """

    def sooner(run: Trace, rules: Rules) -> tuple[str, ...]:
        if rules == AWS:
            return (named_action(trace, trace.step(number)),)
        if not refutes(rules, trace.events[number - 1], None):
            raise NoAnswer("the step shows nothing of the belief")
        told = {named_action(trace, trace.step(each)) for each in range(1, number)}
        by_then = bisect_right(run.times, trace.times[number - 1])
        expected = (named_action(run, step) for step in run.steps[:by_then] if is_about(rules, step.event))
        return tuple(islice((each for each in expected if each not in told), 1))

    return sooner


def _reader(trace: Trace, number: int) -> _Ask[str]:
    """Who acts in a step, of all consumers and workers that are there by then; the row itself would name it."""

    def actor(run: Trace, rules: Rules) -> tuple[str, ...]:
        return (_actor(run, same_step(trace, number, run)),)

    there = (
        _name(consumer.name, worker)
        for consumer in consumers_by(trace, number - 1)
        for worker in workers_by(trace, consumer, number - 1) or ("",)
    )
    return _Ask(READER, actor, tuple(there))


def _record(trace: Trace, number: int) -> _Ask[str]:
    """Which record a step of a consumer is about, of those that are captured by then; of a batch, the first."""
    names = tuple(named_record(trace, index) for index in range(len(trace.records)))
    real = {index: name for name, index in records_by_name(trace).items()}
    here = {name: names[index] for index, name in real.items()}

    def first(run: Trace, step: Step) -> str:
        there = {index: name for name, index in records_by_name(run).items()}
        name = there.get(step.records[0]) if step.records and step.consumer is not None else None
        if name not in here:
            raise NoAnswer("what follows there is about no record of this run")
        return here[name]

    def record(run: Trace, rules: Rules) -> tuple[str, ...]:
        return (following(run, trace, number - 1, rules, first),)

    right = trace.record_indexes[number - 1][0]
    known = (index for index, captured in enumerate(trace.captured) if captured < number)
    near = sorted(known, key=lambda index: abs(index - right))
    count = len(trace.record_indexes[number - 1])
    asked = RECORD if count == 1 else "Which record is the first of them?"
    text = f'The next step is "{action_words(trace, trace.step(number))}". {asked}'
    return _Ask(text, record, tuple(names[index] for index in near), names, records=names)


def _actor(trace: Trace, number: int) -> str:
    """The consumer of a step, or the KCL worker."""
    return _name(trace.actors[number - 1] or "", worker_of(trace.details.get(number)))


def _name(consumer: str, worker: str | None) -> str:
    return f"{consumer}, worker {worker}" if worker else consumer


def _value(trace: Trace, number: int, variable: str) -> _Ask[str]:
    """What the tracker says of a variable after a step; the nearest other values of the run can be chosen too.

    Where a believer expects the step with other records, as a retry of a part of the batch, it is that step.
    """
    history = trace.histories[variable]

    def said(run: Trace, rules: Rules) -> tuple[str, ...]:
        if not is_about_variable(rules, variable) or variable not in run.histories:
            raise NoAnswer("the belief is about something else")
        there = matching_step(trace, number, run)
        if there is None:
            there = with_other_records(trace, number, run)
            if run.value(variable, there - 1) != trace.value(variable, number - 1):
                raise NoAnswer("the runs do not agree on the variable before that step already")
        return (value_words(run.value(variable, there)),)

    now = bisect_right(history.steps, number) - 1
    named = bisect_right(history.steps, _until_timeline(trace, number))
    near = sorted(range(named), key=lambda index: abs(index - now))
    action = action_words(trace, trace.step(number))
    text = f'The next step is "{action}". What does the tracker say for "{variable_name(variable, trace)}" after it?'
    wrong = (*_counted_once_more(trace, number, variable), *(history.values[index] for index in near))
    return _Ask(text, said, tuple(map(value_words, wrong)))


def _counted_once_more(trace: Trace, number: int, variable: str) -> Iterator[RecordCounts]:
    """Where records are counted: the counts as they would be if the step counted each of its records."""
    before = trace.value(variable, number - 1)
    if isinstance(before, RecordCounts) and not before.by_count:
        counts = Counter(dict(before.of_records))
        counts.update(trace.record_indexes[number - 1])
        if len(counts) <= MOST_COUNTED_SINGLY:
            yield RecordCounts(tuple(sorted(counts.items())))


def _until_timeline(trace: Trace, number: int) -> int:
    """The last step before the timeline's next action: values after it name what is not there yet."""
    later = range(number + 1, len(trace.events) + 1)
    return next((each for each in later if trace.events[each - 1].by_timeline), len(trace.events) + 1) - 1


def _why(trace: Trace, number: int, asks: str, tells_ahead: bool) -> Prose:
    """The explanation: the step and the cells that were asked for; of a variable, what it says and how it came to that.

    For the images it is what the view type keeps, and for an event name the write behind it. Of the cells it says how
    they are after the step: what becomes of them may still be to predict.
    """
    said = narrate(trace, number, tells_ahead)
    if asks in trace.histories:
        hint, why = hint_of_variable(trace, asks), why_of_value(trace, asks, number, tells_ahead)
        about = "" if hint in plain(why) else f"{hint} "
        return (f"{variable_name(asks, trace)}: {about}", *why)
    if asks in ("reader", "record"):
        return said
    if asks == "images":
        record = trace.records[trace.record_indexes[number - 1][0]]
        kept = why_images(record.stream.view_type, record.event_name).removesuffix(".")
        return cite(f"The eventName of the record is {record.event_name}. {kept} ({{F86}}).")
    if asks == "event_name":
        written = next(
            each for each, about in enumerate(trace.record_indexes, 1) if about == trace.record_indexes[number - 1]
        )
        name = trace.records[trace.record_indexes[number - 1][0]].event_name
        named = cite(f" The eventName says what happened to the item: {name} ({{F13}}).")
        return (to_step(written, "Step"), ": ", *narrate(trace, written, tells_ahead=False), *named)
    column = "consumer_processes" if asks == "row" else asks
    if asks == "next" and number > 1 and trace.events[number - 2] in NO_RECORD:
        return why_next(trace, number)
    if asks == "next" or not trace.record_indexes[number - 1]:
        return said
    return (*said, " ", *why_of_cell(trace, number, column, tells_ahead=False))


def _row_words(row: tuple[bool, bool]) -> str:
    reads, processes = row
    return f"Reads: {yes_no(reads)}. Processes: {yes_no(processes)}."
