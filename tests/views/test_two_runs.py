"""The views of two runs: the sides step by step, their ends, and what they are about in words."""

from __future__ import annotations

import pytest
from loaded_lessons import load_lesson

from simulator.lesson.beliefs import believed_run
from simulator.lesson.misconceptions.catalogue import misconception
from simulator.lesson.two_runs.two_runs import OF_A_BELIEF, TwoRuns
from simulator.lesson.two_runs.walk import walk_through
from simulator.lesson.variations.settings import settings
from simulator.lesson.variations.what_if import WhatIf, ran
from simulator.lesson.words.references import plain
from simulator.views.signs import Style
from simulator.views.two_runs.about import about_belief, about_changes, said_words
from simulator.views.two_runs.ends import end_rows
from simulator.views.two_runs.ends_rows import ends_rows
from simulator.views.two_runs.side import SIDES, lanes_rows, parting_words, side_rows, side_title
from simulator.views.two_runs.what_if_words import (
    other_choices,
    phases_words,
    setting_rows,
    typed_now,
)
from simulator.views.width import cells


@pytest.fixture(scope="module")
def pill():
    return load_lesson("poison-pill")


@pytest.fixture(scope="module")
def overtaken():
    """split-shard, beside the run in which a child need not wait."""
    lesson = load_lesson("split-shard")
    belief = misconception("F301")
    assert belief is not None
    expected = believed_run(lesson.scenario, lesson.trace, belief)
    return walk_through(TwoRuns(lesson.trace, expected, OF_A_BELIEF))


def setting(lesson, name):
    return next(each for each in settings(lesson.scenario, lesson.trace) if each.name == name)


def lines(rows):
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def beside(name, number):
    """The walk through a lesson and the run that a belief expects."""
    lesson, belief = load_lesson(name), misconception(number)
    assert belief is not None
    return walk_through(TwoRuns(lesson.trace, believed_run(lesson.scenario, lesson.trace, belief), OF_A_BELIEF))


# Sides


def test_the_place_to_look_at_first_has_the_steps_of_both_at_which_they_part(overtaken):
    crashed = beside("crash-and-checkpoint", "F289")
    assert crashed.steps[crashed.both_parted] == (26, 26)
    assert overtaken.both_parted == overtaken.parts == 20


def test_where_only_a_record_differs_the_ends_and_the_reason_say_how():
    images = beside("three-changes", "F276")
    [row] = [each for each in end_rows(images.runs) if each.differs]
    assert row.name == "o-1 · r2 tells"
    assert (row.lesson.count("total"), row.other.count("total")) == (2, 0)
    said = plain(about_belief(misconception("F276"), images))
    assert "The step is the same, its record is not." in said
    assert 'NewImage, as a believer sees it: {"order_id": {"S": "o-1"}, "status": {"S": "PAID"}}' in said


def test_the_ends_say_how_often_the_work_outside_was_done():
    lesson = load_lesson("done-before-the-error")
    changed = WhatIf(lesson, 1).turn(setting(lesson, "function.idempotent"), "true")
    run = ran(changed)
    assert (run.forecasts[-1].id, run.forecasts[-1].why) == (
        "effects",
        "In the lesson there are 10, with your change 5.",
    )
    [row] = [each for each in end_rows(run.walk.runs) if each.name == "effects"]
    assert (row.lesson, row.other) == ("r1: 3, r2: 3, r3: 2, r4: 1, r5: 1", "r1: 1, r2: 1, r3: 1, r4: 1, r5: 1")


def test_a_belief_that_makes_no_difference_says_so():
    alike = beside("poison-pill", "F298")
    assert plain(about_belief(misconception("F298"), alike)).endswith("In this lesson it makes no difference.")


def test_a_side_says_what_it_is_called_and_where_it_is(overtaken):
    assert side_title(overtaken, 20, 0) == "As the service does it · step 19 of 25, 4.000 s"
    assert side_title(overtaken, 20, 1) == "As a believer sees it · step 20 of 25, 4.000 s"
    assert side_title(overtaken, 0, 1) == "As a believer sees it · the start"


def test_the_place_at_which_the_runs_part_is_marked_on_both_sides(overtaken):
    shown = [lines(side_rows(overtaken, 20, side, 58, 20))[-1] for side in SIDES]
    assert shown[0].startswith("> -  no such step here")
    assert shown[1].startswith("> 20  4.000 s  o-1 · r4  reads record")
    assert all(each.endswith("<- they part") for each in shown)


def test_behind_the_parting_a_step_of_one_run_alone_is_marked(overtaken):
    shown = lines(side_rows(overtaken, 22, 1, 58, 20))[-2:]
    assert not shown[0].endswith("!=")
    assert shown[1].endswith("!=")


def test_a_side_shows_nothing_of_later_steps(overtaken):
    text = "\n".join(lines(side_rows(overtaken, 4, 0, 58, 20)))
    assert "PAID" not in text
    assert lines(side_rows(overtaken, 4, 0, 58, 20))[-1].startswith(">  4")


@pytest.mark.parametrize("width", [40, 58, 120])
@pytest.mark.parametrize("height", [1, 8, 22])
def test_no_row_of_a_side_is_wider_than_its_panel_and_both_end_with_the_same_place(overtaken, width, height):
    for place in range(overtaken.last + 1):
        both = [side_rows(overtaken, place, side, width, height) for side in SIDES]
        assert all(cells("".join(text for text, _ in row)) <= width for rows in both for row in rows)
        assert {line[:1] for rows in both for line in lines(rows)[-1:]} == {">" if place else "N"}


def test_two_runs_that_are_the_same_part_nowhere(pill):
    assert (
        parting_words(walk_through(TwoRuns(pill.trace, pill.trace, OF_A_BELIEF))) == "Both runs have the same 32 steps."
    )


# Ends and lanes


def test_what_differs_at_the_ends_stands_out_and_what_does_not_recedes(overtaken):
    rows = list(ends_rows(overtaken.runs, 72))
    assert [text for row in rows for text, style in row if style is Style.AGAIN] == ["!="] * 4
    [same] = [row for row in rows if row[0][0].endswith("same")]
    assert same[0][1] is Style.MUTED


def test_both_runs_stand_over_time_one_under_the_other(overtaken):
    shown = lines(lanes_rows(overtaken.runs, 72, 24))
    assert [each for each in shown if each in OF_A_BELIEF] == list(OF_A_BELIEF)
    assert sum("[25]" in each for each in shown) == 2


@pytest.mark.parametrize("width", [72, 118])
def test_a_time_stands_in_one_column_of_both_runs(overtaken, width):
    shown = lines(lanes_rows(overtaken.runs, width, 26))
    [one, other] = [each for each in shown if each.startswith("seconds")]
    assert one == other
    steps = [each for each in shown if each.startswith("steps")]
    assert [row.index("[25]") for row in steps] == [one.index(" 9 ") + 1, one.index(" 7 ") + 1 + len("23-")]


def test_the_times_of_the_steps_of_both_sides_end_in_one_column():
    walk = beside("poison-pill", "F184")
    for side in SIDES:
        shown = lines(side_rows(walk, walk.last, side, 58, 18))[-6:]
        assert [line[:17] for line in shown[1:3]] == ["  28     32.800 s", "  29  0:01:00.050"]


# In words


def test_a_belief_is_said_refuted_and_explained_on_both_sides(overtaken):
    belief = misconception("F301")
    assert belief is not None
    said = plain(about_belief(belief, overtaken))
    assert said.startswith(
        'Somebody who believes this expects the second run: "Child shards can be read in parallel with their parent."'
    )
    assert "The runs part at step 20; the 19 steps before it are the same." in said
    assert "Why, as the service does it, step 20: " in said
    assert "Why, as a believer sees it, step 20: " in said


def test_where_one_run_only_waits_for_the_timeline_nothing_happens_in_it():
    lesson = load_lesson("two-consumers")
    [reading_removes] = (each for each in lesson.beliefs.believed if each.misconception.number == "F4")
    walk = walk_through(TwoRuns(lesson.trace, reading_removes.trace, OF_A_BELIEF))
    said = plain(about_belief(reading_removes.misconception, walk))
    assert "Why, as the service does it, step 7: Consumer search's poll" in said
    assert "As a believer sees it: nothing happens there." in said


def test_changes_are_told_with_what_was_said_before_their_run(pill):
    what_if = WhatIf(pill, 13).turn(setting(pill, "maximum_retry_attempts"), "3")
    said = what_if.with_run(ran(what_if)).say(1).say(0).say(None)
    text = plain(about_changes(said))
    assert text.startswith("* maximum_retry_attempts: was -1, now 3")
    assert "✓ What happens to p-1 (record 1)? You said: it is given up. Right." in text
    assert "You said: longer. Wrong, the answer is: shorter." in text
    assert "You said nothing. The answer is: fewer." in text


def test_a_question_that_was_skipped_is_neither_right_nor_wrong(pill):
    what_if = WhatIf(pill, 13).turn(setting(pill, "maximum_retry_attempts"), "3")
    [first, *_] = ran(what_if).forecasts
    assert said_words(first, None)[0] not in "✓✗"


def test_the_phase_that_is_open_stands_in_brackets():
    assert phases_words(2) == "1 change  [2 SAY]  3 run  4 compare"


def test_a_setting_that_is_changed_has_a_star_and_both_values(pill):
    turned = settings(pill.scenario, pill.trace)
    what_if = WhatIf(pill, 13).turn(setting(pill, "maximum_retry_attempts"), "3")
    starred = [row for row in setting_rows(what_if, turned) if row.startswith("* ")]
    assert [" ".join(row.split()) for row in starred] == ["* maximum_retry_attempts was -1, now 3"]


def test_a_setting_is_offered_the_values_that_it_does_not_have(pill):
    bisect = setting(pill, "bisect_batch_on_function_error")
    what_if = WhatIf(pill, 13)
    assert other_choices(what_if, bisect) == ["true"]
    assert other_choices(what_if.turn(bisect, "true"), bisect) == ["false"]


@pytest.mark.parametrize("name", ["poison-pill", "crash-and-checkpoint", "split-shard"])
def test_the_value_that_a_setting_has_can_be_typed_as_it_is_offered(name):
    lesson = load_lesson(name)
    what_if = WhatIf(lesson, 1)
    for each in settings(lesson.scenario, lesson.trace):
        typed = typed_now(what_if, each)
        if typed and not each.choices and each.path[0] != "timeline":
            assert what_if.turn(each, typed).changes == ()
