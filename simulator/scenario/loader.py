"""From a file to a `Scenario`, or to every complaint about it at once."""

from __future__ import annotations

from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from simulator.scenario.checks import Problem, check_consumers, check_table, check_timeline
from simulator.scenario.complaints import START, Complaint, ScenarioError, did_you_mean
from simulator.scenario.document import (
    Mapping,
    Node,
    Scalar,
    locate,
    locate_key,
    parse_document,
    read_document,
)
from simulator.scenario.library import find_lesson
from simulator.scenario.model import ActionModel, ConsumerModel, Scenario, TableModel

M = TypeVar("M", bound=BaseModel)


def load_scenario(name: str | Path) -> Scenario:
    """Read a scenario by its library name (`overview`) or by its path.

    Raises:
        ScenarioError: with everything that is wrong with the file.
    """
    path, shown = find_lesson(name)
    root, complaints = read_document(path, shown)
    return _scenario(root, complaints, path.stem, shown)


def scenario_from_text(text: str, shown: str = "<text>") -> Scenario:
    """Read a scenario from YAML text; `shown` is what complaints call it.

    Raises:
        ScenarioError: with everything that is wrong with the text.
    """
    root, complaints = parse_document(text.encode(), shown)
    return _scenario(root, complaints, Path(shown).stem, shown)


def _scenario(root: Node, complaints: list[Complaint], name: str, shown: str) -> Scenario:
    if not isinstance(root, Mapping):
        complaints.append(Complaint(shown, getattr(root, "mark", START), "S203", "a lesson is a mapping of keys"))
        raise ScenarioError(complaints)
    scenario = None
    try:
        scenario = Scenario.model_validate(root)
    except ValidationError as error:
        complaints += _complaints(error, root, shown)
    for problem in _problems(root, scenario):
        complaints.append(Complaint(shown, locate(root, problem.path), problem.code, problem.message))
    if complaints or scenario is None:
        raise ScenarioError(set(complaints))
    scenario.came_from(name, shown, root)
    return scenario


def _problems(root: Mapping, scenario: Scenario | None) -> list[Problem]:
    """What the checks say; where the whole has no shape, of those parts that have."""
    if scenario is not None:
        table: TableModel | None = scenario.table
        consumers = scenario.consumers
        actions = list(enumerate(scenario.timeline))
        empty_polls = scenario.show_empty_polls
    else:
        table = _part(TableModel, root.get("table"))
        listed = root.get("consumers")
        read = [_part(ConsumerModel, each) for each in listed] if isinstance(listed, list) else []
        consumers = [each for each in read if each is not None]
        if len(consumers) != len(read):
            consumers = []
        entries = root.get("timeline")
        tried = [_part(ActionModel, each) for each in entries] if isinstance(entries, list) else []
        actions = [(index, action) for index, action in enumerate(tried) if action is not None]
        empty_polls = root.get("show_empty_polls") == "true"
    problems = list(check_timeline(actions, table))
    problems += check_consumers(consumers, empty_polls)
    if table is not None:
        problems += check_table(table)
    return problems


def _part(model: type[M], node: Any) -> M | None:
    try:
        return model.model_validate(node)
    except ValidationError:
        return None


def _complaints(error: ValidationError, root: Mapping, shown: str) -> list[Complaint]:
    complaints = []
    for each in error.errors(include_url=False):
        loc, kind = each["loc"], each["type"]
        place = locate(root, loc)
        if kind == "scenario":
            for problem in each["ctx"]["problems"]:
                complaints.append(Complaint(shown, problem.mark or place, problem.code, problem.message))
        elif kind == "extra_forbidden":
            known = _keys_at(loc[:-1])
            message = f'unknown key "{loc[-1]}"{did_you_mean(str(loc[-1]), known)}'
            complaints.append(Complaint(shown, locate_key(root, loc), "S201", message))
        elif kind == "missing":
            complaints.append(Complaint(shown, place, "S202", f'missing key "{loc[-1]}"'))
        else:
            code, message = _plain(kind, each)
            complaints.append(Complaint(shown, place, code, message))
    return complaints


def _plain(kind: str, error: Any) -> tuple[str, str]:
    """Pydantic's own findings in this program's words."""
    written = error["input"]
    if kind == "literal_error":
        choices = [choice.strip("' ") for choice in error["ctx"]["expected"].replace(" or ", ", ").split(",")]
        if not isinstance(written, Scalar | str | int):
            return "S203", f"expected one of {', '.join(choices)}"
        meant = did_you_mean(str(written).upper(), choices) or did_you_mean(str(written), choices)
        return "S204", f'"{written}" is not one of {", ".join(choices)}{meant}'
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return "S203", "expected a mapping of keys"
    if kind == "list_type":
        return "S203", "expected a list"
    if kind == "too_short":
        return "S204", f"expected at least {error['ctx']['min_length']} here"
    if kind == "too_long":
        return "S204", f"expected at most {error['ctx']['max_length']} here"
    return "S203", error["msg"]


def _keys_at(loc: tuple[str | int, ...]) -> list[str]:
    """The keys that the format knows at a place."""
    models: list[Any] = [Scenario]
    for part in loc:
        if isinstance(part, str):
            models = [
                inner
                for model in models
                if part in model.model_fields
                for inner in _models_in(model.model_fields[part].annotation)
            ]
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Annotated, list, Union, UnionType):
        return [model for inner in get_args(annotation) for model in _models_in(inner)]
    return []
