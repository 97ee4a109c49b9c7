"""The lines of a table in which gaps stand between the rows: each step's line, and the step of each line."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import NamedTuple


class Lines(NamedTuple):
    """The lines of so many rows. A gap has the line above the row of the step that ends it."""

    rows: int
    gaps: array[int]
    """The steps that end a gap, in order."""

    def line_of(self, step: int) -> int:
        """The line of a step's row, counted from 0; of step 0, the start, the line before all."""
        return step - 1 + bisect_right(self.gaps, step)

    def at(self, line: int) -> tuple[int, bool]:
        """The step to which a line belongs, and whether the line is the gap before it; beyond the last row, step 0."""
        step = 1 + bisect_left(range(1, self.rows + 1), line, key=self.line_of)
        if line < 0 or step > self.rows:
            return 0, False
        return step, self.line_of(step) != line
