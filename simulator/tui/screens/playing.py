"""A screen that plays a run by itself, one step after another."""

from __future__ import annotations

from textual.reactive import reactive
from textual.timer import Timer

from simulator.lesson.lesson import Lesson
from simulator.tui.screens.following import FollowingScreen

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""The speeds of autoplay, as multiples."""

SECONDS_A_STEP = 2.0
"""Seconds that autoplay stays on a step at speed 1."""


class PlayingScreen(FollowingScreen):
    """The run of a lesson with autoplay. Subclasses take its steps in `tick`."""

    playing: reactive[bool] = reactive(False)
    speed: reactive[float] = reactive(1.0)

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        self._timer: Timer | None = None

    def tick(self) -> None:
        """Take the next step of autoplay."""
        raise NotImplementedError

    def watch_playing(self, playing: bool) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if playing:
            self._timer = self.set_interval(SECONDS_A_STEP / self.speed, self.tick)
        self.show_position()

    def watch_speed(self) -> None:
        self.watch_playing(self.playing)

    def action_toggle_play(self) -> None:
        """Play, from the start if the run is at its end; or pause."""
        plays = not self.playing
        if plays and self.step == self.last:
            self.move(0)
        self.playing = plays

    def action_speed(self, by: int) -> None:
        """Play faster or slower."""
        index = SPEEDS.index(self.speed) + by
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, index))]

    def on_screen_suspend(self) -> None:
        """Pause behind another screen."""
        self.playing = False
