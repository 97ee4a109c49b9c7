"""The lanes of a run over time: what has happened, what waits, what is due, and nothing of what comes."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import pytest
from loaded_lessons import load_lesson
from varied_lessons import SHOWING_EVERY_EVENT, every_step, new_steps

from simulator.scenario.events import Event
from simulator.views.scene.scene import scene
from simulator.views.scene.values import BlockedByRecords
from simulator.views.svg import COLOURS, PAPER
from simulator.views.time.lanes import MOST_COLUMNS, marks_of, time_lanes, without_polls
from simulator.views.time.svg import time_svg
from simulator.views.time.text import time_text
from simulator.views.time.words import Blocked, Due, Gathered, Waiting
from simulator.views.width import cells


def lane(lanes, name):
    (found,) = [each for each in lanes.lanes if each.name == name]
    return found


def line(text, label):
    """The first line of a picture with a label."""
    return next(each for each in text if each.startswith(label))


@cache
def lanes_of(trace, step):
    return time_lanes(trace, step)


@cache
def text_of(trace, step, width):
    return list(time_text(trace, step, width))


@pytest.fixture(scope="module")
def poison():
    return load_lesson("poison-pill").trace


@pytest.fixture(scope="module")
def long(lesson):
    return lesson("repeat: {times: 2000, every: 700ms, do: {put: {order_id: 'o-{n}'}}}").trace


# The value


def test_no_mark_comes_from_a_later_step():
    for name, trace, step in every_step():
        lanes = lanes_of(trace, step)
        assert all(mark.step <= step for mark in marks_of(lanes)), (name, step)
        assert all(column.last_step <= step for column in lanes.columns), (name, step)
        waiting = [each.waiting for each in lanes.lanes if each.waiting is not None]
        assert all(each.since <= lanes.now for each in waiting), (name, step)
        dues = [each.due.time for each in lanes.lanes if each.due is not None and each.due.time is not None]
        assert all(due >= lanes.now for due in dues), (name, step)


def test_the_newest_column_is_that_of_the_step():
    for name, trace, step in every_step(first=1):
        assert lanes_of(trace, step).columns[-1].last_step == step, name


def test_a_step_forward_changes_no_mark_of_the_steps_before_it():
    before = set()
    for name, trace, step in every_step():
        # A deployment may give a shard several lanes: then its lane of before is the first of them.
        lanes = lanes_of(trace, step).lanes
        marks = {(each.name.partition(" · lane")[0], mark) for each in lanes for mark in each.marks}
        if step:
            kept = {(where, mark) for where, mark in marks if mark.step < step}
            assert {mark for _, mark in before} - {mark for _, mark in marks} == set(), (name, step)
            assert kept <= before, (name, step)
        before = marks


def test_the_failing_batch_with_its_tries_and_their_ages(poison):
    shard = lane(time_lanes(poison, 28), "shard 1")
    failed = [(mark.attempt, mark.age) for mark in shard.marks if mark.kind == "failed"]
    assert failed[0] == (1, 300)
    assert failed[-1] == (8, 32750)


def test_the_shard_is_blocked_from_the_first_failure_until_the_batch_is_given_up(poison):
    assert lane(time_lanes(poison, 11), "shard 1").blocked == ()
    assert lane(time_lanes(poison, 28), "shard 1").blocked == (Blocked(350, None, "p-3 · r3", (2,)),)
    assert lane(time_lanes(poison, 29), "shard 1").blocked == (Blocked(350, 60050, "p-3 · r3", (2,)),)


def test_what_waits_behind_the_batch_waits_until_it_is_read(poison):
    waiting = [lane(time_lanes(poison, step), "shard 1").waiting for step in (25, 26, 28, 30)]
    hidden, unread = Waiting(10050, "p-5 · r5", 0, 4, hidden=(4,)), Waiting(10100, "p-5 · r5", 1, 4)
    assert waiting == [hidden, unread, unread, None]


def test_the_next_try_is_due_as_it_was_announced(poison):
    assert lane(time_lanes(poison, 28), "shard 1").due == Due(64800, 9, "p-1 · r1, p-3 · r3", (0, 2), 60050)
    assert lane(time_lanes(poison, 29), "shard 1").due is None


def test_what_a_worker_works_on_goes_on_at_now():
    trace = load_lesson("crash-and-checkpoint").trace
    assert lane(time_lanes(trace, 27), "shard 1 · worker b").due == Due(None, 0, "order-1 · r5", (4,))
    a = lane(time_lanes(trace, 27), "shard 1 · worker a")
    assert (a.due, [mark.kind for mark in a.marks][-2:]) == (None, ["done", "empty"])


def test_the_destination_gets_what_is_given_up(poison):
    assert lane(time_lanes(poison, 28), "failures: SQS").marks == ()
    (mark,) = lane(time_lanes(poison, 29), "failures: SQS").marks
    assert (mark.kind, mark.text) == ("given_up", "p-1 · r1, p-3 · r3")


def test_a_batch_of_new_and_repeated_records_is_told_apart():
    lanes = time_lanes(load_lesson("changing-a-mapping").trace, 28)
    marks = [(mark.kind, mark.records) for mark in lane(lanes, "shard 1").marks if mark.step == 28]
    assert marks[:2] == [("done", (3,)), ("again", (0, 1, 2))]


def test_polls_that_find_nothing_are_marked_in_the_shards_that_are_read():
    lanes = time_lanes(load_lesson("empty-pages").trace, 34)
    polls = {each.name: [mark.step for mark in each.marks if mark.kind == "empty"] for each in lanes.lanes}
    assert polls["shard 1"] == [6, 7, 8, 9, 15, 25]
    assert polls["shard 2"] == [34]


def test_a_record_for_which_no_reader_waits_is_seen_to_arrive():
    lanes = time_lanes(load_lesson("view-types").trace, 30)
    arrived = {each.name: [mark.records for mark in each.marks] for each in lanes.lanes if "no reader" in each.name}
    assert arrived == {
        "shard 1 · no reader": [(0,)],
        "shard 2 · no reader": [(1,), (2,)],
        "shard 3 · no reader": [(3,), (4,)],
    }


def test_each_record_that_is_available_is_in_a_lane():
    for name, trace, step in every_step():
        if step not in (len(trace.events) // 2, len(trace.events)):
            continue
        lanes = lanes_of(trace, step)
        shown = {index for mark in marks_of(lanes) for index in mark.records}
        waiting = {each.waiting.oldest for each in lanes.lanes if each.waiting is not None}
        counted = sum(each.waiting.records - 1 for each in lanes.lanes if each.waiting is not None)
        there = trace.steps_of(Event.AVAILABLE_RECORD)
        missing = {trace.record_indexes[number - 1][0] for number in there if number <= step} - shown - waiting
        assert len(missing) <= max(0, counted), (name, step)


def test_a_batching_window_waits_from_its_first_record_to_the_invocation():
    trace = load_lesson("batches-and-windows").trace
    assert lane(time_lanes(trace, 6), "shard 1").gathered == (Gathered(750, None, ()),)
    assert lane(time_lanes(trace, 25), "shard 1").gathered == (
        Gathered(750, 5000, (0, 1)),
        Gathered(7500, 12450, (5,)),
    )


def test_a_record_that_was_lost_is_marked_and_waits_no_longer():
    trace = load_lesson("too-late").trace
    assert lane(time_lanes(trace, 26), "shard 1").waiting == Waiting(1203100, "o-3 · r3", 1, 2)
    assert lane(time_lanes(trace, 27), "shard 1").waiting is None
    assert lane(time_lanes(trace, 30), "shard 1").marks[-1].kind == "lost"


def test_nobody_waits_for_records_of_a_stream_that_it_does_not_read():
    trace = load_lesson("off-and-on").trace
    names = [each.name for each in time_lanes(trace, 14).lanes if each.waiting is not None]
    assert names == ["shard 2 · reader-2"]


def test_nothing_waits_for_a_consumer_that_was_deleted():
    lanes = time_lanes(load_lesson("throttled-readers").trace, 18)
    assert [each.waiting is None for each in lanes.lanes if each.name.startswith("shard 1")] == [False, True, False]


def test_a_long_gap_is_marked(poison):
    gaps = [column.began for column in time_lanes(poison, 28).columns if column.after_gap]
    assert gaps == [16700, 32800]


def test_a_long_run_keeps_its_first_instant_and_its_newest(long):
    lanes = time_lanes(long, len(long.events))
    assert len(lanes.columns) == MOST_COLUMNS + 1
    assert lanes.columns[0].first_step == 1
    assert lanes.left_out == lanes.columns[1].first_step - 1 - lanes.columns[0].last_step


def test_the_start_has_no_columns(poison):
    assert time_lanes(poison, 0).columns == ()


def test_a_step_that_the_run_does_not_have_is_refused(poison):
    with pytest.raises(IndexError, match="no step 33; the run has 32"):
        time_lanes(poison, 33)


# Text


WIDTHS = 60, 80, 160


def test_no_line_is_wider_than_it_may_be():
    for name, trace, step in every_step():
        for width in WIDTHS:
            assert max(map(cells, text_of(trace, step, width))) <= width, (name, step)


def test_the_wall_stands_in_one_column():
    for name, trace, step in every_step(first=1):
        for width in WIDTHS:
            text = text_of(trace, step, width)
            rows = text[1 : text.index("")]
            wall = rows[0].index("╎")
            assert all(row[wall] == "╎" for row in rows if row.isprintable() and cells(row) == len(row)), (name, step)


def test_the_picture_of_the_failing_batch(poison):
    assert [each.rstrip() for each in time_text(poison, 28, 120)][:10] == [
        "Step 28 of 32, 32.800 s",
        " " * 89 + "NOW ╎ not yet",
        "seconds        0   0.25  0.35  0.7  1.3  2.4  4.5  5   5.25 5.35 8.6  10      ╎ 16.7 ╎ 32.8  ╎",
        "writes         p-1, p-2, p-3                       p-4                p-5                    ╎",
        "shard 1            ▹─────✗─────✗────✗────✗────✗──────────────────✗────────────✗──────[✗]──── ╎"
        " too old at 1 min 00.050 s",
        "  records          p-1 · r1, p-3 · r3                                                        ╎",
        "  try                    1     2    3    4    5                  6            7      8       ╎",
        "  iterator age           0.3   0.65 1.25 2.35 4.45               8.55         16.65  32.75   ╎",
        "  blocked                ░ BLOCKED since 0.350 s by p-3 · r3 ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ ╎",
        "  behind it                                                           ◦ p-5 · r5 for 22.7 s  ╎",
    ]


def test_in_a_narrow_terminal_the_middle_is_folded_and_the_end_kept(poison):
    text = list(time_text(poison, 28, 80))
    assert line(text, "seconds").split()[:4] == ["seconds", "0", "0.25", "0.35-8.6"]
    assert "✗×6" in line(text, "shard 1")
    assert line(text, "shard 1").endswith("[✗]──── ╎ too old at 1 min 00.050 s")
    assert "1-6" in line(text, "  try")
    assert "a column is an instant, one is 9 instants" in " ".join(text[-3:])


def test_where_there_is_no_room_writes_are_counted_and_records_named_without_their_items(poison):
    text = list(time_text(poison, 32, 80))
    assert line(text, "writes").split()[1:4] == ["3", "writes", "p-4"]
    records = [each for each in text if each.startswith("  records")]
    assert re.split("  +", records[0])[2:4] == ["p-1 · r1, p-3 · r3", "r1, r3"]
    assert records[1].split()[1] == "r2"
    assert "…" not in "".join(text)


def test_beyond_now_stands_only_what_is_due():
    for name, trace, step in every_step(first=1):
        text = text_of(trace, step, 160)
        wall = text[1].index("╎")
        beyond = {row[wall + 1 :].strip() for row in text[2 : text.index("")]} - {""}
        lanes = lanes_of(trace, step).lanes
        dues = [each.due for each in lanes if each.due is not None]
        dues += [each.waiting for each in lanes if each.waiting is not None and each.waiting.parent is not None]
        assert len(beyond) <= len(dues), (name, step)
        assert ("not yet" in text[1]) == bool(dues), (name, step)


def test_a_run_of_hours_has_a_scale_of_hours():
    text = list(time_text(load_lesson("too-late").trace, 34, 120))
    assert "25:20:05" in line(text, "h:mm:ss")


def test_each_sign_has_its_word_in_the_legend(poison):
    legend = " ".join(list(time_text(poison, 32, 120))[-3:])
    for words in ("▹ read", "✓ processed", "✗ failed, comes again", "⊘ given up"):
        assert words in legend


def test_the_start_says_that_nothing_has_happened(poison):
    assert list(time_text(poison, 0)) == ["Step 0 of 32, 0.000 s", "Nothing has happened yet."]


def test_a_long_run_fits_too(long):
    text = list(time_text(long, len(long.events), 80))
    assert max(map(cells, text)) <= 80
    assert "steps after the first instant are left out" in " ".join(text[-4:])


def test_names_from_a_file_stand_escaped_and_fit(nasty):
    for step in range(len(nasty.trace.events) + 1):
        for each in time_text(nasty.trace, step, 80):
            assert each.isprintable()
            assert cells(each) <= 80


def test_a_batch_of_new_and_repeated_records_has_both_signs_and_names_what_came_again():
    text = list(time_text(load_lesson("changing-a-mapping").trace, 28, 160))
    assert "[✓][↻]" in line(text, "shard 1 ")
    assert "↻ r1, r2, r3" in line(text, "  records")


def test_polls_that_find_nothing_one_after_another_are_one_column_with_their_count():
    text = list(time_text(load_lesson("empty-pages").trace, 34, 120))
    assert "⊔×4" in line(text, "shard 1")
    assert "2-5" in line(text, "seconds").split()
    assert "6-9" in line(text, "steps").split()
    assert "⊔ empty poll" in " ".join(text[-2:])


def test_where_room_is_short_the_first_empty_polls_give_way_unless_the_run_has_them_all():
    few = time_lanes(load_lesson("batches-and-windows").trace, 32)
    [kept] = without_polls([few])
    assert [column.last_step for column in few.columns if column not in kept.columns] == [9, 26]
    assert [mark.step for mark in marks_of(kept) if mark.kind == "empty"] == [32]
    every = time_lanes(load_lesson("empty-pages").trace, 34)
    assert without_polls([every]) == [every]


def test_what_a_batching_window_gathers_waits_on_a_line_of_its_own():
    trace = load_lesson("batches-and-windows").trace
    assert "◦ gathers since 0.750 s ─" in line(list(time_text(trace, 6, 80)), "  window")
    assert "◦ gathers r1, r2 for 4.3 s ─" in line(list(time_text(trace, 7, 80)), "  window")


def test_what_lambdas_poller_has_read_waits_for_a_batch_here_as_on_the_map():
    trace = load_lesson("falling-behind").trace
    polled = set()
    for step in range(1, len(trace.events) + 1):
        streams = scene(trace, step).streams
        in_shard = {each.index: each for stream in streams for shard in stream.shards for each in shard.records}
        for each in time_lanes(trace, step).lanes:
            if each.waiting is not None and each.waiting.records:
                waits_for = in_shard[each.waiting.oldest].readers["alarm"].waits_for
                assert each.waiting.is_polled == (waits_for == "batch")
                polled.add(each.waiting.is_polled)
    assert polled == {False, True}
    text = list(time_text(trace, 25, 118))
    assert "⋯ 2 records wait, hall · r3 for 4.2 s" in line(text, "  polled")
    assert "⋯ polled, waits for a batch" in text[-1]


# SVG


def texts(svg):
    root = ElementTree.fromstring("\n".join(svg))
    return [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("theme", PAPER)
def test_the_svg_has_the_texts_as_text(poison, theme):
    found = texts(time_svg(poison, 28, theme=theme))
    assert {"shard 1", "[✗]", "NOW", "too old at 1 min 00.050 s", "◦ p-5 · r5 for 22.7 s"} <= set(found)
    assert "BLOCKED since 0.350 s by p-3 · r3" in found


def test_each_step_that_shows_something_new_is_well_formed_svg():
    for name in SHOWING_EVERY_EVENT:
        trace = load_lesson(name).trace
        for step in new_steps(trace):
            assert texts(time_svg(trace, step))[0].startswith(f"Step {step} of "), name


def test_names_from_a_file_cannot_break_the_svg(nasty):
    steps = len(nasty.trace.events)
    assert texts(time_svg(nasty.trace, steps))[0].startswith(f"Step {steps} of ")


def test_text_in_every_theme_stands_out_from_its_background():
    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for theme, colours in COLOURS.items():
        for colour in colours.values():
            light, dark = sorted((luminance(colour), luminance(PAPER[theme])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5


# What the map says too


@pytest.mark.parametrize("name", ["retries-and-limits", "poison-pill", "report-the-failure"])
def test_a_shard_is_blocked_in_time_where_it_is_on_the_map(name):
    trace = load_lesson(name).trace
    for step in range(1, len(trace.events) + 1):
        here = {each.number: each.blocked_by for each in scene(trace, step).consumers[0].shards}
        lanes = {each.name: each for each in time_lanes(trace, step).lanes}
        for number, blocked in here.items():
            found = lanes.get(f"shard {number}")
            now = [each for each in found.blocked if each.until is None] if found is not None else []
            assert bool(now) == isinstance(blocked, BlockedByRecords), step


def test_a_batch_that_is_refused_is_due_anew_after_each_refusal():
    trace = load_lesson("retries-and-limits").trace
    lanes = [lane(time_lanes(trace, step), "shard 1") for step in (29, 30, 31, 32)]
    assert [each.due.time for each in lanes] == [10500, 11000, 12000, 14000]
    assert [each.marks[-1].kind for each in lanes] == ["refused"] * 4


def test_a_write_without_a_stream_and_a_record_that_is_not_visible_yet_are_told():
    trace = load_lesson("off-and-on").trace
    text = list(time_text(trace, 13, 120))
    assert "o-1 (no stream)" in line(text, "writes")
    assert "◦ o-1 · r2 not visible yet" in line(text, "  unread")
