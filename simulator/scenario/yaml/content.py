"""The bytes and the text of a file, or the complaint that keeps it from being read."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from simulator.scenario.complaints.complaint import START, Complaint, Mark, ScenarioError
from simulator.scenario.yaml.syntax_help import LINE_BREAK

MAX_BYTES = 16 * 1024 * 1024
"""A larger file is refused unread."""

_PASSED_BY_THE_SHELL = ("/dev", "/dev/fd")
"""Where a shell names what it passes to a program: /dev/stdin, and /dev/fd/63 for `<(a command)`."""

_HIDDEN_BREAKS = {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}
"""Line breaks for YAML and not for an editor, with their escapes: what stands behind them is not read as it is seen."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""All but tabs, line breaks and what YAML calls printable. The set of the allowed ones takes 10 ms to compile."""


def read_content(path: Path, shown: str) -> bytes:
    """The bytes of a file; `shown` is what complaints call it.

    What is no regular file is refused unopened: a FIFO without a writer never ends. Only what is named as the shell
    names it, such as /dev/stdin, is read all the same.

    Raises:
        ScenarioError: there is no such file, it cannot be read, or it is too large.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise refusal(shown, START, "Y101", "this is a folder, not a lesson file")
        if not (stat.S_ISREG(mode) or str(path.parent) in _PASSED_BY_THE_SHELL):
            raise refusal(shown, START, "Y101", "not a regular file")
        with path.open("rb") as file:
            too_large = os.fstat(file.fileno()).st_size > MAX_BYTES
            content = b"" if too_large else file.read(MAX_BYTES + 1)  # a pipe has no size
    except FileNotFoundError:
        raise refusal(shown, START, "Y101", "no such file") from None
    except ValueError:  # a NUL in the name
        raise refusal(shown, START, "Y101", "this cannot be the name of a file") from None
    except OSError as error:
        raise refusal(shown, START, "Y101", f"cannot be read: {error.strerror or error}") from None
    if too_large or len(content) > MAX_BYTES:
        raise refusal(shown, START, "Y102", f"over {MAX_BYTES // 1024 // 1024} MB; refused unread")
    return content


def text_of(content: bytes, shown: str) -> str:
    """The text of a file's bytes, without the byte order mark.

    Raises:
        ScenarioError: it is not UTF-8, or has a character that YAML does not allow.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        mark = _end_of(content[: error.start].decode("utf-8").removeprefix("\ufeff"))
        byte = content[error.start]
        raise refusal(shown, mark, "Y103", f"not UTF-8: byte 0x{byte:02x}; save the file as UTF-8") from None
    text = text.removeprefix("\ufeff")
    found = _FORBIDDEN.search(text)
    if found is not None:
        mark = _end_of(text[: found.start()])
        character = found.group()
        what = "a line break that editors do not show," if character in _HIDDEN_BREAKS else "control character"
        escape = _HIDDEN_BREAKS.get(character, "\\e")
        message = (
            f'{what} U+{ord(character):04X}; in a value write it as an escape in double quotes, such as "{escape}"'
        )
        raise refusal(shown, mark, "Y104", message)
    return text


def _end_of(text: str) -> Mark:
    """Where the character after a text stands, as an editor counts lines and characters."""
    lines = LINE_BREAK.split(text)
    return Mark(len(lines), len(lines[-1]) + 1)


def refusal(shown: str, mark: Mark, code: str, message: str) -> ScenarioError:
    """The error of a file that cannot be read any further: its one complaint."""
    return ScenarioError([Complaint(shown, mark, code, message)])
