"""What if in the player: change, say, run, compare."""

from __future__ import annotations

import pytest
from pilots import NARROW, WIDE
from textual.geometry import Region, Size
from textual.widgets import Input

from simulator.tui.screens.change import ChangeScreen
from simulator.tui.screens.lesson import LessonScreen
from simulator.tui.screens.two_runs import TwoRunsScreen
from simulator.tui.screens.what_if import WhatIfScreen
from simulator.tui.screens.what_if_layout import DETAIL, OFFERS, places

TO_RETRIES = ("down",) * 5
"""From the first setting of poison-pill to maximum_retry_attempts."""


@pytest.mark.parametrize("phase", [1, 2, 3])
@pytest.mark.parametrize("size", [Size(120, 34), Size(80, 22), Size(60, 16)])
def test_what_can_be_chosen_and_the_text_about_it_stand_beside_each_other_without_a_gap(phase, size):
    found = places(size, phase)
    assert set(found) == {OFFERS, DETAIL}
    assert not found[OFFERS].intersection(found[DETAIL])
    whole = Region(0, 0, size.width, size.height)
    assert all(whole.contains_region(each) and each.height >= 4 for each in found.values())


async def test_a_what_if_leads_from_a_change_over_what_is_said_to_both_runs(playing, size):
    async with playing("poison-pill", size=size, step=13) as player:
        await player.press("x")
        assert "[1 CHANGE]  2 say  3 run  4 compare" in await player.text()
        await player.press(*TO_RETRIES, "enter", "9", "9", "9", "9", "9", "enter")
        assert isinstance(player.app.screen, ChangeScreen)
        assert "Not possible: expected -1 (until the records expire)" in await player.text()
        await player.press(*["backspace"] * 5, "3", "enter")
        assert "was -1, now 3" in await player.text()
        await player.press("right")
        assert "What happens to p-1 (record 1)?" in await player.text()
        await player.press("down", "enter", "enter", "right")
        assert "[3 RUN]" in await player.text()
        shown = await player.words("#detail")
        assert "You said: it is given up. Right." in shown
        assert "You said: longer. Wrong, the answer is: shorter." in shown
        await player.press("enter")
        shown = await player.text()
        assert isinstance(player.app.screen, TwoRunsScreen)
        assert "[4 COMPARE]" in shown
        assert "At the END of both runs" in shown
        assert "longest wait" in shown


async def test_an_action_is_put_in_and_taken_back(playing):
    async with playing("poison-pill", step=13) as player:
        await player.press("x", "end", "up", "enter")
        screen = player.app.screen
        assert isinstance(screen, WhatIfScreen)
        assert [each.words for each in screen.what_if.changes] == ["put in: {disable_stream: {}, at: 351ms}"]
        await player.press("z")
        assert screen.what_if.changes == ()


async def test_without_a_change_there_is_nothing_to_run_and_a_run_that_goes_on_and_on_is_refused_in_place(playing):
    async with playing("overview") as player:
        await player.press("x", "2")
        assert (await player.words("#detail")).startswith("Not possible: nothing is changed yet, so both runs are")
        await player.press("end", "enter")
        player.app.screen.query_one(Input).value = "{show_empty_polls: true, timeline: {2: {wait: 8784h}}}"
        await player.press("enter", "right")
        assert (await player.words("#detail")).startswith("Not possible: the run of this variation is not shown")
        assert isinstance(player.app.screen, WhatIfScreen)


async def test_the_changes_are_copied_as_yaml_and_are_there_again_when_the_what_if_is_opened_again(playing):
    async with playing("poison-pill", step=13) as player:
        await player.press("x", *TO_RETRIES, "enter", "3", "enter", "y")
        assert player.app.clipboard == "{consumers: {1: {maximum_retry_attempts: 3}}}"
        await player.press("escape")
        assert isinstance(player.app.screen, LessonScreen)
        await player.press("x")
        assert "was -1, now 3" in await player.text()


async def test_predict_mode_shows_no_what_if_while_steps_are_hidden(playing):
    async with playing("poison-pill") as player:
        await player.press("p", "x")
        assert isinstance(player.app.screen, LessonScreen)
        [told] = [each.message for each in player.app._notifications]
        assert told.startswith("Predict mode hides steps to come")


# Two runs


async def test_a_wrong_prediction_leads_to_the_run_that_it_expects_and_back(playing, size):
    async with playing("split-shard", size=size, step=19, mode="predict") as player:
        await player.press("right", "1", "s")
        shown = " ".join((await player.text()).split())
        assert "x: see what this belief expects" in shown
        await player.press("x")
        screen = player.app.screen
        assert isinstance(screen, TwoRunsScreen)
        assert screen.place == screen.walk.parts == 20
        shown = await player.text()
        assert "As a believer sees it · step 20 of 25" in shown
        assert "<- they part" in shown
        await player.press("e", "end")  # steps that are still asked about, and the ends, stay hidden
        assert screen.walk.steps[screen.place].lesson == 20
        assert "END" not in await player.text()
        await player.press("escape")
        assert player.step == 20


async def test_after_a_right_answer_there_is_no_other_run_to_see(playing):
    async with playing("split-shard", step=25) as player:
        question = player.lesson_screen.quiz.session.question
        assert question is not None
        await player.press("q", "abcd"[question.right[0]], "s")
        assert "see what this belief expects" not in await player.text()


async def test_a_wrong_answer_of_the_quiz_leads_to_the_run_that_it_expects_where_both_sides_go_on_together(playing):
    async with playing("split-shard", size=WIDE, step=25) as player:
        await player.press("q", "b", "s", "enter", "x")
        shown = await player.text()
        assert "As the service does it · step" in shown
        assert "PLACED, PAID," in shown
        await player.press("right", "right")
        screen = player.app.screen
        assert isinstance(screen, TwoRunsScreen)
        assert screen.place == 22
        shown = await player.text()
        assert f"step {screen.walk.steps[22].lesson} of 25" in shown
        assert f"step {screen.walk.steps[22].other} of 25" in shown
        await player.press("e")
        assert screen.place == screen.walk.last
        assert "Both runs over time" in await player.text()
        await player.press("p")
        assert screen.place == 20


async def test_where_room_is_short_one_side_is_shown_at_a_time(playing):
    async with playing("split-shard", size=NARROW, step=25) as player:
        await player.press("q", "b", "s", "enter", "x")
        shown = await player.text()
        assert "As a believer sees it" in shown
        assert "As the service does it ·" not in shown
        await player.press("s")
        assert "As the service does it · step" in await player.text()
        for title in ("At the END of both runs", "Both runs over time", "Why"):
            while title not in (await player.text()):
                await player.press("v")
