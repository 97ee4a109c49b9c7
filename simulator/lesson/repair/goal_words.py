"""What a goal of a repair asks for, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.dynamodb.attributes import AttributeValue, Item
from simulator.dynamodb.phrases import joined
from simulator.lesson.words.items import short_value
from simulator.lesson.words.sentences import count_words, key_words, times_words
from simulator.lesson.words.times import time_words
from simulator.scenario.repairs import AboutItems, AboutRecords, GoalModel, GoalName

MOST_NAMED = 6
"""Items that a sentence names one by one."""


def goal_words(goal: GoalModel, key_names: tuple[str, ...]) -> str:
    """What a goal asks for: `ledger processes p-1 and p-2`."""
    terms = goal.terms
    items = ""
    if isinstance(terms, AboutRecords):
        items = _items(terms, key_names)
    elif isinstance(terms, AboutItems):
        items = _of_table(terms, key_names)
    return _WORDS[goal.name](terms, items)


def _items(terms: AboutRecords, key_names: tuple[str, ...]) -> str:
    if terms.keys is None:
        return "every record"
    named = [
        key_words((key,) if isinstance(key, AttributeValue) else tuple(key[name] for name in key_names if name in key))
        for key in terms.keys
    ]
    more = [count_words(len(named) - MOST_NAMED, "other")] if len(named) > MOST_NAMED else []
    return joined([*named[:MOST_NAMED], *more])


def _of_table(terms: AboutItems, key_names: tuple[str, ...]) -> str:
    """The items that the table has to have, with the attributes that count."""
    named = [_item(each, key_names) for each in terms.items[:MOST_NAMED]]
    more = [count_words(len(terms.items) - MOST_NAMED, "other")] if len(terms.items) > MOST_NAMED else []
    return joined([*named, *more])


def _item(item: Item, key_names: tuple[str, ...]) -> str:
    key = key_words(tuple(item[name] for name in key_names if name in item))
    attributes = [f"{name} {short_value(value)}" for name, value in item.items() if name not in key_names]
    return f"{key} ({', '.join(attributes)})" if attributes else key


_WORDS: Mapping[GoalName, Callable[[Any, str], str]] = {
    "processed": lambda terms, items: f"{terms.consumer} processes {items}",
    "not_processed": lambda terms, items: (
        f"{terms.consumer} processes no record{'' if terms.keys is None else f' of {items}'}"
    ),
    "in_destination": lambda terms, items: f"the destination of {terms.consumer} is told of {items}",
    "told_if_given_up": lambda terms, items: (
        f"the destination of {terms.consumer} is told of "
        f"{'each record' if terms.keys is None else f'a record of {items}'} that is given up"
    ),
    "given_up": lambda terms, items: f"{terms.consumer} gives up on {items}",
    "nothing_lost": lambda terms, items: (
        f"no record{'' if terms.keys is None else f' of {items}'} is lost to {terms.consumer}"
    ),
    "handled_once": lambda terms, items: f"{terms.consumer} does its work once for {items}",
    "in_order": lambda terms, items: (
        f"{terms.consumer} processes the changes of {'each item' if terms.keys is None else items} in order"
    ),
    "longest_wait": lambda terms, items: (
        f"{'no record' if terms.keys is None else items} {'waits' if terms.keys is None else 'wait at most'} "
        f"{'longer than ' if terms.keys is None else ''}{time_words(terms.at_most)} for {terms.consumer}"
    ),
    "iterator_age": lambda terms, _: f"the iterator age of {terms.consumer} is at most {time_words(terms.at_most)}",
    "invocations": lambda terms, _: f"{terms.consumer} is invoked at most {times_words(terms.at_most)}",
    "idle_by": lambda terms, _: f"{terms.consumer} is idle from {time_words(terms.at_most)} on",
    "in_table": lambda _, items: f"at the end the table has {items}",
}
