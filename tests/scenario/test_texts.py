"""A lesson's texts: markup is text like any other, control characters are refused, and values show theirs escaped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from cases import in_each_case

from simulator.scenario.complaints.complaint import UNSAFE, visible
from simulator.scenario.loader import scenario_from_text

TEXTS = {
    "title": "title: {}",
    "category": "category: {}",
    "part": "part: {}",
    "assumes": "assumes: [{}]",
    "summary": "summary: {}",
    "execution sample": "execution_sample: [{}]",
    "note": "notes: [{{step: 1, text: {}}}]",
    "key moment's question": "key_moments: [{{question: {}, answer: A}}]",
    "key moment's answer": "key_moments: [{{question: Q, answer: {}}}]",
    "quiz's question": "quiz: [{{question: {}, choices: [{{text: a, correct: true}}, b], explanation: E}}]",
    "quiz's choice": "quiz: [{{question: Q, choices: [{{text: {}, correct: true}}, b], explanation: E}}]",
    "quiz's short choice": "quiz: [{{question: Q, choices: [{}, {{text: b, correct: true}}], explanation: E}}]",
    "quiz's why": "quiz: [{{question: Q, choices: [{{text: a, correct: true, why: {}}}, b], explanation: E}}]",
    "quiz's hint": "quiz: [{{question: Q, choices: [{{text: a, correct: true}}, b], hint: {}, explanation: E}}]",
    "quiz's explanation": "quiz: [{{question: Q, choices: [{{text: a, correct: true}}, b], explanation: {}}}]",
    "quiz's id": "quiz: [{{id: {}, question: Q, choices: [{{text: a, correct: true}}, b], explanation: E}}]",
    "concept snapshot": "concept_snapshot: [{}]",
    "transcript": "transcript: {}",
}
"""Every text of a lesson, as a line in which it can be filled in."""

every_text = in_each_case("line", TEXTS.values())


@pytest.fixture
def with_text(lesson):
    """A lesson with one text filled in, and the column at which the text stands in line 9 (or 1, the title)."""

    def lesson_with(line: str, text: str) -> tuple[str, str]:
        column = line.format("\0").index("\0") + 1
        if line.startswith("title"):
            return lesson().replace("title: A lesson", line.format(text)), f"1:{column}"
        return lesson(more=line.format(text) + "\n"), f"9:{column}"

    return lesson_with


def strings(value: Any) -> Iterator[str]:
    """Every text in a nest of lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


@every_text
@in_each_case("markup", ["[/x]", "[bold red]", "\\[/]", "[@click=app.quit]x[/]", "$text", "<b>&amp;</b>"])
def test_markup_is_accepted_as_it_is(complaints, with_text, line, markup):
    text, _ = with_text(line, f"'{markup}'")
    assert complaints(text) == []
    assert markup in strings(scenario_from_text(text).model_dump())


@every_text
@in_each_case(
    "escape, shown",
    [("\\e", "\\x1b"), ("\\0", "\\x00"), ("\\x9b", "\\x9b"), ("\\x7f", "\\x7f"), ("\\u202e", "\\u{202e}")],
)
def test_a_control_character_in_a_text_is_refused(complaints, with_text, line, escape, shown):
    text, place = with_text(line, f'"a{escape}b"')
    assert complaints(text) == [f"lesson.yaml:{place}: S207 a control character ({shown}) in a text"]


@in_each_case("character", ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068"])
def test_a_raw_bidi_character_in_a_text_is_refused(complaints, lesson, character):
    [line] = complaints(lesson(more=f"summary: 'a{character}b'\n"))
    assert line == f"lesson.yaml:9:10: S207 a control character (\\u{{{ord(character):x}}}) in a text"


def test_a_text_may_have_lines_and_tabs(complaints, lesson):
    assert complaints(lesson(more='summary: "one\\n\\ttwo"\ntranscript: |\n  one\n\n  two\n')) == []


def test_a_text_in_any_script_is_accepted(complaints, lesson):
    assert complaints(lesson(more="summary: 読者 שלום سلام 🧑‍🚀 é\n")) == []


@in_each_case("part", ["order_id: %s", "order_id: o-1, note: %s", "order_id: o-1, %s: 1"])
@in_each_case("escape", ["\\e[31m", "\\0", "\\n", "\\u202e", "\\x9b", "\\U000E0041"])
def test_a_control_character_in_an_attribute_is_accepted(complaints, lesson, part, escape):
    assert complaints(lesson(f"put: {{{part}}}" % f'"a{escape}b"')) == []


@in_each_case(
    "text, shown",
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("\u202e\u2066\u200b\u2028\ufeff", "\\u{202e}\\u{2066}\\u{200b}\\u{2028}\\u{feff}"),
        ("\U000e0041", "\\u{e0041}"),
        ("plain é 読 🙂 [/x]", "plain é 読 🙂 [/x]"),
    ],
)
def test_characters_that_control_a_terminal_are_written_out(text, shown):
    assert visible(text) == shown


def test_no_character_that_a_terminal_may_act_on_is_printable() -> None:
    unsafe = UNSAFE.findall("".join(map(chr, range(sys.maxunicode + 1))))
    assert len(unsafe) > 2_000
    assert not any(map(str.isprintable, unsafe))
