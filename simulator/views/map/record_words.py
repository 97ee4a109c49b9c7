"""Words for what became of one record, for one consumer: the same in the picture and in sentences."""

from __future__ import annotations

from typing import NamedTuple

from simulator.lesson.words.times import time_words
from simulator.views import signs
from simulator.views.scene.values import Handling, ReaderOfRecord
from simulator.views.signs import Sign, Style, ordinal

_SIGNS: dict[str, Sign] = {
    "unread": signs.UNREAD,
    "read": signs.READ,
    "processed": signs.PROCESSED,
    "failed": signs.FAILED,
    "filtered": signs.FILTERED,
    "given_up": signs.GIVEN_UP,
    "lost": signs.LOST,
    "passed_over": signs.PASSED_OVER,
}


class StateWords(NamedTuple):
    """A record's state: its sign, the sign with its words, and lines that say more."""

    sign: Sign
    words: str
    more: tuple[str, ...] = ()

    @property
    def style(self) -> Style:
        """The sign's style."""
        return self.sign.style


def sign_of(reader: ReaderOfRecord) -> Sign:
    """The sign of a record's state."""
    if reader.successes > 1:
        return signs.AGAIN
    if reader.waits_for == "batch":
        return signs.POLLED
    return signs.CARRIED if reader.is_carried else _SIGNS[reader.state]


def told_state(reader: ReaderOfRecord) -> StateWords | None:
    """The state of a record as the map tells it; None where there is nothing to tell.

    A consumer that was deleted has not read it, and it does not wait.
    """
    return None if reader.state == "unread" and reader.waits_for is None else state_words(reader)


def state_words(reader: ReaderOfRecord) -> StateWords:
    """The state of a record for a consumer, in words that fit a column of the map."""
    sign, handlings = sign_of(reader), reader.handlings
    if sign is signs.AGAIN:
        done = [(number, each) for number, each in enumerate(handlings, 1) if each.succeeded]
        more = tuple(f"{ordinal(number)} {_by(each)}" for number, each in (done[0], done[-1]))
        return StateWords(sign, f"{sign.sign} {ordinal(done[-1][0])} TIME", more)
    if sign is signs.POLLED:
        return StateWords(sign, f"{sign.sign} polled")
    if reader.given_up_ms is not None:
        return StateWords(sign, sign.words, (time_words(reader.given_up_ms),))
    if not handlings:
        return StateWords(sign, sign.words)
    if sign is signs.PROCESSED:
        delivery = f"delivery {len(handlings)}, " if len(handlings) > 1 else ""
        return StateWords(sign, sign.words, (delivery + _by(handlings[-1]),))
    times = f"{len(handlings)} times" if len(handlings) > 1 else ""
    if sign is signs.CARRIED:
        return StateWords(sign, sign.words, (", ".join(filter(None, (times, _by(handlings[-1])))),))
    words = f"{sign.words} {times}".rstrip() if sign is signs.FAILED else sign.words
    return StateWords(sign, words, (_by(handlings[-1]),))


def _by(handling: Handling) -> str:
    worker = f"{handling.worker} " if handling.worker else ""
    return f"{worker}{time_words(handling.time_ms)}"
