"""Updates at document paths, and the functions of SET (F401, F405-F408)."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from cases import in_each_case
from hypothesis import given
from hypothesis import strategies as st

from simulator.dynamodb.attributes import AttributeValue, Item, number, set_of, string
from simulator.dynamodb.expressions.conditions import Requirement
from simulator.dynamodb.expressions.paths import overlaps, path_of
from simulator.dynamodb.expressions.updates import Append, IfMissing, Plus
from simulator.dynamodb.table import Effect, KeyAttribute, KeySchema, Table
from simulator.dynamodb.writes import ImpossibleUpdate, Put, Rejected, Update, resulting_item

KEY = {"id": string("a")}


def value(plain: Any) -> AttributeValue:
    """An attribute value of plain Python: int, str, list, dict or a set of str."""
    if isinstance(plain, int):
        return number(plain)
    if isinstance(plain, str):
        return string(plain)
    if isinstance(plain, list):
        return AttributeValue("L", tuple(map(value, plain)))
    if isinstance(plain, set):
        return set_of("SS", plain)
    return AttributeValue("M", {name: value(each) for name, each in plain.items()})


def item(**attributes: Any) -> Item:
    return {**KEY, **{name: value(each) for name, each in attributes.items()}}


BEFORE = item(address={"city": "Rome", "zip": 1}, l=[1, 2, 3], n=5, status="PLACED", tags={"x"}, deep=[{"a": [4]}])


def after(before: Item | None = BEFORE, remove: tuple[str, ...] = (), **clauses: dict[str, Any]) -> Item | None:
    """The item after an update whose paths are texts and whose values are plain Python or functions."""
    written = {
        clause: {
            path_of(text): each if isinstance(each, Plus | Append | IfMissing) else value(each)
            for text, each in paths.items()
        }
        for clause, paths in clauses.items()
    }
    return resulting_item(Update(KEY, remove=tuple(map(path_of, remove)), **written), before)


def test_F400_set_changes_a_part_of_a_map_and_an_element_of_a_list() -> None:
    assert after(set={"address.city": "Oslo", "l[0]": 9}) == {
        **BEFORE,
        "address": value({"city": "Oslo", "zip": 1}),
        "l": value([9, 2, 3]),
    }
    assert after(set={"deep[0].a[0]": 5, "deep[0].b": {"c": 1}}) == {
        **BEFORE,
        "deep": value([{"a": [5], "b": {"c": 1}}]),
    }


def test_the_image_before_the_update_stays_as_it_was() -> None:
    kept = copy.deepcopy(BEFORE)
    after(set={"address.city": "Oslo", "l[0]": 9}, remove=("deep[0].a",))
    assert kept == BEFORE


def test_remove_takes_a_part_away_and_leaves_an_empty_map_or_list() -> None:
    assert after(remove=("address.city", "l[1]", "deep[0].a[0]")) == {
        **BEFORE,
        "address": value({"zip": 1}),
        "l": value([1, 3]),
        "deep": value([{"a": []}]),
    }
    assert after(remove=("address.missing", "l[9]")) == BEFORE


def test_F407_indexes_are_those_before_the_update_and_new_elements_come_last_in_their_order() -> None:
    assert after(item(l=[2, 3, 4, 5, 6, 7]), set={"l[3]": 17}, remove=("l[1]",)) == item(l=[2, 4, 17, 6, 7])
    assert after(item(l=[1]), set={"l[84]": 4, "l[37]": 3, "l[17]": 2}) == item(l=[1, 2, 3, 4])
    assert after(item(l=[1, 2]), set={"l[9]": 3}, remove=("l[0]",)) == item(l=[2, 3])


def test_F408_add_and_delete_work_inside_a_document() -> None:
    before = item(m={"n": 1, "tags": {"x", "y"}})
    assert after(before, add={"m.n": 2, "m.new": 5}, delete={"m.tags": {"x"}}) == item(
        m={"n": 3, "new": 5, "tags": {"y"}}
    )
    assert after(before, delete={"m.tags": {"x", "y"}}) == item(m={"n": 1})


def test_F406_plus_append_and_if_missing_use_the_value_that_is_there() -> None:
    functions = {"n": Plus(number("-2")), "l": Append(value([4])), "status": IfMissing(string("NEW"))}
    assert after(set={**functions, "note": IfMissing(string("NEW")), "address.zip": Plus(number("1"))}) == {
        **BEFORE,
        "n": number("3"),
        "l": value([1, 2, 3, 4]),
        "note": string("NEW"),
        "address": value({"city": "Rome", "zip": 2}),
    }


def test_F45_functions_that_give_the_same_value_are_silent() -> None:
    table = Table(KeySchema(KeyAttribute("id")))
    table.apply(Put(BEFORE))
    same = {"n": Plus(number("0")), "l": Append(value([])), "status": IfMissing(string("NEW")), ("l", 0): number("1")}
    for path, each in same.items():
        change = table.apply(Update(KEY, set={path: each}))
        assert (change.effect, change.recorded) == (Effect.UNCHANGED, False)


NOWHERE = "(The document path provided in the update expression is invalid for update)"
NO_ATTRIBUTE = "(The provided expression refers to an attribute that does not exist in the item)"
WRONG_TYPE = "(An operand in the update expression has an incorrect data type)"


@in_each_case(
    "clauses, message",
    [
        (
            {"set": {"home.city": "Oslo"}},
            f'"home.city" leads nowhere: the item has no "home" {NOWHERE}; a name with a dot or a bracket is written '
            r'"home\.city"',
        ),
        ({"set": {"address.geo.lat": 1}}, f'"address.geo.lat" leads nowhere: the item has no "address.geo" {NOWHERE}'),
        ({"set": {"status.x": 1}}, f'"status.x" leads nowhere: "status" is a string, not a map {NOWHERE}'),
        ({"set": {"l.x": 1}}, f'"l.x" leads nowhere: "l" is a list, not a map {NOWHERE}'),
        ({"set": {"address[0]": 1}}, f'"address[0]" leads nowhere: "address" is a map, not a list {NOWHERE}'),
        ({"set": {"l[0].x": 1}}, f'"l[0].x" leads nowhere: "l[0]" is a number, not a map {NOWHERE}'),
        ({"set": {"l[9].x": 1}}, f'"l[9].x" leads nowhere: the item has no "l[9]" {NOWHERE}'),
        ({"remove": ("n.x",)}, f'"n.x" leads nowhere: "n" is a number, not a map {NOWHERE}'),
        ({"add": {"n.x": 1}}, f'"n.x" leads nowhere: "n" is a number, not a map {NOWHERE}'),
        ({"set": {"m": Plus(number("1"))}}, f'"m" is not in the item, and !plus needs it {NO_ATTRIBUTE}'),
        ({"set": {"m": Append(value([1]))}}, f'"m" is not in the item, and !append needs it {NO_ATTRIBUTE}'),
        ({"set": {"status": Plus(number("1"))}}, f'!plus takes a number, and "status" is a string {WRONG_TYPE}'),
        ({"set": {"n": Append(value([1]))}}, f'!append takes a list, and "n" is a number {WRONG_TYPE}'),
    ],
)
def test_F401_F406_an_update_that_the_item_does_not_allow_says_where_and_why(clauses: Any, message: str) -> None:
    with pytest.raises(ImpossibleUpdate) as refusal:
        after(**clauses)
    assert str(refusal.value) == message


def test_F401_where_there_is_no_item_a_path_leads_nowhere_and_a_removal_is_silent() -> None:
    with pytest.raises(ImpossibleUpdate):
        after(None, set={"address.city": "Oslo"})
    assert after(None, remove=("address.city", "l[0]")) is None


def test_a_condition_that_fails_comes_before_a_path_that_leads_nowhere() -> None:
    update = Update(KEY, set={("home", "city"): string("Oslo")}, condition=Requirement("attribute_exists", "home"))
    with pytest.raises(Rejected):
        resulting_item(update, BEFORE)


def test_an_update_nests_no_deeper_than_an_item_may() -> None:
    nested: Any = 1
    for _ in range(31):
        nested = [nested]
    path = ("l", *[0] * 31)
    before = {**KEY, "l": value(nested)}
    assert resulting_item(Update(KEY, set={path: value([2])}), before) is not None
    with pytest.raises(Rejected, match="Nesting Levels have exceeded supported limits"):
        resulting_item(Update(KEY, set={path: value([[2]])}), before)


# A straightforward model: plain Python documents, one edit after another, indexes kept by marks that are removed last.

GONE = object()


def model_after(document: dict[str, Any], edits: list[tuple[Any, str, Any]]) -> dict[str, Any]:
    """The document after edits at tuple paths. A list's new elements must be set in the order of their indexes."""
    document = copy.deepcopy(document)
    for path, kind, operand in sorted(edits, key=lambda edit: [str(step).zfill(9) for step in edit[0]]):
        *way, last = path
        parent: Any = document
        for step in way:
            parent = parent[step]
        there = last in parent if isinstance(parent, dict) else last < len(parent)
        old = parent[last] if there else None
        if kind == "remove":
            if there:
                parent[last] = GONE
            continue
        new = model_value(kind, old, operand)
        if there or isinstance(parent, dict):
            parent[last] = new
        else:
            parent.append(new)
    return swept(document)


def model_value(kind: str, old: Any, operand: Any) -> Any:
    if kind == "if_missing":
        return operand if old is None else old
    if kind in ("plus", "append"):
        return old + operand
    return (old or 0) + operand if kind == "add" else operand


def swept(document: Any) -> Any:
    if isinstance(document, dict):
        return {name: swept(each) for name, each in document.items() if each is not GONE}
    if isinstance(document, list):
        return [swept(each) for each in document if each is not GONE]
    return document


def places(document: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path that has a parent in a document: those of its values, and new ones beside them."""
    if isinstance(document, dict):
        found = [(*way, name) for name in (*document, "new")]
    elif isinstance(document, list):
        found = [(*way, index) for index in range(len(document) + 2)]
    else:
        return []
    inside = [(*way, name) for name in (document if isinstance(document, dict) else range(len(document)))]
    return found + [place for each in inside for place in places(document[each[-1]], each)]


documents = st.dictionaries(
    st.sampled_from("abc"),
    st.recursive(
        st.integers(0, 9) | st.sampled_from("xy"),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
    max_size=3,
)


def value_there(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        if isinstance(document, dict) and step not in document:
            return None
        if isinstance(document, list) and step >= len(document):
            return None
        document = document[step]
    return document


@st.composite
def documents_with_edits(draw: st.DrawFn) -> tuple[dict[str, Any], list[tuple[tuple[Any, ...], str, Any]]]:
    document = draw(documents)
    chosen = draw(st.lists(st.sampled_from(places(document)), min_size=1, max_size=5))
    dropped = {overlap.later for overlap in overlaps([each if len(each) > 1 else each[0] for each in chosen])}
    edits: list[tuple[tuple[Any, ...], str, Any]] = []
    for index, path in enumerate(chosen):
        if index in dropped:
            continue
        old = value_there(document, path)
        kinds = ["set", "remove", "if_missing"]
        kinds += ["plus", "add"] if isinstance(old, int) else ["append"] if isinstance(old, list) else []
        kinds += ["add"] if old is None else []
        kind = draw(st.sampled_from(kinds))
        operand = [7] if kind == "append" else draw(st.sampled_from([7, -1])) if kind in ("plus", "add") else 8
        edits.append((path, kind, operand))
    return document, edits


@given(documents_with_edits())
def test_F405_the_image_after_an_update_is_that_of_a_plain_model(case: Any) -> None:
    document, edits = case
    named = [(path if len(path) > 1 else path[0], kind, operand) for path, kind, operand in edits]
    functions: dict[str, Any] = {"set": lambda each: each, "plus": Plus, "append": Append, "if_missing": IfMissing}
    update = Update(
        KEY,
        set={path: functions[kind](value(operand)) for path, kind, operand in named if kind in functions},
        remove=tuple(path for path, kind, _ in named if kind == "remove"),
        add={path: number(operand) for path, kind, operand in named if kind == "add"},
    )
    assert resulting_item(update, item(**document)) == item(**model_after(document, edits))
