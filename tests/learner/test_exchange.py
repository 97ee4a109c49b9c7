"""Progress is taken along as a text, and merged into the progress of another machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from clock import NOW, Clock
from progress_files import card

from simulator.learner.progress import DAY, Progress, ProgressError


@pytest.fixture
def two(opened: Callable[..., Progress], tmp_path: Path) -> tuple[Progress, Progress]:
    """The progress of one learner on two machines."""
    return opened(tmp_path / "here" / "progress.sqlite"), opened(tmp_path / "there" / "progress.sqlite")


def fill(progress: Progress, clock: Clock, at: int = NOW) -> None:
    clock.now = at
    progress.visited("overview", "step")
    progress.visited("overview", "step")  # twice in one second
    progress.stepped("overview", 4, 6)
    progress.answered("overview", "q-1", "quiz", False, True, "C", "F298", card("q-1", at=at, due=at + DAY))
    progress.answered("überblick\0☃", "q-2", "predict", True, False, "A", None)


def test_an_export_comes_back_the_same(two, clock):
    here, there = two
    fill(there, clock)
    text = there.exported()
    assert here.imported(text) == 6
    assert here.exported() == text
    assert here.answers() == there.answers()


def test_taking_in_twice_adds_nothing(two, clock):
    here, there = two
    fill(there, clock)
    text = there.exported()
    here.imported(text)
    assert here.imported(text) == 0
    assert there.imported(text) == 0
    assert here.exported() == text


def test_an_event_that_is_more_frequent_in_the_export_is_imported_that_often(two):
    here, there = two
    for progress, times in ((here, 1), (there, 3)):
        for _ in range(times):
            progress.visited("overview", "step")
    assert here.imported(there.exported()) == 2
    assert here.imported(there.exported()) == 0
    assert there.imported(here.exported()) == 0


def test_answers_that_come_in_any_order_are_put_in_the_order_of_time(two, clock):
    here, there = two
    here.answered("overview", "b", "quiz", True, True, "A")
    for question, at in (("d", 9), ("a", -9), ("c", 3)):
        clock.now = NOW + at
        there.answered("overview", question, "quiz", True, True, "A")
    here.imported(there.exported())
    assert [question for _, question, *_ in here.answers()] == ["a", "b", "c", "d"]


def test_a_furthest_step_never_lies_beyond_the_end_that_the_lesson_has_now(two, clock):
    here, there = two
    there.stepped("overview", 20, 20)
    clock.now += 1
    here.stepped("overview", 2, 6)
    here.imported(there.exported())
    known = here.lessons()["overview"]
    assert (known.step, known.furthest, known.last) == (2, 6, 6)


def test_the_export_is_one_json_object_in_ascii(two, clock):
    _, there = two
    fill(there, clock)
    text = there.exported()
    assert text.isascii()
    document = json.loads(text)
    assert (document["format"], document["version"]) == ("streamsim-progress", 2)
    assert document["place"] == [{"lesson": "overview", "step": 4, "furthest": 4, "last": 6, "at": NOW}]
    assert list(document) == ["format", "version", "place", "answer", "visit", "card"]


def test_of_two_places_the_newer_is_where_to_go_on_and_the_furthest_stays(two, clock):
    here, there = two
    there.stepped("overview", 5, 6)
    there.stepped("overview", 4, 6)
    clock.now += 1
    here.stepped("overview", 2, 6)
    assert here.imported(there.exported()) == 1
    known = here.lessons()["overview"]
    assert (known.step, known.furthest) == (2, 5)
    assert there.imported(here.exported()) == 1
    known = there.lessons()["overview"]
    assert (known.step, known.furthest) == (2, 5)
    assert there.imported(here.exported()) == 0


def test_of_two_cards_the_one_that_was_answered_last_stays(two):
    here, there = two
    here.keep_card(card("a", at=NOW - 5, due=NOW))
    there.keep_card(card("a", at=NOW - 9, due=NOW + 99))
    here.keep_card(card("b", at=NOW - 9, due=NOW))
    there.keep_card(card("b", at=NOW - 5, due=NOW + 99))
    assert here.imported(there.exported()) == 1
    assert here.card("overview", "a").due == NOW
    assert here.card("overview", "b").due == NOW + 99


def test_an_old_answer_that_is_taken_in_is_not_the_newest(two, clock):
    here, there = two
    there.answered("overview", "q", "quiz", False, True, "C")
    clock.now += 10
    here.answered("overview", "q", "quiz", True, True, "A")
    assert here.imported(there.exported()) == 1
    assert [is_right for *_, is_right, _ in here.answers()] == [False, True]
    assert here.lessons()["overview"].right == 1


def test_answers_keep_their_order_when_the_clock_was_set_back_between_them(two, clock):
    here, there = two
    here.answered("overview", "q", "quiz", False, True, "C")
    clock.now -= 1_000
    here.answered("overview", "q", "quiz", True, True, "A")
    there.answered("overview", "other", "quiz", True, True, "A")
    here.imported(there.exported())
    assert here.lessons()["overview"].right == 2


def test_a_long_history_is_taken_in(two):
    here, _ = two
    row = {"at": NOW, "lesson": "overview", "mode": "quiz", "is_right": 1, "is_sure": 1, "chosen": "A"}
    answers = [{**row, "question": f"q-{number}", "misconception": None} for number in range(20_000)]
    document = {"format": "streamsim-progress", "version": 1, "place": [], "answer": answers, "visit": [], "card": []}
    assert here.imported(json.dumps(document)) == 20_000  # with a search for each it would be five minutes
    assert here.imported(json.dumps(document)) == 0


def damaged_exports() -> dict[str, Callable[[dict], object]]:
    """Damages to an export, by their names."""

    def put(table: str, column: str, value: object) -> Callable[[dict], object]:
        return lambda document: document[table][0].__setitem__(column, value)

    return {
        "a table is missing": lambda document: document.pop("card"),
        "a table is no list": lambda document: document.__setitem__("answer", {}),
        "an entry is no object": lambda document: document["visit"].append("hello"),
        "a column is missing": lambda document: document["answer"][0].pop("mode"),
        "a column too many": put("place", "colour", "red"),
        "text for a number": put("place", "step", "4"),
        "a number for text": put("answer", "lesson", 7),
        "nothing for a number": put("answer", "at", None),
        "true for a number": put("answer", "is_right", True),
        "two for a flag": put("answer", "is_sure", 2),
        "a fraction of a step": put("place", "step", 1.5),
        "a step below none": put("place", "step", -1),
        "a step beyond all": put("place", "last", 2**70),
        "a time before all": put("card", "due", -1),
        "a time after all": put("card", "due", 10**15),
        "a stability of nothing": put("card", "stability", 0.0),
        "a stability of no end": put("card", "stability", float("inf")),
        "a stability that is no number": put("card", "stability", float("nan")),
        "a difficulty beyond all": put("card", "difficulty", 10.5),
        "half a letter": put("answer", "question", "\ud83d"),
        "no version": lambda document: document.pop("version"),
        "a version in words": lambda document: document.__setitem__("version", "one"),
        "a newer version": lambda document: document.__setitem__("version", 3),
        "another format": lambda document: document.__setitem__("format", "anki"),
    }


def test_a_damaged_export_is_refused_in_one_line_and_changes_nothing(two, clock):
    here, there = two
    fill(here, clock)
    fill(there, clock, NOW + 1)
    whole, before = there.exported(), here.exported()
    for name, damage in damaged_exports().items():
        document = json.loads(whole)
        damage(document)
        assert len(refusal(here, json.dumps(document)).splitlines()) == 1, name
        assert here.exported() == before, name


def refusal(progress: Progress, text: str) -> str:
    """Why a text is not taken in."""
    with pytest.raises(ProgressError) as refused:
        progress.imported(text)
    return str(refused.value)


def test_the_refusal_says_where_it_is(two, clock):
    here, there = two
    fill(there, clock)
    document = json.loads(there.exported())
    document["answer"][1]["at"] = "noon"
    with pytest.raises(ProgressError, match=r'whole: "at" of entry 2 of "answer" is not as it should be\.'):
        here.imported(json.dumps(document))
    document["version"] = 7
    with pytest.raises(ProgressError, match="by a newer streamsim: version 7, not 2"):
        here.imported(json.dumps(document))


FOREIGN = [
    "",
    "hello",
    "[]",
    "null",
    "1",
    '"x"',
    "{}",
    "[" * 100_000,
    "{'format': 1}",
    "9" * 10_000,
    "\0",
    '{"format": "\ud800"}',
]


def test_a_foreign_text_is_refused_in_one_line(progress):
    for text in FOREIGN:
        said = refusal(progress, text)
        assert said.startswith("This is no exported progress"), text[:20]
        assert len(said.splitlines()) == 1, text[:20]


def test_the_same_card_twice_in_one_export_is_the_newer_one(two):
    here, there = two
    there.keep_card(card("a", at=NOW - 5, due=NOW + 1))
    document = json.loads(there.exported())
    document["card"].append({**document["card"][0], "at": NOW - 9, "due": NOW + 2})
    here.imported(json.dumps(document))
    assert here.card("overview", "a").due == NOW + 1
