"""Wrong beliefs by their names: those that a run can show, and those that only the facts refute."""

from __future__ import annotations

import re

from simulator.dynamodb.facts import facts
from simulator.lesson.misconceptions.catalogue import Misconception, misconception

_WRONG_BELIEF = re.compile(r'A wrong belief: "(?P<belief>.+?)" (?P<refutation>.+)', re.DOTALL)


def named_belief(name: str) -> Misconception | None:
    """A wrong belief by its number or its slug; None where that is no belief.

    One that the machine has no rule for, such as F273, is taken from the facts. Its rules are those of the service.
    """
    known = misconception(name)
    if known is not None or name not in facts():
        return known
    found = _WRONG_BELIEF.fullmatch(facts()[name].text)
    if found is None:
        return None
    belief, refutation = found["belief"], found["refutation"]
    return Misconception(number=name, slug="", belief=belief, expects="", refutation=refutation, decision=None)
