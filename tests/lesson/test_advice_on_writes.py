"""Advice on writes that their author hardly meant as they are."""

from __future__ import annotations

from cases import in_each_case

from simulator.lesson.check.advice import advice
from simulator.lesson.lesson import lesson_of
from simulator.scenario.loader import scenario_from_text


def said(*entries: str) -> list[str]:
    """The advice on the writes of a lesson whose first write stands in line 5."""
    head = (
        "title: T\ntable: {name: Orders, partition_key: id, time_to_live: expires_at}\nstream: {view_type: KEYS_ONLY}\n"
    )
    text = f"{head}timeline:\n" + "".join(f"  - {entry}\n" for entry in entries)
    found = advice(lesson_of(scenario_from_text(text, "l.yaml")))
    return [str(each) for each in found if each.code.startswith("W52")]


STRING = "time to live takes a number of epoch seconds; this is a string, so the item never expires (F71)"
MILLISECONDS = "time to live counts in seconds; 1704067200000 looks like milliseconds and is far in the future"


@in_each_case(
    "entry, expected",
    [
        ('put: {id: a, expires_at: "1704067200"}', [f"5:30: W521 {STRING}"]),
        ("put: {id: b, expires_at: 1704067200000}", [f"5:30: W521 {MILLISECONDS}"]),
        ("batch_write: [put: {id: b, expires_at: 1704067200000}]", [f"5:44: W521 {MILLISECONDS}"]),
        ("update: {key: {id: b}, set: {expires_at: 1704067200000}}", [f"5:46: W521 {MILLISECONDS}"]),
        (
            "repeat: {times: 2, do: {put: {id: '{n}', expires_at: true}}}",
            [f"5:58: W521 {STRING.replace('a string', 'of type BOOL')}"],
        ),
        (
            'put: {id: c, expires_at: "!in 10m"}',
            ['5:30: W522 "!in 10m" is a text; for a time from now on leave the quotes out'],
        ),
        (
            "update: {key: {id: c}, set: {n: '!plus 1'}}",
            ['5:37: W522 "!plus 1" is a text; for a function of the value that is there leave the quotes out'],
        ),
        (
            "put: {id: a, condition: {attribute_not_exists: id}}",
            ["5:18: W523 `condition` is an attribute of the item here; the `condition` of a write stands beside `put`"],
        ),
        (
            "put: {id: a, after: 5s}",
            ["5:25: W523 `after` is an attribute of the item here; the `after` of a write stands beside `put`"],
        ),
    ],
)
def test_a_write_that_its_author_hardly_meant_is_advised_on_where_it_stands(entry, expected):
    assert said(entry) == [f"l.yaml:{each}" for each in expected]


@in_each_case(
    "entry",
    [
        "put: {id: a, expires_at: 1704067200}",
        "put: {id: a, expires_at: !in 10m}",
        "put: {id: a, note: '!important', at: noon, condition: good}",
        "put: {id: a, condition: {wear: little}}",
        "{put: {id: a}, condition: {attribute_not_exists: id}, at: 5s}",
        "update: {key: {id: a}, set: {expires_at: !if_missing 1704067200}}",
    ],
)
def test_a_write_that_says_what_it_means_is_not_advised_on(entry):
    assert said(entry) == []


def test_what_a_function_writes_is_advised_on_where_the_function_stands():
    function = "function: {writes: [{update: {key: {id: x}, set: {expires_at: 1704067200000}}}]}"
    created = f"create_consumer: {{name: f, type: lambda, {function}}}"
    assert said("put: {id: a}", created, "update_consumer: {consumer: f, batch_size: 1}") == [
        f"l.yaml:6:{4 + created.index('1704067200000') + 1}: W521 {MILLISECONDS}"
    ]


def test_a_path_that_is_also_the_name_of_an_attribute_is_advised_on():
    message = '"a.b" is a path, and an item has an attribute of that name; for that write "a\\.b"'
    update = "update: {key: {id: x}, set: {a.b: 1}}"
    check = "{put: {id: y}, condition: {or: [{equals: {a.b: 1}}, {attribute_exists: id}]}}"
    assert said("put: {id: x, a.b: 1, a: {}}", update, check) == [
        f"l.yaml:6:39: W520 {message}",
        f"l.yaml:7:52: W520 {message}",
    ]
    assert said("put: {id: x, a.b: 1}", update.replace("a.b", "'a\\.b'")) == []
    assert said("put: {id: x, a: {}}", update) == []
