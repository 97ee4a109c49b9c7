"""One action more at the front of each lesson of the library leaves its texts, its answers and its references right."""

import re

import pytest
from loaded_lessons import load_lesson

from simulator.lesson.labels.places import pointers
from simulator.lesson.lesson import lesson_of, texts_of
from simulator.lesson.predict.gates import gates
from simulator.lesson.words.references import STEP, parse, plain
from simulator.scenario.files.library import lesson_names, library_folder
from simulator.scenario.loader import scenario_from_text

NO_CHANGE = "  - delete: {KEY: nobodySORT}\n"


def with_one_action_more(name):
    """The lesson with a delete of an item that is not there, which makes one step and no record."""
    text = (library_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    [key] = re.findall(r"partition_key: (\w+)", text)
    # silent-writes counts the writes that change nothing: there a refused write comes first
    more = NO_CHANGE
    if name == "silent-writes":
        more = "  - {delete: {KEY: nobodySORT}, condition: {attribute_exists: KEY}}\n"
    sort_key = re.search(r"sort_key: \{name: (\w+), type: N\}", text)
    more = more.replace("SORT", f", {sort_key[1]}: 1" if sort_key else "").replace("KEY", key)
    return lesson_of(scenario_from_text(text.replace("timeline:\n", f"timeline:\n{more}"), name))


@pytest.fixture(scope="module", params=lesson_names())
def both(request):
    return load_lesson(request.param), with_one_action_more(request.param)


def test_no_bare_number_is_left(both):
    assert [each for each in pointers(both[0]) if each.written.isdigit() and each.step] == []


def test_every_reference_leads_to_the_same_step_one_further(both):
    lesson, longer = both
    was, now = list(pointers(lesson)), list(pointers(longer))
    assert was, "the lesson has references to steps"
    assert [(each.path, each.written, each.step) for each in now] == [
        (each.path, each.written, each.step + 1 if each.step else 0) for each in was
    ]
    before, after = lesson.trace.events, longer.trace.events
    assert all(before[one.step - 1] is after[two.step - 1] for one, two in zip(was, now, strict=True) if one.step)


def test_every_answer_is_the_same_choice(both):
    lesson, longer = both
    assert [each.right for each in longer.questions] == [each.right for each in lesson.questions]


def test_every_prediction_is_about_the_same_step(both):
    lesson, longer = both
    if lesson.scenario.predict is None:
        pytest.skip("the program chooses the steps")
    assert [step - 1 for step in gates(longer)] == list(gates(lesson))


def test_every_text_prints_the_numbers_of_the_longer_run(both):
    for path, text in texts_of(both[0].scenario):
        was, now = (plain(parse(text, each.trace)) for each in both)
        before, after = ([int(number) for number in re.findall(r"(?i)\bstep (\d+)", each)] for each in (was, now))
        assert after == [number + 1 for number in before], path
        assert STEP not in now
