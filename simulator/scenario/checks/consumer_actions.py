"""Actions on consumers along the timeline: each consumer must exist, have a fitting type, and be in a fitting state."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from simulator.dynamodb.phrases import joined
from simulator.scenario.checks.problems import Listed, Problem, is_name
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.consumers import ConsumerModel, KclModel
from simulator.scenario.timeline_entries import ActionModel, ConsumerName
from simulator.scenario.yaml.nodes import KeyPath

_FITS = {
    "crash": ("poller", "kcl"),
    "restart": ("poller", "kcl"),
    "add_worker": ("kcl",),
    "stop": ("poller", "lambda", "kcl"),
    "start": ("poller", "lambda", "kcl"),
    "redeliver": ("lambda",),
}
"""The types of consumer that an action can happen to."""

_WHY = {
    "crash": "Lambda sees to its own failures",
    "restart": "Lambda sees to its own failures",
    "add_worker": "only a kcl consumer has workers",
    "redeliver": "only a lambda delivers a batch once more (F202)",
}

_BACK = {"stopped": "start", "crashed": "restart"}
"""How a consumer comes back."""

_IS = {"crashed": "has crashed"}
"""The states that do not go with `is`, in words."""

_GONE = {
    "deleted": "is deleted now; `create_consumer` creates it again",
    "not created": "is created later on the timeline",
}
"""Why nothing can happen to a consumer that is not there."""


@dataclass(slots=True)
class Known:
    """A consumer, as it is at a point of the timeline."""

    name: str
    type: str | None
    """None: it is not known before the run."""
    state: str | None = "running"
    """running, stopped, crashed, deleted or not created; None: it is not known before the run."""
    workers: dict[str, str | None] | None = field(default_factory=dict)
    """The state of each worker; None: the workers are not known before the run."""
    model: ConsumerModel | None = None
    """Its settings; None: they are not known before the run."""


class ConsumerStates:
    """The consumers and their workers, as the timeline goes on."""

    def __init__(self, consumers: Sequence[Listed], complete: bool, created: Sequence[ConsumerModel] = ()) -> None:
        """`created` are those that the timeline creates."""
        self._complete = complete
        """Whether these are all the consumers that the file has."""
        self._consumers = {each.model.name: known(each) for each in reversed(consumers) if "name" not in each.left_out}
        """The first of each name."""
        for model in created:
            if model.name not in self._consumers:
                self._consumers[model.name] = Known(model.name, model.type, "not created")

    def of(self, name: str) -> Known | None:
        """The consumer of this name, whether it is there now or not."""
        return self._consumers.get(name)

    def add(self, consumer: Known) -> None:
        """A consumer is created, perhaps again."""
        self._consumers[consumer.name] = consumer

    def found(self, name: str, path: KeyPath, entry: KeyPath) -> Generator[Problem, None, Known | None]:
        """The consumer that an action names at a path, if it is there at that time.

        `entry` is the path of the action, of which is said that it is not possible.
        """
        consumer = self._consumers.get(name)
        if consumer is None:
            if self._complete:
                yield Problem(path, "S204", f'no consumer is called "{name}"{did_you_mean(name, self._consumers)}')
            return None
        if consumer.state in _GONE:
            yield Problem(entry, "S211", f'"{name}" {_GONE[consumer.state]}')
            return None
        return consumer

    def unknown(self) -> None:
        """Something happens that could not be read."""
        for consumer in self._consumers.values():
            consumer.state = None
            consumer.workers = consumer.model = None

    def check(self, kind: str, action: ActionModel, path: KeyPath) -> Iterator[Problem]:
        """An action on a consumer; afterwards it has happened."""
        named: ConsumerName | None = getattr(action, kind)
        if named is None:
            self.unknown()
            return
        here: KeyPath = (*path, kind)
        worker: str | None = getattr(named, "worker", None)
        consumer = yield from self.found(named.consumer, (*here, "consumer"), here)
        if consumer is None:
            return
        if consumer.type is None:
            consumer.state = consumer.workers = None
        elif consumer.type not in _FITS[kind]:
            message = f'"{consumer.name}" is of type {consumer.type}: {_WHY[kind]}'
            yield Problem((*here, "consumer"), "S204", message)
        elif consumer.type == "kcl" and kind not in ("stop", "start"):
            yield from _check_worker(consumer, kind, worker, here)
        else:
            if worker is not None:
                message = f'"{consumer.name}" is of type {consumer.type}: it has no workers'
                yield Problem((*here, "worker"), "S206", message)
            if kind != "redeliver":
                reason = _why_not(kind, consumer.state, f'"{consumer.name}"')
                if reason:
                    yield Problem(here, "S211", reason)
                consumer.state = _after(kind)


def known(consumer: Listed) -> Known:
    """A consumer as it is when it begins."""
    model, left_out = consumer.model, consumer.left_out
    made = Known(model.name, None if "type" in left_out else model.type)
    made.model = None if left_out else model
    if isinstance(model, KclModel):
        made.workers = None if "workers" in left_out else dict.fromkeys(model.workers, "running")
    return made


def _check_worker(consumer: Known, kind: str, worker: str | None, path: KeyPath) -> Iterator[Problem]:
    """An action on one worker of a KCL consumer."""
    workers = consumer.workers
    if worker is None:
        message = f'missing key "worker": "{consumer.name}" is of type kcl, and one of its workers is meant'
        yield Problem(path, "S202", message)
        consumer.workers = None
        return
    worker_path: KeyPath = (*path, "worker")
    if kind == "add_worker":
        if not is_name(worker):
            yield Problem(worker_path, "S204", "a worker's name has letters, digits, - and _ only")
        if workers is not None and worker in workers:
            yield Problem(worker_path, "S211", f'"{consumer.name}" has a worker "{worker}" already')
    elif workers is not None and worker not in workers:
        has = f"it has {joined(workers)}{did_you_mean(worker, workers)}"
        yield Problem(worker_path, "S204", f'"{consumer.name}" has no worker "{worker}" now; {has}')
        return
    elif workers is not None:
        reason = _why_not(kind, workers[worker], f'the worker "{worker}"')
        if reason:
            yield Problem(path, "S211", reason)
    if workers is not None:
        workers[worker] = _after(kind)


def _why_not(kind: str, state: str | None, who: str) -> str | None:
    """Why a consumer or worker in this state cannot crash, restart, stop or start."""
    if state is None:
        return None
    if kind in ("crash", "stop"):
        return None if state == "running" else f"{who} is not running now: it {_IS.get(state, f'is {state}')}"
    if state == "running":
        return f"{who} is running now"
    is_in_it = _IS.get(state, f"is {state} now")
    return None if _BACK[state] == kind else f"{who} {is_in_it}: `{_BACK[state]}` brings it back"


def _after(kind: str) -> str:
    return {"crash": "crashed", "stop": "stopped"}.get(kind, "running")
