"""An author's sentence stands beside the reason of its step, in every form of a run."""

from __future__ import annotations

import json

import pytest

from simulator.views.json import run_json
from simulator.views.markdown import lesson_markdown
from simulator.views.text import lesson_text

NOTES = """\
notes:
  - {step: 2, text: "Nobody is told, see [the read](step:4)."}
  - step: 2
    text: |
      Two things:

      - one
      - two
"""


@pytest.fixture(scope="module")
def noted(lesson):
    return lesson(more=NOTES)


def test_the_text_has_the_notes_under_the_reason(noted):
    lines = list(lesson_text(noted))
    start = next(index for index, line in enumerate(lines) if line.startswith("2. 0.050 s"))
    end = next(index for index, line in enumerate(lines) if line.startswith("3. 0.100 s"))
    notes = lines[start:end]
    assert notes[notes.index("   Note: Nobody is told, see the read.") :] == [
        "   Note: Nobody is told, see the read.",
        "   Note: Two things:",
        "",
        "         - one",
        "         - two",
    ]


def test_markdown_has_them_as_paragraphs_of_the_reason_s_entry(noted):
    text = "\n".join(lesson_markdown(noted))
    assert "\n\n   **Note:** Nobody is told, see the read.\n" in text
    assert "\n\n   **Note:** Two things:\n\n   - one\n   - two\n3. 0.100 s" in text


def test_json_has_them_in_their_step_alone(noted):
    steps = json.loads("\n".join(run_json(noted)))["steps"]
    assert [step.get("notes") for step in steps[:3]] == [
        None,
        ["Nobody is told, see the read.", "Two things:\n\n- one\n- two"],
        None,
    ]
