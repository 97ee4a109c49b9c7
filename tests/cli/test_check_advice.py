"""`streamsim check`: its formats, and advice on lessons that could teach better."""

from __future__ import annotations

import json

import pytest
from lesson_texts import BROKEN, GOOD, HEAD, QUESTION, quiz

from simulator.scenario.complaints.complaint import CODES
from simulator.scenario.files.library import lesson_names, library_folder


def test_a_closest_name_is_offered(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD.replace("timeline", "timelime"))
    assert 'did you mean "timeline"' in streamsim("check", "lesson.yaml").out


def test_the_json_has_every_complaint_with_its_place(folder, streamsim):
    (folder / "lesson.yaml").write_text(BROKEN + "summary: See step 2.\n")
    (folder / "warned.yaml").write_text(GOOD + "summary: See step 2.\n")
    (folder / "other.yaml").write_text("a: 1\n")
    done = streamsim("check", ".", "--format", "json")
    found = json.loads(done.out)
    assert found["files"] == ["lesson.yaml", "warned.yaml"]
    assert found["skipped"] == [{"file": "other.yaml", "reason": "it has no timeline"}]
    assert [(each["file"], each["line"], each["severity"]) for each in found["complaints"]] == [
        ("lesson.yaml", 4, "error"),
        ("warned.yaml", 5, "warning"),
    ]
    assert all(each["code"] in CODES for each in found["complaints"])


def test_the_annotations_are_one_line_each_and_nothing_in_a_file_can_make_another(folder, streamsim):
    (folder / "lesson.yaml").write_text('"x\\n::error::forged": 1\n' + GOOD)
    (folder / "warned.yaml").write_text(GOOD + "summary: See step 2.\n")
    done = streamsim("check", ".", "--format", "github")
    first, second = done.out.splitlines()
    assert first.startswith("::error file=lesson.yaml,line=1,col=1,title=S201::")
    assert second.startswith("::warning file=warned.yaml,line=5,col=10,title=W507::")
    strict = streamsim("check", "warned.yaml", "--strict", "--format", "github")
    assert strict.out == second.replace("::warning", "::error") + "\n"


def test_advice_is_a_problem_only_with_strict(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD + "summary: See step 2.\n")
    assert streamsim("check", "lesson.yaml").status == 0
    done = streamsim("check", "lesson.yaml", "--strict")
    assert done.status == 1
    assert done.out.splitlines()[1:] == ["    summary: See step 2.", "             ^"]


def test_the_lessons_of_the_library_pass_a_strict_check(streamsim):
    done = streamsim("check", "--strict", str(library_folder()), "overview")
    assert done.status == 0, done.out
    assert done.out.count(": no problems\n") == len(lesson_names()) + 1


LONG = "Yes, because the stream captures every change of an item by itself, after the write"
ADVICE: dict[str, tuple[str, str]] = {
    # code: (what is added to a lesson, what is said of it)
    "W501": (
        quiz(*(QUESTION.format(choices=c) for c in ("Step 1, Step 2", "Step 3, Step 2", "Step 4, Step 2"))),
        "the right choice is always B",
    ),
    "W502": (
        quiz(f"  - {{question: Q, choices: [No, Never, {{text: '{LONG}', correct: true}}], explanation: E}}\n"),
        "much longer",
    ),
    "W503": (
        quiz(QUESTION.format(choices="Step 1, Step 2") + "    hint: The stream captures it, [step 2](step:2).\n"),
        "this hint says what",
    ),
    "W504": (
        quiz("  - {question: Q, choices: [a, {text: b, correct: true, why: Because.}]}\n"),
        "nothing says why choice A is wrong",
    ),
    "W505": ("show: {variables: [open_shards]}\n", "is shown and never changes"),
    "W506": (
        "key_moments: [{question: Q, answer: 'See [step 2](step:2).'}]\n",
        'no text and no question speaks of a step such as 4, "Consumer reads stream record"',
    ),
    "W507": ("summary: See step 2.\n", '"step 2" is no reference: streamsim label makes one of it, which is checked'),
    "W509": (f"summary: {'A word. ' * 80}\n", "at most 400 read well"),
    "W510": ("summary: See F999.\n", "there is no fact F999"),
    "W511": ("key_moments: [{question: Q, answer: '[x](fact:F150)'}]\n", "no step of this run shows F150"),
    "W512": (quiz("  - {question: Q, choices: [{text: a, why: No.}, {text: b, correct: true}]}\n"), "nothing explains"),
    "W513": ("summary: See <b>this</b>.\n", "is shown as it is written"),
    "W514": (
        "summary: See [here](step:2) and [there](variable:consumer_state@4).\n",
        "2 steps are named by a bare number, such as 2 here",
    ),
    "W515": (
        quiz("  - {question: Q, choices: [a, {text: b, correct: true}], explanation: The answer is a.}\n"),
        'this says "answer is a", and choice A is wrong',
    ),
    "W516": (
        quiz(
            "  - {question: Q, choices: [1, 2], explanation: E,\n"
            "     answer: {count: records, what_if: {stream: {view_type: NEW_AND_OLD_IMAGES}}}}\n"
        ),
        "this changes nothing",
    ),
    "W518": (
        quiz(*[QUESTION.format(choices="Step 1, Step 2")] * 4),
        "4 of 4 questions are answered by reading one cell",
    ),
    "W519": (
        "consumers: [{name: idle-worker, type: poller}]\n"
        + quiz("  - {question: Q, choices: [{text: It is idle, correct: true}, It reads], explanation: E}\n"),
        'the consumer\'s name "idle-worker" gives the answer away: "idle"',
    ),
    "W526": (
        "show: {columns: [time, consumer, shard, record, event_name, key, images]}\n"
        f"consumers: [{{name: {'c' * 60}}}]\n",
        "characters for these columns, and a terminal of 120 has 116: show fewer of them",
    ),
    "W527": (
        "notes: [{step: 2, text: 'See [step 4](step:4).'}]\npredict: [4]\n",
        "this refers to step 4, and is shown before step 4 is predicted",
    ),
    "W524": (
        "consumers: [{name: f, type: lambda, filter_criteria: [{eventname: [INSERT]}]}]\n",
        'so it lets nothing through: an event has no field "eventname"; it is "eventName"',
    ),
}
ADVICE_ON_WRITES: dict[str, tuple[str, str]] = {
    # code: (an entry of the timeline, what is said of it)
    "W520": ("put: {order_id: o-2, a.b: 1}, condition: {attribute_not_exists: a.b}", '"a.b" is a path'),
    "W521": ("put: {order_id: o-2, until: 1704067200000}", "looks like milliseconds"),
    "W522": ('put: {order_id: o-2, until: "!in 10m"}', "leave the quotes out"),
    "W523": ("put: {order_id: o-2, after: 5s}", "stands beside `put`"),
    "W525": ("put: {order_id: o-2, status: {S: PAID}}", "values are plain here"),
}


@pytest.mark.parametrize("code", ADVICE)
def test_each_advice_is_given_where_it_is_due(folder, streamsim, code):
    more, said = ADVICE[code]
    (folder / "lesson.yaml").write_text(GOOD + more)
    found = json.loads(streamsim("check", "lesson.yaml", "--format", "json").out)["complaints"]
    assert any(said in each["message"] for each in found if each["code"] == code), found
    assert {each["severity"] for each in found} == {"warning"}


def test_the_advice_to_refer_to_a_step_names_it_by_its_label(folder, streamsim):
    text = GOOD.replace("put: {order_id: o-1}", "{put: {order_id: o-1}, id: placed}", 1)
    assert text != GOOD
    (folder / "lesson.yaml").write_text(text + "summary: See step 2.\n")
    assert "write [step {step}](step:placed.capture), which is checked" in streamsim("check", "lesson.yaml").out


def test_a_note_a_key_moment_and_a_prediction_speak_of_their_steps(folder, streamsim):
    moment = "key_moments: [{question: Q, answer: A, step: 2}]\n"
    (folder / "lesson.yaml").write_text(f"{GOOD}{moment}notes: [{{step: 4, text: T}}]\npredict: [5]\n")
    assert "W506" not in streamsim("check", "lesson.yaml").out


@pytest.mark.parametrize("code", ADVICE_ON_WRITES)
def test_each_advice_on_a_write_is_given_where_it_is_due(folder, streamsim, code):
    entry, said = ADVICE_ON_WRITES[code]
    expires = GOOD.replace("partition_key: order_id", "partition_key: order_id, time_to_live: until")
    (folder / "lesson.yaml").write_text(expires.replace("timeline: [", f"timeline: [{{{entry}}}, "))
    found = json.loads(streamsim("check", "lesson.yaml", "--format", "json").out)["complaints"]
    assert [(each["code"], each["severity"]) for each in found] == [(code, "warning")], found
    assert said in found[0]["message"]


def test_a_match_that_gives_itself_away_is_advised_of(folder, streamsim):
    asked = "  - {question: Q, answer: {match: {records: [1, 2], by: images}}, explanation: E}\n"
    two = GOOD.replace("timeline: [", "timeline: [put: {order_id: o-1, a: 1}, ")
    (folder / "lesson.yaml").write_text(two + quiz(asked))
    assert "W517 warning: each choice names its eventName" in streamsim("check", "lesson.yaml").out


def test_a_fact_of_another_run_that_a_question_asks_for_is_no_reason_for_advice(folder, streamsim):
    asked = (
        "  - question: And with two?\n"
        "    choices: [1, 2]\n"
        "    answer: {count: records, what_if: {timeline: {1: {put: {order_id: o-2}}}}}\n"
        "    explanation: As [F150](fact:F150) says.\n"
    )
    (folder / "lesson.yaml").write_text(GOOD + quiz(asked))
    assert "W511" not in streamsim("check", "lesson.yaml").out
    (folder / "lesson.yaml").write_text(
        GOOD + quiz(asked.partition(", what_if")[0] + "}\n    explanation: '[F150](fact:F150).'\n")
    )
    assert "W511" in streamsim("check", "lesson.yaml").out


def test_every_code_of_advice_has_a_test():
    assert {*ADVICE, *ADVICE_ON_WRITES, "W508", "W517"} == {code for code in CODES if code.startswith("W")}


def test_a_hint_that_is_the_answer_is_none(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD + quiz(QUESTION.format(choices="Step 1, Step 2") + "    hint: Step 2.\n"))
    assert "W503 warning: this hint is the answer" in streamsim("check", "lesson.yaml").out


def test_a_title_and_an_id_twice_in_a_folder_are_said_of_the_second(folder, streamsim):
    (folder / "a.yaml").write_text(GOOD)
    (folder / "a.yml").write_text(HEAD.format(title="Another"))
    (folder / "b.yaml").write_text(GOOD)
    (folder / "sub").mkdir()
    (folder / "sub" / "a.yaml").write_text(GOOD)
    done = streamsim("check", ".")
    assert [line for line in done.out.splitlines() if "W508" in line] == [
        'a.yml:1:8: W508 warning: the lesson a.yaml has the same id, "a"',
        'b.yaml:1:8: W508 warning: the lesson a.yaml has the same title, "A lesson"',
    ]
