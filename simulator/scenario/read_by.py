"""How a field of the format is read: by a function of its own, in place of pydantic's check of the declared type.

pydantic's PlainValidator, WithJsonSchema and BeforeValidator would do the same. At each of the three hundred fields
that are read so they would also make schemas of the declared type, for writing values and for describing them: a third
of the time until the first file is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core.core_schema import (
    CoreSchema,
    no_info_before_validator_function,
    no_info_plain_validator_function,
    with_info_plain_validator_function,
)


class ReadBy:
    """Reads a field by a function of what stands there; `schema` is the JSON Schema of what may stand there.

    With `in_context` the function takes pydantic's ValidationInfo too: the field's name and the context.
    """

    __slots__ = ("_in_context", "_read", "_schema")

    def __init__(self, read: Callable[..., Any], schema: dict[str, Any], *, in_context: bool = False) -> None:
        self._read = read
        self._schema = schema
        self._in_context = in_context

    def __get_pydantic_core_schema__(self, declared: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        make = with_info_plain_validator_function if self._in_context else no_info_plain_validator_function
        return make(self._read)

    def __get_pydantic_json_schema__(self, checked: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**self._schema}


class OneOrMany:
    """Reads a list, and also a single thing where a list may stand. Limits of the list stand after it."""

    __slots__ = ()

    def __get_pydantic_core_schema__(self, declared: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(one_or_many, handler(declared))

    def __get_pydantic_json_schema__(self, checked: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listed = handler(checked)
        items = listed.pop("items")
        kind = {"type": listed.pop("type"), "items": items}
        return {**listed, "anyOf": [kind, items]}


def one_or_many(value: Any) -> Any:
    """A single thing where a list may stand."""
    return value if isinstance(value, list | tuple) else [value]
