"""An application that opens what takes long beside the screen that is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.tui.ending import EndingApp
from simulator.tui.messages import WorkWanted
from simulator.tui.opening import Opened, Opening
from simulator.tui.screens.opening import OpeningScreen

SOON = 0.2
"""Seconds for which the present screen stays while something opens: most lessons are there before."""

OPENED_WITH = (
    "simulator.lesson.lesson",
    "simulator.lesson.repair.repair",
    "simulator.scenario.files.folder",
)
"""The modules that the opening of a lesson needs, those included that are imported when they are needed."""


class OpeningApp(EndingApp):
    """Work goes on in a thread, one piece at a time; the learner can give it up."""

    def __init__(self) -> None:
        super().__init__()
        self.opening: Opening | None = None
        """What is being read, run and checked beside the screen."""

    def get_default_screen(self) -> OpeningScreen:
        """The first frame, below all other screens."""
        return OpeningScreen()

    def nothing_is_open(self, left: str | None = None) -> None:
        """Show something where nothing is open any more."""
        raise NotImplementedError

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
        for module in OPENED_WITH:
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
            self.nothing_is_open()

    def on_work_wanted(self, event: WorkWanted) -> None:
        self.open_beside(event.what, event.work, event.then, event.otherwise)
