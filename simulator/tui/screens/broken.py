"""The complaints about a watched file that cannot be run in its present state."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from simulator.scenario.complaints.complaint import Complaint
from simulator.tui.screens.player_screen import PlayerScreen
from simulator.tui.widgets.problems import Problems, counted


class BrokenScreen(PlayerScreen[None]):
    """Shows the complaints in place of the lesson until the file can be run again."""

    CSS_PATH = "broken.tcss"

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__()
        self._heading = Static(id="heading", markup=False)
        self._problems = Problems(complaints)
        self.show(complaints)

    def compose(self) -> ComposeResult:
        yield self._heading
        yield self._problems

    def show(self, complaints: Sequence[Complaint]) -> None:
        """Replace the complaints: the file was saved again and still cannot be run."""
        self._heading.update(f"The lesson has {counted(complaints)}, and opens when it has none; Ctrl+Q leaves")
        self._problems.show(complaints)
