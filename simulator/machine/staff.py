"""The consumers of a run: those of the file, and those that the timeline updates, deletes and creates."""

from __future__ import annotations

from collections import Counter

from simulator.dynamodb.rules import Rules
from simulator.machine.consumers.consumer import Consumer, Past
from simulator.machine.consumers.event_source_mapping.function import Memory
from simulator.machine.consumers.event_source_mapping.mapping import EventSourceMapping
from simulator.machine.consumers.kcl import Kcl
from simulator.machine.consumers.poller import Poller
from simulator.machine.consumers.poller_owner import ReadPath
from simulator.machine.details import CreationDetail, DeletionDetail, StoredPosition, UpdateDetail
from simulator.machine.run import Run
from simulator.machine.steps import ConsumerInfo, History
from simulator.machine.stream_service import StreamListener
from simulator.machine.variables import Leases
from simulator.scenario.consumer_updates import ConsumerUpdate, updated
from simulator.scenario.consumers import ConsumerModel, FunctionModel, KclModel, LambdaModel, PollerModel
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario
from simulator.scenario.yaml.nodes import KeyPath

_PROCESSED = (Event.PROCESS_SUCCEEDED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE)
_HANDED_OVER = (*_PROCESSED, Event.PROCESS_FAILED)


def infos_of(scenario: Scenario, rules: Rules) -> tuple[ConsumerInfo, ...]:
    """Every consumer that a run ever has, once by its name: first those of the file, then those created later."""
    infos = {model.name: _info_of(model, True, rules) for model in scenario.consumers}
    for action in scenario.timeline:
        if action.create_consumer is not None:
            infos.setdefault(action.create_consumer.name, _info_of(action.create_consumer, False, rules))
    return tuple(infos.values())


def _info_of(model: ConsumerModel, from_the_start: bool, rules: Rules) -> ConsumerInfo:
    info = ConsumerInfo(
        model.name,
        model.type,
        model.starting_position,
        from_the_start=from_the_start,
        starts=model.starts,
        parents_first=rules.children_wait_for_parents,
    )
    if isinstance(model, LambdaModel):
        lanes = model.parallelization_factor
        return info._replace(on_failure=model.on_failure, tumbles=_tumbles(model), lanes=lanes)
    if isinstance(model, KclModel):
        return info._replace(workers=tuple(model.workers))
    return info._replace(
        lists_once=model.lists_shards == "once" and not rules.listing_once_is_enough,
        parents_first=info.parents_first and model.waits_for_parents,
        stored=_stored(model) if from_the_start else None,
    )


def _stored(model: ConsumerModel) -> StoredPosition | None:
    if not isinstance(model, PollerModel):
        return None
    if model.resume_after is not None:
        return "after", model.resume_after.record
    return None if model.resume_at is None else ("at", model.resume_at.record)


def _tumbles(model: ConsumerModel) -> bool:
    return isinstance(model, LambdaModel) and model.tumbling_window_in_seconds > 0


class Staff:
    """Who reads the stream now, by name."""

    def __init__(
        self,
        scenario: Scenario,
        run: Run,
        read_path: ReadPath,
        listeners: list[StreamListener],
        places: dict[str, KeyPath],
    ) -> None:
        """`listeners` are told of what happens to the stream; a consumer is one as long as it is there.

        `places` is filled: it has for each consumer the path in the file of the writes of its function.
        """
        self._places = places
        self._run = run
        self._read_path = read_path
        self._listeners = listeners
        self._availability_delay = scenario.stream.availability_delay
        self._models: dict[str, ConsumerModel] = {}
        self._consumers: dict[str, Consumer] = {}
        self._memories: dict[str, Memory] = {}
        """What the functions of deleted mappings remember, for a mapping that is created again."""
        self._late = [
            (each.name, each.starts) for each in scenario.consumers if each.starting_position == "TRIM_HORIZON"
        ]
        """The consumers that begin later than they are there, and find records then: name and start."""
        self._positions: dict[str, dict[int, int]] = {}
        """Where deleted mappings were, which only a believer remembers (F174)."""
        for index, model in enumerate(scenario.consumers):
            self._add(model, None)
            places[model.name] = ("consumers", index, "function", "writes")
        for info in run.trace.readers:
            if info.kind == "kcl" and not info.from_the_start:
                run.trace.recorded_histories[run.trace.variable_of("leases", info.name)] = History([Leases()])

    def named(self, name: str) -> Consumer:
        """A consumer that is there now."""
        return self._consumers[name]

    def late_starts(self) -> list[tuple[str, int]]:
        """The consumers whose start the machine waits for before it is at rest: name and milliseconds of the run."""
        return self._late

    def place_of(self, name: str) -> KeyPath:
        """The path in the file at which a consumer is described."""
        return self._places[name][:-2]

    def update(self, update: ConsumerUpdate, entry: int) -> None:
        """A deployment, with the index of its entry in the timeline: the settings that it names hold from now on."""
        name = update.consumer
        before, after = self._models[name], updated(self._models[name], update)
        self._run.step(Event.READ_CONSUMER_UPDATED, (), name, UpdateDetail(tuple(_changes(before, after))))
        self._models[name] = after
        if _function_of(before).writes != _function_of(after).writes:
            self._places[name] = ("timeline", entry, "update_consumer", "function", "writes")
        self._consumers[name].update(after)

    def delete(self, name: str) -> None:
        """A consumer is gone, and its position with it (F174)."""
        consumer = self._consumers.pop(name)
        if isinstance(consumer, EventSourceMapping):
            self._memories[name] = consumer.memory
            if self._run.rules.position_outlasts_deletion:
                ended = {shard.number: len(shard.records) for shard in self._run.trace.shards if not shard.is_open}
                self._positions[name] = {**ended, **consumer.positions()}
        self._listeners.remove(consumer.shard_poller)
        number = self._run.step(Event.READ_CONSUMER_DELETED, (), name, DeletionDetail(consumer.is_at_work()))
        consumer.delete(number)

    def create(self, model: ConsumerModel, entry: int) -> None:
        """A consumer begins, perhaps under the name of one that was deleted: what that one did still counts."""
        self._places[model.name] = ("timeline", entry, "create_consumer", "function", "writes")
        run = self._run
        again = model.name in self._models
        workers = tuple(model.workers) if isinstance(model, KclModel) else ()
        detail = CreationDetail(model.starting_position, again, _tumbles(model), workers, _stored(model))
        run.step(Event.READ_CONSUMER_CREATED, (), model.name, detail)
        if model.starts > run.now and model.starting_position == "TRIM_HORIZON":
            self._late.append((model.name, model.starts))
        model = model.model_copy(update={"starts": max(model.starts, run.now)})
        self._add(model, self._past(model.name) if again else None)
        self._consumers[model.name].shard_poller.expect_records()

    def _add(self, model: ConsumerModel, past: Past | None) -> None:
        run, index = self._run, self._run.trace.consumers.index(model.name)
        consumer: Consumer
        if isinstance(model, LambdaModel):
            consumer = EventSourceMapping(model, index, run, self._read_path, self._availability_delay, past)
        elif isinstance(model, KclModel):
            consumer = Kcl(model, index, run, self._read_path, past)
        else:
            consumer = Poller(model, index, run, self._read_path, past)
        self._models[model.name] = model
        self._consumers[model.name] = consumer
        self._listeners.append(consumer.shard_poller)

    def _past(self, name: str) -> Past:
        """What consumers of this name did before."""
        trace = self._run.trace
        processed: set[int] = set()
        deliveries: Counter[int] = Counter()
        for number, event in enumerate(trace.events, 1):
            if event in _PROCESSED and trace.actors[number - 1] == name:
                processed.update(trace.finished(number))
            if event in _HANDED_OVER and trace.actors[number - 1] == name:
                deliveries.update(trace.record_indexes[number - 1])
        return Past(frozenset(processed), deliveries, self._positions.get(name), self._memories.get(name))


def _function_of(model: ConsumerModel) -> FunctionModel:
    return model.function if isinstance(model, LambdaModel) else FunctionModel()


def _changes(before: ConsumerModel, after: ConsumerModel) -> list[tuple[str, object, object]]:
    """The settings that differ: name, value before, value after."""
    found: list[tuple[str, object, object]] = []
    for name in type(after).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if isinstance(old, FunctionModel) and isinstance(new, FunctionModel):
            inner = ((each, getattr(old, each), getattr(new, each)) for each in FunctionModel.model_fields)
            found += ((f"function.{each}", was, now) for each, was, now in inner if was != now)
        elif old != new:
            found.append((name, old, new))
    return found
