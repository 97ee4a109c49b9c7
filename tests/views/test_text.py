"""The text view: every line fits its width, columns stay columns, and nothing reaches the terminal raw."""

from __future__ import annotations

import pytest
from cases import in_each_case
from loaded_lessons import load_lesson
from rich.cells import cell_len
from varied_lessons import ONE_OF_EACH_KIND

from simulator.views.layout import MIN_WIDTH, wrapped
from simulator.views.text import lesson_text, process_table, tracker


@in_each_case("name", ONE_OF_EACH_KIND)
@in_each_case("width", [MIN_WIDTH, 80, 100, 121, 200])
def test_every_line_of_a_lesson_fits_the_width(name, width):
    assert max(cell_len(line) for line in lesson_text(load_lesson(name), width)) <= width


@pytest.mark.parametrize("width", [MIN_WIDTH, 61, 80, 81, 121])
def test_every_line_of_a_lesson_with_wide_letters_and_endless_words_fits_the_width(nasty, width):
    assert max(cell_len(line) for line in lesson_text(nasty, width)) <= width


def test_the_width_is_80_unless_somebody_asks(nasty):
    assert list(lesson_text(nasty)) == list(lesson_text(nasty, 80))


def test_nothing_is_lost_by_folding(nasty):
    text = "".join(lesson_text(nasty)).replace(" ", "")
    for whole in ("とても長い題名" * 8, "読者" * 90, "x" * 200, "変更" * 50, "要点" * 60, "二" * 100):
        assert whole in text


def test_no_line_has_a_control_character(nasty):
    for line in lesson_text(nasty):
        assert line.isprintable(), line


def test_a_key_with_escapes_is_shown_escaped(nasty):
    assert "o\\x1b[31m1\\n\\u{202e}" in "\n".join(lesson_text(nasty))


def test_markup_is_shown_as_it_is(nasty):
    text = "\n".join(lesson_text(nasty))
    assert text.startswith("[/x] DynamoDB")
    assert "- [/x] 要点" in text
    assert "[bold red] [/]" in text


def in_cells(line: str) -> str:
    """A line with a filler after each wide letter, so that an index counts columns."""
    return line if line.isascii() else "".join(letter + "\0" * (cell_len(letter) - 1) for letter in line)


def columns_of(table: list[str]) -> list[int]:
    """Where the columns of a table begin, from its rule; between them every line has its two spaces."""
    rule = next(line for line in table if line.startswith("-"))
    starts = [index + 2 for index in range(len(rule)) if rule.startswith("  -", index)]
    for line in map(in_cells, table):
        assert all(line[start - 2 : start].strip(" ") == "" for start in starts), line
    return starts


@pytest.mark.parametrize("width", [MIN_WIDTH, 80, 121])
def test_wide_letters_leave_the_columns_of_the_process_table_aligned(nasty, width):
    table = list(process_table(nasty.trace, width))
    _, *answers = columns_of(table)
    rows = [in_cells(line) for line in table if line[0].isdigit()]
    assert len(answers) == 3
    assert len(rows) == len(nasty.trace.steps)
    assert all(row[start:].startswith(("Yes", "No")) for row in rows for start in answers)


def test_many_steps_leave_the_columns_of_the_process_table_aligned(lesson):
    trace = lesson("repeat: {times: 1700, do: {put: {order_id: 'o-{n}'}}}").trace
    table = list(process_table(trace))
    assert table[-1].startswith("10200  No new changes")
    _, *answers = columns_of(table)
    assert all(line[start:].startswith(("Yes", "No")) for line in table[3:] for start in answers)
    assert max(map(len, table)) <= 80


def test_wide_letters_leave_the_columns_of_the_tracker_aligned(nasty):
    blocks = "\n".join(tracker(nasty.trace)).split("\n\n")[:-1]
    assert len(blocks) > 1
    for block in blocks:
        lines = block.split("\n")
        rows = [in_cells(line) for line in lines if line.startswith(("DynamoDB", "Stream", "Consumer"))]
        assert len(rows) == 4
        assert all(row[start : start + 1].strip() for row in rows for start in columns_of(lines))


def test_the_tracker_says_how_wide_it_is_where_it_needs_several_blocks():
    trace = load_lesson("overview").trace
    assert list(tracker(trace))[-1] == "(In 2 blocks to fit 80 columns; --width 121 shows one.)"
    whole = list(tracker(trace, 121))
    assert [line for line in whole if not line] == []
    assert max(map(len, whole)) == 121


def test_every_block_of_the_tracker_begins_with_the_variables():
    blocks = "\n".join(tracker(load_lesson("three-changes").trace)).split("\n\n")[:-1]
    assert [block.split("\n")[0].split()[0] for block in blocks] == ["Variable"] * len(blocks)
    assert len({tuple(line[:19] for line in block.split("\n")) for block in blocks}) == 1


@in_each_case(
    "text, first, folded",
    [
        ("one two three", "", ["one two", "three"]),
        ("one two three", "- ", ["- one", "  two", "  three"]),
        ("a abcdefghijklmnop", "", ["a abcdef", "ghijklmn", "op"]),
        ("読者読者読者", "", ["読者読者", "読者"]),
        ("a読者読者", "", ["a読者読", "者"]),
        ("", "", []),
    ],
)
def test_folding_at_eight_columns(text, first, folded):
    assert list(wrapped(text, 8, first)) == folded


TRANSCRIPT = """\
Words that
flow, **bold** and `code`.

## More

- one [step](step:2), with words enough that the line of this item has to be folded
  - inside
1. first

> A quotation that is long enough to be folded too, as every text that flows through two lines.

```yaml
a:
  b: [1](step:2)

  c: 2
```

| view | 消費者 |
| ---- | -----: |
| KEYS_ONLY | 1 |
"""
MARKED = """\
Words that flow, **bold** and `code`.

## More

- one step, with words enough that the line of this item has
  to be folded
  - inside

1. first

> A quotation that is long enough to be folded too, as every
> text that flows through two lines.

```yaml
a:
  b: [1](step:2)

  c: 2
```

view       消費者
---------  ------
KEYS_ONLY       1"""


def indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.split("\n"))


def test_the_blocks_of_a_transcript(lesson):
    text = "\n".join(lesson_text(lesson(more="transcript: |\n" + indented(TRANSCRIPT)), 60))
    assert text.partition("Transcript\n----------\n")[2] == MARKED


def test_code_in_an_answer_keeps_its_lines_under_the_answer(lesson):
    more = "key_moments:\n  - question: Why?\n    answer: |\n      So:\n\n      ```\n      a:\n        b\n      ```\n"
    text = "\n".join(lesson_text(lesson(more=more)))
    assert "Q. Why?\nA. So:\n\n   ```\n   a:\n     b\n   ```" in text


def test_a_table_that_is_too_wide_is_folded_in_its_columns(lesson):
    table = f"| a | b |\n| - | - |\n| {'word ' * 20}| {'語' * 40} |\n"
    lines = list(lesson_text(lesson(more="transcript: |\n" + indented("A table:\n\n" + table)), 60))
    assert max(map(cell_len, lines)) <= 60
    assert "".join(lines).count("語") == 40
