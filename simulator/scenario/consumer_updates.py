"""`update_consumer`: a deployment on the timeline, which changes some settings of a consumer and leaves the others."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, ValidatorFunctionWrapHandler, WrapValidator, create_model
from pydantic.fields import FieldInfo

from simulator.scenario.consumers import ConsumerModel, FunctionModel, KclModel, LambdaModel, PollerModel
from simulator.scenario.fields import Line, Model, is_nothing

OF_FAILURES = ("failures", "reports")
"""The keys of a function that go with its `fails_on`: a function that is mended fails no more, however often it did."""

FIXED: Mapping[str, str] = {
    "name": "a consumer keeps its name; `consumer` says which one is meant",
    "type": "a consumer keeps its type; delete it, and create another under a new name",
    "starting_position": "a consumer begins once; delete it and create it again to begin elsewhere",
    "starts": "a consumer begins once; delete it and create it again to begin at another time",
    "resume_after": "a consumer begins once; delete it and create it again to begin elsewhere",
    "resume_at": "a consumer begins once; delete it and create it again to begin elsewhere",
    "lists_shards": "a program that lists the shards anew is a new one; delete it and create it again",
    "waits_for_parents": "how a program follows the shards does not change; delete it and create it again",
    "workers": "add_worker, crash and restart change the workers of a consumer",
}
"""The keys of a consumer that no update changes, and why."""


def _default_for_null(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    return None if value is None or is_nothing(value) else read(value)


def _optional(field: FieldInfo, annotation: Any = None) -> Any:
    """A setting that an update may name; null stands for its default."""
    read: Any = annotation or field.annotation
    if field.metadata and annotation is None:
        read = Annotated[(read, *field.metadata)]
    return (
        Annotated[read | None, WrapValidator(_default_for_null)],
        Field(None, description=field.description, json_schema_extra={**_extra(field), "nullable": True}),
    )


def _extra(field: FieldInfo) -> dict[str, Any]:
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def _settings(model: type[Model]) -> dict[str, Any]:
    return {name: _optional(field) for name, field in model.model_fields.items() if name not in FIXED}


FunctionUpdate = create_model(
    "FunctionUpdate",
    __base__=Model,
    __doc__="What changes of a function; null puts a key back to its default, so {fails_on: null} mends it.",
    **_settings(FunctionModel),
)

_Settings: Any = create_model(
    "_Settings",
    __base__=Model,
    consumer=(Line, Field(description="Which consumer is meant, by its name.")),
    **{
        **_settings(KclModel),
        **_settings(PollerModel),
        **_settings(LambdaModel),
        "function": _optional(LambdaModel.model_fields["function"], FunctionUpdate),
    },
)


class ConsumerUpdate(_Settings):
    """What changes of a consumer, beside its name; null puts a key back to its default."""

    elsewhere: ClassVar[Mapping[str, str]] = FIXED

    consumer: Line = Field(description="Which consumer is meant, by its name.")


def named_in(update: ConsumerUpdate) -> list[str]:
    """The settings that an update names, in the order of the format."""
    return [name for name in type(update).model_fields if name in update.model_fields_set and name != "consumer"]


def updated(model: ConsumerModel, update: ConsumerUpdate) -> ConsumerModel:
    """A consumer after an update. Settings that its type does not have are left out."""
    changed: dict[str, Any] = {}
    for name in named_in(update):
        value = getattr(update, name)
        if name not in type(model).model_fields:
            continue
        if name == "function" and isinstance(model, LambdaModel) and value is not None:
            changed[name] = _updated_function(model.function, value)
        else:
            changed[name] = type(model).model_fields[name].get_default() if value is None else value
    return model.model_copy(update=changed)


def _updated_function(function: FunctionModel, update: Model) -> FunctionModel:
    fields = FunctionModel.model_fields
    named = {name: getattr(update, name) for name in update.model_fields_set}
    if "fails_on" in named and named["fails_on"] is None:
        named = {**dict.fromkeys(OF_FAILURES), **named}
    changed = {name: fields[name].get_default() if value is None else value for name, value in named.items()}
    return function.model_copy(update=changed)
