"""Explains YAML syntax errors: where the text broke, in which part of it, and how to correct it.

The parser's own words ("did not find expected key") help readers who know YAML's grammar; an author has usually
forgotten a quote.
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
"""The parser's name of a part, and an author's."""

_QUOTES = '": " begins a value; a text with ": " in it needs quotes'


def slip(error: yaml.MarkedYAMLError, text: str) -> tuple[Mark, str]:
    """The position of a syntax error, and advice on it."""
    lines = [*LINE_BREAK.split(text), ""]  # the parser may see one line more than there is
    here, began = _mark(error.problem_mark), _mark(error.context_mark)
    mark = here or began or START
    problem, part = error.problem or "", error.context or ""
    said = _advice(problem, part, lines, mark, began)
    if said is None:
        said = problem or part
    elif began is not None and (("quoted" in part and "unexpected" in problem) or "simple key" in part):
        return began, said  # where the parser gave up is far from the characters to correct
    name = next((name for known, name in _PARTS.items() if known in part), None)
    if name is not None and began is not None and began.line != mark.line:
        said = f"in {name} that begins in line {began.line}: {said}"
    return _on_a_line(mark, lines), said


def _advice(problem: str, part: str, lines: list[str], mark: Mark, began: Mark | None) -> str | None:
    """Advice on the usual slips; None for the others."""
    line = lines[mark.line - 1]
    before, at = line[: mark.column - 1], line[mark.column - 1 : mark.column]
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
    """Advice where a mapping should go on with a key; `last` is the character before."""
    if last in ("'", '"'):
        twice = "''" if last == "'" else '\\"'
        return f"the text in quotes ended before this; in it, write {twice} for {last}"
    if last in ("}", "]"):
        return f"{last} ends the value; a text that begins with {'{' if last == '}' else '['} needs quotes"
    return "expected a key: keys that belong together begin in the same column"


def _on_a_line(mark: Mark, lines: list[str]) -> Mark:
    """The mark; where it lies past the last line that has something on it, the end of that line."""
    last = next((number for number in range(len(lines), 0, -1) if lines[number - 1].strip()), 1)
    return mark if mark.line <= last else Mark(last, len(lines[last - 1].rstrip()) + 1)


def _mark(mark: yaml.Mark | None) -> Mark | None:
    return None if mark is None else Mark(mark.line + 1, mark.column + 1)
