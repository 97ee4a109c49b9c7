"""The complaints about a watched file that cannot be played in its present state."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.scenario.complaints.complaint import Complaint
from simulator.tui.screens.player_screen import PlayerScreen
from simulator.views.complaints import Source, complaint_lines
from simulator.views.layout import wrapped


class BrokenScreen(PlayerScreen[None]):
    """Shows the complaints in place of the lesson until the file is valid again."""

    CSS_PATH = "broken.tcss"

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__()
        self._complaints = complaints
        self._heading = Static(id="heading", markup=False)
        self._problems = Static(id="complaints", markup=False)

    def compose(self) -> ComposeResult:
        yield self._heading
        with VerticalScroll():
            yield self._problems

    def on_resize(self) -> None:
        self.show(self._complaints)

    def show(self, complaints: Sequence[Complaint]) -> None:
        """Replace the complaints: the file was saved again and is still invalid."""
        self._complaints = complaints
        count = len(complaints)
        problems = "one problem" if count == 1 else f"{count} problems"
        self._heading.update(f"The lesson has {problems}, and opens when it has none; Ctrl+Q leaves")
        self._problems.update(self._lines())

    def _lines(self) -> str:
        width = max(20, self.size.width - 4)
        lines: list[str] = []
        sources: dict[str, Source] = {}  # each file is read once, however many complaints are about it
        for complaint in self._complaints:
            source = sources.setdefault(complaint.file, Source(complaint.file))
            said, *line = complaint_lines(complaint, width - 4, source)
            lines += [*wrapped(said, width), *line]
        return "\n".join(lines)
