"""The consumers, each for itself: names, and limits that a single field cannot check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.dynamodb.table import KeySchema
from simulator.scenario.checks.function_writes import check_function_writes
from simulator.scenario.checks.problems import Listed, Problem, is_name
from simulator.scenario.consumers import MAX_PATTERNS, MAX_WORKERS, KclModel, LambdaModel, PollerModel
from simulator.scenario.model import MAX_CONSUMERS
from simulator.scenario.yaml.nodes import KeyPath


def check_consumers(consumers: Sequence[Listed], empty_polls: bool, schema: KeySchema | None) -> Iterator[Problem]:
    """Names that can stand in a variable's id, each once; functions that make sense; polls that end."""
    if len(consumers) > MAX_CONSUMERS:
        yield Problem(("consumers",), "S204", f"{len(consumers)} consumers; at most {MAX_CONSUMERS}")
    seen: set[str] = set()
    for consumer in consumers:
        path: KeyPath = ("consumers", consumer.position)
        yield from check_consumer(consumer, path, empty_polls, schema)
        if "name" not in consumer.left_out:
            if consumer.model.name in seen:
                yield Problem((*path, "name"), "S204", f'two consumers are called "{consumer.model.name}"')
            seen.add(consumer.model.name)


def check_consumer(consumer: Listed, path: KeyPath, empty_polls: bool, schema: KeySchema | None) -> Iterator[Problem]:
    """A consumer for itself, at its path in the file; `schema` is None where the table's keys could not be read."""
    model = consumer.model
    if "name" not in consumer.left_out and not is_name(model.name):
        yield Problem((*path, "name"), "S204", "a consumer's name has letters, digits, - and _ only")
    if empty_polls and getattr(model, "poll_interval", 1) == 0:
        message = "with show_empty_polls a poll interval is at least 1ms, or empty polls would never end"
        yield Problem((*path, "poll_interval"), "S204", message)
    if isinstance(model, PollerModel) and model.resume_after is not None and model.resume_at is not None:
        yield Problem(
            (*path, "resume_at"), "S206", "`resume_after` is here already; a consumer has one stored position"
        )
    if isinstance(model, LambdaModel):
        yield from _check_mapping(model, consumer.left_out, path)
        if "function" not in consumer.left_out:
            yield from check_function_writes(model.function, schema, (*path, "function"))
    elif isinstance(model, KclModel):
        yield from _check_workers(model.workers, (*path, "workers"))


def _check_mapping(model: LambdaModel, left_out: frozenset[str], path: KeyPath) -> Iterator[Problem]:
    patterns = len(model.filter_criteria)
    if patterns > MAX_PATTERNS:
        message = f"{patterns} filter patterns; at most {MAX_PATTERNS}, and 5 unless the quota was raised (F213)"
        yield Problem((*path, "filter_criteria"), "S204", message)
    if len(model.function_response_types) > 1:
        yield Problem((*path, "function_response_types"), "S204", "ReportBatchItemFailures stands here once")
    function = model.function
    if function.fails_on is None and "function" not in left_out:
        if function.failures is not None:
            message = "`failures` counts the failures of `fails_on`, which is not here"
            yield Problem((*path, "function", "failures"), "S210", message)
        if function.reports is not None:
            message = "a function reports what fails; `reports` needs `fails_on`, which is not here"
            yield Problem((*path, "function", "reports"), "S210", message)


def _check_workers(workers: list[str], path: KeyPath) -> Iterator[Problem]:
    if len(workers) > MAX_WORKERS:
        yield Problem(path, "S204", f"{len(workers)} workers; at most {MAX_WORKERS}")
    for index, worker in enumerate(workers):
        if not is_name(worker):
            yield Problem((*path, index), "S204", "a worker's name has letters, digits, - and _ only")
        if worker in workers[:index]:
            yield Problem((*path, index), "S204", f'two workers are called "{worker}"')
