"""A learner who types at a quiz."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.terminal.terminal import Terminal


class Typist:
    """Types lines at a quiz and keeps what it says, prompts too if asked. An exception among the lines is raised."""

    def __init__(self, *typed: str | BaseException, prompts: bool = False) -> None:
        self.said: list[str] = []
        self._typed: Iterator[str | BaseException] = iter(typed)
        self._prompts = prompts
        self.terminal = Terminal(self._ask, self.said.append)

    def _ask(self, prompt: str) -> str:
        assert prompt == "> "
        if self._prompts:
            self.said.append(prompt)
        line = next(self._typed, EOFError())
        if isinstance(line, BaseException):
            raise line
        return line

    @property
    def text(self) -> str:
        return "\n".join(self.said)
