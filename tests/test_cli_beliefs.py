"""The command line's questions of belief and fact: run --as, --against, misconceptions, facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli.main import main
from simulator.dynamodb.facts import facts
from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS

NO_OP = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
timeline: [put: {order_id: o-1}, put: {order_id: o-1}]
"""


@pytest.fixture
def streamsim(capsys, tmp_path, monkeypatch):
    """Run a command where no-op.yaml is; gives its status and what it printed on either stream."""
    monkeypatch.chdir(tmp_path)
    Path("no-op.yaml").write_text(NO_OP)

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
        return status, *capsys.readouterr()

    return run


@pytest.mark.parametrize("name", ["F270", "f270", "every-write-is-recorded"])
def test_a_run_as_a_believer_expects_it(streamsim, name):
    status, out, err = streamsim("run", "no-op.yaml", "--as", name)
    assert (status, err) == (0, "")
    assert "The belief (F270, every-write-is-recorded)" in out
    assert "12    No new changes" in out


def test_a_run_as_a_believer_expects_it_is_a_whole_trace_as_json_too(streamsim):
    status, out, _ = streamsim("run", "no-op.yaml", "--as", "F270", "--format", "json")
    assert status == 0
    run = json.loads(out)
    assert [record["eventName"] for record in run["records"]] == ["INSERT", "MODIFY"]
    assert len(run["steps"]) == 12


def test_against_says_where_the_runs_part(streamsim):
    status, out, err = streamsim("run", "no-op.yaml", "--as", "F270", "--against")
    assert (status, err) == (0, "")
    assert "The runs part at step 8" in out


@pytest.mark.parametrize("width", ["60", "100"])
def test_the_width_holds_for_beliefs_too(streamsim, width):
    for more in ([], ["--against"]):
        _, out, _ = streamsim("run", "no-op.yaml", "--as", "F270", "--width", width, *more)
        assert max(map(len, out.splitlines())) <= int(width)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--as", "empty-mean-done"], 'no misconception "empty-mean-done"; did you mean "empty-means-done"?'),
        (["--as", "F1"], 'no misconception "F1"; streamsim misconceptions lists them'),
        (["--against"], "--against goes with --as MISCONCEPTION"),
        (["--as", "F270", "--format", "markdown"], "--as has no markdown format"),
        (["--as", "F270", "--against", "--format", "json"], "--against has no json format"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(streamsim, arguments, message):
    status, out, err = streamsim("run", "no-op.yaml", *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_the_misconceptions_are_listed_with_what_their_believers_say(streamsim):
    status, out, _ = streamsim("misconceptions")
    assert status == 0
    folded = " ".join(out.split())
    for each in MISCONCEPTIONS:
        assert f"{each.number} {each.slug} {each.belief}" in folded


def test_the_facts_are_listed_with_the_lessons_that_show_them(streamsim):
    status, out, _ = streamsim("facts")
    assert status == 0
    modelled = [number for number, fact in facts().items() if fact.modelled]
    assert modelled
    assert f"\n{len(modelled)} facts are modelled and tested;" in out
    after_f41 = out[out.index("\nF41 ") :]
    of_f41 = after_f41[: after_f41.index("\nF42 ")].split()
    shown_by = " ".join(of_f41[of_f41.index("Shown") :]).removeprefix("Shown by: ").split(", ")
    assert {"overview", "three-changes"} <= set(shown_by)


def test_the_facts_as_json(streamsim):
    _, out, _ = streamsim("facts", "--format", "json")
    listed = {each["fact"]: each["lessons"] for each in json.loads(out)}
    assert list(listed) == [number for number, fact in facts().items() if fact.modelled]
    assert {"overview", "three-changes"} <= set(listed["F41"])
