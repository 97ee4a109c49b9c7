"""A stream record as a person reads it: its fields, and its two images side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from simulator.dynamodb.attributes import AttributeValue, Item
from simulator.dynamodb.stream import StreamRecord
from simulator.dynamodb.table import Change
from simulator.lesson.words.sentences import key_words, value_text
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible

SHOWN = "shown"
"""The words of a record view for an image that the record has."""


class ImageRow(NamedTuple):
    """One attribute in the old and in the new image; empty where an image does not have it."""

    name: str
    old: str
    new: str
    changed: bool


class RecordView(NamedTuple):
    """A record for the eye."""

    event_name: str
    key: str
    size_bytes: int
    sequence_number: str
    view_type: str
    old_image: str
    """`SHOWN`, or why the record has none (F86)."""
    new_image: str
    rows: tuple[ImageRow, ...]
    deleted_by: str
    """The service's name and type from userIdentity, where time to live deleted the item (F36); else empty."""


class ItemView(NamedTuple):
    """The item that a write is about, before and after it."""

    key: str
    result: str
    """The difference in one word: added, changed, removed, or unchanged."""
    rows: tuple[ImageRow, ...]


def record_names(indexes: Sequence[int]) -> str:
    """Records by their names: `r1, r3`; of many the first and the last."""
    names = [f"r{index + 1}" for index in indexes]
    return ", ".join(names) if len(names) <= 4 else f"{names[0]} to {names[-1]}, {len(names)} records"


def record_name(trace: Trace, index: int) -> str:
    """A record by its item and its number, counted from 1: `o-1 · r3`."""
    return f"{key_words(trace.records[index].key)} · r{index + 1}"


def record_view(record: StreamRecord) -> RecordView:
    """A record in words. The difference between its images is worked out here, as a consumer would (F38)."""
    old, new = record.old_image, record.new_image
    view_type = record.stream.view_type
    return RecordView(
        record.event_name,
        key_words(record.key),
        record.size_bytes,
        str(record.sequence_number),
        view_type.value,
        _presence(old, view_type.has_old, record.event_name),
        _presence(new, view_type.has_new, record.event_name),
        tuple(_image_rows(old, new)) if old is not None or new is not None else (),
        "" if record.user_identity is None else ", ".join(reversed(record.user_identity.values())),
    )


def item_view(change: Change) -> ItemView | None:
    """The item of a write; None where there is none, before or after it, or where a whole transaction was cancelled."""
    before, after = change.before, change.after
    if not change.key or (before is None and after is None):
        return None
    if before is None:
        result = "added"
    elif after is None:
        result = "removed"
    else:
        result = "unchanged" if before == after else "changed"
    return ItemView(key_words(change.key), result, tuple(_image_rows(before, after)))


def _presence(image: Item | None, asked_for: bool, event_name: str) -> str:
    if image is not None:
        return SHOWN
    if not asked_for:
        return "the view type leaves it out"
    return "there was no item before" if event_name == "INSERT" else "there is no item any more"


def _image_rows(old: Item | None, new: Item | None) -> list[ImageRow]:
    names = dict.fromkeys([*(old or {}), *(new or {})])
    rows = []
    for name in names:
        before, after = (old or {}).get(name), (new or {}).get(name)
        both = old is not None and new is not None
        rows.append(ImageRow(visible(name), _words(before), _words(after), both and before != after))
    return rows


def _words(value: AttributeValue | None) -> str:
    return "" if value is None else value_text(value)
