"""Which images a record carries, and why."""

from __future__ import annotations

from simulator.dynamodb.stream import StreamRecord, ViewType

IMAGES = ("No image", "The old image", "The new image", "Both images")

_KEPT = {
    ViewType.KEYS_ONLY: "KEYS_ONLY keeps the key and no image",
    ViewType.NEW_IMAGE: "NEW_IMAGE keeps the item as it is after the change",
    ViewType.OLD_IMAGE: "OLD_IMAGE keeps the item as it was before the change",
    ViewType.NEW_AND_OLD_IMAGES: "NEW_AND_OLD_IMAGES keeps the item as it was before the change and as it is after it",
}

_THERE_IS = {
    ("INSERT", ViewType.OLD_IMAGE): "before an INSERT there is none",
    ("INSERT", ViewType.NEW_IMAGE): "after an INSERT there is one",
    ("INSERT", ViewType.NEW_AND_OLD_IMAGES): "before an INSERT there is none",
    ("MODIFY", ViewType.OLD_IMAGE): "before a MODIFY there is one",
    ("MODIFY", ViewType.NEW_IMAGE): "after a MODIFY there is one",
    ("MODIFY", ViewType.NEW_AND_OLD_IMAGES): "a MODIFY has an item before and after it",
    ("REMOVE", ViewType.OLD_IMAGE): "before a REMOVE there is one",
    ("REMOVE", ViewType.NEW_IMAGE): "after a REMOVE there is none",
    ("REMOVE", ViewType.NEW_AND_OLD_IMAGES): "after a REMOVE there is none",
}
"""Whether there is an item that could be kept."""


def images(record: StreamRecord) -> str:
    """Which images a record carries: one of `IMAGES`."""
    return IMAGES[(record.old_image is not None) + 2 * (record.new_image is not None)]


def why_images(view_type: ViewType, event_name: str) -> str:
    """Why a record of a view type carries the images that it carries (F86, F87)."""
    there_is = _THERE_IS.get((event_name, view_type))
    return f"{_KEPT[view_type]}; {there_is}." if there_is else f"{_KEPT[view_type]}."
