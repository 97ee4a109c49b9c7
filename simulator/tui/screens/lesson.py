"""The lesson screen: the whole lesson at one step. Everything on it is derived from the trace and the step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.reactive import var
from textual.style import Style

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.lesson.prediction import Gate
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.variations.placing import Patch
from simulator.lesson.words.hints import location_words
from simulator.lesson.words.references import Location, Reference
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import Complaint
from simulator.scenario.files.course import CourseLesson, next_in_course
from simulator.tui.keys import ASKING as ASKING_PLACES
from simulator.tui.messages import ExpectedWanted, LessonChosen, RepairChosen
from simulator.tui.screens.go_to import GoToScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.lesson_keys import ABOUT, LESSON_KEYS
from simulator.tui.screens.places import Place
from simulator.tui.screens.reading import ReadingScreen
from simulator.tui.screens.viewing import ViewingScreen
from simulator.tui.widgets.key_row import KeyRow
from simulator.tui.widgets.picture import PictureView
from simulator.tui.widgets.predict import PredictPanel
from simulator.tui.widgets.problems import counted
from simulator.tui.widgets.quiz import QuizPanel


def questions_of(lesson: Lesson) -> QuizSession:
    """A session of a lesson's questions with nothing answered."""
    return QuizSession.start([(lesson, question) for question in lesson.questions], offers_second_try=True)


class LessonScreen(ViewingScreen):
    """One lesson.

    Args:
        lesson: the lesson; where `complaints` are given, its run without its texts.
        step: the step to begin at.
        mode: the mode to begin in.
        learner: keeps what is answered.
        complaints: what is wrong with the texts of a watched file.
    """

    BINDINGS = [*LESSON_KEYS]

    predicting: var[bool] = var(False)

    ahead: var[tuple[int, ...]] = var(())
    """The steps after this one that are still to be predicted."""

    def __init__(
        self,
        lesson: Lesson,
        step: int = 0,
        mode: str = "step",
        learner: Learner | None = None,
        complaints: Sequence[Complaint] = (),
    ) -> None:
        super().__init__(lesson, questions_of(lesson), self._title_of_next, complaints)
        self.complaints = complaints
        """What is wrong with the texts of a watched file."""
        self.heading.update(self.titled(lesson.title))
        self._mode = mode
        self._learner = learner if learner is not None else Learner()
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
        self.table.focus()
        if self._mode == "watch":
            self.playing = True
        elif self._mode == "read":
            self.action_read()
        elif self._mode == "quiz":
            self.action_panel("quiz")
        elif self._mode == "predict":
            self.action_predict()
        self._learner.opened(self.lesson, self._mode)

    # Where the learner is

    def watch_step(self, before: int, after: int) -> None:
        super().watch_step(before, after)
        self._hold_back()
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

    def move(self, step: int, highlight: Location | None = None) -> None:
        """Go to a step, or as far as predict mode lets through. Moving ends autoplay."""
        self.playing = False
        gate = self._gate_before(step)
        super().move(step if gate is None else gate.step - 1, highlight)
        self._stepped()
        self._ask_to_predict(gate)

    def _stepped(self) -> None:
        """Save the step, unless a hint or a link led to it: the learner has not come to that step."""
        if self.highlight is None:
            self._learner.stepped(self.lesson, self.step)

    def tick(self) -> None:
        """Take the next step of autoplay. It stops at the end and before a step that is to be predicted."""
        if self._gate_before(self.step + 1) is not None:
            self.move(self.step + 1)
            return
        self.highlight = None
        self.places = ()
        self.step = min(self.last, self.step + 1)
        self._stepped()
        self._ask_to_predict(None)
        if self.step == self.last:
            self.playing = False

    # Predicting

    def _gate_before(self, step: int) -> Gate | None:
        """The first step on the way forward to `step` that is still to be predicted."""
        return self.side.predict.gate_between(self.step, step) if self.predicting else None

    def _hold_back(self) -> None:
        """Leave out what tells the next step, where that is still to be predicted."""
        session = self.side.predict.session
        if session is None or not self.predicting:
            self.holds_back, self.ahead = False, ()
            return
        self.holds_back = session.holds_back(self.step)
        self.ahead = tuple(gate.step for gate in session.gates_after(self.step))

    def hides_steps_before(self, step: int) -> bool:
        return self._gate_before(step) is not None

    def _ask_to_predict(self, gate: Gate | None) -> None:
        """Show the panel that fits the step: the question about a gate, the report at the end, or what happened."""
        panel = self.side.predict
        if gate is not None:
            panel.ask(gate)
        self._mask_next_row()
        if gate is not None:
            self._open_panel("predict")
        elif self.panel == "predict" and self.highlight is not None:
            return  # the learner has followed a link of the panel: its text stays
        elif self.predicting and self.step == self.last and panel.has_unreported():
            panel.rest(self.step, self.last)
            self._open_panel("predict")
        elif self.panel == "predict":
            self._show_what_happened()

    def _mask_next_row(self) -> None:
        """Show the row of the gate that is open with question marks, at the step right before it."""
        session = self.side.predict.session
        gate = session.open_gate if self.predicting and session is not None else None
        self.table.masked = gate.row if gate is not None and gate.step == self.step + 1 else ""

    def action_predict(self) -> None:
        """Switch predict mode on or off."""
        self.playing = False
        self.predicting = not self.predicting
        panel = self.side.predict
        if self.predicting:
            panel.begin()
            panel.rest(self.step, self.last)
            self._open_panel("predict")
        else:
            self.table.masked = ""
            self._show_what_happened()
        self._hold_back()
        self.show_position()

    @on(PredictPanel.Predicted)
    def _predicted(self, event: PredictPanel.Predicted) -> None:
        """Keep a prediction, and show its step."""
        prediction, session = event.prediction, self.side.predict.session
        question = prediction.gate.question
        self._learner.predicted(self.lesson, question, prediction.chosen, prediction.is_sure)
        if session is None or prediction is not session.revealed:
            return  # the learner has left predict mode meanwhile
        self.table.masked = ""
        self.highlight = None
        self.places = ()
        self.step = prediction.gate.step
        self._hold_back()
        self._stepped()

    @on(PictureView.RecordClicked)
    def _record_clicked(self, event: PictureView.RecordClicked) -> None:
        """A record on the map is an answer where predict mode asks which one comes next."""
        if self.panel == "predict":
            self.side.predict.point_at(event.record)
            self.take_focus()  # the click has given it to the map, and the panel's keys go on

    @on(PredictPanel.Pointed)
    def _pointed(self, event: PredictPanel.Pointed) -> None:
        self.picture.pointed = event.record

    @on(PredictPanel.GoOn)
    def _go_on(self, event: PredictPanel.GoOn) -> None:
        session = self.side.predict.session
        if self.panel == "predict" and session is not None and event.prediction is session.revealed:
            self.action_forward()

    def action_what_if(self) -> None:
        """Change something in the lesson and see what happens; what was changed before is there again."""
        from simulator.tui.screens.what_if import WhatIfScreen  # a lesson opens sooner without it

        self.playing = False
        if self.hides_steps_before(self.last):
            self._say_hidden("a what-if")
            return
        self.open_screen(WhatIfScreen(self.lesson, self.step, self._patches), self._keep_changes)

    def show_expected(self, event: ExpectedWanted) -> None:
        """A wrong answer of the quiz expects a whole run, which predict mode still hides."""
        if event.until is None and self.hides_steps_before(self.last):
            self._say_hidden("this view")
        else:
            super().show_expected(event)

    def _say_hidden(self, what: str) -> None:
        self.notify(f"Predict mode hides steps to come, and {what} shows them: p ends it.", markup=False)

    def _keep_changes(self, patches: tuple[Patch, ...] | None) -> None:
        self._patches = patches or ()

    def action_go_to(self) -> None:
        """Ask for a step and go there."""
        self.playing = False
        self.open_screen(GoToScreen(self.last), self._go_to)

    def _go_to(self, step: int | None) -> None:
        if step is not None:
            self.move(step)

    def action_reset(self) -> None:
        """Go back to the start, with nothing answered."""
        self.speed = 1.0
        self.predicting = False
        self.followed = None
        self.side.predict.reset()
        self.quiz.start(questions_of(self.lesson))
        self.action_panel("happened")
        self.move(0)
        self._hold_back()

    # Panels

    def action_panel(self, panel: str) -> None:
        """Show a panel beside the table; what just happened, where it is shown already, with its whole reason."""
        self.playing = False
        if panel == self.panel == "happened":
            self.side.happened.unfold()
        if panel == "quiz":
            self.quiz.offer_to_play(not self._learner.has_played(self.lesson))
        self._open_panel(panel)

    def action_problems(self) -> None:
        """Show what is wrong with the texts of the file."""
        self.action_panel("problems")

    @property
    def quiz(self) -> QuizPanel:
        return self.side.quiz

    def _open_panel(self, panel: str) -> None:
        self.view_is_alone = False
        session = self.side.predict.session
        gate = session.gate if panel == "predict" and session is not None else None
        self.tracker.asked = "" if gate is None else gate.variable
        if panel != "predict":
            self.picture.pointed = None
        self.side.show(panel)
        self.show_parts()
        self.take_focus()

    def _show_what_happened(self) -> None:
        """Go from another panel back to what just happened."""
        self._open_panel("happened")
        self.table.focus()

    def take_focus(self) -> None:
        self.side.take_focus()

    def action_close(self) -> None:
        """From a panel back to what just happened; from there to the catalogue."""
        self.playing = False
        if self.view_is_alone:
            self.action_view_alone()
        elif self.panel != "happened":
            self._show_what_happened()
        else:
            self.leave()

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.playing = False
        self.open_screen(HelpScreen(ABOUT, "lesson", *ASKING_PLACES))

    def action_repair(self) -> None:
        """Repair what misbehaves in the lesson."""
        self.playing = False
        self.post_message(RepairChosen(self.lesson))

    def action_read(self) -> None:
        """Read the lesson as a text; a link in it leads back here."""
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
            self._learner.answered(attempt.lesson, attempt.question, attempt.chosen, attempt.is_sure)

    @on(QuizPanel.Closed)
    def _quiz_closed(self) -> None:
        self.quiz.start(questions_of(self.lesson))
        self.action_close()

    # Following links and hints

    def show_location(self, location: Location) -> None:
        """Go to a location. During a quiz, one that predict mode still hides is put into words, and the quiz stays."""
        hidden = self._hidden(location) if self.panel == "quiz" else ""
        if hidden:
            self.notify(hidden, markup=False, timeout=15)
        else:
            super().show_location(location)

    def take_there(self, location: Location) -> None:
        hidden = self._hidden(location)
        if hidden:
            self.quiz.say_where(hidden)
        else:
            super().take_there(location)

    def _hidden(self, location: Location) -> str:
        """A location in words where predict mode does not let go there yet; empty where it does."""
        gate = self._gate_before(self.step if location.step is None else location.step)
        if gate is None:
            return ""
        said = location_words(location, self.lesson.trace)
        return f"In predict mode step {gate.step} is still to be predicted, so in words: {said}"
