"""Several runs over one scale: an instant of one of them is a column of all, so that a time has one place in all."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.views.time.lanes import Column, TimeLanes, with_gaps


def together(runs: Sequence[TimeLanes]) -> tuple[TimeLanes, ...]:
    """The lanes of some runs with columns for the same times; a column in which nothing happened has no steps.

    Where a long run leaves steps out, they are left out of all.
    """
    begins = max((run.columns[1].began for run in runs if run.left_out), default=0)
    kept = [_from(run, begins) for run in runs]
    times = sorted({column.began for run in kept for column in run.columns})
    by_time = [{column.began: column for column in run.columns} for run in kept]
    polls = {time: all(found[time].is_poll for found in by_time if time in found) for time in times}
    return tuple(run._replace(columns=_columns(run, times, polls)) for run in kept)


def _from(run: TimeLanes, begins: int) -> TimeLanes:
    """A run without what happened after its first column and before a time."""
    columns = (*run.columns[:1], *(column for column in run.columns[1:] if column.began >= begins))
    last = columns[0].last_step if columns else 0
    lanes = (
        lane._replace(marks=tuple(mark for mark in lane.marks if mark.step <= last or mark.time >= begins))
        for lane in run.lanes
    )
    return run._replace(columns=columns, lanes=tuple(lanes))


def _columns(run: TimeLanes, times: Sequence[int], polls: dict[int, bool]) -> tuple[Column, ...]:
    own = {column.began: column for column in run.columns}
    found: list[Column] = []
    following = run.step + 1
    for time in reversed(times):
        if time in own:
            following = own[time].first_step
            found.append(own[time]._replace(is_poll=polls[time]))
        else:
            last = max((column.last_step for column in run.columns if column.began < time), default=0)
            found.append(Column(time, time, following, last, False, is_poll=polls[time]))
    return with_gaps(found[::-1])
