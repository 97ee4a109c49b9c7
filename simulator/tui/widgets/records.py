"""The records of a step, each with its state, and all fields of the one that is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from textual.actions import SkipAction
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widgets import Static

from simulator.machine.trace import Trace
from simulator.tui.keys import bindings
from simulator.views.happened import record_in_step
from simulator.views.record import SHOWN, ImageRow, ItemView, RecordView, record_view

MOST_LISTED = 4
"""Lines of the list of a batch; it moves with the record that is looked at."""


class RecordsView(Static):
    """The records of a step. Tab walks through them, as it does through the links of a text."""

    DEFAULT_CSS = """
    RecordsView { height: auto; link-style: none; link-color: $foreground; link-style-hover: reverse; }
    """

    BINDINGS = [*bindings("records")]

    place: reactive[int] = reactive(0)
    """The record that is looked at, by its place in the step."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(markup=False, id=id)
        self._trace: Trace | None = None
        self._step = 0
        self._records: Sequence[int] = ()
        self._failed: int | None = None

    @property
    def several(self) -> bool:
        """Whether there is more than one."""
        return len(self._records) > 1

    def show(self, trace: Trace, step: int, records: Sequence[int], failed: int | None = None) -> None:
        """Show the records of another step, first the one that `failed` the batch; records are given as indexes."""
        self._trace, self._step, self._records, self._failed = trace, step, records, failed
        self.can_focus = self.several
        self.display = bool(records)
        self.set_reactive(RecordsView.place, records.index(failed) if failed in records else 0)
        self._lay_out()

    def watch_place(self) -> None:
        self._lay_out()

    def action_walk(self, by: int) -> None:
        """Look at the next or the previous record; past the ends the focus moves on."""
        if not 0 <= self.place + by < len(self._records):
            raise SkipAction
        self.place += by

    def action_look(self, place: int) -> None:
        """Look at a record that was clicked."""
        self.place = place

    def next(self) -> None:
        """Look at the next record, after the last one at the first."""
        if self._records:
            self.place = (self.place + 1) % len(self._records)

    def _lay_out(self) -> None:
        if self._trace is None or not self._records:
            self.update("")
            return
        lines = self._list() if self.several else [Content.assemble(("Stream record  ", "bold"), self._described(0))]
        fields = record_lines(record_view(self._trace.records[self._records[self.place]]))
        self.update(Content("\n").join([*lines, *fields]))

    def _list(self) -> list[Content]:
        """The records around the one that is looked at, a line each."""
        count = len(self._records)
        first = max(0, min(self.place - MOST_LISTED // 2, count - MOST_LISTED))
        lines = [Content.assemble((f"Record {self.place + 1} of {count}", "bold"), ("   [b] next", "dim"))]
        for place in range(first, min(count, first + MOST_LISTED)):
            is_here = place == self.place
            line = Content.assemble("> " if is_here else "  ", self._described(place))
            line = line.stylize("bold") if is_here else line
            lines.append(line.stylize(Style.from_meta({"@click": f"look({place})"})))
        return lines

    def _described(self, place: int) -> Content:
        assert self._trace is not None
        index = self._records[place]
        return Content(record_in_step(self._trace, self._step, index, index == self._failed))


def record_lines(view: RecordView) -> list[Content]:
    """The fields of a record."""
    by = [Content.assemble("deleted by time to live, userIdentity ", (view.deleted_by, "bold"))]
    return [
        Content.assemble((view.event_name, "bold $text-accent"), f"  {view.key}  {view.size_bytes} bytes"),
        *(by if view.deleted_by else []),
        *_images(view),
        Content.styled(f"{view.view_type}, sequence number", "dim"),
        Content.styled(view.sequence_number, "dim"),
    ]


def item_lines(item: ItemView) -> list[Content]:
    """The item of a write, before → after; a star where they differ."""
    heading = Content.assemble(("Item ", "bold"), (item.key, "bold"), f"  {item.result}")
    return [heading, *(_attribute(row) for row in item.rows)]


def _images(view: RecordView) -> list[Content]:
    """The images the record has: one by itself, or both, a star where they differ."""
    old, new = view.old_image, view.new_image
    shown = [name for name, state in (("Old image", old), ("New image", new)) if state == SHOWN]
    lines = [Content.styled(" → ".join(shown), "bold dim")] if shown else []
    lines += [_attribute(row) for row in view.rows]
    lines += [Content(f"No old image: {old}")] if old != SHOWN else []
    lines += [Content(f"No new image: {new}")] if new != SHOWN else []
    return lines


def _attribute(row: ImageRow) -> Content:
    if not row.changed:
        return Content(f"  {row.name}: {row.new or row.old}")
    return Content.assemble(
        ("* ", "bold $text-success"), f"{row.name}: {row.old or 'not there'} → ", (row.new or "not there", "bold")
    )
