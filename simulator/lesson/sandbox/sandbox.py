"""A sandbox as a value: a lesson to begin with, the actions that were added, and the run with all of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from simulator.lesson.lesson import Lesson, lesson_of
from simulator.scenario.complaints.complaint import START, Complaint, ScenarioError, did_you_mean
from simulator.scenario.loader import scenario_from_text, scenario_from_tree
from simulator.scenario.model import Scenario
from simulator.scenario.timeline_entries import KINDS, ActionModel
from simulator.scenario.variation import ADD, NoVariation, varied_tree
from simulator.scenario.yaml.nodes import MappingNode
from simulator.scenario.yaml.parse import parse_document

SHOWN = "<sandbox>"
"""How complaints call a sandbox that came from no file."""

TITLE = "Sandbox"
"""The title of a sandbox that came from no file, as the text below has it."""

START_TEXT = """\
title: Sandbox
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES}
show: {columns: [time, record]}
consumers: [{name: reader}]
timeline:
  - put: {order_id: o-1, status: PLACED}
"""
"""The pipeline that a sandbox begins with where no file is given."""

SETTINGS = ("consumers", "stream", "table", "show", "seed")
"""The keys of a lesson that a line can change, as in `what_if`: {consumers: {1: {batch_size: 10}}}."""


@dataclass(frozen=True, slots=True)
class Added:
    """Something that was added to a sandbox: an entry of the timeline, or other values for settings."""

    text: str
    """The line as it was typed."""
    node: MappingNode = field(compare=False, repr=False)

    @property
    def is_setting(self) -> bool:
        """Whether it changes settings of the lesson."""
        return next(iter(self.node)) in SETTINGS


@dataclass(frozen=True, slots=True, eq=False)
class Sandbox:
    """A pipeline to play with."""

    base: Scenario
    """The scenario that it began with."""
    added: tuple[Added, ...]
    lesson: Lesson
    """The scenario with all that was added, without texts, and its run."""
    saved: tuple[Added, ...] = ()
    """What had been added when it was saved last."""

    @property
    def is_saved(self) -> bool:
        """Whether all of it was saved, or nothing was added."""
        return self.added == self.saved

    def with_lines(self, *texts: str) -> Sandbox:
        """The sandbox with more lines, each an entry of the timeline or other settings; the run is made anew.

        Raises:
            ScenarioError: a line is not YAML, or no entry, or what the lesson's loader or the machine refuses.
        """
        return self._remade((*self.added, *map(parsed, texts)))

    def undone(self) -> Sandbox:
        """The sandbox without what was added last; the run is made anew."""
        return self if not self.added else self._remade(self.added[:-1])

    def with_all_saved(self) -> Sandbox:
        """The same, which was saved as it is now."""
        return replace(self, saved=self.added)

    def _remade(self, added: tuple[Added, ...]) -> Sandbox:
        return replace(self, added=added, lesson=_lesson(self.base, added))


def sandbox_of(scenario: Scenario) -> Sandbox:
    """A sandbox that begins with a scenario that was read from a file or a text; its texts are left out."""
    name, shown, root = scenario.source
    base = scenario_from_tree(varied_tree(root, {}), name, shown)
    return Sandbox(base, (), lesson_of(base))


def new_sandbox() -> Sandbox:
    """A sandbox that begins with a table of orders, its stream, one poller and one put."""
    return sandbox_of(scenario_from_text(START_TEXT, SHOWN))


def parsed(text: str) -> Added:
    """A typed line.

    Raises:
        ScenarioError: it is not YAML, or neither an entry of a timeline nor a change of settings.
    """
    root, complaints = parse_document(text.encode(errors="surrogateescape"), SHOWN)
    if complaints:
        raise ScenarioError(complaints)
    if not isinstance(root, MappingNode) or not root:
        raise _refusal("S203", "expected an action, such as put: {order_id: o-2}, or a setting of the lesson")
    keys = list(root)
    unknown = [key for key in keys if key not in (*ActionModel.model_fields, *SETTINGS)]
    if unknown:
        known = did_you_mean(unknown[0], (*KINDS, *SETTINGS))
        raise _refusal("S201", f'"{unknown[0]}" is no action and no setting{known}')
    if any(key in SETTINGS for key in keys) and any(key not in SETTINGS for key in keys):
        raise _refusal("S206", "a line is either an action or a change of settings; type one after the other")
    return Added(text, root)


def _refusal(code: str, message: str) -> ScenarioError:
    return ScenarioError([Complaint(SHOWN, START, code, message)])


def _lesson(base: Scenario, added: tuple[Added, ...]) -> Lesson:
    """The lesson of a scenario with all that was added."""
    name, shown, root = base.source
    entries = [each.node for each in added if not each.is_setting]
    patches = [each.node for each in added if each.is_setting]
    tree = root
    try:
        for patch in (*patches, {"timeline": {ADD: entries}} if entries else {}):
            tree = varied_tree(tree, patch)
    except NoVariation as problem:
        raise _refusal("S204", str(problem)) from None
    return lesson_of(scenario_from_tree(tree, name, shown))


def where_it_parts(before: Lesson, after: Lesson) -> int:
    """The first step of a run that is not as it was in the run before; one more than the last where none is."""
    old, new = before.trace, after.trace
    for number in range(len(new.events)):
        if number >= len(old.events) or (
            (old.events[number], old.times[number], old.actors[number])
            != (new.events[number], new.times[number], new.actors[number])
        ):
            return number + 1
    return len(new.events) + 1
