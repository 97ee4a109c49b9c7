"""The player on a file that is being written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.scenario.complaints.complaint import ScenarioError
from simulator.tui.app import PlayerApp
from simulator.tui.ending import run_to_its_end

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson


class WatchApp(PlayerApp):
    """Reads the lesson again whenever its file is saved. The step and the panel stay."""

    def __init__(self, file: str, pause: float = 0.3, settings: Path | None = None) -> None:
        super().__init__(settings=settings)
        self._file = Path(file)
        self._pause = pause
        self._seen: object = "nothing yet"

    def _begin(self) -> None:
        from simulator.learner.learner import Learner

        self.take_settings()
        self.learner = Learner()  # an author who tries a lesson makes no progress in it
        self.look()
        self.set_interval(self._pause, self.look)
        self.call_after_refresh(self._collect_again)

    def look(self) -> None:
        """Read a changed file again, beside the screen. While the file is invalid, its complaints are shown."""
        from simulator.lesson.lesson import load_lesson
        from simulator.scenario.files.stamp import stamp

        now = stamp(self._file)
        if now != self._seen:
            self._seen = now
            self.open_beside(str(self._file), partial(load_lesson, self._file), self._show, self._show_complaints)

    def _show_complaints(self, error: ScenarioError) -> None:
        from simulator.tui.screens.broken import BrokenScreen

        if isinstance(self.screen, BrokenScreen):
            self.screen.show(error.complaints)
        else:
            self.push_screen(BrokenScreen(error.complaints))

    def _show(self, lesson: Lesson) -> None:
        """Put the new lesson in the place of every screen that is open."""
        from simulator.tui.screens.lesson import LessonScreen

        before = next((screen for screen in self.screen_stack if isinstance(screen, LessonScreen)), None)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.open_lesson(lesson, 0 if before is None else before.step)
        if before is not None and before.panel not in ("happened", "predict") and isinstance(self.screen, LessonScreen):
            self.call_after_refresh(self.screen.action_panel, before.panel)

    def nothing_is_open(self) -> None:
        """Leave the program when no lesson is open any more; a lesson that a link opened leads back."""
        self.exit()


def watch(file: str) -> int:
    """Run the player on a file that is being written until its author leaves, and return the exit status."""
    from simulator.learner.folder import settings_file

    return run_to_its_end(WatchApp(file, settings=settings_file()))
