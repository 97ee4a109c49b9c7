"""`streamsim list`: the lessons of the library."""

from __future__ import annotations

import json
import re

from simulator.scenario.files.library import lesson_names


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
