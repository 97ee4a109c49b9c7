"""The views of a step in the player: keys, clicks, and what predict mode keeps hidden."""

from __future__ import annotations

from loaded_lessons import load_lesson

from simulator.views.pictures import picture


async def test_v_goes_through_the_views_of_the_step_and_one_that_is_longer_than_its_room_scrolls(playing):
    async with playing("report-the-failure", step=14) as player:
        assert "r2, r4 failed once" in await player.words("#view")
        await player.press("v")
        assert "try 2 is due at 0.600 s" in await player.words("#view")
        await player.press("v")
        assert "Wire: Invoke" in await player.text()
        view = player.lesson_screen.picture
        view.focus()
        before, row = await player.words("#view"), view.scroll_y
        await player.press("up", "up")
        assert view.scroll_y == row - 2
        assert await player.words("#view") != before
        await player.press("v")
        assert player.lesson_screen.view == "map"


async def test_at_80x24_the_tracker_takes_its_turn_among_the_views(playing):
    async with playing(size=(80, 24), step=4) as player:
        assert "Status tracker" not in await player.text()
        await player.press("v", "v", "v")
        assert "DynamoDB Table Data" in await player.words("#tracker")
        assert "Map" not in await player.text()
        await player.pilot.resize_terminal(120, 36)
        text = await player.text()
        assert "Map" in text
        assert "Status tracker" in text


async def test_brackets_go_to_the_other_calls_and_a_step_begins_with_its_first(playing):
    async with playing(step=4) as player:
        await player.press("v", "v")
        assert "Wire: GetShardIterator, 1 of 2" in await player.text()
        await player.press("right_square_bracket")
        assert "Wire: GetRecords, 2 of 2" in await player.text()
        await player.press("left_square_bracket", "left_square_bracket")
        assert "Wire: GetRecords, 2 of 2" in await player.text()
        await player.press("left", "right")
        assert "Wire: GetShardIterator, 1 of 2" in await player.text()


async def test_the_view_alone_has_the_screen_and_steps_go_on(playing, size):
    async with playing("poison-pill", size, step=27) as player:
        await player.press("V", "right")
        text = await player.text()
        assert "shard 2" in text
        assert "Process table" not in text
        assert player.step == 28
        await player.press("escape")
        assert "Process table" in await player.text()
        assert player.app.screen is player.lesson_screen
        await player.press("V", "V")
        assert "Process table" in await player.text()


async def test_a_click_on_a_mark_in_time_goes_to_its_step(playing):
    async with playing("poison-pill", step=28) as player:
        await player.press("v")
        view = player.lesson_screen.picture
        spot = next(spot for spot in view.picture.spots if spot.step == 14)
        await player.pilot.click(view, offset=(spot.column + 2, spot.row + 1))  # a border and a blank before it
        await player.pilot.pause()
        assert player.step == 14


async def test_in_predict_mode_the_views_and_the_rail_show_the_step_before_the_gate(playing):
    trace = load_lesson("poison-pill").trace
    async with playing("poison-pill", step=0, mode="predict") as player:
        screen = player.lesson_screen
        while not screen.table.masked:
            await player.press("right")
        step = screen.step
        for view in ("map", "time", "wire"):
            screen.view = view
            await player.pilot.pause()
            size = screen.picture.scrollable_content_region.size
            assert screen.picture.step == step
            assert screen.picture.picture.rows == picture(trace, view, step, 0, *size, holds_back=True).rows
        assert f"[{step}]" in await player.words("#rail") if step else "none yet" in await player.words("#rail")


async def test_ascii_can_be_switched_on_and_off(playing):
    async with playing("crash-and-checkpoint", step=27) as player:
        await player.press("ctrl+p", *"ascii", "enter")
        assert (await player.text()).isascii()
        await player.press("ctrl+p", *"ascii", "enter")
        assert "⚑ saved up to here" in await player.text()
