"""From a file to a `Scenario`, or to every complaint about it at once."""

from __future__ import annotations

from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from simulator.dynamodb.table import KeySchema
from simulator.scenario.checks import Entry, Problem, check_consumers, check_show, check_table, check_timeline
from simulator.scenario.complaints import START, Complaint, ScenarioError, did_you_mean
from simulator.scenario.document import parse_document, read_document
from simulator.scenario.fields import THE_REST, Model
from simulator.scenario.library import find_lesson
from simulator.scenario.actions import ActionModel
from simulator.scenario.consumers import KINDS, KclModel, LambdaModel, PollerModel
from simulator.scenario.model import Scenario, ShowModel, TableModel
from simulator.scenario.nodes import Mapping, Node, Scalar, locate, locate_key

M = TypeVar("M", bound=BaseModel)

_NEVER_LEFT_OUT = {"name", "partition_key", "sort_key"}
"""Without what identifies it, the rest of a part would be misjudged."""


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
        raise ScenarioError(dict.fromkeys(complaints))  # what is found twice is said once, in a fixed order
    scenario.came_from(name, shown, root)
    return scenario


def _problems(root: Mapping, scenario: Scenario | None) -> list[Problem]:
    """What the checks say; where the whole has no shape, of those parts that have."""
    if scenario is not None:
        table: TableModel | None = scenario.table
        schema: KeySchema | None = scenario.table.schema_of_keys
        consumers = scenario.consumers
        entries = [Entry(index, action) for index, action in enumerate(scenario.timeline)]
        empty_polls = scenario.show_empty_polls
        show: ShowModel | None = scenario.show
    else:
        table, _ = _part(TableModel, root.get("table"))
        schema = _schema(root.get("table"))
        listed = root.get("consumers")
        read = [_part(_consumer_kind(each), each)[0] for each in listed] if isinstance(listed, list) else []
        consumers = [each for each in read if each is not None]
        if len(consumers) != len(read):
            consumers = []
        timeline = root.get("timeline")
        tried = enumerate(_part(ActionModel, each) for each in timeline) if isinstance(timeline, list) else ()
        entries = [Entry(index, action, whole) for index, (action, whole) in tried if action is not None]
        empty_polls = root.get("show_empty_polls") == "true"
        show, _ = _part(ShowModel, root.get("show", {}))
    problems = list(check_timeline(entries, schema))
    problems += check_consumers(consumers, empty_polls)
    if table is not None:
        problems += check_table(table)
    if show is not None:
        problems += check_show(show)
    return problems


def _consumer_kind(node: Any) -> type[PollerModel | LambdaModel | KclModel]:
    """The model that reads a consumer; without a type it is a poller."""
    kind = node.get("type", "poller") if isinstance(node, Mapping) else "poller"
    return {"lambda": LambdaModel, "kcl": KclModel}.get(str(kind), PollerModel)


def _path(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Where pydantic found something, without the names of union members, which no file has."""
    if len(loc) > 2 and loc[0] == "consumers" and loc[2] in KINDS:
        return (*loc[:2], *loc[3:])
    return loc


def _schema(table: Any) -> KeySchema | None:
    """The keys of a table whose other parts may be wrong."""
    if not isinstance(table, Mapping):
        return None
    keys = {name: table[name] for name in ("partition_key", "sort_key") if name in table}
    model, _ = _part(TableModel, {"name": "any", **keys})
    return None if model is None else model.schema_of_keys


def _part(model: type[M], node: Any) -> tuple[M | None, bool]:
    """A part without what is refused in it (that is complained about already), and whether it is whole."""
    try:
        return model.model_validate(node, context=THE_REST), True
    except ValidationError as error:
        refused = [each["loc"] for each in error.errors(include_url=False)]
    if any(_NEVER_LEFT_OUT.intersection(path) for path in refused):
        return None, False
    try:
        return model.model_validate(_without(node, refused), context=THE_REST), False
    except ValidationError:
        return None, False


def _without(node: Any, paths: list[tuple[str | int, ...]]) -> Any:
    """A copy of a mapping, what stands at these paths left out. What is in a list stays: its place counts."""
    if isinstance(node, dict):
        paths = [path[1:] if path[:1] == (0,) else path for path in paths]  # one mapping where a list may stand
    below: dict[str | int, list[tuple[str | int, ...]]] = {}
    for path in filter(None, paths):
        below.setdefault(path[0], []).append(path[1:])
    if below and isinstance(node, list):
        return [_without(each, below.get(index, [])) for index, each in enumerate(node)]
    if below and isinstance(node, dict):
        return {key: _without(each, below.get(key, [])) for key, each in node.items() if () not in below.get(key, [])}
    return node


def _complaints(error: ValidationError, root: Mapping, shown: str) -> list[Complaint]:
    complaints = []
    for each in error.errors(include_url=False):
        loc, kind = _path(each["loc"]), each["type"]
        place = locate(root, loc)
        if kind == "scenario":
            for problem in each["ctx"]["problems"]:
                complaints.append(Complaint(shown, problem.mark or place, problem.code, problem.message))
        elif kind == "extra_forbidden":
            complaints.append(Complaint(shown, locate_key(root, loc), *_unknown_key(loc)))
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


def _unknown_key(loc: tuple[str | int, ...]) -> tuple[str, str]:
    """A complaint's code and message for a key that a model does not have."""
    name = str(loc[-1])
    models: list[type[Model]] = [Scenario]
    for part in loc[:-1]:
        if isinstance(part, str):
            models = [
                inner
                for model in models
                if part in model.model_fields
                for inner in _models_in(model.model_fields[part].annotation)
            ]
    if any(name in model.later for model in models):
        return "S205", f'"{name}" is not supported yet'
    known = [field.alias or key for model in models for key, field in model.model_fields.items()]
    return "S201", f'unknown key "{name}"{did_you_mean(name, known)}'


def _models_in(annotation: Any) -> list[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    if get_origin(annotation) in (Annotated, list, Union, UnionType):
        return [model for inner in get_args(annotation) for model in _models_in(inner)]
    return []
