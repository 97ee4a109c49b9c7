"""Advice on filter patterns that the service accepts, and that no record can ever match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.dynamodb.never_matches import never_matches
from simulator.dynamodb.stream import ViewType
from simulator.scenario.checks.problems import Problem
from simulator.scenario.consumers import WINDOW_END, LambdaModel
from simulator.scenario.model import Scenario
from simulator.scenario.states_of_consumers import every_consumer
from simulator.scenario.yaml.nodes import KeyPath


def advice_on_patterns(scenario: Scenario) -> Iterator[Problem]:
    """Advice on each pattern of a mapping that can never match, in the file's order."""
    later = [action.enable_stream.view_type for action in scenario.timeline if action.enable_stream]
    types = [ViewType(name) for name in (scenario.stream.view_type, *later)]
    has_new, has_old = any(each.has_new for each in types), any(each.has_old for each in types)
    for pattern, path, comes in _patterns(scenario):
        reason = never_matches(pattern, has_new, has_old)
        if reason is not None:
            yield Problem(path, "W524", f"no record ever matches this pattern, so {comes}: {reason}")


def _patterns(scenario: Scenario) -> Iterator[tuple[Mapping[str, Any], KeyPath, str]]:
    """Each pattern with its path, and what comes of it if nothing matches."""
    for consumer, path, before in every_consumer(scenario):
        if not isinstance(consumer, LambdaModel):
            continue
        old = before if isinstance(before, LambdaModel) else None
        here: KeyPath = (*path, "function")
        if old is None or old.filter_criteria is not consumer.filter_criteria:
            for number, pattern in enumerate(consumer.filter_criteria):
                yield pattern, (*path, "filter_criteria", number), "it lets nothing through"
        fails_on, when = consumer.function.fails_on, consumer.function.when
        before_fails_on, before_when = (None, None) if old is None else (old.function.fails_on, old.function.when)
        if fails_on is not None and fails_on is not before_fails_on and WINDOW_END not in fails_on:
            yield fails_on, (*here, "fails_on"), "the function never fails"
        if when is not None and when is not before_when:
            yield when, (*here, "when"), "the function has no effect and writes nothing"
