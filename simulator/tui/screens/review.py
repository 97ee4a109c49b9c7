"""Review: questions that are due, from several lessons, each beside the run of its lesson."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from simulator.learner.learner import Learner
from simulator.learner.progress import Progress
from simulator.learner.review import Due
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.words.references import Location
from simulator.tui.keys import bindings
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.run import RunScreen
from simulator.tui.widgets.key_row import KeyRow
from simulator.tui.widgets.quiz import QuizPanel

ABOUT = """\
Questions that are due, from all lessons. The run of the lesson is hidden until you have answered; t shows it before \
that, and your answer then counts as not sure. Press a choice's letter; after it s says that you are sure, u that you \
are not; h gives a hint, and the last hint takes you to the place. What was right comes back later each time, what was \
wrong tomorrow."""


class ReviewScreen(RunScreen):
    """A few minutes of questions."""

    BINDINGS = [*bindings("review")]

    def __init__(self, due: Sequence[Due], progress: Progress) -> None:
        super().__init__(due[0].lesson)
        self._due = tuple(due)
        self._learner = Learner(progress)
        asked = [(each.lesson, each.question) for each in due]
        session = QuizSession.start(asked, keeps_replacements=False, offers_second_try=True, is_closed_book=True)
        self._quiz = QuizPanel(session, id="quiz")
        self.set_reactive(ReviewScreen.step, self.last)

    def compose(self) -> ComposeResult:
        yield self.too_small
        with Container(id="top"):
            yield self.heading
            yield self.position
        with Container(id="middle"):
            yield self.table.data_bind(ReviewScreen.step, ReviewScreen.highlight)
            with Container(id="panel") as panel:
                panel.border_title = "Review"
                yield self._quiz
        yield self.tracker.data_bind(ReviewScreen.step, ReviewScreen.highlight)
        yield KeyRow()

    def on_mount(self) -> None:
        self.add_class("-asking")
        self.show_position()
        self.take_focus()

    def take_focus(self) -> None:
        self._quiz.take_focus()

    @property
    def quiz(self) -> QuizPanel:
        return self._quiz

    def position_words(self) -> str:
        if not self.quiz.session.is_book_open:
            return "The run is hidden until you answer"
        return f"Step {self.step} of {self.last}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the run is hidden, nothing moves through it; once it is shown, there is nothing to look for."""
        is_open = self.quiz.session.is_book_open
        if action == "peek":
            return super().check_action(action, parameters) if not is_open else False
        if not is_open and action in ("back", "forward", "first", "last", "tracker", "return"):
            return None
        return super().check_action(action, parameters)

    def action_peek(self) -> None:
        """Show the run before the question is answered."""
        self.quiz.peek()
        self._show_book()

    def _show_book(self) -> None:
        """Show the run where the learner may see it, and hide it where not."""
        self.set_class(not self.quiz.session.is_book_open, "-closed")
        self.show_position()
        self.refresh_bindings()

    def take_there(self, location: Location) -> None:
        self._show_book()
        super().take_there(location)

    @on(QuizPanel.Asked)
    def _asked(self, event: QuizPanel.Asked) -> None:
        """Show the lesson of the question that is asked now, at its end: the whole run has happened."""
        if event.attempt is self._quiz.session.attempt:
            self._open(event.attempt.lesson)
            self.move(self.last)
            self._show_book()

    def _open(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.set_class(bool(lesson.trace.columns), "-more-columns")
        self.heading.update(Content(lesson.title))
        self.table.show(lesson.trace)
        self.tracker.show(lesson.trace)
        self.show_position()

    @on(QuizPanel.Answered)
    def _answered(self, event: QuizPanel.Answered) -> None:
        """Keep the answer, and when its card comes back."""
        attempt = event.attempt
        self._show_book()
        if attempt.chosen is not None and attempt.is_kept:
            card = self._due[event.index].card
            self._learner.reviewed(attempt.lesson, attempt.question, attempt.chosen, attempt.is_sure, card)

    @on(QuizPanel.Closed)
    def action_leave(self) -> None:
        """Back to the catalogue."""
        self.leave()

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.open_screen(HelpScreen(ABOUT, "review", "quiz"))
