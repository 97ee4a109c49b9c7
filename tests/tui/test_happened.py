"""The panel of what just happened: from the first minute over every step to the end of the run."""

from __future__ import annotations

from loaded_lessons import load_lesson
from pilots import TALL, opened

from simulator.lesson.lesson import lesson_of
from simulator.scenario.loader import scenario_from_text
from simulator.tui.screens.catalogue import CatalogueScreen
from simulator.tui.screens.lesson import LessonScreen

HEAD = """\
title: t
table: {name: Orders, partition_key: id, time_to_live: {attribute: gone, deletion_delay: 1m}}
stream: {view_type: NEW_AND_OLD_IMAGES}
"""


async def test_the_start_names_the_first_keys_and_the_terms_of_the_lesson(playing):
    async with playing(size=TALL) as player:
        words = await player.words("#panel")
        assert "→ next step; ← back; Space plays; p predict; q quiz; ? all keys" in words
        assert "Terms of this lesson: stream, stream record, shard, poll, trimming." in words
        await player.click("→ next step")
        assert player.step == 1


async def test_the_end_says_what_was_seen_and_leads_to_the_next_lesson_in_its_place(playing):
    async with playing(size=TALL, step=6) as player:
        words = await player.words("#panel")
        assert "You have seen one write and one stream record. The consumer: 1 processed." in words
        assert "q quiz, 6 questions x what if Enter next lesson: Three changes: insert, modify, remove" in words
        await player.press("tab")  # to a link: the key would follow it, a click on the line does not
        await player.click("Enter next lesson")
        await opened(player.pilot)
        assert (player.lesson_screen.lesson.name, player.step) == ("three-changes", 0)
        await player.press("escape")
        assert isinstance(player.app.screen, CatalogueScreen)


async def test_enter_opens_the_next_lesson_at_the_end_alone_and_from_a_lesson_of_the_course_alone(playing):
    async with playing(step=5) as player:
        await player.press("enter")
        assert (player.lesson_screen.lesson.name, player.step) == ("overview", 5)
        await player.press("right", "enter")
        assert player.lesson_screen.lesson.name == "three-changes"
    async with playing(lesson_of(scenario_from_text(HEAD + "timeline: [put: {id: a}]\n")), step=6) as player:
        assert "next lesson" not in await player.words("#panel")
        await player.press("enter")
        assert isinstance(player.app.screen, LessonScreen)


async def test_a_long_reason_is_folded_until_it_is_asked_for(playing):
    async with playing("poison-pill", step=28) as player:
        assert "… 2 more lines, [w] shows them" in await player.words("#why")
        await player.press("w")
        assert "its shard makes no progress (F181)." in await player.words("#why")
        happened = player.lesson_screen.side.happened
        while happened.has_more:
            await player.press("w")
        await player.press("w")
        assert "no progress" not in await player.words("#why")
        await player.click("more lines")
        assert "its shard makes no progress (F181)." in await player.words("#why")
        await player.press("left", "right")
        assert "no progress" not in await player.words("#why")


async def test_w_reads_on_to_a_note_below_the_reason_and_back_to_the_first_lines(playing):
    async with playing("split-shard", (80, 24), step=19) as player:
        first = "The consumer's poll at 4.000 s returned 2 records"
        assert "What just happened · w: read on" in await player.text()
        assert "changes of the same order." not in await player.text()
        await player.press("w")
        assert "changes of the same order." in await player.text()
        while player.lesson_screen.side.happened.has_more:
            await player.press("w")
        assert first not in await player.text()
        assert "read on" not in await player.text()
        await player.press("w")
        assert first in await player.text()


async def test_a_walk_to_a_link_in_the_folded_part_shows_it(playing):
    async with playing("poison-pill", step=28) as player:
        await player.press("w", "w", "tab")  # to the second link of three
        assert "(F381)" in await player.words("#why")


async def test_b_and_tab_go_through_the_records_of_a_batch_from_the_one_that_failed_it(playing):
    async with playing("poison-pill", TALL, step=27) as player:
        words = await player.words("#record")
        assert "Record 2 of 2 [b] next" in words
        assert "> p-3 · r3 ✗ failed 7 times: it fails the batch INSERT p-3" in words
        await player.press("b")
        assert "> p-1 · r1 ↶ batch failed p-3 · r3 ✗ failed 7 times" in await player.words("#record")
        player.lesson_screen.side.happened.records.focus()
        await player.press("tab")
        assert "> p-3 · r3" in await player.words("#record")
        await player.press("tab")
        assert not player.lesson_screen.side.happened.records.has_focus


async def test_of_a_long_batch_the_records_around_the_one_that_is_looked_at_are_listed(playing):
    more = "timeline: [repeat: {times: 30, every: 1ms, do: {put: {id: 'o-{n}'}}}]\n"
    async with playing(lesson_of(scenario_from_text(HEAD + more))) as player:
        read = next(
            step.number for step in player.lesson_screen.lesson.trace.steps if step.event.value == "read.records"
        )
        player.lesson_screen.move(read)
        await player.press(*["b"] * 9)
        words = await player.words("#record")
        assert "Record 10 of 30" in words
        assert "o-8 · r8 ▹ read o-9 · r9 ▹ read > o-10 · r10 ▹ read o-11 · r11 ▹ read INSERT o-10" in words


async def test_a_write_shows_the_item_before_and_after(playing):
    async with playing("three-changes", step=7) as player:
        words = await player.words("#item")
        assert words.startswith("Item o-1 changed")
        assert '* status: S "PLACED" → S "PAID"' in words


async def test_a_delete_by_time_to_live_says_who_deleted_it(playing):
    lesson = lesson_of(scenario_from_text(HEAD + "timeline: [{put: {id: a, gone: !in 1m}}, wait: 10m]\n"))
    async with playing(lesson) as player:
        trace = lesson.trace
        [step] = [each.number for each in trace.steps if each.event.value == "capture.record" and each.records == (1,)]
        player.lesson_screen.move(step)
        said = "deleted by time to live, userIdentity Service, dynamodb.amazonaws.com"
        assert said in await player.words("#record")


async def test_a_note_stands_under_the_reason(playing):
    more = "timeline: [put: {id: a}]\nnotes: [{step: 2, text: 'Nobody waits for it, see [this](step:4).'}]\n"
    async with playing(lesson_of(scenario_from_text(HEAD + more)), step=2) as player:
        assert await player.words("#notes") == "Note: Nobody waits for it, see this."
        await player.press("right")
        assert "Note:" not in await player.words("#panel")


async def test_a_key_moment_is_announced_at_its_step_k_leads_to_it_and_enter_opens_its_answer(playing):
    async with playing("poison-pill", TALL, step=28) as player:
        assert "◊ How can you see that a shard is blocked while it happens? [k] opens" in await player.words(
            "#announced"
        )
        await player.press("k", "enter")
        words = await player.words("#panel")
        assert "▾ How can you see that a shard is blocked while it happens? You see it in the iterator age." in words


async def test_only_moments_that_have_been_reached_are_shown_their_answers_folded(playing, size):
    lesson = load_lesson("poison-pill")
    reached = [moment for moment in lesson.moments if moment.step is not None and moment.step <= 13]
    assert 0 < len(reached) < len(lesson.moments)
    async with playing(lesson, size, step=13) as player:
        await player.press("k")
        words = await player.words("#panel")
        assert words.count("▸") == len(reached)
        assert "▾" not in words
        assert f"{len(lesson.moments) - len(reached)} more come later in the run." in words
        await player.press("enter")
        assert "▾" in await player.words("#panel")
        await player.press("enter")
        assert "▾" not in await player.words("#panel")


async def test_before_the_first_moment_the_panel_says_how_many_come_and_a_step_that_brings_one_adds_it(playing):
    async with playing() as player:
        await player.press("k")
        assert await player.words("#panel") == "No key moment has been reached yet; 3 come later in the run."
        await player.press("right")
        assert "▸ The item is in the table after step 1." in await player.words("#panel")
