"""A screen on which what changed in a step lights up for a moment."""

from __future__ import annotations

from typing import Final

from textual.reactive import var
from textual.timer import Timer

from simulator.lesson.lesson import Lesson
from simulator.tui.screens.following import FollowingScreen

LIT_FOR: Final = 0.25
"""Seconds for which a change is lit up."""


class LightingScreen(FollowingScreen):
    """The run of a lesson. A step forward lights up what it changed; a step back, and NO_COLOR, light up nothing."""

    lit: var[bool] = var(False)
    """Whether the changes of the step are lit up now; the widgets draw them so."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        self._light: Timer | None = None

    def watch_step(self, before: int, step: int) -> None:
        super().watch_step(before, step)
        self.put_out()
        if step > before and self.app.animation_level != "none" and not self.app.no_color:
            self.lit = True
            self._light = self.set_timer(LIT_FOR, self.put_out)

    def put_out(self) -> None:
        """Light up nothing any more."""
        self.lit = False
        if self._light is not None:
            self._light.stop()
            self._light = None

    def key_pressed(self) -> None:
        self.put_out()
