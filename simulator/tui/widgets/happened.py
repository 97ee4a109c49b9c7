"""What just happened: why, which variables changed, and the stream record as it is now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.lesson.words.table import cell_words, value_words, variable_name
from simulator.scenario.columns import COLUMNS
from simulator.tui.widgets.prose import ProseView
from simulator.views.record import SHOWN, ImageRow, RecordView, record_view


class Happened(VerticalScroll, can_focus=False):
    """One step explained. At the start: what the lesson is about to do."""

    step: reactive[int] = reactive(0)

    def __init__(self, lesson: Lesson, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lesson = lesson

    def compose(self) -> ComposeResult:
        yield ProseView(always=True, id="why")
        yield Static(id="changes", markup=False)
        yield Static(id="record", markup=False)

    def on_mount(self) -> None:
        self._explain()

    def watch_step(self) -> None:
        if self.is_mounted:
            self._explain()

    def _explain(self) -> None:
        self.query_one("#why", ProseView).show(narrate(self._lesson.trace, self.step))
        self.query_one("#changes", Static).update(self._changes() if self.step else self._introduction())
        self.query_one("#record", Static).update(self._record())
        self.scroll_home(animate=False)

    def _introduction(self) -> Content:
        lines = [Content("")]
        if self._lesson.summary:
            lines += [Content(plain(self._lesson.summary)), Content("")]
        sample = [f"{number}. {plain(line)}" for number, line in enumerate(self._lesson.execution_sample, 1)]
        if sample:
            lines += [Content.styled("In this lesson", "bold"), *map(Content, sample)]
        return Content("\n").join(lines)

    def _changes(self) -> Content:
        trace = self._lesson.trace
        step = trace.steps[self.step - 1]
        lines = [
            Content.assemble(
                ("* changed  ", "bold $text-success"),
                f"{variable_name(each.variable, trace)}: {value_words(each.before)} → ",
                (value_words(each.after), "bold"),
            )
            for each in step.changes
        ]
        further = [(COLUMNS[column].heading, cell_words(trace, step, column)) for column in trace.columns]
        if any(words for _, words in further):  # the table may have no room for these columns
            lines.append(Content(" · ".join(f"{name} {words}" for name, words in further if words)))
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
