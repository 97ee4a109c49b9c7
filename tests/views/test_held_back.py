"""Views of a step before a gate: what has happened stays, and what tells the next step is left out."""

from __future__ import annotations

from loaded_lessons import gates_of, load_lesson

from simulator.scenario.files.library import lesson_names
from simulator.views.happened import explained_step
from simulator.views.held_back import scene_held_back
from simulator.views.map.sentences import map_sentences
from simulator.views.pictures import picture
from simulator.views.scene.scene import scene
from simulator.views.time.sentences import time_sentences
from simulator.views.wire.sentences import wire_sentences

TELLS = ("again at", "is due", "in flight", "waits for shard", "too old at", "Retrying")


def shown(trace, step, holds_back):
    """The map and time after a step as characters."""
    views = [picture(trace, view, step, 0, 100, 20, holds_back) for view in ("map", "time")]
    return "\n".join("".join(text for text, _ in row) for view in views for row in view.rows)


def test_map_and_time_of_a_step_before_a_gate_do_not_tell_what_comes():
    told = []
    for name in lesson_names():
        trace = load_lesson(name).trace
        for gate in gates_of(name):
            before, said = trace.events[gate - 2], shown(trace, gate - 1, True)
            tells = [word for word in TELLS if word != "Retrying" or before.value == "process.failed"]
            told += [(name, gate, word) for word in tells if word in said]
    assert told == []


def test_without_a_gate_ahead_a_retry_is_due_and_a_change_in_flight():
    poison, overview = load_lesson("poison-pill").trace, load_lesson("overview").trace
    assert "again at 2.300 s" in shown(poison, 15, False)
    assert "in flight" in shown(overview, 1, False)


def test_what_has_happened_stays():
    said = shown(load_lesson("poison-pill").trace, 15, True)
    assert "failed 3 times" in said
    assert "BLOCKED" in said


def test_the_sentences_of_a_held_back_scene_say_nothing_of_a_next_try():
    trace = load_lesson("poison-pill").trace
    lines = [*map_sentences(scene_held_back(scene(trace, 15))), *time_sentences(trace, 15, holds_back=True)]
    assert [line for line in lines if "due" in line or "in work again" in line or "flight" in line] == []
    assert any("It is blocked by records 1 and 3, of which record 3 failed." in line for line in lines)


def test_a_state_that_tells_whether_a_batch_is_tried_again_is_no_change_of_the_step():
    made = load_lesson("given-up-in-silence")
    [tells] = [each.after for each in explained_step(made, 12, {}).view.changes if each.variable == "consumer_state"]
    assert tells == "Processing"
    held = explained_step(made, 12, {}, holds_back=True)
    assert "consumer_state" not in [each.variable for each in held.view.changes]


def test_notes_and_key_moments_of_a_held_back_step_wait():
    made = load_lesson("given-up-in-silence")
    assert explained_step(made, 11, {}).moments
    assert explained_step(made, 11, {}, holds_back=True).moments == ()
    poison = load_lesson("poison-pill")
    assert explained_step(poison, 28, {}).notes
    assert explained_step(poison, 28, {}, holds_back=True).notes == ()


def test_the_wire_does_not_tell_whether_a_reader_can_go_on_while_later_steps_are_asked():
    ended, trimmed = load_lesson("split-shard").trace, load_lesson("too-late").trace
    for trace, step, tells in (
        (ended, 19, "response.NextShardIterator: gone since"),
        (trimmed, 29, "TrimmedDataAccessException"),
    ):
        told, held = ("\n".join(wire_sentences(trace, step, ahead)) for ahead in ((), (step + 1,)))
        assert tells in told
        assert tells not in held
        assert 'Iterator: "?"' in held or 'response: "?"' in held


def test_the_wire_tells_no_write_of_a_request_that_is_asked_and_else_it_tells_writes(lesson):
    trace = lesson("batch_write: [{put: {order_id: o-1}}, {put: {order_id: o-2}}]").trace
    told = [" ".join(wire_sentences(trace, *asked)) for asked in ((1, (2,)), (1, (5,)), (2, (5,)))]
    assert ["o-2" in each for each in told] == [False, True, True]
