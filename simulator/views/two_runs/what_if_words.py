"""The words of a what-if while it is put together: its settings, what one of them is, the changes so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.lesson.variations.actions import ActionToPutIn, time_after
from simulator.lesson.variations.patches import patch_yaml
from simulator.lesson.variations.settings import Setting
from simulator.lesson.variations.what_if import WhatIf
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import visible
from simulator.views.quiz_words import Labelled
from simulator.views.width import cells, padded

PHASES = ("change", "say", "run", "compare")
"""The phases of a what-if, in their order."""


def phases_words(phase: int) -> str:
    """All phases with their numbers, from 1; the one that is open in brackets and capitals."""
    named = enumerate(PHASES, 1)
    return "  ".join(f"[{number} {name.upper()}]" if number == phase else f"{number} {name}" for number, name in named)


def setting_name(setting: Setting, consumers: int) -> str:
    """A setting by its name; with several consumers it has its consumer's name too."""
    return f"{setting.name} of {setting.consumer}" if setting.consumer is not None and consumers > 1 else setting.name


def setting_rows(what_if: WhatIf, settings: Sequence[Setting]) -> list[str]:
    """Each setting with its value; one that is changed has a star, and says what it was and what it is."""
    after = {change.path: change.after for change in what_if.changes}
    consumers = len(what_if.lesson.scenario.consumers)
    names = [setting_name(each, consumers) for each in settings]
    width = max(map(cells, names), default=0)
    rows = []
    for setting, name in zip(settings, names, strict=True):
        value = visible(setting.words)
        if setting.path in after:
            rows.append(f"* {padded(name, width)}  was {value}, now {after[setting.path] or 'taken away'}")
        else:
            rows.append(f"  {padded(name, width)}  {value}")
    return rows


def value_now(what_if: WhatIf, setting: Setting) -> str:
    """The value of a setting with the changes so far, in words."""
    after = {change.path: change.after or "none" for change in what_if.changes}
    return after.get(setting.path, setting.words)


def typed_now(what_if: WhatIf, setting: Setting) -> str:
    """The value of a setting as somebody would type it; empty for one that is written as a list or a mapping."""
    value = what_if.value_of(setting)
    if value is None or setting.kind in ("list", "pattern"):
        return ""
    return f"{value}ms" if setting.kind == "duration" else str(value)


def other_choices(what_if: WhatIf, setting: Setting) -> list[str]:
    """The values that a setting can be given, without the one that it has now."""
    now = value_now(what_if, setting)
    return [each for each in setting.choices if each != now and not (now == "none" and each in ("null", "[]"))]


def action_rows(actions: Sequence[ActionToPutIn]) -> list[str]:
    """Each action that can be put in, and how to write another one."""
    return [*(f"+ {visible(each.words)}" for each in actions), "+ another action or change, as YAML"]


def setting_paragraphs(setting: Setting) -> Iterator[Labelled]:
    """What a setting is, its value in the lesson, and what is allowed."""
    yield "", (visible(f"{setting.name}: {setting.meaning}" if setting.meaning else setting.name),)
    yield "", (visible(f"In the lesson: {setting.words}. Allowed: {setting.allowed}. Enter changes it."),)


def action_paragraphs(what_if: WhatIf, action: ActionToPutIn) -> Iterator[Labelled]:
    """An action, when it happens, and how a file has it."""
    step = what_if.step
    when = f"after step {step}, at {time_words(time_after(what_if.lesson.trace, step))}" if step else "at the start"
    yield "", (visible(f"Enter puts it in {when}: {action.words}."),)
    yield "", (visible(patch_yaml(action.entry)),)


def changes_paragraphs(what_if: WhatIf) -> Iterator[Labelled]:
    """The changes so far, and how to go on."""
    changes = what_if.changes
    if not changes:
        yield "", ("Nothing is changed yet. Enter changes a setting, or puts an action in; → then goes on.",)
        return
    yield "", ("YOUR CHANGES",)
    yield from (("", (each.words,)) for each in changes)
    yield "", ("→ goes on: say what will happen, then see both runs. z takes the newest change back.",)


def question_paragraphs(what_if: WhatIf) -> Iterator[Labelled]:
    """The question that is asked before the run is shown."""
    asked, known = what_if.asked, 0 if what_if.ran is None else len(what_if.ran.forecasts)
    if asked is not None:
        yield "", (f"Question {len(what_if.said) + 1} of {known}, before you see the run: ", asked.text)
