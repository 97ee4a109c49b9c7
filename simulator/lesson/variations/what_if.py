"""A what-if as a value: changes put together one by one, the run that they give, and what the learner said before it.

As in a quiz session (quiz/session.py) a transition returns another value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from simulator.lesson.lesson import Lesson
from simulator.lesson.two_runs.walk import Walk, walk_through
from simulator.lesson.variations.actions import time_after
from simulator.lesson.variations.changes import Change, changes_of
from simulator.lesson.variations.forecasts import Forecast, forecasts
from simulator.lesson.variations.patches import typed_value, with_action, with_setting, without_setting
from simulator.lesson.variations.placing import Patch, placed
from simulator.lesson.variations.settings import Setting, setting_value
from simulator.lesson.variations.variation import (
    Variation,
    beside_lesson,
    patch_from,
    settings_changed,
    variation_of,
)
from simulator.scenario.complaints.complaint import ScenarioError, shortened
from simulator.scenario.model import Scenario
from simulator.scenario.setting_paths import NoSetting
from simulator.scenario.variation import ADD, NoVariation, varied
from simulator.scenario.written_values import scalar


class Refused(ValueError):
    """A change that the format refuses; the text says why, on one line."""


@dataclass(frozen=True, slots=True, eq=False)
class Ran:
    """The run of the changes beside the lesson's own."""

    variation: Variation
    walk: Walk
    forecasts: tuple[Forecast, ...]


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """What a learner changes in a lesson, beginning at one of its steps."""

    lesson: Lesson
    step: int
    """The step after which actions are put in; 0 is the start."""
    patches: tuple[Patch, ...] = ()
    """The changes after each change, the newest last."""
    ran: Ran | None = None
    """None until the changes were run, and after each further change."""
    said: tuple[int | None, ...] = ()
    """What the learner said to each question before the run is shown; None for one that was skipped."""

    @property
    def patch(self) -> Patch:
        """All changes together."""
        return self.patches[-1] if self.patches else {}

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes one by one, with the values before and after them."""
        if not self.patch:
            return ()
        scenario = self.lesson.scenario
        return changes_of(scenario, _varied(self.lesson, self.patch), self.patch)

    def value_of(self, setting: Setting) -> Any:
        """The value of a setting with all changes, as the lesson's models have it."""
        if setting.path[0] == "timeline":  # actions that are put in move the places of the timeline
            return setting.value
        return setting_value(_varied(self.lesson, self.patch), setting.path)

    @property
    def asked(self) -> Forecast | None:
        """The question that is to be answered next; None where nothing is asked any more, or not yet."""
        known = () if self.ran is None else self.ran.forecasts
        return known[len(self.said)] if len(self.said) < len(known) else None

    # Changing

    def turn(self, setting: Setting, text: str) -> WhatIf:
        """Give a setting the value that somebody typed; the lesson's own value takes the change back.

        Raises:
            Refused: the setting cannot have this value.
        """
        if not text.strip():
            raise Refused(f"{setting.name} takes {setting.allowed}.")
        try:
            value = typed_value(text)
        except ScenarioError as error:
            raise _refused(error) from None
        patch = with_setting(self.patch, setting.path, value)
        other = _varied(self.lesson, patch)
        if setting.path[0] != "timeline" and _has_the_lessons_value(other, setting):
            patch = without_setting(patch, setting.path)
        return self._with(patch)

    def put_in(self, entry: Patch) -> WhatIf:
        """Put an action into the timeline.

        Raises:
            Refused: the action is impossible there.
        """
        return self._with(with_action(self.patch, entry))

    def has(self, entry: Patch) -> bool:
        """Whether an action was put in already."""
        return entry in self.patch.get("timeline", {}).get(ADD, ())

    def add_yaml(self, text: str) -> WhatIf:
        """Add the changes that somebody typed as YAML to those that are there.

        They are other values of the lesson, or an action, which without a time happens after the step.

        Raises:
            Refused: they are no changes of this lesson.
        """
        try:
            typed = patch_from(text, "what you typed")
        except ScenarioError as error:
            raise _refused(error) from None
        if not typed.keys() & Scenario.model_fields.keys():
            time = time_after(self.lesson.trace, self.step)
            return self.put_in(typed if "at" in typed else {**typed, "at": scalar(f"{time}ms")})
        patch = self.patch
        for path, value in settings_changed(typed):
            if path == ("timeline", ADD):
                for entry in value if isinstance(value, list) else [value]:
                    patch = with_action(patch, entry)
            else:
                patch = with_setting(patch, path, value)
        return self._with(patch)

    def undo(self) -> WhatIf:
        """Take the newest change back; the same value where nothing is changed."""
        return replace(self, patches=self.patches[:-1], ran=None, said=()) if self.patches else self

    def _with(self, patch: Patch) -> WhatIf:
        _varied(self.lesson, patch)
        if patch == self.patch:
            return self
        return replace(self, patches=(*self.patches, patch), ran=None, said=())

    # Saying what will happen

    def with_run(self, ran: Ran) -> WhatIf:
        """The changes were run; nothing is said about the run yet."""
        return replace(self, ran=ran, said=())

    def say(self, choice: int | None) -> WhatIf:
        """Answer the question that is asked, or skip it."""
        asked = self.asked
        if asked is None or not (choice is None or 0 <= choice < len(asked.choices)):
            return self
        return replace(self, said=(*self.said, choice))


def ran(what_if: WhatIf) -> Ran:
    """The run of the changes, which may take long.

    Raises:
        ScenarioError: the run is far longer than the lesson's own.
    """
    lesson = what_if.lesson
    variation = variation_of(lesson.scenario, lesson.trace, what_if.patch)
    runs = beside_lesson(lesson.scenario, lesson.trace, variation)
    return Ran(variation, walk_through(runs), forecasts(runs))


def refusal_words(error: ScenarioError | NoVariation) -> str:
    """Why a change is refused, on one line without the place in the file that the lesson would have it at."""
    if isinstance(error, NoVariation):
        return shortened(str(error))
    return shortened("; ".join(dict.fromkeys(each.message for each in error.complaints)))


def _refused(error: ScenarioError | NoVariation) -> Refused:
    return Refused(refusal_words(error))


def _varied(lesson: Lesson, patch: Patch) -> Scenario:
    """The lesson with changes, not run.

    Raises:
        Refused: the format refuses it.
    """
    try:
        return varied(lesson.scenario, _placed(lesson, patch)) if patch else lesson.scenario
    except (ScenarioError, NoVariation) as error:
        raise _refused(error) from None


def _placed(lesson: Lesson, patch: Patch) -> dict[str, Any]:
    return placed(patch, lesson.scenario, lesson.trace)


def _has_the_lessons_value(other: Scenario, setting: Setting) -> bool:
    try:
        return bool(setting_value(other, setting.path) == setting.value)
    except NoSetting:
        return False
