"""The repair screen: complaints, the metrics and the map of a run, changes with their goals, and the debrief."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.widgets import OptionList, Static

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.lesson.repair.session import RepairSession
from simulator.lesson.variations.patches import patch_yaml
from simulator.lesson.variations.settings import Setting
from simulator.lesson.words.references import Reference, parse
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.tui.keys import bindings
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.repair_lines import metrics_lines, phases_line, run_words, step_line
from simulator.tui.screens.stepping import SteppingScreen
from simulator.tui.screens.term import explained
from simulator.tui.screens.value import ValueScreen
from simulator.tui.widgets.key_row import KeyRow
from simulator.tui.widgets.picture import PictureView
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.repair_changes import RepairChanges, about_setting
from simulator.tui.widgets.too_small import BREAKPOINTS, TooSmall

PAGES = ("symptoms", "run", "change", "debrief")

ABOUT = """\
A pipeline misbehaves, and you change its settings until every goal holds. 1 shows what people complain about, 2 the \
metrics, the step and the map of the run, 3 the settings that you may change and the goals. ← and → go through the run.

Enter on a setting changes it, r runs your changes, as often as you like, and z takes the newest change back. A goal \
that fails says at which step: Enter on it goes there. When all goals hold, 4 tells why it works, what it costs, and \
another solution. y copies your changes as YAML, for streamsim repair and streamsim run.

Esc leads to the lesson itself, with its questions; m comes back here."""

AFTERWARDS = "Esc leads to the lesson, with its questions."

Run = Callable[
    [str, Callable[[], RepairSession], Callable[[RepairSession], None], Callable[[ScenarioError], None]], None
]
"""Does work beside the screen; see `PlayerApp.open_beside`."""


class RepairScreen(SteppingScreen[Reference | None]):
    """The repair of one lesson. Returns the reference that was followed into the lesson, or None."""

    CSS_PATH = "repair.tcss"
    BINDINGS = [*bindings("repair")]
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = BREAKPOINTS

    page: var[str] = var(PAGES[0])

    def __init__(self, lesson: Lesson, learner: Learner, run_beside: Run) -> None:
        """Make the screen; `run_beside` runs the changes while the keys go on working."""
        super().__init__()
        repair = lesson.scenario.repair
        assert repair is not None, "only a lesson with a repair has this screen"
        self.lesson = lesson
        self.session = RepairSession.start(lesson.scenario, lesson.trace)
        self.picture = PictureView(lesson.trace, id="view")
        self._learner = learner
        self._run_beside = run_beside
        self._refusal = ""
        """Why the newest changes could not be run."""
        self._position = Static(id="position", markup=False)
        self._phases = Static(id="phases", markup=False)
        self._story = VerticalScroll(ProseView(parse(repair.story, lesson.trace), always=True), id="story")
        self._other = Static(id="other", markup=False)
        debrief = ProseView(parse(repair.debrief, lesson.trace), always=True)
        self._debrief = VerticalScroll(debrief, self._other, id="debrief")
        self._metrics = Static(id="metrics", markup=False)
        self._change = RepairChanges(self.session, id="change")
        self._happens = Static(id="happens", markup=False)
        self._left = Vertical(self._story, self._change, self._debrief, id="left")
        self._right = Vertical(self._metrics, self._happens, self.picture, id="right")
        for part in (self._change, self._debrief, self._right):  # the first frame tells the story alone
            part.display = False

    def compose(self) -> ComposeResult:
        yield TooSmall()
        with Container(id="top"):
            yield Static(Content(self.lesson.title), id="title", markup=False)
            yield self._position
        yield self._phases
        with Container(id="body"):
            yield self._left
            self.picture.data_bind(RepairScreen.step)
            yield self._right
        yield KeyRow()

    def on_mount(self) -> None:
        self._story.border_title = "What people complain about"
        self._debrief.border_title = "Why it works, and what it costs"
        self._learner.opened(self.lesson, "repair")
        self.move(self._first_failure())
        self._draw()
        self._show_page()

    # What is shown

    def watch_page(self) -> None:
        self._show_page()

    def on_resize(self) -> None:
        self._show_page()

    def _show_page(self) -> None:
        if not self.is_mounted:
            return
        self.refresh_bindings()
        is_wide = self.size.width >= 110
        self._left.display = is_wide or self.page != "run"
        self._right.display = self.page == "run" or (is_wide and self.page != "symptoms")
        self._story.display = self.page in ("symptoms", "run")
        self._change.display = self.page == "change"
        self._debrief.display = self.page == "debrief"
        self._draw_phases()
        if self.page == "change":
            self._change.take_focus()
        elif self.page == "run":
            self.picture.focus()
        else:
            (self._story if self.page == "symptoms" else self._debrief).focus()

    def _draw_phases(self) -> None:
        self._phases.update(phases_line(PAGES if self.session.is_solved else PAGES[:-1], self.page))

    def _draw(self) -> None:
        """Show the changes, the goals, the outcome and the metrics as they are now."""
        session = self.session
        self._change.show(session, self._refusal)
        other = session.other_solution()
        self._other.update("\n".join(["", *([f"{visible(other)}."] if other else []), AFTERWARDS]))
        self._metrics.border_title = f"Metrics, {run_words(session)}"
        self._metrics.update(metrics_lines(session))
        self._draw_phases()
        self._show_position()

    def _show_position(self) -> None:
        """Show which step it is, and what happens in it."""
        trace = self.session.shown
        self._happens.update(step_line(trace, self.step))
        time = time_words(trace.times[self.step - 1] if self.step else 0)
        self._position.update(f"Step {self.step} of {len(trace.events)} · {time} · {run_words(self.session)}")

    # The run

    @property
    def last(self) -> int:
        """The number of the last step of the run that is shown."""
        return len(self.session.shown.events)

    def watch_step(self) -> None:
        self._show_position()
        self.refresh_bindings()

    def action_view(self) -> None:
        """Show the other view of the step."""
        self.picture.turn()

    @on(ProseView.Followed)
    def _followed(self, event: ProseView.Followed) -> None:
        """A link of the story or of the debrief opens a fact or a term; another one leads into the lesson."""
        if not explained(self, event):
            self.leave(event.reference)

    def _first_failure(self) -> int:
        """The first step at which a goal fails; without one the last."""
        return next((each.step for each in self.session.verdicts if each.step is not None), self.last)

    # Changes

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that does nothing now is not in the footer."""
        can = {
            "run": not self.session.is_run,
            "undo": bool(self.session.before),
            "copy": bool(self.session.patch),
            "on": self.page in ("symptoms", "run"),
        }
        if action == "page" and parameters == ("debrief",) and not self.session.is_solved:
            return False
        return super().check_action(action, parameters) if can.get(action, True) else None

    def action_page(self, page: str) -> None:
        """Show one of the pages."""
        self.page = page

    def action_on(self) -> None:
        """Go on to the next page."""
        self.page = PAGES[PAGES.index(self.page) + 1]

    @on(OptionList.OptionSelected, "#settings")
    def _setting_chosen(self, event: OptionList.OptionSelected) -> None:
        """Turn a setting: the next one of a few values, or a value that is typed."""
        event.stop()
        if not self.is_on_top:
            return
        setting = self.session.settings[event.option_index]
        if setting.choices:
            value = self.session.value_of(setting) or ("null" if setting.words == "none" else setting.words)
            place = setting.choices.index(value) if value in setting.choices else -1
            self._turn(setting, setting.choices[(place + 1) % len(setting.choices)])
        else:
            text, refusal = self.session.text_of(setting), partial(self._refusal_of, setting)
            dialog = ValueScreen(setting.name, text, visible(about_setting(setting)), refusal)
            self.open_screen(dialog, partial(self._turn, setting))

    def _refusal_of(self, setting: Setting, text: str) -> str:
        """Why a value cannot be that of a setting; empty where it can."""
        try:
            self.session.turned(setting, text)
        except ScenarioError as error:
            return visible(error.complaints[0].message)
        return ""

    def _turn(self, setting: Setting, text: str | None) -> None:
        if text is None:
            return
        try:
            self._take(self.session.turned(setting, text))
        except ScenarioError as error:
            self._refuse(error)

    def action_undo(self) -> None:
        """Take the newest change back."""
        self._take(self.session.undone())

    def _take(self, session: RepairSession) -> None:
        self._refusal = ""
        self.session = session
        self.refresh_bindings()
        self._draw()

    def action_run(self) -> None:
        """Run the changes, and judge the goals."""
        self._run_beside("your changes", self.session.run, partial(self._judged, self.session), self._refuse)

    def _judged(self, asked: RepairSession, session: RepairSession) -> None:
        if not self.is_on_top or asked is not self.session:
            return  # left, or changed, meanwhile
        if session.is_solved:
            self._learner.solved(self.lesson)
        self.session = session
        step = self._first_failure()
        self.picture.show(session.shown, step)
        self.move(step)
        self._take(session)

    def _refuse(self, error: ScenarioError) -> None:
        self._refusal = visible(f"{error.complaints[0].code} {error.complaints[0].message}")
        self._draw()

    @on(OptionList.OptionSelected, "#goals")
    def _goal_chosen(self, event: OptionList.OptionSelected) -> None:
        """Go to the step at which a goal fails."""
        event.stop()
        step = self.session.verdicts[event.option_index].step
        if step is not None:
            self.move(step)
            self.page = "change" if self.size.width >= 110 else "run"

    def action_copy(self) -> None:
        """Copy the changes as YAML."""
        self.app.copy_to_clipboard(patch_yaml(self.session.patch))
        self.notify("Your changes are copied as YAML.", markup=False)

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.open_screen(HelpScreen(ABOUT, "repair"))
