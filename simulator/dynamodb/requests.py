"""Writes as the API takes them: PutItem, UpdateItem, DeleteItem, BatchWriteItem and TransactWriteItems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.dynamodb.attributes import item_to_json
from simulator.dynamodb.expressions.text import Placeholders, condition_text, update_text
from simulator.dynamodb.writes import ConditionCheck, Delete, Put, Update, Write

OPERATIONS = {Put: "PutItem", Update: "UpdateItem", Delete: "DeleteItem"}
"""The API's call for a single write."""

_ACTIONS = {Put: "Put", Update: "Update", Delete: "Delete", ConditionCheck: "ConditionCheck"}
"""The names of a transaction's actions."""


def write_request(write: Write, table: str) -> dict[str, Any]:
    """The request of a single write, or one action of a transaction."""
    request: dict[str, Any] = {"TableName": table}
    placeholders = Placeholders()
    if isinstance(write, Put):
        request["Item"] = item_to_json(write.item)
    else:
        request["Key"] = item_to_json(write.key)
    if isinstance(write, Update):
        expression = update_text(write, placeholders)
        if expression:
            request["UpdateExpression"] = expression
    if write.condition is not None:
        request["ConditionExpression"] = condition_text(write.condition, placeholders.path, placeholders.value)
    return request | placeholders.members()


def batch_request(writes: Sequence[Write], table: str) -> dict[str, Any]:
    """The request of a BatchWriteItem; it takes only puts and deletes, and no conditions (F56)."""
    return {
        "RequestItems": {
            table: [
                {"PutRequest": {"Item": item_to_json(write.item)}}
                if isinstance(write, Put)
                else {"DeleteRequest": {"Key": item_to_json(write.key)}}
                for write in writes
            ]
        }
    }


def transaction_request(writes: Sequence[Write], table: str) -> dict[str, Any]:
    """The request of a TransactWriteItems (F59)."""
    return {"TransactItems": [{_ACTIONS[type(write)]: write_request(write, table)} for write in writes]}
