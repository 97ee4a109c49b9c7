"""References in texts: parsed, checked, and each leads to a location."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.lesson.lesson import load_lesson
from simulator.lesson.words.reference_problems import problems
from simulator.lesson.words.references import Location, Reference, location_of, parse, plain, references
from simulator.scenario.complaints.complaint import ScenarioError


def test_a_text_is_taken_apart_at_its_references():
    assert parse("First [step 2](step:2), then [F2](fact:F2).") == (
        "First ",
        Reference("step 2", "step", "2"),
        ", then ",
        Reference("F2", "fact", "F2"),
        ".",
    )


def test_a_reader_without_links_sees_the_labels():
    prose = parse("First [step 2](step:2), then [F2](fact:F2).")
    assert plain(prose) == "First step 2, then F2."
    assert [each.href for each in references(prose)] == ["step:2", "fact:F2"]


@in_each_case(
    "text",
    [
        "",
        "no reference at all",
        "markup: [/x] [bold red] [b](  c )",
        "half of one: [step 2](step:2",
        "an array: a[0](1)",
    ],
)
def test_a_text_that_is_no_reference_stays_text(text):
    assert parse(text) == ((text,) if text else ())


@in_each_case(
    "href",
    [
        *("step:0", "step:1", "step:6"),
        *("column:record_created", "column:consumer_reads", "column:consumer_processes"),
        *("cell:1/record_created", "cell:6/consumer_processes"),
        *("variable:table_data", "variable:stream_records", "variable:consumer_state"),
        *("variable:table_data@0", "variable:consumer_state@6"),
        *("fact:F1", "fact:F44"),
        *("lesson:overview", "lesson:three-changes"),
        *("https://aws.amazon.com", "http://x.org/a_(b", "mailto:a@b.org"),
    ],
)
def test_a_reference_that_leads_somewhere(overview, href):
    assert list(problems(f"see [this]({href})", overview.trace, ["overview", "three-changes"])) == []


@in_each_case(
    "href, code, telling",
    [
        ("step:7", "L402", "no step 7; the run has 6"),
        ("step:" + "9" * 5000, "L402", "no step 9"),
        ("step:two", "L402", 'no action has the id "two"'),
        ("step:-1", "L401", '"-1" is no path to a step'),
        ("step:٣", "L401", "is no path to a step"),
        ("step:", "L401", "is no reference"),
        ("step", "L401", "is no reference"),
        ("stp:2", "L401", 'did you mean "step"?'),
        ("2", "L401", "expected one of step, column, cell, variable, fact, term, lesson"),
        ("", "L401", "is no reference"),
        ("javascript:alert", "L401", "is no reference"),
        ("column:record_create", "L402", 'no column "record_create"; did you mean "record_created"?'),
        ("column:xyz", "L402", "there is record_created, consumer_reads, consumer_processes"),
        ("cell:2", "L401", "expected cell:STEP/COLUMN"),
        ("cell:0/record_created", "L402", "no step 0 in the table"),
        ("cell:7/record_created", "L402", "no step 7; the run has 6"),
        ("cell:two/record_created", "L402", 'no action has the id "two"'),
        ("cell:2/reads", "L402", 'no column "reads"'),
        ("variable:consumer_stat@4", "L402", 'did you mean "consumer_state"?'),
        ("variable:consumer_state@7", "L402", "no step 7; the run has 6"),
        ("variable:consumer_state@", "L401", "is no path to a step"),
        ("variable:consumer_state.consumer", "L402", "no variable"),
        ("fact:F9999", "L402", 'no fact "F9999"'),
        ("fact:44", "L402", 'no fact "44"'),
        ("term:shrad", "L402", 'no term "shrad"; did you mean "shard"?'),
        ("term:zebra", "L402", 'no term "zebra"; streamsim glossary lists the terms'),
        ("lesson:overveiw", "L402", 'did you mean "overview"?'),
    ],
)
def test_a_reference_that_leads_nowhere(overview, href, code, telling):
    [(found, message)] = problems(f"see [this]({href})", overview.trace, ["overview"])
    assert found == code
    assert telling in message
    assert f"[this]({href})" in message


def test_every_reference_of_a_text_is_checked(overview):
    text = "[a](step:7) [b](step:2) [c](fact:F0) [d](x:y)"
    assert [code for code, _ in problems(text, overview.trace, [])] == ["L402", "L402", "L401"]


@in_each_case(
    "text",
    [
        "[x](step: 4)",
        "[x] (step:4)",
        "[x]( step:4)",
        "[x](step :4)",
        "[x](step:4",
        "[](step:4)",
        "[ ](step:4)",
        "[the [x] thing](step:4)",
        '[x](step:99 "title")',
        "[see [x](step:2) there](step:4)",
    ],
)
def test_a_text_that_was_meant_as_a_reference_and_is_none_is_reported(overview, text):
    [(code, message)] = problems(f"First [this](step:1), then {text} and [that](step:2).", overview.trace, [])
    assert code == "L401"
    assert "write [words](step:" in message


@in_each_case("text", ["a list [1] (steps: none)", "[x] (see step: 4)", "(step: 4)", "[](x)"])
def test_a_text_that_only_resembles_a_reference_is_not_reported(overview, text):
    assert list(problems(text, overview.trace, [])) == []


@in_each_case(
    "href, place",
    [
        ("step:2", Location(step=2)),
        ("step:0", Location(step=0)),
        ("column:record_created", Location(column="record_created")),
        ("cell:4/consumer_reads", Location(4, "consumer_reads")),
        ("variable:table_data", Location(variable="table_data")),
        ("variable:consumer_state@4", Location(4, variable="consumer_state")),
        ("fact:F44", None),
        ("lesson:overview", None),
    ],
)
def test_where_a_reference_leads(href, place):
    [reference] = references(parse(f"[x]({href})"))
    assert location_of(reference) == place


QUESTION = "quiz: [{question: %s, choices: [{text: a, correct: true, why: %s}, b], hint: [x, %s], explanation: %s}]"


@in_each_case(
    "line, place",
    [
        ("summary: '[x](step:99)'", "9:10"),
        ("transcript: '[x](step:99)'", "9:13"),
        ("execution_sample: [fine, '[x](step:99)']", "9:26"),
        ("concept_snapshot: '[x](step:99)'", "9:19"),
        ("key_moments: [{question: '[x](step:99)', answer: A}]", "9:26"),
        ("key_moments: [{question: Q, answer: '[x](step:99)'}]", "9:37"),
        (QUESTION % ("'[x](step:99)'", "W", "H", "E"), "9:19"),
        (QUESTION % ("Q", "'[x](step:99)'", "H", "E"), "9:62"),
        (QUESTION % ("Q", "W", "'[x](step:99)'", "E"), "9:80"),
        (QUESTION % ("Q", "W", "H", "'[x](step:99)'"), "9:97"),
    ],
)
def test_a_bad_reference_is_reported_at_its_text(complaints, line, place):
    assert complaints(line + "\n") == [f"lesson.yaml:{place}: L402 no step 99; the run has 6 ([x](step:99))"]


def test_a_lesson_can_refer_to_one_that_lies_beside_it(tmp_path, lesson_file):
    lesson_file(tmp_path / "first.yaml")
    second = lesson_file(tmp_path / "second.yaml", "summary: after [that](lesson:first) and [this](lesson:overview)\n")
    assert plain(load_lesson(second).summary) == "after that and this"


@pytest.mark.parametrize("name", ["first.yml", "first.yaml"])
def test_a_lesson_beside_it_may_have_either_ending(tmp_path, lesson_file, name):
    first = lesson_file(tmp_path / name)
    second = lesson_file(tmp_path / "second.yml", "assumes: first\nsummary: after [that](lesson:first)\n")
    assert load_lesson(second).lessons["first"] == first


def test_a_yaml_file_beside_it_that_is_no_lesson_is_not_led_to(tmp_path, lesson_file):
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    path = lesson_file(tmp_path / "second.yaml", "assumes: compose\nsummary: after [that](lesson:compose)\n")
    with pytest.raises(ScenarioError) as caught:
        load_lesson(path)
    said = 'L402 "compose" is no lesson: it has no timeline'
    assert [str(each).removeprefix(f"{path}:") for each in caught.value.complaints] == [
        f"7:10: {said}",
        f"8:10: {said}",
    ]


def test_a_lesson_beside_it_that_is_broken_may_be_led_to(tmp_path, lesson_file):
    (tmp_path / "first.yaml").write_text("title: [\n")
    path = lesson_file(tmp_path / "second.yaml", "summary: after [that](lesson:first)\n")
    assert "first" in load_lesson(path).lessons


def test_of_two_lessons_with_one_name_the_one_in_yaml_is_led_to(tmp_path, lesson_file):
    lesson_file(tmp_path / "first.yml")
    first = lesson_file(tmp_path / "first.yaml")
    assert load_lesson(lesson_file(tmp_path / "second.yaml")).lessons["first"] == first


def test_a_lesson_cannot_refer_to_one_that_lies_nowhere(tmp_path, lesson_file):
    path = lesson_file(tmp_path / "second.yaml", "summary: after [that](lesson:first)\n")
    with pytest.raises(ScenarioError, match=r'second\.yaml:7:10: L402 no lesson "first"'):
        load_lesson(path)


@pytest.fixture
def lesson_file():
    def write(path, more=""):
        path.write_text(
            "title: A lesson\ntable: {name: Orders, partition_key: order_id}\nstream:\n  view_type: KEYS_ONLY\n"
            "timeline:\n  - put: {order_id: o-1}\n" + more
        )
        return path

    return write
