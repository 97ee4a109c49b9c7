"""Words about the table, its items and the changes in flight: the same in the picture and in sentences."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from simulator.dynamodb.attributes import Item
from simulator.dynamodb.phrases import joined
from simulator.dynamodb.table import Key
from simulator.lesson.words.sentences import count_words, key_words
from simulator.views.map.words import value_words
from simulator.views.scene.values import ChangeInFlight, Scene
from simulator.views.width import cells

MOST_ITEMS = 6
"""Items that are named one by one."""

_MOST_IN_FLIGHT = 4
"""Changes that are named while they wait for their capture."""


def items_words(scene: Scene, mark: str = "", room: int | None = None) -> str:
    """The table's items; the one that this step changes has a mark in front of it.

    Where there is `room` for so many columns alone, the items that were written first give way, and are counted.
    """
    if not scene.items.count:
        return "no items"
    newest = list(islice(scene.items.newest(), MOST_ITEMS))
    told = _items_words(scene, newest, mark)
    while room is not None and cells(told) > room and len(newest) > 1:
        newest.pop()
        told = _items_words(scene, newest, mark)
    return told


def _items_words(scene: Scene, named: list[tuple[Key, Item]], mark: str) -> str:
    count = scene.items.count
    told = [_item_words(scene, key, item, mark) for key, item in sorted(named, key=lambda each: key_words(each[0]))]
    left = f"; and {count - len(named):,} more" if count > len(named) else ""
    return f"{count_words(count, 'item')}: {'; '.join(told)}{left}"


_SILENT = {"unchanged": "changes nothing", "refused": "is refused"}


def silent_words(scene: Scene) -> str:
    """The write of this step, where it changes nothing; empty where it does, and for other steps."""
    if scene.moment.silent is None:
        return ""
    how, key = scene.moment.silent
    if how == "checked":
        return f"the condition on {key_words(key)} holds; a check writes nothing"
    return f"the write of {key_words(key)} in this step {_SILENT[how]}"


def _item_words(scene: Scene, key: Key, item: Item, mark: str) -> str:
    values = [value_words(value) for name, value in item.items() if name not in scene.key_names][:2]
    return " ".join([f"{mark if key == scene.moment.key else ''}{key_words(key)}", *values])


def flight_words(scene: Scene) -> str:
    """The changes that wait for their capture; empty where that is held back."""
    if scene.is_held_back:
        return ""
    if not scene.in_flight:
        return "nothing in flight"
    told = some_in_flight(scene, lambda each: f"{key_words(each.key)} (step {each.written_in_step})")
    return f"in flight, not captured yet: {told}"


def some_in_flight(scene: Scene, words_of: Callable[[ChangeInFlight], str]) -> str:
    """The changes that wait for their capture, of which the first few are named."""
    told = [words_of(each) for each in scene.in_flight[:_MOST_IN_FLIGHT]]
    left = len(scene.in_flight) - len(told)
    return joined([*told, f"{left} more"] if left else told)
