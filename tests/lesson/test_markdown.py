"""The Markdown of a lesson's text: supported marks are read, and all other characters stay as they are."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cases import in_each_case
from hypothesis import given
from hypothesis import strategies as st

from simulator.lesson.check.advice import advice
from simulator.lesson.words.markdown import has_marks, read, read_markdown
from simulator.lesson.words.prose import (
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    ItemList,
    Paragraph,
    Quote,
    Reference,
    Strong,
    Table,
    WebLink,
    blocks,
    plain,
    references,
)
from simulator.lesson.words.reference_problems import problems
from simulator.lesson.words.references import parse

STEP = Reference("step 2", "step", "2")


@in_each_case(
    "text, prose",
    [
        ("**bold** words", (Strong(("bold",)), " words")),
        ("*so* and _so_", (Emphasis(("so",)), " and ", Emphasis(("so",)))),
        ("a `put` in code", ("a ", Code("put"), " in code")),
        ("**see [step 2](step:2) now**", (Strong(("see ", STEP, " now")),)),
        ("[AWS](https://aws.amazon.com/x)", (WebLink("AWS", "https://aws.amazon.com/x"),)),
        ("[write](mailto:a@b.org)", (WebLink("write", "mailto:a@b.org"),)),
        ("<https://a.org/b_c>", (WebLink("https://a.org/b_c", "https://a.org/b_c"),)),
        (r"\*not bold\*", ("*not bold*",)),
        ("NEW_AND_OLD_IMAGES", ("NEW_AND_OLD_IMAGES",)),
        ("2 * 3 < 7 & more", ("2 * 3 < 7 & more",)),
        ("one\n\ntwo", ("one\n\ntwo",)),
    ],
)
def test_marks_inside_a_paragraph(text, prose):
    assert parse(text) == prose


@in_each_case(
    "text, block",
    [
        ("words\n\n## A heading\n", Heading(2, ("A heading",))),
        ("words\n\n- one\n- two\n", ItemList((("one",), ("two",)))),
        ("words\n\n3. one\n4. two\n", ItemList((("one",), ("two",)), 3)),
        ("words\n\n- one\n  - two\n", ItemList((("one", ItemList((("two",),))),))),
        ("words\n```yaml\na: **1**\n\nb: [x](step:2)\n```\n", CodeBlock("a: **1**\n\nb: [x](step:2)", "yaml")),
        ("words\n~~~\na\n~~~\n", CodeBlock("a")),
        ("words\n\n    indented\n", CodeBlock("indented")),
        ("words\n\n> quoted\n", Quote(("quoted",))),
        (
            "words\n\n| a | b |\n|:--|--:|\n| [step 2](step:2) | 消 |\n",
            Table((("a",), ("b",)), (((STEP,), ("消",)),), ("left", "right")),
        ),
    ],
)
def test_blocks_between_paragraphs(text, block):
    assert list(blocks(parse(text))) == [Paragraph(("words",)), block]


@in_each_case("text", ["1. look", "- 5", "# of records", "> 3", "+ 1"])
def test_a_text_of_a_single_line_is_a_paragraph(text):
    assert parse(text) == (text,)


@in_each_case(
    "href",
    [
        "cell:4/consumer_reads",
        "variable:consumer_state@4",
        "variable:consumer_state.é@4",
        "lesson:my_own_lesson",
        "fact:F44",
    ],
)
def test_the_target_of_a_reference_is_taken_exactly_as_it_is_written(href):
    [reference] = references(parse(f"**so**\n\n- [x]({href})\n"))
    assert reference.href == href


@pytest.mark.parametrize(
    "text", ["[x]({href})", "**so** [x]({href})\n\n- and *more*\n"], ids=["links alone", "Markdown"]
)
def test_the_target_of_a_reference_is_percent_decoded(text):
    [reference] = references(parse(text.format(href="variable:consumer_state%2e%C3%A9@4")))
    assert reference.target == "consumer_state.é@4"


def test_the_references_of_every_block_are_found_in_their_order():
    text = "# [a](step:1)\n\n- [b](step:2)\n\n> *[c](step:3)*\n\n| [d](step:4) |\n| - |\n| [e](step:5) |\n"
    assert [each.label for each in references(parse(text))] == list("abcde")


@pytest.mark.parametrize("text", ["`[x](step:99)`", "a\n\n```\n[x](step:99)\n[x] (step: 9)\n```\n", r"\[x\](step: 9)"])
def test_code_and_what_is_escaped_hold_no_reference(overview, text):
    assert references(parse(text)) == []
    assert list(problems(text, overview.trace, [])) == []


@pytest.mark.parametrize("text", ["**b [x](step:99)**", "a\n\n- b\n- [x](step:99)\n", "a\n\n| [x](step:99) |\n| - |\n"])
def test_a_reference_is_checked_wherever_it_stands(overview, text):
    assert [code for code, _ in problems(text, overview.trace, [])] == ["L402"]


@in_each_case(
    "text, kind, written",
    [
        ("a <b>word</b>", "HTML tags", "<b>"),
        ("a <!-- note --> b", "HTML tags", "<!-- note -->"),
        ("a\n\n<div>\n\nb", "HTML tags", "<div>"),
        ("fish &amp; chips", "HTML entities", "&amp;"),
        ("an escape: &#27;[31m", "HTML entities", "&#27;"),
        ("![alt](picture.png)", "images", "![alt](picture.png)"),
        ("~~gone~~", "struck-out words", "~~"),
        ("a\n\n* * *\n\nb", "rules", "* * *"),
        ("a\n\n---\n\nb", "rules", "---"),
    ],
)
def test_unsupported_marks_stay_as_they_are_written_and_are_advised_of(lesson, text, kind, written):
    assert plain(parse(text)) == text
    assert read(text).unread[0] == (kind, written)
    indented = text.replace("\n", "\n  ")
    found = [each for each in advice(lesson(more=f"transcript: |-\n  {indented}\n")) if each.code == "W513"]
    [said] = map(str, found)
    before = text[: text.index(written)]
    line, column = 10 + before.count("\n"), 3 + len(before.rpartition("\n")[2])
    assert said.startswith(
        f'lesson.yaml:{line}:{column}: W513 "{written}" is shown as it is written: {kind} are not read in a text'
    )


def test_references_inside_of_what_is_not_supported_lead_somewhere():
    assert references(parse("a\n\n<div>[step 2](step:2)</div>")) == [STEP]
    assert parse("Look![step 2](step:2)") == ("Look!", STEP)


def test_a_step_in_code_needs_no_reference(lesson):
    made = lesson(more="transcript: |\n  Words.\n\n  ```\n  step 2\n  ```\n  `step 3` **step 4**\n")
    assert [each.message.partition(" is")[0] for each in advice(made) if each.code == "W507"] == ['"step 4"']


PIECES = (
    *("a", "word", " ", "\n", "\n\n", "*", "**", "_", "`", "```\n", "# ", "- ", "1. ", "> ", "+", "2)", ":"),
    *("[s](step:2)", "[w](http://x)", "\\", "<b>", "&amp;", "~~", "!", "[", "]", "(", ")", "=", "\t", "消", "A_B"),
    *("---\n", "\u00a0"),
)
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join).map(str.strip).filter(bool)


@given(TEXTS)
def test_a_text_without_marks_reads_the_same_with_and_without_the_parser(text):
    if not has_marks(text):
        quick, parsed = read(text), read_markdown(text)
        assert (quick.prose, quick.links, quick.unread) == (parsed.prose, parsed.links, parsed.unread)


@given(TEXTS.filter(lambda text: "`" not in text))
def test_no_letter_of_a_text_is_lost(text):
    def letters(words: str) -> str:
        return "".join(filter(str.isalpha, words.replace("http://x", "").replace("step:2", "")))

    assert letters(plain(parse(text))) == letters(text)


LISTED_AND_RUN = """
import sys
from simulator.cli.main import main
main(["list"])
main(["run", "overview"])
print(*sys.modules, file=sys.stderr)
"""


def test_the_parser_and_wcwidth_are_imported_only_where_a_text_needs_them():
    program = [sys.executable, "-c", LISTED_AND_RUN]
    done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60)
    imported = set(done.stderr.split())
    assert "simulator.scenario.loader" in imported
    assert not imported & {"markdown_it", "wcwidth", "textual"}
