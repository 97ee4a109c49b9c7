"""Properties of every run (F361), tried on random scenarios."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import groupby, pairwise
from math import ceil
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st
from machine_runs import whole_steps

from simulator.dynamodb.table import Effect
from simulator.lesson.lesson import lesson_of
from simulator.machine.machine import simulate
from simulator.machine.steps import Row, Step
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState, StreamRecords, TableData
from simulator.scenario.events import Event, Phase
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario
from simulator.views.json import run_json

keys = st.sampled_from(["o-1", "o-2"]).map(lambda key: {"order_id": key})
parts = st.dictionaries(st.sampled_from("ab"), st.integers(0, 1), max_size=2)
conditions = st.sampled_from(
    [None, None, {"attribute_exists": "a"}, {"attribute_not_exists": "order_id"}, {"equals": {"b": 1}}]
)


def _clauses(**clauses: Any) -> dict[str, Any]:
    """The clauses of an update that are not empty: the service takes no empty ones."""
    return {name: clause for name, clause in clauses.items() if clause}


@st.composite
def writes(draw: st.DrawFn) -> dict[str, Any]:
    """A put, an update or a delete of one of two items, often one that changes nothing."""
    key, some, others = draw(keys), draw(parts), draw(parts)
    once = {name: value for name, value in others.items() if name not in some}
    write: dict[str, Any] = draw(
        st.sampled_from(
            [
                {"put": {**key, **some}},
                {"update": {"key": key, **_clauses(set=some, add=once)}},
                {"update": {"key": key, **_clauses(remove=sorted(some))}},
                {"delete": key},
            ]
        )
    )
    condition = draw(conditions)
    return write if condition is None else {**write, "condition": condition}


def milliseconds(*choices: int) -> st.SearchStrategy[str]:
    return st.sampled_from(choices).map("{}ms".format)


@st.composite
def actions(draw: st.DrawFn, place: int) -> dict[str, Any]:
    """An entry of the timeline. An `at` is so late that whatever came before it has come to rest."""
    kind = draw(st.sampled_from(["write", "write", "write", "repeat", "wait"]))
    if kind == "wait":
        return {"wait": draw(milliseconds(0, 70, 1000, 4321))}
    if kind == "write":
        action = draw(writes())
    else:
        every = draw(st.none() | milliseconds(0, 30, 1500))
        do = draw(st.lists(writes(), min_size=1, max_size=2))
        action = {"repeat": {"times": draw(st.integers(1, 3)), "do": do} | ({"every": every} if every else {})}
    when = draw(st.sampled_from(["at rest", "after", "after", "at"]))
    if when == "after":
        action["after"] = draw(milliseconds(0, 1, 40, 400, 1000))
    elif when == "at":
        action["at"] = f"{place * 1000 + draw(st.integers(0, 2))}s"
    return action


@st.composite
def consumers(draw: st.DrawFn, least_interval: int) -> dict[str, Any]:
    intervals = [choice for choice in (0, 1, 250, 700, 1000) if choice >= least_interval]
    return {
        "starting_position": draw(st.sampled_from(["TRIM_HORIZON", "TRIM_HORIZON", "LATEST"])),
        "limit": draw(st.sampled_from([1, 2, 1000])),
        "poll_interval": draw(milliseconds(*intervals)),
        "processing_time": draw(milliseconds(0, 1, 100, 1900)),
        "starts": draw(milliseconds(0, 130, 2000)),
    }


@st.composite
def scenarios(draw: st.DrawFn, to_rest: bool = False, least_delay: int = 0, least_interval: int = 0) -> Scenario:
    """A scenario of one or two consumers, for a third would be throttled (F148).

    `to_rest`: without a final wait that may cut it off.
    """
    delays = [choice for choice in (0, 1, 50, 1000) if choice >= least_delay]
    count = draw(st.integers(1, 6))
    timeline = [draw(actions(place)) for place in range(count)]
    if to_rest and "wait" in timeline[-1]:
        timeline.append(draw(writes()))
    readers = draw(st.lists(consumers(least_interval), min_size=1, max_size=2))
    document = {
        "title": "Random",
        "table": {"name": "Orders", "partition_key": "order_id"},
        "stream": {
            "view_type": draw(st.sampled_from(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"])),
            "capture_delay": draw(milliseconds(*delays)),
            "availability_delay": draw(milliseconds(*delays)),
        },
        "consumers": [{"name": f"reader-{place}", **reader} for place, reader in enumerate(readers)],
        "timeline": timeline,
    }
    return scenario_from_text(json.dumps(document))  # JSON is YAML too


Property = Callable[[Scenario, Trace], None]
"""What holds of a scenario and its run; an AssertionError stands in the property that does not hold."""

OF_EVERY_RUN: list[Property] = []
OF_RUNS_TO_REST: list[Property] = []
OF_RUNS_ON_A_GRID: list[Property] = []
"""Those of runs in which no consumer polls at any time."""


MORE = settings(max_examples=2 * settings().max_examples)
"""Several properties share the runs: so there are more of them."""


def one_of(properties: list[Property]) -> Callable[[Property], Property]:
    """Add a property to those that are tried on the same runs: to draw a scenario takes longer than to check one."""

    def added(holds: Property) -> Property:
        properties.append(holds)
        return holds

    return added


@given(scenarios())
@MORE
def test_every_property_of_every_run_holds(scenario: Scenario) -> None:
    trace = simulate(scenario)
    for holds in OF_EVERY_RUN:
        holds(scenario, trace)


@given(scenarios(to_rest=True))
@MORE
def test_every_property_of_runs_to_rest_holds(scenario: Scenario) -> None:
    trace = simulate(scenario)
    for holds in OF_RUNS_TO_REST:
        holds(scenario, trace)


@given(scenarios(least_interval=1))
@MORE
def test_every_property_of_runs_on_a_grid_holds(scenario: Scenario) -> None:
    trace = simulate(scenario)
    for holds in OF_RUNS_ON_A_GRID:
        holds(scenario, trace)


def available_at(trace: Trace) -> dict[int, int]:
    """For each record that became available, in that order, the time."""
    return {step.records[0]: step.time for step in trace.steps if step.event is Event.AVAILABLE_RECORD}


def by_consumer(trace: Trace, name: str) -> list[tuple[int, str, tuple[int, ...]]]:
    """Time, event and records of each action of a consumer."""
    return [(step.time, step.event.value, step.records) for step in trace.steps if step.consumer == name]


@one_of(OF_EVERY_RUN)
def time_never_goes_back_and_the_run_ends_no_earlier_than_its_last_step(scenario: Scenario, trace: Trace) -> None:
    times = [0, *trace.times, trace.end]
    assert times == sorted(times)


@one_of(OF_EVERY_RUN)
def no_record_without_a_change_and_no_change_without_a_record(scenario: Scenario, trace: Trace) -> None:
    items: dict[Any, Any] = {}
    changed = []
    for number, write in sorted(trace.writes.items()):
        before, after = items.get(write.key), write.after
        assert write.before == before
        items[write.key] = after
        if before != after:
            changed.append((number, write))
        else:
            assert trace.step(number).event in (Event.WRITE_UNCHANGED, Event.WRITE_REJECTED)
    event(f"{len(changed)} of {len(trace.writes)} writes change something")
    # A final wait may end the run before the last changes are captured; none is left out in between.
    assert [record.change for record in trace.records] == [write for _, write in changed[: len(trace.records)]]
    assert [trace.step(number).records for number, _ in changed[: len(trace.records)]] == [
        (index,) for index in range(len(trace.records))
    ]


@one_of(OF_RUNS_TO_REST)
def at_rest_every_change_is_captured_and_available(scenario: Scenario, trace: Trace) -> None:
    events = Counter(trace.events)
    changes = events[Event.WRITE_INSERT] + events[Event.WRITE_MODIFY] + events[Event.WRITE_REMOVE]
    assert changes == events[Event.CAPTURE_RECORD] == events[Event.AVAILABLE_RECORD] == len(trace.records)


@one_of(OF_EVERY_RUN)
def F5_the_records_of_an_item_are_in_the_order_of_its_writes(scenario: Scenario, trace: Trace) -> None:
    for key in {record.key for record in trace.records}:
        written = [write for _, write in sorted(trace.writes.items()) if write.key == key and write.recorded]
        recorded = [record.change for record in trace.records if record.key == key]
        assert recorded == written[: len(recorded)]


@one_of(OF_EVERY_RUN)
def F29_sequence_numbers_grow(scenario: Scenario, trace: Trace) -> None:
    numbers = [record.sequence_number for record in trace.records]
    assert all(earlier < later for earlier, later in pairwise(numbers))


@one_of(OF_RUNS_TO_REST)
def a_TRIM_HORIZON_consumer_reads_and_processes_every_record_once_and_in_order(
    scenario: Scenario, trace: Trace
) -> None:
    every_record = list(range(len(trace.records)))
    for consumer in scenario.consumers:
        did = by_consumer(trace, consumer.name)
        read = [record for _, what, records in did if what == "read.records" for record in records]
        processed = [record for _, what, records in did if what == "process.succeeded" for record in records]
        assert read == processed
        if consumer.starting_position == "TRIM_HORIZON":
            assert read == every_record
        else:
            assert read == every_record[len(every_record) - len(read) :]


@one_of(OF_EVERY_RUN)
def no_record_is_read_before_it_is_available_nor_processed_before_it_is_read(scenario: Scenario, trace: Trace) -> None:
    place = {step.records[0]: step.number for step in trace.steps if step.event is Event.AVAILABLE_RECORD}
    for name in trace.consumers:
        progress = trace.progress[name]
        for index in range(len(trace.records)):
            read, processed = progress.read[index], progress.processed[index]
            assert not read or trace.captured[index] < place[index] < read
            assert not processed or 0 < read < processed


@one_of(OF_EVERY_RUN)
def a_page_has_at_most_limit_records_that_follow_one_another(scenario: Scenario, trace: Trace) -> None:
    for consumer in scenario.consumers:
        for _, what, records in by_consumer(trace, consumer.name):
            if what == "read.records":
                assert 1 <= len(records) <= consumer.limit
                assert records == tuple(range(records[0], records[-1] + 1))


def plain_poller(consumer: Any, available: dict[int, int]) -> list[tuple[int, str, tuple[int, ...]]]:
    """The expected actions of a consumer, poll by poll; `available` has the time of each record, in order."""
    latest = consumer.starting_position == "LATEST"
    unread = [record for record, time in available.items() if not (latest and time <= consumer.starts)]
    did: list[tuple[int, str, tuple[int, ...]]] = []
    poll, has_worked = consumer.starts, False
    while unread or has_worked:
        page = tuple(record for record in unread if available[record] <= poll)[: consumer.limit]
        ready = poll
        if page:
            did.append((poll, "read.records", page))
            for record in page:
                ready += consumer.processing_time
                did.append((ready, "process.succeeded", (record,)))
        elif has_worked:
            did.append((poll, "idle.waiting", ()))
        has_worked = bool(page)
        unread = unread[len(page) :]
        if unread and not has_worked:
            ready = max(ready, available[unread[0]])  # the polls in between find nothing
        if consumer.poll_interval:
            poll += max(1, ceil((ready - poll) / consumer.poll_interval)) * consumer.poll_interval
        else:
            poll = ready
    return did


@given(scenarios(to_rest=True, least_delay=1))
def test_a_poller_does_what_a_plain_loop_over_its_grid_does(scenario: Scenario) -> None:
    """Delays of at least 1 ms, so that no record becomes available after a poll of the same time."""
    trace = simulate(scenario)
    for consumer in scenario.consumers:
        assert by_consumer(trace, consumer.name) == plain_poller(consumer, available_at(trace))


@given(scenarios(least_interval=250))
def test_to_show_empty_polls_adds_steps_and_changes_none(scenario: Scenario) -> None:
    silent = simulate(scenario)
    shown = simulate(scenario.model_copy(update={"show_empty_polls": True}))
    others = [step for step in shown.steps if step.event is not Event.READ_EMPTY]
    assert [(step.time, step.event, step.records, step.consumer) for step in others] == [
        (step.time, step.event, step.records, step.consumer) for step in silent.steps
    ]
    assert shown.end == silent.end


def rounds(trace: Trace) -> list[list[Step]]:
    """The steps of one time each. An action at rest comes after the idle steps of its time and begins a new round."""
    found: list[list[Step]] = []
    for _, steps in groupby(trace.steps, key=lambda step: step.time):
        found.append([])
        for step in steps:
            if step.phase is Phase.WRITE and found[-1] and found[-1][-1].phase is not Phase.WRITE:
                found.append([])
            found[-1].append(step)
    return found


@one_of(OF_RUNS_ON_A_GRID)
def events_at_one_time_come_in_the_documented_order(scenario: Scenario, trace: Trace) -> None:
    order = [Phase.WRITE, Phase.CAPTURE, Phase.AVAILABLE, Phase.PROCESS, Phase.READ, Phase.IDLE]
    at_once = [consumer.name for consumer in scenario.consumers if not consumer.processing_time]
    for steps in rounds(trace):
        # Work that takes no time can only come after its read.
        others = [step for step in steps if not (step.phase is Phase.PROCESS and step.consumer in at_once)]
        places = [order.index(step.phase) for step in others]
        assert places == sorted(places)


@one_of(OF_RUNS_ON_A_GRID)
def at_one_time_consumers_read_in_the_files_order(scenario: Scenario, trace: Trace) -> None:
    for steps in rounds(trace):
        readers = [step.consumer for step in steps if step.phase is Phase.READ]
        assert readers == [name for name in trace.consumers if name in readers]


@one_of(OF_EVERY_RUN)
def stream_records_counts_every_record_once(scenario: Scenario, trace: Trace) -> None:
    for number in range(len(trace.steps) + 1):
        captured = trace.events[:number].count(Event.CAPTURE_RECORD)
        assert sum(trace.value("stream_records", after=number)) == captured


@one_of(OF_EVERY_RUN)
def each_variable_is_what_the_steps_so_far_make_it(scenario: Scenario, trace: Trace) -> None:
    first = trace.consumers[0]
    items: dict[Any, Any] = {}
    last: Effect | None = None
    captured: set[int] = set()
    read: set[int] = set()
    processed: set[int] = set()
    states = dict.fromkeys(trace.consumers, ConsumerState.IDLE)
    reached = {
        Event.READ_RECORDS: ConsumerState.READING,
        Event.PROCESS_SUCCEEDED: ConsumerState.PROCESSING,
        Event.IDLE_WAITING: ConsumerState.IDLE,
    }
    for step in trace.steps:
        if step.change is not None and step.change.before != step.change.after:
            items[step.change.key] = step.change.after
            last = step.change.effect
        if step.event is Event.CAPTURE_RECORD:
            captured.update(step.records)
        if step.consumer is not None and step.event in reached:
            states[step.consumer] = reached[step.event]
        if step.consumer == first and step.event is Event.READ_RECORDS:
            read.update(step.records)
        if step.consumer == first and step.event is Event.PROCESS_SUCCEEDED:
            processed.update(step.records)
        there = sum(item is not None for item in items.values())
        assert trace.value("table_data", step.number) == TableData(there, last if there == 1 else None)
        assert trace.value("stream_records", step.number) == StreamRecords(
            len(captured - read), len(read - processed), len(processed)
        )
        for name, variable in ((each, trace.variable_of("consumer_state", each)) for each in trace.consumers):
            assert trace.value(variable, step.number) is states[name]


@one_of(OF_EVERY_RUN)
def a_variable_replayed_from_the_changes_of_the_steps_is_its_value(scenario: Scenario, trace: Trace) -> None:
    replayed = {variable: trace.value(variable, after=0) for variable in trace.variables}
    for step in trace.steps:
        for variable, before, after in step.changes:
            assert before == replayed[variable] != after
            replayed[variable] = after
        assert replayed == {variable: trace.value(variable, step.number) for variable in trace.variables}


@one_of(OF_EVERY_RUN)
def a_variable_changes_at_the_steps_of_its_history_and_at_no_other(scenario: Scenario, trace: Trace) -> None:
    for history in trace.histories.values():
        changes = [number for number in range(len(trace.steps) + 1) if history.change_at(number) is not None]
        assert list(history.steps) == [0, *changes]
        assert history.values == [history.at(number) for number in history.steps]
        assert [history.change_at(number) for number in changes] == [*pairwise(history.values)]


@one_of(OF_EVERY_RUN)
def the_tracker_has_a_column_for_the_start_and_for_every_step_that_changed_something(
    scenario: Scenario, trace: Trace
) -> None:
    tracker = trace.tracker()
    changing = [step.number for step in trace.steps if step.changes]
    assert tracker.steps == (0, *(changing or [len(trace.steps)]))
    for variable, values in tracker.rows:
        assert values == tuple(trace.value(variable, after=step) for step in tracker.steps)
        assert values[-1] == trace.value(variable, after=len(trace.steps))


@one_of(OF_EVERY_RUN)
def the_answers_of_a_row_are_those_of_the_steps_up_to_it(scenario: Scenario, trace: Trace) -> None:
    done: dict[tuple[str, str | None], set[int]] = {}
    for step in trace.steps:
        done.setdefault((step.event.value, step.consumer), set()).update(step.records)
        reader = step.consumer or trace.consumers[0]
        about = set(step.records)
        stages = [("capture.record", None), ("read.records", reader), ("process.succeeded", reader)]
        assert step.row == Row(*(bool(about) and about <= done.get(stage, set()) for stage in stages))


@given(scenarios())
def test_the_same_scenario_gives_the_same_steps_and_the_same_JSON(scenario: Scenario) -> None:
    assert whole_steps(simulate(scenario)) == whole_steps(simulate(scenario))
    assert list(run_json(lesson_of(scenario))) == list(run_json(lesson_of(scenario)))
