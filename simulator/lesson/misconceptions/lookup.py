"""Wrong beliefs by their names: those that a run can show, and those that are facts alone."""

from __future__ import annotations

import re

from simulator.dynamodb.facts import facts
from simulator.dynamodb.rules import AWS
from simulator.lesson.misconceptions.catalogue import Misconception, misconception

_TOLD = re.compile(r'A wrong belief: "(?P<belief>.+?)" (?P<refutation>.+)', re.DOTALL)


def named_belief(name: str) -> Misconception | None:
    """A wrong belief by its number or its slug; None where that is no belief.

    One that the machine has no rule for, such as F273, is taken from the facts. Its rules are those of the service.
    """
    known = misconception(name)
    if known is not None or name not in facts():
        return known
    told = _TOLD.fullmatch(facts()[name].text)
    return told and Misconception(name, "", told["belief"], "", told["refutation"], AWS)
