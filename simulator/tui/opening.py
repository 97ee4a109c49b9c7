"""Work that takes long, done beside the screen: the keys work meanwhile, and the work can be given up."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Lock, Thread
from typing import Any

from textual.app import App
from textual.message import Message


class GivenUp(BaseException):
    """Raised inside work that was given up. No `except Exception` of the work takes it for its own."""


class Opening:
    """Some work in a thread of its own, whose outcome comes back as a message.

    Args:
        app: gets an `Opened` when the work is done, unless it was given up by then.
        what: what is opened, in words.
        work: what is to be done. It must not touch a widget or a database.
        then: called by the application with the result.
        otherwise: called by the application with the exception that ended the work.
    """

    def __init__(
        self,
        app: App[Any],
        what: str,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        self.what = what
        self._app = app
        self._work = work
        self._then = then
        self._otherwise = otherwise
        # A daemon: when the program ends, it does not wait for the work.
        self._thread = Thread(target=self._run, name="opening", daemon=True)
        self._is_wanted = True
        """Whether the work goes on and its outcome is waited for."""
        self._ending = Lock()
        """Held while `_is_wanted` changes: once the work is over, nothing may be raised in its thread."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    @property
    def goes_on(self) -> bool:
        """Whether the work is still being done."""
        return self._thread.is_alive()

    def give_up(self) -> None:
        """Stop the work at its next step in Python, and drop its outcome."""
        with self._ending:
            if not self._is_wanted:
                return
            self._is_wanted = False
            # The work is a simulation like any other and asks nobody whether to go on; asking at each of millions of
            # turns would slow all of them down.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(self._thread.ident or 0), ctypes.py_object(GivenUp)
            )

    def _run(self) -> None:
        try:
            opened = self._outcome()
            with self._ending:
                is_wanted, self._is_wanted = self._is_wanted, False
        except GivenUp:
            return  # nobody waits for the outcome any more
        if is_wanted:
            self._app.post_message(opened)

    def _outcome(self) -> Opened:
        try:
            result = self._work()
        except Exception as error:
            return Opened(self, partial(self._otherwise, error))
        return Opened(self, partial(self._then, result))


@dataclass
class Opened(Message):
    """The work is done."""

    opening: Opening
    go_on: Callable[[], None]
    """Goes on with the result, or with the exception."""
