"""`streamsim list`: the lessons of the library."""

from __future__ import annotations

import json
import re

from simulator.learner.course_map import question_ids
from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import load_scenario


def test_list_prints_every_lesson_in_the_order_of_the_course(streamsim):
    done = streamsim("list")
    assert (done.status, done.err) == (0, "")
    names = [line.split()[0] for line in done.out.split("\n") if line and not line.startswith(" ")]
    assert sorted(names) == lesson_names()
    assert re.search(r"^overview +DynamoDB Streams overview \(10 min\)$", done.out, re.MULTILINE)
    assert names.index("overview") < names.index("three-changes")
    assert max(map(len, done.out.split("\n"))) <= 80


def test_list_prints_an_array_of_objects(streamsim):
    done = streamsim("list", "--format", "json")
    listed = json.loads(done.out)
    assert [list(each) for each in listed] == [["name", "title", "minutes", "summary"]] * len(lesson_names())
    assert listed[0]["name"] == "overview"
    assert listed[0]["title"] == "DynamoDB Streams overview"


def said_of(name, out):
    """The lines about one lesson, as one text."""
    return re.sub(r"\s+", " ", re.split(r"\n(?=\S)", out[out.index(f"{name} ") :])[0])


def test_list_says_the_place_of_each_lesson_in_the_course_and_keeps_nothing(streamsim, data):
    out = streamsim("list").out
    assert said_of("overview", out).endswith("Part: Foundations; next")
    assert said_of("poison-pill", out).endswith("Part: Lambda; assumes split-shard")
    assert not data.exists()


def test_list_and_progress_agree_on_what_is_done(streamsim, kept):
    progress = kept()
    progress.stepped("three-changes", 18, 18)
    for question in question_ids(load_scenario("overview")):
        progress.answered("overview", question, "quiz", True, True, "A")
    listed, shown = streamsim("list").out, streamsim("progress").out
    assert "overview: done, 6 of 6 questions answered right" in shown
    assert "three-changes: seen to its end" in shown
    assert said_of("overview", listed).endswith("Part: Foundations; done, 6 of 6 questions answered right")
    assert said_of("three-changes", listed).endswith("assumes overview (done); seen to its end; next")
