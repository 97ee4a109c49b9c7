"""A text in lines: under the words before it, and with code as a block wherever it stands."""

from __future__ import annotations

import typist
from hypothesis import given
from hypothesis import strategies as st

from simulator.learner.learner import Learner
from simulator.lesson.words.prose import CodeBlock, leaves
from simulator.lesson.words.references import parse
from simulator.terminal.quiz import run_quiz
from simulator.views.prose_lines import prose_lines
from simulator.views.width import cells


def test_the_lines_after_the_first_words_are_indented_under_them():
    text = "One paragraph.\n\n- an item that is folded\n\n```\ncode   as it is\n```\n"
    assert list(prose_lines(parse(text), 20, "A. ")) == [
        "A. One paragraph.",
        "",
        "   - an item that is",
        "     folded",
        "",
        "   ```",
        "   code   as it is",
        "   ```",
    ]


def test_a_text_that_begins_with_code_has_the_first_words_on_a_line_of_their_own():
    assert list(prose_lines(parse("```\na\n```\n"), 20, "Why: ")) == ["Why:", "     ```", "     a", "     ```"]


PIECES = (
    "a",
    "word",
    " ",
    "\n",
    "\n\n",
    "**",
    "# ",
    "- ",
    "1. ",
    "> ",
    "[s](step:2)",
    "消費者",
    "👩\u200d👩\u200d👧",
    "x" * 30,
)
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join).map(str.strip).filter(bool)


@given(TEXTS)
def test_every_line_fits_unless_it_is_code(text):
    prose = parse(text)
    if not any(isinstance(each, CodeBlock) for each in leaves(prose)):
        assert all(cells(line) <= 40 for line in prose_lines(prose, 40, "Q. "))


def test_code_in_a_question_a_hint_and_an_explanation_keeps_its_lines(lesson):
    code = "|\n      So:\n\n      ```\n      a:\n        b\n      ```\n"
    texts = f"quiz:\n  - question: {code}    hint: {code}    explanation: {code}"
    made = lesson(more=f"{texts}    choices: [{{text: x, correct: true}}, y]\n")
    learner = typist.Typist("h", "a")
    run_quiz(made, learner.terminal, Learner())
    said = [line for line in learner.said if line.strip() in ("a:", "b")]
    assert [line.strip() for line in said] == ["a:", "b"] * 3
    assert all(cells(below) == cells(above) + 1 for above, below in zip(said[::2], said[1::2], strict=True))
