"""The lesson screen: the whole lesson at one step. Everything on it is derived from the trace and the step."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import ContentSwitcher, Footer, Static

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.lesson.prediction import Gate, PredictRun
from simulator.lesson.words.references import Location, Prose
from simulator.lesson.words.table import time_words
from simulator.terminal.quiz_lines import location_lines
from simulator.tui.screens.go_to import GoToScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.reading import ReadingScreen
from simulator.tui.screens.run import BACK_AND_FORTH, RunScreen
from simulator.tui.widgets.flow import FlowBar
from simulator.tui.widgets.happened import Happened
from simulator.tui.widgets.moments import Moments, Snapshot
from simulator.tui.widgets.predict import NOTHING_AHEAD, NOTHING_YET, PredictPanel
from simulator.tui.widgets.process_table import ProcessTable
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.quiz import QuizPanel
from simulator.tui.widgets.tracker import TrackerView
from simulator.views.quiz_words import suspicion_prose

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Autoplay, in steps a second before the pause below."""

SECONDS_A_STEP = 2.0
"""How long autoplay rests on a step at speed 1."""

PANELS = {
    "happened": "What just happened",
    "moments": "Key moments",
    "snapshot": "Concept snapshot",
    "quiz": "Quiz",
    "predict": "Predict",
}
"""The panels beside the table, and their titles."""

ASKING = ("quiz", "predict")
"""Those that ask something."""

ABOUT = """\
The table and the tracker show what has happened up to this step, and no more. A star (*) marks what changed in this \
step. A row's three answers are about the change of that row: is its record created, has the consumer read it, has it \
processed it?

Underlined words lead somewhere: click them, or walk to them with Tab and press Enter; the place is then marked › ‹. \
F41 is a numbered fact; follow it to read it. A click on a row goes to its step. Up and Down scroll the part that has \
the focus; Tab, w, k and n give it.

In the quiz, press a choice's letter; u says that you are not sure; h gives a hint, and the last hint takes you to the \
place. In predict mode (p) some rows are hidden until you have said what they will be."""


class LessonScreen(RunScreen):
    """One lesson."""

    BINDINGS = [
        *BACK_AND_FORTH,
        Binding("space", "toggle_play", "Play", key_display="Space", id="lesson.play", tooltip="Play and pause"),
        Binding("plus,equals_sign", "speed(1)", "Faster", show=False, key_display="+", tooltip="Play faster"),
        Binding("minus", "speed(-1)", "Slower", show=False, key_display="-", tooltip="Play slower"),
        Binding("g", "go_to", "Go to", id="lesson.go_to", tooltip="Go to a step by its number"),
        Binding(
            "p", "predict", "Predict", id="lesson.predict", tooltip="Say what comes before it is shown; again: stop"
        ),
        Binding("q", "panel('quiz')", "Quiz", id="lesson.quiz", tooltip="Answer the lesson's questions"),
        Binding("k", "panel('moments')", "Moments", id="lesson.moments", tooltip="Questions worth a pause"),
        Binding("n", "panel('snapshot')", "Snapshot", show=False, tooltip="What to remember"),
        Binding("w", "panel('happened')", "What happened", show=False, tooltip="What just happened, and why"),
        Binding("t", "read", "Transcript", id="lesson.read", tooltip="Read the lesson as a text"),
        Binding("r", "reset", "Reset", show=False, tooltip="Back to the start, the quiz too"),
        Binding(
            "escape",
            "close",
            "Close",
            show=False,
            key_display="Esc",
            tooltip="Close the panel; from the lesson back to the catalogue",
        ),
        Binding("question_mark", "help", "Help", key_display="?", id="lesson.help", tooltip="Show all keys"),
    ]

    playing: reactive[bool] = reactive(False)
    speed: reactive[float] = reactive(1.0)
    predicting: reactive[bool] = reactive(False)

    def __init__(self, lesson: Lesson, step: int = 0, mode: str = "step", learner: Learner | None = None) -> None:
        super().__init__()
        self.lesson = lesson
        self._mode = mode
        self._learner = learner if learner is not None else Learner()
        self._predictions: PredictRun | None = None
        """None until predict mode was on."""
        self._reported = 0
        """How many predictions have had their report."""
        self._timer: Timer | None = None
        self.panel = "happened"
        """The panel beside the table: a key of `PANELS`."""
        self.set_reactive(LessonScreen.step, step)

    def compose(self) -> ComposeResult:
        lesson, trace = self.lesson, self.lesson.trace
        yield Static(id="too-small", markup=False)
        with Container(id="top"):
            yield Static(Content(lesson.title), id="title", markup=False)
            yield Static(self.position(), id="position", markup=False)
        yield FlowBar(trace, id="flow").data_bind(LessonScreen.step)
        with Container(id="middle"):
            yield ProcessTable(trace, id="table").data_bind(LessonScreen.step, LessonScreen.highlight)
            with ContentSwitcher(initial=self.panel, id="panel") as panels:
                panels.border_title = PANELS[self.panel]
                yield Happened(lesson, id="happened").data_bind(LessonScreen.step)
                yield Moments(lesson.moments, id="moments")
                yield Snapshot(lesson.snapshot, id="snapshot")
                yield QuizPanel([(lesson, question) for question in lesson.questions], id="quiz")
                yield PredictPanel(lesson, id="predict")
        yield TrackerView(trace, id="tracker").data_bind(LessonScreen.step, LessonScreen.highlight)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.set_class(bool(self.lesson.trace.columns), "-more-columns")
        self.query_one(ProcessTable).focus()
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

    def watch_playing(self, playing: bool) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if playing:
            self._timer = self.set_interval(SECONDS_A_STEP / self.speed, self.tick)
        self.show_position()

    def watch_speed(self) -> None:
        self.watch_playing(self.playing)

    def position(self) -> str:
        trace = self.lesson.trace
        time = time_words(trace.times[self.step - 1] if self.step else 0)
        speed = f", speed {self.speed:g}" if self.playing or self.speed != 1 else ""
        mode = ("Watching" if self.playing else "Predict mode" if self.predicting else "Step mode") + speed
        start = "" if self.step else " (the start)"
        return f"Step {self.step} of {self.last}{start} · {time} · {mode}"

    def move(self, step: int, highlight: Location | None = None) -> None:
        """Go to a step, or as far as predict mode lets through. Whoever moves has taken over from autoplay."""
        self.playing = False
        gate = self._gate_before(step)
        super().move(step if gate is None else gate.step - 1, highlight)
        self._stepped()
        self._ask_to_predict(gate)

    def _stepped(self) -> None:
        """Keep the place; but where a hint or a link leads is no place to go on from."""
        if self.highlight is None:
            self._learner.stepped(self.lesson, self.step)

    def tick(self) -> None:
        """Autoplay's next step; at the end, and where something is to be predicted, it stops."""
        if self._gate_before(self.step + 1) is not None:
            self.move(self.step + 1)
            return
        self.highlight = None
        self.step = min(self.last, self.step + 1)
        self._stepped()
        self._ask_to_predict(None)
        if self.step == self.last:
            self.playing = False

    # Predicting

    def _gate_before(self, step: int) -> Gate | None:
        """The first step on the way forward to `step` that is still to be predicted."""
        run = self._predictions if self.predicting else None
        return None if run is None else run.gate_between(self.step, step)

    def _ask_to_predict(self, gate: Gate | None) -> None:
        run = self._predictions
        self.query_one(ProcessTable).masked = "" if gate is None else gate.row
        if gate is not None:
            self.query_one(PredictPanel).ask(gate)
            self._open_panel("predict")
        elif self.panel == "predict" and self.highlight is not None:
            return  # a link of it was followed: what it says stays
        elif run is not None and self.predicting and self.step == self.last and len(run.predicted) > self._reported:
            self._reported = len(run.predicted)
            self._rest(self._report(run))
        elif self.panel == "predict":
            self._open_panel("happened")
            self.query_one(ProcessTable).focus()

    def _report(self, run: PredictRun) -> Prose:
        """How many predictions were right, and what the others point to."""
        said = suspicion_prose(run.answers, [self.lesson] * len(run.predicted), run.names)
        return (run.score_words, *said)

    def _rest(self, said: Prose) -> None:
        """Let the panel say something while nothing is asked."""
        self.query_one(PredictPanel).rest(said, self.step < self.last)
        self._open_panel("predict")

    def action_predict(self) -> None:
        """Predict mode on, or off again."""
        self.playing = False
        self.predicting = not self.predicting
        if self.predicting:
            if self._predictions is None:
                self._predictions = PredictRun.start(self.lesson)
            ahead = self._predictions.gate_between(self.step, self.last) is not None
            done = self._report(self._predictions) if self._predictions.predicted else NOTHING_AHEAD
            self._rest(NOTHING_YET if ahead else done)
        else:
            self.query_one(ProcessTable).masked = ""
            self.action_panel("happened")
            self.query_one(ProcessTable).focus()
        self.show_position()

    @on(PredictPanel.Committed)
    def _committed(self, event: PredictPanel.Committed) -> None:
        """The learner has committed: keep it, and show how it is."""
        assert self._predictions is not None
        self._predictions = self._predictions.commit(event.gate, event.chosen, event.sure)
        self._learner.predicted(self.lesson, event.gate.question, event.chosen, event.sure)
        self.query_one(ProcessTable).masked = ""
        self.highlight = None
        self.step = event.gate.step
        self._stepped()
        self.query_one(PredictPanel).reveal(event.chosen, event.sure)

    @on(PredictPanel.GoOn)
    def _go_on(self) -> None:
        self.action_forward()

    @on(QuizPanel.Answered)
    def _answered(self, event: QuizPanel.Answered) -> None:
        self._learner.answered(event.lesson, event.question, event.chosen, event.sure)

    def action_toggle_play(self) -> None:
        """Play on, from the start again if the run is over; or pause."""
        plays = not self.playing
        if plays and self.step == self.last:
            self.move(0)
        self.playing = plays

    def action_speed(self, by: int) -> None:
        """Play faster or slower."""
        place = SPEEDS.index(self.speed) + by
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, place))]

    def action_go_to(self) -> None:
        """Ask for a step and go there."""
        self.playing = False
        self.app.push_screen(GoToScreen(self.last), self._go_to)

    def _go_to(self, step: int | None) -> None:
        if step is not None:
            self.move(step)

    def action_reset(self) -> None:
        """Back to the start, with nothing answered."""
        self.speed = 1.0
        self._predictions, self._reported = None, 0
        self.predicting = False
        self.query_one(PredictPanel).rest(NOTHING_YET, True)
        self.query_one(QuizPanel).restart()
        self.action_panel("happened")
        self.move(0)

    # Panels

    def action_panel(self, panel: str) -> None:
        """Show a panel beside the table."""
        self.playing = False
        self._open_panel(panel)

    def _open_panel(self, panel: str) -> None:
        self.panel = panel
        self.set_class(panel in ASKING, "-asking")
        switcher = self.query_one("#panel", ContentSwitcher)
        switcher.current = panel
        switcher.border_title = PANELS[panel]
        self.take_focus()

    def take_focus(self) -> None:
        if self.panel == "quiz":
            self.query_one(QuizPanel).take_focus()
        elif self.panel == "predict":
            self.query_one(PredictPanel).take_focus()
        else:
            self.query_one(f"#{self.panel}").query(ProseView).first().focus()

    def action_close(self) -> None:
        """From a panel back to what just happened; from there to the catalogue."""
        if self.panel != "happened":
            self.action_panel("happened")
            self.query_one(ProcessTable).focus()
        else:
            self.playing = False
            self.dismiss()

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.playing = False
        self.app.push_screen(HelpScreen(self, ABOUT))

    def action_read(self) -> None:
        """Read the lesson as a text; a link in it leads back here."""
        self.playing = False
        self.app.push_screen(ReadingScreen(self.lesson), self.follow)

    # What leads to a place

    def show_location(self, place: Location) -> None:
        """Go there; but what predict mode still hides is told to who does a quiz, and the quiz stays."""
        hidden = self._hidden(place) if self.panel == "quiz" else ""
        if hidden:
            self.notify(hidden, markup=False, timeout=15)
        else:
            super().show_location(place)

    def take_there(self, place: Location) -> None:
        hidden = self._hidden(place)
        if hidden:
            self.query_one(QuizPanel).tell(hidden)
        else:
            super().take_there(place)

    def _hidden(self, place: Location) -> str:
        """A place in words where predict mode does not let go there yet; empty where one can go."""
        gate = self._gate_before(self.step if place.step is None else place.step)
        if gate is None:
            return ""
        told = " ".join(location_lines(self.lesson.trace, place))
        return f"In predict mode step {gate.step} is still to be predicted, so in words: {told}"

    def on_screen_suspend(self) -> None:
        """Behind another screen nothing plays on."""
        self.playing = False

    @on(QuizPanel.Closed)
    def _quiz_closed(self) -> None:
        self.query_one(QuizPanel).restart()
        self.action_close()
