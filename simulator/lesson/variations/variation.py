"""A variation of a lesson and its run, and how a person writes one down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.lesson.two_runs.step_names import requests_of
from simulator.lesson.two_runs.two_runs import OF_A_VARIATION, TwoRuns
from simulator.lesson.variations.patches import with_setting
from simulator.lesson.variations.placing import Patch, placed
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.machine.turn_bound import turns_beside
from simulator.scenario.complaints.complaint import START, Complaint, ScenarioError
from simulator.scenario.model import Scenario
from simulator.scenario.setting_paths import setting_path
from simulator.scenario.variation import entries_kept, varied
from simulator.scenario.yaml.nodes import MappingNode
from simulator.scenario.yaml.parse import parse_document

WHAT_IF = "what_if"


@dataclass(frozen=True, slots=True, eq=False)
class Variation:
    """A lesson with some keys changed, and its run."""

    patch: Patch
    """The changes as they were asked for."""
    scenario: Scenario
    trace: Trace
    entries: tuple[int | None, ...]
    """For each entry of its timeline the index in the lesson's; None for one that was put in."""


def variation_of(scenario: Scenario, trace: Trace, patch: Patch) -> Variation:
    """A lesson with a patch applied, and its run; `trace` is the lesson's own run.

    Raises:
        NoVariation: the patch names a part that is not there.
        ScenarioError: the changed lesson is refused, or its run is far longer than the lesson's own.
    """
    at_their_places = placed(patch, scenario, trace)
    other = varied(scenario, at_their_places)
    try:
        run = simulate(other, most_turns=turns_beside(trace))
    except ScenarioError as error:
        raise ScenarioError(map(_not_shown, error.complaints)) from None
    return Variation(patch, other, run, entries_kept(scenario, at_their_places))


def beside_lesson(scenario: Scenario, trace: Trace, variation: Variation) -> TwoRuns:
    """The lesson's own run and that of a variation."""
    return TwoRuns(
        trace,
        variation.trace,
        OF_A_VARIATION,
        requests_of(scenario, range(len(scenario.timeline))),
        requests_of(variation.scenario, variation.entries),
    )


def patch_from(text: str, shown: str) -> Patch:
    """A patch from YAML, with or without `what_if:` around it; `shown` is what complaints call the text.

    A setting may stand by its path, as it is shown: {consumers.1.batch_size: 10}.

    Raises:
        ScenarioError: it is not YAML, or no mapping with anything in it.
    """
    root, complaints = parse_document(text.encode(errors="surrogateescape"), shown)
    if complaints:
        raise ScenarioError(complaints)
    if isinstance(root, MappingNode) and list(root) == [WHAT_IF]:
        root = root[WHAT_IF]
    if not isinstance(root, MappingNode) or not root:
        mark = getattr(root, "mark", START)
        message = "expected keys of the lesson and their other values, such as {consumers: {1: {batch_size: 10}}}"
        raise ScenarioError([Complaint(shown, mark, "S203", message)])
    by_path = [key for key in root if isinstance(key, str) and "." in key]
    if not by_path:
        return root
    patch: Patch = {key: value for key, value in root.items() if key not in by_path}
    for key in by_path:
        patch = with_setting(patch, setting_path(key), root[key])
    return patch


def settings_changed(patch: Patch) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each part of a lesson that a patch gives another value: its path, and the value; actions put in are one part."""
    yield from _leaves(patch, ())


def _leaves(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(node, dict) and node and not _is_whole(path):
        for key, value in node.items():
            yield from _leaves(value, (*path, str(key)))
    else:
        yield path, node


def _is_whole(path: tuple[str, ...]) -> bool:
    """Whether what stands at a path is one value, though it may be a mapping: an action, a pattern.

    The action that turns a stream on is none: its view type is a setting.
    """
    is_action = path[:1] == ("timeline",) and len(path) > 2 and path[2] != "enable_stream"
    return is_action or path[-1:] in (("fails_on",), ("when",))


def _not_shown(complaint: Complaint) -> Complaint:
    if complaint.code != "S215":
        return complaint
    return complaint._replace(message=f"the run of this variation is not shown: {complaint.message}")
