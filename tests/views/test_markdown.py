"""The Markdown view: tables that stay tables, and what the program says is escaped."""

from __future__ import annotations

from cases import in_each_case
from loaded_lessons import load_lesson

from simulator.views.markdown import escaped, lesson_markdown

OVERVIEW_TABLES = """
| Step | Action | Stream Record Created? | Consumer Reads? | Consumer Processes? |
| --- | --- | --- | --- | --- |
| 1 | Write item to DynamoDB table | No | No | No |
| 2 | DynamoDB Streams captures change | Yes | No | No |
| 3 | Stream record available | Yes | No | No |
| 4 | Consumer reads stream record | Yes | Yes | No |
| 5 | Consumer processes the change | Yes | Yes | Yes |
| 6 | No new changes | No | No | No |
| Variable | Start | After Step 1 | After Step 2 | After Step 4 | After Step 5 | Final |
| --- | --- | --- | --- | --- | --- | --- |
| DynamoDB Table Data | Empty | Item added | Item added | Item added | Item added | Item added |
| Stream Records | Empty | Empty | One record created | One record read | One record processed | One record processed |
| Consumer State | Idle | Idle | Idle | Reading | Processing | Idle |
"""


def test_the_overviews_two_tables():
    lines = list(lesson_markdown(load_lesson("overview")))
    assert [line for line in lines if line.startswith("|")] == OVERVIEW_TABLES.strip().split("\n")


def test_every_part_has_its_heading():
    headings = [line for line in lesson_markdown(load_lesson("overview")) if line.startswith("#")]
    assert headings == [
        "# DynamoDB Streams overview",
        "## Execution sample",
        "## Process flow",
        "## Process table",
        "## Status tracker",
        "## What happened, and why",
        "## Key moments",
        "## Concept snapshot",
        "## Transcript",
    ]


@in_each_case("special", ["[/x]", "a|b", "*a*", "_a_", "`a`", "<b>", "\\", "~~a~~", "&amp;"])
def test_the_marks_of_markdown_are_escaped_in_a_title(lesson, special):
    [first, *_] = lesson_markdown(lesson(title=special))
    shown = first.removeprefix("# ")
    assert all(shown[index - 1] == "\\" for index, letter in enumerate(shown) if letter in "[]|*_`<>~&")
    assert escaped(special) == shown


def test_a_key_with_markup_breaks_no_table_and_makes_no_link(lesson):
    text = "\n".join(lesson_markdown(lesson("put: {order_id: '[a](b)|`c`<i>'}")))
    assert r"\[a\](b)\|\`c\`\<i\>" in text
    assert "[a](b)" not in text


def test_a_consumers_name_is_escaped_in_the_tables(lesson):
    lines = list(lesson_markdown(lesson(more="consumers: [{name: a_b}, {name: c}]\n")))
    assert r"| 4 | a\_b reads stream record | Yes | Yes | No |" in lines
    assert any(line.startswith(r"| Consumer State (a\_b) | Idle |") for line in lines)


def test_no_line_has_a_control_character(nasty):
    for line in lesson_markdown(nasty):
        assert line.isprintable(), line


def transcript(lesson, text: str) -> str:
    made = lesson(more="transcript: |\n" + "".join(f"  {line}\n" for line in text.split("\n")))
    return "\n".join(lesson_markdown(made)).partition("## Transcript\n\n")[2]


def test_a_text_stays_the_markdown_that_it_was_below_the_headings_of_the_lesson(lesson):
    text = (
        "# Title\n\nWords *so* **bold [step 2](step:2)**\nand `code`.\n\n- one\n  - two\n\n> quoted\n\n"
        "```yaml\na: [1](step:2)\n```\n\n| a | b |\n| --- | ---: |\n| x | [AWS](https://aws.amazon.com) |"
    )
    shown = text.replace("# Title", "### Title").replace("[step 2](step:2)", "step 2")
    assert transcript(lesson, text) == shown


@in_each_case(
    "text, shown",
    [
        (r"\*not bold\*", r"\*not bold\*"),
        ("a <b>word</b>", r"a \<b\>word\</b\>"),
        ("fish &amp; chips", r"fish \&amp; chips"),
        ("![alt](x.png)", r"!\[alt\](x.png)"),
        ("# of records", r"\# of records"),
        ("1. look", r"1\. look"),
        ("2 * 3 < 7, NEW_AND_OLD_IMAGES & more", "2 * 3 < 7, NEW_AND_OLD_IMAGES & more"),
    ],
)
def test_characters_that_markdown_would_read_as_marks_are_escaped(lesson, text, shown):
    assert transcript(lesson, text) == shown


def test_a_question_with_code_has_its_words_in_bold(lesson):
    more = "key_moments:\n  - question: |\n      What is this?\n\n      ```\n      x\n      ```\n    answer: Code.\n"
    text = "\n".join(lesson_markdown(lesson(more=more)))
    assert "**What is this?**\n\n```\nx\n```\n\nCode." in text
