"""Complaints about a file: one line each, `file:line:column: CODE message`.

A code's first letter says which part of the program complains: Y the file and its YAML, S the shape of the scenario,
D what DynamoDB itself would refuse, L the lesson (references and questions). W is advice: the lesson can be used, and
could be better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from simulator.dynamodb.phrases import cut_to

CODES = {
    "Y101": "the file cannot be read",
    "Y102": "the file is too large",
    "Y103": "the file is not UTF-8",
    "Y104": "a character that a file cannot hold as it is",
    "Y105": "the file is not YAML",
    "Y106": "the same key twice",
    "Y107": "a YAML value that a scenario cannot hold",
    "Y108": "nested too deep",
    "Y109": "an alias that contains itself",
    "Y110": "aliases that unfold to too much",
    "Y111": "the file is empty",
    "Y112": "more than one YAML document",
    "Y113": "a folder without lessons",
    "S201": "unknown key",
    "S202": "missing key",
    "S203": "wrong type",
    "S204": "a value outside its choices or its range",
    "S206": "not exactly one action, or a key beside it that does not go with it",
    "S207": "a control character in a text",
    "S208": "a time before the previous action",
    "S209": "too many writes or empty polls",
    "S210": "a key without another that it needs",
    "S211": "an action that is not possible when its time comes",
    "S215": "a run that takes too many turns",
    "D301": "a key attribute is missing",
    "D302": "a key attribute of the wrong type",
    "D303": "an empty key value",
    "D304": "a value that DynamoDB refuses",
    "D305": "an item over 400 KB",
    "D306": "a key attribute cannot be updated",
    "D307": "an operand of the wrong type",
    "D308": "one attribute in two clauses of an update",
    "D309": "a batch or a transaction that DynamoDB refuses",
    "D310": "a filter pattern that Lambda refuses",
    "D311": "a stream that cannot be turned on or off now",
    "D312": "a document path that DynamoDB refuses",
    "L401": "a reference that cannot be read",
    "L402": "a reference to something that does not exist",
    "L403": "no choice is right",
    "L404": "more than one choice is right",
    "L405": "an answer that the trace cannot give",
    "L406": "the same id or the same choice twice",
    "L407": "a right choice with a misconception",
    "L408": "a repair with nothing to repair",
    "L409": "a solution of a repair that does not meet its goals",
    "L410": "lessons of a course that come after each other",
    "W501": "the position of the right choice gives it away",
    "W502": "the length of the right choice gives it away",
    "W503": "a hint that is none",
    "W504": "nothing says why a choice is wrong",
    "W505": "a variable that is shown and never changes, or that the run does not have",
    "W506": "a kind of step that no text and no question speaks of",
    "W507": "a step's number in a text that is no reference",
    "W508": "a title or an id twice in a folder",
    "W509": "a summary that is too long",
    "W510": "a fact in a text that does not exist",
    "W511": "a fact that no step of the run shows",
    "W512": "a question without an explanation",
    "W513": "Markdown that a text does not support",
    "W514": "a step by its bare number, where a label would do",
    "W515": "a hint or an explanation that calls a wrong choice right",
    "W516": "a what-if that changes nothing",
    "W517": "a match that gives itself away",
    "W518": "most questions are answered by reading one cell",
    "W519": "a consumer's name that gives the answer away",
    "W520": "a path that is the name of an attribute too",
    "W521": "a time to live that never comes",
    "W522": "a tag in quotes",
    "W523": "a key of a write inside its item",
    "W524": "a filter pattern that no record can match",
    "W525": "a value in DynamoDB's typed JSON",
    "W526": "a process table that is wider than a terminal",
    "W527": "a text that tells what is to be predicted later",
}
"""Every code and what it means."""


class Mark(NamedTuple):
    """A position in a file: line and column, both counted from 1."""

    line: int
    column: int


START = Mark(1, 1)

MAX_QUOTE = 200
"""Characters that an error shows of a text that it quotes: what a person writes or types has any length."""

MAX_MESSAGE = 500
"""Characters of a whole message that are shown; of a longer one its beginning and its end."""


class Complaint(NamedTuple):
    """One thing that is wrong with a file, and where."""

    file: str
    mark: Mark
    code: str
    message: str

    @property
    def is_warning(self) -> bool:
        """Whether the file can be used all the same."""
        return self.code.startswith("W")

    def __str__(self) -> str:
        """The complaint as one line, safe to print: nothing from the file reaches the terminal raw."""
        # A name that a file can have is whole, so that an editor can follow it.
        can_be = len(self.file) <= 4096 and all(len(part) <= 255 for part in self.file.split("/"))
        file = visible(self.file if can_be else cut(self.file))
        return f"{file}:{self.mark.line}:{self.mark.column}: {self.code} {shortened(self.message)}"


class ScenarioError(Exception):
    """A file that cannot be used. `complaints` has everything that is wrong with it, in the file's order."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(sorted(complaints, key=lambda each: (each.file, each.mark, each.code)))
        super().__init__("\n".join(map(str, self.complaints)))


UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\U000e0000-\U000e007f]"
    "|[\ud800-\udfff]"
)
"""Characters that a terminal may act on or that hide or reorder text: controls, and Unicode's format characters.

And halves of pairs, which stand for the bytes of a file's name that is not UTF-8 and can be written to no file.
"""


def visible(text: str) -> str:
    r"""The text with every control character written out, as in `\x1b`; safe to send to a terminal."""
    if text.isprintable():  # the usual case, and found at once: no character that is unsafe is printable
        return text
    return UNSAFE.sub(lambda found: _escaped(found.group()), text)


def _escaped(character: str) -> str:
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character)
    if short is not None:
        return short
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{{{number:x}}}"


_QUOTED = re.compile('"([^"]*)"|`([^`]*)`', re.DOTALL)
_UNBROKEN = re.compile(rf"\S{{{MAX_QUOTE + 4},}}")


def cut(text: str) -> str:
    """A text that a person wrote, as an error quotes it: all of it, or its beginning and the sign of a cut, `…`."""
    return cut_to(MAX_QUOTE + 1, text)


def shortened(message: str) -> str:
    """The message of an error, safe to print: long quotes and words in it are cut, and in the end its middle."""
    if len(message) > MAX_QUOTE:
        message = _QUOTED.sub(lambda found: found[0][0] + cut(found[0][1:-1]) + found[0][0], message)
        message = _UNBROKEN.sub(lambda found: cut(found[0]), message)
    if len(message) > MAX_MESSAGE:
        message = cut(message) + message[-MAX_QUOTE:]
    return visible(message)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean "table"?`, or nothing where no known name is close."""
    import difflib  # only who mistypes waits for it

    close = difflib.get_close_matches(name[:80], list(known), n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""
