"""A wrong answer that a believer would give: the feedback names the belief, refutes it, and says where."""

from __future__ import annotations

from collections import Counter

import pytest
from loaded_lessons import load_lesson

from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.beliefs import Beliefs
from simulator.lesson.generated.generate import generate
from simulator.lesson.lesson import Lesson, lesson_of
from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS, misconception
from simulator.lesson.misconceptions.evidence import is_about, is_about_variable
from simulator.lesson.quiz.question import Question
from simulator.lesson.two_runs.run_comparison import divergence, matching_step
from simulator.lesson.words.references import plain, references
from simulator.machine.machine import simulate
from simulator.scenario.events import Event
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.variables import VARIABLES

SAME_TWICE = ("put: {order_id: o-1}", "put: {order_id: o-1}")
"""Steps 1 to 6 are the first put's; step 7, the second, changes nothing. There a believer of F270 goes on."""

THREE = ("put: {order_id: o-1}", "update: {key: {order_id: o-1}, set: {n: 1}}", "delete: {order_id: o-1}")
"""18 steps. A believer of F298 thinks that the reader stops at step 6; the runs part at step 10, the second read."""

REFUTED = (
    'This answer fits a common belief: "Every put and every update gives a stream record." It is wrong. A write '
    "that leaves the item as it was gives no record. It is compared by value, so 1 and 1.00 are the same. Look at "
    "step 7 (F270)."
)


@pytest.fixture(scope="module")
def quizzed(lesson):
    def made(*questions: str, entries: tuple[str, ...] = SAME_TWICE, more: str = "") -> Lesson:
        listed = "".join(f"  - {{question: Q, explanation: E, {question}}}\n" for question in questions)
        return lesson(*entries, more=f"{more}quiz:\n{listed}")

    return made


def behind(lesson: Lesson, option: int, index: int = 0) -> str | None:
    """The number of the misconception behind an option."""
    found = lesson.beliefs.behind(lesson.questions[index], option)
    return None if found is None else found.misconception.number


def whys(lesson: Lesson, *chosen: int) -> list[tuple[str, str]]:
    return [(letter, plain(why)) for letter, why in lesson.beliefs.whys(lesson.questions[0], chosen)]


# Feedback


def test_the_feedback_names_the_belief_says_that_it_is_wrong_and_names_the_step_that_refutes_it(quizzed):
    made = quizzed("choices: [1, 2, 3], answer: {count: records}")
    assert whys(made, 1) == [("B", REFUTED)]
    [(_, why)] = made.beliefs.whys(made.questions[0], (1,))
    assert [each.href for each in references(why)] == ["step:7", "fact:F270"]


def test_an_answer_that_no_belief_leads_to_gets_no_belief(quizzed):
    made = quizzed("choices: [1, 2, 3], answer: {count: records}")
    assert whys(made, 2) == []
    assert behind(made, 2) is None


def test_the_right_answer_gets_no_belief(quizzed):
    made = quizzed("choices: [1, 2], answer: {count: records}")
    assert whys(made, 0) == []


def test_the_authors_why_stands_for_the_refutation_and_a_belief_is_named_only_if_the_author_names_it(quizzed):
    made = quizzed("choices: [1, {text: 2, why: Look again., misconception: F270}], answer: {count: records}")
    head, tail = REFUTED.partition(" It is wrong. ")[0], REFUTED[REFUTED.rindex(" Look at ") :]
    assert whys(made, 1) == [("B", f"Look again. {head} It is wrong.{tail}")]
    made = quizzed("choices: [1, {text: 2, why: Look again.}], answer: {count: records}")
    assert whys(made, 1) == [("B", "Look again.")]


def test_where_several_beliefs_lead_to_an_answer_the_one_that_the_lesson_speaks_of_is_meant(lesson):
    made = lesson("put: {order_id: o-1}", "put: {order_id: o-1}", "delete: {order_id: o-9}")

    def ask(run, rules):
        return ("right",) if rules == AWS else ("wrong",)

    def meant(*cited, named=()):
        return Beliefs(made.scenario, made.trace, frozenset(cited), Counter(named)).answers(ask)["wrong"]

    assert {"F270", "F274"} <= {each.misconception.number for each in made.beliefs.believed}
    assert meant() is None
    assert meant("F270").misconception.number == "F270"
    assert meant("F270", "F274") is None
    assert meant("F270", "F274", named=["F274"]).misconception.number == "F274"
    assert meant("F270", "F274", named=["F274", "F270"]) is None
    assert meant("F270", "F274", named=["F274", "F270", "F270"]).misconception.number == "F270"


def test_a_step_keeps_its_name_in_a_run_whose_times_have_shifted():
    text = (
        "title: t\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
        "timeline: [put: {order_id: o-1}, put: {order_id: o-1}, delete: {order_id: o-1}, delete: {order_id: o-2}]\n"
    )
    scenario = scenario_from_text(text)
    real, believed = simulate(scenario), simulate(scenario, misconception("F270").rules)
    for number, change in real.writes.items():
        there = matching_step(real, number, believed)
        assert (believed.writes[there].operation, believed.writes[there].key) == (change.operation, change.key)
    [read] = [step.number for step in real.steps if step.event is Event.READ_RECORDS and step.records == (1,)]
    assert believed.records[believed.step(matching_step(real, read, believed)).records[0]].event_name == "REMOVE"


def test_of_several_choices_each_gets_its_own(quizzed):
    made = quizzed("choices: [{text: a, correct: true}, {text: b, why: No.}, {text: c, misconception: F270}]")
    assert whys(made, 1, 2) == [("B", "No."), ("C", REFUTED)]


def test_an_order_and_a_match_have_no_belief_behind_them(quizzed):
    made = quizzed(
        "choices: [Write item to DynamoDB table, No new changes], answer: {order: true}",
        "answer: {match: {records: [1, 2], by: key}}",
        entries=("put: {order_id: o-1}", "put: {order_id: o-2}"),
    )
    assert [behind(made, 0, index) for index in (0, 1)] == [None, None]
    assert whys(made, 1, 0) == []


# The author's misconception


def test_a_misconception_that_the_author_names_is_shown_by_the_run(quizzed):
    made = quizzed("choices: [{text: a, misconception: every-write-is-recorded}, {text: b, correct: true}]")
    assert whys(made, 0) == [("A", REFUTED)]


def test_the_authors_word_counts_more_than_what_the_run_would_say(quizzed):
    made = quizzed("choices: [1, {text: 2, misconception: F274}], answer: {count: records}")
    assert behind(made, 1) == "F274"


def test_a_misconception_that_makes_no_difference_in_the_lesson_is_refuted_where_its_answer_is_shown(quizzed):
    made = quizzed(
        "choices: [{text: Step 4, misconception: F301}, Step 2], answer: {first_step: {event: capture.record}}"
    )
    [(_, text)] = whys(made, 0)
    assert "Child shards can be read in parallel with their parent." in text
    assert text.endswith("Look at step 2 (F301).")


def test_a_misconception_about_another_run_is_not_refuted_by_a_step_of_this_one(quizzed):
    what_if = "answer: {what_if: {timeline: {1: {put: {order_id: o-7}}}}, count: records}"
    made = quizzed(f"choices: [{{text: 3, misconception: F301}}, 2], hint: '[There](step:2)', {what_if}")
    [(_, text)] = whys(made, 0)
    assert '"Child shards can be read in parallel with their parent." It is wrong (F301).' in text
    assert "Look at" not in text


def test_a_misconception_that_no_rule_stands_for_is_taken_from_the_facts(quizzed):
    made = quizzed(
        "choices: [{text: UPDATE, misconception: F273}, {text: MODIFY, correct: true}], hint: 'See [step 2](step:2).'"
    )
    assert whys(made, 0) == [
        (
            "A",
            'This answer fits a common belief: "Delete is called DELETE, update is called UPDATE." It is wrong. '
            'The names are REMOVE and MODIFY; a filter on "DELETE" never matches. Look at step 2 (F273).',
        )
    ]


def test_a_misconception_that_the_lesson_cannot_show_at_all_is_left_to_the_author(quizzed):
    made = quizzed("choices: [{text: a, misconception: F273, why: No.}, {text: b, correct: true}]")
    assert whys(made, 0) == [("A", "No.")]


# What an answer points to, and what it does not


@pytest.mark.parametrize(
    ("answer", "choices", "number"),
    [
        ("{count: records}", "[3, 1]", None),  # the stream has all three, read or not
        ("{count: read.records}", "[3, 1]", "F298"),
        ("{count: idle.waiting}", "[3, 1]", "F298"),
        ("{last_step: {event: read.records}}", "[Step 16, Step 4]", "F298"),
        ("{last_step: {column: consumer_processes}}", "[Step 17, Step 5]", "F298"),
        ("{variable: stream_records, after: 8}", "['1 processed, 1 created', One record processed]", None),
        # The reader has stopped, but nobody who is wrong about a write shows by it what they think of readers.
        ("{first_step: {event: write.remove}}", "[Step 13, Step 10]", None),
        ("{count: steps}", "[18, 12]", None),
        ("{count: capture.record}", "[3, 1]", None),
    ],
)
def test_an_answer_that_expects_the_reader_to_stop_at_an_empty_page_points_to_that_belief(
    quizzed, answer, choices, number
):
    made = quizzed(f"choices: {choices}, answer: {answer}", entries=THREE)
    assert behind(made, 1) == number
    if number is not None:
        [(_, text)] = whys(made, 1)
        assert text.endswith("Look at step 10 (F298).")


LATER = ("put: {order_id: o-1}", "{put: {order_id: o-1}, at: 5s}", "{delete: {order_id: o-1}, at: 20s}")
"""The delete is step 8, its record comes in step 9. For a believer of F270 they have the numbers 13 and 14."""


def test_a_step_of_the_believers_run_is_found_by_what_happens_in_it_and_not_by_its_number(quizzed):
    made = quizzed(
        "choices: ['1 processed, 1 created', '2 processed, 1 created'], answer: {variable: stream_records, after: 9}",
        "choices: [Step 8, Step 13], answer: {first_step: {event: write.remove}}",
        "choices: [Step 9, Step 3], answer: {last_step: {event: capture.record}}",
        entries=LATER,
    )
    assert behind(made, 1, 0) == "F270"
    assert behind(made, 1, 1) is None  # step 13 is the end of this run, and nothing else
    assert behind(made, 1, 2) is None


def test_a_mere_consequence_of_a_belief_does_not_point_to_it(quizzed):
    made = quizzed(
        # The believer of F270 has one record more, so one idle step more.
        "choices: [2, 3], answer: {count: idle.waiting}",
        "choices: [2, 3], answer: {count: capture.record}",
        entries=LATER,
    )
    assert behind(made, 1, 0) is None
    assert behind(made, 1, 1) == "F270"


def test_a_belief_affects_variables_that_the_tracker_has():
    assert {variable for each in MISCONCEPTIONS for variable in each.affected_variables} <= set(VARIABLES)


def test_the_service_itself_is_about_everything_and_a_belief_about_its_own():
    assert all(is_about(AWS, event) for event in Event)
    assert all(is_about_variable(AWS, variable) for variable in VARIABLES)
    belief = Rules(report_is_a_rewind=False)
    assert is_about(belief, Event.PROCESS_PARTIAL)
    assert not is_about(belief, Event.CAPTURE_RECORD)
    assert is_about_variable(belief, "attempt.indexer")
    assert not is_about_variable(belief, "table_data")


def test_a_step_has_its_twin_at_the_same_time(lesson):
    made = lesson(*LATER)
    believed = next(each for each in made.beliefs.believed if each.misconception.number == "F270").trace
    # 7 is the second put; 8 of the believer, its capture, is in no other run; 13 to 18 are the delete's.
    assert [matching_step(made.trace, number, believed) for number in (0, 1, 7, 8, 9, 13)] == [0, 1, 7, 13, 14, 18]
    assert [matching_step(believed, number, made.trace) for number in (8, 12, 13, 18)] == [None, None, 8, 13]


def test_of_steps_that_are_alike_at_one_time_each_has_its_own_twin():
    text = (
        "title: T\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
        "timeline: [batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}]]\n"
    )
    one, other = (simulate(scenario_from_text(text.replace("T", title))) for title in "TU")
    assert [matching_step(one, number, other) for number in range(1, 7)] == [1, 2, 3, 4, 5, 6]
    assert divergence(one, other) is None


# The report


def test_the_report_lists_each_misconception_once_with_the_questions_that_point_to_it(quizzed):
    made = quizzed(
        "choices: [1, 2], answer: {count: records}",
        "choices: [{text: a, correct: true}, {text: b, misconception: F273}], hint: '[step 2](step:2)'",
        "choices: [1, 2, 3], answer: {count: read.records}",
        "choices: [1, 2], answer: {count: available.record}",
    )
    assert made.beliefs.suspected([]) == []
    answers = list(zip("1234", made.questions, [(1,), (1,), (2,), (1,)], strict=True))
    suspected = made.beliefs.suspected(answers)
    assert [(each.misconception.number, each.step, names) for each, names in suspected] == [
        ("F270", 7, ["1", "4"]),
        ("F273", 2, ["2"]),
    ]
    of_these = made.beliefs.suspected(answers[1:])
    assert [(each.misconception.number, names) for each, names in of_these] == [("F273", ["2"]), ("F270", ["4"])]


# Generated questions


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        ("reading-removes", "consumers: [{name: a}, {name: b}]\ntimeline: [put: {order_id: o-1}]"),
        ("every-write-is-recorded", "timeline: [put: {order_id: o-1}, put: {order_id: o-1}]"),
        ("overwrite-is-insert", "timeline: [put: {order_id: o-1}, put: {order_id: o-1, n: 1}]"),
        ("update-is-modify", "timeline: [update: {key: {order_id: o-1}, set: {n: 1}}]"),
        ("missing-delete-is-recorded", "timeline: [delete: {order_id: o-1}]"),
        (
            "failed-condition-is-recorded",
            "timeline: [put: {order_id: o-1}, {put: {order_id: o-1}, condition: {attribute_not_exists: order_id}}]",
        ),
        ("new-image-archives-deletes", "timeline: [put: {order_id: o-1}, delete: {order_id: o-1}]"),
        (
            "reenabling-resumes",
            "timeline: [put: {order_id: o-1}, disable_stream: {}, enable_stream: {view_type: KEYS_ONLY}, "
            "put: {order_id: o-2}]",
        ),
        (
            "enabling-replays",
            "stream: {view_type: KEYS_ONLY, enabled: false}\n"
            "timeline: [put: {order_id: o-1}, enable_stream: {view_type: KEYS_ONLY}]",
        ),
        (
            "exactly-once",
            "consumers: [{type: kcl, workers: [a, b]}]\n"
            "timeline: [put: {order_id: o-1}, crash: {consumer: consumer, worker: a}]",
        ),
        (
            "skipped-after-a-few-tries",
            "consumers: [{type: lambda, maximum_record_age_in_seconds: 60, "
            "function: {fails_on: {eventName: [INSERT]}}}]\n"
            "timeline: [put: {order_id: o-1}]",
        ),
        (
            "bad-record-blocks-all",
            "stream: {view_type: KEYS_ONLY, shards: 2}\n"
            "consumers: [{type: lambda, maximum_retry_attempts: 2, "
            "function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}}}]\n"
            "timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 400ms}]",
        ),
        (
            "retries-are-invocations",
            "consumers: [{type: lambda, maximum_retry_attempts: 3, function: {fails_on: {eventName: [INSERT]}}}]\n"
            "timeline: [put: {order_id: o-1}]",
        ),
        (
            "reporting-is-enough",
            "consumers: [{type: lambda, "
            "function: {fails_on: {eventName: [INSERT]}, failures: 1, reports: first_failed}}]\n"
            "timeline: [put: {order_id: o-1}]",
        ),
        ("empty-means-done", "timeline: [put: {order_id: o-1}, put: {order_id: o-2}]"),
        ("last-page-is-empty", "timeline: [put: {order_id: o-1}, {split_shard: 1, after: 100ms}]"),
        (
            "iterators-are-checkpoints",
            "timeline: [put: {order_id: o-1}, stop: {consumer: consumer}, wait: 20m, start: {consumer: consumer}, "
            "put: {order_id: o-2}]",
        ),
        ("records-stay", "timeline: [put: {order_id: o-1}, wait: 25h]"),
        ("any-number-of-readers", "consumers: [{name: a}, {name: b}, {name: c}]\ntimeline: [put: {order_id: o-1}]"),
        ("batch-is-one-record", "timeline: [batch_write: [put: {order_id: o-1}, put: {order_id: o-2}]]"),
        (
            "numbers-filter-as-numbers",
            "consumers: [{type: lambda, "
            "filter_criteria: [{dynamodb: {NewImage: {n: {N: [{numeric: ['>', 100]}]}}}}]}]\n"
            "timeline: [put: {order_id: o-1, n: 101}]",
        ),
    ],
)
def test_a_misconception_gives_a_wrong_choice_of_a_generated_question(slug, text):
    head = "title: A test\ntable: {name: Orders, partition_key: order_id}\n"
    stream = "" if text.startswith("stream:") else "stream: {view_type: NEW_AND_OLD_IMAGES}\n"
    made = lesson_of(scenario_from_text(head + stream + text))
    found = misconception(slug)
    assert found is not None
    tagged: list[tuple[Question, int]] = [
        (question, index)
        for question in generate(made, 1000, 1)
        for index, option in enumerate(question.options)
        if option.misconception == found.number
    ]
    assert tagged
    for question, index in tagged:
        [(_, why)] = made.beliefs.whys(question, (index,))
        assert found.belief in plain(why)
        assert found.refutation in plain(why)
        assert plain(why).endswith(f"({found.number}).")


@pytest.mark.parametrize(
    ("name", "number"), [("report-the-failure", "F293"), ("split-shard", "F301"), ("poison-pill", "F291")]
)
def test_the_questions_of_a_lesson_have_the_misconception_that_it_is_about(name, number):
    questions = generate(load_lesson(name), 1000, 1)
    assert number in {option.misconception for question in questions for option in question.options}


def test_a_run_of_thousands_of_steps_is_not_run_again_for_every_belief(lesson):
    made = lesson("repeat: {times: 501, do: {put: {order_id: 'o-{n}'}}}")
    assert len(made.trace.events) > 2000
    assert made.beliefs.believed == ()


FAR_LONGER = """\
show_empty_polls: true
consumers:
  - name: a
    type: lambda
    function: {fails_on: {eventName: [REMOVE]}}
"""
"""Who believes that a delete of a missing item is recorded expects 24 hours of retries, and of polls meanwhile."""


def test_a_believers_run_that_is_far_longer_than_the_lessons_own_is_not_worked_out(lesson):
    made = lesson("delete: {order_id: o-9}", "put: {order_id: o-1}", more=FAR_LONGER + "  - {name: b}\n")
    assert len(made.trace.events) < 20
    believers = {each.misconception.slug for each in made.beliefs.believed}
    assert "missing-delete-is-recorded" not in believers
    assert believers


def test_polls_of_which_none_is_shown_keep_no_belief_from_being_worked_out(lesson):
    # The stream is off, so that there is no shard to poll and no step.
    more = "show_empty_polls: true\nconsumers: [{name: a, poll_interval: 1ms}]\n"
    made = lesson("put: {order_id: o-1}", "put: {order_id: o-1}", "disable_stream: {}", "wait: 25h", more=more)
    assert "every-write-is-recorded" in {each.misconception.slug for each in made.beliefs.believed}


def test_a_write_is_found_in_a_run_in_which_a_transaction_before_it_was_carried_out() -> None:
    # Who believes that time to live is a timer (F308) has the item gone at 5 s, so that the condition holds.
    entries = "{put: {order_id: a}}, {put: {order_id: o-1}, condition: {attribute_not_exists: order_id}}"
    scenario = scenario_from_text(
        "title: A lesson\ntable: {name: Orders, partition_key: order_id, "
        "time_to_live: {attribute: ttl, deletion_delay: 1h}}\nstream: {view_type: KEYS_ONLY}\n"
        "timeline: [put: {order_id: o-1, ttl: !in 1s}, "
        f"{{transact_write: [{entries}], at: 5s}}, {{put: {{order_id: z}}, at: 20s}}]\n"
    )
    real, believed = simulate(scenario), simulate(scenario, Rules(expiry_is_a_timer=True))
    assert Event.WRITE_CANCELLED in real.events
    assert Event.WRITE_CANCELLED not in believed.events
    [number] = [step for step, change in real.writes.items() if change.key and change.key[0].value == "z"]
    there = matching_step(real, number, believed)
    assert there is not None
    assert believed.writes[there].key == real.writes[number].key
