"""The player on a file that is being written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.scenario.complaints.complaint import Complaint, ScenarioError
from simulator.tui.app import PlayerApp
from simulator.tui.ending import run_to_its_end

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson
    from simulator.tui.screens.lesson import LessonScreen


class WatchApp(PlayerApp):
    """Reads the lesson again whenever its file is saved. The step and the panel stay."""

    def __init__(self, file: str, pause: float = 0.3, settings: Path | None = None) -> None:
        super().__init__(settings=settings)
        self._file = Path(file)
        self._pause = pause
        self._seen: object = "nothing yet"
        self._panel = "happened"
        """The panel that was open when the texts had no problems."""

    def _begin(self) -> None:
        from simulator.learner.learner import Learner

        self.take_settings()
        self.learner = Learner()  # an author who tries a lesson makes no progress in it
        self.look()
        self.set_interval(self._pause, self.look)
        self.call_after_refresh(self._collect_again)

    def look(self) -> None:
        """Read a changed file again, beside the screen. What is wrong is shown beside its run, or in place of it."""
        from simulator.lesson.run_alone import load_what_can_be_shown
        from simulator.scenario.files.stamp import stamp

        now = stamp(self._file)
        if now != self._seen:
            self._seen = now
            self.open_beside(
                str(self._file), partial(load_what_can_be_shown, self._file), self._show, self._show_complaints
            )

    def _show_complaints(self, error: ScenarioError) -> None:
        from simulator.tui.screens.broken import BrokenScreen

        if isinstance(self.screen, BrokenScreen):
            self.screen.show(error.complaints)
        else:
            self.push_screen(BrokenScreen(error.complaints))

    def _show(self, read: tuple[Lesson, tuple[Complaint, ...]]) -> None:
        """Put what was read in the place of every screen that is open."""
        from simulator.tui.screens.lesson import LessonScreen

        lesson, complaints = read
        before = next((screen for screen in self.screen_stack if isinstance(screen, LessonScreen)), None)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.open_lesson(lesson, 0 if before is None else before.step, complaints=complaints)
        panel = self._panel_after(before, bool(complaints))
        if panel not in ("happened", "predict") and isinstance(self.screen, LessonScreen):
            self.call_after_refresh(self.screen.action_panel, panel)

    def _panel_after(self, before: LessonScreen | None, has_problems: bool) -> str:
        """The panel after a save. New problems open theirs; when all are mended, the one from before is back."""
        had_problems = before is not None and bool(before.complaints)
        if before is not None and not had_problems:
            self._panel = before.panel
        if has_problems and not had_problems:
            return "problems"
        return before.panel if before is not None and has_problems else self._panel

    def nothing_is_open(self, left: str | None = None) -> None:
        """Leave the program when no lesson is open any more; a lesson that a link opened leads back."""
        self.exit()


def watch(file: str) -> int:
    """Run the player on a file that is being written until its author leaves, and return the exit status."""
    from simulator.learner.folder import settings_file

    return run_to_its_end(WatchApp(file, settings=settings_file()))
