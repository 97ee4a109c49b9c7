"""The lines of the map of the course."""

from __future__ import annotations

import pytest

from simulator.learner.course_map import course_map, question_ids
from simulator.scenario.files.course import library_course
from simulator.tui.widgets.course import BARS, about, lesson_line, part_line
from simulator.views.width import cells

COURSE = library_course().lessons


@pytest.fixture
def entries(progress):
    progress.stepped("overview", 6, 6)
    for question in question_ids(COURSE[0].scenario):
        progress.answered("overview", question, "quiz", True, True, "A")
    progress.stepped("three-changes", 9, 18)
    return {each.scenario.name: each for each in course_map(COURSE, progress)}


@pytest.mark.parametrize("width", [30, 54, 66, 74, 114])
def test_every_line_is_as_wide_as_there_is_room(entries, width):
    lines = [lesson_line(each, width, is_pointed) for each in entries.values() for is_pointed in (True, False)]
    assert {cells(line.plain) for line in lines} == {width}


def test_a_lesson_has_a_bar_for_what_was_seen_predicted_and_answered_and_its_state(entries):
    said = {name: lesson_line(each, 74, False).plain.split() for name, each in entries.items()}
    assert said["overview"][0] == "✓"
    assert said["overview"][-4:] == ["━━━━━━━", "╌╌╌╌╌╌╌", "━━━━━━━", "done"]
    assert said["three-changes"][-4:] == ["━━━╌╌╌╌", "╌╌╌╌╌╌╌", "╌╌╌╌╌╌╌", "next"]
    assert said["silent-writes"] == entries["silent-writes"].scenario.title.split()


def test_where_room_is_short_the_bar_stays_by_which_a_lesson_is_done(entries):
    assert part_line("Foundations", 54, True).plain.split() == ["Foundations", BARS[-1]]
    assert lesson_line(entries["overview"], 54, False).plain.split()[-2:] == ["━━━━━━━", "done"]


def test_only_the_first_part_names_the_bars():
    assert part_line("Foundations", 74, True).plain.split() == ["Foundations", *BARS]
    assert part_line("Shards", 74, False).plain.split() == ["Shards"]


def test_what_is_said_of_a_lesson(entries):
    said = about(entries["three-changes"]).plain.split("\n")
    assert said[1:] == ["10 min · assumes DynamoDB Streams overview (done)", "At step 9 of 18."]
    assert about(entries["silent-writes"]).plain.endswith("\nNot begun yet.")
