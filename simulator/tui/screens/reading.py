"""The lesson as a text: summary, sample, transcript and snapshot, with every reference a link."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.references import Reference
from simulator.tui.keys import bindings
from simulator.tui.screens.player_screen import PlayerDialog
from simulator.tui.screens.term import explained
from simulator.tui.widgets.dialog import Dialog
from simulator.tui.widgets.key_row import KeyRow
from simulator.tui.widgets.prose import ProseView
from simulator.views.document import document


class ReadingScreen(PlayerDialog[Reference | None]):
    """Returns the reference that was followed, or None."""

    CSS_PATH = "reading.tcss"

    BINDINGS = [*bindings("reading")]

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self._lesson = lesson
        self._box = Dialog("The lesson as a text")

    def compose(self) -> ComposeResult:
        whole = document(self._lesson)
        sections = whole.named("summary", "story", "execution_sample", "transcript", "concept_snapshot")
        with self._box:
            yield ProseView((whole.title,), classes="title")
            for section in sections:
                yield ProseView((section.heading,), classes="heading")
                yield ProseView(section.prose)
            if not sections:
                yield ProseView(("This lesson has no text to read.",))
        yield KeyRow()

    def on_mount(self) -> None:
        self._box.focus()
        self.call_after_refresh(self._box.scroll_home, animate=False)

    @on(ProseView.Followed)
    def _followed(self, event: ProseView.Followed) -> None:
        if not explained(self, event):
            self.leave(event.reference)

    def action_none(self) -> None:
        """Nothing: a link that has the focus takes Enter itself."""
