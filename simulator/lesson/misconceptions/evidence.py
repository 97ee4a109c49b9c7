"""Whether a run under some rules bears on a question: the rows of the catalogue, asked by the decisions that are wrong.

Rules with no decision wrong are the service's own, and bear on everything.
"""

from __future__ import annotations

from functools import lru_cache

from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.stream import ViewType
from simulator.dynamodb.table import Operation
from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS, Misconception
from simulator.scenario.events import Event


def refutes(rules: Rules, event: Event, operation: Operation | None) -> bool:
    """Whether a step of the real run, by its event and its write's operation, shows that these rules are wrong."""
    return any(each.is_refuted_by(event, operation) for each in _beliefs(rules))


def is_about(rules: Rules, event: Event) -> bool:
    """Whether an expectation of an event distinguishes these rules from the service's."""
    return all(event in each.affected_events for each in _beliefs(rules))


def is_about_variable(rules: Rules, variable: str) -> bool:
    """The same for the value of a variable, by its id."""
    kind = variable.partition(".")[0]
    return all(each.affects_variable(kind) for each in _beliefs(rules))


def is_about_images(rules: Rules, view_type: ViewType) -> bool:
    """The same for the images of a record, by its view type: F278 is a belief about NEW_IMAGE alone."""
    return all(view_type in each.affected_images for each in _beliefs(rules))


def is_about_transactions(rules: Rules) -> bool:
    """The same for the order of a transaction's records."""
    return all(each.affects_transactions for each in _beliefs(rules))


def is_about_identity(rules: Rules) -> bool:
    """The same for a record's userIdentity."""
    return all(each.affects_identity for each in _beliefs(rules))


@lru_cache(maxsize=64)
def _beliefs(rules: Rules) -> tuple[Misconception, ...]:
    """The misconceptions that these rules have in them."""
    return tuple(
        each
        for each in MISCONCEPTIONS
        if each.decision is not None and getattr(rules, each.decision) != getattr(AWS, each.decision)
    )
