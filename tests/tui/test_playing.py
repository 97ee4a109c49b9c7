"""Autoplay rests as long as a step takes to read, marks long gaps, and stops at key moments; changes light up."""

from __future__ import annotations

import pytest

from simulator.tui.screens.lighting import LIT_FOR
from simulator.views.pace import gap_before, moment_steps


@pytest.fixture(autouse=True)
def still_clock(monkeypatch):
    """Autoplay rests for hours: a test takes its steps itself, however slow the machine is."""
    monkeypatch.setattr("simulator.tui.screens.playing.reading_seconds", lambda words: 36_000)
    monkeypatch.setattr("simulator.tui.screens.playing.GAP_RESTS", 36_000)


async def test_autoplay_stops_at_the_step_of_a_key_moment_and_goes_on_from_there(playing):
    async with playing("poison-pill") as player:
        screen = player.lesson_screen
        moments = sorted(moment_steps(screen.lesson))
        stops = []
        while screen.step < screen.last:
            await player.press("space")
            while screen.playing:
                screen.play_on()
            stops.append(screen.step)
        assert stops == [*(step for step in moments if step < screen.last), screen.last]


async def test_a_long_gap_is_marked_before_the_step_that_follows_it(playing):
    async with playing("poison-pill") as player:
        screen = player.lesson_screen
        step = next(each for each in range(2, screen.last) if gap_before(screen.lesson.trace, each))
        screen.move(step - 1)
        await player.press("space")
        screen.play_on()
        assert screen.step == step - 1
        assert gap_before(screen.lesson.trace, step) in await player.text()
        screen.play_on()
        assert screen.step == step
        assert gap_before(screen.lesson.trace, step) not in await player.text()


async def test_predict_mode_marks_no_gap_before_a_step_that_is_to_be_predicted(playing, lesson):
    made = lesson("put: {order_id: o-1}", "wait: 1h", "put: {order_id: o-1, a: 1}", more="predict: [7]\n")
    assert gap_before(made.trace, 7)
    async with playing(made, step=6, mode="predict") as player:
        screen = player.lesson_screen
        await player.press("space")
        screen.play_on()
        assert not screen.playing
        assert screen.passing == ""
        assert screen.step == 6
        assert "Step 7?" in await player.text()


async def test_a_step_forward_lights_up_what_it_changed_for_a_moment(playing):
    assert 0.2 <= LIT_FOR <= 0.3
    async with playing(step=3) as player:
        player.app.animation_level = "full"
        screen = player.lesson_screen
        screen.action_forward()
        assert (screen.lit, screen.table.lit, screen.tracker.lit) == (True, True, True)
        await player.pilot.pause(LIT_FOR + 0.2)
        assert (screen.lit, screen.table.lit, screen.tracker.lit) == (False, False, False)


async def test_any_key_puts_the_light_out_at_once(playing):
    async with playing(step=3) as player:
        player.app.animation_level = "full"
        screen = player.lesson_screen
        screen.action_forward()
        assert screen.lit
        await player.press("u")  # a key that does nothing here
        assert not screen.lit


async def test_nothing_lights_up_on_the_way_back_or_where_nothing_may_move(playing):
    async with playing(step=3) as player:
        screen = player.lesson_screen
        player.app.animation_level = "full"
        screen.action_back()
        assert not screen.lit
        player.app.no_color = True
        screen.action_forward()
        assert not screen.lit
        player.app.no_color = False
        player.app.animation_level = "none"
        screen.action_forward()
        assert not screen.lit
