"""A what-if variation: the same scenario with one thing changed."""

from __future__ import annotations

from typing import Any

from simulator.scenario.complaints.complaint import START
from simulator.scenario.loader import scenario_from_tree
from simulator.scenario.model import Scenario
from simulator.scenario.yaml.nodes import MappingNode, Scalar, SequenceNode

TEXTS = (
    "notes",
    "key_moments",
    "quiz",
    "predict",
    "concept_snapshot",
    "transcript",
    "summary",
    "execution_sample",
    "assumes",
)
"""The keys whose texts describe the run as it is: a variation has none of them."""


class NoVariation(ValueError):
    """A patch that cannot be applied; the text says why."""


def varied(scenario: Scenario, patch: dict[str, Any]) -> Scenario:
    """A scenario with other values for some of its keys.

    A mapping changes the keys it names and leaves the others; `null` takes a key or an entry away. Entries of a list
    are named by their positions, counted from 1; an entry one past the end is added.

    Raises:
        NoVariation: the patch names a part that is not there, or the scenario came from no file.
        ScenarioError: the changed scenario is not a valid one.
    """
    name, shown, root = scenario.source
    if not isinstance(root, MappingNode):
        raise NoVariation("only a lesson that was read from a file or a text can be varied")
    bare = _without_texts(root)
    return scenario_from_tree(_merged(bare, patch, "the lesson"), name, shown)


def _without_texts(root: MappingNode) -> MappingNode:
    kept = MappingNode(root.mark)
    kept.key_marks = root.key_marks
    kept.update((key, value) for key, value in root.items() if key not in TEXTS)
    return kept


def _merged(node: Any, patch: Any, where: str) -> Any:
    if not isinstance(patch, dict):
        return patch
    if isinstance(node, MappingNode):
        merged = MappingNode(node.mark)
        merged.key_marks = {**dict.fromkeys(patch, node.mark), **node.key_marks, **getattr(patch, "key_marks", {})}
        merged.update(node)
        for key, value in patch.items():
            if _is_null(value):
                if key not in merged:
                    raise NoVariation(f"{where} has no {key} to take away")
                del merged[key]
            else:
                merged[key] = _merged(node.get(key), value, f"{where}, {key}")
        return merged
    if isinstance(node, list) or (node is None and all(key.isdigit() for key in patch)):
        return _merged_list(node or [], patch, where)
    return patch


def _merged_list(node: list[Any], patch: dict[str, Any], where: str) -> SequenceNode:
    changed = SequenceNode(getattr(node, "mark", START))
    entries = {str(number): entry for number, entry in enumerate(node, 1)}
    for key, value in patch.items():
        if key not in entries and (key != str(len(node) + 1) or _is_null(value)):
            raise NoVariation(f"{where} has no entry {key}; it has {len(node)}")
    for number in range(1, len(node) + 2):
        key = str(number)
        if key not in patch:
            changed.extend([entries[key]] if key in entries else [])
        elif not _is_null(patch[key]):
            changed.append(_merged(entries.get(key), patch[key], f"{where}, entry {key}"))
    return changed


def _is_null(value: Any) -> bool:
    return value is None or (isinstance(value, Scalar) and value.kind == "null")
