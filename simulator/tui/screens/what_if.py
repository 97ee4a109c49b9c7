"""What if: change something in the lesson, say what will happen, run it, and compare both runs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import var
from textual.widgets import Static

from simulator.lesson.lesson import Lesson
from simulator.lesson.variations.actions import actions_at
from simulator.lesson.variations.patches import patch_yaml
from simulator.lesson.variations.placing import Patch
from simulator.lesson.variations.settings import Setting, settings
from simulator.lesson.variations.what_if import Ran, Refused, WhatIf, ran, refusal_words
from simulator.lesson.words.references import Prose
from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.tui.keys import bindings
from simulator.tui.messages import WorkWanted
from simulator.tui.screens.change import ChangeScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.lesson_layout import LEAST_HEIGHT, LEAST_WIDTH, Body
from simulator.tui.screens.player_screen import PlayerScreen
from simulator.tui.screens.term import explained
from simulator.tui.screens.two_runs import TwoRunsScreen
from simulator.tui.screens.what_if_layout import DETAIL, OFFERS, places
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.key_row import KeyRow
from simulator.tui.widgets.prose import ProseView
from simulator.views.quiz_words import Labelled, joined_paragraphs
from simulator.views.two_runs.about import about_changes
from simulator.views.two_runs.what_if_words import (
    action_paragraphs,
    action_rows,
    changes_paragraphs,
    other_choices,
    phases_words,
    question_paragraphs,
    setting_paragraphs,
    setting_rows,
    typed_now,
)

HELP_TEXT = """\
A what-if has four phases. Change: turn settings of the lesson, and put actions in after the step that you came from. \
Say: before the run is shown, say what will happen; each question can be skipped. Run: what you said, and what it is. \
Compare: both runs beside each other, their ends first. The lesson itself stays as it is."""

CHANGE, SAY, RUN, COMPARE = 1, 2, 3, 4

SKIP: Final = "  I do not want to say"
AFTER_RUN = ("  Compare both runs", "  Change something else")

YAML_ABOUT = """\
An action as a lesson's timeline has it, now or at a time of its own, or other values of the lesson. Examples:
{put: {order_id: o-9}, at: 5s}
{update_consumer: {consumer: NAME, batch_size: 10}}
{consumers: {1: {batch_size: 10}}}"""


class WhatIfScreen(PlayerScreen[tuple[Patch, ...]]):
    """A what-if in one of its phases; it returns the changes.

    Args:
        lesson: the lesson.
        step: the step after which actions are put in.
        patches: the changes to begin with.
    """

    CSS_PATH = "two_runs.tcss"
    BINDINGS = [*bindings("what if")]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST_WIDTH, "-enough")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-high")]

    phase: var[int] = var(CHANGE, bindings=True)
    """The phase that is open, from 1; the fourth has a screen of its own."""

    def __init__(self, lesson: Lesson, step: int, patches: tuple[Patch, ...] = ()) -> None:
        super().__init__()
        self.what_if = WhatIf(lesson, step, patches)
        self._settings = settings(lesson.scenario, lesson.trace)
        self._actions = actions_at(lesson.trace, step)
        self._refusal = ""
        """Why the newest change, or the run, was refused; it stays until the next key that changes something."""
        self._asked: object = None
        """What the choices that are shown answer."""
        self.too_small = Static(f"The player needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} lines.", id="too-small")
        self.heading = Static(Content(f"What if · {lesson.title}"), id="title", markup=False)
        self.position = Static(id="position", markup=False)
        self.offers = Choices(id=OFFERS)
        self.detail = VerticalScroll(id=DETAIL)
        self._text = ProseView()
        self.body = Body(self._places, id="body")

    def compose(self) -> ComposeResult:
        yield self.too_small
        with Container(id="top"):
            yield self.heading
            yield self.position
        with self.body:
            yield self.offers
            with self.detail:
                yield self._text
        yield KeyRow()

    def on_mount(self) -> None:
        self.watch(self.offers, "highlighted", self._show_text, init=False)
        self._show()
        self.offers.focus()

    def _places(self, size: Size) -> dict[str, Region]:
        return places(size, self.phase)

    # What is shown

    def watch_phase(self) -> None:
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        """Show the phase."""
        self.position.update(phases_words(self.phase))
        asked, rows, title = self._offered()
        self._asked = asked
        self.offers.border_title = title
        self.offers.show(asked, rows)
        self._show_text()
        self.body.refresh(layout=True)
        self.refresh_bindings()

    def _offered(self) -> tuple[object, list[str], str]:
        """What can be chosen now: what it answers, the choices, and a title."""
        if self.phase == CHANGE:
            rows = [*setting_rows(self.what_if, self._settings), *action_rows(self._actions)]
            where = f"after step {self.what_if.step}" if self.what_if.step else "at the start"
            return self._settings, rows, f"Change a setting, or put an action in {where}"
        asked = self.what_if.asked
        if asked is not None:
            return asked, [*(f"  {each}" for each in asked.choices), SKIP], "What do you say?"
        return self.what_if, list(AFTER_RUN), "Go on"

    def _show_text(self) -> None:
        said = [("", (f"Not possible: {self._refusal}",))] if self._refusal else []
        self._text.show((*joined_paragraphs(said), *(("\n\n",) if said else ()), *self._about()))
        self.detail.border_title = {CHANGE: "What it is", SAY: "Say, before the run"}.get(self.phase, "What you said")

    def _about(self) -> Prose:
        """The text about the phase, and about the choice that the pointer is on."""
        if self.phase == RUN:
            return about_changes(self.what_if)
        paragraphs: list[Labelled] = []
        if self.phase == SAY:
            paragraphs += question_paragraphs(self.what_if)
        else:
            pointed = self.offers.highlighted or 0
            if pointed < len(self._settings):
                paragraphs += setting_paragraphs(self._settings[pointed])
            elif pointed < len(self._settings) + len(self._actions):
                paragraphs += action_paragraphs(self.what_if, self._actions[pointed - len(self._settings)])
            paragraphs += changes_paragraphs(self.what_if)
        return joined_paragraphs(paragraphs)

    def _become(self, what_if: WhatIf | None) -> None:
        """Go on with another what-if; None: a dialog was cancelled."""
        self._refusal = ""
        if what_if is not None:
            self.what_if = what_if
        self._show()

    def _refuse(self, reason: str) -> None:
        self._refusal = reason
        self._show_text()
        self.detail.scroll_home(animate=False)

    # Choosing

    def on_choices_made(self, event: Choices.Made) -> None:
        """Enter, or a click, on a choice."""
        event.stop()
        if not self.is_on_top or event.asked is not self._asked:
            return  # it was meant for what was asked before
        if self.phase == CHANGE:
            self._change(event.index)
        elif self.what_if.asked is not None:
            self._say(event.index if event.index < len(self.what_if.asked.choices) else None)
        elif event.index:
            self.phase = CHANGE
        else:
            self._compare()

    def _change(self, index: int) -> None:
        if index < len(self._settings):
            self._ask_for_value(self._settings[index])
        elif index < len(self._settings) + len(self._actions):
            entry = self._actions[index - len(self._settings)].entry
            if self.what_if.has(entry):
                self._refuse("this action is put in already. → goes on, and z takes it back.")
                return
            try:
                self._become(self.what_if.put_in(entry))
            except Refused as refused:
                self._refuse(str(refused))
        else:
            dialog = ChangeScreen("Another change", YAML_ABOUT, (), "", self.what_if.add_yaml)
            self.open_screen(dialog, self._become)

    def _ask_for_value(self, setting: Setting) -> None:
        about = f"{visible(setting.meaning)}\nAllowed: {visible(setting.allowed)}"
        change = partial(self.what_if.turn, setting)
        value = typed_now(self.what_if, setting)
        choices = other_choices(self.what_if, setting)
        self.open_screen(ChangeScreen(setting.name, about, choices, value, change), self._become)

    def _say(self, choice: int | None) -> None:
        self.what_if = self.what_if.say(choice)
        if self.what_if.asked is None:
            self.phase = RUN
        else:
            self._show()

    # Running

    def _run(self) -> None:
        """Make the run beside the screen, and then ask."""
        what_if = self.what_if
        if not what_if.patch:
            self._refuse("nothing is changed yet, so both runs are the same.")
            return
        self._refusal = ""
        then, otherwise = partial(self._has_run, what_if), partial(self._has_not_run, what_if)
        self.post_message(WorkWanted("the run with your changes", partial(ran, what_if), then, otherwise))

    def _has_run(self, what_if: WhatIf, result: Ran) -> None:
        if what_if is self.what_if and self.is_on_top:
            self.what_if = what_if.with_run(result)
            self.phase = SAY if self.what_if.asked is not None else RUN

    def _has_not_run(self, what_if: WhatIf, error: ScenarioError) -> None:
        if what_if is self.what_if and self.is_on_top:
            self._refuse(refusal_words(error))

    def _compare(self) -> None:
        """Show both runs, their ends first."""
        what_if = self.what_if
        if what_if.ran is None:
            return
        title, yaml = f"What if · {what_if.lesson.title}", patch_yaml(what_if.patch)
        about = about_changes(what_if)
        self.open_screen(TwoRunsScreen(what_if.ran.walk, title, about, where=phases_words(COMPARE), copied=yaml))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that leads nowhere from here does nothing, and is not in the footer."""
        is_changed = bool(self.what_if.patches)
        leads_on = {"on": is_changed, "before": self.phase > CHANGE, "undo": is_changed, "copy": is_changed}
        return super().check_action(action, parameters) if leads_on.get(action, True) else None

    def action_on(self) -> None:
        """Go on to the next phase, or to the next question."""
        if self.what_if.ran is None:
            self._run()
        elif self.phase == CHANGE:
            self.phase = SAY if self.what_if.asked is not None else RUN
        elif self.phase == SAY:
            self._say(None)
        else:
            self._compare()

    def action_before(self) -> None:
        """Go back to the changes."""
        self.phase = CHANGE

    def action_phase(self, phase: int) -> None:
        """Go to a phase by its number; questions that stand between are skipped."""
        if phase == CHANGE:
            self.phase = CHANGE
        elif self.what_if.ran is None:
            self._run()
        elif phase == SAY:
            self.what_if = replace(self.what_if, said=()) if self.what_if.asked is None else self.what_if
            self.phase = SAY if self.what_if.asked is not None else RUN
            self._show()
        else:
            while self.what_if.asked is not None:
                self.what_if = self.what_if.say(None)
            self.phase = RUN
            self._show()
            if phase == COMPARE:
                self._compare()

    def action_undo(self) -> None:
        """Take the newest change back."""
        self.what_if = self.what_if.undo()
        self._refusal = ""
        self.phase = CHANGE
        self._show()

    def action_copy(self) -> None:
        """Copy the changes as YAML, for --what-if or a question's what_if."""
        self.app.copy_to_clipboard(patch_yaml(self.what_if.patch))
        self.notify("Copied: the changes as YAML, for --what-if or a question.", markup=False)

    def action_leave(self) -> None:
        """Back to the changes, and from there to the lesson."""
        if self.phase == CHANGE:
            self.leave(self.what_if.patches)
        else:
            self.phase = CHANGE

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.open_screen(HelpScreen(HELP_TEXT, "what if"))

    @on(ProseView.Followed)
    def _followed(self, event: ProseView.Followed) -> None:
        explained(self, event)
