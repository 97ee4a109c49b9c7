"""Consumers that the timeline updates, deletes and creates: whether that can be, and what they are afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.table import KeySchema
from simulator.scenario.checks.consumer_actions import ConsumerStates, known
from simulator.scenario.checks.consumers import check_consumer
from simulator.scenario.checks.problems import Entry, Listed, Problem
from simulator.scenario.consumer_updates import named_in, updated
from simulator.scenario.consumers import MODELS
from simulator.scenario.timeline_entries import ActionModel
from simulator.scenario.yaml.nodes import KeyPath


def check_change(
    kind: str, entry: Entry, staff: ConsumerStates, empty_polls: bool, schema: KeySchema | None
) -> Iterator[Problem]:
    """An update, a deletion or a creation; afterwards it has happened. `empty_polls`: whether they are shown."""
    action, path = entry.action, entry.path
    here: KeyPath = (*path, kind)
    if action.update_consumer is not None:
        yield from _check_update(entry, here, staff, empty_polls, schema)
    elif action.delete_consumer is not None:
        consumer = yield from staff.found(action.delete_consumer, here, here)
        if consumer is not None:
            consumer.state = "deleted"
    elif action.create_consumer is not None:
        yield from _check_creation(action, here, staff, empty_polls, schema)
    else:
        staff.unknown()


def _check_update(
    entry: Entry, path: KeyPath, staff: ConsumerStates, empty_polls: bool, schema: KeySchema | None
) -> Iterator[Problem]:
    update = entry.action.update_consumer
    assert update is not None
    consumer = yield from staff.found(update.consumer, (*path, "consumer"), path)
    named = named_in(update)
    if not named and entry.is_whole():
        yield Problem(path, "S206", "nothing changes here; name a setting beside `consumer`, such as batch_size: 10")
    if consumer is None or consumer.type is None:
        return
    for name in named:
        if name not in MODELS[consumer.type].model_fields:
            having = " or ".join(kind for kind, model in MODELS.items() if name in model.model_fields)
            message = f'"{name}" belongs to a consumer of type {having}; "{consumer.name}" is of type {consumer.type}'
            yield Problem((*path, name), "S206", message)
    if consumer.model is not None:
        before, consumer.model = consumer.model, updated(consumer.model, update)
        known_already = set(check_consumer(Listed(0, before), path, empty_polls, schema))
        for problem in check_consumer(Listed(0, consumer.model), path, empty_polls, schema):
            if problem not in known_already:
                yield problem


def _check_creation(
    action: ActionModel, path: KeyPath, staff: ConsumerStates, empty_polls: bool, schema: KeySchema | None
) -> Iterator[Problem]:
    model = action.create_consumer
    assert model is not None
    yield from check_consumer(Listed(0, model), path, empty_polls, schema)
    earlier = staff.of(model.name)
    if earlier is not None and earlier.state not in ("deleted", "not created", None):
        message = f'a consumer is called "{model.name}" already; `delete_consumer` deletes it'
        yield Problem((*path, "name"), "S211", message)
    if earlier is not None and earlier.type not in (model.type, None):
        message = f'"{model.name}" was of type {earlier.type}; a consumer of another type takes another name'
        yield Problem((*path, "type"), "S204", message)
    staff.add(known(Listed(0, model)))
