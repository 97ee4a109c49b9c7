"""A screen on which a record, an item or a consumer can be followed through the run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.reactive import var

from simulator.scenario.complaints.complaint import visible
from simulator.tui.screens.player_screen import Command
from simulator.tui.screens.run import RunScreen
from simulator.views.copied import Copied, copied
from simulator.views.follow import (
    Followed,
    failures,
    followed_words,
    next_subject,
    step_after,
    step_before,
    steps_about,
)

if TYPE_CHECKING:
    from simulator.views.svg import Theme
    from simulator.views.svg_picture import Picture


class FollowingScreen(RunScreen):
    """The run of a lesson with something followed in it, and with what is looked at to be copied."""

    followed: var[Followed | None] = var(None, bindings=True)
    """What is followed; the widgets light up the steps and records that are about it."""

    holds_back: var[bool] = var(False)
    """Whether nothing may tell what comes of the step that is shown: it is still to be predicted."""

    def hides_steps_before(self, step: int) -> bool:
        """Whether a step on the way forward to this one is still hidden: nothing may be said of what comes there."""
        raise NotImplementedError

    def followed_words(self) -> str:
        """What is followed, for the line that says where the learner is; empty for nothing."""
        return "" if self.followed is None else f"following {followed_words(self.lesson.trace, self.followed)}"

    def watch_followed(self) -> None:
        self.show_position()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        leads_on = {"followed": self.followed is not None, "follow_next": self.step > 0 or self.followed is not None}
        if not leads_on.get(action, True):
            return None
        return super().check_action(action, parameters)

    def action_follow_next(self) -> None:
        """Follow what the step is about: its record, its item, its consumer, and at last nothing."""
        self.followed = next_subject(self.lesson.trace, self.step, self.followed)

    def action_followed(self, by: int) -> None:
        """Go to the next step (1) or the one before (-1) that is about what is followed."""
        if self.followed is not None:
            steps = steps_about(self.lesson.trace, self.followed)
            name = followed_words(self.lesson.trace, self.followed)
            if by > 0:
                self._forward_to(step_after(steps, self.step), f"No later step is about {name}.")
            else:
                before = step_before(steps, self.step)
                if before is None:
                    self.notify(f"No earlier step is about {name}.", markup=False)
                else:
                    self.move(before)

    def action_next_failure(self) -> None:
        """Go to the next step at which something fails, is refused, or is lost."""
        self._forward_to(step_after(failures(self.lesson.trace), self.step), "Nothing fails after this step.")

    def _forward_to(self, step: int | None, nowhere: str) -> None:
        """Go forward to a step, or as far as predict mode lets through: it hides whether there is such a step, too."""
        if step is not None:
            self.move(step)
        elif self.hides_steps_before(self.last):
            self.move(self.last)
        else:
            self.notify(nowhere, markup=False)

    def commands(self) -> list[Command]:
        pictures = [
            Command("Save the map", "The picture of this step as an SVG file", "save_picture('map')"),
            Command("Save time", "The run so far as an SVG file", "save_picture('time')"),
        ]
        return [*super().commands(), *pictures]

    def action_save_picture(self, of: Picture) -> None:
        """Save a picture to a new file in the working folder, and say where it is."""
        from simulator.views.svg_picture import save_picture  # few save one

        theme: Theme = "dark" if self.app.current_theme.dark else "light"
        try:
            path = save_picture(Path.cwd(), self.lesson, self.step, of, theme)
        except OSError as error:
            said = f"The picture could not be saved: {error.filename or 'this folder'}: {error.strerror or error}."
            self.notify(visible(said), severity="error", markup=False)
        else:
            self.notify(f"Saved: {visible(str(path))}", markup=False)

    def action_copy(self) -> None:
        """Copy what is looked at to the clipboard, and say what that is."""
        text, what = self.looked_at()
        self.app.copy_to_clipboard(text)
        self.notify(f"Copied: {what}.", markup=False)

    def looked_at(self) -> Copied:
        """What the learner looks at, as a text. A screen that shows one record of a batch, or a call, says that."""
        return copied(self.lesson.trace, self.step, self.followed, holds_back=self.holds_back)
