"""One write of one item, as a lesson file writes it: of the timeline, or of a function."""

from pydantic import Field

from simulator.scenario.expression_models import ConditionModel, UpdateModel
from simulator.scenario.fields import ItemField, Model


class SingleWriteModel(Model):
    """One write of one item: exactly one of put, update and delete."""

    put: ItemField | None = Field(
        None, description="PutItem: the whole item, in place of one with the same key: {order_id: o-1, status: PLACED}."
    )
    update: UpdateModel | None = Field(
        None,
        description="UpdateItem: an item's key and what changes in it: {key: {order_id: o-1}, set: {status: PAID}}.",
    )
    delete: ItemField | None = Field(None, description="DeleteItem: the key of the item that goes: {order_id: o-1}.")


class FunctionWriteModel(SingleWriteModel):
    """A write that a function makes to the table for each record; {name} in its strings is an attribute of that."""

    condition: ConditionModel | None = Field(
        None, description="What must hold of the item, or the write is refused: {attribute_not_exists: seen}."
    )
