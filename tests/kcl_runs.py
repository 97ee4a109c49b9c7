"""Scenarios of one KCL application, and the actions of its workers."""

from __future__ import annotations

from simulator.machine.trace import Trace

FIVE = 'repeat: {times: 5, every: 0ms, do: {put: {order_id: "o-{n}"}}}'


def workers(timeline: str, more: str = "workers: [a, b]", shards: int = 1) -> str:
    """A scenario of one KCL application."""
    return (
        f"stream: {{view_type: KEYS_ONLY, shards: {shards}}}\n"
        f"consumers: [{{name: w, type: kcl, {more}}}]\ntimeline: [{timeline}]"
    )


def did(trace: Trace) -> list[str]:
    """The actions of the workers: time, event, worker, then the records, or the shards of a step about none."""
    lines = []
    for step in trace.steps:
        if step.consumer is not None:
            about = ",".join(map(str, step.records or step.shards))
            lines.append(" ".join(word for word in (str(step.time), step.event.value, step.worker, about) if word))
    return lines
