"""The list of commands: everything that can be done on the screen below, found by a few of its letters."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.fuzzy import Matcher
from textual.widgets import Input

from simulator.tui.keys import bindings
from simulator.tui.screens.player_screen import Command, PlayerDialog
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.dialog import Dialog


class CommandsScreen(PlayerDialog[str | None]):
    """Returns the action of the command that was chosen, or None.

    Textual's own palette searches in workers, which outlive it when it is closed early and then end the program
    (NoMatches in `_gather_commands`; ScreenStackError when a command is chosen twice; Textual 8.2.8). Here the commands
    are a short list, and need no workers.
    """

    CSS_PATH = "commands.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS = [*bindings("commands")]

    def __init__(self, title: str, commands: Sequence[Command]) -> None:
        super().__init__()
        self._box = Dialog(title)
        self._commands = tuple(commands)
        self._found: tuple[Command, ...] = ()
        self._choices = Choices()

    def compose(self) -> ComposeResult:
        with self._box:
            yield Input(placeholder="A few letters of it", max_length=60)
            yield self._choices

    def on_mount(self) -> None:
        self._find("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._find(event.value.strip())

    def _find(self, letters: str) -> None:
        """Offer the commands that match, the best match first."""
        matcher = Matcher(letters)
        scores = [(matcher.match(each.name) if letters else 1.0, each) for each in self._commands]
        matching = sorted((score for score in scores if score[0] > 0), key=lambda score: -score[0])
        self._found = tuple(command for _, command in matching)
        self._choices.show(
            self._found, [f"{each.name}: {each.about}" if each.about else each.name for each in self._found]
        )
        self._box.border_subtitle = "Enter does it, Esc stays" if self._found else "Nothing is called so"

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choices.action_enter()

    def on_choices_made(self, event: Choices.Made) -> None:
        """Enter, or a click, on a command."""
        event.stop()
        if event.asked is self._found:
            self.leave(self._found[event.index].action)

    async def action_list(self, action: str) -> None:
        """Move the pointer while the letters keep the focus."""
        await self._choices.run_action(action)
