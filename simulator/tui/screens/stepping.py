"""A screen that goes through a run, one step on or back."""

from __future__ import annotations

from textual import on
from textual.reactive import var
from textual.screen import ScreenResultType

from simulator.tui.screens.player_screen import PlayerScreen
from simulator.tui.widgets.picture import PictureView


class SteppingScreen(PlayerScreen[ScreenResultType]):
    """A run at one of its steps. Subclasses say how many it has, and draw it."""

    step: var[int] = var(0)
    """The number of the step; 0 is the start."""

    @property
    def last(self) -> int:
        """The number of the last step."""
        raise NotImplementedError

    def move(self, step: int) -> None:
        """Go to a step; a number beyond either end means that end."""
        self.step = max(0, min(self.last, step))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that leads nowhere from here does nothing, and is not in the footer."""
        leads_on = {"back": self.step > 0, "forward": self.step < self.last}
        return super().check_action(action, parameters) if leads_on.get(action, True) else None

    def action_forward(self) -> None:
        """Step forward."""
        self.move(self.step + 1)

    def action_back(self) -> None:
        """Step back."""
        self.move(self.step - 1)

    def action_first(self) -> None:
        """Go to the first step."""
        self.move(1)

    def action_last(self) -> None:
        """Go to the last step."""
        self.move(self.last)

    @on(PictureView.StepClicked)
    def _mark_clicked(self, event: PictureView.StepClicked) -> None:
        self.move(event.step)
