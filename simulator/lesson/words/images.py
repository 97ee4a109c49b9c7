"""Which images a record carries, and why."""

from __future__ import annotations

from simulator.dynamodb.stream import StreamRecord, ViewType

IMAGES = ("No image", "The old image", "The new image", "Both images")

_KEPT = {
    "new": "the item as it is after the change",
    "old": "the item as it was before the change",
}

_NO_ITEM = {
    ("INSERT", "old"): "before an INSERT there is none",
    ("REMOVE", "new"): "after a REMOVE there is none",
}
"""Where there is no item that could be kept."""


def images(record: StreamRecord) -> str:
    """Which images a record carries: one of `IMAGES`."""
    return IMAGES[(record.old_image is not None) + 2 * (record.new_image is not None)]


def _keeps(view_type: ViewType, which: str) -> bool:
    return view_type.has_new if which == "new" else view_type.has_old


def why_image(view_type: ViewType, event_name: str, which: str) -> str:
    """Why a record has its `which` image (new or old), or has none (F86, F87)."""
    if not _keeps(view_type, which):
        return f"{view_type.value} never keeps the {which} image."
    missing = _NO_ITEM.get((event_name, which))
    return f"{view_type.value} keeps {_KEPT[which]}{f'; {missing}' if missing else ''}."


def why_images(view_type: ViewType, event_name: str) -> str:
    """Why a record of a view type carries the images that it carries (F86, F87)."""
    kept = [which for which in ("old", "new") if _keeps(view_type, which)]
    if not kept:
        return f"{view_type.value} keeps the key and no image."
    missing = [_NO_ITEM[event_name, which] for which in kept if (event_name, which) in _NO_ITEM]
    what = " and ".join(_KEPT[which] for which in kept)
    return f"{view_type.value} keeps {what}{''.join(f'; {each}' for each in missing)}."
