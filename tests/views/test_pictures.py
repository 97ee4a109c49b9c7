"""The views of a step as rows of a terminal, and the rail of steps: pure, as the player shows them."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from loaded_lessons import load_lesson
from varied_lessons import every_step

from simulator.lesson.lesson import lesson_of
from simulator.scenario.loader import scenario_from_text
from simulator.views.drawing import record_at
from simulator.views.pictures import picture
from simulator.views.rail import rail
from simulator.views.rows.gaps import gaps_of
from simulator.views.signs import ASCII, SIGNS, Style
from simulator.views.width import cells

AT_120x36, AT_80x24, OVER_A_QUESTION = (115, 11), (77, 8), (78, 4)
"""The columns and rows that the player has for a view; in predict mode at 80x24 those over a question."""


@cache
def shown_of(trace, view, step, size):
    return picture(trace, view, step, 0, *size)


@cache
def lines(trace, view, step, size):
    return ["".join(text for text, _ in row) for row in shown_of(trace, view, step, size).rows]


def test_the_map_of_every_step_fits_and_shows_the_records_of_the_step():
    for name, trace, step in every_step():
        about = [record for record in trace.record_indexes[step - 1] if trace.captured[record] <= step] if step else []
        for size in (AT_120x36, AT_80x24, OVER_A_QUESTION):
            shown = lines(trace, "map", step, size)
            assert len(shown) <= size[1] + 1, (name, step)
            assert max(map(cells, shown)) <= size[0], (name, step)
            text = "\n".join(shown)
            assert not about or any(f">r{record + 1} " in text for record in about), (name, step)


def test_the_lanes_of_every_step_fit():
    for name, trace, step in every_step():
        for size in (AT_120x36, AT_80x24):
            shown = lines(trace, "time", step, size)
            assert len(shown) <= size[1] + 1, (name, step)
            assert max(map(cells, shown)) <= size[0], (name, step)


def test_every_spot_in_time_is_about_a_step_that_has_happened():
    for name, trace, step in every_step():
        for spot in shown_of(trace, "time", step, AT_120x36).spots:
            assert 1 <= spot.step <= step, (name, step)
            assert spot.column <= spot.last_column, (name, step)


def test_a_record_is_found_where_the_map_names_it_and_nowhere_else():
    steps = every_step(["split-shard", "crash-and-checkpoint", "two-consumers"])
    for (_, trace, step), size in product(steps, (AT_120x36, AT_80x24, OVER_A_QUESTION)):
        shown = shown_of(trace, "map", step, size)
        texts = lines(trace, "map", step, size)
        named = {
            (row, column): int(found[1]) - 1
            for row, text in enumerate(texts)
            for found in re.finditer(r"(?:>| )r([0-9]+) (?!and)", text)
            for column in (found.start(1),)
            if not re.search(r"(saved|checkpoint|blocked|read|again|failed|; |: ).*$", text[: found.start()])
        }
        assert {place: record_at(shown.records, *place) for place in named} == named
        assert record_at(shown.records, 0, 1) is None


def test_the_mark_of_the_step_leads_to_the_step():
    trace = load_lesson("poison-pill").trace
    shown = picture(trace, "time", 28, 0, *AT_120x36)
    texts = lines(trace, "time", 28, AT_120x36)
    row = next(number for number, text in enumerate(texts) if "[✗]" in text)
    column = texts[row].index("[✗]")
    steps = [spot.step for spot in shown.spots if spot.row == row and spot.column <= column <= spot.last_column]
    assert steps == [28]


def test_what_has_no_room_on_the_map_is_told_in_a_row():
    shown = lines(load_lesson("split-shard").trace, "map", 19, AT_80x24)
    assert shown[0].startswith("shard 1, PARENT, closed · Reading")
    assert shown[-2].startswith("├─ shard 2, open: o-1 SHIPPED · r4 ◦ unread; waits for shard 1, its parent")
    assert shown[-1].startswith("└─ shard 3, open: no records")


def test_in_very_few_rows_the_map_has_a_row_for_each_shard_and_consumer_and_leaves_one_for_the_legend():
    shown = picture(load_lesson("poison-pill").trace, "map", 15, 0, *OVER_A_QUESTION, holds_back=True)
    assert ["".join(text for text, _ in row).rstrip() for row in shown.rows] == [
        "shard 1, open:  >r1 p-1 ↶<  >r3 p-3 ✗<  ┊  ✗ BLOCKED: r3 failed 3 times",
        "shard 2, open:  r2 p-2 ✓  ⚑  ┊",
    ]
    assert shown.legend == "✓ processed · ✗ failed · ↶ batch failed · ⚑ checkpoint · ┊ next read · > this step"
    both = lines(load_lesson("two-consumers").trace, "map", 6, OVER_A_QUESTION)
    assert [" ".join(line.split()) for line in both] == ["shard 1, open, billing: r1 o-1 ✓ ┊", "search: ┊ r1 o-1 ◦"]


def test_a_child_hangs_on_its_branch_in_the_same_way_whether_it_is_drawn_or_told():
    for name, step in (("split-shard", 17), ("children-first", 15), ("roll-over", 24)):
        shown = lines(load_lesson(name).trace, "map", step, AT_80x24)
        branches = [line for line in shown if line[0] in "├└"]
        assert branches
        assert all(re.match(r"[├└]─ shard \d, ", line) for line in branches)
        first, last = (shown.index(branches[0]), shown.index(branches[-1]))
        assert all(line[0] in "├│" for line in shown[first:last])


def test_the_map_of_many_shards_draws_the_one_that_the_step_is_about_and_counts_the_others():
    text = """
title: many
table: {name: Orders, partition_key: id}
stream: {view_type: KEYS_ONLY, shards: 12}
timeline: [{repeat: {times: 40, every: 1ms, do: {put: {id: "o-{n}"}}}}]
"""
    trace = lesson_of(scenario_from_text(text)).trace
    step = next(number for number, event in enumerate(trace.events, 1) if event.value == "read.records")
    shown = lines(trace, "map", step, AT_80x24)
    assert len(shown) <= AT_80x24[1]
    assert any(">r" in line for line in shown)
    assert shown[-1].startswith("Shards ")
    assert "are not drawn" in shown[-1]


def test_the_wire_shows_one_call_and_says_how_many_there_are():
    trace = load_lesson("overview").trace
    first = picture(trace, "wire", 4, 0, *AT_120x36)
    count = int(first.title.partition(" of ")[2].partition(" (")[0])
    assert count > 1
    assert picture(trace, "wire", 4, count, *AT_120x36) == first
    assert picture(trace, "wire", 4, -1, *AT_120x36).title.endswith(f", {count} of {count} ([ and ]: others)")


def test_a_step_without_a_call_says_why():
    trace = load_lesson("overview").trace
    assert lines(trace, "wire", 2, AT_120x36) == ["No call belongs to this step: it happens inside DynamoDB."]


def test_a_picture_in_ascii_has_nothing_else_and_is_as_wide():
    for name, trace, step in every_step():
        for line in (*lines(trace, "map", step, AT_120x36), *lines(trace, "time", step, AT_120x36)):
            assert line.translate(ASCII).isascii(), (name, step)
            assert len(line.translate(ASCII)) == cells(line), (name, step)


def test_signs_that_stand_beside_each_other_differ_in_ascii_too():
    letters = {sign.sign: sign.sign.translate(ASCII) for sign in SIGNS}
    alone = [letters[sign] for sign in "◦▹✓↻✗↶⊘∅⊝⚑┊░"]
    assert len(set(alone)) == len(alone)


def test_the_wire_begins_where_the_step_brings_something_new():
    trace = load_lesson("report-the-failure").trace
    handed_over, answered = (picture(trace, "wire", step, 0, *AT_120x36) for step in (13, 14))
    assert handed_over.first == 0
    assert answered.rows[answered.first + 1][0][0].startswith("* response: {")


# The rail


def words(runs):
    return "".join(text for text, _ in runs).rstrip()


def test_the_rail_shows_failures_gaps_and_moments_and_nothing_beyond_the_step():
    trace = load_lesson("crash-and-checkpoint").trace
    shown = words(rail(trace, 22, {21, 25}, gaps_of(trace), 60))
    assert shown.endswith("◊✗21 ╎ 2 s ╎ [22]")
    assert "25" not in shown


def test_what_has_no_room_on_the_rail_is_left_out_at_its_beginning():
    trace = load_lesson("poison-pill").trace
    for width in (20, 40, 118):
        shown = words(rail(trace, 32, (), gaps_of(trace), width))
        assert cells(shown) <= width
        assert shown.startswith("steps … ")
        assert shown.endswith("[32]")


def test_the_step_that_is_looked_at_is_marked_by_brackets_and_a_style():
    runs = rail(load_lesson("overview").trace, 3, (), (), 60)
    assert ("[3] ", Style.NOW) in runs
    assert words(rail(load_lesson("overview").trace, 0, (), (), 60)) == "steps none yet"


def test_a_step_without_an_invocation_says_so_in_as_many_lines_as_it_needs():
    trace = load_lesson("filters-and-traps").trace
    filtered, idle = (lines(trace, "wire", step, (40, 20)) for step in (7, 8))
    assert " ".join(filtered).endswith("Lambda's poller applies the filter, and no function is invoked.")
    assert " ".join(idle).endswith("Lambda's poller found nothing, and no function is invoked.")


def test_a_reader_without_a_shard_to_poll_has_no_call_and_one_that_polls_an_empty_child_has():
    trace = load_lesson("roll-over").trace
    assert picture(trace, "wire", 21, 0, *AT_120x36).title.startswith("Wire: GetShardIterator, 1 of 2")
    assert lines(trace, "wire", 22, AT_120x36) == [
        "No call belongs to this step: report has read every shard that it knows to the end and polls none."
    ]
