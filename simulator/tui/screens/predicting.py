"""The lesson screen in predict mode: moves stop before a step that is still to be predicted, and nothing tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.reactive import var

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.lesson.predict.gates import Gate
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.words.hints import location_words
from simulator.lesson.words.references import Location
from simulator.scenario.complaints.complaint import Complaint
from simulator.tui.messages import ExpectedWanted
from simulator.tui.screens.viewing import ViewingScreen
from simulator.tui.widgets.picture import PictureView
from simulator.tui.widgets.predict import PredictPanel


class PredictingScreen(ViewingScreen):
    """A lesson in which steps can be hidden until the learner has said what they will be.

    Args:
        lesson: the lesson.
        questions: a session of its questions with nothing answered.
        title_of_next: the title of the lesson that follows; empty for none.
        learner: keeps what is predicted, and how far the learner is.
        complaints: what is wrong with the texts of a watched file.
    """

    predicting: var[bool] = var(False)

    ahead: var[tuple[int, ...]] = var(())
    """The steps after this one that are still to be predicted."""

    def __init__(
        self,
        lesson: Lesson,
        questions: QuizSession,
        title_of_next: Callable[[], str],
        learner: Learner,
        complaints: Sequence[Complaint] = (),
    ) -> None:
        super().__init__(lesson, questions, title_of_next, complaints)
        self.learner = learner

    def watch_step(self, before: int, after: int) -> None:
        super().watch_step(before, after)
        self._hold_back()

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
            self.learner.stepped(self.lesson, self.step)

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

    # Gates

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
            self.open_panel("predict")
        elif self.panel == "predict" and self.highlight is not None:
            return  # the learner has followed a link of the panel: its text stays
        elif self.predicting and self.step == self.last and panel.has_unreported():
            panel.rest(self.step, self.last)
            self.open_panel("predict")
        elif self.panel == "predict":
            self.show_what_happened()

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
            self.open_panel("predict")
        else:
            self.table.masked = ""
            self.show_what_happened()
        self._hold_back()
        self.show_position()

    @on(PredictPanel.Predicted)
    def _predicted(self, event: PredictPanel.Predicted) -> None:
        """Keep a prediction, and show its step."""
        prediction, session = event.prediction, self.side.predict.session
        question = prediction.gate.question
        self.learner.predicted(self.lesson, question, prediction.chosen, prediction.is_sure)
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

    def forget_predictions(self) -> None:
        """Leave predict mode, with nothing predicted."""
        self.predicting = False
        self.side.predict.reset()
        self._hold_back()

    def open_panel(self, panel: str) -> None:
        session = self.side.predict.session
        gate = session.gate if panel == "predict" and session is not None else None
        self.tracker.asked = "" if gate is None else gate.variable
        if panel != "predict":
            self.picture.pointed = None
        super().open_panel(panel)

    # What is hidden

    def show_expected(self, event: ExpectedWanted) -> None:
        """A wrong answer of the quiz expects a whole run, which predict mode still hides."""
        if event.until is None and self.hides_steps_before(self.last):
            self.say_hidden("this view")
        else:
            super().show_expected(event)

    def say_hidden(self, what: str) -> None:
        """Say that `what` shows steps that are still to be predicted."""
        self.notify(f"Predict mode hides steps to come, and {what} shows them: p ends it.", markup=False)

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
