"""Shards by themselves: digests, ranges, splits, roll-overs, closing and ids (F114-F130)."""

from __future__ import annotations

import re
from itertools import pairwise

from cases import in_each_case

from simulator.dynamodb.attributes import AttributeValue, number, string
from simulator.dynamodb.shards import KEY_SPACE, Shard, even_ranges, key_digest
from simulator.dynamodb.stream import Stream, ViewType
from simulator.dynamodb.table import KeyAttribute, KeySchema, Table
from simulator.dynamodb.writes import Put

ORDERS = KeySchema(KeyAttribute("order_id"))
LINES = KeySchema(KeyAttribute("order_id"), KeyAttribute("line", "N"))

NEW_YEAR = 1_704_067_200_000
"""2024-01-01T00:00:00Z in epoch milliseconds."""


def new_stream(count: int = 1, schema: KeySchema = ORDERS, first_shard: int = 1) -> Stream:
    return Stream("Orders", schema, ViewType.KEYS_ONLY, NEW_YEAR, ranges=even_ranges(count), first_shard=first_shard)


def shard_of(stream: Stream, key: str) -> int:
    return stream.shard_of((string(key),)).number


def parents(shards: list[Shard]) -> list[int | None]:
    return [shard.parent.number if shard.parent else None for shard in shards]


@in_each_case(
    "value, digits",
    [
        (string("o-1"), "46c4d628"),
        (string("o-2"), "e835df7e"),
        (string("1"), "de34"),
        (number("1"), "238b"),
        (AttributeValue("B", b"\x01"), "4a3b"),
    ],
)
def test_F125_the_digest_of_a_key_is_that_of_its_type_and_value(value: AttributeValue, digits: str) -> None:
    """The first digits of SHA-256 of "S:o-1", "S:o-2", "S:1", "N:1" and "B:" with a byte 01."""
    assert f"{key_digest(value):032x}".startswith(digits)


def test_F46_a_number_has_one_digest_in_any_spelling() -> None:
    assert key_digest(number("1.00")) == key_digest(number("1"))


def test_a_key_that_is_no_proper_unicode_has_a_digest_too() -> None:
    assert 0 <= key_digest(string("\ud800")) < KEY_SPACE


@in_each_case("count", [1, 2, 3, 7, 1000])
def test_F115_the_ranges_of_the_open_shards_cover_every_key_once(count: int) -> None:
    ranges = even_ranges(count)
    assert len(ranges) == count
    assert (ranges[0][0], ranges[-1][1]) == (0, 2**128)
    assert all(low < high for low, high in ranges)
    assert all(before[1] == after[0] for before, after in pairwise(ranges))


def test_F125_the_partition_key_alone_decides_which_shard_an_item_is_in() -> None:
    stream = new_stream(16, LINES)
    assert len({stream.shard_of((string("o-1"), number(line))).number for line in range(50)}) == 1


def test_F115_a_split_halves_the_keys_of_its_shard_and_of_no_other() -> None:
    """o-1 begins with 46, o-7 with 2e, o-2 with e8."""
    stream = new_stream(2)
    assert [shard_of(stream, key) for key in ("o-7", "o-1", "o-2")] == [1, 1, 2]
    children = stream.split(stream.open[0], NEW_YEAR + 1000)
    assert [child.number for child in children] == [3, 4]
    assert [shard_of(stream, key) for key in ("o-7", "o-1", "o-2")] == [3, 4, 2]


def test_F122_the_children_of_a_split_and_of_a_roll_over_name_their_parent() -> None:
    stream = new_stream()
    stream.split(stream.open[0], NEW_YEAR + 1)
    stream.roll_over(stream.shards[1], NEW_YEAR + 2)
    assert parents(stream.shards) == [None, 1, 1, 2]
    assert [shard.number for shard in stream.open] == [4, 3]  # by their keys


def test_F121_only_a_closed_shard_has_an_ending_sequence_number() -> None:
    stream = new_stream(2)
    stream.roll_over(stream.open[1], NEW_YEAR + 1)
    assert [shard.is_open for shard in stream.shards] == [True, False, True]
    assert [shard.ending_sequence_number is None for shard in stream.shards] == [True, False, True]


def test_F27_F121_the_ranges_of_parent_and_child_do_not_touch() -> None:
    table, stream = Table(ORDERS), new_stream()
    before = stream.capture(table.apply(Put({"order_id": string("o-1")})), NEW_YEAR)
    parent = stream.open[0]
    (child,) = stream.roll_over(parent, NEW_YEAR + 1)
    after = stream.capture(table.apply(Put({"order_id": string("o-2")})), NEW_YEAR + 2)
    assert parent.ending_sequence_number is not None
    numbers = [
        parent.starting_sequence_number,
        before.sequence_number,
        parent.ending_sequence_number,
        child.starting_sequence_number,
        after.sequence_number,
    ]
    assert all(earlier < later for earlier, later in pairwise(numbers))
    assert all(re.fullmatch("[0-9]{21}", str(each)) for each in numbers)


def test_F104_closing_a_stream_closes_every_open_shard() -> None:
    stream = new_stream(3)
    stream.split(stream.open[2], NEW_YEAR + 1)
    stream.close()
    assert stream.open == []
    assert all(not shard.is_open for shard in stream.shards)
    endings = [shard.ending_sequence_number for shard in stream.shards]
    assert len(set(endings)) == 5


def test_F120_a_shard_id_has_the_time_of_its_opening_in_it() -> None:
    stream = new_stream()
    (child,) = stream.roll_over(stream.open[0], NEW_YEAR + 4 * 3600 * 1000)
    assert re.fullmatch("shardId-00000001704081600000-[0-9a-f]{8}", child.shard_id)


def test_F130_ids_ascend_in_the_order_of_the_numbers_also_where_shards_open_together() -> None:
    stream = new_stream(40)
    for _ in range(10):
        stream.split(stream.open[7], NEW_YEAR)  # ten times in one millisecond, which is the streams's first one
    ids = [shard.shard_id for shard in stream.shards]
    assert len(ids) == 60
    assert all(earlier < later for earlier, later in pairwise(ids))
    assert [shard.number for shard in stream.shards] == list(range(1, 61))


def test_the_shards_of_a_later_stream_are_numbered_on() -> None:
    stream = new_stream(2, first_shard=5)
    stream.split(stream.open[0], NEW_YEAR + 1)
    assert [shard.number for shard in stream.shards] == [5, 6, 7, 8]


def test_F280_believed_a_stream_that_is_opened_again_goes_on_from_its_last_shards() -> None:
    stream = new_stream(2)
    stream.split(stream.open[0], NEW_YEAR + 1)
    stream.close()
    opened = stream.reopen(NEW_YEAR + 2)
    # The last ones were 3 and 4, which came of 1, and 2; by their keys.
    assert parents(opened) == [3, 4, 2]
    assert stream.open == opened
    assert [(shard.low * 4 // KEY_SPACE, shard.high * 4 // KEY_SPACE) for shard in opened] == [(0, 1), (1, 2), (2, 4)]
