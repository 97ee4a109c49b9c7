"""Turns pydantic's findings about the shape of a file into complaints in this program's words."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import ValidationError

from simulator.scenario.complaints.complaint import Complaint, cut, did_you_mean
from simulator.scenario.consumers import MODELS, FunctionModel, without_kind
from simulator.scenario.fields import Model
from simulator.scenario.model import Scenario
from simulator.scenario.yaml.flow import flow_text
from simulator.scenario.yaml.nodes import FromNow, Function, KeyPath, MappingNode, Scalar, locate, locate_key


def complaints_of(
    error: ValidationError, root: MappingNode, shown: str, whole: type[Model] = Scenario
) -> list[Complaint]:
    """A complaint for each finding about the file whose tree is `root`; `whole` is the model of such a file."""
    complaints = []
    for each in error.errors(include_url=False):
        kind, path = each["type"], without_kind(each["loc"])
        mark = locate(root, path)
        if isinstance(each["input"], FromNow):
            complaints.append(Complaint(shown, mark, "S203", "`!in` is for an attribute's value, not for this"))
        elif isinstance(each["input"], Function):
            message = f"`!{each['input'].name}` is for a value in `set` of an update, not for this"
            complaints.append(Complaint(shown, mark, "S203", message))
        elif kind == "scenario":
            for problem in each["ctx"]["problems"]:
                complaints.append(Complaint(shown, problem.mark or mark, problem.code, problem.message))
        elif kind == "extra_forbidden":
            complaints.append(Complaint(shown, locate_key(root, path), "S201", _unknown_key(each["loc"], whole)))
        elif kind == "missing":
            complaints.append(Complaint(shown, mark, "S202", f'missing key "{path[-1]}"'))
        else:
            complaints.append(Complaint(shown, mark, *_plain(kind, each)))
    return complaints


def _plain(kind: str, error: Any) -> tuple[str, str]:
    """Pydantic's own findings: a code and a message."""
    written = error["input"]
    if kind == "literal_error":
        choices = [choice.strip("' ") for choice in error["ctx"]["expected"].replace(" or ", ", ").split(",")]
        if not isinstance(written, Scalar | str | int):
            return "S203", f"expected one of {', '.join(choices)}"
        spellings = (str(written).upper(), str(written).lower(), str(written))
        meant = next(filter(None, (did_you_mean(spelling, choices) for spelling in spellings)), "")
        return "S204", f'"{written}" is not one of {", ".join(choices)}{meant}'
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return "S203", "expected a mapping of keys"
    if kind == "list_type":
        written_so = f", as in {cut(f'[{flow_text(written)}]')}" if isinstance(written, dict) and written else ""
        return "S203", f"expected a list{written_so}"
    if kind == "too_short":
        return "S204", f"expected at least {error['ctx']['min_length']} here"
    if kind == "too_long":
        return "S204", f"expected at most {error['ctx']['max_length']} here"
    return "S203", error["msg"]


def _unknown_key(loc: KeyPath, whole: type[Model]) -> str:
    """The message about a key that a model does not have."""
    unknown = str(loc[-1])
    models: list[type[Model]] = [whole]
    for part in loc[:-1]:
        if part in MODELS and models[0] in MODELS.values():
            models = [MODELS[str(part)]]
        elif isinstance(part, str):
            models = [
                inner
                for model in models
                for name, field in model.model_fields.items()
                if part == (field.alias or name)
                for inner in _models_in(field.annotation)
            ]
    for model in models:
        if unknown in model.elsewhere:
            return model.elsewhere[unknown]
    if models[0] in MODELS.values():
        having = [kind for kind, model in MODELS.items() if unknown in model.model_fields]
        if having:
            return f'"{unknown}" belongs to a consumer of type {" or ".join(having)}'
        if unknown in FunctionModel.model_fields:
            return f'"{unknown}" belongs inside `function`, of a consumer of type lambda'
    known = [field.alias or key for model in models for key, field in model.model_fields.items()]
    form = next((f"; {model.form}" for model in models if model.form), "")
    return f'unknown key "{unknown}"{did_you_mean(unknown, known) or form}'


def _models_in(annotation: Any) -> list[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    if get_origin(annotation) in (Annotated, list, Union, UnionType):
        return [model for inner in get_args(annotation) for model in _models_in(inner)]
    return []
