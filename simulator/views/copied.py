"""The text that a learner copies from the screen: a record as JSON, a call as it went, or the reason of a step."""

from __future__ import annotations

import json
from typing import NamedTuple

from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.machine.trace import Trace
from simulator.views.follow import Followed, captured_records
from simulator.views.record import record_name


class Copied(NamedTuple):
    """A text for the clipboard, and what it is."""

    text: str
    what: str
    """In words, as in `record o-1 · r3 as JSON`."""


def copied(
    trace: Trace,
    step: int,
    followed: Followed | None = None,
    record: int | None = None,
    holds_back: bool = False,
) -> Copied:
    """What is looked at after a step.

    It is a record in the shape of the service's own GetRecords: the one that is chosen of the step's records, or else
    the one that is followed, or else the first,
    and of a batch the first that failed. For a step that is about no captured record it is the step's reason.

    Args:
        trace: the run.
        step: the step, 0 for the start.
        followed: what is followed.
        record: the record of the step that is chosen, as an index into `Trace.records`.
        holds_back: whether the reason leaves out what comes of the step.
    """
    there = captured_records(trace, step)
    if there:
        wanted = (record, followed.record if followed is not None else None)
        index = next((each for each in wanted if each in there), there[0])
        text = json.dumps(trace.records[index].to_api(), indent=2, ensure_ascii=False)
        return Copied(text, f"record {record_name(trace, index)} as JSON")
    reason = plain(narrate(trace, step, not holds_back))
    return Copied(reason, "the reason of this step" if step else "the words about the start")
