"""What is said of a text that is no YAML: where it broke, in which part of it, and what helps.

The parser's own words ("did not find expected key") help who knows YAML's grammar; an author has forgotten a quote.
"""

from __future__ import annotations

import re

import yaml

from simulator.scenario.complaints.complaint import START, Mark

LINE_BREAK = re.compile("\r\n|\r|\n")
"""Where an editor begins a new line."""

_PARTS = {
    "flow sequence": "the list in brackets",
    "flow mapping": "the mapping in braces",
    "block sequence": "the list",
    "block collection": "the list",
    "block mapping": "the mapping",
    "scalar": "the text",
}
"""What a parser calls a part, and what an author does."""

_QUOTES = '": " begins a value; a text with ": " in it needs quotes'


def slip(error: yaml.MarkedYAMLError, text: str) -> tuple[Mark, str]:
    """Where to look, and what to say, about the text that the parser gave up."""
    lines = [*LINE_BREAK.split(text), ""]  # the parser may see one line more than there is
    here, began = _mark(error.problem_mark), _mark(error.context_mark)
    place = here or began or START
    problem, part = error.problem or "", error.context or ""
    said = _advice(problem, part, lines, place, began)
    if said is None:
        said = problem or part
    elif began is not None and (("quoted" in part and "unexpected" in problem) or "simple key" in part):
        return began, said  # where the parser gave up is far from what has to be mended
    name = next((name for known, name in _PARTS.items() if known in part), None)
    if name is not None and began is not None and began.line != place.line:
        said = f"in {name} that begins in line {began.line}: {said}"
    return _on_a_line(place, lines), said


def _advice(problem: str, part: str, lines: list[str], place: Mark, began: Mark | None) -> str | None:
    """What helps against the usual slips; None against the others."""
    line = lines[place.line - 1]
    before, at = line[: place.column - 1], line[place.column - 1 : place.column]
    first = "" if began is None else lines[began.line - 1][began.column - 1 : began.column]
    second_colon = at == ":" and re.search(r":\s", before) is not None
    if "tab character" in problem or (at == "\t" and "cannot start any token" in problem):
        return "a tab; indent with spaces"
    if "cannot start any token" in problem or "node content" in problem:
        quotes = f"a text that begins with {at} needs quotes" if at.strip() else "a value is expected here"
        return f"a value is expected before {at}; {quotes}" if at in (",", "]", "}") else quotes
    if "alphabetic or numeric" in problem or "tag handle" in problem:
        return f"a text that begins with {first} needs quotes"
    if "quoted" in part and "found unexpected" in problem:
        return f"this text in quotes has no end; close it with {first}"
    if "unknown escape" in problem:
        return r"in double quotes a backslash begins an escape: write \\ for a backslash, or use single quotes"
    if "block scalar" in part and "expected" in problem:
        return f"the text after {first} begins in the next line; one that begins with {first} needs quotes"
    if "mapping values are not allowed" in problem:
        return _QUOTES if second_colon else f"{_QUOTES}, and a key begins in the column of the keys beside it"
    if "flow" in part and "expected ','" in problem:
        end = "]" if "sequence" in part else "}"
        return _QUOTES if second_colon else f'expected "," or "{end}" before this; is a text without its quotes?'
    if "could not find expected ':'" in problem:
        return 'expected a key with ": " after it, the space too'
    if "sequence entries are not allowed" in problem:
        return "a list begins in a line of its own, or stands in brackets"
    if "expected '-'" in problem or ("expected <block end>" in problem and "block collection" in part):
        return 'expected "- ": the entries of a list begin in the same column'
    if "mapping keys are not allowed" in problem:
        return 'a text that begins with "? " needs quotes'
    if "expected <document start>" in problem:
        return _no_key("")
    if "expected key" in problem or "expected <block end>" in problem:
        return _no_key(before.rstrip()[-1:])
    return None


def _no_key(last: str) -> str:
    """What is said where a mapping should go on with a key; `last` is what stands before."""
    if last in ("'", '"'):
        twice = "''" if last == "'" else '\\"'
        return f"the text in quotes ended before this; in it, write {twice} for {last}"
    if last in ("}", "]"):
        return f"{last} ends the value; a text that begins with {'{' if last == '}' else '['} needs quotes"
    return "expected a key: keys that belong together begin in the same column"


def _on_a_line(place: Mark, lines: list[str]) -> Mark:
    """The place, or where it lies past the last line that has something on it, the end of that line."""
    last = next((number for number in range(len(lines), 0, -1) if lines[number - 1].strip()), 1)
    return place if place.line <= last else Mark(last, len(lines[last - 1].rstrip()) + 1)


def _mark(mark: yaml.Mark | None) -> Mark | None:
    return None if mark is None else Mark(mark.line + 1, mark.column + 1)
