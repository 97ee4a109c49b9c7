"""What the tracker says of a stream: what became of its records, with any consumer, and which stream it is."""

from __future__ import annotations

from machine_runs import HOUR, Run
from mapping_runs import fails_on, mapping

from simulator.lesson.words.table import value_words, variable_name
from simulator.machine.trace import Trace


def said(trace: Trace, variable: str = "stream_records") -> list[str]:
    return [value_words(value) for value in trace.histories[variable].values]


def test_a_record_that_a_mapping_gave_up_is_given_up(run: Run) -> None:
    trace = run(
        mapping(f"maximum_retry_attempts: 0, {fails_on('o-1')}", "put: {order_id: o-1}", "put: {order_id: o-2}")
    )
    assert said(trace)[-4:] == [
        "One record given up",
        "1 given up, 1 created",
        "1 given up, 1 read",
        "1 processed, 1 given up",
    ]


def test_a_record_that_is_processed_twice_is_handled_again(run: Run) -> None:
    trace = run(mapping("batch_size: 1", "put: {order_id: o-1}", "redeliver: {consumer: f}"))
    assert said(trace)[-2:] == ["One record processed", "One record handled again"]


def test_a_record_that_a_filter_drops_is_filtered_and_not_read(run: Run) -> None:
    drops = "filter_criteria: [{eventName: [REMOVE]}]"
    trace = run(mapping(drops, "put: {order_id: o-1}", "delete: {order_id: o-1}, at: 1s"))
    assert said(trace)[2:] == [
        "One record filtered",
        "1 filtered, 1 created",
        "1 filtered, 1 read",
        "1 processed, 1 filtered",
    ]


def test_a_record_that_is_trimmed_is_in_the_stream_no_more_whatever_was_done_with_it(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, wait: 25h]")
    assert said(trace)[-2:] == ["One record processed", "One record trimmed"]


def test_a_record_is_lost_when_its_reader_finds_that_it_was_trimmed(run: Run) -> None:
    trace = run(
        """
        timeline:
          - {stop: {consumer: consumer}, at: 1500ms}
          - {put: {order_id: o-1}, at: 2s}
          - wait: 25h
          - {start: {consumer: consumer}, after: 0ms}
        """
    )
    assert trace.end > 25 * HOUR
    assert said(trace) == ["Empty", "One record created", "One record trimmed", "One record lost"]


def test_a_processed_record_that_comes_again_after_it_was_trimmed_is_not_lost(run: Run) -> None:
    """The worker is back, and asks for the record after its checkpoint, which it had processed before it crashed."""
    trace = run(
        """
        consumers: [{name: w, type: kcl, workers: [a], checkpoint_every: 2}]
        timeline:
          - put: {order_id: o-1}
          - put: {order_id: o-2}
          - put: {order_id: o-3}
          - crash: {consumer: w, worker: a}
          - wait: 30h
          - restart: {consumer: w, worker: a}
        """
    )
    assert [step.records for step in trace.steps if step.event.value == "read.trimmed"] == [(2,)]
    assert said(trace)[-1] == "3 trimmed"


def test_every_consumer_has_stream_records_of_its_own(run: Run) -> None:
    trace = run(
        """
        show: {variables: [stream_records.late, stream_records.p]}
        consumers: [{name: p}, {name: late, starts: 10s}]
        timeline: [{put: {order_id: o-1}, at: 0s}]
        """
    )
    assert trace.variables[:3] == ("table_data", "stream_records", "stream_records.late")
    assert [variable_name(each, trace) for each in trace.variables[1:3]] == [
        "Stream Records (p)",
        "Stream Records (late)",
    ]
    read_by_p = [event.value for event in trace.events].index("read.records") + 1
    assert value_words(trace.value("stream_records", after=read_by_p)) == "One record read"
    assert value_words(trace.value("stream_records.late", after=read_by_p)) == "One record created"
    assert trace.histories["stream_records.p"].values == trace.histories["stream_records"].values
    assert said(trace, "stream_records.late")[-1] == "One record processed"


def test_F107_the_records_of_a_consumer_are_those_of_the_stream_that_it_reads(run: Run) -> None:
    trace = run(
        """
        show: {variables: [stream_records.old, stream_records.new]}
        consumers: [{name: old}, {name: new, starts: 3s}]
        timeline:
          - {put: {order_id: o-1}, at: 0s}
          - {disable_stream: {}, at: 2s}
          - {enable_stream: {view_type: NEW_IMAGE}, at: 2500ms}
          - {put: {order_id: o-2}, at: 4s}
        """
    )
    assert said(trace, "stream_records.old")[-1] == "One record processed"
    ladder = ["Empty", "One record created", "One record read", "One record processed"]
    assert said(trace, "stream_records.new") == ladder
    assert said(trace)[-1] == "1 processed, 1 created"
    assert [variable_name(each, trace) for each in trace.variables[1:4]] == [
        "Stream Records (old, all)",
        "Stream Records (old)",
        "Stream Records (new)",
    ]


def test_the_records_of_a_consumer_that_goes_on_in_another_stream_are_those_of_both(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: p}, {name: other}]
        timeline:
          - {put: {order_id: o-1}, at: 0s}
          - {put: {order_id: o-2}, at: 1500ms}
          - {delete_consumer: p, at: 1800ms}
          - {disable_stream: {}, at: 2s}
          - {enable_stream: {view_type: NEW_IMAGE}, at: 2500ms}
          - {put: {order_id: o-3}, at: 3s}
          - {create_consumer: {name: p}, at: 4s}
        """
    )
    assert said(trace, "stream_records.p")[-3:] == [
        "1 processed, 2 created",
        "1 processed, 1 read, 1 created",
        "2 processed, 1 created",
    ]
    assert said(trace, "stream_records.other")[-1] == "2 processed"


def test_each_record_counts_once(run: Run) -> None:
    trace = run(
        mapping(
            f"maximum_retry_attempts: 1, batch_size: 2, {fails_on('o-2, o-5')}",
            'repeat: {times: 6, every: 1ms, do: {put: {order_id: "o-{n}"}}}',
            "redeliver: {consumer: f}",
            "wait: 26h",
        )
    )
    captured = 0
    for number in range(len(trace.events) + 1):
        captured += number > 0 and trace.events[number - 1].value == "capture.record"
        assert sum(trace.value("stream_records", after=number)) == captured


def test_F106_the_status_says_which_stream_it_is_of_where_there_are_two(run: Run) -> None:
    two = run("timeline: [disable_stream: {}, enable_stream: {view_type: KEYS_ONLY}]")
    assert said(two, "stream_status") == ["stream 1: ENABLED", "stream 1: DISABLED", "stream 2: ENABLED"]
    one = run("timeline: [disable_stream: {}]")
    assert said(one, "stream_status") == ["ENABLED", "DISABLED"]


def test_a_stream_that_is_off_at_the_start_has_no_number_yet(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, enabled: false}
        timeline:
          - enable_stream: {view_type: KEYS_ONLY}
          - disable_stream: {}
          - enable_stream: {view_type: NEW_IMAGE}
        """
    )
    assert said(trace, "stream_status") == [
        "DISABLED",
        "stream 1: ENABLED",
        "stream 1: DISABLED",
        "stream 2: ENABLED",
    ]


def test_an_idle_worker_is_among_the_leases(run: Run) -> None:
    trace = run("consumers: [{name: w, type: kcl, workers: [w1, w2]}]\ntimeline: [put: {order_id: o-1}]")
    assert said(trace, "leases") == ["w1: 1; w2: none"]


def test_a_dead_worker_is_there_as_long_as_it_holds_a_shard(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: w, type: kcl, workers: [a, b], failover_time: 5s}]
        timeline:
          - {crash: {consumer: w, worker: a}, at: 1s}
          - {restart: {consumer: w, worker: a}, at: 20s}
        """
    )
    # The restarted worker is there again at once. Two workers have one shard between them, so it stays where it is.
    assert said(trace, "leases") == ["a: 1; b: none", "b: 1", "a: none; b: 1"]


TWO_STREAMS = """
show: {variables: [view_type]}
consumers: [{name: old}, {name: new, starts: 3s}]
timeline:
  - {disable_stream: {}, at: 1s}
  - {enable_stream: {view_type: NEW_IMAGE}, at: 2s}
  - {put: {order_id: o-1}, at: 4s}
"""


def test_F100_each_stream_keeps_its_view_type_and_so_does_a_reader_of_it(run: Run) -> None:
    trace = run(TWO_STREAMS)
    last = len(trace.events)
    both = "NEW_AND_OLD_IMAGES"
    assert said(trace, "view_type") == [both, "NEW_IMAGE"]
    assert (said(trace, "view_type.1"), said(trace, "view_type.2")) == ([both], ["None", "NEW_IMAGE"])
    assert said(trace, "view_type.old") == [both]
    assert trace.value("view_type.new", after=last) == "NEW_IMAGE"
    assert "view_type.3" not in trace.histories
    assert "view_type.nobody" not in trace.histories


def test_a_view_type_that_is_shown_has_a_row_of_its_own_for_each_reader_and_stream(run: Run) -> None:
    shown = "[view_type.old, view_type.2]"
    trace = run(TWO_STREAMS.replace("[view_type]", shown))
    assert [each for each in trace.variables if each.startswith("view_type")] == ["view_type.old", "view_type.2"]
