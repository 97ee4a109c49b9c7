"""Which steps may not tell what comes of them, because that is still to be predicted."""

from __future__ import annotations

from collections.abc import Collection

from simulator.machine.trace import Trace
from simulator.scenario.events import Phase


def holds_back(trace: Trace, step: int, ahead: Collection[int]) -> bool:
    """Whether a step keeps back what comes of it. `ahead` are the steps after it that are still to be predicted.

    It is so for the step before such a step, and for each write before one: the record that follows a write, or does
    not, may come much later.
    """
    is_write = step > 0 and trace.events[step - 1].phase is Phase.WRITE
    return bool(ahead) and (is_write or step + 1 in ahead)
