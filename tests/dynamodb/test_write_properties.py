"""Properties of every item and every write (F5, F21, F31, F43-F46, F53, F54, F86), tried on random ones."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.dynamodb.attributes import AttributeValue, Item, item_to_json, number, set_of, string
from simulator.dynamodb.expressions.conditions import AllOf, Requirement
from simulator.dynamodb.rules import Rules
from simulator.dynamodb.stream import Stream, ViewType
from simulator.dynamodb.table import Effect, KeyAttribute, KeySchema, Table
from simulator.dynamodb.writes import Delete, Put, Update, Write

SCHEMA = KeySchema(KeyAttribute("id"))
KEY = {"id": string("o-1")}

# A value as plain Python: (type, Decimal | str | bytes | bool | None | list | dict | frozenset). Two of these are equal
# exactly where F46 and F47 say that the values are, with no help from the code under test.
Plain = tuple[str, Any]

decimals = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent), st.integers(-999, 999), st.integers(-3, 3)
)
LETTERS = "aé€\U0001f600"  # one to four bytes in UTF-8
texts = st.text(LETTERS, max_size=4)
members = {"SS": st.text(LETTERS, min_size=1, max_size=3), "NS": decimals, "BS": st.binary(min_size=1, max_size=3)}
sets = st.sampled_from(["SS", "NS", "BS"]).flatmap(
    lambda type_: st.tuples(st.just(type_), st.frozensets(members[type_], min_size=1, max_size=3))
)
scalars = st.one_of(
    st.tuples(st.just("S"), texts),
    st.tuples(st.just("N"), decimals),
    st.tuples(st.just("B"), st.binary(max_size=4)),
    st.tuples(st.just("BOOL"), st.booleans()),
    st.just(("NULL", None)),
    sets,
)
values: st.SearchStrategy[Plain] = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.tuples(st.just("L"), st.lists(inner, max_size=3)),
        st.tuples(st.just("M"), st.dictionaries(texts, inner, max_size=3)),
    ),
    max_leaves=5,
)
attributes = st.dictionaries(st.text(LETTERS, min_size=1, max_size=2), values, max_size=4)
items = attributes.map(lambda more: {"id": ("S", "o-1"), **more})
pairs = items.flatmap(lambda item: st.tuples(st.just(item), st.just(dict(item)) | items))
"""Two items, often equal."""


def value_of(plain: Plain, otherwise: bool = False) -> AttributeValue:
    """The attribute value; `otherwise` spells numbers with more zeroes and turns the order of sets and maps round."""
    type_, content = plain
    turned = reversed if otherwise else iter
    if type_ == "N":
        return number(_spelled(content, otherwise))
    if type_ == "NS":
        return set_of("NS", [_spelled(member, otherwise) for member in turned(sorted(content))])
    if type_ in ("SS", "BS"):
        return set_of(type_, list(turned(sorted(content))))
    if type_ == "L":
        return AttributeValue("L", tuple(value_of(each, otherwise) for each in content))
    if type_ == "M":
        return AttributeValue("M", item_of(content, otherwise))
    return AttributeValue(type_, True if type_ == "NULL" else content)


def item_of(plain: dict[str, Plain], otherwise: bool = False) -> Item:
    names = reversed(plain) if otherwise else iter(plain)
    return {name: value_of(plain[name], otherwise) for name in names}


def _spelled(exact: Decimal, otherwise: bool) -> str:
    return f"{exact:.5f}0" if otherwise else str(exact)


def bytes_of(typed: dict[str, Any]) -> int:
    """The size of a value in typed JSON, by the words of F32."""
    ((type_, content),) = typed.items()
    match type_:
        case "S":
            return len(content.encode())
        case "N":
            significant = content.lstrip("-").replace(".", "").strip("0")
            return 1 + -(-len(significant) // 2)
        case "B":
            return len(base64.b64decode(content))
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + bytes_of(element) for element in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + bytes_of(element) for name, element in content.items())
        case _:
            return sum(bytes_of({type_[0]: member}) for member in content)


def bytes_of_item(typed: dict[str, Any]) -> int:
    return sum(len(name.encode()) + bytes_of(value) for name, value in typed.items())


@given(pairs)
def test_F43_a_put_is_recorded_exactly_where_it_changes_the_item(pair: tuple[dict[str, Plain], ...]) -> None:
    before, after = pair
    table = Table(SCHEMA)
    table.apply(Put(item_of(before)))
    assert table.apply(Put(item_of(after))).recorded == (before != after)


@given(items)
def test_F46_the_same_item_in_another_spelling_is_never_recorded(item: dict[str, Plain]) -> None:
    table = Table(SCHEMA)
    table.apply(Put(item_of(item)))
    change = table.apply(Put(item_of(item, otherwise=True)))
    assert change.effect is Effect.UNCHANGED
    assert not change.recorded


@given(items, attributes)
def test_F44_an_update_is_recorded_exactly_where_it_sets_something_else(
    item: dict[str, Plain], sets: dict[str, Plain]
) -> None:
    table = Table(SCHEMA)
    table.apply(Put(item_of(item)))
    change = table.apply(Update(KEY, set=item_of(sets, otherwise=True)))
    assert change.recorded == ({**item, **sets} != item)


names = st.sampled_from("abc")
amounts = st.dictionaries(names, st.sampled_from([number(0), number(1), number(-1), set_of("SS", ["x"])]), max_size=2)
taken = st.dictionaries(names, st.sampled_from([set_of("SS", ["x"]), set_of("SS", ["x", "y"])]), max_size=2)
settable = st.sampled_from([number(0), number(1), string("x"), set_of("SS", ["x"]), set_of("SS", ["x", "y"])])
set_values = st.dictionaries(names, settable, max_size=3)
requirements = st.one_of(
    st.builds(Requirement, st.sampled_from(["attribute_exists", "attribute_not_exists"]), names, st.none()),
    st.builds(Requirement, st.just("equals"), names, settable),
)
conditions = st.none() | st.builds(AllOf, st.lists(requirements, max_size=3).map(tuple))
writes: st.SearchStrategy[Write] = st.one_of(
    st.builds(Put, set_values.map(lambda more: {**KEY, **more}), conditions),
    st.builds(Update, st.just(KEY), set_values, st.lists(names, max_size=2).map(tuple), amounts, taken, conditions),
    st.builds(Delete, st.just(KEY), conditions),
)
histories = st.lists(writes, min_size=1, max_size=12)


@given(histories)
def test_a_write_that_leaves_the_item_equal_is_never_recorded_and_every_other_is(history: list[Write]) -> None:
    table = Table(SCHEMA)
    for write in history:
        before = table.items.get(SCHEMA.key_of(KEY))
        change = table.apply(write)
        assert change.recorded == (table.items.get(SCHEMA.key_of(KEY)) != before)


@given(histories)
def test_F13_the_effect_is_named_after_the_item_before_and_after(history: list[Write]) -> None:
    table = Table(SCHEMA)
    for change in map(table.apply, history):
        there = (change.before is not None, change.after is not None)
        if change.recorded:
            assert (
                change.effect.name == {(False, True): "INSERT", (True, True): "MODIFY", (True, False): "REMOVE"}[there]
            )
        else:
            assert change.effect in (Effect.UNCHANGED, Effect.REJECTED)


@given(histories)
def test_F5_the_new_image_of_a_record_is_the_old_image_of_the_items_next(history: list[Write]) -> None:
    table, stream = Table(SCHEMA), Stream("Orders", SCHEMA, ViewType.NEW_AND_OLD_IMAGES, 0)
    records = [stream.capture(change, 0) for change in map(table.apply, history) if change.recorded]
    images = [None, *(record.new_image for record in records)]
    assert [record.old_image for record in records] == images[:-1]
    assert images[-1] == table.items.get(SCHEMA.key_of(KEY))


@given(histories)
def test_F270_believed_only_writes_that_leave_an_item_gain_a_record(history: list[Write]) -> None:
    table, believed = Table(SCHEMA), Table(SCHEMA, Rules(unchanged_write_is_recorded=True))
    for write in history:
        real = table.apply(write)
        belief = believed.apply(write)
        unchanged_item = real.effect is Effect.UNCHANGED and real.after is not None
        assert belief.recorded == (real.recorded or unchanged_item)
    assert table.items == believed.items


@given(st.one_of(st.none(), items), st.one_of(st.none(), items), st.sampled_from(ViewType))
def test_F31_SizeBytes_is_the_keys_and_the_images_that_are_there(
    before: dict[str, Plain] | None, after: dict[str, Plain] | None, view_type: ViewType
) -> None:
    table, stream = Table(SCHEMA), Stream("Orders", SCHEMA, view_type, 0)
    if before is not None:
        table.apply(Put(item_of(before)))
    change = table.apply(Delete(KEY) if after is None else Put(item_of(after)))
    body = stream.capture(change, 0).to_api()["dynamodb"]
    parts = [body[name] for name in ("Keys", "NewImage", "OldImage") if name in body]
    assert body["SizeBytes"] == sum(map(bytes_of_item, parts))


@given(pairs)
def test_F46_two_items_are_equal_exactly_where_their_typed_JSON_says_the_same(
    pair: tuple[dict[str, Plain], ...],
) -> None:
    one, other = pair
    same_text = item_to_json(item_of(one)) == item_to_json(item_of(other, otherwise=True))
    assert same_text == (one == other)
