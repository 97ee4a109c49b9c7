"""The order in which the library's lessons are to be learned."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import load_scenario
from simulator.scenario.model import Scenario


def course() -> list[Scenario]:
    """The library's lessons in the order of the course."""
    return in_order([load_scenario(name) for name in lesson_names()])


def next_in_course(name: str) -> Scenario | None:
    """The lesson that comes after a lesson of the library; None after the last one, and after a lesson of no course."""
    lessons = course() if name in lesson_names() else []
    places = {each.name: place for place, each in enumerate(lessons)}
    following = places.get(name, len(lessons)) + 1
    return lessons[following] if following < len(lessons) else None


def in_order(scenarios: Iterable[Scenario]) -> list[Scenario]:
    """Lessons part by part, in each by `order` and name; the part that begins first comes first, no part last."""
    scenarios = list(scenarios)
    first: dict[str, int] = {}
    for each in scenarios:
        if each.part is not None:
            first[each.part] = min(first.get(each.part, each.order or 0), each.order or 0)

    def rank(each: Scenario) -> tuple[bool, int, str, int, str]:
        part = each.part
        return part is None, 0 if part is None else first[part], part or "", each.order or 0, each.name

    return sorted(scenarios, key=rank)
