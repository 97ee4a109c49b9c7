"""A screen that plays a run by itself, one step after another."""

from __future__ import annotations

from textual.reactive import var
from textual.timer import Timer

from simulator.lesson.lesson import Lesson
from simulator.tui.screens.lighting import LightingScreen
from simulator.views.pace import GAP_RESTS, gap_before, moment_steps, reading_seconds, words_of

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""The speeds of autoplay, as multiples of the pace at which a step can be read."""


class PlayingScreen(LightingScreen):
    """The run of a lesson with autoplay. Subclasses take its steps in `tick`."""

    playing: var[bool] = var(False)
    speed: var[float] = var(1.0)
    passing: var[str] = var("")
    """The long gap that passes before the next step, in words; empty for none."""

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
        self.passing = ""
        if playing:
            self._rest(reading_seconds(words_of(self.lesson.trace, self.step)))
        self.show_position()

    def watch_speed(self) -> None:
        self.watch_playing(self.playing)

    def watch_passing(self) -> None:
        self.show_position()

    def _rest(self, seconds: float) -> None:
        self._timer = self.set_timer(seconds / self.speed, self.play_on)

    def play_on(self) -> None:
        """Mark a long gap before the next step, or else take the step; then rest, unless autoplay has stopped."""
        gap = "" if self.hides_steps_before(self.step + 1) else gap_before(self.lesson.trace, self.step + 1)
        if gap and not self.passing:
            self.passing = gap
            self._rest(GAP_RESTS)
            return
        self.passing = ""
        self.tick()
        if self.playing and self.step in moment_steps(self.lesson):
            self.playing = False
            self.notify("A key moment: k shows its question, Space plays on.", markup=False)
        if self.playing:
            self._rest(reading_seconds(words_of(self.lesson.trace, self.step)))

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
