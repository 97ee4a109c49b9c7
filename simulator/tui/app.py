"""The player as an application: which screen is shown, and what opens what."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from simulator.lesson.lesson import Lesson, load_lesson
from simulator.scenario.complaints import ScenarioError
from simulator.scenario.library import lesson_names
from simulator.scenario.loader import load_scenario
from simulator.tui.screens.catalogue import CatalogueScreen
from simulator.tui.screens.lesson import LessonScreen


class PlayerApp(App[None]):
    """The catalogue, and on top of it the lesson that is open."""

    TITLE = "DynamoDB Streams"

    def __init__(self, lesson: Lesson | None = None, step: int = 0, mode: str = "step") -> None:
        super().__init__()
        self._first = None if lesson is None else LessonScreen(lesson, step, mode)

    def on_mount(self) -> None:
        if self._first is None:
            self._open_catalogue()
        else:
            self._open(self._first)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own commands, and every key of the screen by its name."""
        yield from super().get_system_commands(screen)
        for binding in screen.BINDINGS:
            if isinstance(binding, Binding) and binding.tooltip:
                action = binding.action

                async def run(action: str = action) -> None:
                    await screen.run_action(action)

                yield SystemCommand(binding.description, binding.tooltip, run)

    def _open_catalogue(self) -> None:
        scenarios = [load_scenario(name) for name in lesson_names()]
        self.push_screen(CatalogueScreen(sorted(scenarios, key=lambda each: each.place_in_course)))

    def _open(self, screen: LessonScreen) -> None:
        self.push_screen(screen, self._lesson_left)

    def _lesson_left(self, _: None) -> None:
        """A lesson was left: back to the lesson or the catalogue under it."""
        if len(self.screen_stack) == 1:
            self._open_catalogue()

    @on(CatalogueScreen.Chosen)
    def _chosen(self, event: CatalogueScreen.Chosen) -> None:
        self._open_by_name(event.name)

    @on(LessonScreen.LessonWanted)
    def _wanted(self, event: LessonScreen.LessonWanted) -> None:
        self._open_by_name(event.name)

    def _open_by_name(self, name: str) -> None:
        try:
            lesson = load_lesson(name)
        except ScenarioError as error:
            self.notify(str(error), title="This lesson cannot be opened", severity="error", markup=False)
        else:
            self._open(LessonScreen(lesson))


def play(lesson: Lesson | None, step: int = 0, mode: str = "step") -> int:
    """Run the player until the learner leaves and return the exit status."""
    app = PlayerApp(lesson, step, mode)
    app.run()
    return app.return_code or 0
