"""The process table and the tracker of a run with many rows that are alike: what they show, and what a click does."""

from __future__ import annotations

import re

from pilots import TALL

from simulator.lesson.words.references import parse
from simulator.scenario.events import Event
from simulator.tui.widgets.process_table import ProcessTable
from simulator.views.flow import NO_STAGE
from simulator.views.rows.gaps import gaps_of


async def test_a_gap_is_shown_once_the_step_that_ends_it_is_reached_and_a_click_on_it_goes_nowhere(playing):
    async with playing("crash-and-checkpoint", step=24) as player:
        assert "7.9 s" not in await player.words("#table")
        await player.press("right")
        assert "╎ 7.9 s: nobody reads shard 1 > 25 12.000 s worker b takes shard 1" in await player.words("#table")
        await player.press("right")
        await player.click("7.9 s: nobody")
        assert player.step == 26
        await player.click("CRASHES")
        assert player.step == 21


async def test_nothing_beside_a_masked_row_tells_it(playing):
    async with playing("crash-and-checkpoint", mode="predict") as player:
        screen = player.lesson_screen
        trace = screen.lesson.trace
        for number in gaps_of(trace):
            screen.table.step, screen.table.masked = number - 1, "What happens next?"
            text = await player.words("#table")
            assert text.endswith(f"{number} What happens next? ? ? ?")
            assert text.count("╎") == sum(gap < number for gap in gaps_of(trace))


async def test_a_masked_row_names_its_action_in_the_words_of_its_neighbours(playing):
    async with playing("crash-and-checkpoint", step=12, mode="predict") as player:
        player.lesson_screen.table.masked = "Worker a reads 3 stream records"
        assert (await player.words("#table")).endswith("? 13 reads 3 records ? ? ?")


async def test_a_failure_is_bold_in_a_colour_of_the_theme(playing):
    async with playing("crash-and-checkpoint", step=21) as player:
        table = player.lesson_screen.table
        segments = [segment for y in range(table.size.height) for segment in table.render_line(y)]
        crash = next(segment for segment in segments if "CRASHES" in segment.text)
        update = next(segment for segment in segments if "takes" in segment.text or "checkpoints" in segment.text)
        assert crash.style is not None
        assert update.style is not None
        assert crash.style.bold
        assert crash.style.color != update.style.color


async def test_a_link_lights_the_cell_of_any_column(playing):
    async with playing("crash-and-checkpoint", step=30) as player:
        for link, lit in (
            ("cell:26/record", "›r4, r5"),
            ("cell:27/shard", "›1"),
            ("cell:26/consumer_reads", "›Y"),
            ("step:25", "›takes"),
        ):
            assert lit not in await player.words("#table")
            player.lesson_screen.follow(parse(f"[there]({link})")[0])
            assert lit in await player.words("#table"), link


async def test_a_link_to_an_answer_lights_it_where_the_column_had_no_room(playing):
    async with playing("too-late", (72, 24), step=30) as player:
        assert " C R P" not in await player.words("#table")
        player.lesson_screen.follow(parse("[there](cell:27/consumer_reads)")[0])
        assert re.search(r"Y›N‹", await player.text())


async def test_the_title_explains_the_letters_of_the_columns_and_a_crash_lights_no_stage_and_says_so(playing, size):
    async with playing("crash-and-checkpoint", size, step=21) as player:
        assert "Process table   C created  R read  P processed" in await player.text()
        flow = await player.words("#flow")
        assert "[" not in flow
        assert flow.endswith(NO_STAGE)


async def test_of_a_long_run_a_row_and_a_gap_far_behind_are_as_near_as_the_first(playing, lesson):
    made = lesson("repeat: {times: 1000, every: 20s, do: {put: {order_id: 'o-{n}'}}}")
    last = len(made.trace.steps)
    async with playing(made, step=last) as player:
        table = player.lesson_screen.query_one(ProcessTable)
        assert table.virtual_size.height == last + len(gaps_of(made.trace)) + 1
        assert "╎ 18" in await player.words("#table")
        assert made.trace.events[-1] is Event.IDLE_WAITING


# The tracker


async def test_the_tracker_shows_now_against_before_shard_by_shard(playing):
    async with playing("poison-pill", TALL, step=28) as player:
        words = await player.words("#tracker")
        assert "Attempt all: 8* (was 7) shard 1: 8* (was 7) shard 2: 1" in words
        assert "Status tracker   After Step 28: now (was: before its last change)" in await player.text()
        await player.press("left", "left")
        assert (
            "Status tracker   After Step 26, as after Step 25: now (was: before its last change)" in await player.text()
        )


async def test_where_room_is_short_what_was_before_gives_way_before_a_worker_does(playing):
    async with playing("crash-and-checkpoint", (80, 24), step=27) as player:
        await player.press("v", "v", "v")
        words = await player.words("#tracker")
        assert "Consumer State worker a: Crashed worker b: Processing*" in words
        await player.pilot.resize_terminal(70, 24)
        assert (await player.text()).startswith(" Crash and checkpoint  ")  # a long title ends at its colon


async def test_shift_and_an_arrow_scroll_the_tracker_and_the_next_step_shows_now_again(playing):
    async with playing("crash-and-checkpoint", step=27) as player:
        await player.press("shift+left")
        assert player.step == 27
        words = await player.words("#tracker")
        assert "After Step 26" in words
        assert "After Step 27" not in words
        await player.press("shift+left", "shift+right", "shift+right")
        assert "After Step" not in await player.words("#tracker")
        await player.press("shift+left", "right")
        assert "After Step" not in await player.words("#tracker")


async def test_the_tracker_scrolls_to_the_start_and_no_further(playing):
    async with playing(step=6) as player:
        await player.press(*["shift+left"] * 9)
        words = await player.words("#tracker")
        assert "Start" in words
        assert "After Step 1" not in words
        await player.press("shift+right")
        assert "After Step 1" in await player.words("#tracker")
