"""A lesson's repair: which changes it offers, what a try comes to, and what is wrong with the repair itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.dynamodb.phrases import joined
from simulator.lesson.repair.judging import Verdict, judge, key_in, key_of
from simulator.lesson.variations.patches import ABSENT, value_at
from simulator.lesson.variations.placing import Patch
from simulator.lesson.variations.settings import Setting, setting_at, setting_value
from simulator.lesson.variations.variation import Variation, settings_changed, variation_of
from simulator.lesson.words.sentences import key_words
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import ScenarioError, did_you_mean
from simulator.scenario.model import Scenario
from simulator.scenario.repairs import AboutItems, AboutRecords, GoalModel, RepairModel
from simulator.scenario.setting_paths import NoSetting, SettingPath, setting_path
from simulator.scenario.variation import NoVariation
from simulator.scenario.yaml.flow import flow_text
from simulator.scenario.yaml.nodes import KeyPath

_NO_CHANGE = frozenset({"name", "type"})
"""The keys of a consumer that no repair changes: goals name a consumer by them."""


@dataclass(frozen=True, slots=True)
class Try:
    """A change of a lesson, judged."""

    variation: Variation
    verdicts: tuple[Verdict, ...]

    @property
    def solves(self) -> bool:
        """Whether every goal holds."""
        return all(each.holds for each in self.verdicts)

    @property
    def changes(self) -> int:
        """How many settings it changes."""
        return sum(1 for _ in settings_changed(self.variation.patch))


class NotOffered(ValueError):
    """A change that a repair does not offer. The message names it, and what is offered."""


def offered(scenario: Scenario) -> tuple[Setting, ...]:
    """The settings that a learner may turn, with their values in the lesson."""
    repair = _repair(scenario)
    return tuple(setting_at(scenario, setting_path(each)) for each in repair.change)


def value_in_lesson(scenario: Scenario, setting: Setting) -> str:
    """The value of a setting in the lesson, to be read: patterns and lists as YAML, anything else in words."""
    written = value_at(scenario.source[2], setting.path) if setting.kind in ("list", "pattern") else ABSENT
    return setting.words if written is ABSENT else flow_text(written)


def tried(scenario: Scenario, trace: Trace, patch: Patch) -> Try:
    """What comes of a change of the lesson; `trace` is the lesson's own run.

    Raises:
        NotOffered: the repair does not offer the change.
        NoVariation: the patch names a part that is not there.
        ScenarioError: the changed lesson is refused.
    """
    repair = _repair(scenario)
    for path in _not_offered(patch, repair):
        listed = ", ".join(repair.change)
        raise NotOffered(f"{'.'.join(path)} is not to be changed here; the repair offers {listed}")
    variation = variation_of(scenario, trace, patch)
    return Try(variation, judge(repair.goals, variation.trace))


def other_solution(scenario: Scenario, found: Try) -> str:
    """The solution of the lesson's author, in a sentence; empty where a try is the same."""
    own, solution = (
        {f"{'.'.join(path)}: {flow_text(value)}": None for path, value in settings_changed(patch)}
        for patch in (found.variation.patch, _repair(scenario).solution)
    )
    if own.keys() == solution.keys():
        return ""
    changes = "; ".join(solution)
    return f"Fewer changes are enough: {changes}" if own.keys() > solution.keys() else f"Another solution: {changes}"


def _repair(scenario: Scenario) -> RepairModel:
    assert scenario.repair is not None, "only a lesson with a repair is repaired"
    return scenario.repair


def _not_offered(patch: Patch, repair: RepairModel) -> Iterator[SettingPath]:
    """The changes of a patch that a repair does not offer. What it offers includes what is inside."""
    paths = [setting_path(each) for each in repair.change]
    for path, _ in settings_changed(patch):
        if not any(path[: len(each)] == each for each in paths):
            yield path


# What is wrong with a repair

Problem = tuple[KeyPath, str, str]
"""The path of a part of the file, a complaint's code, and its message."""


def repair_problems(scenario: Scenario, trace: Trace) -> Iterator[Problem]:
    """What is wrong with the repair of a lesson, if it has one; `trace` is the lesson's own run."""
    if scenario.repair is None:
        return
    found = [*_problems_of_changes(scenario), *_problems_of_goals(scenario, trace)]
    yield from found
    if found:
        return
    repair = scenario.repair
    if all(each.holds for each in judge(repair.goals, trace)):
        yield ("repair", "goals"), "L408", "all goals hold with nothing changed: there is nothing to repair"
    yield from _problems_of_the_solution(scenario, trace)


def _problems_of_changes(scenario: Scenario) -> Iterator[Problem]:
    for index, text in enumerate(_repair(scenario).change):
        path: KeyPath = ("repair", "change", index)
        way = setting_path(text)
        of_timeline = way[0] == "timeline" and len(way) == 3 and way[2] in ("wait", "after")
        of_consumer = way[0] == "consumers" and len(way) > 2 and way[2] not in _NO_CHANGE
        if not (of_timeline or of_consumer):
            form = "consumers.1.batch_size, timeline.back.after or timeline.3.wait"
            yield path, "S204", f'"{text}" is nothing that a repair can offer; expected a setting such as {form}'
            continue
        try:
            value = setting_value(scenario, way)
        except NoSetting as problem:
            yield path, "S204", f'"{text}" is no setting of this lesson: {problem}'
        else:
            if of_timeline and value is None:
                lacks = "is no wait" if way[2] == "wait" else "does not say when it happens after the one before"
                yield path, "S204", f'"{text}": entry {way[1]} of the timeline {lacks}'


def _problems_of_goals(scenario: Scenario, trace: Trace) -> Iterator[Problem]:
    for index, goal in enumerate(_repair(scenario).goals):
        path: KeyPath = ("repair", "goals", index, goal.name)
        name = goal.consumer
        if name is not None and name not in trace.consumers:
            message = f'no consumer is called "{name}"{did_you_mean(name, trace.consumers)}'
            yield (*path, "consumer"), "S204", message
        yield from _problems_of_keys(goal, path, trace)
        yield from _problems_of_items(goal, path, trace)


def _problems_of_keys(goal: GoalModel, path: KeyPath, trace: Trace) -> Iterator[Problem]:
    terms = goal.terms
    there = {record.key for record in trace.records}
    for place, each in enumerate((terms.keys if isinstance(terms, AboutRecords) else None) or ()):
        key = key_of(each, trace.key_names)
        if key is None:
            whole = "{" + ", ".join(f"{name}: ..." for name in trace.key_names) + "}"
            yield (*path, "keys", place), "D301", f"not the whole key of an item: {whole}"
        elif key not in there:
            known = did_you_mean(key_words(key), [key_words(other) for other in there])
            yield (*path, "keys", place), "L402", f"no record of the run is about {key_words(key)}{known}"


def _problems_of_items(goal: GoalModel, path: KeyPath, trace: Trace) -> Iterator[Problem]:
    items = goal.terms.items if isinstance(goal.terms, AboutItems) else ()
    for place, item in enumerate(items):
        if key_in(item, trace.key_names) is None:
            missing = joined([name for name in trace.key_names if name not in item])
            yield (*path, "items", place), "D301", f"not the whole key of an item: {missing} is missing"


def _problems_of_the_solution(scenario: Scenario, trace: Trace) -> Iterator[Problem]:
    path: KeyPath = ("repair", "solution")
    try:
        solution = tried(scenario, trace, _repair(scenario).solution)
    except (NotOffered, NoVariation) as problem:
        yield path, "L409", f"the solution: {problem}"
    except ScenarioError as error:
        first = error.complaints[0]
        yield path, "L409", f"the solution makes a lesson that is not valid: {first.code} {first.message}"
    else:
        for index, verdict in enumerate(solution.verdicts, 1):
            if not verdict.holds:
                at = "" if verdict.step is None else f", step {verdict.step} of its run"
                yield path, "L409", f"with the solution goal {index} ({verdict.asks}) fails: {verdict.why}{at}"
