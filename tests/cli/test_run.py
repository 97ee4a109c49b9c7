"""`streamsim run`: the formats, the width, and the same bytes everywhere."""

from __future__ import annotations

import json

import pytest
from lesson_texts import GOOD


@pytest.mark.parametrize(
    ("format_", "first"),
    [
        ("text", "DynamoDB Streams overview"),
        ("markdown", "# DynamoDB Streams overview"),
        ("wire", "DynamoDB Streams overview"),
        ("mermaid", "sequenceDiagram"),
        ("chrome", '{"displayTimeUnit": "ms",'),
    ],
)
def test_run_prints_the_format_that_is_asked_for(streamsim, format_, first):
    done = streamsim("run", "overview", "--format", format_)
    assert (done.status, done.err) == (0, "")
    assert done.out.split("\n")[0] == first


def test_run_prints_one_json_object(streamsim):
    done = streamsim("run", "overview", "--format", "json")
    assert done.status == 0
    assert json.loads(done.out)["scenario"] == {"name": "overview", "title": "DynamoDB Streams overview"}


def test_run_takes_a_path(streamsim, broken):
    done = streamsim("run", "good.yaml", "--format", "json")
    assert json.loads(done.out)["scenario"] == {"name": "good", "title": "A lesson"}


WRONG_TEXTS = (
    GOOD
    + """\
summary: See [this](step:99).
key_moments: [{question: "[What](cell:9/x)?", answer: Nothing., step: nowhere}]
predict: [77]
concept_snapshot: ["[Look](fact:F0)."]
quiz:
  - {question: Q, choices: [a, b], answer: {first_step: {column: record_created}}, explanation: E}
  - {question: Q, choices: [{text: a, correct: true, misconception: F298}, b], explanation: E}
"""
)


@pytest.mark.parametrize("format_", ["text", "markdown", "json", "wire", "mermaid", "chrome"])
def test_a_lesson_whose_texts_are_wrong_shows_its_run_and_what_is_wrong_beside_it(streamsim, folder, format_):
    (folder / "lesson.yaml").write_text(WRONG_TEXTS)
    (folder / "good.yaml").write_text(GOOD)
    done = streamsim("run", "lesson.yaml", "--format", format_)
    assert done.status == 1
    assert (
        done.out.replace('"name": "lesson"', '"name": "good"') == streamsim("run", "good.yaml", "--format", format_).out
    )
    codes = [line.split()[1] for line in done.err.splitlines()]
    assert set(codes) == {"L402", "L403", "L407"}


def test_a_lesson_that_cannot_be_run_shows_nothing_but_what_is_wrong(streamsim, folder):
    (folder / "lesson.yaml").write_text(WRONG_TEXTS.replace("order_id: o-1", "order: o-1"))
    done = streamsim("run", "lesson.yaml")
    assert (done.status, done.out) == (1, "")
    assert "D301" in done.err


def test_run_takes_a_width(streamsim):
    assert max(map(len, streamsim("run", "overview").out.split("\n"))) <= 80
    done = streamsim("run", "overview", "--width", "121")
    assert "  Final\n" in done.out
    assert 80 < max(map(len, done.out.split("\n"))) <= 121


def test_run_takes_no_notice_of_the_terminals_width(streamsim, monkeypatch):
    usual = streamsim("run", "overview")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LINES", "5")
    assert streamsim("run", "overview") == usual
