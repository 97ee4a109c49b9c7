"""Questions about stream records: which images they carry, and which attributes an image has."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from simulator.dynamodb.attributes import Item
from simulator.dynamodb.phrases import joined
from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.stream import StreamRecord
from simulator.lesson.answers.asked_records import images_words, record_slot, record_words
from simulator.lesson.answers.believed import same_step
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.generated.draft import Draft, some
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.evidence import is_about_identity, is_about_images, is_about_transactions
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.images import images, why_image
from simulator.lesson.words.references import Location, Reference
from simulator.lesson.words.sentences import key_words, to_step, value_text
from simulator.machine.pseudo_random import shuffled
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible


class _Match(NamedTuple):
    """A property that records are matched with."""

    by: str
    """As `record_words` has it."""
    name: str
    """In the words of the question."""
    apart: Callable[[StreamRecord], Hashable]
    """The part of the property by which a learner can distinguish records. A size alone is no such part."""


_MATCHES = (
    _Match("images", "what it carries", lambda record: (record.event_name, images(record))),
    _Match("event_name", "its eventName", lambda record: record.event_name),
)

MOST_RECORDS = 200


def match(lesson: Lesson, seed: int) -> Iterator[Draft[str]]:
    """Records, to be matched with one of their properties."""
    trace = lesson.trace
    for wanted in _MATCHES:
        for round_ in range(2):
            different: dict[Hashable, int] = {}
            for index in shuffled(range(min(len(trace.records), MOST_RECORDS)), f"{seed}/match/{wanted.by}/{round_}"):
                different.setdefault(wanted.apart(trace.records[index]), index)
            records = sorted(tuple(different.values())[:4])
            if len(records) > 1:
                yield _match(trace, records, wanted.by, wanted.name)


def _match(trace: Trace, records: list[int], by: str, name: str) -> Draft[str]:
    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        if max(records) >= len(run.records):
            raise NoAnswer("a record is missing")
        return tuple(record_words(by, run, index) for index in records)

    why: list[str | Reference] = []
    for index in records:
        written = _written(trace, index)
        action = action_words(trace, trace.step(written))
        why += [
            f'{" " if why else ""}Record {index + 1} is of "{action}" in ',
            to_step(written),
            f": {record_words(by, trace, index)}.",
        ]
    return Draft(
        f"match/{by}/{'/'.join(str(index + 1) for index in records)}",
        f"Match each stream record with {name}.",
        solve,
        Location(trace.captured[records[-1]]),
        "For each record ask: was there an item before the write, and is there one after it?",
        "Go to the step at which a record is captured, and from there back to its write."
        + (f" {_view_types(trace, records)}" if by == "images" else ""),
        tuple(why),
        kind="match",
        slots=tuple(record_slot(trace, index) for index in records),
    )


def _view_types(trace: Trace, records: list[int]) -> str:
    """The view types of the streams that records stand in, as a sentence."""
    types = list(dict.fromkeys(trace.records[index].stream.view_type.value for index in records))
    if len(types) == 1:
        return f"The view type of the stream is {types[0]}."
    return f"The view types of the streams are {joined(types)}."


MOST_OF_TRANSACTION = 4
"""Records of a transaction whose order is asked for."""


def of_transactions(trace: Trace, seed: int) -> Iterator[Draft[str]]:
    """The order of a transaction's records in the stream, where it is not the order of the request (F61)."""
    parts: dict[int, list[int]] = {}
    for number, change in trace.writes.items():
        if change.request == "transaction":
            parts.setdefault(change.sent, []).append(number)
    for sent in some(parts, f"{seed}/transactions"):
        writes = parts[sent]
        captured = {
            number: trace.captured[trace.record_indexes[number - 1][0]]
            for number in writes
            if trace.record_indexes[number - 1]
        }
        asked = list(captured)[:MOST_OF_TRANSACTION]
        apart = len({key_words(trace.writes[number].key) for number in asked}) == len(asked)
        if apart and sorted(asked, key=captured.__getitem__) != asked:
            yield _of_transaction(trace, asked, captured)


def _of_transaction(trace: Trace, writes: list[int], captured: dict[int, int]) -> Draft[str]:
    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        if not is_about_transactions(rules):
            raise NoAnswer("the belief is about something else")
        there = {number: run.record_indexes[same_step(trace, number, run) - 1] for number in writes}
        if not all(there.values()):
            raise NoAnswer("a record is missing")
        return (_keys(trace, sorted(writes, key=lambda number: run.captured[there[number][0]])),)

    in_order = sorted(writes, key=captured.__getitem__)
    others = (writes, in_order[::-1], *permutations(in_order))
    why: list[str | Reference] = []
    for number in in_order:
        why += [", then " if why else "", f"{key_words(trace.writes[number].key)} in ", to_step(captured[number])]
    return Draft(
        f"order/transaction/{writes[0]}",
        f"Steps {joined([str(number) for number in writes])} are one transaction. In which order does the "
        "stream capture what they write?",
        solve,
        Location(captured[in_order[-1]]),
        "The table changes as a whole. What reaches the stream is one change after another.",
        "Find the captures in the process table, and look in each at the key of its record.",
        ("First ", *why, ". A transaction is no unit in the stream (", Reference("F61", "fact", "F61"), ")."),
        tuple(dict.fromkeys(_keys(trace, each) for each in others if list(each) != in_order)),
    )


def _keys(trace: Trace, writes: Sequence[int]) -> str:
    return ", ".join(key_words(trace.writes[number].key) for number in writes)


LONGEST_IMAGE = 80
"""Characters of an image that can be read as a choice."""


def image(lesson: Lesson, seed: int) -> Iterator[Draft[str]]:
    """The attributes of an image of a record, if there is one; and who removed an item, where items expire."""
    trace = lesson.trace
    expires = any(record.user_identity is not None for record in trace.records)
    for index in some(range(len(trace.records)), f"{seed}/image"):
        for which in ("new", "old"):
            draft = _image(trace, index, which)
            if max(map(len, (*draft.distractors, *draft.solver(trace, AWS)))) <= LONGEST_IMAGE:
                yield draft
        if expires and trace.records[index].event_name == "REMOVE":
            yield _identity(trace, index)


def _image(trace: Trace, index: int, which: str) -> Draft[str]:
    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        if not is_about_images(rules, record.stream.view_type):
            raise NoAnswer("the belief is about something else")
        here = same_step(trace, trace.captured[index], run)
        return (_image_words(run, run.step(here).records[0], which),)

    record = trace.records[index]
    shown = getattr(record, f"{which}_image")
    items = [item for item in (record.change.after, record.change.before, record.keys) if item != shown]
    return Draft(
        f"image/{which}/{index + 1}",
        f"What is the {which} image of {record_slot(trace, index, 'record')}?",
        solve,
        Location(trace.captured[index]),
        "An image is the whole item as it was before the write, or as it is after it. The view type says which of the "
        "two a record carries.",
        "What was the item before its write, and what is it after it? Does "
        f"{record.stream.view_type.value} ask for the {which} one?",
        (
            f"Record {index + 1} is of ",
            to_step(_written(trace, index)),
            f": {images_words(trace, index)}. {why_image(record.stream.view_type, record.event_name, which)} See ",
            Reference("F86", "fact", "F86"),
            ".",
        ),
        (*(_item_words(item) for item in items if item is not None), f"It has no {which} image"),
    )


def _identity(trace: Trace, index: int) -> Draft[str]:
    """A record's userIdentity: after a time-to-live delete it names the service."""

    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        if not is_about_identity(rules):
            raise NoAnswer("the belief is about something else")
        here = same_step(trace, trace.captured[index], run)
        return (IDENTITIES[run.records[run.step(here).records[0]].user_identity is not None],)

    return Draft(
        f"image/identity/{index + 1}",
        f"What does {record_slot(trace, index, 'record')} say of who removed the item?",
        solve,
        Location(trace.captured[index]),
        "A request comes from somebody who uses the table. Time to live is a part of the service.",
        "Which step removed the item: a delete, or time to live?",
        (
            f"Record {index + 1} is of ",
            to_step(_written(trace, index)),
            ". What time to live deletes carries userIdentity, with the type Service and the principal "
            "dynamodb.amazonaws.com; what a request deletes has none (",
            Reference("F36", "fact", "F36"),
            ").",
        ),
        IDENTITIES,
        in_order=IDENTITIES,
    )


IDENTITIES = ("It has no userIdentity", "userIdentity: Service, dynamodb.amazonaws.com")


def _image_words(trace: Trace, index: int, which: str) -> str:
    item = getattr(trace.records[index], f"{which}_image")
    return f"It has no {which} image" if item is None else _item_words(item)


def _item_words(item: Item) -> str:
    """An item on one line: `order_id: S "o-1", total: N 20`."""
    return ", ".join(f"{visible(name)}: {value_text(value)}" for name, value in item.items())


def _written(trace: Trace, index: int) -> int:
    """The step at which the change of a record was written."""
    return next(number for number, change in trace.writes.items() if change is trace.records[index].change)
