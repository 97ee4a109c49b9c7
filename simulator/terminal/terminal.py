"""A plain terminal: it prints and reads lines, so a quiz works in a pipe and with a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from simulator.scenario.complaints.complaint import visible
from simulator.views.layout import WIDTH, wrapped


class Stopped(Exception):
    """The learner typed q."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where questions are asked in lines of text."""

    read: Callable[[str], str]
    """Prints a prompt and returns a line; EOFError and KeyboardInterrupt end the session."""
    say: Callable[[str], None]
    """Prints a line."""
    width: int = WIDTH

    def line(self) -> str:
        """The next line that the learner types, without the spaces around it; none has a meaning of its own."""
        return self.read("> ").strip()

    def ask(self) -> str:
        """The next line that the learner types, without the spaces around it.

        Raises:
            Stopped: it is q, or quit.
        """
        typed = self.line()
        if typed.rstrip("?").strip().upper() in ("Q", "QUIT"):
            raise Stopped
        return typed

    def print(self, text: str, first: str = "") -> None:
        """Print a text, folded; what follows `first` is indented under it."""
        self.print_lines(wrapped(text, self.width, first))

    def print_lines(self, lines: Iterable[str]) -> None:
        """Print lines as they are."""
        for line in lines:
            self.say(line)

    @contextmanager
    def until_stopped(self) -> Iterator[None]:
        """Ask inside this context. If the learner stops, or the input ends, it prints a line; that is no error."""
        try:
            yield
        except EOFError:
            self.say("")
            self.say("The input ended here.")
        except (Stopped, KeyboardInterrupt):
            self.say("")
            self.say("Stopped.")


def quoted(typed: str) -> str:
    """A typed line between quotation marks: cut where it is long, and safe to print."""
    return f'"{visible(typed[:40])}"'
