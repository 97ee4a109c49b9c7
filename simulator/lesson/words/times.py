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
