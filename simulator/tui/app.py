"""The player as an application: it decides which screen is shown."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.events import Event, Key
from textual.filter import LineFilter
from textual.screen import Screen

from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.tui.ascii_signs import AsciiSigns
from simulator.tui.ending import EndingApp, run_to_its_end
from simulator.tui.keys import bindings
from simulator.tui.messages import LessonChosen
from simulator.tui.opening import Opened, Opening
from simulator.tui.screens.opening import OpeningScreen
from simulator.tui.textual_gaps.strips import let_go_of_strips

if TYPE_CHECKING:
    from simulator.learner.progress import Progress
    from simulator.learner.review import Loaded
    from simulator.lesson.lesson import Lesson

# The screens, pydantic and YAML are imported after the first frame: the frame appears in half the time, and a learner
# sees at once that something opens.

SOON = 0.2
"""Seconds for which the present screen stays while something opens: most lessons are there before."""


class PlayerApp(EndingApp):
    """The catalogue, and on top of it the lesson that is open.

    Args:
        first: loads the lesson to open, after the first frame; without it the catalogue opens.
        step: the step to begin at.
        mode: the mode to begin in.
        progress: opens the learner's progress, after the first frame; without it nothing is kept.
        what: the name of the first lesson, to be shown while it opens.
        settings: the file of the learner's settings, such as the theme; without it none are kept.
        ascii_signs: whether signs and boxes are shown in ASCII.
        folder: the folder whose lessons the catalogue shows; without it, the library.
    """

    TITLE = "DynamoDB Streams"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [*bindings("everywhere", "commands")]

    def __init__(
        self,
        first: Callable[[], Lesson] | None = None,
        step: int = 0,
        mode: str = "step",
        progress: Callable[[], Progress] | None = None,
        what: str = "the lesson",
        settings: Path | None = None,
        ascii_signs: bool = False,
        folder: Path | None = None,
    ) -> None:
        super().__init__()
        let_go_of_strips()
        self.ascii_signs = AsciiSigns(enabled=ascii_signs)
        """Shows signs and boxes in ASCII while it is enabled."""
        self._open_progress = progress
        self.progress: Progress | None = None
        self._first = first
        self._step = step
        self._mode = mode
        self._what = what
        self._settings = settings
        self._folder = folder
        self.opening: Opening | None = None
        """What is being read, run and checked beside the screen."""
        self.refusal = ""
        """Why the player did not open; printed on standard error after the terminal is restored."""

    def get_default_screen(self) -> OpeningScreen:
        """The first frame, below all other screens."""
        return OpeningScreen()

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        from simulator.learner.learner import Learner

        self.take_settings()
        if self._open_progress is not None:
            self.progress = self._open_progress()
            self._tell(self.progress.notices)
        self.learner = Learner(self.progress)
        if self._first is None:
            self._open_catalogue()
        else:
            self.open_beside(self._what, self._first, self._show_first, self._refuse_first)

    # Opening beside the screen

    def open_beside(
        self,
        what: str,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        otherwise: Callable[[ScenarioError], None],
    ) -> None:
        """Do work in a thread, and go on with its result or with its complaints. Newer work takes the place of older.

        Args:
            what: what is opened, in words.
            work: returns the result, or raises ScenarioError.
            then: called with the result.
            otherwise: called with the complaints.
        """

        def failed(error: Exception) -> None:
            if not isinstance(error, ScenarioError):
                raise error
            otherwise(error)

        self.give_up_opening()
        for module in ("simulator.lesson.lesson", "simulator.learner.review"):
            import_module(module)  # here and not in the thread: an import must not be given up half-way
        self.opening = Opening(self, visible(what), work, then, failed)
        self.opening.start()
        if isinstance(self.screen, OpeningScreen):
            self.screen.show(self.opening.what)
        else:
            self.set_timer(SOON, partial(self._show_opening, self.opening))

    def give_up_opening(self) -> None:
        """Stop what is being opened."""
        if self.opening is not None:
            self.opening.give_up()
            self.opening = None

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """End the program, and what is being opened."""
        self.give_up_opening()
        super().exit(result, return_code, message)

    def _show_opening(self, opening: Opening) -> None:
        if opening is self.opening:
            self.push_screen(OpeningScreen(opening.what))

    def _leave_opening_screen(self) -> None:
        if isinstance(self.screen, OpeningScreen) and len(self.screen_stack) > 1:
            self.pop_screen()

    def on_opened(self, event: Opened) -> None:
        """Go on with what was opened, unless something else is being opened by now."""
        if event.opening is self.opening:
            self.opening = None
            self._leave_opening_screen()
            event.go_on()

    def on_opening_left(self) -> None:
        """The learner does not want to wait."""
        self.give_up_opening()
        self._leave_opening_screen()
        if len(self.screen_stack) == 1:
            self._nothing_is_open()

    # The first lesson

    def _show_first(self, lesson: Lesson) -> None:
        last = len(lesson.trace.steps)
        if self._step > last:
            self._refuse(2, visible(f"streamsim play: there is no step {self._step}; {lesson.name} has {last}"))
        else:
            self.open_lesson(lesson, self._step, self._mode)

    def _refuse_first(self, error: ScenarioError) -> None:
        self._refuse(1, str(error))

    def _refuse(self, status: int, message: str) -> None:
        self.refusal = message
        self.exit(return_code=status)

    def _tell(self, notices: Iterable[str]) -> None:
        """Show notices about the progress file; they are printed again after the player ends."""
        for notice in notices:
            self.notify(visible(notice), title="Your progress", severity="warning", markup=False)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key) and not event.is_forwarded and len(self._screen_stack) > 1:
            from simulator.tui.screens.player_screen import PlayerScreen

            if isinstance(self.screen, PlayerScreen):
                self.screen.key_pressed()
        await super().on_event(event)

    # Commands by their names

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The list of commands opens over the screens that have commands."""
        from simulator.tui.screens.player_screen import PlayerDialog, PlayerScreen

        if action == "commands":
            return isinstance(self.screen, PlayerScreen) and not isinstance(self.screen, PlayerDialog)
        return super().check_action(action, parameters)

    def action_commands(self) -> None:
        """List every command of the screen, the theme, and the way out."""
        from simulator.tui.screens.commands import CommandsScreen
        from simulator.tui.screens.player_screen import Command, PlayerScreen

        screen = self.screen
        if isinstance(screen, PlayerScreen):
            everywhere = [
                Command("Theme", "Choose other colours", "app.themes"),
                Command("ASCII", "Letters and + - | for signs and boxes; again: signs", "app.ascii"),
                Command("Quit", "Leave the program", "app.quit"),
            ]
            commands = CommandsScreen("Commands", [*screen.commands(), *everywhere])
            self.push_screen(commands, partial(self._run_command, screen))

    async def _run_command(self, screen: Screen[Any], action: str | None) -> None:
        if action is not None:
            await screen.run_action(action)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to each line before it is shown."""
        return [*super().get_line_filters(), *([self.ascii_signs] if self.ascii_signs.enabled else [])]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of readers, which Textual's themes do not have."""
        from simulator.tui.widgets.looks import READERS

        return READERS[self.current_theme.dark]

    def action_ascii(self) -> None:
        """Switch between signs and ASCII."""
        self.ascii_signs.enabled = not self.ascii_signs.enabled
        self.refresh_css(animate=False)

    def action_themes(self) -> None:
        """List the themes."""
        from simulator.tui.screens.commands import CommandsScreen
        from simulator.tui.screens.player_screen import Command

        themes = [Command(name, "", name) for name in sorted(self.available_themes)]
        self.push_screen(CommandsScreen("Theme", themes), self._choose_theme)

    def _choose_theme(self, name: str | None) -> None:
        if name is not None:
            self.theme = name
            self._keep_theme(name)

    # Settings

    def take_settings(self) -> None:
        """Let what the learner chose once hold again."""
        from simulator.learner.settings import read_settings

        if self._settings is not None:
            theme = read_settings(self._settings).theme
            if theme in self.available_themes:
                self.theme = theme

    def _keep_theme(self, name: str) -> None:
        from simulator.learner.settings import keep_settings, read_settings

        if self._settings is not None:
            trouble = keep_settings(self._settings, replace(read_settings(self._settings), theme=name))
            if trouble:
                said = f"The theme holds until you leave; it could not be kept: {visible(trouble)}"
                self.notify(said, severity="warning", markup=False)

    # Screens

    def _collect_again(self) -> None:
        """Collect garbage from now on, except what already exists: a long trace is never searched (see cli.main)."""
        gc.freeze()
        gc.enable()

    def _open_catalogue(self) -> None:
        from simulator.scenario.files.course import course_in, library_course
        from simulator.tui.screens.catalogue import CatalogueScreen

        try:
            course = library_course() if self._folder is None else course_in(self._folder)
        except ScenarioError as error:
            self._refuse_first(error)
            return
        if course.complaints:
            broken = ", ".join(dict.fromkeys(visible(each.file) for each in course.complaints))
            message = f"Run streamsim check on {broken}"
            self.notify(message, title="Lessons with problems are left out", severity="warning", markup=False)
        self.push_screen(CatalogueScreen(course, self.progress))
        self.call_after_refresh(self._collect_again)

    def open_lesson(self, lesson: Lesson, step: int = 0, mode: str = "step") -> None:
        """Open the player's screen on a lesson; a step beyond its end means the end."""
        from simulator.tui.screens.lesson import LessonScreen

        screen = LessonScreen(lesson, min(step, len(lesson.trace.steps)), mode, self.learner)
        self.push_screen(screen, self._lesson_left)
        self.call_after_refresh(self._collect_again)

    def _lesson_left(self, _: None) -> None:
        """After a lesson closes, show the screen under it, or the catalogue."""
        from simulator.tui.screens.catalogue import CatalogueScreen

        if len(self.screen_stack) == 1:
            self._nothing_is_open()
        elif isinstance(self.screen, CatalogueScreen):
            self.screen.show_progress()

    def _nothing_is_open(self) -> None:
        self._open_catalogue()

    def on_lesson_chosen(self, event: LessonChosen) -> None:
        from simulator.lesson.lesson import load_lesson

        def then(lesson: Lesson) -> None:
            from simulator.tui.screens.lesson import LessonScreen

            if event.instead and isinstance(self.screen, LessonScreen):
                self.pop_screen()
            self.open_lesson(lesson, event.step)  # the lesson may be shorter now

        self.open_beside(str(event.lesson), partial(load_lesson, event.lesson), then, self._tell_refusal)

    def _tell_refusal(self, error: ScenarioError) -> None:
        self.notify(str(error), title="This lesson cannot be opened", severity="error", markup=False)

    def on_review_chosen(self) -> None:
        from simulator.learner.review import lessons_due, load_due

        if self.progress is not None:
            work = partial(load_due, lessons_due(self.progress))
            self.open_beside("the lessons of the review", work, self._show_review, self._tell_refusal)

    def _show_review(self, loaded: Loaded) -> None:
        from simulator.learner.review import ready
        from simulator.tui.screens.catalogue import CatalogueScreen
        from simulator.tui.screens.review import ReviewScreen

        if self.progress is None:
            return
        told = len(self.progress.notices)
        due = ready(self.progress, loaded)
        self._tell(self.progress.notices[told:])
        if loaded.broken:
            message = f"{visible(', '.join(loaded.broken))}: run streamsim check on it."
            self.notify(message, title="Not all that is due can be asked", severity="warning", markup=False)
        if due:
            self.push_screen(ReviewScreen(due, self.progress), self._lesson_left)
        elif isinstance(self.screen, CatalogueScreen):
            self.screen.show_progress()  # none of the questions that were due exists any more


def play(name: str | None, step: int = 0, mode: str = "step", ascii_signs: bool = False) -> int:
    """Run the player on a lesson, or on the catalogue (None) or that of a folder, and return the exit status."""

    def first() -> Lesson:
        from simulator.lesson.lesson import load_lesson

        assert name is not None
        return load_lesson(name)

    def kept() -> Progress:
        from simulator.learner.progress import Progress, progress_file

        return Progress(progress_file())

    from simulator.learner.folder import settings_file
    from simulator.scenario.files.library import is_folder

    folder = Path(name) if name is not None and is_folder(name) else None
    chosen = None if name is None or folder is not None else first
    app = PlayerApp(
        chosen, step, mode, kept, name or "", settings=settings_file(), ascii_signs=ascii_signs, folder=folder
    )
    try:
        return run_to_its_end(app)
    finally:
        if app.refusal:
            print(app.refusal, file=sys.stderr)
        if app.progress is not None:
            app.progress.close()
            for notice in app.progress.notices:
                print(visible(notice), file=sys.stderr)
