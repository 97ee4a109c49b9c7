"""Every screen comes to rest and does no more than it must: a scroll bar that came and went for good took a core."""

from __future__ import annotations

from threading import Event

import pilots
import pytest
from loaded_lessons import load_lesson
from pilots import Player, playing
from textual.widget import Widget

from simulator.lesson.lesson import Lesson
from simulator.tui.app import PlayerApp
from simulator.tui.screens.opening import OpeningScreen

pytestmark = pytest.mark.draws

TINY = [(1, 1), (5, 3), (7, 40)]
SETTLED_SECONDS = 0.1
LAYOUTS_OF_A_SCREEN_AT_REST = 6


class Layouts:
    """Counts the layouts that widgets ask for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        refresh = Widget.refresh

        def counted(widget: Widget, *regions: object, layout: bool = False, **others: object) -> Widget:
            self.count += layout
            return refresh(widget, *regions, layout=layout, **others)  # type: ignore[arg-type]

        monkeypatch.setattr(Widget, "refresh", counted)


async def comes_to_rest(player: Player, size: tuple[int, int], layouts: Layouts) -> bool:
    """Whether the screen on top, at this size, soon asks for no more layouts."""
    await player.pilot.resize_terminal(*size)
    await player.pilot.pause(SETTLED_SECONDS)
    layouts.count = 0
    await player.pilot.pause(SETTLED_SECONDS)
    return layouts.count <= LAYOUTS_OF_A_SCREEN_AT_REST


async def test_every_screen_comes_to_rest_at_tiny_sizes(monkeypatch: pytest.MonkeyPatch):
    layouts = Layouts(monkeypatch)
    restless = []
    async with playing("overview") as player:
        for key in ("t", "question_mark", "g"):
            await player.pilot.resize_terminal(120, 36)
            await player.press(key)
            restless += [(key, size) for size in TINY if not await comes_to_rest(player, size, layouts)]
            await player.press("escape")
    assert restless == []


async def test_a_step_repaints_what_it_changed_and_not_the_screen(monkeypatch: pytest.MonkeyPatch):
    repainted: list[Widget] = []
    refresh = Widget.refresh

    def noted(widget: Widget, *regions: object, **others: object) -> Widget:
        repainted.append(widget)
        return refresh(widget, *regions, **others)  # type: ignore[arg-type]

    async with playing("overview") as player:
        monkeypatch.setattr(Widget, "refresh", noted)
        await player.press("right", "left")
        assert player.lesson_screen.table in repainted
        assert player.lesson_screen not in repainted


async def test_a_panel_is_mounted_when_it_is_first_shown_and_has_the_focus_then():
    async with playing("overview") as player:
        side = player.lesson_screen.side
        assert (side.happened.is_attached, side.moments.is_attached, side.quiz.is_attached) == (True, False, False)
        await player.press("right", "right", "q")
        assert side.quiz.is_mounted
        assert side.quiz.has_focus_within
        await player.press("escape", "k")
        assert (side.moments.is_mounted, side.moments.step) == (True, 2)
        await player.press("escape", "q")
        assert side.quiz.has_focus_within


async def test_while_the_program_ends_no_panel_is_mounted_any_more():
    async with playing("overview") as player:
        side = player.lesson_screen.side
        player.app.exit()
        side.show("moments")
        side.take_focus()
        assert (side.current, side.moments.is_attached) == ("moments", False)


async def test_the_opening_screen_comes_to_rest_at_tiny_sizes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pilots, "PATIENCE", 0)
    layouts, ended = Layouts(monkeypatch), Event()

    def waits() -> Lesson:
        ended.wait(20)
        return load_lesson("overview")

    app = PlayerApp(waits)
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        assert isinstance(app.screen, OpeningScreen)
        player = Player(app, pilot)
        assert [size for size in TINY if not await comes_to_rest(player, size, layouts)] == []
        await pilot.press("escape")
    ended.set()
