"""Updates and conditions in a file: paths, functions and comparisons are read, or refused where they stand."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.dynamodb.attributes import AttributeValue, number, string
from simulator.dynamodb.expressions.conditions import AllOf, AnyOf, Not, Requirement
from simulator.dynamodb.expressions.updates import Append, IfMissing, Plus
from simulator.dynamodb.writes import Condition, Put, Update
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.plan import Requests, timeline_of


def written(text: str, n: int = 1, now: int = 0) -> Put | Update:
    """The last write of a lesson's timeline, as the machine gets it."""
    requests = timeline_of(scenario_from_text(text))[-1]
    assert isinstance(requests, Requests)
    write = requests.requests[0].templates[0].made(n, now)
    assert isinstance(write, Put | Update)
    return write


def condition(lesson, text: str) -> Condition | None:
    return written(lesson(f"{{put: {{order_id: a}}, condition: {text}}}")).condition


def test_an_updates_paths_and_functions_are_what_the_file_says(lesson):
    update = written(
        lesson(
            "update: {key: {order_id: a}, set: {address.city: Oslo, 'l[0]': !plus -1, 'a\\.b': !append [x], "
            "m: !if_missing {k: 1}, t: !if_missing '5'}, remove: [x.y, z], add: {m2.n: 2}, "
            "delete: {m2.tags: !!set {old}}}"
        )
    )
    assert isinstance(update, Update)
    assert update.set == {
        ("address", "city"): string("Oslo"),
        ("l", 0): Plus(number("-1")),
        "a.b": Append(AttributeValue("L", (string("x"),))),
        "m": IfMissing(AttributeValue("M", {"k": number("1")})),
        "t": IfMissing(string("5")),
    }
    assert update.remove == (("x", "y"), "z")
    assert list(update.add) == [("m2", "n")]
    assert list(update.delete) == [("m2", "tags")]


def test_each_comparison_is_what_the_file_says(lesson):
    read = condition(
        lesson,
        "{attribute_exists: [a, b.c], attribute_not_exists: d, equals: {s: A}, not_equals: {s: B}, less_than: {n: 6}, "
        "at_most: {n: 5}, greater_than: {n: 0}, at_least: {'l[0]': 1}, between: {n: [1, 5]}, in: {s: [A, 1]}, "
        "attribute_type: {n: N}, begins_with: {s: PL}, contains: {tags: x}, "
        "size: {items: {greater_than: 2, at_most: 9}}}",
    )
    assert read == AllOf(
        (
            Requirement("attribute_exists", "a"),
            Requirement("attribute_exists", ("b", "c")),
            Requirement("attribute_not_exists", "d"),
            Requirement("equals", "s", string("A")),
            Requirement("not_equals", "s", string("B")),
            Requirement("less_than", "n", number("6")),
            Requirement("at_most", "n", number("5")),
            Requirement("greater_than", "n", number("0")),
            Requirement("at_least", ("l", 0), number("1")),
            Requirement("between", "n", (number("1"), number("5"))),
            Requirement("in", "s", (string("A"), number("1"))),
            Requirement("attribute_type", "n", "N"),
            Requirement("begins_with", "s", string("PL")),
            Requirement("contains", "tags", string("x")),
            Requirement("greater_than", "items", number("2"), of_size=True),
            Requirement("at_most", "items", number("9"), of_size=True),
        )
    )


def test_conditions_are_combined_with_and_or_and_not(lesson):
    a, b, c = (Requirement("attribute_exists", name) for name in "abc")
    text = "{or: [{attribute_exists: [a, b]}, {not: {attribute_exists: c}}], and: [{attribute_exists: a}]}"
    assert condition(lesson, text) == AllOf((a, AnyOf((AllOf((a, b)), Not(c)))))


def test_rounds_and_times_reach_every_value_of_an_update_and_of_a_condition(lesson):
    update = (
        'repeat: {times: 2, do: {update: {key: {order_id: "o-{n}"}, set: {a.b: "{n}", l: !append ["{n}"]}}, '
        'condition: {or: [{in: {s: ["{n}", x]}}, {less_than: {t: !in 1m}}]}}}'
    )
    made = written(lesson(update), n=2, now=1000)
    assert isinstance(made, Update)
    assert made.set == {("a", "b"): string("2"), "l": Append(AttributeValue("L", (string("2"),)))}
    assert made.condition == AnyOf(
        (Requirement("in", "s", (string("2"), string("x"))), Requirement("less_than", "t", number("61")))
    )


DOT = "has a dot without a name beside it; a name with a dot in it is written with \\."


@in_each_case(
    "clauses, expected",
    [
        ("set: {^a..b: 1}", [f'D312 "a..b" {DOT}']),
        ("remove: [x, ^a.]", [f'D312 "a." {DOT}']),
        ("add: {^.a: 1}", [f'D312 ".a" {DOT}']),
        (
            "delete: {^'a[x]': !!set {o}}",
            ['D312 "a[x]" has a bracket that is no index, such as [0]; in a name write \\['],
        ),
        ("set: {^'': 1}", ["D304 an attribute's name cannot be empty"]),
        ("set: {order_id.x: ^1}", ['D306 "order_id" is a key attribute; an update cannot change it']),
        (
            "set: {a: 1}, remove: [^a.b]",
            ['D308 "a.b" and "a" in `set` overlap; an update changes a value as a whole or inside (F404)'],
        ),
        ("set: {a.b: 1, 'a[0]': ^2}", ['D308 "a[0]" and "a.b" in `set` take one value for a map and for a list']),
        ("set: {a.b: 1}, add: {a.b: ^2}", ['D308 "a.b" is also in `set`; an update names it once']),
        ("set: {n: ^!plus x}", ["D307 `!plus` takes a number; this is a string"]),
        ("set: {n: ^!plus '{x}'}", ["D307 `!plus` takes a number; this is a string"]),
        ("set: {n: ^!plus '1'}", ["D307 `!plus` takes a number; this is a string"]),
        ("set: {n: ^!append x}", ["D307 `!append` takes a list, as in !append [new]; this is a string"]),
        ("add: {a.n: ^x}", ["D307 add takes a number or a set"]),
        ("add: {n: ^!plus 1}", ["S203 `!plus` is for a value in `set` of an update, not for one in an item"]),
        ("set: ^!plus 1", ["S203 `!plus` is for a value in `set` of an update, not for this"]),
        (
            "set: {a: {b: ^!append [1]}}",
            ["S203 `!append` is for a value in `set` of an update, not for one in an item"],
        ),
        ("set: {^!plus 1: 1}", ["Y107 `!plus` is for a value, not for a key or a member of a set"]),
        ("set: {n: ^!minus 1}", ["Y107 the tag !minus is not known here"]),
        ("^condition: {equals: {a: 1}}", ["S201 `condition` stands beside `update`, not inside it"]),
    ],
)
def test_what_the_service_refuses_of_an_update_is_refused_where_it_stands(said, lesson, clauses, expected):
    assert said(lesson(f"update: {{key: {{order_id: a}}, {clauses}}}")) == expected


@pytest.mark.parametrize("entry", ["put: {order_id: a, n: ^!plus 1}", "delete: {order_id: ^!if_missing a}"])
def test_a_function_is_for_an_update_alone(said, lesson, entry):
    assert said(lesson(entry))[0].endswith("is for a value in `set` of an update, not for one in an item")


@in_each_case(
    "asked, expected",
    [
        ("equals: {^a..b: 1}", [f'D312 "a..b" {DOT}']),
        ("attribute_exists: ^a.", [f'D312 "a." {DOT}']),
        ("size: {^.a: {equals: 1}}", [f'D312 ".a" {DOT}']),
        ("less_than: {n: ^[1]}", ["D307 less_than takes a string, a number or a binary value, not a list"]),
        ("at_least: {n: ^null}", ["D307 at_least takes a string, a number or a binary value, not null"]),
        ("begins_with: {n: ^1}", ["D307 begins_with takes a string or a binary value, not a number"]),
        ("between: {n: ^1}", ["S203 expected the lower and the upper bound, as in [1, 5]"]),
        ("between: {n: ^[1, 2, 3]}", ["S204 between takes two bounds, as in [1, 5]; this has 3"]),
        ("between: {n: ^[1, x]}", ["D307 the bounds of between have one type; these are a number and a string"]),
        ("between: {n: ^[5, 1]}", ["D307 the upper bound of between is below the lower one"]),
        ("in: {s: ^A}", ["S203 expected a list of values, as in [A, B]"]),
        ("in: {s: ^[]}", ["S204 `in` takes 1 to 100 values; this has 0"]),
        (
            "attribute_type: {n: ^n}",
            ['S204 expected one of S, N, B, SS, NS, BS, BOOL, NULL, L, M; did you mean "N"?'],
        ),
        ("size: {l: ^3}", ["S203 expected a comparison of the size, as in {greater_than: 2}"]),
        ("size: {l: {^more_than: 3}}", ['S201 unknown key "more_than"; did you mean "less_than"?']),
        ("size: {l: {equals: ^x}}", ["D307 a size is a number; this is a string"]),
        ("^and: []", ["S204 expected at least 1 here"]),
        ("or: [{^equal: {a: 1}}]", ['S201 unknown key "equal"; did you mean "equals"?']),
        ("not: {not: {less_than: {n: ^{}}}}", ["D307 less_than takes a string, a number or a binary value, not a map"]),
        ("^or: {equals: {a: 1}}", ["S203 expected a list, as in [{equals: {a: 1}}]"]),
        ("^equals: [a]", ["S203 expected attributes and their values, as in {name: value}"]),
        ("equals: {s: ^!plus 1}", ["S203 `!plus` is for a value in `set` of an update, not for one in an item"]),
    ],
)
def test_what_the_service_refuses_of_a_condition_is_refused_where_it_stands(said, lesson, asked, expected):
    assert said(lesson(f"{{put: {{order_id: a}}, condition: {{{asked}}}}}")) == expected


@in_each_case(
    "entries, place, message",
    [
        (
            ["put: {order_id: a}", "update: {key: {order_id: a}, set: {address.city: Oslo}}"],
            "9:54",
            '"address.city" leads nowhere: the item has no "address"',
        ),
        (
            ["put: {order_id: a, s: x}", "update: {key: {order_id: a}, remove: [s.x]}"],
            "9:43",
            '"s.x" leads nowhere: "s" is a string, not a map',
        ),
        (
            ["put: {order_id: a, s: x}", "update: {key: {order_id: a}, set: {s: !plus 1}}"],
            "9:43",
            '!plus takes a number, and "s" is a string',
        ),
        (
            ["transact_write: [{delete: {order_id: b}}, {update: {key: {order_id: a}, add: {m.n: 1}}}]"],
            "8:88",
            '"m.n" leads nowhere: the item has no "m"',
        ),
        (
            ['repeat: {times: 2, do: {update: {key: {order_id: "o-{n}"}, set: {l: !append [1]}}}}'],
            "8:73",
            '"l" is not in the item, and !append needs it',
        ),
    ],
)
def test_F401_an_update_that_its_item_does_not_allow_is_refused_where_it_stands(lesson, entries, place, message):
    with pytest.raises(ScenarioError) as refusal:
        simulate(scenario_from_text(lesson(*entries), "lesson.yaml"))
    said = str(refusal.value)
    assert said.startswith(f"lesson.yaml:{place}: S211 {message}"), said
    assert "\n" not in said


def test_a_lesson_that_updates_inside_a_document_changes_what_its_paths_name(lesson):
    text = lesson(
        "put: {order_id: a, address: {city: Rome}, n: 1, l: [1, 2]}",
        'update: {key: {order_id: a}, set: {address.city: Oslo, "l[0]": 9}}',
        "update: {key: {order_id: a}, remove: [address.city]}",
        head=lesson("x").partition("timeline")[0].replace("KEYS_ONLY", "NEW_AND_OLD_IMAGES"),
    )
    changes = list(simulate(scenario_from_text(text)).writes.values())
    assert [change.effect.value for change in changes] == ["INSERT", "MODIFY", "MODIFY"]
    images = [change.after or {} for change in changes]
    assert [set(image) for image in images] == [{"order_id", "address", "n", "l"}] * 3
    assert [image["address"].value for image in images] == [{"city": string("Rome")}, {"city": string("Oslo")}, {}]
    assert images[2]["l"].value == (number("9"), number("2"))


def test_a_failed_condition_is_kept_with_the_value_that_it_met(lesson):
    text = lesson(
        "put: {order_id: a, address: {zip: 7}}",
        "{put: {order_id: a}, condition: {attribute_exists: order_id, at_least: {address.zip: 8}}}",
        "transact_write: [delete: {order_id: b}, {delete: {order_id: a}, condition: {attribute_not_exists: order_id}}]",
    )
    first, refused, cancelled = simulate(scenario_from_text(text)).writes.values()
    assert first.unmet is None
    assert refused.unmet == (Requirement("at_least", ("address", "zip"), number("8")), number("7"))
    assert cancelled.unmet == (Requirement("attribute_not_exists", "order_id"), string("a"))


def test_only_a_function_s_write_has_attributes_of_a_record_to_compare_with(said, lesson):
    entry = "{put: {order_id: a}, ^condition: {between: {n: ['{x}', 1]}}}"
    assert said(lesson(entry)) == ["D307 the bounds of between have one type; these are a string and a number"]
