"""Paths to steps, as texts and answers write them."""

import pytest
from cases import in_each_case

from simulator.scenario.events import Event, Phase
from simulator.scenario.step_paths import InvalidPath, Sought, StepPath, is_label, path_of

READ, FAILED, WAITING = (Event.READ_RECORDS,), (Event.PROCESS_FAILED,), (Event.IDLE_WAITING,)
LEASE = (Event.READ_LEASE_TAKEN,)


@in_each_case(
    "text, path",
    [
        ("0", StepPath("0", 0)),
        ("17", StepPath("17", 17)),
        ("start", StepPath("start", 0)),
        ("end", StepPath("end", "end")),
        ("last", StepPath("last", "end")),
        ("placed", StepPath("placed", "placed")),
        ("put-2b", StepPath("put-2b", "put-2b")),
        ("placed.2", StepPath("placed.2", "placed", 2)),
        ("placed.capture", StepPath("placed.capture", "placed", None, Sought((Event.CAPTURE_RECORD,)))),
        ("placed.2.available", StepPath("placed.2.available", "placed", 2, Sought((Event.AVAILABLE_RECORD,)))),
        ("placed/ledger.read", StepPath("placed/ledger.read", "placed", None, Sought(READ, "ledger"))),
        (
            "placed.3/l_1.b-2.failed#2",
            StepPath("placed.3/l_1.b-2.failed#2", "placed", 3, Sought(FAILED, "l_1", "b-2", 2)),
        ),
        ("placed~idle.waiting", StepPath("placed~idle.waiting", "placed", None, None, Sought(WAITING))),
        (
            "placed/ledger.read~ledger.lease_taken#2",
            StepPath(
                "placed/ledger.read~ledger.lease_taken#2",
                "placed",
                None,
                Sought(READ, "ledger"),
                Sought(LEASE, "ledger", None, 2),
            ),
        ),
        (
            "crashed~workers.b.lease_taken",
            StepPath("crashed~workers.b.lease_taken", "crashed", later=Sought(LEASE, "workers", "b")),
        ),
    ],
)
def test_a_path_is_read(text, path):
    assert path_of(text) == path


def test_process_means_any_event_of_that_phase():
    became = path_of("placed/ledger.process").became
    assert became is not None
    assert set(became.events) == {event for event in Event if event.phase is Phase.PROCESS}


def test_an_outcome_that_two_phases_have_means_the_one_that_a_consumer_does():
    became = path_of("placed/ledger.trimmed").became
    assert became is not None
    assert became.events == (Event.READ_TRIMMED,)


def test_the_name_of_a_phase_is_not_taken_for_a_consumer():
    assert path_of("placed~read.trimmed").later == Sought((Event.READ_TRIMMED,))
    with pytest.raises(InvalidPath, match=r'no event is called "read.lease_take"; did you mean "read.lease_taken"'):
        path_of("placed~read.lease_take")


@in_each_case(
    "text",
    [
        "",
        "-1",
        "4.5",
        "٣",
        "placed.",
        "placed.0",
        "placed.captured",
        "placed#2",
        "placed/ledger",
        "placed/.read",
        "placed/a.b.c.read",
        "placed/ledger..read",
        "placed/ledger.read#0",
        "placed/ledger.read#",
        "placed~",
        "placed~waiting",
        "placed~idle.waiting~idle.waiting",
        "placed /ledger.read",
        "2nd",
        "start.capture",
        "end~idle.waiting",
        "plåced",
    ],
)
def test_a_text_that_is_no_path_is_refused_and_quoted(text):
    with pytest.raises(InvalidPath) as refused:
        path_of(text)
    assert f'"{text}"' in str(refused.value)


def test_the_nearest_thing_that_a_consumer_does_is_named():
    with pytest.raises(InvalidPath, match='no consumer does "faild"; did you mean "failed"'):
        path_of("placed/ledger.faild")


@in_each_case(
    "text, whether",
    [("placed", True), ("P-1", True), ("1p", False), ("-p", False), ("p_1", False), ("é", False), ("end", False)],
)
def test_a_label_is_letters_digits_and_hyphens_and_means_nothing_else(text, whether):
    assert is_label(text) is whether


@in_each_case("text, whether", [("4", True), ("start", False), ("end", False), ("placed", False)])
def test_a_bare_number_is_told_from_other_paths(text, whether):
    assert path_of(text).is_number is whether
