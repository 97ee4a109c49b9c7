"""The records at which a batch failed; the others of the batch come again with them."""

from __future__ import annotations

from simulator.machine.details import FailureDetail, PartialDetail
from simulator.machine.trace import Trace


def failed_records(trace: Trace, number: int) -> tuple[int, ...]:
    """The records that made a step's invocation fail, as indexes: the one that it stopped at, or all that it reported.

    Empty where no record did, as in an outage, and for steps of other kinds.
    """
    detail = trace.details.get(number)
    if isinstance(detail, FailureDetail):
        return () if detail.failed is None else (detail.failed,)
    if not isinstance(detail, PartialDetail):
        return ()
    reported = trace.reports.get(number, ())
    records = trace.record_indexes[number - 1]
    found = tuple(index for index in records if str(trace.records[index].sequence_number) in reported)
    return found or (detail.failed,)
