"""What the steps of an event source mapping say, and that it is so in this run."""

from __future__ import annotations

from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.loader import scenario_from_text


def run(mapping: str, *timeline: str) -> Trace:
    """The run of one mapping, called f."""
    entries = "".join(f"  - {entry}\n" for entry in timeline)
    return simulate(
        scenario_from_text(
            "title: T\ntable: {name: Orders, partition_key: id}\nstream: {view_type: NEW_AND_OLD_IMAGES}\n"
            f"consumers: [{{name: f, type: lambda, {mapping}}}]\ntimeline:\n{entries}"
        )
    )


def said(trace: Trace, event: str) -> list[str]:
    """What each step of an event says."""
    return [plain(narrate(trace, step.number)) for step in trace.steps if step.event.value == event]


def actions(trace: Trace) -> list[str]:
    """The actions of the mapping's steps in the process table."""
    return [action_words(trace, step) for step in trace.steps if step.consumer == "f"]


def fails_on(keys: str, more: str = "") -> str:
    """A function that fails on the records of some items."""
    return f"function: {{fails_on: {{dynamodb: {{Keys: {{id: {{S: [{keys}]}}}}}}}}{more}}}"


ABC = "batch_write: [{put: {id: a}}, {put: {id: b}}, {put: {id: c}}]"


# What is delivered again


def test_the_table_says_again_of_each_later_delivery() -> None:
    assert actions(run(f"maximum_retry_attempts: 3, {fails_on('b', ', failures: 2')}", ABC)) == [
        "Consumer reads 3 stream records",
        "Consumer fails on 3 records",
        "Consumer fails on 3 records again",
        "Consumer tries 3 records again, succeeds",
        "No new changes",
    ]


def test_what_was_done_before_the_failing_record_is_done_again() -> None:
    trace = run(f"maximum_retry_attempts: 1, {fails_on('b')}", ABC)
    first, last = said(trace, "process.failed")
    assert first == (
        "Invocation 1 with these records failed on the INSERT of b, record 2 of 3 (F185). Retries used so far: 0 of 1. "
        "The record before it was worked on already, and each further try works on it again (F205). The next try is "
        "due in 0.250 s. Until then its shard makes no progress (F181)."
    )
    assert last == (
        "Invocation 2 with these records failed on the INSERT of b, record 2 of 3 (F185). Retries used so far: 1 of 1. "
        "The record before it was worked on already. The batch is not tried again."
    )
    failed = next(step for step in trace.steps if step.event.value == "process.failed")
    assert failed.facts == ("F185", "F181", "F205")


def test_an_idempotent_function_does_not_do_again_what_it_remembers() -> None:
    trace = run(fails_on("b", ", failures: 1, effect: a mail, idempotent: true"), ABC)
    (failed,) = said(trace, "process.failed")
    assert (
        "The record before it was worked on already; the function remembers that and does not work on it again."
        in failed
    )
    assert "F205" not in failed


def test_an_invocation_that_fails_after_a_deployment_is_that_of_the_function_it_began_with() -> None:
    fails = fails_on("b", ", failures: 1, effect: a mail, idempotent: true, duration: 2s")
    deployed = "{update_consumer: {consumer: f, function: {idempotent: false}}, after: 1s}"
    (failed,) = said(run(fails, ABC, deployed), "process.failed")
    assert "the function remembers that and does not work on it again." in failed


def test_nothing_is_done_again_where_the_first_record_fails() -> None:
    trace = run(f"maximum_retry_attempts: 1, {fails_on('a')}", ABC)
    assert "F205" not in said(trace, "process.failed")[0]


def test_what_a_report_leaves_over_says_again_although_its_retries_begin_anew() -> None:
    report = fails_on("b", ", reports: first_failed, failures: 2")
    trace = run(f"function_response_types: [ReportBatchItemFailures], {report}", ABC)
    assert actions(trace)[1:4] == [
        "Consumer fails on part of 3 records",
        "Consumer fails on part of 2 again",
        "Consumer tries 2 records again, succeeds",
    ]
    cut, whole = said(trace, "process.partial")
    assert cut.startswith("The function reported that the INSERT of b failed.")
    assert cut.endswith("Until then its shard makes no progress (F181). What is left begins its retries anew (F380).")
    assert whole.endswith("The batch is as long as before, and goes on counting its retries (F380).")


# A report that nobody reads


def test_an_ignored_report_is_told_as_one() -> None:
    trace = run(fails_on("a", ", reports: first_failed"), "put: {id: a}")
    (sentence,) = said(trace, "process.succeeded")
    assert sentence.startswith(
        "The consumer's function reported that the INSERT of a failed, and nobody reads the report: the mapping has no "
        "ReportBatchItemFailures (F187, F294). The batch counts as a success:"
    )
    assert "without an error" not in sentence
    step = next(step for step in trace.steps if step.event.value == "process.succeeded")
    assert step.facts == ("F187", "F294", "F4")


def test_an_empty_string_in_place_of_a_report_is_told_as_one() -> None:
    trace = run(
        f"function_response_types: [ReportBatchItemFailures], {fails_on('a', ', reports: empty_string')}",
        "put: {id: a}",
    )
    assert said(trace, "process.succeeded")[0].startswith(
        "The consumer's function failed on the INSERT of a and returned an empty string, which is a success like no "
        "answer at all (F387): one record is finished"
    )


def test_the_last_invocation_for_a_window_says_what_it_stops() -> None:
    function = "function: {fails_on: {isFinalInvokeForWindow: [true]}, failures: 1}"
    trace = run(f"tumbling_window_in_seconds: 10, {function}", "put: {id: a}")
    assert "Consumer fails to end its window" in actions(trace)
    assert said(trace, "process.failed") == [
        "The last invocation for the tumbling window failed (F185). The next try is due in 0.250 s. Until it succeeds, "
        "its shard processes nothing more (F388)."
    ]


# Outages


def outage(kind: str, begins: str, until: str) -> str:
    """A function with one outage."""
    return f"function: {{outages: [{{from: {begins}, until: {until}, kind: {kind}}}]}}"


def test_a_refused_invocation_is_told_as_no_attempt() -> None:
    assert said(run(outage("throttle", "0s", "400ms"), "put: {id: a}"), "process.throttled") == [
        "The function is not invoked: no concurrency is free for it (F208). That is no attempt, so no retry is used up "
        "(F184). The next try is due in 0.250 s. Meanwhile the records grow older."
    ]


def test_a_failure_in_an_outage_says_that_no_record_made_it_fail() -> None:
    (first,) = said(run(outage("error", "0s", "400ms"), "put: {id: a}"), "process.failed")
    assert first.startswith(
        "Invocation 1 with these records failed: there is an outage, and every invocation fails, whatever its records "
        "are (F185). The next try is due in 0.250 s."
    )


def test_an_invocation_that_is_cut_off_says_so() -> None:
    trace = run("maximum_retry_attempts: 0, function: {duration: 2s, timeout: 1s}", "put: {id: a}")
    assert said(trace, "process.failed") == [
        "Invocation 1 with these records failed: it was cut off at its timeout (F185). The mapping allows no retry. "
        "The batch is not tried again."
    ]


def test_a_refused_last_invocation_for_a_window_says_what_it_stops() -> None:
    trace = run(f"tumbling_window_in_seconds: 1, {outage('throttle', '500ms', '1300ms')}", "put: {id: a}")
    assert said(trace, "process.throttled") == [
        "The last invocation for the tumbling window is refused: no concurrency is free (F208). The next try is due in "
        "0.250 s. Until it succeeds, its shard processes nothing more (F388)."
    ]


def test_the_last_invocation_of_a_deleted_mapping_is_not_tried_again() -> None:
    settings = f"tumbling_window_in_seconds: 1, {outage('error', '500ms', '1h')}"
    trace = run(settings, "put: {id: a}", "{delete_consumer: f, at: 1300ms}")
    assert said(trace, "process.failed")[-1].endswith("(F185). It is not tried again.")


# Lanes


LANES = f"parallelization_factor: 2, maximum_retry_attempts: 1, {fails_on('a')}"


def test_while_one_lane_fails_the_others_go_on_and_the_failing_one_is_named_with_its_items() -> None:
    trace = run(LANES, "put: {id: a}", "{put: {id: c}, at: 400ms}", "{put: {id: e}, at: 400ms}")
    assert said(trace, "process.failed")[0].endswith(
        "Until then lane 2 of 2 of shard 1 makes no progress: changes of a wait there. The other lanes go on (F169)."
    )
    assert all("its shard makes no progress" not in sentence for sentence in said(trace, "process.failed"))


def test_the_items_that_share_the_failing_lane_are_named() -> None:
    puts = ", ".join(f"{{put: {{id: {key}}}}}" for key in "abcdefghijkl")
    trace = run(LANES, f"batch_write: [{puts}]")
    (sentence,) = [each for each in said(trace, "process.failed") if "Until then" in each]
    lane = next(step.records for step in trace.steps if step.event.value == "process.failed")
    keys = [trace.records[index].key[0].value for index in lane]
    assert len(keys) > 4
    assert f"changes of {keys[0]}, {keys[1]}, {keys[2]} and {len(keys) - 3} more wait there" in sentence


def test_the_position_moves_past_a_record_only_when_it_does() -> None:
    trace = run(LANES, "put: {id: a}", "{put: {id: c}, at: 400ms}")
    (sentence,) = said(trace, "process.succeeded")
    assert "moves past" not in sentence
    assert (
        "The mapping's position waits for earlier records of the shard, which are still being processed (F185)."
        in sentence
    )
    step = next(step for step in trace.steps if step.event.value == "process.succeeded")
    assert trace.value("checkpoint", after=step.number) == trace.value("checkpoint", after=0)


def test_a_filtered_record_behind_one_in_work_is_skipped_and_not_moved_past() -> None:
    mapping = "filter_criteria: [{dynamodb: {Keys: {id: {S: [a]}}}}]"
    behind = run(mapping, "batch_write: [{put: {id: a}}, {put: {id: b}}]")
    assert "The consumer skips it for good" in said(behind, "process.filtered")[0]
    alone = run(mapping, "put: {id: b}")
    assert "The consumer moves past it for good" in said(alone, "process.filtered")[0]


def test_a_batch_of_a_lane_says_which() -> None:
    trace = run(LANES, "put: {id: a}")
    assert "one record of one shard, in its lane 2 of 2 (F160, F167, F169)" in said(trace, "read.records")[0]


# What ended the gathering


def test_a_batch_says_what_made_it_complete() -> None:
    window = "maximum_batching_window_in_seconds: 10"
    two = "batch_write: [{put: {id: a}}, {put: {id: b}}]"
    assert "is complete: at 0.250 s" in said(run("batch_size: 3", two), "read.records")[0]
    assert "because its batching window has ended (F164)" in said(run(window, two), "read.records")[0]
    assert "because it has reached BatchSize (F164)" in said(run(f"{window}, batch_size: 2", two), "read.records")[0]
    tumbling = run(f"{window}, tumbling_window_in_seconds: 5", "put: {id: a}", "{put: {id: b}, at: 6s}")
    assert "because the next record belongs to the next tumbling window" in said(tumbling, "read.records")[0]
    again = run("batch_size: 3", "put: {id: a}", "redeliver: {consumer: f}")
    assert "newest batch is delivered once more (F202): at 0.750 s" in said(again, "read.records")[1]


def test_a_batch_of_6_MB_says_so() -> None:
    big = f'repeat: {{times: 24, every: 0ms, do: {{put: {{id: "o-{{n}}", text: "{"x" * 300_000}"}}}}}}'
    trace = run("maximum_batching_window_in_seconds: 60, batch_size: 1000", big, "wait: 30s")
    assert "because it has reached 6 MB (F164)" in said(trace, "read.records")[0]


# Filters


def test_a_filter_names_the_field_that_did_not_match_and_the_reason() -> None:
    trace = run(
        'filter_criteria: [{dynamodb: {NewImage: {amount: {N: [{numeric: [">", 100]}]}}}}, {eventName: [REMOVE]}]',
        "put: {id: a, amount: 150}",
    )
    assert said(trace, "process.filtered") == [
        'The filter does not match the INSERT of a: dynamodb.NewImage.amount.N is "150", a string, and numeric [">", '
        '100] compares numbers only (F218); eventName is "INSERT", and the pattern wants "REMOVE" (F220). The consumer '
        "moves past it for good, and no invocation is made for it (F215)."
    ]
    step = next(step for step in trace.steps if step.event.value == "process.filtered")
    assert step.facts == ("F215", "F161", "F218", "F220")


def test_a_filter_of_many_patterns_names_the_first_and_counts_the_rest() -> None:
    patterns = ", ".join(f"{{dynamodb: {{Keys: {{id: {{S: [x{n}]}}}}}}}}" for n in range(5))
    trace = run(f"filter_criteria: [{patterns}]", "batch_write: [{put: {id: a}}, {put: {id: b}}]")
    (sentence,) = said(trace, "process.filtered")
    begins = "The filter does not match 2 records. In the first one, the INSERT of a, dynamodb.Keys.id.S"
    assert sentence.startswith(begins)
    assert "; nor do 2 more patterns match." in sentence


# Retry or age


def test_the_age_limit_is_told_where_it_comes_before_the_retry() -> None:
    trace = run(f"maximum_record_age_in_seconds: 60, {fails_on('a')}", "put: {id: a}")
    *_, before, last = said(trace, "process.failed")
    assert "The next try is due in 16.000 s." in before
    assert "The next try would be due in 32.000 s, but its record is too old by then: the first" not in last
    assert "The next try would be due in 32.000 s, but its record will be too old by then, in 27.250 s (F381)." in last
    assert said(trace, "process.discarded") == [
        "The record is too old by now (F182). Lambda gives up on one record and moves on; with no destination nobody "
        "is told (F194)."
    ]


def test_the_age_limit_of_some_records_is_told_beside_the_retry_of_the_rest() -> None:
    settings = f"maximum_batching_window_in_seconds: 40, maximum_record_age_in_seconds: 60, {fails_on('b')}"
    trace = run(settings, "put: {id: a}", "{put: {id: b}, at: 15s}")
    sentence = next(each for each in said(trace, "process.failed") if "F381" in each)
    assert "; one record is too old by then, and given up in " in sentence
    assert "F205" not in sentence  # the record before b does not come again
    assert "What is left of the batch is due in" in said(trace, "process.discarded")[0]


def test_a_retry_that_is_due_while_the_mapping_is_off_waits() -> None:
    trace = run(
        f"maximum_retry_attempts: 1, {fails_on('a')}",
        "put: {id: a}",
        "{stop: {consumer: f}, at: 300ms}",
        "{start: {consumer: f}, at: 5s}",
    )
    assert "due in 0.250 s, and waits until the mapping is turned on again." in said(trace, "process.failed")[0]


def test_a_name_that_ends_in_s_takes_an_apostrophe_alone() -> None:
    text = (
        "title: T\ntable: {name: Orders, partition_key: id}\nstream: {view_type: KEYS_ONLY}\n"
        "consumers: [{name: coupons, type: lambda}, {name: mail}]\ntimeline: [{put: {id: a}}]\n"
    )
    sentences = said(simulate(scenario_from_text(text)), "read.records")
    assert [each.partition(" is ")[0].partition(" at ")[0] for each in sentences] == [
        "Consumer coupons' batch",
        "Consumer mail's poll",
    ]
