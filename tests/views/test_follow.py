"""A record, an item or a consumer is followed through a run."""

from __future__ import annotations

from loaded_lessons import load_lesson

from simulator.scenario.events import Event
from simulator.views.event_signs import FAILURES
from simulator.views.follow import (
    Followed,
    failures,
    followed_words,
    is_about,
    names_of,
    next_subject,
    records_of,
    step_after,
    step_before,
    steps_about,
    subjects,
)

TWO = ("put: {order_id: o-1}", "put: {order_id: o-2}", "put: {order_id: o-1, paid: true}")


def said(trace, step):
    return [followed_words(trace, each) for each in subjects(trace, step)]


def test_at_the_start_there_is_nothing_to_follow(lesson):
    assert subjects(lesson(*TWO).trace, 0) == ()
    assert next_subject(lesson(*TWO).trace, 0, None) is None


def test_a_write_offers_its_item_and_no_record_that_is_still_to_come(lesson):
    trace = lesson(*TWO).trace
    assert trace.record_indexes[0] == (0,)
    assert said(trace, 1) == ["item o-1"]


def test_a_poll_offers_its_record_then_the_item_then_the_consumer(lesson):
    trace = lesson(*TWO).trace
    step = trace.steps_of(Event.READ_RECORDS)[0]
    assert said(trace, step)[0] == "o-1 · r1"
    assert said(trace, step)[-1] == "consumer consumer"
    assert "item o-1" in said(trace, step)


def test_of_a_batch_that_failed_the_record_that_failed_it_comes_first():
    trace = load_lesson("poison-pill").trace
    step = trace.steps_of(Event.PROCESS_FAILED)[0]
    assert [trace.records[index].key[0].value for index in trace.record_indexes[step - 1]] == ["p-1", "p-3"]
    assert said(trace, step) == ["p-3 · r3", "p-1 · r1", "item p-3", "item p-1", "consumer ledger"]


def test_repeated_presses_go_through_all_and_then_follow_nothing(lesson):
    trace = lesson(*TWO).trace
    step = trace.steps_of(Event.READ_RECORDS)[0]
    seen, followed = [], None
    while (followed := next_subject(trace, step, followed)) is not None:
        seen.append(followed)
    assert tuple(seen) == subjects(trace, step)


def test_at_a_step_about_something_else_the_key_begins_anew(lesson):
    trace = lesson(*TWO).trace
    assert next_subject(trace, 1, Followed(consumer="consumer")) == subjects(trace, 1)[0]


def test_the_steps_about_an_item_are_those_of_its_writes_and_of_its_records(lesson):
    trace = lesson(*TWO).trace
    followed = subjects(trace, 1)[0]
    steps = list(steps_about(trace, followed))
    for step in range(1, len(trace.events) + 1):
        change, records = trace.writes.get(step), trace.record_indexes[step - 1]
        keys = {trace.records[each].key for each in records} | ({change.key} if change is not None else set())
        assert (step in steps) == (followed.key in keys) == is_about(trace, step, followed)
    assert len([step for step in steps if step in trace.writes]) == 2


def test_the_next_and_the_previous_step_leave_the_present_one_out(lesson):
    trace = lesson(*TWO).trace
    steps = steps_about(trace, Followed(record=0))
    assert step_after(steps, 0) == steps[0]
    assert step_after(steps, steps[0]) == steps[1]
    assert step_before(steps, steps[1]) == steps[0]
    assert step_before(steps, steps[0]) is None
    assert step_after(steps, steps[-1]) is None


def test_every_failure_of_the_library_is_found_in_order():
    trace = load_lesson("poison-pill").trace
    found = list(failures(trace))
    assert found == [step for step, event in enumerate(trace.events, 1) if event in FAILURES]
    assert trace.events[found[0] - 1] is Event.PROCESS_FAILED
    assert Event.PROCESS_DISCARDED in {trace.events[step - 1] for step in found}


def test_a_run_in_which_all_is_well_has_no_failure(lesson):
    assert list(failures(lesson(*TWO).trace)) == []


def test_an_item_stands_for_its_records_that_were_captured_by_the_step(lesson):
    trace = lesson(*TWO).trace
    item = subjects(trace, 1)[0]
    assert list(records_of(trace, item, 1)) == []
    assert list(records_of(trace, item, len(trace.events))) == [0, 2]
    assert list(records_of(trace, Followed(record=1), trace.captured[1])) == [1]
    assert list(records_of(trace, Followed(record=1), trace.captured[1] - 1)) == []


def test_a_consumer_stands_for_the_records_of_the_step_in_which_it_acts(lesson):
    trace = lesson(*TWO).trace
    step = trace.steps_of(Event.READ_RECORDS)[0]
    consumer = Followed(consumer="consumer")
    assert list(records_of(trace, consumer, step)) == list(trace.record_indexes[step - 1])
    assert list(records_of(trace, consumer, 1)) == []


def test_pictures_name_a_record_by_its_number_an_item_by_its_key_and_a_consumer_by_its_name():
    trace = load_lesson("crash-and-checkpoint").trace
    assert names_of(trace, Followed(record=3), 27) == ("r4",)
    assert names_of(trace, Followed(key=trace.records[0].key), 27) == ("order-1", "r1", "r5")
    assert names_of(trace, Followed(key=trace.records[0].key), 20) == ("order-1", "r1")
    assert names_of(trace, Followed(consumer="billing"), 27) == ("billing", "r4")
