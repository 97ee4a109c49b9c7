"""The command line's questions of belief and fact: run --as, --against, misconceptions, facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli.main import main

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
        (["--against"], "--against goes with --as MISCONCEPTION or --what-if YAML"),
        (["--as", "F270", "--format", "markdown"], "--as has no markdown format"),
        (["--as", "F270", "--against", "--format", "markdown"], "--against has no markdown format"),
    ],
)
def test_a_belief_that_cannot_be_simulated_is_refused_in_one_line(streamsim, arguments, message):
    status, out, err = streamsim("run", "no-op.yaml", *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


FAR_LONGER = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
show_empty_polls: true
consumers:
  - {name: a, type: lambda, function: {fails_on: {eventName: [REMOVE]}}}
  - {name: b, poll_interval: 500ms}
timeline: [delete: {order_id: o-9}]
"""


@pytest.mark.parametrize("more", [[], ["--against"], ["--format", "json"]])
def test_a_believers_run_that_is_far_longer_than_the_lessons_own_is_not_shown(streamsim, more):
    Path("long.yaml").write_text(FAR_LONGER)
    status, out, err = streamsim("run", "long.yaml", "--as", "missing-delete-is-recorded", *more)
    assert (status, out) == (1, "")
    assert err == (
        "long.yaml:7:30: S215 the run that believers in F274 expect is not shown: the run is not over after 20,020 "
        'turns of its agenda: "b" has polled 19,600 times for nothing; make `poll_interval` longer, now 500 ms\n'
    )
