"""The key moments and the concept snapshot, as panels beside the table."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.style import Style
from textual.widgets import Static

from simulator.lesson.lesson import Moment
from simulator.lesson.words.prose import ItemList
from simulator.lesson.words.references import Prose
from simulator.tui.keys import bindings
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.prose_content import content_without_links


class Question(Static, can_focus=True):
    """The question of a key moment: Enter, or a click, shows the answer under it, and hides it again."""

    DEFAULT_CSS = """
    Question { height: auto; link-style: bold; link-color: $foreground; link-style-hover: bold reverse; }
    Question:focus { background: $surface-lighten-2; }
    """

    BINDINGS = [*bindings("moment")]

    is_open: var[bool] = var(False)

    def __init__(self, moment: Moment) -> None:
        super().__init__(markup=False)
        self.answer = ProseView(moment.answer, classes="answer")
        """The answer, as a widget that is shown while the question is open."""
        self._moment = moment
        self.answer.display = False

    def on_mount(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._lay_out()  # not at the event of the focus: that comes before the question has it

    def watch_is_open(self, is_open: bool) -> None:
        self.answer.display = is_open
        self._lay_out()

    def _lay_out(self) -> None:
        question = content_without_links(self._moment.question, self.content_size.width)
        hint = Content.styled("  Enter: answer" if self.has_focus and not self.is_open else "", "dim not bold")
        line = Content.assemble("▾ " if self.is_open else "▸ ", question, hint)
        self.update(line.stylize(Style.from_meta({"@click": "unfold"})))

    def action_unfold(self) -> None:
        """Show or hide the answer."""
        self.is_open = not self.is_open


class Moments(VerticalScroll, can_focus=False):
    """The key moments that have been reached, each a question with a folded answer."""

    step: var[int] = var(0)
    holds_back: var[bool] = var(False)
    """Whether those about this step are not reached yet: they may tell the next one."""

    def __init__(self, moments: tuple[Moment, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._moments = moments
        self._questions = [Question(moment) for moment in moments]
        self._rest = ProseView(always=True)
        self._reached = 0

    def compose(self) -> ComposeResult:
        for question in self._questions:
            with Vertical(classes="moment"):
                yield question
                yield question.answer
        yield self._rest

    def open(self) -> None:
        """Show the moments up to the current step, with all answers folded."""
        self._reached = self.step - self.holds_back
        for question in self._questions:
            question.is_open = False
        self._show_reached()

    def watch_step(self, step: int) -> None:
        self._reach(step - self.holds_back)

    def watch_holds_back(self, holds_back: bool) -> None:
        self._reach(self.step - holds_back)

    def _reach(self, step: int) -> None:
        if step > self._reached:  # a link of an answer may lead back, and the answer stays
            self._reached = step
            self._show_reached()

    def _show_reached(self) -> None:
        later = 0
        for moment, question in zip(self._moments, self._questions, strict=True):
            is_reached = moment.step is None or moment.step <= self._reached
            question.display = is_reached
            question.answer.display = is_reached and question.is_open
            later += not is_reached
        self._rest.show(_rest_words(len(self._moments), later))

    def take_focus(self) -> None:
        """Give the focus to the question about this step, or the newest one that has been reached."""
        pairs = zip(self._moments, self._questions, strict=True)
        shown = [(moment.step, question) for moment, question in pairs if question.display]
        if shown:
            here = (question for step, question in shown if step == self.step)
            next(here, shown[-1][1]).focus()
        else:
            self._rest.focus()


def _rest_words(moments: int, later: int) -> Prose:
    if not moments:
        return ("This lesson has no key moments.",)
    if later == moments:
        return (f"No key moment has been reached yet; {later} {'comes' if later == 1 else 'come'} later in the run.",)
    return (f"{later} more {'comes' if later == 1 else 'come'} later in the run.",) if later else ()


class Snapshot(VerticalScroll, can_focus=False):
    """The lines of the concept snapshot."""

    def __init__(self, lines: tuple[Prose, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        text: Prose = (ItemList(lines),) if lines else ("This lesson has no concept snapshot.",)
        self._first = ProseView(text, always=True)

    def compose(self) -> ComposeResult:
        yield self._first

    def take_focus(self) -> None:
        """Give the focus to the text."""
        self._first.focus()
