"""The lesson screen: the whole lesson at one step. Everything on it is derived from the trace and the step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.style import Style

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.variations.placing import Patch
from simulator.lesson.words.references import Reference
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import Complaint
from simulator.scenario.files.course import CourseLesson, next_in_course
from simulator.tui.keys import ASKING as ASKING_PLACES
from simulator.tui.messages import LessonChosen, RepairChosen
from simulator.tui.screens.lesson_keys import ABOUT, LESSON_KEYS
from simulator.tui.screens.places import Place
from simulator.tui.screens.predicting import PredictingScreen
from simulator.tui.widgets.key_row import KeyRow
from simulator.tui.widgets.problems import counted
from simulator.tui.widgets.quiz import QuizPanel


def questions_of(lesson: Lesson) -> QuizSession:
    """A session of a lesson's questions with nothing answered."""
    return QuizSession.start([(lesson, question) for question in lesson.questions], offers_second_try=True)


class LessonScreen(PredictingScreen):
    """One lesson.

    Args:
        lesson: the lesson; where `complaints` are given, its run without its texts.
        step: the step to begin at.
        mode: the mode to begin in.
        learner: keeps what is answered.
        complaints: what is wrong with the texts of a watched file.
    """

    BINDINGS = [*LESSON_KEYS]
    AUTO_FOCUS = "#table"  # else the first widget has it for a moment, and two have their styles found anew

    def __init__(
        self,
        lesson: Lesson,
        step: int = 0,
        mode: str = "step",
        learner: Learner | None = None,
        complaints: Sequence[Complaint] = (),
    ) -> None:
        super().__init__(
            lesson, questions_of(lesson), self._title_of_next, Learner() if learner is None else learner, complaints
        )
        self.complaints = complaints
        """What is wrong with the texts of a watched file."""
        self.heading.update(self.titled(lesson.title))
        self._mode = mode
        self._patches: tuple[Patch, ...] = ()
        """The changes of the newest what-if."""
        self.set_reactive(LessonScreen.step, step)

    def titled(self, title: str) -> Content:
        if not self.complaints:
            return super().titled(title)
        problems = Content.styled(f"{counted(self.complaints)} (c)", "bold $text-error")
        problems = problems.stylize(Style.from_meta({"@click": "screen.problems"}))
        return Content.assemble(problems, f" · {title}")

    def compose(self) -> ComposeResult:
        yield self.too_small
        with Container(id="top"):
            yield self.heading
            yield self.position
        with self.body:
            yield self.flow.data_bind(LessonScreen.step)
            yield self.rail.data_bind(LessonScreen.step)
            yield self.picture.data_bind(LessonScreen.step, LessonScreen.holds_back, LessonScreen.ahead)
            yield self.table.data_bind(LessonScreen.step, LessonScreen.highlight)
            yield self.side.data_bind(LessonScreen.step, LessonScreen.holds_back)
            yield self.tracker.data_bind(LessonScreen.step, LessonScreen.highlight, LessonScreen.holds_back)
        yield KeyRow()

    def on_mount(self) -> None:
        self.table.data_bind(LessonScreen.followed, LessonScreen.lit)
        self.picture.data_bind(LessonScreen.followed)
        self.tracker.data_bind(LessonScreen.lit)
        self.show_position()
        if self._mode == "watch":
            self.playing = True
        elif self._mode == "read":
            self.action_read()
        elif self._mode == "quiz":
            self.action_panel("quiz")
        elif self._mode == "predict":
            self.action_predict()
        self.learner.opened(self.lesson, self._mode)

    # Where the learner is

    def watch_step(self, before: int, after: int) -> None:
        super().watch_step(before, after)
        self.refresh_bindings()  # some keys act at the end alone, or where there are several records

    @cached_property
    def next_lesson(self) -> CourseLesson | None:
        """The lesson that follows in the course; None where there is none."""
        return next_in_course(self.lesson.scenario)

    def _title_of_next(self) -> str:
        return "" if self.next_lesson is None else self.next_lesson.scenario.title

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of what just happened act while it is shown, and that of a file's problems where it has some."""
        if action == "problems" and not self.complaints:
            return False
        if action == "repair" and self.lesson.scenario.repair is None:
            return False
        if action == "next_lesson" and not (self.panel == "happened" and self.step == self.last and self.next_lesson):
            return False
        if action == "next_record" and not (self.panel == "happened" and self.side.happened.records.several):
            return False
        return super().check_action(action, parameters)

    def action_next_lesson(self) -> None:
        """Open the lesson that follows in the course, in the place of this one."""
        if self.next_lesson is not None:
            self.post_message(LessonChosen(self.next_lesson.target, instead=True))

    def action_next_record(self) -> None:
        """Look at the next record of the step."""
        self.side.happened.records.next()

    def position_words(self) -> str:
        trace = self.lesson.trace
        time = time_words(trace.times[self.step - 1] if self.step else 0)
        speed = f", speed {self.speed:g}" if self.playing or self.speed != 1 else ""
        mode = ("Watching" if self.playing else "Predict mode" if self.predicting else "Step mode") + speed
        start = "" if self.step else " (the start)"
        said = (f"Step {self.step} of {self.last}{start}", time, mode, self.passing, self.followed_words())
        return " · ".join(filter(None, said))

    def action_what_if(self) -> None:
        """Change something in the lesson and see what happens; what was changed before is there again."""
        from simulator.tui.screens.what_if import WhatIfScreen  # a lesson opens sooner without it

        self.playing = False
        if self.hides_steps_before(self.last):
            self.say_hidden("a what-if")
            return
        self.open_screen(WhatIfScreen(self.lesson, self.step, self._patches), self._keep_changes)

    def _keep_changes(self, patches: tuple[Patch, ...] | None) -> None:
        self._patches = patches or ()

    def action_go_to(self) -> None:
        """Ask for a step and go there."""
        from simulator.tui.screens.go_to import GoToScreen  # a lesson opens sooner without it

        self.playing = False
        self.open_screen(GoToScreen(self.last), self._go_to)

    def _go_to(self, step: int | None) -> None:
        if step is not None:
            self.move(step)

    def action_reset(self) -> None:
        """Go back to the start, with nothing answered."""
        self.speed = 1.0
        self.followed = None
        self.forget_predictions()
        self.quiz.start(questions_of(self.lesson))
        self.action_panel("happened")
        self.move(0)

    # Panels

    def action_panel(self, panel: str) -> None:
        """Show a panel beside the table; what just happened, where it is shown already, further on."""
        self.playing = False
        if panel == self.panel == "happened":
            self.side.happened.read_on()
        if panel == "quiz":
            self.quiz.offer_to_play(not self.learner.has_played(self.lesson))
        self.open_panel(panel)

    def action_problems(self) -> None:
        """Show what is wrong with the texts of the file."""
        self.action_panel("problems")

    def action_close(self) -> None:
        """From a panel back to what just happened; from there to the catalogue."""
        self.playing = False
        if self.view_is_alone:
            self.action_view_alone()
        elif self.panel != "happened":
            self.show_what_happened()
        else:
            self.leave()

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        from simulator.tui.screens.help import HelpScreen  # a lesson opens sooner without it

        self.playing = False
        self.open_screen(HelpScreen(ABOUT, "lesson", *ASKING_PLACES))

    def action_repair(self) -> None:
        """Repair what misbehaves in the lesson."""
        self.playing = False
        self.post_message(RepairChosen(self.lesson))

    def action_read(self) -> None:
        """Read the lesson as a text; a link in it leads back here."""
        from simulator.tui.screens.reading import ReadingScreen  # a lesson is on the screen sooner without

        self.playing = False
        self.open_screen(ReadingScreen(self.lesson), self._follow_from_text)

    def _follow_from_text(self, reference: Reference | None) -> None:
        """Go where a link of the text leads; Backspace opens the text again."""
        before = self.places
        self.follow(reference)
        if self.places and self.places is not before:
            self.places = (*self.places[:-1], self.places[-1]._replace(in_text=True))

    def go_back_to(self, place: Place) -> None:
        super().go_back_to(place)
        if place.in_text:
            self.action_read()

    # The quiz

    @on(QuizPanel.Answered)
    def _answered(self, event: QuizPanel.Answered) -> None:
        attempt = event.attempt
        if attempt.chosen is not None and attempt.is_kept:
            self.learner.answered(attempt.lesson, attempt.question, attempt.chosen, attempt.is_sure)

    @on(QuizPanel.Closed)
    def _quiz_closed(self) -> None:
        self.quiz.start(questions_of(self.lesson))
        self.action_close()
