"""Document paths: how they are written, where they lead, and which do not go together (F400, F401, F404)."""

from __future__ import annotations

import pytest
from cases import in_each_case
from hypothesis import given
from hypothesis import strategies as st

from simulator.dynamodb.attributes import AttributeValue, number, string
from simulator.dynamodb.expressions.paths import InvalidPath, Overlap, Path, overlaps, path_of, path_text, value_at

ITEM = {
    "a.b": string("a name with a dot"),
    "a": AttributeValue("M", {"b": string("inside"), "l": AttributeValue("L", (number("1"), number("2")))}),
    "l": AttributeValue("L", (AttributeValue("M", {"x": number("7")}),)),
}


@in_each_case(
    "text, path",
    [
        ("status", "status"),
        ("two words", "two words"),
        ("a.b", ("a", "b")),
        ("l[0]", ("l", 0)),
        ("l[12][3].x.y", ("l", 12, 3, "x", "y")),
        (r"a\.b", "a.b"),
        (r"a\[0\]", "a[0]"),
        (r"a\\.b", ("a\\", "b")),
        (r"C:\temp", r"C:\temp"),  # a backslash in front of anything else is itself
        ("naïve.日本", ("naïve", "日本")),
        ("1.5", ("1", "5")),
    ],
)
def test_F400_a_path_is_a_name_and_steps_into_its_value(text: str, path: Path) -> None:
    assert path_of(text) == path
    assert path_text(path) == text


@in_each_case(
    "text, message",
    [
        ("", "a path cannot be empty"),
        (".a", '".a" has a dot without a name beside it; a name with a dot in it is written with \\.'),
        ("a.", '"a." has a dot without a name beside it; a name with a dot in it is written with \\.'),
        ("a..b", '"a..b" has a dot without a name beside it; a name with a dot in it is written with \\.'),
        ("a.[0]", '"a.[0]" has a dot without a name beside it; a name with a dot in it is written with \\.'),
        ("[0]", '"[0]" begins with an index; a path begins with the name of an attribute'),
        ("a[x]", '"a[x]" has a bracket that is no index, such as [0]; in a name write \\['),
        ("a[-1]", '"a[-1]" has a bracket that is no index, such as [0]; in a name write \\['),
        ("a[0", '"a[0" has a bracket that is no index, such as [0]; in a name write \\['),
        ("a[0]b", '"a[0]b" goes on after an index without a dot'),
        ("a]", '"a]" has a ] without its [; in a name write \\]'),
        ("]", '"]" has a ] without its [; in a name write \\]'),
        (".".join("a" * 34), "a path goes at most 32 levels deep; this one goes 33"),
    ],
)
def test_F400_a_path_that_cannot_be_read_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(InvalidPath) as refusal:
        path_of(text)
    assert str(refusal.value) == message


names = st.text("ab.[]\\ é", min_size=1, max_size=4)


@given(names, st.lists(names | st.integers(0, 99), max_size=4))
def test_a_path_of_any_names_is_read_back_as_it_was_written(name: str, steps: list[str | int]) -> None:
    path: Path = (name, *steps) if steps else name
    assert path_of(path_text(path)) == path


@in_each_case(
    "text, found",
    [
        (r"a\.b", string("a name with a dot")),
        ("a.b", string("inside")),
        ("a.l[1]", number("2")),
        ("l[0].x", number("7")),
        ("a.l[2]", None),
        ("a.b.c", None),
        ("a[0]", None),
        ("l.x", None),
        ("missing.x", None),
    ],
)
def test_F401_a_path_leads_to_a_value_or_to_nothing(text: str, found: AttributeValue | None) -> None:
    assert value_at(path_of(text), ITEM) == found


@in_each_case(
    "texts, expected",
    [
        (["a", "b"], []),
        (["a.b", "a.c", "a.d.e", "l[0]", "l[1].x"], []),
        (["a", "a"], [(1, 0, False)]),
        (["l[0]", "l[00]"], [(1, 0, False)]),
        (["a", "a.b"], [(1, 0, False)]),
        (["a.b.c", "x", "a"], [(2, 0, False)]),
        (["a.b", "a[0]"], [(1, 0, True)]),
        (["a[0].x", "a[0][1]", "a[1]"], [(1, 0, True)]),
        ([r"a\.b", "a.b"], []),
    ],
)
def test_F404_paths_overlap_where_one_contains_the_other_or_takes_a_map_for_a_list(
    texts: list[str], expected: list[tuple[int, int, bool]]
) -> None:
    assert list(overlaps(list(map(path_of, texts)))) == [Overlap(*each) for each in expected]
