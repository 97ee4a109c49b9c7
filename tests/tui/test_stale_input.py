"""Keys, clicks and messages that arrive too late: their screen has been left, or their list refilled."""

from __future__ import annotations

import gc
import weakref

import pytest
from rich.style import Style
from textual import events
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult

from simulator.tui.screens.fact import FactScreen
from simulator.tui.screens.go_to import GoToScreen
from simulator.tui.screens.lesson_keys import LESSON_KEYS
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.predict import PredictPanel
from simulator.tui.widgets.quiz import QuizPanel


class ChoicesApp(App[None]):
    """Nothing but a list of choices."""

    def __init__(self) -> None:
        super().__init__()
        self.choices = Choices()
        self.made: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.choices

    def on_choices_made(self, event: Choices.Made) -> None:
        self.made.append(event.index)


@pytest.mark.parametrize("action", ["action_page_up", "action_page_down"])
async def test_a_list_that_was_just_refilled_can_be_paged(action):
    app = ChoicesApp()
    async with app.run_test():
        for texts in (["one"], ["one", "two", "three"], []):
            app.choices.show(object(), texts)
            getattr(app.choices, action)()
            assert app.choices.highlighted in (None, *range(len(texts)))


async def test_page_down_and_page_up_reach_both_ends_of_a_list():
    app = ChoicesApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.choices.show(app, [str(number) for number in range(30)])
        app.choices.focus()
        await pilot.pause()
        await pilot.press(*["pagedown"] * 5)
        assert app.choices.highlighted == 29
        await pilot.press("pageup")
        assert 15 <= (app.choices.highlighted or 0) <= 25
        await pilot.press(*["pageup"] * 5)
        assert app.choices.highlighted == 0


async def test_a_click_on_a_choice_that_is_gone_is_dropped():
    app = ChoicesApp()
    async with app.run_test() as pilot:
        app.choices.show(app, ["one"])
        for option in (0, 4):
            style = Style(meta={"option": option})
            app.choices.post_message(
                events.Click(app.choices, 1, 1, 0, 0, 1, False, False, False, 1, 1, style=style, chain=1)
            )
            await pilot.pause()
        assert app.made == [0]


async def test_no_key_that_reaches_a_lesson_behind_another_screen_does_anything(playing):
    async with playing("three-changes", step=3) as player:
        lesson = player.lesson_screen
        lesson.open_screen(FactScreen("F1"))
        stack, state = list(player.app.screen_stack), (lesson.step, lesson.panel, lesson.predicting, lesson.playing)
        for binding in LESSON_KEYS:
            await lesson.run_action(binding.action)
            await player.pilot.pause()
            assert player.app.screen_stack == stack, binding.action
            assert (lesson.step, lesson.panel, lesson.predicting, lesson.playing) == state, binding.action


async def test_messages_about_a_lesson_that_was_left_change_nothing(playing):
    async with playing("three-changes") as player:
        await player.press("p", "end")
        lesson = player.lesson_screen
        session = lesson.side.predict.session
        assert session is not None
        prediction = session.give_up().revealed
        assert prediction is not None
        await player.press("escape", "escape")
        screen = player.app.screen
        for message in (
            PredictPanel.Predicted(prediction),
            PredictPanel.GoOn(prediction),
            QuizPanel.Closed(),
            events.Resize(lesson.size, lesson.size),
        ):
            lesson.post_message(message)
        lesson.action_panel("quiz")
        lesson.move(2)
        lesson.action_reset()
        lesson.action_help()
        lesson.tick()
        await player.pilot.pause()
        assert player.app.screen is screen


async def test_a_prediction_that_arrives_after_a_reset_is_kept_and_moves_nothing(playing):
    async with playing("three-changes") as player:
        await player.press("p", "end")
        lesson = player.lesson_screen
        lesson.side.predict.action_choose(1)
        lesson.side.predict.action_commit(True)
        lesson.action_reset()
        await player.pilot.pause()
        assert (lesson.step, lesson.panel, lesson.predicting) == (0, "happened", False)


async def test_a_key_typed_twice_at_once_opens_one_dialog_and_leaves_no_more_than_one(playing):
    async with playing() as player:
        for _ in range(2):
            player.app.simulate_key("g")
        await player.pilot.pause()
        assert [type(each) for each in player.app.screen_stack[2:]] == [GoToScreen]
        await player.press("escape", "t")
        for _ in range(2):
            player.app.simulate_key("t")
        await player.pilot.pause()
        assert len(player.app.screen_stack) in (2, 3)  # the second may open the text once more
        assert player.app.screen_stack[1].is_attached


def kept_lines() -> int:
    """How many widgets' drawn lines are in memory."""
    gc.collect()
    return sum(type(each) is StylesCache for each in gc.get_objects())


async def test_neither_a_widget_nor_its_lines_outlive_its_screen(playing):
    async with playing() as player:
        await player.press("n", "w", "k", "w")  # what is drawn for the first time stays
        lines = kept_lines()
        await player.press("question_mark")
        dialog = player.app.screen
        gone = weakref.WeakSet([dialog, *dialog.walk_children()])
        await player.press("escape", "t")
        reading = player.app.screen
        gone |= weakref.WeakSet([reading, *reading.walk_children()])
        await player.press("escape", "n", "w", "k", "w")
        del dialog, reading
        await player.pilot.pause()
        assert kept_lines() == lines
        assert list(gone) == []
