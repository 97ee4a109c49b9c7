"""Questions about records: which images one has, which match a pattern, and which is which."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.dynamodb.patterns import matches
from simulator.dynamodb.whole_numbers import number_in
from simulator.lesson.answers.asked_steps import record_of
from simulator.lesson.answers.solution import NoAnswer, Solution
from simulator.lesson.words.images import images
from simulator.lesson.words.references import Location
from simulator.lesson.words.sentences import key_words
from simulator.machine.trace import Trace
from simulator.scenario.answers import Match
from simulator.scenario.step_paths import StepPath


def record_slot(trace: Trace, index: int, word: str = "Record") -> str:
    """A record as a match names it; `word` is record in the middle of a sentence."""
    return f"{word} {index + 1} (captured in step {trace.captured[index]})"


def images_words(trace: Trace, index: int) -> str:
    """The images that a record carries, with its eventName and its size."""
    record = trace.records[index]
    names = [name for name, image in (("old", record.old_image), ("new", record.new_image)) if image is not None]
    carried = {0: "the keys alone", 1: f"the {names[0]} image" if names else "", 2: "the old and the new image"}
    return f"{record.event_name}, {carried[len(names)]}, {record.size_bytes} bytes"


def images_of(path: StepPath, trace: Trace) -> Solution:
    """The images that the record of a write has: one of `IMAGES` (F86).

    Raises:
        NoAnswer: the write got no record.
    """
    index = record_of(path, trace, "images")
    return Solution((images(trace.records[index]),), Location(trace.captured[index]))


def matching(pattern: dict[str, object], choices: Sequence[str], trace: Trace) -> Solution:
    """The choices, each a step, whose record a filter pattern lets through (F213 to F230).

    Raises:
        NoAnswer: a choice is no step about a record, or the pattern matches none of them.
    """
    right: list[tuple[str, int]] = []
    for choice in choices:
        number = number_in(choice.removeprefix("Step "), 1, len(trace.events))
        if number is None or not choice.startswith("Step "):
            raise NoAnswer(f'"{choice}" is no step; the choices are steps whose records the pattern is asked about')
        about = trace.record_indexes[number - 1]
        if not about:
            raise NoAnswer(f"step {number} is about no record", "matching")
        if matches(pattern, trace.records[about[0]].to_lambda()):
            right.append((choice, about[0]))
    if not right:
        raise NoAnswer("the pattern matches the record of none of the choices", "matching")
    return Solution(tuple(choice for choice, _ in right), Location(trace.captured[right[0][1]]))


def match(wanted: Match, trace: Trace) -> Solution:
    """Records and what they are matched with.

    Raises:
        NoAnswer: there is no such record, or two of them cannot be told apart.
    """
    words, slots = [], []
    for index, number in enumerate(wanted.records):
        if number > len(trace.records):
            raise NoAnswer(f"no record {number}; the run has {len(trace.records)}", "match", "records", index)
        slots.append(record_slot(trace, number - 1))
        words.append(record_words(wanted.by, trace, number - 1))
    if len(set(words)) < len(words):
        raise NoAnswer(f"two of these records have the same {wanted.by}; nobody could tell them apart", "match")
    step = trace.captured[max(wanted.records) - 1]
    return Solution(tuple(words), Location(step), "match", tuple(slots))


def record_words(by: str, trace: Trace, index: int) -> str:
    """The choice that is matched with a record: `by` is images, event_name, size_bytes or key."""
    record = trace.records[index]
    if by == "images":
        return images_words(trace, index)
    if by == "event_name":
        return record.event_name
    if by == "size_bytes":
        return f"{record.size_bytes} bytes"
    return key_words(record.key)
