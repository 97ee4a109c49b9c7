"""The shape of a lesson: its keys, their types, their choices. Every mistake is named where it stands."""

from __future__ import annotations

import pytest
from cases import in_each_case


def test_an_unknown_key_with_the_key_that_was_meant(complaints, lesson):
    assert complaints(lesson(more="sumary: Short.\n")) == [
        'lesson.yaml:9:1: S201 unknown key "sumary"; did you mean "summary"?'
    ]


def test_an_unknown_key_that_is_like_no_other(complaints, lesson):
    assert complaints(lesson(more="zzz: 1\n")) == ['lesson.yaml:9:1: S201 unknown key "zzz"']


@in_each_case(
    "entry, place, typed, meant",
    [
        ("pt: {order_id: o-1}", "8:5", "pt", "put"),
        ("{put: {order_id: o-1}, att: 5s}", "8:28", "att", "at"),
        ("{put: {order_id: o-1}, condition: {equal: {a: 1}}}", "8:40", "equal", "equals"),
        ("update: {key: {order_id: o-1}, sett: {a: 1}}", "8:36", "sett", "set"),
        ("repeat: {times: 2, evry: 1s, do: {put: {order_id: o-1}}}", "8:24", "evry", "every"),
        ("repeat: {times: 2, do: {putt: {order_id: o-1}}}", "8:29", "putt", "put"),
        ("repeat: {times: 2, do: [{delet: {order_id: o-1}}]}", "8:30", "delet", "delete"),
    ],
)
def test_an_unknown_key_in_the_timeline(complaints, lesson, entry, place, typed, meant):
    assert complaints(lesson(entry)) == [f'lesson.yaml:{place}: S201 unknown key "{typed}"; did you mean "{meant}"?']


@in_each_case(
    "line, place, typed, meant",
    [
        ("consumers: [{name: c, poll_intervall: 2s}]", "9:23", "poll_intervall", "poll_interval"),
        ("key_moments: [{question: Why, anwser: So.}]", "9:31", "anwser", "answer"),
        ("quiz: [{question: Q, choices: [a, b], explanation: E, hnt: H}]", "9:55", "hnt", "hint"),
        ("quiz: [{question: Q, choices: [{text: a, corect: true}, b], explanation: E}]", "9:42", "corect", "correct"),
        (
            "quiz: [{question: Q, choices: [1, 2], answer: {first_step: {colum: x}}, explanation: E}]",
            "9:61",
            "colum",
            "column",
        ),
    ],
)
def test_an_unknown_key_in_other_parts(complaints, lesson, line, place, typed, meant):
    said = complaints(lesson(more=line + "\n"))
    assert f'lesson.yaml:{place}: S201 unknown key "{typed}"; did you mean "{meant}"?' in said


def test_an_unknown_key_that_holds_a_terminal_escape_is_shown_escaped(complaints, lesson):
    assert complaints(lesson(more='"\\e[31mzz\\n\\u202e": 1\n')) == [
        'lesson.yaml:9:1: S201 unknown key "\\x1b[31mzz\\n\\u{202e}"'
    ]


def test_an_unknown_key_of_any_length_is_quoted_in_a_short_line(complaints, lesson):
    [line] = complaints(lesson(more=f"? {'k' * 100_000}\n: 1\n"))
    assert line.startswith('lesson.yaml:9:3: S201 unknown key "kkk')
    assert len(line) < 1000


def test_a_key_twice_is_refused_where_it_stands_again(complaints, lesson):
    assert complaints(lesson(more="title: Another\n")) == ['lesson.yaml:9:1: Y106 the key "title" is here twice']


def test_an_attribute_twice(complaints, lesson):
    assert complaints(lesson("put: {order_id: o-1, a: 1, a: 2}")) == [
        'lesson.yaml:8:32: Y106 the key "a" is here twice'
    ]


@in_each_case(
    "without, place, missing",
    [
        ("title: A lesson\n", "1:1", "title"),
        ("  name: Orders\n", "3:3", "name"),
        ("  partition_key: order_id\n", "3:3", "partition_key"),
        ("stream:\n  view_type: KEYS_ONLY\n", "1:1", "stream"),
        ("timeline:\n  - put: {order_id: o-1}\n", "1:1", "timeline"),
    ],
)
def test_a_missing_key_is_named_where_its_parent_begins(complaints, lesson, without, place, missing):
    assert complaints(lesson().replace(without, "")) == [f'lesson.yaml:{place}: S202 missing key "{missing}"']


@pytest.mark.parametrize(
    ("entry", "place", "missing"),
    [
        ("update: {set: {a: 1}}", "8:13", "key"),
        ("repeat: {do: {put: {order_id: o-1}}}", "8:13", "times"),
        ("repeat: {times: 3}", "8:13", "do"),
    ],
)
def test_a_missing_key_in_the_timeline(complaints, lesson, entry, place, missing):
    assert complaints(lesson(entry)) == [f'lesson.yaml:{place}: S202 missing key "{missing}"']


@in_each_case(
    "line, place, telling",
    [
        ("minutes: soon", "9:10: S203", "expected a whole number"),
        ("minutes: 1.5", "9:10: S203", "expected a whole number"),
        ("minutes: 0", "9:10: S204", "expected a whole number from 1 to 600"),
        ("minutes: [10]", "9:1: S203", "expected a whole number"),
        ("order: " + "9" * 5000, "9:8: S203", "expected a whole number"),
        ("seed: -1", "9:7: S204", "expected a whole number from 0"),
        ("schema_version: 2", "9:17: S204", "this program reads version 1: a newer one reads it"),
        ("summary: [a, b]", "9:1: S203", "expected a text"),
        ("summary: ''", "9:10: S203", "expected a text; this is empty"),
        ("summary:", "9:9: S203", "expected a text; this is empty"),
        ("execution_sample: {a: b}", "9:19: S203", "expected a text"),
        ("concept_snapshot: [fine, [a, b]]", "9:26: S203", "expected a text"),
        ("key_moments: Why", "9:14: S203", "expected a list"),
        ("key_moments: [Why]", "9:15: S203", "expected a mapping of keys"),
        ("quiz: {}", "9:1: S203", "expected a list"),
        ("consumers: poller", "9:12: S203", "expected a list"),
        ("consumers: [poller]", "9:13: S203", "expected a mapping of keys"),
        ("consumers: []", "9:1: S204", "nobody reads: leave `consumers` out for one poller, or give a consumer"),
        ("consumers: [{name: a b}]", "9:20: S204", "letters, digits, - and _"),
        ("consumers: [{name: c, limit: 1001}]", "9:30: S204", "from 1 to 1,000"),
        ("consumers: [{name: c}, {name: c}]", "9:31: S204", 'two consumers are called "c"'),
        ("show_empty_polls: yes", "9:19: S203", "expected true or false"),
        ("show_empty_polls: 'true'", "9:19: S203", "expected true or false"),
        ("starts_at: 2024-01-01", "9:12: S203", "expected a time with its zone"),
        ("starts_at: 2024-01-01T00:00:00", "9:12: S203", "expected a time with its zone"),
        ("starts_at: 1969-12-31T00:00:00Z", "9:12: S204", "a year from 1970 to 2999"),
        ("starts_at: 2024-02-30T00:00:00Z", "9:12: S203", "expected a time with its zone"),
        ("starts_at: 0001-01-01T00:00:00+14:00", "9:12: S203", "expected a time with its zone"),
    ],
)
def test_a_value_of_the_wrong_type_or_outside_its_range(complaints, lesson, line, place, telling):
    [said] = complaints(lesson(more=line + "\n"))
    assert said.startswith(f"lesson.yaml:{place} ")
    assert telling in said


@in_each_case(
    "old, new, place, telling",
    [
        ("view_type: KEYS_ONLY", "view_type: NEW_IMAGES", "6:14: S204", '; did you mean "NEW_IMAGE"?'),
        ("view_type: KEYS_ONLY", "view_type: keys_only", "6:14: S204", '; did you mean "KEYS_ONLY"?'),
        ("view_type: KEYS_ONLY", "view_type: [KEYS_ONLY]", "6:3: S203", "expected one of KEYS_ONLY, NEW_IMAGE"),
        ("partition_key: order_id", "partition_key: {name: order_id, type: BOOL}", "4:41: S204", "not one of S, N, B"),
        ("partition_key: order_id", "partition_key: [order_id]", "4:18: S203", "expected an attribute's name"),
        ("name: Orders", "name: O", "3:9: S204", "a table's name has 3 to 255"),
        ("name: Orders", "name: my orders", "3:9: S204", "a table's name has 3 to 255"),
        ("title: A lesson", "title: {en: A lesson}", "1:1: S203", "expected a text"),
    ],
)
def test_a_wrong_value_in_the_head(complaints, lesson, old, new, place, telling):
    [said] = complaints(lesson().replace(old, new))
    assert said.startswith(f"lesson.yaml:{place} ")
    assert telling in said


@in_each_case("length, count", [(2, 1), (3, 0), (255, 0), (256, 1)])
def test_a_tables_name_has_3_to_255_characters(complaints, lesson, length, count):
    assert len(complaints(lesson().replace("Orders", "a" * length))) == count


def test_a_table_that_is_no_mapping(complaints, lesson):
    text = lesson().replace("table:\n  name: Orders\n  partition_key: order_id\n", "table: Orders\n")
    assert complaints(text) == ["lesson.yaml:2:8: S203 expected a mapping of keys"]


def test_with_empty_polls_shown_a_poll_takes_time(complaints, lesson):
    shown = "consumers: [{{name: c, poll_interval: {}}}]\nshow_empty_polls: {}\n"
    [said] = complaints(lesson(more=shown.format("0ms", "true")))
    assert said.startswith("lesson.yaml:9:38: S204 with show_empty_polls a poll interval is at least 1ms")
    assert complaints(lesson(more=shown.format("1ms", "true"))) == []
    assert complaints(lesson(more=shown.format("0ms", "false"))) == []


def test_a_sort_key_with_the_partition_keys_name(complaints, lesson):
    [said] = complaints(lesson().replace("key: order_id\n", "key: order_id\n  sort_key: order_id\n"))
    assert said == "lesson.yaml:5:13: S204 the sort key has the partition key's name"


@pytest.mark.parametrize(
    ("timeline", "example"), [("{put: {order_id: o-1}}", ", as in [{put: {order_id: o-1}}]"), ("x", "")]
)
def test_a_timeline_that_is_no_list_and_a_mapping_is_shown_as_one(complaints, lesson, timeline, example):
    text = lesson().replace("timeline:\n  - put: {order_id: o-1}", f"timeline: {timeline}")
    [said] = complaints(text)
    assert said.startswith("lesson.yaml:7:")
    assert said.endswith(f"S203 expected a list{example}")


def test_a_timeline_without_an_entry(complaints, lesson):
    text = lesson().replace("timeline:\n  - put: {order_id: o-1}", "timeline: []")
    assert complaints(text) == ["lesson.yaml:7:1: S204 expected at least 1 here"]


@pytest.mark.parametrize(
    ("choices", "telling"),
    [("[only]", "expected at least 2"), ("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "expected at most 9")],
)
def test_a_question_has_two_to_nine_choices(complaints, lesson, choices, telling):
    question = f"quiz: [{{question: Q, choices: {choices}, answer: {{count: records}}, explanation: E}}]\n"
    [said] = complaints(lesson(more=question))
    assert said.startswith("lesson.yaml:9:22: S204 ")
    assert telling in said


def test_a_question_has_at_most_two_hints(complaints, lesson):
    question = "quiz: [{question: Q, choices: [1, 2], answer: {count: records}, hint: [a, b, c], explanation: E}]\n"
    assert complaints(lesson(more=question)) == ["lesson.yaml:9:65: S204 expected at most 2 here"]


def test_all_mistakes_of_a_file_are_reported_at_once_and_in_order(complaints):
    text = """\
titel: A lesson
minutes: soon
table:
  name: O
  partition_key: order_id
  colour: red
stream:
  view_type: ALL
consumers:
  - name: a b
timeline:
  - put: {status: NEW}
  - put: {order_id: 7, tags: !!set {a, 1}}
  - {delete: {order_id: o-1}, at: later}
  - update: {key: {order_id: o-1}, set: {order_id: o-2}, add: {n: x}}
  - {put: {order_id: o-1}, delete: {order_id: o-1}}
  - wait: 5s
  - {put: {order_id: o-1}, at: 2s}
  - pyt: {order_id: o-1}
summary: "a\\ebell"
summary: again
quiz:
  - {question: Q, choices: [one], explanation: E}
"""
    assert [" ".join(line.split()[:2]) for line in complaints(text)] == [
        "lesson.yaml:1:1: S201",  # titel
        "lesson.yaml:1:1: S202",  # title
        "lesson.yaml:2:10: S203",  # soon
        "lesson.yaml:4:9: S204",  # O
        "lesson.yaml:6:3: S201",  # colour
        "lesson.yaml:8:14: S204",  # ALL
        "lesson.yaml:10:11: S204",  # a b
        "lesson.yaml:12:5: D301",  # no order_id
        "lesson.yaml:13:21: D302",  # order_id: 7
        "lesson.yaml:13:30: D304",  # a, 1
        "lesson.yaml:14:35: S203",  # later
        "lesson.yaml:15:52: D306",  # order_id is a key
        "lesson.yaml:15:67: D307",  # x
        "lesson.yaml:16:5: S206",  # two actions
        "lesson.yaml:18:32: S208",  # before the wait is over
        "lesson.yaml:19:5: S201",  # pyt
        "lesson.yaml:21:1: Y106",  # summary again
        "lesson.yaml:23:19: S204",  # one choice
    ]


@pytest.mark.parametrize("written", ["order_id", "{attribute: order_id}", "line"])
def test_the_time_to_live_attribute_can_be_a_key_attribute(said, lesson, written):
    """Its type does not matter to the service: an item without a number never expires (F71)."""
    with_sort_key = "order_id\n  sort_key: {name: line, type: N}\n"
    text = lesson("put: {order_id: a, line: 1}").replace("order_id\n", with_sort_key, 1)
    assert said(text.replace("stream:", f"  time_to_live: {written}\nstream:", 1)) == []


FAULTS = {
    "time_to_live: ^{deletion_delay: ^5, ^attribut: x}": [
        'S202 missing key "attribute"',
        "S203 expected a duration with its unit: 250ms, 2s, 5m or 25h",
        'S201 unknown key "attribut"; did you mean "attribute"?',
    ],
    "time_to_live: ^[x]": ["S203 expected an attribute's name"],
    f"time_to_live: ^{'x' * 256}": [
        "S204 the time-to-live attribute's name has at most 255 characters; this one has 256"
    ],
}


@pytest.mark.parametrize("written", FAULTS)
def test_a_time_to_live_that_is_none(said, lesson, written):
    assert said(lesson().replace("stream:", f"  {written}\nstream:", 1)) == FAULTS[written]


@pytest.mark.parametrize(("length", "mark"), [(255, ""), (256, "^")])
def test_a_key_attributes_name_has_at_most_255_characters(said, lesson, length, mark):
    name = "k" * length
    text = lesson(f"put: {{{name}: a}}").replace("partition_key: order_id", f"partition_key: {mark}{name}")
    assert said(text) == [
        f"S204 a key attribute's name has at most 255 characters; this one has {length}" for _ in mark
    ]


@in_each_case(
    "line, place, telling",
    [
        ("summary: ~", "9:10", 'expected a text; ~ is none: leave it out, or write "~" in quotes'),
        (
            "concept_snapshot: [a, null]",
            "9:23",
            'expected a text; null is none: leave it out, or write "null" in quotes',
        ),
        ("summary:", "9:9", "expected a text; this is empty"),
        ("minutes: '5'", "9:10", "expected a whole number from 1 to 600, without quotes"),
        ('minutes: "many"', "9:10", "expected a whole number from 1 to 600"),
        ("schema_version: '1'", "9:17", "this program reads schema_version 1, without quotes"),
        ("seed: 007", "9:7", "expected a whole number from 0 to 2,147,483,648"),
    ],
)
def test_null_is_no_text_and_a_text_no_number(complaints, lesson, line, place, telling):
    assert complaints(lesson(more=line + "\n")) == [f"lesson.yaml:{place}: S203 {telling}"]


def test_the_words_null_and_tilde_can_be_texts_in_quotes(complaints, lesson):
    assert complaints(lesson(more="concept_snapshot: ['~', \"null\", no, on, true, 12]\n")) == []
