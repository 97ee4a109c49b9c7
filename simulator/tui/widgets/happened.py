"""The panel "What just happened": why, which variables changed, and the stream record as it is now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.prose import ItemList
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.prose_content import content_without_links
from simulator.views.record import SHOWN, ImageRow, RecordView, record_view
from simulator.views.step_view import step_view


class Happened(VerticalScroll, can_focus=False):
    """One step explained. At the start: the summary of the lesson and its execution sample."""

    step: reactive[int] = reactive(0)

    def __init__(self, lesson: Lesson, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lesson = lesson
        self._why = ProseView(always=True, id="why")
        self._changed = Static(id="changes", markup=False)
        self._captured = Static(id="record", markup=False)

    def compose(self) -> ComposeResult:
        yield self._why
        yield self._changed
        yield self._captured

    def on_mount(self) -> None:
        self._explain()

    def take_focus(self) -> None:
        """Give the focus to the reason."""
        self._why.focus()

    def on_resize(self) -> None:
        if not self.step:  # the list of the introduction is laid out for the columns that there are
            self._changed.update(self._introduction())

    def watch_step(self) -> None:
        if self.is_mounted:
            self._explain()

    def _explain(self) -> None:
        self._why.show(narrate(self._lesson.trace, self.step))
        self._changed.update(self._changes() if self.step else self._introduction())
        self._captured.update(self._record())
        self.scroll_home(animate=False)

    def _introduction(self) -> Content:
        lesson, width = self._lesson, self.content_size.width
        lines = [Content("")]
        if lesson.summary:
            lines += [content_without_links(lesson.summary, width), Content("")]
        if lesson.execution_sample:
            sample = content_without_links((ItemList(lesson.execution_sample, 1),), width)
            lines += [Content.styled("In this lesson", "bold"), sample]
        return Content("\n").join(lines)

    def _changes(self) -> Content:
        trace = self._lesson.trace
        step = step_view(trace, trace.steps[self.step - 1])
        lines = [
            Content.assemble(
                ("* changed  ", "bold $text-success"), f"{each.name}: {each.before} → ", (each.after, "bold")
            )
            for each in step.changes
        ]
        if any(words for _, words in step.further):  # the table may have no room for these columns
            lines.append(Content(" · ".join(f"{name} {words}" for name, words in step.further if words)))
        return Content("\n").join(lines or [Content.styled("No variable changed.", "dim")])

    def _record(self) -> Content:
        """The first record that the step is about, if it has been captured by now."""
        trace = self._lesson.trace
        about = trace.record_indexes[self.step - 1] if self.step else ()
        captured = [index for index in about if trace.captured[index] <= self.step]
        if not captured:
            return Content("")
        view = record_view(trace.records[captured[0]])
        many = f", the first of {len(captured)}" if len(captured) > 1 else ""
        lines = [
            Content(""),
            Content.styled(f"Stream record{many}", "bold"),
            Content.assemble((view.event_name, "bold $text-accent"), f"  {view.key}  {view.size_bytes} bytes"),
            *_images(view),
            Content.styled(f"{view.view_type}, sequence number", "dim"),
            Content.styled(view.sequence_number, "dim"),
        ]
        return Content("\n").join(lines)


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
