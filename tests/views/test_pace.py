"""How long a step rests while a run plays by itself, and where it stops."""

from __future__ import annotations

from itertools import pairwise

from loaded_lessons import load_lesson

from simulator.scenario.files.library import lesson_names
from simulator.views.pace import GAP_RESTS, LEAST, LONG_GAP, MOST, gap_before, moment_steps, reading_seconds, words_of


def test_a_longer_text_rests_longer_within_bounds():
    seconds = [reading_seconds(words) for words in range(200)]
    assert all(before <= after for before, after in pairwise(seconds))
    assert (seconds[0], seconds[-1]) == (LEAST, MOST)
    assert seconds[35] == 11.0


def test_no_step_of_the_library_has_more_to_read_than_the_longest_rest_allows():
    for name in lesson_names():
        trace = load_lesson(name).trace
        assert all(LEAST < reading_seconds(words_of(trace, step)) <= MOST for step in range(len(trace.events) + 1))


def test_the_words_of_a_step_are_those_of_its_reason_and_of_what_changed(lesson):
    trace = lesson("put: {order_id: o-1}").trace
    assert words_of(trace, 1) > words_of(trace, 3) > 0  # step 3 changes no variable


def test_only_a_long_gap_is_marked():
    trace = load_lesson("poison-pill").trace
    for step in range(2, len(trace.events) + 1):
        gap = trace.times[step - 1] - trace.times[step - 2]
        assert bool(gap_before(trace, step)) == (gap >= LONG_GAP)
    assert any(gap_before(trace, step) for step in range(1, len(trace.events) + 1))
    assert GAP_RESTS > 0


def test_there_is_no_gap_before_the_start_or_after_the_end():
    trace = load_lesson("poison-pill").trace
    assert gap_before(trace, 0) == gap_before(trace, len(trace.events) + 1) == ""


def test_a_key_moment_without_a_step_stops_nothing(lesson):
    more = "key_moments: [{question: Why?, answer: So}, {question: When?, answer: '[then](step:2)'}]\n"
    assert moment_steps(lesson(more=more)) == {2}
