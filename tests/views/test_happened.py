"""One step explained as a value, and a whole run in counts."""

from __future__ import annotations

import pytest
from cases import in_each_case
from loaded_lessons import load_lesson

from simulator.lesson.words.narration import narrate
from simulator.lesson.words.prose import plain, references
from simulator.lesson.words.terms import first_terms
from simulator.views.happened import explained_step, record_in_step
from simulator.views.outcome import outcome
from simulator.views.record import item_view, record_view


@pytest.fixture(scope="module")
def pill():
    return load_lesson("poison-pill")


def test_the_reason_is_the_run_s_own_with_new_terms_as_links(pill):
    terms = first_terms(pill.trace)
    for number in range(1, len(pill.trace.steps) + 1):
        said = explained_step(pill, number, terms)
        assert plain(said.reason) == plain(narrate(pill.trace, number))
        linked = [each.target for each in references(said.reason) if each.scheme == "term"]
        assert sorted(linked) == sorted(term.id for term in terms.get(number, ()))


def test_a_failed_batch_has_all_its_records_and_the_one_that_failed_it(pill):
    said = explained_step(pill, 28, {})
    assert (said.records, said.failed) == ((0, 2), 2)
    assert record_in_step(pill.trace, 28, 0, False) == "p-1 · r1  ↶ batch failed"
    assert record_in_step(pill.trace, 28, 2, True) == "p-3 · r3  ✗ failed 8 times: it fails the batch"
    assert record_in_step(pill.trace, 29, 2, False) == "p-3 · r3  ⊘ given up"


def test_of_a_reported_failure_the_records_before_it_are_processed_and_those_reported_have_failed():
    trace = load_lesson("report-the-failure").trace
    said = [record_in_step(trace, 14, index, False).partition("  ")[2] for index in range(4)]
    assert said == ["✓ processed", "✗ failed", "↶ batch failed", "✗ failed"]


def test_a_step_of_no_consumer_names_the_record_alone(pill):
    assert record_in_step(pill.trace, 7, 0, False) == "p-1 · r1"


def test_a_write_has_its_item_and_no_record_yet(pill):
    said = explained_step(pill, 18, {})
    assert said.records == ()
    assert said.item is not None
    assert (said.item.key, said.item.result) == ("p-4", "added")


def test_notes_and_moments_stand_at_their_steps(pill):
    assert [plain(note)[:16] for note in explained_step(pill, 28, {}).notes] == ["**Note:** p-1 is"]
    assert explained_step(pill, 27, {}).notes == ()
    by_step = {number: explained_step(pill, number, {}).moments for number in range(1, 33)}
    assert {index: number for number, found in by_step.items() for index in found} == {
        index: moment.step for index, moment in enumerate(pill.moments)
    }


@in_each_case(
    "timeline, result, rows",
    [
        ("put: {order_id: a, n: 1}", "added", [("order_id", "", 'S "a"', False), ("n", "", "N 1", False)]),
        ("put: {order_id: o, n: 2}", "changed", [("order_id", 'S "o"', 'S "o"', False), ("n", "N 1", "N 2", True)]),
        ("put: {order_id: o, n: 1}", "unchanged", [("order_id", 'S "o"', 'S "o"', False), ("n", "N 1", "N 1", False)]),
        ("delete: {order_id: o}", "removed", [("order_id", 'S "o"', "", False), ("n", "N 1", "", False)]),
        (
            "{put: {order_id: o, n: 5}, condition: {attribute_not_exists: order_id}}",
            "unchanged",
            [("order_id", 'S "o"', 'S "o"', False), ("n", "N 1", "N 1", False)],
        ),
    ],
)
def test_the_item_of_a_write_before_and_after(lesson, timeline, result, rows):
    trace = lesson("put: {order_id: o, n: 1}", timeline).trace
    item = item_view(list(trace.writes.values())[-1])
    assert item is not None
    assert item.result == result
    assert [tuple(row) for row in item.rows] == rows


def test_a_write_about_no_item_has_none(lesson):
    trace = lesson("delete: {order_id: nobody}").trace
    assert item_view(next(iter(trace.writes.values()))) is None


def test_an_ordinary_delete_names_nobody(lesson):
    trace = lesson("put: {order_id: o}", "delete: {order_id: o}").trace
    assert [record_view(record).deleted_by for record in trace.records] == ["", ""]


@in_each_case(
    "name, lines",
    [
        ("overview", ["one write and one stream record.", "The consumer: 1 processed."]),
        (
            "silent-writes",
            ["8 writes, 5 of them without a change, and 3 stream records.", "The consumer: 3 processed."],
        ),
        ("poison-pill", ["5 writes and 5 stream records.", "The consumer: 3 processed, 2 given up, 8 failed tries."]),
        (
            "crash-and-checkpoint",
            ["5 writes and 5 stream records.", "The consumer: 5 processed, 1 of them again, 1 crash."],
        ),
        ("too-late", ["4 writes and 4 stream records.", "The consumer: 3 processed (2 trimmed since), 1 lost."]),
        (
            "transactions-and-batches",
            ["8 writes, 2 of them without a change, and 6 stream records.", "The consumer: 6 processed."],
        ),
        ("changing-a-mapping", ["4 writes and 4 stream records.", "The consumer: 4 processed, 3 of them again."]),
        (
            "report-the-failure",
            ["4 writes and 4 stream records.", "The consumer: 4 processed, 1 report of failures."],
        ),
    ],
)
def test_a_run_in_counts(name, lines):
    assert list(outcome(load_lesson(name).trace)) == lines


def test_several_consumers_are_counted_by_their_names():
    lines = list(outcome(load_lesson("off-and-on").trace))
    assert lines[1:] == ["Consumer reader-1: 1 processed.", "Consumer reader-2: 1 processed."]


def test_a_consumer_that_reads_nothing_says_so(lesson):
    made = lesson("put: {order_id: o}", more="consumers: [{name: late, starting_position: LATEST, starts: 10s}]\n")
    assert list(outcome(made.trace))[1] == "The consumer: nothing processed."
