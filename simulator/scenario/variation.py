"""A what-if variation: the same scenario with some of its keys changed, and with actions put into its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.dynamodb.whole_numbers import in_digits, number_in
from simulator.scenario.complaints.complaint import START, Mark
from simulator.scenario.loader import scenario_from_tree
from simulator.scenario.model import Scenario
from simulator.scenario.yaml.nodes import MappingNode, Scalar, SequenceNode
from simulator.scenario.yaml.remarked import remarked

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
    "repair",
)
"""The keys whose texts describe the run as it is: a variation has none of them."""

_READ_ONCE = ("table", "stream", "show", "consumers", "timeline")
"""Keys whose values are taken over as they were read, where a patch leaves them as they are."""

ADD, BEFORE = "add", "before"
"""The key of a changed timeline that puts actions in, and the key of such an action that says in front of which."""

Placed = tuple[int | None, Any]
"""An entry of a list: its place in the file, from 1, and the entry; None in place of one that the file has not."""


class NoVariation(ValueError):
    """A patch that cannot be applied; the text says why."""


def varied(scenario: Scenario, patch: dict[str, Any]) -> Scenario:
    """A scenario with other values for some of its keys.

    A mapping changes the keys it names and leaves the others; `null` takes a key or an entry away. Entries of a list
    are named by their places, counted from 1, those of the timeline also by their labels; an entry one past the end is
    added. `timeline: {add: [...]}` puts actions
    in: each comes in front of the entry that its `before` names, by its place in the file or its label; without one it
    comes last.
    A complaint about what the patch brings in has the place at which the lesson would have it.

    Raises:
        NoVariation: the patch names a part that is not there, or the scenario came from no file.
        ScenarioError: the changed scenario is not a valid one.
    """
    name, shown, root = scenario.source
    if not isinstance(root, MappingNode):
        raise NoVariation("only a lesson that was read from a file or a text can be varied")
    tree = varied_tree(root, patch)
    known = {key: getattr(scenario, key) for key in _READ_ONCE if key in tree and key not in patch}
    return scenario_from_tree(tree, name, shown, known)


def varied_tree(root: MappingNode, patch: dict[str, Any]) -> MappingNode:
    """The tree of a lesson file with other values for some of its keys, without its texts; see `varied`.

    Raises:
        NoVariation: the patch names a part that is not there.
    """
    tree: MappingNode = _merged(_without_texts(root), patch, ())
    return tree


def entries_kept(scenario: Scenario, patch: dict[str, Any]) -> tuple[int | None, ...]:
    """For each entry of a changed timeline its index in the timeline of the lesson; None for one that was put in.

    Raises:
        NoVariation: the patch names an entry that is not there.
    """
    there = len(scenario.timeline)
    change = patch.get("timeline")
    if isinstance(change, dict):
        labels = [action.id for action in scenario.timeline]
        merged = _entries([None] * there, _by_place(change, labels), START, ("timeline",))
        return tuple(None if place is None else place - 1 for place, _ in merged)
    after = there if change is None else len(change) if isinstance(change, list) else 0
    return tuple(index if index < there else None for index in range(after))


def _without_texts(root: MappingNode) -> MappingNode:
    kept = MappingNode(root.mark)
    kept.key_marks = root.key_marks
    kept.update((key, value) for key, value in root.items() if key not in TEXTS)
    return kept


def _merged(node: Any, patch: Any, path: tuple[str, ...], above: Mark = START) -> Any:
    """A part of the file with the changes of a patch; `above` is the mark of the part that holds it."""
    mark = getattr(node, "mark", above)
    if not isinstance(patch, dict):
        return remarked(patch, mark)
    if isinstance(node, MappingNode):
        merged = MappingNode(mark)
        merged.key_marks = {**dict.fromkeys(patch, mark), **node.key_marks}
        merged.update(node)
        for key, value in patch.items():
            if _is_null(value):
                if key not in merged:
                    raise NoVariation(f"{_words(path)} has no {key} to take away")
                del merged[key]
            else:
                merged[key] = _merged(node.get(key), value, (*path, key), mark)
        return merged
    if isinstance(node, list) or (node is None and all(map(in_digits, patch))):
        changed = SequenceNode(mark)
        if path == ("timeline",):
            patch = _by_place(patch, [each.get("id") if isinstance(each, dict) else None for each in node or []])
        changed.extend(entry for _, entry in _entries(node or [], patch, mark, path))
        return changed
    return remarked(patch, mark)


def _by_place(patch: dict[str, Any], labels: list[Any]) -> dict[str, Any]:
    """The changes of a timeline, with the places of its entries where the patch names them by their labels."""
    places = {str(label): str(place) for place, label in enumerate(labels, 1) if label is not None}
    found: dict[str, Any] = {}
    for key, value in patch.items():
        place = key if key == ADD else places.get(key, key)
        if place in found:
            raise NoVariation(f"the lesson, timeline: entry {place} is named twice, by its place and by its label")
        found[place] = [_before_a_place(each, places) for each in _listed(value)] if key == ADD else value
    return found


def _before_a_place(action: Any, places: dict[str, str]) -> Any:
    if not isinstance(action, dict) or action.get(BEFORE) is None:
        return action
    before = str(action[BEFORE])
    return {**action, BEFORE: places.get(before, before)}


def _listed(actions: Any) -> list[Any]:
    return actions if isinstance(actions, list) else [actions]


def _entries(node: list[Any], patch: dict[str, Any], mark: Mark, path: tuple[str, ...]) -> Iterator[Placed]:
    """The entries of a list with the changes of a patch, in their order."""
    there = len(node)
    added = _added(patch, there, mark) if path == ("timeline",) else []
    for key, value in patch.items():
        if key == ADD and path == ("timeline",):
            continue
        past_the_end = key == str(there + 1) and not _is_null(value)
        if key not in {str(place) for place in range(1, there + 1)} and not past_the_end:
            raise NoVariation(f"{_words(path)} has no entry {key}; it has {there}")
    in_front_of: dict[int | None, list[Any]] = {}
    for before, entry in added:
        in_front_of.setdefault(before, []).append(entry)
    for place in range(1, there + 2):
        yield from ((None, entry) for entry in in_front_of.get(place, ()))
        entry = node[place - 1] if place <= there else None
        change = patch.get(str(place))
        if change is None and str(place) not in patch:
            if place <= there:
                yield place, entry
        elif not _is_null(change):
            yield place if place <= there else None, _merged(entry, change, (*path, f"entry {place}"), mark)
    yield from ((None, entry) for entry in in_front_of.get(None, ()))


def _added(patch: dict[str, Any], there: int, mark: Mark) -> list[tuple[int | None, Any]]:
    """The actions that a patch puts in, each with the place that its `before` names."""
    return [_place_and_action(action, there, mark) for action in _listed(patch.get(ADD, []))]


def _place_and_action(action: Any, there: int, mark: Mark) -> tuple[int | None, Any]:
    if not isinstance(action, dict):
        raise NoVariation("timeline, add: an action is a mapping, such as {put: {order_id: o-1}, at: 5s}")
    rest: dict[str, Any] = MappingNode(mark)
    rest.update((key, value) for key, value in action.items() if key != BEFORE)
    before = action.get(BEFORE)
    if before is None:
        return None, remarked(rest, mark)
    place = number_in(str(before), 1, there)
    if place is None:
        message = f"timeline, add: `before` is a label or a place of the lesson's timeline, from 1 to {there}"
        raise NoVariation(message)
    return place, remarked(rest, mark)


def _words(path: tuple[str, ...]) -> str:
    return ", ".join(("the lesson", *path))


def _is_null(value: Any) -> bool:
    return value is None or (isinstance(value, Scalar) and value.kind == "null")
