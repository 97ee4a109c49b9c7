"""From a file to a `Scenario`, or to every complaint about it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from simulator.scenario.checks.whole import Parts, problems_of
from simulator.scenario.complaints.complaint import START, Complaint, ScenarioError
from simulator.scenario.consumers import MODELS, ConsumerModel, kind_of
from simulator.scenario.files.library import find_lesson
from simulator.scenario.model import Scenario, ShowModel, StreamModel, TableModel
from simulator.scenario.shape.from_pydantic import complaints_of
from simulator.scenario.shape.partial import Part, part_of, with_type
from simulator.scenario.timeline_entries import ActionModel
from simulator.scenario.yaml.nodes import MappingNode, Node, Scalar, locate
from simulator.scenario.yaml.parse import parse_document, read_document

NEEDED_TO_RUN = frozenset(
    ("schema_version", "starts_at", "seed", "show", "show_empty_polls", "table", "stream", "consumers", "timeline")
)
"""The keys of a lesson that its run depends on."""


def load_scenario(name: str | Path) -> Scenario:
    """Read a scenario by its library name (`overview`) or by its path.

    Raises:
        ScenarioError: with everything that is wrong with the file.
    """
    path, shown = find_lesson(name)
    root, complaints = read_document(path, shown)
    return _scenario(root, complaints, path.stem, shown)


def load_what_runs(name: str | Path) -> tuple[Scenario, tuple[Complaint, ...]]:
    """Like `load_scenario`, but texts and settings that a run does not need are left out where they are refused.

    So what the other texts say of the run can be checked at the same time.

    Returns:
        The scenario, or what of it can be run, and everything that is wrong with the file's shape.

    Raises:
        ScenarioError: with everything that is wrong with the file, where it cannot be run.
    """
    path, shown = find_lesson(name)
    root, complaints = read_document(path, shown)
    try:
        return _scenario(root, list(complaints), path.stem, shown), ()
    except ScenarioError as error:
        rest = (
            None if complaints or not isinstance(root, MappingNode) else _without_refused_texts(root, path.stem, shown)
        )
        if rest is None:
            raise
        return rest, error.complaints


def _without_refused_texts(root: MappingNode, name: str, shown: str) -> Scenario | None:
    try:
        Scenario.model_validate(root)
    except ValidationError as error:
        refused = {str(each["loc"][0]) for each in error.errors(include_url=False)}
    else:
        return None  # its shape is right; what is wrong with it is no text
    if refused & NEEDED_TO_RUN:
        return None
    kept = MappingNode(root.mark)
    kept.key_marks = root.key_marks
    kept.update((key, value) for key, value in root.items() if key not in refused)
    kept.setdefault("title", "A lesson")
    scenario = Scenario.model_validate(kept)
    if any(problems_of(_parts_of(scenario))):
        return None
    scenario.came_from(name, shown, kept)
    return scenario


def scenario_from_text(text: str, shown: str = "<text>") -> Scenario:
    """Read a scenario from YAML text; `shown` is what complaints call it.

    Raises:
        ScenarioError: with everything that is wrong with the text.
    """
    root, complaints = parse_document(text.encode(), shown)
    return _scenario(root, complaints, Path(shown).stem, shown)


def scenario_from_tree(
    root: MappingNode, name: str, shown: str, known: Mapping[str, Any] = MappingProxyType({})
) -> Scenario:
    """A scenario from a tree that is in memory already.

    `known` are the values of top-level keys that another scenario with the same part of the tree has read already, and
    that were checked with it.

    Raises:
        ScenarioError: with everything that is wrong with it.
    """
    return _scenario(root, [], name, shown, known)


def _scenario(
    root: Node,
    complaints: list[Complaint],
    name: str,
    shown: str,
    known: Mapping[str, Any] = MappingProxyType({}),
) -> Scenario:
    if not isinstance(root, MappingNode):
        complaints.append(Complaint(shown, getattr(root, "mark", START), "S203", "a lesson is a mapping of keys"))
        raise ScenarioError(complaints)
    newer = _newer_version(root)
    if newer is not None:
        message = f"this file is of version {newer} of the format; this program reads version 1: a newer one reads it"
        raise ScenarioError([Complaint(shown, locate(root, ("schema_version",)), "S204", message)])
    scenario = None
    try:
        scenario = Scenario.model_validate({**root, **known})
    except ValidationError as error:
        complaints += complaints_of(error, root, shown)
    checked = "table" in known and "timeline" in known
    for problem in problems_of(_parts_read_alone(root) if scenario is None else _parts_of(scenario, checked)):
        complaints.append(Complaint(shown, locate(root, problem.path), problem.code, problem.message))
    if complaints or scenario is None:
        raise ScenarioError(dict.fromkeys(complaints))  # what is found twice is said once, in a fixed order
    scenario.came_from(name, shown, root)
    return scenario


def _newer_version(root: MappingNode) -> str | None:
    """The version of the format that a file of a newer program names: what else is unknown in it is no mistake."""
    written = root.get("schema_version")
    if isinstance(written, Scalar) and re.fullmatch("[1-9][0-9]{0,8}", written) and int(written) > 1:
        return str(written)
    return None


def _parts_of(scenario: Scenario, requests_are_checked: bool = False) -> Parts:
    """The parts of a scenario whose shape is right."""
    return Parts(
        Part(scenario.table),
        Part(scenario.stream),
        Part(scenario.show),
        [Part(each) for each in scenario.consumers],
        [Part(each) for each in scenario.timeline],
        scenario.show_empty_polls,
        requests_are_checked,
    )


def _parts_read_alone(root: MappingNode) -> Parts:
    """The parts of a file whose shape is wrong, each as far as it can be read."""
    consumers, timeline = root.get("consumers", [{}]), root.get("timeline")
    return Parts(
        part_of(TableModel, root.get("table")),
        part_of(StreamModel, root.get("stream")),
        part_of(ShowModel, root.get("show", {})),
        [_consumer(each) for each in consumers] if isinstance(consumers, list) else None,
        [part_of(ActionModel, each) for each in timeline] if isinstance(timeline, list) else [],
        root.get("show_empty_polls") == "true",
    )


def _consumer(node: Any) -> Part[ConsumerModel]:
    kind = kind_of(node)
    read: Part[Any] = part_of(MODELS[kind], node, with_type(kind))
    return read
