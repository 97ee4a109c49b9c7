"""Forward, back, first, last, go to, play: every way to a step leads to the same screen."""

from __future__ import annotations

import random

from simulator.lesson.words.references import Reference
from simulator.tui.widgets.process_table import ProcessTable


async def test_the_player_opens_at_the_start_in_step_mode_and_no_key_that_steps_passes_either_end(playing):
    async with playing() as player:
        assert player.step == 0
        text = await player.text()
        assert "Step 0 of 6 (the start) · 0.000 s · Step mode" in text
        assert "Write item to DynamoDB table" not in text
        for keys, step in (
            (("left",), 0),
            (("right", "right", "right"), 3),
            (("left",), 2),
            (("end",), 6),
            (("right",), 6),
            (("home",), 1),
            (("home",), 1),
        ):
            await player.press(*keys)
            assert player.step == step, keys


async def test_navigation_keys_work_whatever_has_the_focus(playing):
    async with playing() as player:
        for panel in ("k", "n", "q", "w"):
            await player.press(panel)
            await player.press("end")
            assert player.step == 6, panel
            await player.press("home")
            assert player.step == 1, panel
            await player.press("right")
            assert player.step == 2, panel


async def test_every_path_to_a_step_gives_the_screen_of_stepping_forward(playing):
    async with playing("three-changes", (80, 24)) as player:
        screen = player.lesson_screen
        forward = []
        for step in range(screen.last + 1):
            screen.move(step)
            forward.append(await player.text())
        assert len(set(forward)) == len(forward)
        walk = random.Random(3)
        for _ in range(12):
            action = walk.choice(["forward", "back", "first", "last", "jump", "panels", "link", "tick"])
            if action == "jump":
                screen.move(walk.randrange(screen.last + 1))
            elif action == "panels":
                screen.action_panel("moments")
                screen.action_panel("happened")
                screen.query_one(ProcessTable).focus()
            elif action == "link":
                screen.follow(screen.lesson.questions[2].explanation[0])
                screen.action_forward()
            elif action == "tick":
                screen.tick()
            else:
                getattr(screen, f"action_{action}")()
            assert await player.text() == forward[screen.step], action


async def test_resizing_keeps_the_place_and_shows_what_a_fresh_start_would_show(playing):
    async with playing("three-changes", (80, 24), step=14) as fresh:
        expected = await fresh.text()
    async with playing("three-changes", (120, 36), step=14) as player:
        await player.pilot.resize_terminal(80, 24)
        assert player.step == 14
        assert await player.text() == expected


async def test_go_to_takes_a_step_number_that_the_arrows_edit_and_says_so_when_it_is_too_large(playing):
    async with playing("three-changes") as player:
        await player.press("g", "3", "left", "right", "home", "end")
        await player.press("escape")
        assert player.step == 0
        await player.press("g", "9", "9", "enter")
        assert "A number from 0 (the start) to 18." in await player.text()
        await player.press("escape")
        assert player.step == 0
        await player.press("g", "1", "3", "enter")
        assert player.step == 13


async def test_a_click_on_a_row_goes_to_its_step(playing):
    async with playing(step=5) as player:
        table = player.lesson_screen.query_one(ProcessTable)
        await player.pilot.click(table, offset=(10, 3))  # below the border and the heading: the second row
        await player.pilot.pause()
        assert player.step == 2


async def test_only_the_rows_up_to_the_current_step_are_shown(playing, size):
    async with playing(size=size) as player:
        actions = [
            "Write item to DynamoDB table",
            "DynamoDB Streams captures change",
            "Stream record available",
            "Consumer reads stream record",
            "Consumer processes the change",
            "No new changes",
        ]
        for step in range(7):
            player.lesson_screen.move(step)
            text = await player.text()
            shown = [action for action in actions if action in text]
            newest = actions[max(0, step - 5) : step] if size == (80, 24) else actions[:step]
            assert shown[-len(newest) :] == newest if newest else shown == []
            assert not any(action in text for action in actions[step:])


async def test_autoplay_steps_on_and_stops_at_the_end_and_begins_again_there(playing):
    async with playing() as player:
        await player.press("space")
        assert player.lesson_screen.playing
        assert "Watching, speed 1" in await player.text()
        for _ in range(6):
            player.lesson_screen.tick()
        assert player.step == 6
        assert not player.lesson_screen.playing
        await player.press("space")
        assert player.step == 0
        assert player.lesson_screen.playing


async def test_autoplay_pauses_on_space_and_on_a_step_by_hand_and_its_speed_has_bounds(playing):
    async with playing() as player:
        await player.press("space", "space")
        assert not player.lesson_screen.playing
        await player.press("space", "right")
        assert not player.lesson_screen.playing
        assert player.step == 1
        await player.press("plus")
        assert player.lesson_screen.speed == 2
        for _ in range(10):
            player.lesson_screen.action_speed(-1)
        assert player.lesson_screen.speed == 0.25
        for _ in range(10):
            player.lesson_screen.action_speed(1)
        assert player.lesson_screen.speed == 8


async def test_watch_mode_begins_to_play_and_behind_another_screen_nothing_plays_on(playing):
    async with playing(mode="watch") as player:
        screen = player.lesson_screen
        assert screen.playing
        screen.follow(Reference("F41", "fact", "F41"))
        await player.pilot.pause()
        assert not screen.playing


async def test_reset_goes_back_to_the_start_and_forgets_the_answers(playing):
    async with playing(step=3) as player:
        await player.press("q", "b", "escape", "r")
        assert player.step == 0
        assert player.lesson_screen.panel == "happened"
        await player.press("q")
        assert "Question 1 of 6" in await player.text()
        assert "your answer" not in await player.text()
