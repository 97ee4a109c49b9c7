"""Virtual times in words."""

from __future__ import annotations


def time_words(milliseconds: int) -> str:
    """A virtual time, as in `1.000 s` or `2 h 00 min 01.500 s`."""
    seconds, rest = divmod(milliseconds, 1000)
    if seconds < 60:
        return f"{seconds}.{rest:03d} s"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {seconds:02d}.{rest:03d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min {seconds:02d}.{rest:03d} s"


def span_words(milliseconds: int) -> str:
    """How long something lasts, in its two largest units: `7.9 s`, `20 min`, `3 h 40 min`."""
    if milliseconds < 59_950:
        seconds, tenths = divmod((milliseconds + 50) // 100, 10)
        return f"{seconds}.{tenths} s" if tenths else f"{seconds} s"
    minutes, seconds = divmod((milliseconds + 500) // 1000, 60)
    if minutes < 60:
        return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
    hours, minutes = divmod((milliseconds + 30_000) // 60_000, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def clock_words(milliseconds: int) -> str:
    """A virtual time in few columns: `12.000 s`, or from a minute on as on a clock: `0:01:00.050`."""
    seconds, rest = divmod(milliseconds, 1000)
    if seconds < 60:
        return f"{seconds}.{rest:03d} s"
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}.{rest:03d}"
