"""Review: what is due, asked again; lessons mixed."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer, Static

from simulator.lesson.answering import Learner
from simulator.lesson.progress import Progress
from simulator.lesson.references import Reference
from simulator.lesson.review import Due
from simulator.tui.screens.fact import FactScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.quiz import QuizPanel
from simulator.views.quiz_text import place_lines

ABOUT = """\
Questions that are due, from all lessons. Press a choice's letter; u says that you are not sure. What was right comes \
back later each time, what was wrong tomorrow."""


class ReviewScreen(Screen[None]):
    """A few minutes of questions."""

    CSS = """
    ReviewScreen #heading { padding: 0 1; background: $panel; text-style: bold; height: 1; }
    ReviewScreen #of { padding: 0 1; color: $text-muted; height: auto; }
    ReviewScreen QuizPanel { height: 1fr; border: round $primary; padding: 0 1; }
    ReviewScreen #choices { height: auto; border: none; padding: 0; background: transparent; }
    ReviewScreen #question { text-style: bold; }
    ReviewScreen #verdict, ReviewScreen #keys { height: auto; }
    """
    BINDINGS = [
        Binding("escape", "leave", "Back", key_display="Esc", tooltip="Back to the catalogue"),
        Binding("question_mark", "help", "Help", key_display="?", tooltip="Show all keys"),
    ]

    def __init__(self, due: Sequence[Due], progress: Progress) -> None:
        super().__init__()
        self._due = due
        self._learner = Learner(progress)
        self._answered: set[tuple[str, str]] = set()
        """The cards that have had their answer."""

    def compose(self) -> ComposeResult:
        count = len(self._due)
        yield Static(f"Review: {count} question{'' if count == 1 else 's'}", id="heading", markup=False)
        lessons = ", ".join(dict.fromkeys(each.lesson.title for each in self._due))
        yield Static(f"From {lessons}", id="of", markup=False)
        yield QuizPanel([(each.lesson, each.question) for each in self._due], id="quiz")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(QuizPanel).take_focus()

    @on(QuizPanel.Answered)
    def _answered_one(self, event: QuizPanel.Answered) -> None:
        """Keep the first answer to each due question; what is asked once more for practice counts no more."""
        due = next((each for each in self._due if each.question is event.question), None)
        if due is not None and (card := (due.card.lesson, due.card.question)) not in self._answered:
            self._answered.add(card)
            self._learner.reviewed(due.lesson, due.question, event.chosen, event.sure, due.card)

    @on(QuizPanel.TakeMeThere)
    def _take_me_there(self, event: QuizPanel.TakeMeThere) -> None:
        """There is no table here: the place in words."""
        panel = self.query_one(QuizPanel)
        lesson, _ = panel.asked_now
        self.notify(" ".join(place_lines(lesson.trace, event.place)), markup=False)

    @on(ProseView.Followed)
    def _followed(self, event: ProseView.Followed) -> None:
        """A fact can be read here; what leads into a lesson is for the lesson."""
        event.stop()
        reference: Reference = event.reference
        if reference.scheme == "fact":
            self.app.push_screen(FactScreen(reference.target))

    @on(QuizPanel.Closed)
    def action_leave(self) -> None:
        """Back to the catalogue."""
        self.dismiss()

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.app.push_screen(HelpScreen(self, ABOUT))
