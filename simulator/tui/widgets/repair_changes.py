"""The changes of a repair: the settings that may be turned, the goals, and how it stands."""

from __future__ import annotations

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.lesson.repair.judging import Verdict
from simulator.lesson.repair.session import RepairSession
from simulator.lesson.variations.settings import Setting
from simulator.scenario.complaints.complaint import visible
from simulator.tui.textual_gaps.options import Options

GOALS_KEYS = "  Tab leads here, Enter to where one fails"


class RepairChanges(VerticalScroll):
    """The settings and the goals, each in a list of its own; Enter on one of them is the screen's."""

    def __init__(self, session: RepairSession, *, id: str | None = None) -> None:
        self._session = session
        self._settings = Options(id="settings", markup=False)
        self._goals = Options(id="goals", markup=False)
        self._outcome = Static(id="outcome", markup=False)
        self._about = Static(id="about", markup=False)
        goals_title = Content.assemble(("Goals", "bold"), (GOALS_KEYS, "dim"))
        super().__init__(
            self._settings,
            Static(goals_title, id="goals-title", markup=False),
            self._goals,
            self._outcome,
            self._about,
            id=id,
        )
        self.border_title = "What you may change"

    def take_focus(self) -> None:
        """Give the focus to the settings."""
        self._settings.focus()

    def show(self, session: RepairSession, refusal: str) -> None:
        """Show the changes, the goals and the outcome of a session; `refusal` says why the changes cannot be run."""
        self._session = session
        _put(self._settings, [_setting_line(session, each) for each in session.settings])
        _put(self._goals, [_goal_line(each, session.is_run) for each in session.verdicts])
        self._outcome.update(_outcome_line(session, refusal))
        self._say_about()

    @on(DescendantFocus)
    @on(DescendantBlur)
    @on(OptionList.OptionHighlighted, "#settings")
    def _say_about(self) -> None:
        """Show what the marked setting is; nothing while Enter is about a goal."""
        index = self._settings.highlighted
        if self._goals.has_focus or index is None:
            self._about.update("")
        else:
            about = about_setting(self._session.settings[index])
            self._about.update(Content.styled(visible(f"Enter changes it. {about}"), "dim"))


def _put(options: Options, lines: list[Content]) -> None:
    """Show lines in a list; the pointer stays where it is."""
    if options.option_count == len(lines):
        for index, line in enumerate(lines):
            options.replace_option_prompt_at_index(index, line)
    else:
        options.clear_options()
        options.add_options([Option(line) for line in lines])
        options.highlighted = 0


def about_setting(setting: Setting) -> str:
    """What a setting means, and the values that it can have."""
    return setting.meaning + (f" Allowed: {setting.allowed}." if setting.allowed else "")


def _setting_line(session: RepairSession, setting: Setting) -> Content:
    value, words = session.value_of(setting), session.words_of(setting)
    several = len(session.scenario.consumers) > 1 and setting.consumer is not None
    name = f"{setting.name} of {setting.consumer}" if several else setting.name
    if value is None:
        return Content.assemble(f"  {visible(name)}  ", (visible(words), "dim"))
    return Content.assemble((f"* {visible(name)}  ", "bold"), visible(f"was {words}, now {value}"))


def _goal_line(verdict: Verdict, is_judged: bool) -> Content:
    """A goal and how it stands in the newest run; dim where the changes have not been run yet."""
    if verdict.holds:
        sign, look, why = "✓ holds: ", "$text-success", ""
    else:
        at = "" if verdict.step is None else f" (step {verdict.step})"
        sign, look, why = "✗ fails: ", "$text-error", f". But {verdict.why}{at}"
    return Content.assemble((sign, f"bold {look}" if is_judged else "dim"), visible(verdict.asks + why))


def _outcome_line(session: RepairSession, refusal: str) -> Content:
    """How it stands, and the key that leads on."""
    if refusal:
        return Content.styled(f"This cannot be run: {refusal}", "bold $text-error")
    if session.is_solved:
        more = " 4: why it works, what it costs, and another way."
        return Content.styled(session.outcome() + more, "bold $text-success")
    return Content.styled(session.outcome() + ("" if session.is_run else " r runs your changes."), "bold")
