"""Widths as a terminal counts them, and a lesson of wide names in every view."""

from __future__ import annotations

import sys

from cases import in_each_case
from rich.cells import cell_len
from wcwidth import iter_graphemes, wcwidth

from simulator.lesson.lesson import lesson_of
from simulator.scenario.loader import scenario_from_text
from simulator.views.layout import wrapped
from simulator.views.text import lesson_text
from simulator.views.width import NARROW, cells, clipped, fitted, padded

FAMILY, HEART, FLAG, THUMB = "👩\u200d👩\u200d👧", "❤\ufe0f", "🇩🇪", "👍🏽"


@in_each_case(
    "text, columns",
    [
        *((FAMILY, 2), (HEART, 2), (FLAG, 2), (THUMB, 2), ("1\ufe0f\u20e3", 2), ("消費者", 6)),
        *(("e\u0301", 1), ("a\u200bb", 2), ("ｗ", 2), ("→", 1), ("", 0), ("abc", 3), ("消\x1b費", 4)),
    ],
)
def test_the_columns_that_a_text_takes(text, columns):
    assert cells(text) == columns


@in_each_case(
    "text, width, shown",
    [
        ("消費者", 6, "消費者"),
        ("消費者", 5, "消費…"),
        ("消費者", 4, "消…"),
        ("abc", 2, "a…"),
        (FAMILY * 2, 4, FAMILY * 2),
        (FAMILY * 2, 3, FAMILY + "…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ],
)
def test_a_text_that_is_cut_shows_it_and_no_letter_is_cut_in_two(text, width, shown):
    assert clipped(text, width) == shown
    assert cells(fitted(text, width)) == width


def test_a_text_is_padded_at_its_side():
    assert [padded("消", 5, side) for side in ("left", "right", "center")] == ["消   ", "   消", " 消  "]


def test_an_emoji_family_is_folded_as_a_whole():
    assert list(wrapped(FAMILY * 5, 5)) == [FAMILY * 2, FAMILY * 2, FAMILY]


WIDE_NAMES = """\
title: Wide names
table: {name: Orders, partition_key: id}
stream: {view_type: NEW_IMAGE}
consumers: [{name: one}, {name: two}]
show: {columns: [consumer, record, time]}
timeline: [{put: {id: 消費者消費者消費者, family: "👩‍👩‍👧", heart: "❤️"}}]
"""


@in_each_case("width", [60, 80, 121])
@in_each_case("consumer", ["two", "消費者消費者消費者", "消費者" * 20])
def test_the_columns_of_a_lesson_with_wide_names_are_aligned(consumer, width):
    lesson = lesson_of(scenario_from_text(WIDE_NAMES.replace("two", consumer)))
    lines = list(lesson_text(lesson, width))
    assert max(map(cells, lines)) <= width
    tables = "\n".join(lines).split("\nProcess table\n")[1].split("\nWhat happened")[0].split("\n")
    rules = [index for index, line in enumerate(tables) if line.startswith("--") and "  -" in line]
    assert len(rules) >= 2
    for index in rules:
        starts = [at + 2 for at in range(len(tables[index])) if tables[index].startswith("  -", at)]
        for line in [*tables[index + 1 :], ""][: [*tables[index + 1 :], ""].index("")]:
            shown = "".join(each + "\0" * (cells(each) - 1) for each in _letters(line))
            assert all(shown[start - 2 : start].strip(" ") == "" for start in starts), line


def _letters(line: str) -> list[str]:
    return list(iter_graphemes(line))


def test_textual_measures_these_names_as_we_do():
    for text in (FAMILY, HEART, FLAG, THUMB, "消費者"):
        assert cell_len(text) == cells(text)


def test_what_is_taken_for_narrow_takes_one_column_each_and_can_be_cut_anywhere() -> None:
    narrow = [character for character in map(chr, range(sys.maxunicode + 1)) if NARROW.fullmatch(character)]
    assert len(narrow) > 450
    assert {wcwidth(each) for each in narrow} == {1}
    assert list(iter_graphemes("".join(narrow))) == narrow
