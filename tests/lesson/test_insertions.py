"""One action more at the front of each lesson of the library leaves its texts, its answers and its references right."""

import re
from functools import cache

from loaded_lessons import gates_of, in_each

from simulator.lesson.labels.places import pointers
from simulator.lesson.lesson import lesson_of, texts_of
from simulator.lesson.step_of_path import step_of
from simulator.lesson.words.references import STEP, parse, plain
from simulator.scenario.files.library import lesson_names, library_folder
from simulator.scenario.loader import scenario_from_text

NO_CHANGE = "  - delete: {KEY: nobodySORT}\n"


@cache
def with_one_action_more(name):
    """A lesson of the library with a delete of an item that is not there: one step more, and no record."""
    text = (library_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    [key] = re.findall(r"partition_key: (\w+)", text)
    # silent-writes counts the writes that change nothing: there a refused write comes first
    more = NO_CHANGE
    if name == "silent-writes":
        more = "  - {delete: {KEY: nobodySORT}, condition: {attribute_exists: KEY}}\n"
    sort_key = re.search(r"sort_key: \{name: (\w+), type: N\}", text)
    more = more.replace("SORT", f", {sort_key[1]}: 1" if sort_key else "").replace("KEY", key)
    return lesson_of(scenario_from_text(text.replace("timeline:\n", f"timeline:\n{more}"), name))


in_each_lesson = in_each(lesson_names())


@in_each_lesson
def test_no_bare_number_is_left(lesson):
    assert [each for each in pointers(lesson) if each.written.isdigit() and each.step] == []


@in_each_lesson
def test_every_reference_leads_to_the_same_step_one_further(lesson):
    longer = with_one_action_more(lesson.name)
    was, now = list(pointers(lesson)), list(pointers(longer))
    assert was, "the lesson has references to steps"
    assert [(each.path, each.written, each.step) for each in now] == [
        (each.path, each.written, each.step + 1 if each.step else 0) for each in was
    ]
    before, after = lesson.trace.events, longer.trace.events
    assert all(before[one.step - 1] is after[two.step - 1] for one, two in zip(was, now, strict=True) if one.step)


@in_each_lesson
def test_every_answer_is_the_same_choice(lesson):
    longer = with_one_action_more(lesson.name)
    assert [each.right for each in longer.questions] == [each.right for each in lesson.questions]


@in_each_lesson
def test_every_prediction_is_about_the_same_step(lesson):
    longer = with_one_action_more(lesson.name)
    if lesson.scenario.predict is not None:  # otherwise the program chooses the steps
        was, now = ([step_of(each.step, run.trace) for each in run.scenario.predict] for run in (lesson, longer))
        assert list(gates_of(lesson.name)) == was
        assert now == [step + 1 for step in was]


@in_each_lesson
def test_every_text_prints_the_numbers_of_the_longer_run(lesson):
    both = lesson, with_one_action_more(lesson.name)
    for path, text in texts_of(lesson.scenario):
        was, now = (plain(parse(text, each.trace)) for each in both)
        before, after = ([int(number) for number in re.findall(r"(?i)\bstep (\d+)", each)] for each in (was, now))
        assert after == [number + 1 for number in before], path
        assert STEP not in now
