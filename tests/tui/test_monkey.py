"""Random keys, clicks and sizes: the player goes on, and all that it shows agrees.

`make monkey` does the same in a real terminal, for longer.
"""

from __future__ import annotations

from random import Random

import pytest
from clock import Clock
from pilots import Player, Playing

from simulator.learner.learner import Learner
from simulator.learner.progress import DAY, Progress
from simulator.lesson.lesson import load_lesson
from simulator.tui.screens.catalogue import CatalogueScreen
from simulator.tui.screens.change import ChangeScreen
from simulator.tui.screens.commands import CommandsScreen
from simulator.tui.screens.go_to import GoToScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.lesson import LessonScreen
from simulator.tui.screens.reading import ReadingScreen
from simulator.tui.screens.repair import RepairScreen
from simulator.tui.screens.review import ReviewScreen
from simulator.tui.screens.sandbox import SandboxScreen
from simulator.tui.screens.term import TermScreen
from simulator.tui.screens.two_runs import TwoRunsScreen
from simulator.tui.screens.what_if import CHANGE, RUN, SAY, WhatIfScreen

pytestmark = pytest.mark.draws

SCREENS = (
    CatalogueScreen,
    ChangeScreen,
    CommandsScreen,
    GoToScreen,
    HelpScreen,
    LessonScreen,
    ReadingScreen,
    RepairScreen,
    ReviewScreen,
    SandboxScreen,
    TermScreen,
    TwoRunsScreen,
    WhatIfScreen,
)

KEYS = tuple(
    dict.fromkeys(
        [
            *(key for screen in SCREENS for binding in screen.BINDINGS for key in binding.key.split(",")),
            *"abcdehstuxSU0123456789 ",
            *(
                "tab",
                "shift+tab",
                "enter",
                "space",
                "backspace",
                "up",
                "down",
                "pageup",
                "pagedown",
                "ctrl+p",
                "f1",
                "é",
            ),
        ]
    )
)
SIZES = ((120, 36), (80, 24), (60, 18), (30, 8), (1, 1), (200, 60))


def tiny(screen: LessonScreen) -> bool:
    """Whether the screen only says that it is too small."""
    return screen.has_class("-tiny") or screen.has_class("-flat")


async def act(player: Player, random: Random) -> None:
    """One to four inputs at once, without waiting in between."""
    for _ in range(random.choice((1, 1, 2, 4))):
        what = random.random()
        if what < 0.88:
            player.app.simulate_key(random.choice(KEYS))
        elif what < 0.96:
            screen = player.app.screen
            x, y = random.randrange(max(1, screen.size.width)), random.randrange(max(1, screen.size.height))
            await player.pilot.click(offset=(x, y))
        else:
            await player.pilot.resize_terminal(*random.choice(SIZES))
    await player.pilot.pause()


async def holds(player: Player) -> None:
    """All that must be so after every input."""
    app, screen = player.app, player.app.screen
    assert app.is_running
    assert screen.is_attached
    assert app.focused is None or app.focused.screen is screen
    if isinstance(screen, WhatIfScreen):
        what_if = screen.what_if
        assert screen.phase in (CHANGE, SAY, RUN)
        assert screen.phase == CHANGE or what_if.ran is not None
        assert screen.phase != SAY or what_if.asked is not None
    if isinstance(screen, TwoRunsScreen):
        assert 0 <= screen.place <= screen.walk.last
    if isinstance(screen, ReviewScreen):
        session = screen.quiz.session
        assert screen.has_class("-closed") != session.is_book_open
        assert not any(screen.query_one(part).display for part in ("#table", "#tracker") if not session.is_book_open)
        assert not session.is_read_off or session.attempt is None or session.attempt.is_sure is not True
    if isinstance(screen, LessonScreen) and screen.is_mounted:
        assert str(screen.position.content).startswith(f"Step {screen.step} of {screen.last}")
        assert screen.table.step == screen.side.step == screen.tracker.step == screen.flow.step == screen.step
        assert screen.picture.step == screen.rail.step == screen.step
        assert screen.picture.display or screen.tracker.display or screen.panel != "happened" or tiny(screen)
        assert 0 <= screen.step <= screen.last
        assert screen.table.followed == screen.followed
        assert all(0 <= place.step <= screen.last for place in screen.places)
        session = screen.side.predict.session
        if screen.predicting and session is not None and session.open_gate is not None:
            assert screen.step < session.open_gate.step
            assert bool(screen.table.masked) == (screen.step == session.open_gate.step - 1)


@pytest.mark.parametrize("seed", range(4))
async def test_no_input_ends_the_player_or_lets_its_parts_disagree(
    playing: Playing, progress: Progress, seed: int
) -> None:
    random = Random(seed)
    lesson = (None, "overview", "poison-pill", "blocked-shard")[seed]
    async with playing(lesson, progress=progress) as player:
        for _ in range(40):
            await act(player, random)
            await holds(player)


async def test_no_input_ends_a_what_if_or_the_view_of_both_runs(playing: Playing) -> None:
    random = Random(2)
    async with playing("poison-pill", step=13) as player:
        for _ in range(25):
            if isinstance(player.app.screen, LessonScreen):
                await player.press("x", "end", "up", "up", "enter", "4")
            await act(player, random)
            await holds(player)


async def test_no_input_ends_a_review_or_shows_its_run_before_the_answer(
    playing: Playing, progress: Progress, clock: Clock
) -> None:
    random = Random(5)
    lesson = load_lesson("crash-and-checkpoint")
    for question in lesson.questions:
        Learner(progress).answered(lesson, question, question.right, True)
    clock.now += 30 * DAY
    async with playing(None, progress=progress) as player:
        for _ in range(25):
            if isinstance(player.app.screen, CatalogueScreen):
                await player.press("v")
            if isinstance(player.app.screen, ReviewScreen):
                await player.press(*random.choice(("t", "h", ())), random.choice("abcd"), random.choice("suSUtx"))
                await holds(player)
            await act(player, random)
            await holds(player)
