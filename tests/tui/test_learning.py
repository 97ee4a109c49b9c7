"""What a learner does is kept: where the lesson was left, answers, and how a question is asked."""

from __future__ import annotations

from simulator.lesson.words.references import Reference
from simulator.tui.screens.catalogue import CatalogueScreen

DAY = 86_400


async def test_a_lesson_that_was_begun_opens_at_the_step_where_it_was_left(playing, progress):
    async with playing(None, progress=progress) as player:
        await player.press("enter", "right", "right", "right", "escape")
        assert isinstance(player.app.screen, CatalogueScreen)
        assert "At step 3 of 6" in await player.text()
        await player.press("enter")
        assert player.step == 3


async def test_b_opens_it_at_the_start_all_the_same(playing, progress):
    progress.stepped("overview", 3, 6)
    async with playing(None, progress=progress) as player:
        await player.press("b")
        assert player.step == 0


async def test_a_lesson_that_was_seen_to_its_end_says_so_and_opens_at_its_start(playing, progress):
    progress.stepped("overview", 6, 6)
    async with playing(None, progress=progress) as player:
        text = await player.text()
        assert "Seen to its end." in text
        assert "Done." not in text
        await player.press("enter")
        assert player.step == 0


async def test_a_step_beyond_the_end_of_a_lesson_that_became_shorter_is_its_end(playing, progress):
    progress.stepped("overview", 99, 120)
    async with playing(None, progress=progress) as player:
        await player.press("enter")
        assert player.step == 6


async def test_play_opens_a_lesson_at_its_start_whatever_was_done_before(playing, progress):
    progress.stepped("overview", 3, 6)
    async with playing("overview", progress=progress) as player:
        assert player.step == 0


async def test_notices_about_the_progress_file_are_shown_when_the_player_opens(playing, progress):
    progress.notices.append("The folder is [b]read-only[/b]: nothing is kept.")
    async with playing(progress=progress) as player:
        assert [(each.title, each.message) for each in player.app._notifications] == [
            ("Your progress", "The folder is [b]read-only[/b]: nothing is kept.")
        ]


async def test_a_step_that_a_hint_shows_is_not_saved(playing, progress):
    async with playing(progress=progress) as player:
        await player.press("right", "q", "h", "h", "h")
        assert player.step == 2
        assert progress.lessons()["overview"].step == 1
        await player.press("right")
        assert progress.lessons()["overview"].step == 3


async def test_going_to_the_end_after_a_link_led_there_is_saved(playing, progress):
    async with playing(progress=progress) as player:
        player.lesson_screen.follow(Reference("step 6", "step", "6"))
        assert "overview" not in progress.lessons() or progress.lessons()["overview"].furthest == 0
        await player.press("end")
        assert progress.lessons()["overview"].is_seen
