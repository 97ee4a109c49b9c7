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

from simulator.lesson.references import parse, plain
from simulator.scenario.model import Scenario
from simulator.tui.messages import LessonChosen
from simulator.tui.screens.help import HelpScreen

ABOUT = """\
Every lesson of the library, in the order of the course. Choose one with Up and Down, or with the mouse, and open it \
with Enter. In a lesson, Esc comes back here."""


class CatalogueScreen(Screen[None]):
    """Choose a lesson."""

    CSS = """
    CatalogueScreen #heading { padding: 0 1; background: $panel; text-style: bold; height: 1; }
    CatalogueScreen OptionList { height: 1fr; border: round $primary; }
    CatalogueScreen OptionList:focus { border: round $accent; }
    """
    BINDINGS = [
        Binding("question_mark", "help", "Help", key_display="?"),
    ]

    def __init__(self, scenarios: list[Scenario]) -> None:
        super().__init__()
        self._scenarios = scenarios

    def compose(self) -> ComposeResult:
        yield Static("DynamoDB Streams: ↑ ↓ choose a lesson, Enter opens it, Ctrl+Q leaves", id="heading", markup=False)
        entries = (Option(_entry(each, place == 0), id=each.name) for place, each in enumerate(self._scenarios))
        yield OptionList(*entries, markup=False)
        yield Footer(compact=True, show_command_palette=False)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the pointer, so that the background is not the only sign of the choice."""
        for place, scenario in enumerate(self._scenarios):
            event.option_list.replace_option_prompt_at_index(place, _entry(scenario, place == event.option_index))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.post_message(LessonChosen(event.option.id or ""))

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.app.push_screen(HelpScreen(self, ABOUT))


_SPACES = re.compile(r"\s+")


def _entry(scenario: Scenario, pointed: bool) -> Content:
    about = [each for each in (scenario.part, scenario.minutes and f"{scenario.minutes} min") if each]
    return Content.assemble(
        "▶ " if pointed else "  ",
        (scenario.title, "bold"),
        (f"  {' · '.join(map(str, about))}", "dim"),
        "\n",
        _SPACES.sub(" ", plain(parse(scenario.summary or ""))),
        "\n",
    )
