"""What the lesson screen shows: read as plain characters, at both sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from loaded_lessons import load_lesson
from pilots import TALL

from simulator.lesson.lesson import lesson_of
from simulator.scenario.loader import scenario_from_text
from simulator.tui.widgets.process_table import ProcessTable
from simulator.tui.widgets.tracker import TrackerView
from simulator.views.rows.row import table_row

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize(
    ("lesson", "shown"),
    [
        ("overview", [(0, ()), (4, ()), (6, ())]),
        ("three-changes", [(8, ()), (14, ("k",)), (18, ("n",))]),
    ],
    ids=["overview", "three-changes"],
)
async def test_the_screen_reads_as_it_did(playing, size, snapshot, lesson, shown):
    snapshot.snapshot_dir = SNAPSHOTS
    width, height = size
    async with playing(lesson, size, shown[0][0]) as player:
        for step, keys in shown:
            player.lesson_screen.move(step)
            await player.press(*keys)
            name = "-".join([lesson, str(step), *keys, f"{width}x{height}"])
            snapshot.assert_match(await player.text() + "\n", f"{name}.txt")


async def test_at_80x24_five_rows_are_visible_and_the_action_is_whole(playing):
    async with playing("three-changes", (80, 24), 18) as player:
        text = await player.text()
        rows = ["Delete item from DynamoDB table", "DynamoDB Streams captures change", "Stream record available"]
        rows += ["Consumer reads stream record", "Consumer processes the change", "No new changes"]
        assert all(row in text for row in rows[-5:])
        player.lesson_screen.move(14)
        assert "DynamoDB Streams captures change " in await player.text()


async def test_what_changed_is_marked_by_a_sign_and_a_word_and_a_step_that_changes_nothing_says_so(playing):
    async with playing(size=TALL, step=3) as player:
        text = await player.text()
        assert "No variable changed." in text
        assert "*" not in text
        await player.press("right")
        text = await player.text()
        assert "Yes*" in text
        assert "After Step 4*" in text
        assert "Reading*" in text
        assert "* changed Consumer State: Idle → Reading" in await player.words("#panel")


async def test_the_stage_of_the_step_stands_in_brackets_in_the_flow(playing):
    stages = ["Data change", "Capture", "Record available", "Consumer reads", "Consumer processes", "Idle"]
    async with playing() as player:
        for step, stage in enumerate(stages, 1):
            player.lesson_screen.move(step)
            text = await player.text()
            assert f"[{stage}]" in text
            assert sum(f"[{each}]" in text for each in stages) == 1


async def test_a_modify_shows_both_images_and_marks_what_differs_and_a_remove_the_old_one_alone(playing):
    async with playing("three-changes", (120, 50), step=8) as player:
        text = await player.text()
        assert '* status: S "PLACED" → S "PAID"' in text
        assert "* total" not in text
        player.lesson_screen.move(14)
        text = await player.words("#panel")
        assert "REMOVE o-1" in text
        assert "No new image: there is no item any more" in text


async def test_the_tracker_ends_with_final_at_the_last_step_only(playing):
    async with playing(step=5) as player:
        assert "Final" not in await player.text()
        await player.press("right")
        text = await player.text()
        assert "Final" in text
        assert "After Step 6" not in text


async def test_text_of_a_file_is_shown_as_it_is_and_never_as_markup_or_control_codes(playing, size):
    scenario = scenario_from_text(
        r"""
title: "[/x] [bold red]title[/]"
summary: "[/y] summary"
execution_sample: ["[/z] sample"]
table: {name: Orders, partition_key: id}
stream: {view_type: NEW_AND_OLD_IMAGES}
timeline:
  - put: {id: "\e[31m[/k]", note: "\e]0;pwned\a [red]"}
key_moments: [{question: "[/q] moment", answer: "[/a] answer"}]
quiz:
  - {question: "[/p] question", choices: ["[/c] one", "[b]two"], answer: {count: records}, explanation: "[/e]"}
concept_snapshot: ["[/s] line"]
""".replace('["[/c] one", "[b]two"], answer: {count: records}', '[{text: "[/c] one", correct: true}, "[b]two"]')
    )
    async with playing(lesson_of(scenario), size) as player:
        assert "[/x] [bold red]title[/]" in await player.text()
        await player.press("right", "right")
        text = await player.text()
        assert "\\x1b[31m[/k]" in text
        assert "\x1b" not in text
        for key, expected in (
            ("k", "[/q] moment"),
            ("n", "[/s] line"),
            ("q", "[/p] question"),
            ("a", "How sure are you"),
            ("s", "[/e]"),
        ):
            await player.press(key)
            assert expected in await player.text()
        await player.press("t")
        assert "[/y] summary" in await player.text()


async def test_a_terminal_that_is_too_small_gets_one_clear_line(playing):
    async with playing(size=(50, 12)) as player:
        text = (await player.text()).split()
        assert " ".join(text) == "The player needs 60 columns and 18 lines; this terminal has 50 and 12."
        await player.pilot.resize_terminal(120, 36)
        assert "Process table" in await player.text()


async def test_a_long_run_is_drawn_without_building_its_rows(playing):
    scenario = scenario_from_text(
        """
title: long
table: {name: Orders, partition_key: id}
stream: {view_type: KEYS_ONLY}
consumers: [{limit: 1, poll_interval: 1ms, processing_time: 1ms}]
timeline: [{repeat: {times: 2000, every: 10ms, do: {put: {id: "o-{n}"}}}}]
"""
    )
    lesson = lesson_of(scenario)
    last = len(lesson.trace.steps)
    async with playing(lesson, step=last) as player:
        looked_at: list[int] = []
        plain_step = lesson.trace.step
        lesson.trace.step = lambda number: looked_at.append(number) or plain_step(number)  # type: ignore[method-assign]
        await player.press("left")
        assert player.step == last - 1
        assert 0 < len(set(looked_at)) < 40
        text = await player.text()
        assert f"> {last - 1}" in text
        assert player.lesson_screen.query_one(ProcessTable).virtual_size.height == last - 1 + 1


async def test_several_consumers_each_have_a_line_in_the_tracker(playing, size):
    scenario = scenario_from_text(
        """
title: two
table: {name: Orders, partition_key: id}
stream: {view_type: KEYS_ONLY}
consumers: [{name: indexer}, {name: mailer, starts: 5s}]
timeline: [{put: {id: o-1}}]
"""
    )
    async with playing(lesson_of(scenario), size, step=4) as player:
        if size == (80, 24):
            await player.press("v", "v", "v")  # the tracker has no room of its own
        text = await player.text()
        assert "Consumer State (indexer)" in text
        assert "Consumer State (mailer)" in text
        assert player.lesson_screen.query_one(TrackerView).size.height >= 5


@pytest.mark.parametrize("name", ["poison-pill", "crash-and-checkpoint", "off-and-on"])
async def test_the_action_stays_whole_before_a_lesson_gets_columns_of_its_own(playing, size, name):
    trace = load_lesson(name).trace
    last = len(trace.steps)
    async with playing(name, size, step=last) as player:
        table = await player.words("#table")
        for number in range(last - 3, last + 1):
            action = table_row(trace, number).action
            assert any(words in table for words in (action.full, action.told, action.short))
        assert "Shard" in table


async def test_a_quiz_goes_on_after_the_terminal_was_too_small_for_a_while(playing):
    async with playing() as player:
        await player.press("q")
        await player.pilot.resize_terminal(50, 12)
        await player.pilot.resize_terminal(80, 24)
        await player.press("b", "s")
        assert "Right." in await player.words("#quiz")
