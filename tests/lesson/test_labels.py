"""Paths that begin with a label lead to the same step, whatever is inserted before them."""

import pytest
from cases import in_each_case

from simulator.lesson.labels.naming import Names
from simulator.lesson.lesson import lesson_of
from simulator.lesson.step_of_path import NoStep, step_of
from simulator.lesson.words.references import parse, plain, references
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.step_paths import path_of

HEAD = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES, shards: 2}
show: {variables: [checkpoint], columns: [shard]}
consumers:
  - {name: ledger, type: poller}
  - {name: workers, type: kcl, workers: [a, b], checkpoint_every: 2, failover_time: 10s}
"""
TIMELINE = """\
timeline:
  - batch_write:
      - put: {order_id: order-1, status: PLACED}
      - put: {order_id: order-2, status: PLACED}
      - put: {order_id: order-4, status: PLACED}
    id: placed
  - {delete: {order_id: nobody}, id: vain}
  - {crash: {consumer: workers, worker: a}, id: crashed}
  - update: {key: {order_id: order-1}, set: {status: PAID}}
    id: paid
    after: 2s
  - {repeat: {times: 3, do: {put: {order_id: "r-{n}"}}}, id: more}
  - wait: 30s
"""
INSERTED = TIMELINE.replace("timeline:\n", "timeline:\n  - delete: {order_id: never}\n")


@pytest.fixture(scope="module")
def trace():
    return simulate(scenario_from_text(HEAD + TIMELINE))


@pytest.fixture(scope="module")
def longer():
    """The run with one step more at its front."""
    return simulate(scenario_from_text(HEAD + INSERTED))


def events_at(trace, *paths):
    return [trace.events[step_of(path_of(path), trace) - 1].value for path in paths]


PATHS = {
    "placed": "write.insert",
    "placed.3": "write.insert",
    "placed.capture": "capture.record",
    "placed.2.available": "available.record",
    "placed/ledger.read": "read.records",
    "placed.2/ledger.process": "process.succeeded",
    "placed/workers.succeeded": "process.succeeded",
    "placed/workers.a.read": "read.records",
    "placed/ledger.read~ledger.waiting": "idle.waiting",
    "vain": "write.unchanged",
    "crashed": "read.crashed",
    "crashed~workers.lease_taken": "read.lease_taken",
    "crashed~workers.b.lease_taken": "read.lease_taken",
    "placed~process.checkpointed": "process.checkpointed",
    "paid~process.checkpointed": "process.checkpointed",
    "more.3/ledger.process": "process.succeeded",
}


@in_each_case("path", PATHS)
def test_a_path_leads_to_a_step_with_its_event_and_moves_with_what_is_inserted_before_it(trace, longer, path):
    assert events_at(trace, path) == [PATHS[path]]
    assert step_of(path_of(path), longer) == step_of(path_of(path), trace) + 1


def test_start_end_and_numbers_are_steps_too(trace):
    assert [step_of(path_of(path), trace) for path in ("start", "end", "7")] == [0, len(trace.events), 7]


def test_a_path_about_a_record_leads_to_the_step_of_that_record(trace):
    for write in (1, 2, 3):
        number = step_of(path_of(f"placed.{write}"), trace)
        [record] = trace.record_indexes[number - 1]
        captured = step_of(path_of(f"placed.{write}.capture"), trace)
        assert trace.captured[record] == captured
        assert record in trace.record_indexes[step_of(path_of(f"placed.{write}/ledger.read"), trace) - 1]


def test_the_second_step_about_a_record_is_meant_by_2():
    text = HEAD + TIMELINE.replace(
        "  - wait", "  - {crash: {consumer: ledger}}\n  - {restart: {consumer: ledger}}\n  - wait"
    )
    trace = simulate(scenario_from_text(text))
    first, second = (step_of(path_of(f"placed/ledger.read{more}"), trace) for more in ("", "#2"))
    restarted = next(number for number, event in enumerate(trace.events, 1) if event.value == "read.restarted")
    assert first < restarted < second


@in_each_case(
    "path, told",
    [
        ("plcaed", 'no action has the id "plcaed"; did you mean "placed"?'),
        ("xyz", 'no action has the id "xyz"; there is placed, vain, crashed, paid, more'),
        ("placed.4", '"placed" has no write 4; it has 3'),
        ("crashed.capture", '"crashed" writes nothing to the table'),
        ("vain.capture", 'no record was captured of "vain"'),
        ("placed/leger.read", 'no consumer "leger"; did you mean "ledger"?'),
        ("placed/ledger.failed", "no step placed/ledger.failed; there is none in the run"),
        ("placed/ledger.read#2", "no step placed/ledger.read#2; there is one such step in the run"),
        ("placed/workers.c.read", "no step placed/workers.c.read; there is none in the run"),
        ("more.3/ledger.process~write.remove", "no step more.3/ledger.process~write.remove; there is none in the run"),
        ("999", 'the run has 63; its last action with a label is "more"'),
    ],
)
def test_a_path_that_leads_nowhere_says_what_is_there(trace, path, told):
    with pytest.raises(NoStep) as refused:
        step_of(path_of(path), trace)
    assert told in str(refused.value)


THROTTLED_TWICE = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
consumers:
  - {name: one, type: poller, processing_time: 0s}
  - {name: two, type: poller, processing_time: 0s}
  - {name: ledger, type: lambda, function: {outages: [{from: 0s, until: 2s, kind: throttle}]}}
timeline:
  - {put: {order_id: order-1}, id: placed}
  - {put: {order_id: order-2}, at: 1s, id: again}
  - wait: 10s
"""


@pytest.mark.parametrize("text", [HEAD + TIMELINE, THROTTLED_TWICE], ids=["labels", "throttled twice"])
def test_the_path_that_names_a_step_leads_to_it(text):
    trace = simulate(scenario_from_text(text))
    names, labels = Names(trace), {entry: label for label, entry in trace.labels.items()}
    named = {step: names.of(step) for step in range(1, len(trace.events) + 1)}
    written = {step: labels[entry] + rest for step, (entry, rest) in named.items() if entry in labels}
    assert len(written) > 20
    assert {step: step_of(path_of(path), trace) for step, path in written.items()} == {step: step for step in written}


def test_a_label_of_a_lesson_without_labels_is_told_that_there_are_none():
    bare = simulate(scenario_from_text(HEAD + "timeline: [put: {order_id: a}]\n"))
    with pytest.raises(NoStep, match="no action of the timeline has an `id`"):
        step_of(path_of("placed"), bare)


TEXTS = """\
summary: See [step {step}](step:placed.capture), then **[here](cell:placed/ledger.read/consumer_reads)**.
key_moments:
  - {question: Q, answer: No step at all.}
  - {question: "Why does [this](step:paid.capture) come?", answer: A}
  - {question: Q, answer: A, step: paid}
  - question: Q
    answer: >-
      Look at [Checkpoint](variable:checkpoint.workers),
      [then](variable:checkpoint.workers@placed~process.checkpointed).
notes:
  - {step: paid.capture, text: "One. It follows [step {step}](step:paid)."}
  - {step: placed/ledger.read, text: Two.}
  - {step: paid~capture.record, text: Three.}
predict: [paid.capture, {step: placed/ledger.read, ask: row}]
quiz:
  - question: When is it captured?
    choices: [{step: placed}, {step: placed.capture}, {step: end, why: "Over by [step {step}](step:paid)."}]
    answer: {first_step: {column: record_created}}
  - question: And then?
    choices: [No, "Yes"]
    answer: {cell: {step: placed/ledger.read, column: consumer_reads}}
  - question: What is it then?
    choices: [Item added, Empty, 3 items]
    answer: {variable: table_data, after: placed}
  - question: Which change?
    choices: [DynamoDB Table Data, Stream Records]
    answer: {changed_in: placed}
  - question: When is the update processed for the second time?
    choices: [{step: paid/ledger.process}, {step: paid/workers.process}]
    answer: {first_step: {event: process.succeeded, of: paid, nth: 2}}
"""


def whole(timeline):
    return lesson_of(scenario_from_text(HEAD + timeline + TEXTS))


@pytest.fixture(scope="module")
def lesson():
    return whole(TIMELINE)


def test_references_lead_to_the_steps_of_today_and_their_words_print_them(lesson):
    captured = step_of(path_of("placed.capture"), lesson.trace)
    read = step_of(path_of("placed/ledger.read"), lesson.trace)
    assert plain(lesson.summary) == f"See step {captured}, then **here**."
    assert [each.target for each in references(lesson.summary)] == [str(captured), f"{read}/consumer_reads"]


def test_a_text_without_a_run_names_the_path():
    assert plain(parse("See [step {step}](step:placed.capture).")) == "See step placed.capture."


def test_a_key_moment_has_a_step_of_its_own_or_the_first_that_its_answer_or_question_refers_to(lesson):
    paths = ("placed~process.checkpointed", "paid", "paid.capture")
    steps = [step_of(path_of(path), lesson.trace) for path in paths]
    assert [each.step for each in lesson.moments] == [*steps, None], "in the order of the run"


def test_a_note_stands_at_its_step_and_two_at_one_step_keep_their_order(lesson):
    paid, captured, read = (
        step_of(path_of(path), lesson.trace) for path in ("paid", "paid.capture", "placed/ledger.read")
    )
    said = {step: [plain(note) for note in notes] for step, notes in lesson.notes.items()}
    assert said == {captured: [f"One. It follows step {paid}.", "Three."], read: ["Two."]}


def test_answers_and_choices_by_labels_are_what_they_are_by_numbers(lesson):
    answers = [question.answer_words for question in lesson.questions]
    captured, processed = (step_of(path_of(path), lesson.trace) for path in ("placed.capture", "paid/workers.process"))
    assert answers[:3] == [f"B, Step {captured}", "B, Yes", "A, Item added"]
    assert answers[4] == f"B, Step {processed}"


def test_what_is_inserted_at_the_front_leaves_every_answer_right(lesson):
    after = whole(INSERTED)
    assert [question.right for question in after.questions] == [question.right for question in lesson.questions]
    assert list(after.notes) == [step + 1 for step in lesson.notes]
    assert [each.step for each in after.moments] == [
        None if each.step is None else each.step + 1 for each in lesson.moments
    ]


@in_each_case(
    "more, line",
    [
        ("summary: See [x](step:plcaed).", 'L402 no action has the id "plcaed"; did you mean "placed"?'),
        ("summary: See [x](step:placed.capt).", 'L401 "placed.capt" is no path to a step'),
        ("summary: 'Look [here, {step}](column:record_created).'", "leads to no step, so {step} in its words"),
        ("summary: See [x](cell:start/shard).", "no step start in the table; its steps are counted from 1"),
        ("summary: See [x](column:time).", 'no column "time" is shown; add it to `show: {columns: [time]}`'),
        ("predict: [plcaed]", "L402 no action has the id"),
        ("key_moments: [{question: Q, answer: A, step: plcaed}]", "L402 no action has the id"),
        ("notes: [{step: plcaed, text: T}]", 'L402 no action has the id "plcaed"; did you mean "placed"?'),
        ("notes: [{step: start, text: T}]", "L402 no step start in the table; its steps are counted from 1"),
        ("notes: [{step: placed, text: '[x](step:999)'}]", "L402 no step 999"),
        ("quiz: [{question: Q, choices: [{step: plcaed}, {text: x, correct: true}]}]", "L402 no action has the id"),
        ("quiz: [{question: Q, choices: [a, b], answer: {variable: table_data, after: plcaed}}]", "L405 no action"),
        ("quiz: [{question: Q, choices: [{why: x}, {text: x, correct: true}]}]", "S206 a choice has a `text` or a"),
        ("quiz: [{question: Q, choices: [{text: x, step: paid}, {text: x, correct: true}]}]", "both are here"),
        (
            "quiz: [{question: Q, choices: [a, b], answer: {first_step: {event: process.failed, of: paid, nth: 2}}}]",
            "L405 fewer than 2 steps of paid are process.failed",
        ),
        (
            "quiz: [{question: Q, choices: [a, b], answer: {first_step: {event: read.records, by: leger}}}]",
            'L405 no consumer "leger"; did you mean "ledger"?',
        ),
        (
            "quiz: [{question: Q, choices: [a, b], answer: {first_step: {event: read.records, of: vain}}}]",
            "is about no record",
        ),
    ],
)
def test_a_bad_reference_is_one_clear_line_at_its_place(more, line):
    with pytest.raises(ScenarioError) as refused:
        lesson_of(scenario_from_text(HEAD + TIMELINE + more + "\n"))
    told = [str(each) for each in refused.value.complaints]
    assert any(line in each for each in told), told
    number = len((HEAD + TIMELINE).splitlines()) + 1
    assert all(each.startswith(f"<text>:{number}:") for each in told)


def test_a_column_that_the_lesson_shows_can_be_referred_to():
    scenario = scenario_from_text(HEAD + TIMELINE + "summary: '[shard](column:shard), [one](cell:placed/shard)'\n")
    assert [each.scheme for each in references(lesson_of(scenario).summary)] == ["column", "cell"]
