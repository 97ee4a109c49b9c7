"""Remarks on a line that a sandbox took: consumers that it replaces or adds, and patterns that can never match."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.phrases import joined
from simulator.lesson.sandbox.sandbox import Sandbox
from simulator.scenario.checks.advice_on_patterns import advice_on_patterns
from simulator.scenario.model import Scenario


def remarks(before: Sandbox, after: Sandbox) -> tuple[str, ...]:
    """What a person should know of the change from one sandbox to another, a sentence each."""
    old, new = before.lesson.scenario, after.lesson.scenario
    known = {each.message for each in advice_on_patterns(old)}
    advice = [each.message for each in advice_on_patterns(new) if each.message not in known]
    return (*_of_consumers(old, new), *(f"{each[0].upper()}{each[1:]}." for each in advice))


def _of_consumers(old: Scenario, new: Scenario) -> Iterator[str]:
    had, has = ([each.name for each in scenario.consumers] for scenario in (old, new))
    gone, come = [name for name in had if name not in has], [name for name in has if name not in had]
    if gone and come:
        add = f"consumers: {{{len(had) + 1}: {{name: {come[0]}}}}}"
        yield f"It replaces {joined(gone)} by {joined(come)}; {add} adds a consumer instead."
    elif gone:
        yield f"It takes {joined(gone)} away."
    elif come:
        yield f"It adds {joined(come)} to {joined(had)}." if had else f"It adds {joined(come)}."
