"""What authors write by mistake is answered with the right form, at its place."""

from __future__ import annotations

import pytest

from simulator.lesson.check.check import check
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text

HEAD = "title: t\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\ntimeline:\n"
PUT = "  - put: {order_id: o-1}\n"


def complaints(text):
    with pytest.raises(ScenarioError) as error:
        scenario_from_text(HEAD + text)
    return [str(each).removeprefix("<text>:") for each in error.value.complaints]


def test_an_action_that_does_not_exist_is_answered_with_the_one_that_is_meant():
    assert complaints("  - insert: {order_id: o-1}\n") == [
        "5:5: S201 an insert is a `put`: {put: {order_id: o-1, status: PLACED}}"
    ]


def test_an_action_that_is_near_to_none_is_answered_with_all_of_them():
    [line] = complaints("  - explode: {order_id: o-1}\n")
    assert line.startswith('5:5: S201 unknown key "explode"; an action is put, update, delete, batch_write,')


def test_a_flat_update_is_answered_with_the_form_of_an_update():
    said = complaints("  - update: {key: {order_id: o-1}, status: PAID}\n")
    form = "an update has the item's key apart: {key: {order_id: o-1}, set: {status: PAID}}"
    assert said == [f'5:36: S201 unknown key "status"; {form}']


def test_a_what_if_beside_the_answer_is_sent_into_it():
    quiz = "quiz:\n  - {question: q, choices: [1, 2], answer: {count: records}, what_if: {seed: 2}}\n"
    [line] = complaints(PUT + quiz)
    assert line.startswith("7:62: S201 `what_if` stands inside `answer`: answer: {count: records, what_if: ")


def test_a_key_value_with_its_type_beside_it_is_answered_with_the_plain_value():
    [line] = complaints("  - put: {order_id: {S: o-1}}\n")
    assert line.endswith("not M; values are plain here, as in order_id: o-1")


def test_another_value_with_its_type_beside_it_is_advice(tmp_path):
    (tmp_path / "a.yaml").write_text(HEAD + '  - put: {order_id: o-1, total: {N: "5"}, address: {city: Rome}}\n')
    [found] = check([str(tmp_path / "a.yaml")]).complaints
    assert (found.code, found.mark) == ("W525", (5, 26))


def test_a_problem_in_a_text_of_several_lines_has_its_own_line(tmp_path):
    text = "transcript: |\n  First.\n\n  See [step 9](step:9) here.\n"
    text += "summary: >-\n  Two\n  lines, see [a\n  b](nowhere:1).\n"
    (tmp_path / "a.yaml").write_text(HEAD + PUT + text)
    found = {(each.code, each.mark) for each in check([str(tmp_path / "a.yaml")]).complaints}
    assert found == {("L402", (9, 7)), ("L401", (12, 14))}


@pytest.mark.parametrize("version", ["2", '"3"', "17"])
def test_a_file_of_a_newer_program_says_so_in_one_line_whatever_else_is_in_it(version):
    assert complaints(f"  - fly: {{}}\nschema_version: {version}\nnew_key: 1\n") == [
        f"6:17: S204 this file is of version {version.strip(chr(34))} of the format; this program reads version 1: "
        "a newer one reads it"
    ]


def test_an_unknown_key_beside_a_version_that_never_was_is_an_unknown_key():
    assert [line.split(" ")[1] for line in complaints(PUT + "schema_version: 0\nnew_key: 1\n")] == ["S204", "S201"]
