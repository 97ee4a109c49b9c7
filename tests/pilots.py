"""What tests of the player need: a running player, and the screen as plain text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from loaded_lessons import load_lesson
from textual import app, pilot
from textual._context import active_app, visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from simulator.learner.progress import Progress
from simulator.lesson.lesson import Lesson
from simulator.tui.app import PlayerApp
from simulator.tui.screens.lesson import LessonScreen

WIDE, NARROW, TALL = (120, 36), (80, 24), (120, 60)

_parse_rules = Stylesheet._parse_rules
_parsed: dict[Hashable, list[RuleSet]] = {}


def _parse_rules_once(self: Stylesheet, *source: Any, **options: Any) -> list[RuleSet]:
    """Parse the same rules once in a process: Textual does it for each application, a seventh of a test's time."""
    key = (source, tuple(options.items()), tuple(self._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse_rules(self, *source, **options)
    return _parsed[key]


Stylesheet._parse_rules = _parse_rules_once  # type: ignore[method-assign]


PATIENCE = 1.0
"""Seconds for which a test waits at most for what the program opens; none where a test holds the opening up."""


async def _at_rest(*_: object) -> bool:
    """Wait until everything that can be done now is done, or for a second where that takes longer.

    Textual sleeps for a fiftieth of a second at a time, until the process has used little of it, and has each widget
    count itself: three quarters of a test's time. Here the event loop says whether anything is ready, and the program
    whether it opens something, or has to lay out or draw its screen, which Textual leaves to timers.
    """
    loop: Any = asyncio.get_running_loop()
    begins = loop.time()
    while loop.time() < begins + 1:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        app = active_app.get()
        is_opening = getattr(app, "opening", None) is not None and loop.time() < begins + PATIENCE
        if is_opening or app._resize_timer is not None:
            await asyncio.sleep(1 / 120)
            continue
        if not app._screen_stack:
            break
        screen = app.screen
        if not screen.is_running or not screen._update_timer._active.is_set():
            break
        screen._on_timer_update()
    return True


pilot.wait_for_idle = app.wait_for_idle = _at_rest  # type: ignore[attr-defined]
Pilot._wait_for_screen = _at_rest  # type: ignore[assignment,method-assign]


class Player:
    """A running player in a test."""

    def __init__(self, app: PlayerApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def lesson_screen(self) -> LessonScreen:
        """The lesson screen, which must be on top."""
        assert isinstance(self.app.screen, LessonScreen)
        return self.app.screen

    @property
    def step(self) -> int:
        return self.lesson_screen.step

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            if self.app.opening is not None:
                await opened(self.pilot)
            screen = self.app.screen
            if isinstance(screen, LessonScreen) and not screen.side.is_there:
                await self._panel_is_there(screen)

    async def _panel_is_there(self, screen: LessonScreen) -> None:
        """Wait until the panel that a key opened is mounted and has the focus: each comes with a turn of its own."""
        while not screen.side.is_there and self.app.screen is screen:
            await self.pilot.pause()
        for _ in range(3):
            await self.pilot.pause()

    async def text(self) -> str:
        """The screen as plain characters, trailing spaces cut.

        The one place that draws with Textual's private compositor: there is no public way to get the text.
        """
        await self.pilot.pause()
        visible_screen_stack.set(self.app._background_screens)  # a dialog is drawn over the screens below it
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    async def click(self, words: str) -> None:
        """Click where some words stand."""
        for line, text in enumerate((await self.text()).split("\n")):
            if words in text:
                await self.pilot.click(offset=(text.index(words) + 1, line))
                await self.pilot.pause()
                return
        raise AssertionError(f"{words!r} is not on the screen")

    async def words(self, selector: str) -> str:
        """What one widget shows inside its border, lines joined to one text."""
        lines = (await self.text()).split("\n")
        region = self.app.screen.query_one(selector).content_region
        shown = (line[region.x : region.right] for line in lines[region.y : region.bottom])
        return " ".join(" ".join(shown).split())


async def opened(pilot: Pilot[None]) -> None:
    """Wait until nothing is being opened beside the screen."""
    await pilot.pause()
    assert isinstance(pilot.app, PlayerApp)
    while pilot.app.opening is not None:
        await pilot.pause(0.01)
    await pilot.pause()


@asynccontextmanager
async def playing(
    lesson: str | Lesson | None = "overview",
    size: tuple[int, int] = WIDE,
    step: int = 0,
    mode: str = "step",
    progress: Progress | None = None,
) -> AsyncIterator[Player]:
    """The player on a lesson (None: the catalogue); with no progress nothing is kept."""
    loaded = load_lesson(lesson) if isinstance(lesson, str) else lesson
    kept = None if progress is None else lambda: progress
    app = PlayerApp(None if loaded is None else lambda: loaded, step, mode, kept)
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        yield Player(app, pilot)


class Playing(Protocol):
    """Opens the player on a lesson by name or value, or on the catalogue (None)."""

    def __call__(
        self,
        lesson: str | Lesson | None = "overview",
        size: tuple[int, int] = WIDE,
        step: int = 0,
        mode: str = "step",
        progress: Progress | None = None,
    ) -> AbstractAsyncContextManager[Player]: ...
