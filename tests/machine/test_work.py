"""The work of the consumers, as it follows from the steps of a run."""

from __future__ import annotations

import importlib.util
import json
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from machine_runs import Run
from mapping_runs import fails_on, mapping
from random_runs import random_runs

from simulator.machine.details import BatchDetail
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.machine.work import Piece, Track, Wait
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.events import Event
from simulator.scenario.loader import load_scenario, scenario_from_text
from simulator.scenario.model import Scenario


def _neighbour(name: str) -> Any:
    """A module beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


mapping_properties = _neighbour("test_mapping_properties")


def spans(found: tuple[Piece, ...] | tuple[Wait, ...]) -> list[tuple[int, int]]:
    return [(each[2], each[3]) for each in found]


def check(scenario: Scenario, trace: Trace) -> None:
    """Every invariant of the work of a run."""
    work = trace.work
    took = {
        model.name: model.function.duration if isinstance(model, LambdaModel) else model.processing_time
        for model in scenario.consumers
    }
    by_track: dict[Track, list[Piece | Wait]] = {}
    for each in (*work.pieces, *work.waits):
        by_track.setdefault(each.track, []).append(each)
    for track, several in by_track.items():
        in_order = sorted(several, key=lambda each: each[2:4])
        for before, after in pairwise(in_order):
            assert before.ended <= after[2], f"two pieces of work at a time: {track}"
    for piece in work.pieces:
        cut_off = piece.step is None or trace.events[piece.step - 1] is Event.READ_CRASHED
        took_now = piece.ended - piece.began
        assert took_now < took[piece.track.consumer] if cut_off else took_now == took[piece.track.consumer]
    ends = [
        number for number, event in enumerate(trace.events, 1) if event in ENDS and trace.record_indexes[number - 1]
    ]
    assert sorted(piece.step for piece in work.pieces if piece.step in set(ends)) == ends


ENDS = (Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL)


def test_a_retry_begins_when_its_pause_is_over() -> None:
    work = simulate(load_scenario("poison-pill")).work
    first = [piece for piece in work.pieces if piece.track.shard == 1]
    assert spans(tuple(first))[:3] == [(250, 350), (600, 700), (1200, 1300)]
    assert [piece.attempt for piece in first] == [1, 2, 3, 4, 5, 6, 7, 8, 1]
    assert spans(work.waits)[:2] == [(350, 600), (700, 1200)]


def test_a_wait_that_age_cut_short_keeps_the_time_at_which_it_was_due() -> None:
    last = simulate(load_scenario("poison-pill")).work.waits[-1]
    assert (last.since, last.ended, last.due, last.attempt) == (32800, 60050, 64800, 8)


def test_a_piece_of_work_is_in_the_lane_of_its_item(run: Run) -> None:
    consumer = "{type: lambda, batch_size: 1, parallelization_factor: 3, function: {duration: 2s}}"
    items = ("attic", "cellar", "hall", "cellar", "hall")
    puts = ", ".join(f"{{put: {{order_id: {item}, n: {n}}}, after: 1ms}}" for n, item in enumerate(items))
    trace = run(f"consumers: [{consumer}]\ntimeline: [{puts}]")
    details = [trace.details[piece.read_step] for piece in trace.work.pieces]
    lanes = [detail.lane.number for detail in details if isinstance(detail, BatchDetail)]
    assert sorted(lanes) == [1, 2, 2, 3, 3]
    assert [piece.track.lane for piece in trace.work.pieces] == lanes


def test_a_report_lets_only_the_rest_of_the_batch_wait() -> None:
    (wait,) = simulate(load_scenario("report-the-failure")).work.waits
    assert (wait.records, wait.since, wait.due) == ((1, 2, 3), 350, 600)


@pytest.mark.parametrize(
    ("deleted_at", "pieces", "waits"),
    [
        ("300ms", [(250, 350)], []),
        ("400ms", [(250, 350)], [(350, 400)]),
        ("650ms", [(250, 350), (600, 700)], [(350, 600)]),
    ],
)
def test_after_a_mapping_is_deleted_its_invocation_ends_and_nothing_follows(
    run: Run, deleted_at: str, pieces: list[tuple[int, int]], waits: list[tuple[int, int]]
) -> None:
    deletion = f"delete_consumer: f, at: {deleted_at}"
    work = run(mapping(fails_on("o-1"), "put: {order_id: o-1}", deletion, "wait: 10s")).work
    assert spans(work.pieces) == pieces
    assert spans(work.waits) == waits


def test_the_work_of_a_poller_ends_when_it_is_deleted(run: Run) -> None:
    poller = "consumers: [{name: p, processing_time: 1s}]\n"
    timeline = "timeline: [put: {order_id: o-1}, {delete_consumer: p, at: 1500ms}, wait: 10s]"
    assert spans(run(poller + timeline).work.pieces) == [(1000, 1500)]


def test_each_kcl_worker_has_a_track_of_its_own() -> None:
    pieces = simulate(load_scenario("crash-and-checkpoint")).work.pieces
    assert [(piece.track.worker, piece.records) for piece in pieces if piece.track.shard == 1] == [
        ("a", (0,)),
        ("a", (2,)),
        ("a", (3,)),
        ("b", (3,)),
        ("b", (4,)),
    ]


@pytest.mark.slow
def test_no_two_pieces_of_a_track_overlap_and_each_takes_its_time() -> None:
    tried = 0
    for run in random_runs(range(150)):
        check(run.scenario, run.trace)
        tried += 1
    assert tried > 100


@pytest.mark.slow
def test_no_two_pieces_of_a_track_of_a_mapping_overlap_and_each_takes_its_time() -> None:
    tried = 0
    for seed in range(150):
        try:
            scenario = scenario_from_text(json.dumps(mapping_properties.random_lesson(Random(seed))), "random.json")
            trace = simulate(scenario)
        except ScenarioError:
            continue  # an action that turned out to be impossible
        check(scenario, trace)
        tried += 1
    assert tried > 50
