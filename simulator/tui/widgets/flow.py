"""The process flow: six stages, the current one marked."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from simulator.lesson.words.table import PHASE_NAMES
from simulator.machine.trace import Trace
from simulator.scenario.events import Phase
from simulator.views.flow import NO_STAGE, stage_of
from simulator.views.width import cells

_SHORT_NAMES = {
    Phase.WRITE: "Change",
    Phase.CAPTURE: "Capture",
    Phase.AVAILABLE: "Available",
    Phase.READ: "Read",
    Phase.PROCESS: "Process",
    Phase.IDLE: "Idle",
}

_LAYOUTS = ((PHASE_NAMES, " ─▶ "), (_SHORT_NAMES, " ▶ "), (_SHORT_NAMES, "▶"))
"""From roomy to tight; the last one fits the narrowest player."""


class FlowBar(Widget):
    """The stages on one line, with brackets around the stage of the current step, if it belongs to one."""

    step: reactive[int] = reactive(0)

    def __init__(self, trace: Trace, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._trace = trace
        self.border_title = "Process flow"

    def render(self) -> Content:
        """The flow, in short names where the full ones have no room; a step of no stage says so where there is room."""
        current = stage_of(self._trace.events[self.step - 1]) if self.step else None
        lines = [self._line(names, arrow, current) for names, arrow in _LAYOUTS]
        if self.step and current is None:
            lines = [line + Content.styled(f"  {NO_STAGE}", "bold") for line in lines] + lines
        return next((line for line in lines if cells(line.plain) <= self.size.width), Content(""))

    @staticmethod
    def _line(names: dict[Phase, str], arrow: str, current: Phase | None) -> Content:
        stages = [
            Content.styled(f"[{name}]", "bold reverse") if phase is current else Content.styled(f" {name} ", "dim")
            for phase, name in names.items()
        ]
        return Content.styled(arrow, "dim").join(stages)
