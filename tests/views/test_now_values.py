"""The tracker as it is now: each value against the one before, shard by shard and worker by worker."""

from __future__ import annotations

from loaded_lessons import in_each, load_lesson
from varied_lessons import SHOWING_EVERY_EVENT

from simulator.lesson.words.table import value_words
from simulator.scenario.files.library import lesson_names
from simulator.views.now_values import WHOLE, now_lines, now_variables


def told(name, step):
    """The lines of a lesson's tracker after a step: `now (before)`, a star where the step changed it."""
    trace = load_lesson(name).trace
    return {
        line.name: [f"{value.part} {value.now}{'*' * value.changed} ({value.before})".strip() for value in line.values]
        for line in now_lines(trace, now_variables(trace), step)
    }


def test_a_value_stands_beside_the_one_before_it_and_a_star_says_that_the_step_changed_it():
    lines = told("poison-pill", 28)
    assert lines["Attempt"] == ["all 8* (7)", "shard 1 8* (7)", "shard 2 1 ()"]
    assert lines["Iterator Age"][1:] == ["shard 1 32.750 s* (16.650 s)", "shard 2 0.300 s ()"]
    assert lines["On-failure Destination"] == ["Empty ()"]


def test_each_worker_has_a_state_and_each_shard_a_checkpoint():
    lines = told("crash-and-checkpoint", 27)
    assert lines["Consumer State"][1:] == ["worker a Crashed (Idle)", "worker b Processing* (Reading)"]
    assert lines["Checkpoint"] == ["shard 1 Record 3 (TRIM_HORIZON)", "shard 2 TRIM_HORIZON ()"]


def test_a_shard_that_is_not_open_yet_has_no_value():
    assert told("split-shard", 13)["Consumer State"] == ["Idle (Processing)"]
    assert len(told("split-shard", 14)["Consumer State"]) == 3


def test_a_worker_that_joins_is_there_from_that_step_on(lesson):
    trace = lesson(
        "put: {order_id: o-1}",
        "add_worker: {consumer: c, worker: b}",
        more="consumers: [{name: c, type: kcl, workers: [a]}]\n",
    ).trace
    variables = now_variables(trace)
    joined = next(number for number, event in enumerate(trace.events, 1) if event.value == "read.worker_added")

    def parts(step):
        lines = {line.name: line for line in now_lines(trace, variables, step)}
        return [value.part for value in lines["Consumer State"].values]

    assert parts(joined - 1) == [""]
    assert parts(joined) == [WHOLE, "worker a", "worker b"]


@in_each(SHOWING_EVERY_EVENT)
def test_at_each_step_the_value_of_now_is_that_of_the_trace(lesson):
    trace = lesson.trace
    variables = now_variables(trace)
    for step in range(len(trace.steps) + 1):
        for line in now_lines(trace, variables, step):
            for value in line.values:
                assert value.now == value_words(trace.value(value.variable, step))
                changed = step > 0 and trace.histories[value.variable].change_at(step) is not None
                assert value.changed == changed


def test_no_variable_of_the_tracker_is_left_out():
    for name in lesson_names():
        trace = load_lesson(name).trace
        variables = now_variables(trace)
        there = {each.id for each in variables} | {part.variable for each in variables for part in each.parts}
        assert set(trace.variables) <= there


def test_of_many_shards_the_newest_have_a_value_and_the_others_are_counted(lesson):
    trace = lesson(
        "put: {order_id: o-1}",
        *(f"{{roll_over_shard: {shard}, after: 2s}}" for shard in range(1, 9)),
        more="consumers: [{name: c}]\n",
    ).trace
    lines = now_lines(trace, now_variables(trace), len(trace.steps))
    line = next(line for line in lines if line.name == "Consumer State")
    assert [value.part for value in line.values[1:]] == [f"shard {number}" for number in range(3, 9)]
    assert line.left_out == 2


def test_a_shard_that_rests_is_idle_while_another_one_is_blocked():
    assert told("poison-pill", 28)["Consumer State"][1:] == ["shard 1 Retrying (Reading)", "shard 2 Idle (Processing)"]


def test_a_tumbling_window_is_that_of_a_shard():
    windows = [told("tumbling-windows", step)["Tumbling Window"] for step in (19, 20, 23)]
    assert [window.partition(" 0.000")[0] for (window,) in windows[:2]] == ["shard 1", "shard 2"]
    assert windows[2] == ["shard 1 30.000 s to 1 min 00.000 s: 1 record* (0.000 s to 30.000 s: 2 records)"]
