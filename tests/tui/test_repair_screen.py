"""The repair screen: complaints first, then metrics and map, then changes that are run and judged."""

from __future__ import annotations

import pytest
from loaded_lessons import load_lesson

from simulator.tui.screens.lesson import LessonScreen
from simulator.tui.screens.repair import RepairScreen


def repairing(player) -> RepairScreen:
    assert isinstance(player.app.screen, RepairScreen)
    return player.app.screen


async def test_a_lesson_with_a_repair_begins_with_the_complaint_then_shows_metrics_and_map(playing, size):
    async with playing("blocked-shard", size) as player:
        text = await player.text()
        assert "The front desk is angry." in text
        assert "invocations" not in text
        await player.press("enter")
        text = await player.text()
        assert "invocations: 10, 9 failed" in text
        assert "b-1" in await player.words("#view")
        assert "Consumer gives up on 3 records. The records are too old by now" in await player.words("#happens")
        await player.press("enter")
        text = await player.text()
        assert "maximum_retry_attempts  -1" in text
        assert "✗ fails: mailer processes b-1, b-3, b-4 and b-5" in text
        assert "4 debrief" not in text


@pytest.mark.draws
async def test_changes_are_run_until_the_repair_is_solved_and_the_lesson_is_done(playing, progress):
    async with playing("blocked-shard", progress=progress) as player:
        await player.press("3", "enter", "2")
        assert "Typing replaces it" in await player.text()
        assert "invocations: 10, 9 failed" in await player.text(), "the screen stays visible around a dialog"
        await player.press("enter")
        assert "maximum_retry_attempts was -1, now 2" in await player.words("#settings")
        await player.press("down", "down", "enter")
        assert "Not run yet. r runs your changes." in await player.words("#outcome")
        await player.press("r")
        assert "Not solved with 2 changes. One goal of 4 fails." in await player.words("#outcome")
        assert progress.lessons()["blocked-shard"].is_solved is False
        await player.press("down", "down", "enter", "r")
        assert "Solved with 3 changes." in await player.words("#outcome")
        assert "invocations: 9, 5 failed (was 10, 9 failed)" in await player.words("#metrics")
        assert progress.lessons()["blocked-shard"].is_solved
        await player.press("4")
        assert "Splitting the batch finds b-2" in await player.words("#debrief")


async def test_another_way_than_the_authors_is_told_the_authors(playing):
    lesson = load_lesson("given-up-in-silence")
    async with playing(lesson) as player:
        await player.press("3", "enter", "8", "enter", "down", "down", "down", "enter", "enter", "r", "4")
        assert repairing(player).session.is_solved
        assert "Another solution: consumers.1.maximum_retry_attempts: 8" in await player.words("#debrief")


async def test_a_goal_that_fails_leads_to_its_step(playing, size):
    async with playing("blocked-shard", size) as player:
        screen = repairing(player)
        failing = screen.session.verdicts[0].step
        assert screen.step == failing
        await player.press("3")
        assert "Enter changes it." in await player.words("#about")
        await player.press("home", "tab")
        assert await player.words("#about") == ""
        await player.press("enter")
        assert screen.step == failing
        assert f"Step {failing} of 29" in await player.text()
        assert screen.picture.display
        await player.press("3")
        assert "Enter changes it." in await player.words("#about")


async def test_a_typed_value_replaces_the_old_one_and_one_that_is_refused_says_why_in_the_dialog(playing):
    async with playing("blocked-shard") as player:
        await player.press("3", "enter", *"many", "enter")
        assert "maximum_retry_attempts: expected -1" in await player.words("#refused")
        await player.press(*"99999", "enter")
        assert "maximum_retry_attempts: expected" in await player.words("#refused")
        await player.press("left_square_bracket", "enter")
        assert "Not taken: not YAML" in await player.words("#refused")
        await player.press("2", "enter")
        [turned] = [each for each in repairing(player).session.settings if each.name == "maximum_retry_attempts"]
        assert repairing(player).session.value_of(turned) == "2"
        await player.press("z")
        assert await player.words("#outcome") == "Nothing is changed. 3 goals of 4 fail."


async def test_the_debrief_is_hidden_before_the_repair_is_solved_and_esc_and_m_go_to_the_lesson_and_back(playing):
    async with playing("blocked-shard") as player:
        await player.press("4")
        assert repairing(player).page == "symptoms"
        assert "Splitting" not in await player.text()
        await player.press("escape")
        assert isinstance(player.app.screen, LessonScreen)
        await player.press("right", "m")
        repairing(player)
        await player.press("escape")
        assert player.step == 1


async def test_a_lesson_without_a_repair_has_no_key_for_one(playing):
    async with playing("overview") as player:
        await player.press("m")
        assert isinstance(player.app.screen, LessonScreen)


async def test_changes_are_copied_as_yaml(playing):
    async with playing("blocked-shard") as player:
        await player.press("3", "enter", "end", "backspace", "backspace", "2", "enter", "y")
        assert player.app.clipboard == "{consumers: {1: {maximum_retry_attempts: 2}}}"
