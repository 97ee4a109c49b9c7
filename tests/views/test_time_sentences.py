"""The run over time in sentences: each reader's story, with what it waits for now."""

from __future__ import annotations

import re

import pytest
from loaded_lessons import in_each, load_lesson
from varied_lessons import SHOWING_EVERY_EVENT

from simulator.views.time.lanes import time_lanes
from simulator.views.time.sentences import MOST_LINES, time_sentences


def told(name: str, step: int) -> list[str]:
    return list(time_sentences(load_lesson(name).trace, step))


def test_tries_that_fail_one_after_another_are_told_in_one_line():
    assert (
        "Shard 1, 0.350 s to 32.800 s, steps 12 to 28: records 1 (p-1) and 3 (p-3) failed, tries 1 to 8, iterator age "
        "32.750 s in the end."
    ) in told("poison-pill", 28)


def test_the_state_of_a_blocked_shard_is_told():
    lines = told("poison-pill", 28)
    assert "Shard 1: blocked since 0.350 s by record 3 (p-3)." in lines
    assert "Shard 1: record 5 (p-5) has waited 22.700 s to be read." in lines
    assert (
        "Shard 1: try 9 of records 1 (p-1) and 3 (p-3) is due at 1 min 04.800 s, and the first is too old at "
        "1 min 00.050 s, before that." in lines
    )


def test_a_block_that_is_over_has_its_end_and_the_message_its_records():
    lines = told("poison-pill", 29)
    assert "Shard 1: blocked from 0.350 s to 1 min 00.050 s by record 3 (p-3)." in lines
    assert lines[-1] == "Failures: SQS, 1 min 00.050 s, step 29: a message about records 1 (p-1) and 3 (p-3)."


def test_a_crash_a_take_over_and_a_second_time_are_told():
    lines = told("crash-and-checkpoint", 27)
    assert "Consumer billing, 2.000 s, step 21: Worker a crashes." in lines
    assert "Shard 1, worker a, 1.200 s, step 18: checkpoint after record 3 (order-3)." in lines
    assert "Shard 1, worker b, 13.100 s, step 27: record 4 (order-4) handled again." in lines
    assert "Shard 1, worker b: record 5 (order-1) in work now." in lines


def test_each_write_is_told_with_its_effect():
    lines = told("silent-writes", 24)
    assert "Writes, 4.500 s, step 11: o-1 refused." in lines
    assert "Writes, 6.500 s, steps 15 to 17: o-1 not changed, o-2 added and o-3 added." in lines


def test_at_the_start_nothing_has_happened():
    assert told("overview", 0) == ["Nothing has happened yet."]


def test_there_is_no_step_beyond_the_end():
    with pytest.raises(IndexError):
        told("overview", 7)


def test_a_long_lane_has_its_newest_lines_and_counts_the_rest(lesson):
    entry = 'repeat: {times: 40, every: 1500ms, do: {put: {order_id: "o-{n}"}}}'
    trace = lesson(entry).trace
    lines = [line for line in time_sentences(trace, len(trace.events)) if line.startswith("Shard 1")]
    assert len(lines) == MOST_LINES + 1
    assert re.fullmatch(r"Shard 1: \d+ earlier lines are left out\.", lines[0])
    assert lines[-2].endswith("record 40 (o-40) processed.")
    assert lines[-1].endswith("a poll finds nothing.")


@in_each(SHOWING_EVERY_EVENT)
def test_each_lane_is_told_and_nothing_of_a_later_step(lesson):
    trace = lesson.trace
    for step in range(1, len(trace.events) + 1):
        lines = list(time_sentences(trace, step))
        names = [lane.name.replace(" · ", ", ") for lane in time_lanes(trace, step).lanes]
        for lane in names:
            assert any(lane.casefold() in line.casefold() for line in lines)
        assert all(int(number) <= step for line in lines for number in re.findall(r", step (\d+):", line))
        assert all(int(number) <= step for line in lines for number in re.findall(r", steps \d+ to (\d+):", line))


def test_repeated_records_of_a_batch_empty_polls_and_records_without_a_reader_are_told():
    lines = told("changing-a-mapping", 29)
    assert "Shard 1, 13 min 04.000 s, step 28: records 1 (p-1), 2 (p-2) and 3 (p-3) handled again." in lines
    assert "Shard 1, 13 min 04.000 s, step 29: a poll finds nothing." in lines
    assert lines[-1].endswith("step 25: record 4 (p-4) available, and no reader waits for it.")
    assert "Shard 1, 2.000 s to 5.000 s, steps 6 to 9: 4 polls find nothing." in told("empty-pages", 34)


def test_a_batching_window_is_told_with_what_it_gathered():
    assert "Shard 1: the batching window has gathered records since 0.750 s." in told("batches-and-windows", 6)
    gathered = "Shard 1: the batching window gathered record 6 (c-6) from 7.500 s to 12.450 s."
    assert gathered in told("batches-and-windows", 25)
