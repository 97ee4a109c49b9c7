"""The complaints about a watched file that cannot be played in its present state."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from simulator.scenario.complaints.complaint import Complaint
from simulator.views.complaints import Source, complaint_lines
from simulator.views.layout import wrapped


class BrokenScreen(Screen[None]):
    """Shows the complaints in place of the lesson until the file is valid again."""

    CSS_PATH = "broken.tcss"
    BINDINGS = [Binding("ctrl+q", "app.quit", "Leave", key_display="Ctrl+Q")]

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__()
        self._complaints = complaints

    def compose(self) -> ComposeResult:
        count = len(self._complaints)
        problems = "one problem" if count == 1 else f"{count} problems"
        yield Static(f"The lesson has {problems}; it opens again when the file is mended", id="heading", markup=False)
        with VerticalScroll():
            yield Static(id="complaints", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_resize(self) -> None:
        self.show(self._complaints)

    def show(self, complaints: Sequence[Complaint]) -> None:
        """Replace the complaints: the file was saved again and is still invalid."""
        self._complaints = complaints
        self.query_one("#complaints", Static).update(self._text())

    def _text(self) -> str:
        width = max(20, self.size.width - 4)
        lines: list[str] = []
        sources: dict[str, Source] = {}  # each file is read once, however many complaints are about it
        for complaint in self._complaints:
            source = sources.setdefault(complaint.file, Source(complaint.file))
            said, *line = complaint_lines(complaint, width - 4, source)
            lines += [*wrapped(said, width), *line]
        return "\n".join(lines)
