"""The field of the scenario format that names a step: its number, or a path from the label of an action."""

from __future__ import annotations

import re
from typing import Annotated, Any

from simulator.dynamodb.whole_numbers import in_digits
from simulator.scenario.fields import is_nothing, refusal, written
from simulator.scenario.read_by import ReadBy
from simulator.scenario.step_paths import LABEL, MOST, InvalidPath, StepPath, path_of
from simulator.scenario.yaml.nodes import Scalar


def _step(value: Any) -> StepPath:
    if isinstance(value, StepPath):
        return value
    text = None if isinstance(value, bool) or is_nothing(value) else written(value)
    if text is None:
        raise refusal("S203", "expected a step: its number, or a path such as placed.capture")
    if isinstance(value, Scalar) and value.kind == "string" and in_digits(value):
        raise refusal("S203", "expected a step: its number without quotes, or a path such as placed.capture")
    try:
        path = path_of(text)
    except InvalidPath as problem:
        is_number = re.fullmatch(r"[-+]?[0-9]+", text) is not None
        raise refusal("S204", _RANGE) if is_number else refusal("S203", str(problem)) from None
    if isinstance(path.base, int) and path.base > MOST:
        raise refusal("S204", _RANGE)
    return path


_RANGE = f"expected a step's number, from 0 to {MOST:,}"

_STEP_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": MOST},
        {"type": "string", "pattern": f"^({LABEL}([./~].*)?)$"},
    ]
}

StepField = Annotated[StepPath, ReadBy(_step, _STEP_SCHEMA)]
"""A step: its number, `start`, `end`, or a path from the label of an action."""
