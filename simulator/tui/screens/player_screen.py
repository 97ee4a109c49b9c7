"""The base of every screen of the player: it acts only while it is on top."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.events import Event, ScreenResume
from textual.screen import ModalScreen, Screen, ScreenResultType


class Command(NamedTuple):
    """Something that can be done on a screen, for the list of commands."""

    name: str
    about: str
    action: str


class PlayerScreen(Screen[ScreenResultType]):
    """A screen whose keys and messages are dropped once another screen covers it, or it has been left.

    Keys wait in queues: of two that are typed at once, the first may open a dialog, and the second still reaches the
    screen below. Messages of widgets wait likewise. So every action and `open_screen` ask whether the screen is on top.
    Subclasses keep the widgets that they compose as attributes: these exist as long as the screen does, mounted or not.
    """

    _was_shown = False

    async def on_event(self, event: Event) -> None:
        if isinstance(event, ScreenResume) and not self._was_shown:
            self._was_shown = True
            event.refresh_styles = False  # it and its widgets were given their styles just now
        await super().on_event(event)

    @property
    def is_on_top(self) -> bool:
        """Whether this is the screen that gets the keys."""
        return self.is_running and self.app.screen_stack[-1:] == [self]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No action of a screen that is not on top is run."""
        return super().check_action(action, parameters) if self.is_on_top else False

    def key_pressed(self) -> None:
        """A key was pressed while this screen is on top, whatever it does."""

    def open_screen(self, screen: Screen[Any], then: Callable[[Any], None] | None = None) -> None:
        """Open another screen over this one, unless this one is no longer on top."""
        if self.is_on_top:
            self.app.push_screen(screen, then)

    def leave(self, result: ScreenResultType | None = None) -> None:
        """Close this screen with a result, unless it is no longer on top: Textual would close the one that is."""
        if self.is_on_top:
            self.dismiss(result)

    def action_leave(self) -> None:
        """Close this screen without a result."""
        self.leave()

    def commands(self) -> list[Command]:
        """What can be done here now."""
        bindings = (each for each in self.BINDINGS if isinstance(each, Binding) and each.tooltip)
        found = [Command(each.description, each.tooltip, each.action) for each in bindings]
        return [each for each in found if self.check_action(each.action.partition("(")[0], ())]


class PlayerDialog(PlayerScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A small screen over another one, which stays visible around it."""

    DEFAULT_CSS = "PlayerDialog { background: $background 60%; }"
    """As a modal screen of Textual has it; a class takes the style of its first base alone."""
