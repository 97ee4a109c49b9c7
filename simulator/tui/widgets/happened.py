"""The panel "What just happened": the reason of a step, notes, key moments, the records, and the changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.glossary import Term
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.prose import Prose, plain
from simulator.lesson.words.terms import first_terms
from simulator.tui.widgets.key_line import KeyLine, Part
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.records import RecordsView, item_lines
from simulator.tui.widgets.start_and_end import (
    FIRST_KEYS,
    last_keys,
    outcome_prose,
    paragraphs,
    sample,
    terms_prose,
)
from simulator.views.happened import ExplainedStep, explained_step
from simulator.views.signs import KEY_MOMENT
from simulator.views.step_view import StepView

MOST_LINES, MOST_IN_LITTLE = 5, 3
"""Lines of a reason that are shown at least before it is unfolded; fewer where the panel has little room."""

BELOW = 4
"""Lines of a panel with more room that are left for what stands under the reason."""

LITTLE = 9
"""Lines of a panel that has little room: what stands under the reason would be out of sight."""


class Happened(VerticalScroll, can_focus=False):
    """One step explained; at the start also the first keys and the terms, at the end the counts and the ways on."""

    step: var[int] = var(0)
    holds_back: var[bool] = var(False)
    """Whether what tells the next step is left out."""
    has_more: var[bool] = var(False)
    """Whether there are lines below those that are in sight."""

    def __init__(self, lesson: Lesson, following: Callable[[], str], *, id: str | None = None) -> None:
        """Make the panel; `following` finds the title of the next lesson, empty where there is none."""
        super().__init__(id=id)
        self._lesson = lesson
        self._following = following
        self._why = ProseView(always=True, most=MOST_LINES, unfolds="w", id="why")
        self._notes = ProseView(id="notes")
        self._moments = KeyLine(between="\n", look="bold $text-accent", id="announced")
        self._first_keys = KeyLine(look="bold", id="first-keys")
        self._around = ProseView(id="around")
        self._last_keys = KeyLine(between="\n", look="bold", id="last-keys")
        self._changed = Static(id="changes", markup=False)
        self._item = Static(id="item", markup=False)
        self.records = RecordsView(id="record")
        """The records of the step."""
        self._known_terms: Mapping[int, Sequence[Term]] | None = None

    def compose(self) -> ComposeResult:
        yield self._why
        yield self._notes
        yield self._moments
        yield self._first_keys
        yield self._around
        yield self._last_keys
        yield self._item
        yield self.records
        yield self._changed

    def on_mount(self) -> None:
        self._explain()
        self.watch(self, "virtual_size", self._look_for_more)
        self.watch(self, "scroll_y", self._look_for_more)

    def on_resize(self) -> None:
        self._look_for_more()
        height = self.size.height
        self._why.fold_to(max(MOST_LINES, height - BELOW) if height >= LITTLE else MOST_IN_LITTLE)

    def take_focus(self) -> None:
        """Give the focus to the reason."""
        self._why.focus()

    def read_on(self) -> None:
        """Show the whole reason, then what stands below it, page by page; after the end the first lines again."""
        if self._why.hides_lines:
            self._why.action_unfold()
        elif self.has_more:
            self.scroll_page_down(animate=False)
        else:
            self._why.is_folded = True
            self.scroll_home(animate=False)

    def _look_for_more(self) -> None:
        self.has_more = self.scroll_offset.y < self.max_scroll_y

    def watch_step(self) -> None:
        if self.is_mounted:
            self._explain()

    def watch_holds_back(self) -> None:
        if self.is_mounted:
            self._explain()

    def _explain(self) -> None:
        if self.step:
            self._explain_step(explained_step(self._lesson, self.step, self._terms, self.holds_back))
        else:
            self._begin()
        self.scroll_home(animate=False)

    @property
    def _terms(self) -> Mapping[int, Sequence[Term]]:
        """The terms that each step uses first, found when they are first asked for."""
        if self._known_terms is None:
            self._known_terms = first_terms(self._lesson.trace)
        return self._known_terms

    def _begin(self) -> None:
        lesson = self._lesson
        around = paragraphs(lesson.summary, terms_prose(self._terms), sample(lesson))
        self._show(narrate(lesson.trace, 0), first=FIRST_KEYS, around=around)
        self.records.show(lesson.trace, 0, ())

    def _explain_step(self, said: ExplainedStep) -> None:
        lesson = self._lesson
        is_last = self.step == len(lesson.trace.steps)
        self._show(
            said.reason,
            said.notes,
            said.moments,
            around=outcome_prose(lesson) if is_last else (),
            last=last_keys(lesson, self._following()) if is_last else (),
            item=item_lines(said.item) if said.item is not None else (),
            changes=_changes(said.view),
        )
        self.records.show(lesson.trace, self.step, said.records, said.failed)

    def _show(
        self,
        why: Prose,
        notes: Sequence[Prose] = (),
        moments: Sequence[int] = (),
        first: Sequence[Part] = (),
        around: Prose = (),
        last: Sequence[Part] = (),
        item: Sequence[Content] = (),
        changes: Sequence[Content] = (),
    ) -> None:
        """Show the parts of the panel; those that are empty take no line."""
        questions = [plain(self._lesson.moments[index].question) for index in moments]
        self._why.show(why)
        self._notes.show(paragraphs(*notes))
        self._moments.show(*((f"{KEY_MOMENT.sign} {question}  [k] opens", "k") for question in questions))
        self._first_keys.show(*first)
        self._around.show(around)
        self._last_keys.show(*last)
        self._item.update(Content("\n").join(item))
        self._changed.update(Content("\n").join(changes))
        texts = (self._notes, notes), (self._moments, moments), (self._around, around)
        lines = (self._first_keys, first), (self._last_keys, last), (self._item, item), (self._changed, changes)
        for widget, content in (*texts, *lines):
            widget.display = bool(content)

    @on(KeyLine.Clicked)
    async def _key_clicked(self, event: KeyLine.Clicked) -> None:
        event.stop()
        if event.key == "enter":  # the key would go to the link that has the focus
            await self.screen.run_action("next_lesson")
        else:
            self.app.simulate_key(event.key)


def _changes(step: StepView) -> list[Content]:
    """The variables that changed, and the cells of the columns that the table may have no room for."""
    lines = [
        Content.assemble(("* changed  ", "bold $text-success"), f"{each.name}: {each.before} → ", (each.after, "bold"))
        for each in step.changes
    ]
    if any(words for _, words in step.further):
        lines.append(Content(" · ".join(f"{name} {words}" for name, words in step.further if words)))
    return lines or [Content.styled("No variable changed.", "dim")]
