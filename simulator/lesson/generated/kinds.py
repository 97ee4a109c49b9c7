"""The kinds of questions that the program makes: one row for each, with the function that drafts its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from simulator.lesson.generated.about_functions import deliveries, effects, own_write
from simulator.lesson.generated.about_loops import loop_end
from simulator.lesson.generated.about_records import image, match
from simulator.lesson.generated.about_runs import count, order
from simulator.lesson.generated.about_steps import event_name, first_step, last_step, next_step
from simulator.lesson.generated.about_values import cell, changed, value
from simulator.lesson.generated.draft import Draft
from simulator.lesson.generated.what_if import what_if
from simulator.lesson.lesson import Lesson

WHAT_IF = "what-if"
"""The kind of questions that are about the run of a changed lesson."""

KINDS: dict[str, Callable[[Lesson, int], Iterator[Draft[Any]]]] = {
    "first-step": first_step,
    "last-step": last_step,
    "cell": cell,
    "value": value,
    "count": count,
    "changed": changed,
    "event-name": event_name,
    "next": next_step,
    "order": order,
    "match": match,
    "image": image,
    "deliveries": deliveries,
    "effects": effects,
    "own-write": own_write,
    "loop-end": loop_end,
    WHAT_IF: what_if,
}
"""The function of each kind makes drafts from a lesson and a seed."""
