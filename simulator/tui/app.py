"""The player as an application: it decides which screen is shown."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.events import Event, Key
from textual.screen import Screen

from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.tui.keys import bindings
from simulator.tui.messages import LessonChosen, RepairChosen
from simulator.tui.textual_gaps.strips import let_go_of_strips
from simulator.tui.themed_app import ThemedApp

if TYPE_CHECKING:
    from simulator.learner.progress import Progress
    from simulator.learner.review import Loaded
    from simulator.lesson.lesson import Lesson
    from simulator.lesson.misconceptions.catalogue import Misconception
    from simulator.lesson.sandbox.sandbox import Sandbox
    from simulator.lesson.words.references import Reference
    from simulator.machine.trace import Trace
    from simulator.scenario.complaints.complaint import Complaint

# The screens, pydantic and YAML are imported after the first frame: the frame appears in half the time, and a learner
# sees at once that something opens.


class PlayerApp(ThemedApp):
    """The catalogue, and on top of it the lesson that is open.

    Args:
        first: loads the lesson to open, after the first frame; without it the catalogue opens.
        step: the step to begin at.
        mode: the mode to begin in.
        progress: opens the learner's progress, after the first frame; without it nothing is kept.
        what: the name of the first lesson, to be shown while it opens.
        settings: the file of the learner's settings, such as the theme; without it none are kept.
        ascii_signs: whether signs and boxes are shown in ASCII.
        belief: the misconception whose run is shown beside the first lesson's own.
        sandbox: a sandbox to open alone, the file in which it is kept, and what is said at first.
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
        belief: Misconception | None = None,
        sandbox: tuple[Sandbox, Path | None, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        super().__init__(settings, ascii_signs)
        let_go_of_strips()
        self._belief = belief
        self._open_progress = progress
        self.progress: Progress | None = None
        self._first = first
        self._step = step
        self._mode = mode
        self._what = what
        self._sandbox = sandbox
        self._folder = folder
        self.refusal = ""
        """Why the player did not open; printed on standard error after the terminal is restored."""

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        from simulator.learner.learner import Learner

        self.take_settings()
        if self._open_progress is not None:
            self.progress = self._open_progress()
            self._tell(self.progress.notices)
        self.learner = Learner(self.progress)
        if self._sandbox is not None:
            self.open_sandbox(*self._sandbox)
        elif self._first is None:
            self._open_catalogue()
        else:
            self.open_beside(self._what, self._first, self._show_first, self._refuse_first)

    # The first lesson

    def _show_first(self, lesson: Lesson) -> None:
        last = len(lesson.trace.steps)
        if self._step > last:
            self._refuse(2, visible(f"streamsim play: there is no step {self._step}; {lesson.name} has {last}"))
        else:
            self.open_lesson(lesson, self._step, self._mode)
            if self._belief is not None:
                self._show_belief(lesson, self._belief)

    def _show_belief(self, lesson: Lesson, belief: Misconception) -> None:
        """Show the run that a belief expects beside the lesson's own."""
        from simulator.lesson.beliefs import believed_run
        from simulator.tui.screens.run import RunScreen

        def then(expected: Trace) -> None:
            from simulator.tui.screens.two_runs import belief_beside

            if isinstance(self.screen, RunScreen):
                self.screen.open_screen(belief_beside(lesson, belief, expected))

        work = partial(believed_run, lesson.scenario, lesson.trace, belief)
        self.open_beside("the run that the belief expects", work, then, self._tell_refusal)

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

    # Screens

    def _collect_again(self) -> None:
        """Collect garbage from now on, except what already exists: a long trace is never searched (see cli.main)."""
        gc.freeze()
        gc.enable()

    def _open_catalogue(self, pointed: str | None = None) -> None:
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
        self.push_screen(CatalogueScreen(course, self.progress, pointed))
        self.call_after_refresh(self._collect_again)

    def open_lesson(
        self, lesson: Lesson, step: int = 0, mode: str = "step", complaints: Sequence[Complaint] = ()
    ) -> None:
        """Open the player's screen on a lesson; a step beyond its end means the end."""
        from simulator.tui.screens.lesson import LessonScreen

        screen = LessonScreen(lesson, min(step, len(lesson.trace.steps)), mode, self.learner, complaints)
        screen.made_for(self.size)
        self.push_screen(screen, partial(self._lesson_left, lesson=lesson))
        if lesson.scenario.repair is not None and not step and mode == "step":
            self.open_repair(lesson)
        self.call_after_refresh(self._collect_again)

    def open_repair(self, lesson: Lesson) -> None:
        """Open the repair of a lesson over it."""
        from simulator.tui.screens.repair import RepairScreen

        self.push_screen(RepairScreen(lesson, self.learner, self.open_beside), self._follow_into_lesson)

    def _follow_into_lesson(self, reference: Reference | None) -> None:
        from simulator.tui.screens.lesson import LessonScreen

        if reference is not None and isinstance(self.screen, LessonScreen):
            self.screen.follow(reference)

    def on_sandbox_chosen(self) -> None:
        from simulator.learner.kept_sandbox import begun, kept_file

        beside = None if self.progress is None else self.progress.path
        kept_in = None if beside is None else kept_file(None, beside)

        def then(found: tuple[Sandbox, str]) -> None:
            self.open_sandbox(found[0], kept_in, found[1])

        self.open_beside("the sandbox", partial(begun, None, kept_in), then, self._tell_refusal)

    def open_sandbox(self, sandbox: Sandbox, kept_in: Path | None, notice: str = "") -> None:
        """Open a sandbox; what is not saved is kept in the file `kept_in`."""
        from simulator.tui.screens.sandbox import SandboxScreen

        self.push_screen(SandboxScreen(sandbox, kept_in, self.open_beside, notice), self._sandbox_left)
        self.call_after_refresh(self._collect_again)

    def _sandbox_left(self, _: None) -> None:
        if len(self.screen_stack) == 1:
            self.exit()

    def on_repair_chosen(self, event: RepairChosen) -> None:
        from simulator.tui.screens.lesson import LessonScreen

        if isinstance(self.screen, LessonScreen) and self.screen.lesson is event.lesson:
            self.open_repair(event.lesson)

    def _lesson_left(self, _: None, lesson: Lesson | None = None) -> None:
        """After a lesson closes, or a review, show the screen under it, or the catalogue, which points to it."""
        from simulator.scenario.files.lesson_key import key_of
        from simulator.tui.screens.catalogue import CatalogueScreen

        key = None if lesson is None else key_of(lesson.scenario)
        if len(self.screen_stack) == 1:
            self.nothing_is_open(key)
        elif isinstance(self.screen, CatalogueScreen):
            self.screen.show_progress(key)

    def nothing_is_open(self, left: str | None = None) -> None:
        """The catalogue opens where nothing is open any more, and points to the lesson that was left, by its key."""
        self._open_catalogue(left)

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
