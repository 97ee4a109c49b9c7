"""run --what-if: the run of a lesson with changes, alone or beside the lesson's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SPLIT = "{consumers: {1: {maximum_retry_attempts: 3, bisect_batch_on_function_error: true}}}"


def test_the_run_of_a_variation_is_printed_with_its_changes(streamsim):
    done = streamsim("run", "poison-pill", "--what-if", SPLIT)
    assert (done.status, done.err) == (0, "")
    assert "* maximum_retry_attempts: was -1, now 3\n" in done.out
    assert "Consumer splits batch of 2" in done.out


def test_the_run_of_a_variation_is_a_whole_trace_as_json_too(streamsim):
    run = json.loads(streamsim("run", "poison-pill", "--what-if", SPLIT, "--format", "json").out)
    assert [step["event"] for step in run["steps"]].count("process.failed") == 5


@pytest.mark.parametrize("form", ["markdown", "wire", "mermaid", "chrome"])
def test_a_variation_has_every_format_of_a_run(streamsim, form):
    done = streamsim("run", "poison-pill", "--what-if", SPLIT, "--format", form)
    assert (done.status, done.err) == (0, "")
    assert done.out


def test_against_begins_with_what_differs_at_the_end(streamsim):
    done = streamsim("run", "poison-pill", "--what-if", SPLIT, "--against")
    assert (done.status, done.err) == (0, "")
    end, parting = done.out.index("At the END of both runs"), done.out.index("The runs part at step 13")
    assert end < parting < done.out.index("\nWhy\n")
    assert "p-5 · r5 waited     50.250 s                     0.250 s" in done.out


def test_against_as_json_has_where_the_runs_part_and_the_outcomes_that_differ(streamsim):
    done = streamsim("run", "poison-pill", "--what-if", SPLIT, "--against", "--format", "json")
    assert json.loads(done.out) == {
        "parts_at": [13, 13],
        "outcomes": [
            {
                "record": 0,
                "consumer": "ledger",
                "lesson": {"state": "given_up", "times": 8},
                "other": {"state": "processed", "times": 2},
            },
            {
                "record": 2,
                "consumer": "ledger",
                "lesson": {"state": "given_up", "times": 8},
                "other": {"state": "given_up", "times": 5},
            },
        ],
    }


def test_where_nothing_differs_json_says_so(streamsim):
    done = streamsim("run", "overview", "--what-if", "{title: Another}", "--against", "--format", "json")
    assert json.loads(done.out) == {"parts_at": None, "outcomes": []}


def test_a_belief_is_laid_beside_the_lesson_in_the_same_form(streamsim):
    done = streamsim("run", "split-shard", "--as", "F301", "--against", "--format", "json")
    assert json.loads(done.out) == {"parts_at": [20, 20], "outcomes": []}
    text = streamsim("run", "split-shard", "--as", "F301", "--against").out
    assert "as the service does it" in text
    assert "as a believer sees it" in text


def test_the_changes_can_come_from_a_file(streamsim, folder):
    Path("changes.yaml").write_text(f"what_if:\n  {SPLIT}\n")
    assert "now 3" in streamsim("run", "poison-pill", "--what-if", "@changes.yaml").out


def test_the_changes_can_be_those_that_a_question_asks_about(streamsim):
    out = streamsim("run", "poison-pill", "--what-if", "question:three-retries").out
    assert "* maximum_retry_attempts: was -1, now 3\n" in out
    assert "bisect" not in out.split("Process table")[0]


@pytest.mark.parametrize("width", ["60", "120"])
def test_the_width_holds_for_variations_too(streamsim, width):
    for more in ([], ["--against"]):
        out = streamsim("run", "poison-pill", "--what-if", SPLIT, "--width", width, *more).out
        assert max(map(len, out.splitlines())) <= int(width)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ("{consumers: {1: {batch_size: 0}}}", ": S204 expected a whole number from 1 to 10,000"),
        ("{consumers: {1: {batchsize: 5}}}", ': S201 unknown key "batchsize"; did you mean "batch_size"?'),
        ("{timeline: {add: [{crash: {consumer: ledger}, at: 5s}]}}", ': S204 "ledger" is of type lambda'),
        ("{timeline: {9: {wait: 1s}}}", "run: --what-if: the lesson, timeline has no entry 9; it has 3"),
        ("{consumers: {1: {batch_size", "--what-if:1:"),
        ("", "--what-if:1:1: Y111"),
        ("[1]", "--what-if:1:1: S203 expected keys of the lesson"),
        ("@nothing.yaml", "nothing.yaml:1:1: Y101 no such file"),
        (
            "question:nothing",
            'no question has the id "nothing"; of those that ask what if, there are three-retries',
        ),
        ("question:the-message", 'the question "the-message" asks about no variation'),
        ("{seed: \udcff}", "--what-if:1:8: Y103 not UTF-8"),
    ],
)
def test_changes_that_cannot_be_made_are_refused_in_one_line(streamsim, folder, changes, message):
    for more in ([], ["--against"]):
        done = streamsim("run", "poison-pill", "--what-if", changes, *more)
        assert (done.status, done.out) == (1, "")
        assert message in done.err
        assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--what-if", "{seed: 3}", "--as", "F270"], "--as and --what-if are two other runs"),
        (["--what-if", "{seed: 3}", "--against", "--format", "mermaid"], "--against has no mermaid format"),
    ],
)
def test_arguments_that_do_not_go_together(streamsim, arguments, message):
    done = streamsim("run", "overview", *arguments)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
