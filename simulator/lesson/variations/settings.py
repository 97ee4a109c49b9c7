"""The settings of a lesson that a learner may turn: those that matter in it, with their values and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from simulator.dynamodb.phrases import joined
from simulator.lesson.words.settings import setting_words
from simulator.machine.trace import Trace
from simulator.scenario.consumers import ConsumerModel, LambdaModel, PollerModel
from simulator.scenario.durations import PATTERN
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario
from simulator.scenario.setting_paths import NoSetting, SettingPath, field_of, part_at, place_of
from simulator.scenario.timeline_entries import KINDS, ActionModel

SettingKind = Literal["number", "duration", "flag", "choice", "list", "pattern", "text"]
"""How a setting is turned: a number or a duration is typed, a flag has two values, a choice has a few."""


class Setting(NamedTuple):
    """A setting of a lesson."""

    path: SettingPath
    consumer: str | None
    """The consumer that it is of; None: it is of the stream or of the timeline."""
    kind: SettingKind
    value: Any
    """The value as the lesson's models have it: durations in milliseconds."""
    words: str
    """The value in words."""
    choices: tuple[str, ...]
    """The values that it can take, where they are few; each as a file has it."""
    allowed: str
    """The values that it can take, in words."""
    meaning: str
    """What it is, in a sentence."""

    @property
    def name(self) -> str:
        """Its name beside the consumer that it is of: `function.duration`; of the timeline `timeline.3.wait`."""
        return ".".join(self.path[2:] if self.path[0] == "consumers" else self.path)


_ALWAYS = {
    "poller": ("limit", "poll_interval", "processing_time"),
    "lambda": (
        "batch_size",
        "maximum_batching_window_in_seconds",
        "parallelization_factor",
        "function.duration",
    ),
    "kcl": ("checkpoint_every", "failover_time", "processing_time"),
}
_WHERE_IT_FAILS = (
    "maximum_retry_attempts",
    "maximum_record_age_in_seconds",
    "bisect_batch_on_function_error",
    "function_response_types",
    "on_failure",
    "function.failures",
)
_OF_SHARDS = ("lists_shards", "waits_for_parents", "checkpoint_at_shard_end", "checkpoint_at_hand_over")
_NOT_TURNED = frozenset({"name", "type", "workers", "function", "resume_after", "resume_at"})
_FAILS = (Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_THROTTLED)


def settings(scenario: Scenario, trace: Trace) -> tuple[Setting, ...]:
    """The settings that matter in a lesson.

    They are those that its file names, those that every consumer of a kind has to do with, and those about what happens
    in its run: failures, shards that close, effects.
    """
    found = [setting_at(scenario, ("stream", "view_type"))] if scenario.stream.enabled else []
    for place, entry in enumerate(scenario.timeline, 1):
        if entry.enable_stream is not None:
            found.append(setting_at(scenario, ("timeline", entry.id or str(place), "enable_stream", "view_type")))
    for place, consumer in enumerate(scenario.consumers, 1):
        named = dict.fromkeys((*_ALWAYS[consumer.type], *_by_the_run(consumer, trace), *_named(consumer)))
        found += [setting_at(scenario, ("consumers", str(place), *name.split("."))) for name in named]
    waits = (place for place, entry in enumerate(scenario.timeline, 1) if entry.wait is not None)
    return (*found, *(setting_at(scenario, ("timeline", str(place), "wait")) for place in waits))


def named_values(consumer: ConsumerModel) -> dict[str, Any]:
    """The settings of a consumer that its file names, by their names; the others have their usual values."""
    return {name: attrgetter(name)(consumer) for name in _named(consumer)}


def setting_at(scenario: Scenario, path: SettingPath) -> Setting:
    """The setting at a path, with its value in a lesson.

    Raises:
        NoSetting: the lesson has none there.
    """
    holder, value = _holder_and_value(scenario, path)
    schema = _schema(holder, path[-1])
    consumer = scenario.consumers[int(path[1]) - 1].name if path[0] == "consumers" else None
    kind, choices, allowed = _values(schema)
    relative = ".".join(path[2:] if path[0] == "consumers" else path[-1:])
    words = setting_words(relative, value)
    meaning = schema.get("description", "") + (_neighbours(scenario, path[1]) if path[0] == "timeline" else "")
    return Setting(path, consumer, kind, value, words, choices, allowed, meaning)


def setting_value(scenario: Scenario, path: SettingPath) -> Any:
    """The value of the setting at a path, as the lesson's models have it.

    Raises:
        NoSetting: the lesson has none there.
    """
    return _holder_and_value(scenario, path)[1]


def _holder_and_value(scenario: Scenario, path: SettingPath) -> tuple[type[BaseModel], Any]:
    *above, key = path
    holder = part_at(scenario, above)
    name = field_of(type(holder), key) if isinstance(holder, BaseModel) else None
    if name is None:
        raise NoSetting(f"{'.'.join(above) or 'the lesson'} has no {key}")
    return type(holder), getattr(holder, name)


def _neighbours(scenario: Scenario, key: str) -> str:
    """Between which entries of the timeline a wait stands, and which entry another one follows."""
    place = place_of(key, [entry.id for entry in scenario.timeline])
    if not place:
        return ""
    before, entry, *after = scenario.timeline[place - 1 : place + 2]
    if entry.wait is None:
        return f" Here it is the time from {_entry_words(before)} to {_entry_words(entry)}."
    return f" This one is between {_entry_words(before)} and {_entry_words(after[0])}." if after else ""


def _entry_words(entry: ActionModel) -> str:
    """An entry of the timeline by what it is, and by its label: `restart (monday)`."""
    kind = next(name for name in KINDS if name in entry.model_fields_set)
    return kind if entry.id is None else f"{kind} ({entry.id})"


def _by_the_run(consumer: Any, trace: Trace) -> Iterator[str]:
    """The settings about something that happens in a lesson's run, or that its consumer is made for."""
    fields = type(consumer).model_fields
    if isinstance(consumer, LambdaModel):
        if any(trace.actors[number - 1] == consumer.name for number in trace.steps_of(*_FAILS)):
            yield from _WHERE_IT_FAILS if consumer.function.fails_on is not None else _WHERE_IT_FAILS[:-1]
        if consumer.function.effect is not None or consumer.function.writes:
            yield "function.idempotent"
    if trace.steps_of(Event.AVAILABLE_SHARD_CLOSED):
        yield from (name for name in _OF_SHARDS if name in fields)
    if consumer.starting_position == "LATEST" or (isinstance(consumer, PollerModel) and consumer.starts):
        yield "starting_position"


def _named(consumer: Any) -> Iterator[str]:
    """The settings that a lesson's file names."""
    yield from (name for name in type(consumer).model_fields if name in consumer.model_fields_set - _NOT_TURNED)
    if isinstance(consumer, LambdaModel):
        function = consumer.function
        yield from (f"function.{name}" for name in type(function).model_fields if name in function.model_fields_set)


@cache
def _properties(model: type[BaseModel]) -> dict[str, Any]:
    return dict(model.model_json_schema()["properties"])


def _schema(model: type[BaseModel], key: str) -> dict[str, Any]:
    found = _properties(model)[key]
    assert isinstance(found, dict)
    return found


def _values(schema: dict[str, Any]) -> tuple[SettingKind, tuple[str, ...], str]:
    """How a setting is turned, the values to choose from, and what is allowed in words."""
    branches = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    is_optional = len(branches) < len(schema.get("anyOf", [schema]))
    constants = [str(each["const"]) for each in branches if "const" in each]
    names = [str(name) for each in branches for name in each.get("enum", ())]
    numbers = next((each for each in branches if "minimum" in each), None)
    if names:
        choices = (*names, *(["null"] if is_optional else []))
        return "choice", choices, joined(choices, "or")
    if numbers is not None:
        either = "".join(f"{each}, or " for each in constants)
        return "number", (), f"{either}{numbers['minimum']} to {numbers['maximum']:,}"
    first = branches[0] if branches else schema
    if first.get("type") == "boolean":
        return "flag", ("true", "false"), "true or false"
    if PATTERN.pattern in first.get("pattern", ""):
        return "duration", (), "a duration, such as 250ms, 2s, 5m or 25h"
    if first.get("type") == "array":
        items = first.get("items", {})
        listed = [str(each) for each in (*items.get("enum", ()), *([items["const"]] if "const" in items else ()))]
        choices = ("[]", *(f"[{each}]" for each in listed)) if listed else ()
        return "list", choices, joined(choices, "or") if choices else "a list"
    if first.get("type") == "object":
        return "pattern", (), "a filter pattern"
    return "text", (), "a text"
