"""The player as an application: it decides which screen is shown."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.tui.ending import EndingApp, run_to_its_end
from simulator.tui.messages import LessonChosen

if TYPE_CHECKING:
    from simulator.learner.progress import Progress
    from simulator.lesson.lesson import Lesson
    from simulator.tui.screens.lesson import LessonScreen

# The screens, pydantic and YAML are imported after the first frame: the frame appears in half the time, and a learner
# sees at once that something opens.


class PlayerApp(EndingApp):
    """The catalogue, and on top of it the lesson that is open.

    Args:
        first: loads the lesson to open, after the first frame; without it the catalogue opens.
        step: the step to begin at.
        mode: the mode to begin in.
        progress: opens the learner's progress, after the first frame; without it nothing is kept.
    """

    TITLE = "DynamoDB Streams"

    def __init__(
        self,
        first: Callable[[], Lesson] | None = None,
        step: int = 0,
        mode: str = "step",
        progress: Callable[[], Progress] | None = None,
    ) -> None:
        super().__init__()
        self._open_progress = progress
        self.progress: Progress | None = None
        self._first = first
        self._step = step
        self._mode = mode
        self.refusal = ""
        """Why the player did not open; printed on standard error after the terminal is restored."""

    def compose(self) -> ComposeResult:
        yield Static("Opening ...", id="opening", markup=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        from simulator.learner.learner import Learner
        from simulator.tui.screens.lesson import LessonScreen

        if self._open_progress is not None:
            self.progress = self._open_progress()
            self._tell(self.progress.notices)
        self.learner = Learner(self.progress)
        if self._first is None:
            self._open_catalogue()
            return
        try:
            lesson = self._first()
        except ScenarioError as error:
            self._refuse(1, str(error))
            return
        last = len(lesson.trace.steps)
        if self._step > last:
            self._refuse(2, visible(f"streamsim play: there is no step {self._step}; {lesson.name} has {last}"))
        else:
            self._open(LessonScreen(lesson, self._step, self._mode, self.learner))

    def _tell(self, notices: Iterable[str]) -> None:
        """Show notices about the progress file; they are printed again after the player ends."""
        for notice in notices:
            self.notify(visible(notice), title="Your progress", severity="warning", markup=False)

    def _refuse(self, status: int, message: str) -> None:
        self.refusal = message
        self.exit(return_code=status)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The theme, the way out, and every key of the screen by its name.

        Textual's other commands are left out: its panel of keys takes the room that the lesson needs, and a maximized
        widget hides the step.
        """
        yield from (each for each in super().get_system_commands(screen) if each.title in ("Theme", "Quit"))
        for binding in screen.BINDINGS:
            if isinstance(binding, Binding) and binding.tooltip:
                action = binding.action

                async def run(action: str = action) -> None:
                    await screen.run_action(action)

                yield SystemCommand(binding.description, binding.tooltip, run)

    def _collect_again(self) -> None:
        """Collect garbage from now on, except what already exists: a long trace is never searched (see cli.main)."""
        gc.freeze()
        gc.enable()

    def _open_catalogue(self) -> None:
        from simulator.scenario.files.course import course
        from simulator.tui.screens.catalogue import CatalogueScreen

        self.push_screen(CatalogueScreen(course(), self.progress))
        self.call_after_refresh(self._collect_again)

    def _open(self, screen: LessonScreen) -> None:
        self.push_screen(screen, self._lesson_left)
        self.call_after_refresh(self._collect_again)

    def _lesson_left(self, _: None) -> None:
        """After a lesson closes, show the screen under it, or the catalogue."""
        from simulator.tui.screens.catalogue import CatalogueScreen

        if len(self.screen_stack) == 1:
            self._open_catalogue()
        elif isinstance(self.screen, CatalogueScreen):
            self.screen.show_progress()

    def on_lesson_chosen(self, event: LessonChosen) -> None:
        from simulator.lesson.lesson import load_lesson
        from simulator.tui.screens.lesson import LessonScreen

        try:
            lesson = load_lesson(event.lesson)
        except ScenarioError as error:
            self.notify(str(error), title="This lesson cannot be opened", severity="error", markup=False)
        else:
            step = min(event.step, len(lesson.trace.steps))  # the lesson may be shorter now
            self._open(LessonScreen(lesson, step, learner=self.learner))

    def on_review_chosen(self) -> None:
        from simulator.learner.review import ready
        from simulator.tui.screens.catalogue import CatalogueScreen
        from simulator.tui.screens.review import ReviewScreen

        assert self.progress is not None
        told = len(self.progress.notices)
        due, broken = ready(self.progress)
        self._tell(self.progress.notices[told:])
        if broken:
            message = f"{visible(', '.join(broken))}: run streamsim check on it."
            self.notify(message, title="Not all that is due can be asked", severity="warning", markup=False)
        if due:
            self.push_screen(ReviewScreen(due, self.progress), self._lesson_left)
        elif isinstance(self.screen, CatalogueScreen):
            self.screen.show_progress()  # none of the questions that were due exists any more


def play(name: str | None, step: int = 0, mode: str = "step") -> int:
    """Run the player on a lesson (None: the catalogue) until the learner leaves, and return the exit status."""

    def first() -> Lesson:
        from simulator.lesson.lesson import load_lesson

        assert name is not None
        return load_lesson(name)

    def kept() -> Progress:
        from simulator.learner.progress import Progress, progress_file

        return Progress(progress_file())

    app = PlayerApp(None if name is None else first, step, mode, kept)
    try:
        return run_to_its_end(app)
    finally:
        if app.refusal:
            print(app.refusal, file=sys.stderr)
        if app.progress is not None:
            app.progress.close()
            for notice in app.progress.notices:
                print(visible(notice), file=sys.stderr)


class WatchApp(PlayerApp):
    """The player on a file that is being written: it reads the lesson again whenever the file is saved."""

    def __init__(self, file: str, pause: float = 0.3) -> None:
        super().__init__()
        self._file = Path(file)
        self._pause = pause
        self._seen: object = "nothing yet"

    def _begin(self) -> None:
        from simulator.learner.learner import Learner

        self.learner = Learner()  # an author who tries a lesson makes no progress in it
        self.look()
        self.set_interval(self._pause, self.look)
        self.call_after_refresh(self._collect_again)

    def look(self) -> None:
        """Read a changed file again. The step is kept; while the file is invalid, its complaints are shown."""
        from simulator.lesson.lesson import load_lesson
        from simulator.scenario.files.stamp import stamp
        from simulator.tui.screens.broken import BrokenScreen
        from simulator.tui.screens.lesson import LessonScreen

        now = stamp(self._file)
        if now == self._seen:
            return
        self._seen = now
        try:
            lesson = load_lesson(self._file)
        except ScenarioError as error:
            if isinstance(self.screen, BrokenScreen):
                self.screen.show(error.complaints)
            else:
                self.push_screen(BrokenScreen(error.complaints))
            return
        open_ = next((screen for screen in self.screen_stack if isinstance(screen, LessonScreen)), None)
        step, panel = (0, "happened") if open_ is None else (open_.step, open_.panel)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        screen = LessonScreen(lesson, min(step, len(lesson.trace.steps)), learner=self.learner)
        self.push_screen(screen, self._lesson_left)
        if panel not in ("happened", "predict"):
            self.call_after_refresh(screen.action_panel, panel)

    def _lesson_left(self, _: None) -> None:
        """Leave the program when no lesson is open any more; a lesson that a link opened leads back."""
        if len(self.screen_stack) == 1:
            self.exit()


def watch(file: str) -> int:
    """Run the player on a file that is being written until its author leaves, and return the exit status."""
    return run_to_its_end(WatchApp(file))
