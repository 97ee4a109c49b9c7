"""Opening a lesson beside the screen: the keys work meanwhile, and nobody has to wait for it."""

from __future__ import annotations

import time
from typing import NoReturn

import pilots
import pytest
from loaded_lessons import load_lesson
from pilots import opened

from simulator.scenario.complaints.complaint import ScenarioError
from simulator.tui.app import PlayerApp
from simulator.tui.opening import Opening
from simulator.tui.screens.catalogue import CatalogueScreen
from simulator.tui.screens.lesson import LessonScreen
from simulator.tui.screens.opening import OpeningScreen
from simulator.tui.watch import WatchApp


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of what is opened here takes for ever."""
    monkeypatch.setattr(pilots, "PATIENCE", 0)


def without_end() -> NoReturn:
    """A lesson that takes for ever, and hardly any of the processor."""
    while True:
        time.sleep(0.001)


def at_work_without_end() -> NoReturn:
    """A lesson that takes for ever, and all of the processor that it gets."""
    while True:
        sum(range(1000))


async def test_while_a_lesson_opens_the_screen_says_so_and_escape_leads_to_the_catalogue():
    app = PlayerApp(at_work_without_end, what="a-long-one")
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        assert isinstance(app.screen, OpeningScreen)
        assert "Opening a-long-one" in str(app.screen.query_one("#opening").content)  # type: ignore[attr-defined]
        work = app.opening
        assert work is not None
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert isinstance(app.screen, CatalogueScreen)
        assert app.opening is None
        await ends(work)


async def ends(work: Opening) -> None:
    """Wait until the work has ended, which takes a moment."""
    until = time.monotonic() + 10
    while work.goes_on:
        assert time.monotonic() < until
        time.sleep(0.01)


async def test_ctrl_q_leaves_while_a_lesson_opens():
    app = PlayerApp(without_end)
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        work = app.opening
        assert work is not None
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    await ends(work)


async def test_a_lesson_that_takes_long_is_announced_over_the_catalogue_and_opens_when_it_is_ready():
    released = []

    def slow():
        while not released:
            time.sleep(0.001)
        return load_lesson("overview")

    app = PlayerApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.open_beside("overview", slow, app.open_lesson, lambda _: None)
        await pilot.pause(0.5)
        assert [type(each) for each in app.screen_stack[1:]] == [CatalogueScreen, OpeningScreen]
        released.append(True)
        await opened(pilot)
        assert [type(each) for each in app.screen_stack[1:]] == [CatalogueScreen, LessonScreen]


async def test_what_is_opened_later_takes_the_place_of_what_is_still_opening():
    app = PlayerApp(without_end)
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        first = app.opening
        assert first is not None
        app.open_beside("overview", lambda: load_lesson("overview"), app.open_lesson, lambda _: None)
        await opened(pilot)
        assert isinstance(app.screen, LessonScreen)
        await ends(first)


async def test_a_fault_of_the_work_is_a_fault_of_the_program():
    def broken() -> NoReturn:
        raise ZeroDivisionError

    app = PlayerApp(broken)
    with pytest.raises(ZeroDivisionError):
        async with app.run_test() as pilot:
            await opened(pilot)


async def test_complaints_are_told_and_the_catalogue_stays():
    app = PlayerApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        told: list[ScenarioError] = []
        app.open_beside("none", lambda: load_lesson("none"), app.open_lesson, told.append)
        await opened(pilot)
        assert "no lesson" in str(told[0])
        assert isinstance(app.screen, CatalogueScreen)


async def test_escape_while_a_watched_file_is_first_read_leaves_the_program(tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.lesson.run_alone.load_what_can_be_shown", lambda _: without_end())
    app = WatchApp(str(tmp_path / "lesson.yaml"), pause=3600)
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        await pilot.press("escape")
        await pilot.pause()
        assert not app.is_running
