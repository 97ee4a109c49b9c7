"""The catalogue: every lesson of the library."""

from __future__ import annotations

import re

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from simulator.learner.progress import Progress
from simulator.learner.progress_words import lesson_words
from simulator.lesson.words.references import parse, plain
from simulator.scenario.model import Scenario
from simulator.tui.messages import LessonChosen, ReviewChosen
from simulator.tui.screens.help import HelpScreen

ABOUT = """\
Every lesson of the library, in the order of the course. Choose one with Up and Down, or with the mouse, and open it \
with Enter: a lesson that was begun opens where it was left, and b opens it at its start. In a lesson, Esc comes back \
here. When questions are due, v asks them again."""


class CatalogueScreen(Screen[None]):
    """Choose a lesson."""

    CSS = """
    CatalogueScreen #heading { padding: 0 1; background: $panel; text-style: bold; height: 1; }
    CatalogueScreen OptionList { height: 1fr; border: round $primary; }
    CatalogueScreen OptionList:focus { border: round $accent; }
    """
    BINDINGS = [
        Binding("b", "from_the_start", "From the start", tooltip="Open the lesson at its start"),
        Binding("v", "review", "Review", tooltip="Ask again what is due"),
        Binding("question_mark", "help", "Help", key_display="?"),
    ]

    def __init__(self, scenarios: list[Scenario], progress: Progress | None = None) -> None:
        super().__init__()
        self._scenarios = scenarios
        self._progress = progress
        self._known = progress.lessons() if progress is not None else {}

    def compose(self) -> ComposeResult:
        yield Static(self._heading(), id="heading", markup=False)
        entries = (Option(self._entry(each, place == 0), id=each.name) for place, each in enumerate(self._scenarios))
        yield OptionList(*entries, markup=False)
        yield Footer(compact=True, show_command_palette=False)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the pointer, so that the background is not the only sign of the choice."""
        for place, scenario in enumerate(self._scenarios):
            event.option_list.replace_option_prompt_at_index(place, self._entry(scenario, place == event.option_index))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        """Open a lesson where it was left; one that is done, at its start."""
        name = event.option.id or ""
        known = self._known.get(name)
        self.post_message(LessonChosen(name, known.step if known is not None and not known.is_done else 0))

    def action_from_the_start(self) -> None:
        """Open the chosen lesson at its start."""
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.post_message(LessonChosen(self._scenarios[highlighted].name))

    def action_review(self) -> None:
        """Ask what is due; where nothing is, say so."""
        if self._progress is not None and (self._progress.due() or self._progress.absent()):
            self.post_message(ReviewChosen())
        else:
            self.query_one("#heading", Static).update("Nothing is due for review. ↑ ↓ choose a lesson, Enter opens it")

    def show_progress(self) -> None:
        """Look again at what the learner has done: a lesson was left."""
        if self._progress is None:
            return
        self._known = self._progress.lessons()
        self.query_one("#heading", Static).update(self._heading())
        choices = self.query_one(OptionList)
        for place, scenario in enumerate(self._scenarios):
            choices.replace_option_prompt_at_index(place, self._entry(scenario, place == choices.highlighted))

    def _heading(self) -> str:
        due = len(self._progress.due()) if self._progress is not None else 0
        questions = f"{due} question{'' if due == 1 else 's'} due, v asks; " if due else ""
        return f"DynamoDB Streams: {questions}↑ ↓ choose a lesson, Enter opens it, Ctrl+Q leaves"

    def _entry(self, scenario: Scenario, pointed: bool) -> Content:
        known = self._known.get(scenario.name)
        return _entry(scenario, pointed, "" if known is None else lesson_words(known))

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.app.push_screen(HelpScreen(self, ABOUT))


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
