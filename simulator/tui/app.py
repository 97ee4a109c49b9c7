"""The player as an application: which screen is shown, and what opens what."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.tui.messages import LessonChosen

if TYPE_CHECKING:
    from simulator.learner.progress import Progress
    from simulator.lesson.lesson import Lesson
    from simulator.tui.screens.lesson import LessonScreen

# The screens, pydantic and YAML are imported after the first frame: it comes in half the time, and a learner sees at
# once that something opens.


class PlayerApp(App[None]):
    """The catalogue, and on top of it the lesson that is open.

    Args:
        first: loads the lesson to open, after the first frame; left out, the catalogue is opened.
        step: where to begin in it.
        mode: how to begin in it.
        progress: opens what the learner has done, after the first frame; left out, nothing is kept.
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
        """Why the player did not open: for standard error, once the screen is given back."""

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
        """Show what there is to say of the progress; in the terminal it is said again at the end."""
        for notice in notices:
            self.notify(visible(notice), title="Your progress", severity="warning", markup=False)

    def _refuse(self, status: int, message: str) -> None:
        self.refusal = message
        self.exit(return_code=status)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The theme, leaving, and every key of the screen by its name.

        Of Textual's own commands the others are left out: its panel of keys takes the room that the lesson needs, and
        a part of the screen that is maximized hides the step.
        """
        yield from (each for each in super().get_system_commands(screen) if each.title in ("Theme", "Quit"))
        for binding in screen.BINDINGS:
            if isinstance(binding, Binding) and binding.tooltip:
                action = binding.action

                async def run(action: str = action) -> None:
                    await screen.run_action(action)

                yield SystemCommand(binding.description, binding.tooltip, run)

    def _collect_again(self) -> None:
        """Collect garbage from now on, but not what is there to stay: a long trace is never searched (cli.main)."""
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
        """A lesson was left: back to what is under it, or to the catalogue."""
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
            step = min(event.step, len(lesson.trace.steps))  # the lesson may have become shorter since
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
            self.screen.show_progress()  # nothing of what was due is there any more


def play(name: str | None, step: int = 0, mode: str = "step") -> int:
    """Run the player on a lesson (None: the catalogue) until the learner leaves; return the exit status."""

    def first() -> Lesson:
        from simulator.lesson.lesson import load_lesson

        assert name is not None
        return load_lesson(name)

    def kept() -> Progress:
        from simulator.learner.progress import Progress, progress_file

        return Progress(progress_file())

    app = PlayerApp(None if name is None else first, step, mode, kept)
    app.run()
    if app.refusal:
        print(app.refusal, file=sys.stderr)
    if app.progress is not None:
        app.progress.close()
        for notice in app.progress.notices:
            print(visible(notice), file=sys.stderr)
    return app.return_code or 0


class WatchApp(PlayerApp):
    """The player on a file that is being written: the lesson is read again whenever the file is saved."""

    def __init__(self, file: str, pause: float = 0.3) -> None:
        super().__init__()
        self._file = Path(file)
        self._pause = pause
        self._seen: object = "nothing yet"

    def _begin(self) -> None:
        from simulator.learner.learner import Learner

        self.learner = Learner()  # what an author tries out is no progress
        self._look()
        self.set_interval(self._pause, self._look)
        self.call_after_refresh(self._collect_again)

    def _look(self) -> None:
        """Read the file again if it has changed; the step is kept, and while it is broken its problems are shown."""
        from simulator.lesson.lesson import load_lesson
        from simulator.scenario.files.file_stamp import file_stamp
        from simulator.tui.screens.broken import BrokenScreen
        from simulator.tui.screens.lesson import LessonScreen

        now = file_stamp(self._file)
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
        """With nothing under the lesson, leaving it leaves the program; one that a link led to leads back."""
        if len(self.screen_stack) == 1:
            self.exit()


def watch(file: str) -> int:
    """Run the player on a file that is being written, until its author leaves; return the exit status."""
    app = WatchApp(file)
    app.run()
    return app.return_code or 0
