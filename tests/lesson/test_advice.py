"""Advice for a lesson without errors: each warning comes where it is due, and nowhere else."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.lesson.check.advice import advice

AUTHORED = "quiz: [{question: Q, explanation: It is so for a good reason., choices: [%s], hint: %s}]\n"


@pytest.fixture(scope="module")
def advised(lesson):
    """The messages of one code about a lesson of one put, which has six steps."""

    def messages(code: str, more: str, *entries: str) -> list[str]:
        return [each.message for each in advice(lesson(*entries, more=more)) if each.code == code]

    return messages


def asking(answer: str, choices: str = "") -> str:
    listed = f", choices: [{choices}]" if choices else ""
    return f"quiz: [{{question: Q, answer: {answer}{listed}, explanation: 'See [step 2](step:2).'}}]\n"


# W506


def kinds_without_a_word(messages: list[str]) -> set[str]:
    return {message.partition('"')[2].rstrip('"') for message in messages}


READS, PROCESSES = "Consumer reads stream record", "Consumer processes the change"
CREATED = "DynamoDB Streams captures change"


def test_a_kind_of_step_that_nothing_speaks_of_is_named(advised):
    more = "key_moments: [{question: Q, answer: 'See [the write](step:1).'}]\n"
    assert kinds_without_a_word(advised("W506", more)) == {CREATED, READS, PROCESSES}


@in_each_case(
    "answer, choices, spoken_of",
    [
        ("{count: read.records}", "'1', '2'", READS),
        ("{count: process.succeeded}", "'1', '2'", PROCESSES),
        ("{count: records, what_if: {stream: {shards: 2}}}", "'1', '2'", CREATED),
        ("{last_step: {event: read.records}}", "Step 4, Step 5", READS),
        ("{changed_in: 4}", "Consumer State, Stream Records", READS),
    ],
)
def test_an_event_that_an_answer_asks_for_counts_as_explained(advised, answer, choices, spoken_of):
    assert spoken_of not in kinds_without_a_word(advised("W506", asking(answer, choices)))


def test_every_action_of_an_order_is_spoken_of(advised):
    order = asking("{order: true}", f"{PROCESSES}, {READS}, {CREATED}")
    assert advised("W506", order) == []


def test_the_records_of_a_match_are_spoken_of(lesson):
    asked = 'quiz: [{question: Q, answer: {match: {records: [1, 2], by: key}}, explanation: "[x](step:1)"}]\n'
    found = advice(lesson("put: {order_id: o-1}", "put: {order_id: o-2}", more=asked))
    said = kinds_without_a_word([each.message for each in found if each.code == "W506"])
    assert CREATED not in said
    assert READS in said


# W501


def test_choices_that_stand_in_the_right_order_give_it_away(advised):
    assert advised("W501", asking("{order: true}", f"{CREATED}, {READS}, {PROCESSES}")) == [
        "these choices stand in the right order already; mix them"
    ]
    assert advised("W501", asking("{order: true}", f"{READS}, {CREATED}, {PROCESSES}")) == []


# W502


@in_each_case(
    "choices, said",
    [
        ("{text: the stream itself does, correct: true}, no, yes", "the right choice is much longer than the others"),
        ("{text: a, correct: true}, b, because of the stream itself", None),
        ("{text: the stream itself does, correct: true}, no", None),
        ("{text: the stream itself does, correct: true}, no, because of the table", None),
        ("{text: the stream, correct: true}, no, yes", None),
        ("{text: the stream itself does, correct: true}, the table does it, both", None),
    ],
)
def test_only_a_right_choice_that_is_much_longer_than_all_wrong_ones_stands_out(advised, choices, said):
    assert advised("W502", AUTHORED % (choices, "h")) == ([said] if said else [])


def test_words_that_the_program_asks_for_may_be_shorter_than_an_authors(advised):
    assert advised("W502", asking("{count: records}", "'1', 'None, since nothing is written'")) == []


# W515 to W519


@in_each_case(
    "said, warns",
    [
        ("The right answer is b.", True),
        ("The answer is B, as you saw.", True),
        ("The right choice is 'b'", False),
        ("The answer is a.", False),
        ("The answer is behind you.", False),
        ("The answer is B-tree.", False),
    ],
)
def test_an_explanation_that_calls_a_wrong_choice_right_is_warned_of(advised, said, warns):
    more = f'quiz: [{{question: Q, explanation: "{said}", choices: [{{text: a, correct: true}}, b], hint: H}}]\n'
    assert bool(advised("W515", more)) is warns
    more = f'quiz: [{{question: Q, explanation: E, choices: [{{text: a, correct: true}}, b], hint: "{said}"}}]\n'
    assert bool(advised("W515", more)) is warns


@pytest.mark.parametrize(("view_type", "warns"), [("NEW_AND_OLD_IMAGES", True), ("KEYS_ONLY", False)])
def test_a_what_if_that_changes_nothing_is_warned_of(advised, view_type, warns):
    answer = f"{{count: records, what_if: {{stream: {{view_type: {view_type}}}}}}}"
    assert bool(advised("W516", asking(answer, "'1', '2'"))) is warns


def test_a_what_if_that_changes_only_how_often_an_effect_happens_is_not_warned_of(lesson):
    function = "{effect: mail sent, idempotent: false}"
    answer = "{variable: effects, after: end, what_if: {consumers: {1: {function: {idempotent: true}}}}}"
    more = f"show: {{variables: effects}}\nconsumers: [{{type: lambda, function: {function}}}]\n"
    twice = ("put: {order_id: a}", "redeliver: {consumer: consumer}")
    [question] = asking(answer, "'r1: 1', 'r1: 2'").splitlines()
    found = advice(lesson(*twice, more=f"{more}{question}\n"))
    assert "W516" not in {each.code for each in found}


@pytest.mark.parametrize(
    ("answer", "warns"),
    [
        ("{count: records}", True),
        ("{count: records, what_if: {stream: {view_type: KEYS_ONLY}}}", False),
        ("{count: records, what_if: {stream: {view_type: KEYS_ONLY}}, compared: true}", False),
    ],
)
def test_an_explanation_of_another_run_may_speak_of_facts_that_this_run_does_not_show(advised, answer, warns):
    choices = "More, The same number, '1'"
    more = f"quiz: [{{question: Q, answer: {answer}, choices: [{choices}], explanation: '[x](fact:F150)'}}]\n"
    assert bool(advised("W511", more)) is warns


def test_a_match_whose_events_are_all_different_gives_itself_away(lesson):
    entries = ("put: {order_id: a}", "put: {order_id: b, name: b}", "delete: {order_id: a}")

    def warned(records: str, by: str) -> bool:
        asked = asking(f"{{match: {{records: {records}, by: {by}}}}}")
        return "W517" in [each.code for each in advice(lesson(*entries, more=asked))]

    assert warned("[1, 3]", "images")
    assert not warned("[1, 2, 3]", "images")
    assert not warned("[1, 3]", "event_name")


LOOKED_UP = "{question: Q, answer: {cell: {step: 4, column: consumer_reads}}, choices: [Yes, No], explanation: E}"
INFERRED = (
    "{question: Q, answer: {count: records, what_if: {stream: {shards: 2}}}, choices: ['1', '2'], explanation: E}"
)


@in_each_case(
    "questions, warns",
    [
        ([LOOKED_UP] * 3 + [INFERRED], True),
        ([LOOKED_UP] * 2 + [INFERRED], True),
        ([LOOKED_UP] * 2 + [INFERRED] * 2, False),
        ([LOOKED_UP] * 2, False),
    ],
)
def test_more_than_half_of_the_questions_answered_by_reading_a_cell_is_warned_of(advised, questions, warns):
    assert bool(advised("W518", f"quiz: [{', '.join(questions)}]\n")) is warns


@in_each_case(
    "name, choices, warns",
    [
        ("throttled-reader", "{text: It is throttled, correct: true}, It is idle", True),
        ("throttled-reader", "{text: It is throttled, correct: true}, It is never throttled", False),
        ("ledger", "{text: It is throttled, correct: true}, It is idle", False),
        ("ledger", "{text: ledger, correct: true}, copy", False),
    ],
)
def test_a_consumers_name_that_gives_the_answer_away_is_warned_of(advised, name, choices, warns):
    more = (
        f"consumers: [{{name: {name}, type: poller}}]\nquiz: [{{question: Q, explanation: E, choices: [{choices}]}}]\n"
    )
    assert bool(advised("W519", more)) is warns


# W503


@in_each_case(
    "hint, said",
    [
        ("'...'", "this hint has no words"),
        ("'?!'", "this hint has no words"),
        ("Q?", "this hint says what the question, the explanation or another hint says"),
        ("[Look., look]", "this hint says what the question, the explanation or another hint says"),
        ("'\"Right.\"'", "this hint is the answer"),
        ("Look again.", None),
    ],
)
def test_a_hint_that_says_nothing_new_is_none(advised, hint, said):
    assert advised("W503", AUTHORED % ("{text: right, correct: true}, wrong", hint)) == ([said] if said else [])


# W504


def test_a_very_short_explanation_explains_no_wrong_choice(advised):
    more = "quiz: [{question: Q, explanation: %s, choices: [{text: a, correct: true}, b]}]\n"
    assert advised("W504", more % "It is so.") == ["nothing says why choice B is wrong: give it a `why`"]
    assert advised("W504", more % "It is so for a good reason.") == []


# W507


@in_each_case(
    "text, references",
    [
        ("See step 2.", ["[step {step}](step:placed.capture)"]),
        ("See Step #2.", ["[Step #{step}](step:placed.capture)"]),
        ("See step\u00a02.", ["[step\u00a0{step}](step:placed.capture)"]),
        ("In step two it is captured.", ["[step {step}](step:placed.capture)"]),
        ("Step six is the last.", ["[Step {step}](step:placed~consumer.waiting)"]),
        ("See steps 2 and 3.", ["[steps {step}](step:placed.capture)", "[{step}](step:placed.available)"]),
        ("See steps 2-4.", ["[steps {step}](step:placed.capture)", "[{step}](step:placed/consumer.read)"]),
        ("In each step two things happen.", []),
        ("Under After Step 4 it says so.", []),
        ("After step 4 it is idle.", ["[step {step}](step:placed/consumer.read)"]),
        ("See step 04.", ["[step {step}](step:placed/consumer.read)"]),
        ("See step 2 and 3 records.", ["[step {step}](step:placed.capture)"]),
        ("It goes step by step; two steps later it ends.", []),
    ],
)
def test_a_step_that_is_named_without_a_reference_is_said_for_each_number(advised, text, references):
    found = advised("W507", f"summary: '{text}'\n", "{put: {order_id: o-1}, id: placed}")
    assert [message.partition("write ")[2].removesuffix(", which is checked") for message in found] == references


@pytest.mark.parametrize("text", ["See step 9.", "See step nine.", f"See step {'9' * 5000}."])
def test_no_link_is_advised_to_a_step_that_does_not_exist(advised, text):
    [message] = advised("W507", f"transcript: '{text}'\n")
    assert message.endswith("names no step: the run has only 6")


def test_a_question_about_another_run_may_name_a_step_that_this_run_has_not(advised):
    more = (
        "quiz: [{question: What of step 9?, choices: ['1', '2'], answer: {count: records, what_if: {timeline: "
        "{2: {put: {order_id: o-2}}}}}, explanation: It comes twice.}]\n"
    )
    assert advised("W507", more) == []


# W505


def test_a_shard_or_a_worker_that_is_shown_and_that_the_run_does_not_have_is_named(advised):
    more = """\
show: {variables: [iterator_age.w@1, iterator_age.w@9, consumer_state.w.a, consumer_state.w.z]}
consumers: [{name: w, type: kcl, workers: [a]}]
"""
    assert advised("W505", more) == [
        '"iterator_age.w@9" is shown, and the run has no shard 9',
        '"consumer_state.w.z" is shown, and the run has no worker z',
    ]


# W527


TELLS = "this refers to step {told}, and is shown before step {gate} is predicted: let it stand at a later step, or "


@in_each_case(
    "texts, told",
    [
        ("summary: 'It ends with [step 5](step:5).'", (5, 4)),
        ("notes: [{step: 2, text: 'See [step 4](step:4).'}]", (4, 4)),
        ("notes: [{step: 2, text: 'See [the tracker](variable:consumer_state@5).'}]", (5, 4)),
        ("key_moments: [{question: 'Why does [step 6](step:6) come?', answer: A, step: 2}]", (6, 4)),
        ("key_moments: [{question: Q, answer: 'See [step 2](step:2) and [step 5](step:5).'}]", (5, 4)),
        ("key_moments: [{question: Q, answer: 'See [step 6](step:6).', step: 4}]", (6, 6)),
    ],
)
def test_a_text_that_tells_a_later_prediction_is_named(advised, texts, told):
    [said] = advised("W527", f"{texts}\npredict: [4, 6]\n")
    assert said.startswith(TELLS.format(told=told[0], gate=told[1]))


@in_each_case(
    "texts",
    [
        "notes: [{step: 4, text: 'See [step 4](step:4) and [step 5](step:5).'}]",
        "notes: [{step: 2, text: 'See [step 3](step:3).'}]",
        "notes: [{step: 3, text: 'Step 3 holds back: see [step 4](step:4).'}]",
        "key_moments: [{question: Q, answer: 'It is about [step 4](step:4), and after [step 2](step:2).'}]",
        "key_moments: [{question: Without a step it is reached at the end., answer: A}]",
    ],
)
def test_a_text_that_is_shown_after_the_prediction_tells_nothing(advised, texts):
    assert advised("W527", f"{texts}\npredict: [4, 6]\n") == []


def test_where_the_program_chooses_what_to_ask_a_text_may_refer_to_any_step(advised):
    assert advised("W527", "notes: [{step: 2, text: 'See [step 4](step:4).'}]\n") == []
