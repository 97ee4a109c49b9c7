"""What tests of the player need: a running player, and the screen as plain text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import textual_sped_up  # noqa: F401
from loaded_lessons import load_lesson
from textual import app, pilot
from textual._context import active_app, visible_screen_stack
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from simulator.learner.progress import Progress
from simulator.lesson.lesson import Lesson
from simulator.tui.app import PlayerApp
from simulator.tui.screens.lesson import LessonScreen

WIDE, NARROW, TALL = (120, 36), (80, 24), (120, 60)

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

        It is drawn with Textual's private compositor, here and for `words`: there is no public way to get the text.
        """
        await self._before_drawing()
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    async def _before_drawing(self) -> None:
        await self.pilot.pause()
        visible_screen_stack.set(self.app._background_screens)  # a dialog is drawn over the screens below it

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
        await self._before_drawing()
        widget = self.app.screen.query_one(selector)
        return " ".join(" ".join(_lines_in(self.app.screen, widget.content_region)).split())


def _lines_in(screen: Screen[Any], region: Region) -> Iterator[str]:
    """What stands in a region of the screen; nothing else of the screen is drawn."""
    compositor = screen._compositor
    everything = compositor.visible_widgets
    assert compositor.cuts, "they are worked out, once, from all widgets"
    there = {widget: (at, clip) for widget, (at, clip) in everything.items() if region.overlaps(at.intersection(clip))}
    compositor._visible_widgets = there
    try:
        lines = compositor._render_chops(region, lambda y: region.y <= y < region.bottom)
    finally:
        compositor._visible_widgets = everything
    for line in lines[region.y : region.bottom]:
        drawn = {x: strip for x, strip in line.items() if strip is not None and x < region.right}
        yield Strip.join(drawn.values()).crop(region.x - min(drawn), region.right - min(drawn)).text


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
