"""The lesson as a text: summary, sample, transcript and snapshot, with every reference a link."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Footer

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.references import Reference
from simulator.tui.screens.fact import FactScreen
from simulator.tui.widgets.dialog import Dialog
from simulator.tui.widgets.prose import ProseView
from simulator.views.document import document


class ReadingScreen(ModalScreen[Reference | None]):
    """Returns the reference that was followed, or None."""

    CSS_PATH = "reading.tcss"

    BINDINGS = [
        Binding("escape,t", "dismiss(None)", "Back to the lesson", key_display="Esc"),
        Binding("tab", "app.focus_next", "Next link", key_display="Tab"),
        Binding("enter", "none", "Follow it", key_display="Enter"),
    ]

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self._lesson = lesson

    def compose(self) -> ComposeResult:
        whole = document(self._lesson)
        sections = whole.named("summary", "execution_sample", "transcript", "concept_snapshot")
        with Dialog("The lesson as a text"):
            yield ProseView((whole.title,), classes="title")
            for section in sections:
                yield ProseView((section.heading,), classes="heading")
                yield ProseView(section.prose)
            if not sections:
                yield ProseView(("This lesson has no text to read.",))
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        box = self.query_one(Dialog)
        box.focus()
        self.call_after_refresh(box.scroll_home, animate=False)

    @on(ProseView.Followed)
    def _followed(self, event: ProseView.Followed) -> None:
        event.stop()
        if event.reference.scheme == "fact":
            self.app.push_screen(FactScreen(event.reference.target))
        else:
            self.dismiss(event.reference)

    def action_none(self) -> None:
        """Nothing: a link that has the focus takes Enter itself."""
