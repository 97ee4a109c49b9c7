"""Wire, lanes of time and rows on random timelines: no step is without a picture, and no record goes astray."""

from __future__ import annotations

import json
import re
from functools import cache
from random import Random

import pytest
from invariants import random_document
from test_mapping_properties import random_lesson
from varied_lessons import new_steps

from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.events import Event
from simulator.scenario.loader import scenario_from_text
from simulator.views.happened import record_in_step
from simulator.views.map.sentences import map_sentences
from simulator.views.now_values import now_lines, now_variables
from simulator.views.outcome import outcome
from simulator.views.record import record_name
from simulator.views.rows.form import form_of
from simulator.views.rows.gaps import gap_words, gaps_of
from simulator.views.rows.layout import layout_of
from simulator.views.rows.row import table_row
from simulator.views.scene.scene import scene
from simulator.views.time.lanes import marks_of, time_lanes
from simulator.views.time.sentences import time_sentences
from simulator.views.time.text import time_text
from simulator.views.width import cells
from simulator.views.wire.sentences import wire_sentences
from simulator.views.wire.wire import wire

pytestmark = pytest.mark.slow

calls_of = cache(wire)
"""The calls of a step of a run."""

ENDS = (Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL)


@pytest.fixture(scope="module")
def traces():
    """Random runs, those of pollers, mappings and KCL workers, and those of one mapping with all that it can do."""
    made = []
    for seed in range(40):
        for document_of in (random_document, random_lesson):
            try:
                made.append(simulate(scenario_from_text(json.dumps(document_of(Random(seed))), "random.json")))
            except ScenarioError:
                continue  # an action that turned out to be impossible
    assert len(made) > 40
    return made


def test_each_record_that_was_read_is_in_the_calls_of_its_step(traces):
    for trace in traces:
        kinds = {reader.name: reader.kind for reader in trace.readers}
        for step, event in enumerate(trace.events, 1):
            carried = []
            for call in calls_of(trace, step):
                carried += call.response.get("Records", []) if call.name == "GetRecords" else []
                carried += call.request["Records"] if call.name == "Invoke" else []
            is_event = kinds.get(trace.actors[step - 1]) == "lambda" and event in ENDS
            expected = trace.record_indexes[step - 1] if event is Event.READ_RECORDS or is_event else ()
            assert [each["eventID"] for each in carried] == [trace.records[index].event_id for index in expected]


def test_each_iterator_is_used_once_but_one_that_was_refused(traces):
    for trace in traces:
        used = set()
        for step in range(1, len(trace.events) + 1):
            for call in calls_of(trace, step):
                if call.name == "GetRecords" and "__type" not in call.response:
                    assert call.request["ShardIterator"] not in used
                    used.add(call.request["ShardIterator"])


def test_every_picture_fits_and_shows_nothing_of_later_steps(traces):
    for trace in traces:
        for step in new_steps(trace):
            assert all(mark.step <= step for mark in marks_of(time_lanes(trace, step)))
            assert all(cells(line) <= 80 for line in time_text(trace, step, 80))


def test_the_counts_at_the_end_agree_with_the_states_of_the_records(traces):
    for trace in traces:
        last = len(trace.events)
        for name, line in zip(trace.consumers, list(outcome(trace))[1:], strict=True):
            states = [trace.readings[name].marks.state(index, last) for index in range(len(trace.records))]
            for state, words in (("processed", "processed"), ("given_up", "given up")):
                said = re.search(rf"(\d+) {words}", line)
                assert (int(said[1]) if said else 0) == states.count(state), line
            tracker = trace.value(f"stream_records.{name}", last)
            done, since, lost = (
                sum(map(int, re.findall(count, line)))
                for count in (r"(\d+) processed", r"processed \((\d+) trimmed since\)", r"(\d+) lost")
            )
            assert done - since == tracker.processed + tracker.again, line
            assert lost >= tracker.lost, line


def test_every_record_of_every_step_is_named_with_the_state_that_the_map_gives_it(traces):
    for trace in traces:
        for step in range(1, len(trace.events) + 1):
            for index in trace.record_indexes[step - 1]:
                said = record_in_step(trace, step, index, False)
                assert said.startswith(f"{record_name(trace, index)}")
                assert (said == record_name(trace, index)) is (trace.actors[step - 1] is None)


def test_the_answers_of_a_row_agree_with_the_process_table_where_they_hold_for_all_records(traces):
    for trace in traces:
        for number in range(1, len(trace.events) + 1):
            answers, said = table_row(trace, number).answers, trace.row(number)
            assert [answer.words == "Yes" for answer in answers] == list(said)
            became = [now and not then for now, then in zip(said, trace.row(number, number - 1), strict=True)]
            assert [answer.changed for answer in answers] == became


def test_rows_that_read_the_same_are_about_the_same_at_the_same_time(traces):
    for trace in traces:
        form = form_of(trace)
        layout = layout_of(trace, form, 120, 30)
        seen = {}
        for number in range(1, len(trace.events) + 1):
            row = table_row(trace, number)
            text = tuple(layout.cell(row, column) for column in layout.columns[1:])
            if text in seen:
                assert not form.is_standard
                assert trace.times[seen[text] - 1] == trace.times[number - 1] or not form.has_time
                assert trace.events[seen[text] - 1] == trace.events[number - 1]
            seen[text] = number


def test_every_gap_has_words_and_every_value_of_the_tracker_is_there_at_every_step(traces):
    for trace in traces:
        assert all(gap_words(trace, number).startswith("╎ ") for number in gaps_of(trace))
        variables = now_variables(trace)
        for step in range(0, len(trace.events) + 1, max(1, len(trace.events) // 10)):
            lines = now_lines(trace, variables, step)
            assert len(lines) == len(variables)
            assert all(line.values and all(value.now for value in line.values) for line in lines)


def test_every_step_is_told_in_sentences_without_a_sign(traces):
    for trace in traces:
        for step in new_steps(trace):
            told = [*map_sentences(scene(trace, step)), *time_sentences(trace, step), *wire_sentences(trace, step)]
            for line in told:
                assert line.isprintable()
                assert not set("◦▹✓↻✗↶⊘∅⊝⚑┊·→░╎─") & set(line)
