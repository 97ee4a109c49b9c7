"""What the copy key puts on the clipboard."""

from __future__ import annotations

import json

from loaded_lessons import load_lesson

from simulator.scenario.events import Event
from simulator.views.copied import copied
from simulator.views.follow import Followed


def test_at_a_record_it_is_the_record_as_the_service_returns_it(lesson):
    trace = lesson("put: {order_id: ö-1}").trace
    text, what = copied(trace, 2)
    assert json.loads(text) == trace.records[0].to_api()
    assert "ö-1" in text
    assert what == "record ö-1 · r1 as JSON"


def test_before_its_record_is_captured_a_write_gives_its_reason(lesson):
    trace = lesson("put: {order_id: o-1}").trace
    text, what = copied(trace, 1)
    assert "o-1" in text
    assert "[" not in text
    assert what == "the reason of this step"


def test_the_start_has_words_too(lesson):
    text, what = copied(lesson("put: {order_id: o-1}").trace, 0)
    assert text.startswith("Nothing has happened yet.")
    assert what == "the words about the start"


def test_of_a_batch_it_is_the_chosen_record_or_the_followed_one_or_the_first():
    trace = load_lesson("report-the-failure").trace
    step = next(each for each in trace.steps_of(Event.READ_RECORDS) if len(trace.record_indexes[each - 1]) == 4)

    def number(**chosen):
        sequence_number = json.loads(copied(trace, step, **chosen).text)["dynamodb"]["SequenceNumber"]
        return [str(each.sequence_number) for each in trace.records].index(sequence_number)

    assert number() == 0
    assert number(followed=Followed(record=2)) == 2
    assert number(followed=Followed(record=2), record=1) == 1
    assert number(followed=Followed(consumer="ledger")) == 0
