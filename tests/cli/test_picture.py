"""`streamsim picture`: the system after one step."""

from __future__ import annotations

import json

import pytest


def test_the_map_after_a_step(streamsim):
    status, out, err = streamsim("picture", "overview", "--step", "4")
    assert (status, err) == (0, "")
    assert out.startswith("DynamoDB Streams overview")
    assert "step 4 of 6" in out.splitlines()[0]
    assert "▹ read" in out


def test_without_a_step_it_is_the_end(streamsim):
    assert streamsim("picture", "overview").out == streamsim("picture", "overview", "--step", "6").out


def test_step_0_is_the_start(streamsim):
    status, out, _ = streamsim("picture", "overview", "--step", "0", "--format", "json")
    assert status == 0
    assert json.loads(out)["step"] == 0


@pytest.mark.parametrize("format_", ["text", "svg", "json"])
def test_a_step_beyond_the_end_is_wrong_usage(streamsim, format_):
    status, out, err = streamsim("picture", "overview", "--step", "7", "--format", format_)
    assert (status, out) == (2, "")
    assert err == "streamsim picture: no step 7; the run has 6\n"


def test_the_width_is_that_of_the_text(streamsim):
    out = streamsim("picture", "crash-and-checkpoint", "--step", "27", "--width", "110").out
    assert max(map(len, out.splitlines())) == 110


def test_an_SVG_in_the_theme_that_was_asked_for(streamsim):
    out = streamsim("picture", "overview", "--format", "svg", "--theme", "dark").out
    assert out.startswith("<svg ")
    assert out != streamsim("picture", "overview", "--format", "svg", "--theme", "light").out


def test_what_is_no_step_is_refused_in_one_line(streamsim):
    status, _, err = streamsim("picture", "overview", "--step", "four")
    assert status == 2
    assert err.startswith("streamsim picture: argument --step: a step's number, from 0")
    assert err.count("\n") == 1
