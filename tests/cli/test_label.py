"""`streamsim label`: bare step numbers become labels, and all else stays as its author wrote it."""

import pytest

from simulator.lesson.lesson import load_lesson

LESSON = """\
# A comment that stays.
title:   A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES}
timeline:
  - put: {order_id: o-1}   # the first
  - {delete: {order_id: o-1}, at: 10s}
  - wait: 5s
key_moments:
  - question: After step 2, who knows?
    answer: >-
      Nobody, see [step
      2](step:2) and [the state](variable:consumer_state@4), or steps 7 and 8.
notes: [{step: 2, text: See step 4.}]
predict: [2, {step: 8, ask: row}]
quiz:
  - question: 'When?'
    choices: [Step 1, {text: Step 2, why: It''s step 2.}, Step 99]
    answer: {first_step: {column: record_created}}
    explanation: "A [cell](cell:4/consumer_reads), step three, `step 2`."
  - question: What is it after step 4?
    choices: [Reading, Idle]
    answer: {variable: consumer_state, after: 4}
"""

LABELLED = """\
# A comment that stays.
title:   A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES}
timeline:
  - put: {order_id: o-1}   # the first
    id: put-o-1
  - {id: delete-o-1, delete: {order_id: o-1}, at: 10s}
  - wait: 5s
key_moments:
  - question: After [step {step}](step:put-o-1.capture), who knows?
    answer: >-
      Nobody, see [step
      {step}](step:put-o-1.capture) and [the state](variable:consumer_state@put-o-1/consumer.read), or steps \
[{step}](step:delete-o-1) and [{step}](step:delete-o-1.capture).
notes: [{step: put-o-1.capture, text: 'See [step {step}](step:put-o-1/consumer.read).'}]
predict: [put-o-1.capture, {step: delete-o-1.capture, ask: row}]
quiz:
  - question: 'When?'
    choices: [{step: put-o-1}, {step: put-o-1.capture, why: 'It''''s [step {step}](step:put-o-1.capture).'}, Step 99]
    answer: {first_step: {column: record_created}}
    explanation: "A [cell](cell:put-o-1/consumer.read/consumer_reads), step three, `step 2`."
  - question: What is it after [step {step}](step:put-o-1/consumer.read)?
    choices: [Reading, Idle]
    answer: {variable: consumer_state, after: put-o-1/consumer.read}
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "lesson.yaml"
    path.write_text(LESSON)
    return path


def test_the_file_is_written_with_labels_and_nothing_else_changes(streamsim, path):
    done = streamsim("label", str(path), "--write")
    assert done.status == 0
    assert path.read_text() == LABELLED
    assert f"{path}: written; actions with a new label: put-o-1, delete-o-1" in done.out


def test_what_would_change_is_shown_and_the_file_stays(streamsim, path):
    done = streamsim("label", str(path))
    assert done.status == 0
    assert "+    id: put-o-1" in done.out
    assert "-predict: [2, {step: 8, ask: row}]" in done.out
    assert path.read_text() == LESSON


def test_the_path_of_each_step_is_listed_also_while_texts_are_wrong(streamsim, path):
    path.write_text(LESSON.replace("put: {order_id: o-1}   # the first", "put: {order_id: o-1}\n    id: placed"))
    done = streamsim("label", str(path), "--steps")
    assert done.status == 0
    assert [line.split()[:2] for line in done.out.splitlines()[:4]] == [
        ["1", "placed"],
        ["2", "placed.capture"],
        ["3", "placed.available"],
        ["4", "placed/consumer.read"],
    ]
    assert "delete-o-1/consumer.read" in done.out
    assert done.out.splitlines()[-1].endswith("give the action an id before you use it: delete-o-1 (action 2)")
    path.write_text(LESSON.replace("step:2)", "step:no-such)"))
    assert streamsim("label", str(path), "--steps").out.splitlines()[1].startswith(" 2  put-o-1.capture ")


def test_a_second_time_there_is_nothing_to_rewrite(streamsim, path):
    streamsim("label", str(path), "--write")
    assert f"{path}: nothing to rewrite" in streamsim("label", str(path)).out


def test_what_has_no_name_is_said_with_its_place_and_its_reason(streamsim, path):
    assert f"{path}:18:59: W514 the run has no step 99" in streamsim("label", str(path)).out


@pytest.mark.parametrize("step", ["step 02", "step two"])
def test_a_number_that_no_label_could_print_again_stays_and_is_named(streamsim, path, step):
    path.write_text(LESSON.replace("After step 2,", f"After {step},"))
    done = streamsim("label", str(path), "--write")
    assert done.status == 0
    assert f'"{step}" stays: write its number in digits, with no zero before them' in done.out
    assert path.read_text() == LABELLED.replace("After [step {step}](step:put-o-1.capture),", f"After {step},")


def test_the_heading_of_a_column_is_no_mention_of_a_step(streamsim, path):
    path.write_text(LESSON.replace("After step 2,", "Under After Step 2,"))
    assert streamsim("label", str(path), "--write").status == 0
    assert "question: Under After Step 2, who knows?" in path.read_text()


def test_the_lesson_says_what_it_said(streamsim, path):
    before = load_lesson(path)
    streamsim("label", str(path), "--write")
    after = load_lesson(path)
    assert [each.answer_words for each in after.questions] == [each.answer_words for each in before.questions]
    assert [each.text for each in after.questions[0].options] == ["Step 1", "Step 2", "Step 99"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark_stay(streamsim, path, newline):
    path.write_bytes(("\ufeff" + LESSON.replace("\n", newline)).encode())
    streamsim("label", str(path), "--write")
    assert path.read_bytes() == ("\ufeff" + LABELLED.replace("\n", newline)).encode()


def test_an_action_that_is_used_twice_by_an_alias_stays_without_a_label(streamsim, path):
    path.write_text(LESSON.replace("- put:", "- &again\n    put:").replace("  - wait: 5s", "  - *again"))
    done = streamsim("label", str(path))
    assert "is used twice, by an alias, and a label stands once" in done.out


def test_a_lesson_with_problems_is_not_rewritten(streamsim, path):
    path.write_text(LESSON.replace("step:2", "step:99"))
    done = streamsim("label", str(path), "--write")
    assert done.status == 1
    assert "L402 no step 99" in done.err
    assert "step:99" in path.read_text()


def test_a_lesson_of_the_library_is_not_written(streamsim):
    done = streamsim("label", "overview", "--write")
    assert done.status == 2
    assert "copy it first: streamsim new my.yaml --from overview" in done.err
