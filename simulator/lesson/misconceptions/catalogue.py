"""Wrong beliefs about DynamoDB Streams, each as the service with one decision wrong.

Running a scenario under one shows what its believer would expect; the step at which that run and the documented one
diverge refutes the belief.
"""

from __future__ import annotations

from simulator.lesson.misconceptions.misconception import Misconception
from simulator.lesson.misconceptions.of_consumers import OF_CONSUMERS
from simulator.lesson.misconceptions.of_streams import OF_STREAMS
from simulator.lesson.misconceptions.of_writes import OF_WRITES

__all__ = ["MISCONCEPTIONS", "Misconception", "misconception"]

MISCONCEPTIONS: tuple[Misconception, ...] = tuple(
    sorted((*OF_WRITES, *OF_STREAMS, *OF_CONSUMERS), key=lambda each: int(each.number.removeprefix("F")))
)
"""In the order of the facts' numbers."""


def misconception(name: str) -> Misconception | None:
    """A misconception by its number (`F298`) or its slug (`empty-means-done`); None where there is no such one."""
    wanted = name.lower()
    return next((each for each in MISCONCEPTIONS if wanted in (each.number.lower(), each.slug)), None)
