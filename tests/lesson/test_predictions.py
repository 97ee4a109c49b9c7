"""Predict: which steps are asked about, what can be chosen, and what an author says of it."""

from __future__ import annotations

import pytest
from cases import in_each_case
from loaded_lessons import gates_of, in_each, load_lesson

from simulator.lesson.lesson import Lesson
from simulator.lesson.predict.gates import MOST_GATES, gates
from simulator.lesson.predict.next_actions import next_choices
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Location, plain
from simulator.lesson_tests.answers_hold import misgraded
from simulator.scenario.events import Event
from simulator.scenario.files.library import lesson_names

ONE_PUT = ("put: {order_id: o-1}",)


def events(lesson: Lesson) -> dict[int, str]:
    """The steps that are asked about, and the event of each."""
    return {step: lesson.trace.events[step - 1].value for step in gates(lesson)}


def choices(lesson: Lesson, step: int) -> list[str]:
    return [option.text for option in gates(lesson)[step].question.options]


def right(lesson: Lesson, step: int) -> str:
    question = gates(lesson)[step].question
    [index] = question.right
    return question.options[index].text


# Which steps


def test_first_occurrences_are_asked_about_but_neither_writes_nor_events_that_follow_by_themselves(lesson):
    assert events(lesson(*ONE_PUT)) == {
        2: "capture.record",
        4: "read.records",
        5: "process.succeeded",
        6: "idle.waiting",
    }


def test_a_plain_repeat_is_not_asked_about_again(lesson):
    again = lesson("repeat: {times: 20, do: {put: {order_id: 'o-{n}'}}}")
    assert list(events(again)) == [2, 4, 5, 6]


def test_a_record_of_another_event_name_is_new_and_its_name_is_asked_for():
    made = load_lesson("three-changes")
    assert {step: plain(gate.question.text) for step, gate in gates(made).items() if step > 6} == {
        8: 'The next step is "DynamoDB Streams captures change". What is the eventName of its record?',
        14: 'The next step is "DynamoDB Streams captures change". What is the eventName of its record?',
    }
    assert (right(made, 8), right(made, 14)) == ("MODIFY", "REMOVE")
    assert choices(made, 8) == ["INSERT", "MODIFY", "REMOVE"]


def test_a_believer_in_every_put_as_an_insert_predicts_another_event_name(lesson):
    made = lesson("put: {order_id: o-1}", "put: {order_id: o-1, total: 2}")
    [step] = [step for step, gate in gates(made).items() if "eventName" in plain(gate.question.text)]
    assert {option.text: option.misconception for option in gates(made)[step].question.options} == {
        "INSERT": "F271",
        "MODIFY": None,
        "REMOVE": None,
    }


def test_the_reveal_of_a_row_says_why_processes_is_no_and_nothing_of_later_steps(lesson):
    gate = gates(lesson(*ONE_PUT))[4]
    assert plain(gate.question.explanation).endswith(
        "The record is not processed by the consumer by the end of this step."
    )


def test_a_choice_names_as_many_records_as_it_counts():
    made = load_lesson("children-first")
    early = next_choices(made.trace, 2, "seed")
    assert early
    assert not any("2 stream records" in choice for choice in early)


def test_where_the_next_step_is_asked_about_too_a_reveal_does_not_tell_it():
    made = load_lesson("given-up-in-silence")
    first, second = (plain(gates(made)[step].question.explanation) for step in (12, 13))
    assert first.endswith("Retries used so far: 1 of 1.")
    assert second.startswith("The retries are used up")


def test_the_step_after_a_write_without_a_record_is_asked_about_once_for_each_such_event(lesson):
    made = lesson(
        "put: {order_id: o-1}",
        "put: {order_id: o-1}",
        "wait: 2s",
        "put: {order_id: o-1}",
        "wait: 2s",
        "{put: {order_id: o-1}, condition: {attribute_not_exists: order_id}}",
        "wait: 2s",
        more="show_empty_polls: true\n",
    )
    # The poll at 0 s finds nothing yet: it is step 2, and the first put goes on to step 7.
    after = [made.trace.events[step - 2].value for step in gates(made) if step > 7]
    assert after == ["write.unchanged", "write.rejected"]


def test_the_timelines_own_actions_are_not_asked_about(lesson):
    made = lesson(
        "put: {order_id: o-1}",
        "split_shard: 1",
        "put: {order_id: o-2}",
        "crash: {consumer: consumer}",
        "restart: {consumer: consumer}",
        "disable_stream: {}",
        "enable_stream: {view_type: KEYS_ONLY}",
    )
    assert {"available.shard_closed", "available.shard_opened", "read.crashed", "read.restarted"} <= {
        event.value for event in made.trace.events
    }
    asked = set(events(made).values())
    assert asked.isdisjoint({each.value for each in Event if each.value.startswith(("write.", "available."))})
    assert asked.isdisjoint({"read.crashed", "read.restarted"})
    assert "read.shard_end" in asked


def test_there_are_not_more_gates_than_a_learner_bears():
    for name in lesson_names():
        if load_lesson(name).scenario.predict is None:
            assert 1 <= len(gates_of(name)) <= MOST_GATES


def test_a_lesson_that_asks_nothing(lesson):
    assert gates(lesson(*ONE_PUT, more="predict: []\n")) == {}
    assert gates(lesson("wait: 1s")) == {}


# The choices


@in_each(lesson_names())
def test_every_gate_has_two_to_four_choices_and_one_of_them_is_what_happens(lesson):
    for step, gate in gates_of(lesson.name).items():
        question = gate.question
        assert gate.step == step
        assert question.location == Location(step)
        assert 2 <= len(question.options) <= 4
        assert len({option.text for option in question.options}) == len(question.options)
        assert [index for index, option in enumerate(question.options) if option.right] == list(question.right)
        assert len(question.right) == 1
        assert list(misgraded((question,), lesson.trace)) == []
        assert plain(question.explanation)
        for index, option in enumerate(question.options):
            if option.misconception is not None:
                [(_, why)] = lesson.beliefs.whys(question, (index,))
                assert f"({option.misconception})." in plain(why)


def test_the_gates_are_the_same_every_time():
    first, again = (
        {step: gate.question.options for step, gate in gates(load_lesson("three-changes")).items()} for _ in range(2)
    )
    assert first == again


def test_no_choice_is_an_action_that_the_timeline_might_bring(lesson):
    made = lesson(*ONE_PUT, "split_shard: 1", "put: {order_id: o-2}")
    for gate in gates(made).values():
        for option in gate.question.options:
            assert not option.text.startswith(("Write", "Shard"))


def test_a_believers_prediction_is_a_choice(lesson):
    made = lesson("put: {order_id: o-1}", "put: {order_id: o-1}", "wait: 2s", more="show_empty_polls: true\n")
    assert made.trace.events[7].value == "write.unchanged"  # step 2 is the poll at 0 s, which finds nothing yet
    assert right(made, 9) == "Consumer polls, no new changes"
    options = {option.text: option.misconception for option in gates(made)[9].question.options}
    assert options["DynamoDB Streams captures change"] == "F270"
    assert "No new changes" not in options  # it says the same as the right one


def test_a_change_that_only_a_believer_sees_captured_is_a_choice_beside_the_one_that_is(lesson):
    put = "put: {order_id: o-1}"
    made = lesson(put, put, f"batch_write: [{put}, put: {{order_id: o-2}}]", more="predict: [10]\n")
    assert right(made, 10) == "DynamoDB Streams captures change (o-2)"
    options = {option.text: option.misconception for option in gates(made)[10].question.options}
    assert options["DynamoDB Streams captures change (o-1)"] == "F270"


def test_a_belief_is_no_choice_where_it_only_moves_the_step_to_a_later_number(lesson):
    # A believer of F298 has a reader that stopped at step 6. Its steps 10 to 12 are writes and captures.
    made = lesson("put: {order_id: o-1}", "put: {order_id: o-2}", more="predict: [8, 11]\n")
    assert {option.misconception for option in gates(made)[8].question.options} == {None}
    assert {option.misconception for option in gates(made)[11].question.options} == {None}


def test_a_run_of_one_step_can_still_be_asked_about(lesson):
    made = lesson(*ONE_PUT, "wait: 0ms", more="predict: [1]\n")
    assert len(made.trace.events) == 1
    assert right(made, 1) == "Write item to DynamoDB table"
    assert len(choices(made, 1)) > 1


# What the author says


def test_the_author_chooses_the_steps_and_the_trivial_ones_too(lesson):
    made = lesson(*ONE_PUT, more="predict: [3, {step: 5}, {step: 1, ask: next}]\n")
    assert list(gates(made)) == [3, 5, 1]
    assert [plain(gate.question.text) for gate in gates(made).values()] == ["What happens next?"] * 3
    assert [right(made, step) for step in (3, 5, 1)] == [
        "Stream record available",
        "Consumer processes the change",
        "Write item to DynamoDB table",
    ]


@pytest.mark.parametrize(
    ("step", "row"),
    [
        (2, "Reads: No. Processes: No."),
        (4, "Reads: Yes. Processes: No."),
        (5, "Reads: Yes. Processes: Yes."),
        (6, "Reads: No. Processes: No."),
    ],
)
def test_a_row_can_be_asked_for(lesson, step, row):
    made = lesson(*ONE_PUT, more=f"predict: [{{step: {step}, ask: row}}]\n")
    rows = ["Reads: Yes. Processes: Yes.", "Reads: Yes. Processes: No.", "Reads: No. Processes: No."]
    assert choices(made, step) == (rows[:2] if step == 4 else rows), "the question says that step 4 reads"
    assert right(made, step) == row
    action = {2: "DynamoDB Streams captures change", 4: "Consumer reads stream record"}.get(step, "")
    assert action in plain(gates(made)[step].question.text)


@in_each_case(
    "step, column, heading, cell",
    [
        (1, "record_created", "Stream Record Created?", "No"),
        (3, "record_created", "Stream Record Created?", "Yes"),
        (3, "consumer_reads", "Consumer Reads?", "No"),
        (4, "consumer_processes", "Consumer Processes?", "No"),
        (5, "consumer_processes", "Consumer Processes?", "Yes"),
    ],
)
def test_a_column_can_be_asked_for(lesson, step, column, heading, cell):
    made = lesson(*ONE_PUT, more=f"predict: [{{step: {step}, ask: {column}}}]\n")
    assert choices(made, step) == ["Yes", "No"]
    assert right(made, step) == cell
    assert plain(gates(made)[step].question.text).endswith(f'What will stand under "{heading}"?')


def test_a_believer_expects_another_row(lesson):
    # Who thinks that reading removes (F4) has nothing left for b; its step is not there, so nothing is asked of it.
    made = lesson(*ONE_PUT, more="consumers: [{name: a}, {name: b}]\npredict: [{step: 5, ask: row}]\n")
    assert made.trace.actors[4] == "b"
    assert {option.misconception for option in gates(made)[5].question.options} == {None}


@in_each_case(
    "predict, expected",
    [
        ("[7]", ["lesson.yaml:9:11: L402 no step 7; the run has 6"]),
        ("[2, 99, 4]", ["lesson.yaml:9:14: L402 no step 99; the run has 6"]),
        ("[0]", ["lesson.yaml:9:11: L402 no step 0 in the table; its steps are counted from 1"]),
        ("[{step: 8, ask: row}]", ["lesson.yaml:9:18: L402 no step 8; the run has 6"]),
        (
            "[{ask: row, step: 8}, 9]",
            [
                "lesson.yaml:9:28: L402 no step 8; the run has 6",
                "lesson.yaml:9:32: L402 no step 9; the run has 6",
            ],
        ),
        (
            "[{step: 3, ask: event_name}]",
            ["lesson.yaml:9:26: L405 step 3 captures no record, so it has no eventName"],
        ),
        ("[2, {step: 2, ask: row}]", ["lesson.yaml:9:21: L406 step 2 is here twice; it is asked about once"]),
    ],
)
def test_a_step_that_does_not_exist_in_the_run_is_a_complaint_at_its_place(complaints, predict, expected):
    assert complaints(f"predict: {predict}\n") == expected


@in_each_case(
    "predict, place, code",
    [
        ("[-1]", "9:11", "S204"),
        ("[two]", "9:11", "L402"),
        ("[placed.sometime]", "9:11", "S203"),
        ("[{step: 2, ask: everything}]", "9:26", "S204"),
        ("[{ask: row}]", "9:11", "S202"),
        ("[{step: 2, question: Q}]", "9:21", "S201"),
    ],
)
def test_a_step_that_cannot_be_predicted_is_refused(complaints, predict, place, code):
    [line] = complaints(f"predict: {predict}\n")
    assert line.startswith(f"lesson.yaml:{place}: {code} ")


def beliefs(name: str, step: int) -> dict[str, str | None]:
    """The choices of a gate of the library, each with the belief that leads to it."""
    return {option.text: option.misconception for option in gates(load_lesson(name))[step].question.options}


def test_a_believer_may_expect_the_step_with_other_records():
    # A retry from where it failed has o-3 alone; a mapping that goes on where the old one was has p-4 alone.
    assert beliefs("done-before-the-error", 12)["r1: 1, r2: 1, r3: 1"] == "F205"
    assert beliefs("changing-a-mapping", 28)["r1: 1, r2: 1, r3: 1, r4: 1"] == "F174"
    assert None is beliefs("done-before-the-error", 26)["r1: 3, r2: 3, r3: 2"], "their counts differ since step 12"


def test_who_still_expects_what_a_step_shows_to_be_wrong_holds_the_belief():
    assert beliefs("forgotten-checkpoint", 20)["Worker a takes shard 2"] == "F244"
    assert beliefs("poison-pill", 27)["Consumer gives up on 2 records (p-1 and p-3, shard 1)"] == "F290"
    assert beliefs("poison-pill", 27)["Consumer reads stream record (p-5, shard 1)"] is None
    lesson = load_lesson("forgotten-checkpoint")
    question = gates(lesson)[20].question
    expected = lesson.beliefs.expected(question, (choices(lesson, 20).index("Worker a takes shard 2"),))
    assert expected is not None, "their run has it, and can be seen"
    assert expected.answer == "Worker a takes shard 2"


def test_the_reason_of_a_value_does_not_tell_what_the_next_gate_asks():
    first = gates(load_lesson("report-the-failure"))[14].question
    reason, _, note = plain(first.explanation).partition(" About step 13: ")
    assert reason.endswith(
        "The function reported that 2 records failed, first the INSERT of p-2. "
        "One record before the lowest sequence number that it named is finished (F188)."
    )
    assert note.startswith("In this invocation the work on p-2 and on p-4 will fail.")


def test_the_reason_of_a_failure_does_not_tell_what_a_later_gate_asks_of_its_records():
    said = plain(gates(load_lesson("an-outbox"))[26].question.explanation)
    assert "The record before it was worked on already. event-3 was published" in said


def test_the_reason_of_a_value_says_once_what_the_variable_is():
    said = plain(gates(load_lesson("forgotten-checkpoint"))[11].question.explanation)
    assert said.count("A lease changes hands only when another worker takes it.") == 1


def test_no_choice_has_another_consumer_do_what_it_has_done():
    """Invoices has read order-2 in step 19. Billing has not read record 3, because it is stopped."""
    assert set(beliefs("throttled-readers", 20)) == {
        "audit reads stream record (order-2)",
        "audit is throttled",
        "invoices processes the change (order-2)",
        "No new changes for invoices",
    }
    assert "billing reads stream record" not in beliefs("two-consumers", 7)
    assert "billing reads stream record" in beliefs("two-consumers", 23)


def test_a_believer_expects_another_record_of_a_transaction_first():
    assert beliefs("transactions-and-batches", 17)["DynamoDB Streams captures change (order-2)"] == "F310"


def test_a_believer_in_any_number_of_readers_expects_that_the_third_one_reads():
    assert beliefs("throttled-readers", 6)["audit reads stream record (order-1)"] == "F304"


def test_a_believer_who_expects_no_read_is_asked_too():
    assert beliefs("two-consumers", 7)["No new changes for search"] == "F4", "the timeline goes on there"
    assert beliefs("two-consumers", 27)["No new changes for billing"] == "F4", "the believer's run ends there"
    assert beliefs("poison-pill", 21)["Consumer fails on 2 records again (p-1 and p-3, shard 1)"] == "F291"
    assert beliefs("falling-behind", 25).get("No new changes") is None, "F311 is about the record, not about the read"


def test_of_two_beliefs_that_lead_to_a_prediction_the_one_that_the_quiz_names_is_meant():
    assert beliefs("crash-and-checkpoint", 26)["order-1 · r5, shard 1"] == "F289"


def test_the_reveal_has_the_authors_notes_of_the_step_unless_the_next_step_is_asked_about_too(lesson):
    noted = "notes: [{step: 4, text: See this.}]\n"
    alone = gates(lesson(*ONE_PUT, more=f"{noted}predict: [4]\n"))[4].question
    assert plain(alone.explanation).endswith(" See this.")
    followed = gates(lesson(*ONE_PUT, more=f"{noted}predict: [4, 5]\n"))[4].question
    assert "See this." not in plain(followed.explanation)


def test_a_note_that_was_held_back_is_told_with_the_next_prediction_and_only_there(lesson):
    notes = "notes: [{step: 1, text: Of a write.}, {step: 3, text: Before it.}, {step: 2, text: Told at once.}]\n"
    made = gates(lesson(*ONE_PUT, more=f"{notes}predict: [4, 5]\n"))
    first, second = (plain(made[step].question.explanation) for step in (4, 5))
    assert first.endswith(" About step 1: Of a write. About step 3: Before it.")
    assert "Told at once." not in first
    assert "About" not in second
    noted = "notes: [{step: 4, text: See this.}]\n"
    followed = gates(lesson(*ONE_PUT, more=f"{noted}predict: [4, 5]\n"))[5].question
    assert plain(followed.explanation).endswith(" About step 4: See this.")


# What an author asks


TWO_READERS = """
consumers:
  - {name: quick, type: poller}
  - {name: slow, type: poller, poll_interval: 3s}
show: {variables: [backlog]}
"""


def test_an_author_can_ask_for_the_images_of_a_record(lesson):
    made = lesson(
        *ONE_PUT, "delete: {order_id: o-1}", more="predict: [{step: 2, ask: images}, {step: 8, ask: images}]\n"
    )
    assert right(made, 2) == "The new image"
    assert right(made, 8) == "The old image"
    assert choices(made, 2) == ["No image", "The old image", "The new image", "Both images"]
    assert plain(gates(made)[8].question.explanation) == (
        "The eventName of the record is REMOVE. NEW_AND_OLD_IMAGES keeps the item as it was before the change and the "
        "item as it is after the change; after a REMOVE there is none (F86)."
    )


def test_the_reveal_of_an_event_name_tells_the_write_and_no_more_of_what_was_to_come_then(lesson):
    made = lesson(*ONE_PUT, more="predict: [{step: 2, ask: event_name}]\n")
    assert plain(gates(made)[2].question.explanation) == (
        "Step 1: No item had the key o-1. This put adds it. The eventName says what happened to the item: INSERT (F13)."
    )


def test_what_another_consumer_does_at_the_same_time_is_no_wrong_choice(lesson):
    made = lesson(*ONE_PUT, more="consumers: [{name: a}, {name: b}]\npredict: [4]\n")
    assert made.trace.times[3] == made.trace.times[4]
    assert right(made, 4) == "a reads stream record"
    assert "b reads stream record" not in choices(made, 4)


def test_an_empty_poll_is_one_choice_and_none_where_a_poll_reaches_the_end_of_a_shard():
    made = load_lesson("empty-pages")
    empty = {"No new changes", "Consumer polls, no new changes"}
    found = {right(made, step): len(empty & set(choices(made, step))) for step in gates(made)}
    assert found == {
        "Consumer reads stream record (shard 1)": 1,
        "Consumer reads 2 stream records (shard 1)": 1,
        "Consumer reaches end of shard 1": 0,
    }


def test_an_author_can_ask_who_acts_next_and_the_masked_row_does_not_name_it(lesson):
    made = lesson(*ONE_PUT, more=TWO_READERS + "predict: [{step: 4, ask: reader}]\n")
    assert right(made, 4) == "quick"
    assert set(choices(made, 4)) == {"quick", "slow"}
    assert gates(made)[4].row == "What happens next?"


def test_an_author_can_ask_which_record_comes_next_of_those_that_are_there_by_then():
    made = load_lesson("crash-and-checkpoint")
    assert right(made, 26) == "order-4 · r4, shard 1"
    assert "order-1 · r5, shard 1" in choices(made, 26), "a believer in exactly-once expects it"
    question = gates(made)[26].question
    assert [option.record for option in question.options] == [1, 2, 3, 4]
    assert (question.option_of(4), question.option_of(0)) == (3, None)
    assert gates(made)[26].row == "Which record comes next?"


def test_an_author_can_ask_for_the_value_of_a_variable(lesson):
    made = lesson(*ONE_PUT, more=TWO_READERS + "predict: [{step: 5, variable: backlog.quick}]\n")
    assert plain(gates(made)[5].question.text).endswith('What does the tracker say for "Backlog (quick)" after it?')
    assert right(made, 5) == "0"
    assert set(choices(made, 5)) == {"0", "1"}
    assert plain(gates(made)[5].question.explanation).startswith("Backlog (quick): It counts the records that wait")


@in_each_case(
    "item, said",
    [
        ("{step: 1, ask: images}", "step 1 captures no record, so it has no images"),
        ("{step: 2, ask: reader}", "nobody reads or works in step 2"),
        ("{step: 2, ask: record}", "nobody reads or works on a record in step 2"),
        ("{step: 2, variable: backlg}", 'no variable "backlg"'),
        ("{step: 2, variable: table_data, ask: row}", "`variable` stands in place of `ask`; leave one of them out"),
    ],
)
def test_what_cannot_be_asked_of_a_step_is_refused(complaints, item, said):
    [line] = complaints(f"predict: [{item}]\n")
    assert "L405" in line
    assert said in line


def test_where_records_are_counted_a_choice_counts_each_record_of_the_step_once_more():
    # The function has remembered o-4, and does only the work of o-5.
    made = load_lesson("done-before-the-error")
    assert right(made, 26) == "r1: 3, r2: 3, r3: 2, r4: 1, r5: 1"
    assert "r1: 3, r2: 3, r3: 2, r4: 2, r5: 1" in choices(made, 26)


# What the choices name


def test_choices_name_the_items_and_the_shard_where_there_are_several():
    made = load_lesson("poison-pill")
    assert right(made, 16) == "Consumer fails on 2 records again (p-1 and p-3, shard 1)"
    assert "Consumer fails on 2 records again (p-1 and p-3, shard 1)" in choices(made, 21)
    assert right(made, 21) == "Consumer reads stream record (p-4, shard 2)"


def test_no_choice_names_an_item_whose_record_is_still_to_come():
    made = load_lesson("poison-pill")
    named = " ".join(choices(made, 16))
    assert "p-3" in named
    assert "p-4" not in named
    assert "p-5" not in named


def test_the_next_actions_of_the_run_are_choices_and_those_that_are_over_are_not():
    made = load_lesson("leases")
    assert right(made, 17) == "Worker a checkpoints"
    assert "Worker b takes shard 2" in choices(made, 17)
    assert "Worker a reads stream record (order-3, shard 1)" not in choices(made, 17), "it was read in step 10"
    assert not {"Worker a processes the change (order-1, shard 1)", "Worker b takes shard 2"} & set(choices(made, 29))


def test_a_read_of_everything_and_a_read_of_what_is_filtered_out_can_be_chosen(lesson):
    made = lesson(
        "batch_write: [{put: {order_id: o-1}}, {put: {order_id: o-2}}]",
        more="consumers: [{name: c, type: lambda, batch_size: 1}]\npredict: [{step: 7, ask: next}]\n",
    )
    assert right(made, 7) == "Consumer reads stream record (o-1)"
    assert "Consumer reads 2 stream records (o-1 and o-2)" in choices(made, 7)
    made = lesson(
        "put: {order_id: o-1}",
        more="consumers: [{name: c, type: lambda, filter_criteria: [{eventName: [REMOVE]}]}]\n",
    )
    assert right(made, 4) == "Consumer filters out record"
    assert "Consumer reads stream record" in choices(made, 4)


def test_only_workers_that_have_joined_can_act_next(lesson):
    made = lesson(
        *ONE_PUT,
        "add_worker: {consumer: app, worker: b}",
        "put: {order_id: o-2}",
        more="consumers: [{name: app, type: kcl, workers: [a]}, {name: other}]\npredict: [{step: 4, ask: reader}]\n",
    )
    assert set(choices(made, 4)) == {"app, worker a", "other"}


def test_the_same_by_another_worker_can_be_chosen():
    made = load_lesson("leases")
    assert right(made, 17) == "Worker a checkpoints"
    assert "Worker b checkpoints" in choices(made, 17)


def test_who_lets_the_reader_of_the_old_stream_read_on_believes_that_the_stream_is_the_same():
    made = load_lesson("off-and-on")
    assert right(made, 15) == "reader-2 reads stream record (shard 2)"
    believed = {option.text: option.misconception for option in gates(made)[15].question.options}
    assert believed["reader-1 reads stream record (shard 2)"] == "F280"


def test_who_reads_children_before_parents_finds_that_read_among_the_choices(lesson):
    update = "update: {key: {order_id: o-1}, set: {n: 1}}, after: 100ms"
    slow = "consumers: [{processing_time: 1500ms}]\npredict: [11]\n"
    made = lesson(*ONE_PUT, "{split_shard: 1, after: 100ms}", f"{{{update}}}", more=slow)
    believed = {option.text: option.misconception for option in gates(made)[11].question.options}
    assert believed["Consumer reads stream record (shard 2)"] == "F301"
    assert "o-1 · r4, shard 2" in choices(load_lesson("split-shard"), 19)


# What the step before may not tell

TELLS = (
    "INSERT",
    "MODIFY",
    "REMOVE",
    "no record",
    "is due in",
    "not tried again",
    "too old by then",
    "It begins after",
)


@in_each(lesson_names())
def test_the_sentences_of_a_step_before_a_gate_do_not_tell_what_comes(lesson):
    trace = lesson.trace
    for step in gates_of(lesson.name):
        if step == 1 or trace.events[step - 2].phase.value not in ("write", "process"):
            continue
        held = plain(narrate(trace, step - 1, tells_ahead=False))
        named = [word for word in TELLS if word in held]
        if trace.events[step - 2].phase.value == "process":
            named = [word for word in named if word not in ("INSERT", "MODIFY", "REMOVE")]
        assert named == [], held
        assert held.endswith(".")


def test_a_write_is_told_without_its_event_name_and_without_whether_a_record_follows(lesson):
    made = lesson("put: {order_id: o-1}", "put: {order_id: o-1}", "delete: {order_id: o-1}")
    writes = [number for number, event in enumerate(made.trace.events, 1) if event.value.startswith("write.")]
    assert [plain(narrate(made.trace, number, tells_ahead=False)) for number in writes] == [
        "No item had the key o-1. This put adds it.",
        "The item o-1 is the same after the write as before it.",
        "The item o-1 is gone from the table.",
    ]
