"""The catalogue: every lesson of the library."""

from __future__ import annotations

import re

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.learner.progress import Progress
from simulator.learner.progress_words import lesson_words
from simulator.lesson.words.references import parse, plain
from simulator.scenario.model import Scenario
from simulator.tui.keys import bindings
from simulator.tui.messages import LessonChosen, ReviewChosen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.player_screen import PlayerScreen
from simulator.tui.textual_gaps.options import Options
from simulator.tui.widgets.key_row import KeyRow

ABOUT = """\
Every lesson of the library, in the order of the course. Choose one with Up and Down, or with the mouse, and open it \
with Enter: a lesson that was begun opens where it was left, and b opens it at its start. In a lesson, Esc comes back \
here. When questions are due, v asks them again."""


class CatalogueScreen(PlayerScreen[None]):
    """Choose a lesson."""

    CSS_PATH = "catalogue.tcss"
    BINDINGS = [*bindings("catalogue")]

    def __init__(self, scenarios: list[Scenario], progress: Progress | None = None) -> None:
        super().__init__()
        self._scenarios = scenarios
        self._progress = progress
        self._known = progress.lessons() if progress is not None else {}
        self._heading = Static(self._heading_words(), id="heading", markup=False)
        entries = (Option(self._entry(each, index == 0), id=each.name) for index, each in enumerate(scenarios))
        self._lessons = Options(*entries, markup=False)

    def compose(self) -> ComposeResult:
        yield self._heading
        yield self._lessons
        yield KeyRow()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the pointer, so that the background is not the only sign of the choice."""
        self._point(event.option_index)

    def _point(self, pointed: int | None) -> None:
        for index, scenario in enumerate(self._scenarios):
            self._lessons.replace_option_prompt_at_index(index, self._entry(scenario, index == pointed))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        """Open a lesson where the learner left it, and a finished lesson at its start."""
        name = event.option.id or ""
        known = self._known.get(name)
        self.post_message(LessonChosen(name, known.step if known is not None and not known.is_done else 0))

    def action_from_the_start(self) -> None:
        """Open the chosen lesson at its start."""
        highlighted = self._lessons.highlighted
        if highlighted is not None:
            self.post_message(LessonChosen(self._scenarios[highlighted].name))

    def action_review(self) -> None:
        """Open the review, or say that nothing is due."""
        if self._progress is not None and (self._progress.due() or self._progress.absent()):
            self.post_message(ReviewChosen())
        else:
            self._heading.update("Nothing is due for review. ↑ ↓ choose a lesson, Enter opens it")

    def show_progress(self) -> None:
        """Read the progress again, after the learner has left a lesson."""
        if self._progress is None:
            return
        self._known = self._progress.lessons()
        self._heading.update(self._heading_words())
        self._point(self._lessons.highlighted)

    def _heading_words(self) -> str:
        due = len(self._progress.due()) if self._progress is not None else 0
        questions = f"{due} question{'' if due == 1 else 's'} due, v asks; " if due else ""
        return f"DynamoDB Streams: {questions}↑ ↓ choose a lesson, Enter opens it, Ctrl+Q leaves"

    def _entry(self, scenario: Scenario, pointed: bool) -> Content:
        known = self._known.get(scenario.name)
        return _entry(scenario, pointed, "" if known is None else lesson_words(known))

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.open_screen(HelpScreen(ABOUT, "catalogue"))


_SPACES = re.compile(r"\s+")


def _entry(scenario: Scenario, pointed: bool, progress: str) -> Content:
    about = [each for each in (scenario.part, scenario.minutes and f"{scenario.minutes} min") if each]
    return Content.assemble(
        "▶ " if pointed else "  ",
        (scenario.title, "bold"),
        (f"  {' · '.join(map(str, about))}", "dim"),
        (f"  {progress}" if progress else "", "$text-success"),
        "\n",
        _SPACES.sub(" ", plain(parse(scenario.summary or ""))),
        "\n",
    )
