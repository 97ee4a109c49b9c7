"""Predict in a plain terminal: a row is hidden until the learner has said what it will be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import typist
from cases import in_each_case
from loaded_lessons import load_lesson
from rich.cells import cell_len

from simulator.learner.learner import Learner
from simulator.learner.progress import Progress
from simulator.terminal.predict import run_predict
from simulator.views.predict_words import settings_words

TWO = "predict: [{step: 4, ask: consumer_reads}, {step: 6, ask: next}]\n"
"""Of a put the fourth step is the read, the sixth and last is idle."""


class Typist(typist.Typist):
    """Types at the predictions of a lesson."""

    def __init__(self, lesson, *typed: str | BaseException, progress: Progress | None = None) -> None:
        super().__init__(*typed, prompts=True)
        session = run_predict(lesson, self.terminal, Learner(progress))
        self.result = (session.score, len(session.predictions))


@pytest.fixture
def two(lesson):
    """One put, and two of its steps are asked about."""
    return lesson(more=TWO)


@pytest.fixture
def progress() -> Iterator[Progress]:
    made = Progress(None, lambda: 1_700_000_000)
    yield made
    made.close()


READ = "Step 4, 1.000 s: Consumer reads stream record (created Yes, reads Yes, processes"


def idle(made) -> str:
    """The number of the right choice of the second prediction."""
    asked = Typist(made, "1").said
    return next(line.split()[0] for line in asked if line.endswith("  No new changes"))


def test_settings_are_told_first_as_far_as_the_lesson_names_them(lesson):
    made = lesson(more=f"consumers: [{{name: fast}}, {{name: slow, processing_time: 2s}}]\n{TWO}")
    assert list(settings_words(made)) == ["Settings of slow: processing_time = 2.000 s."]
    assert "Settings of slow: processing_time = 2.000 s.\n\nStep 1, " in Typist(made).text


def test_after_an_update_the_new_settings_are_told():
    lesson = load_lesson("falling-behind")
    before, after = (next(settings_words(lesson, step)) for step in (21, 22))
    assert before == "Settings of alarm: batch_size = 1; function.duration = 2.000 s."
    assert after == "Settings of alarm: batch_size = 1; function.duration = 2.000 s; parallelization_factor = 3."


def test_a_consumer_that_is_deleted_has_no_settings_and_one_that_is_created_again_has_its_new_ones():
    lesson = load_lesson("changing-a-mapping")
    before, deleted, created = (list(settings_words(lesson, step)) for step in (21, 22, 26))
    assert before == ["Settings of ledger: function.duration = 0.500 s; function.effect = booked."]
    assert deleted == []
    assert created == [
        "Settings of ledger: starting_position = TRIM_HORIZON; function.duration = 0.500 s; function.effect = booked."
    ]


def test_what_a_function_fails_on_is_told_but_in_a_repair_it_is_to_be_found_out():
    (said,) = settings_words(load_lesson("poison-pill"))
    assert '; on_failure = sqs; function.fails_on = {"dynamodb": {"Keys": {"payment_id": {"S": ["p-3"]}}}}.' in said
    assert not list(settings_words(load_lesson("blocked-shard")))


def test_an_outage_is_told_with_its_times():
    (said,) = settings_words(load_lesson("retries-and-limits"))
    assert said.endswith("function.outages = throttle from 10.000 s to 13.000 s.")


def test_rows_come_one_by_one_up_to_the_first_prediction(two):
    text = Typist(two).text.split("\n> ")[0]
    assert text.split("quit.\n\n")[1].splitlines() == [
        "Step 1, 0.000 s: Write item to DynamoDB table (created No, reads No, processes",
        "No).",
        "Step 2, 0.050 s: DynamoDB Streams captures change (created Yes, reads No,",
        "processes No).",
        "Step 3, 0.100 s: Stream record available (created Yes, reads No, processes No).",
        "",
        'Step 4? The next step is "Consumer reads stream record". What will stand under',
        '        "Consumer Reads?"?',
        "  1  Yes",
        "  2  No",
        "  0  I don't know",
    ]


def test_the_row_is_hidden_until_the_learner_has_committed(two):
    said = Typist(two, "2").said
    assert READ not in said[: said.index("> ")]
    assert READ in said[said.index("> ") :]


def test_prediction_and_fact_stand_side_by_side_at_once_and_then_why(two):
    said = Typist(two, "2!").said
    after = said[said.index("> ") + 1 :]
    assert after[:2] == ["You said: No (sure)", "It is:    Yes"]
    assert after[2].startswith("Not quite. ")


def test_a_right_prediction_is_called_so(two):
    said = Typist(two, "1?").said
    after = said[said.index("> ") + 1 :]
    assert after[:2] == ["You said: Yes (not sure)", "It is:    Yes"]
    assert after[2].startswith("Right. ")


def test_a_learner_who_does_not_know_is_shown_the_step(two):
    said = Typist(two, "0").said
    after = said[said.index("> ") + 1 :]
    assert after[:2] == ["You said: you don't know", "It is:    Yes"]
    assert after[2].startswith("Now you see it. ")


def test_a_believer_is_told_which_belief_is_wrong_and_why(lesson):
    # A believer that every put is recorded expects a capture after the second, equal put.
    puts = ("put: {order_id: o-1}", "put: {order_id: o-1}", "put: {order_id: o-2}")
    made = lesson(*puts, more="predict: [8]\n")
    right = Typist(made, "0").result
    assert right == (0, 1)
    text = Typist(made, "DynamoDB Streams captures change (o-1)").text.replace("\n", " ")
    assert '"Every put and every update gives a stream record." It is wrong.' in text


def test_x_tells_what_a_wrong_prediction_expects_up_to_its_step_and_at_the_end_all(lesson):
    told = Typist(load_lesson("split-shard"), "0", "1", "x").text
    assert 'Somebody who believes this expects the second run: "Child shards can be' in told
    assert "At the END" not in told
    assert "As the service does it, step 21" not in told
    puts = ("put: {order_id: o-1}", "put: {order_id: o-1}", "put: {order_id: o-2}")
    last = Typist(lesson(*puts, more="predict: [8]\n"), "DynamoDB Streams captures change (o-1)", "x").text
    assert last.index("At the END of both runs:") < last.index("You predicted 0 of 1 right.")


@pytest.mark.parametrize("typed", ["1", " 1 \n", "yes", "YES", "Yes"])
def test_a_number_or_the_choice_itself_predicts(two, typed):
    assert Typist(two, typed).result == (1, 1)


@in_each_case(
    "typed",
    ["", "?", "3", "12", "01", "012", "99", "-1", "1 2", "1,2", "+1", "²", "１", "é", "\x1b[A", "x" * 10_000],
)
def test_anything_else_is_asked_again_in_one_clear_line(two, typed):
    terminal = Typist(two, typed, "1")
    assert terminal.result == (1, 1)
    assert '" is not a number from 0 to 2.' in terminal.text
    assert all(line.isprintable() for line in terminal.said)


def test_all_of_it_ends_with_the_last_row_and_the_score(two):
    terminal = Typist(two, "2", idle(two))
    assert terminal.said[-4:] == [
        "Step 6, 2.000 s: No new changes (created No, reads No, processes No).",
        "",
        "You predicted 1 of 2 right.",
        'Step 4: it is "Yes"; you said "No".',
    ]
    assert terminal.result == (1, 2)


@pytest.mark.parametrize(
    ("end", "word"),
    [("q", "Stopped."), ("Q", "Stopped."), (KeyboardInterrupt(), "Stopped."), (EOFError(), "The input ended here.")],
)
def test_it_can_end_at_any_time_and_what_was_predicted_stays(two, progress, end, word):
    terminal = Typist(two, "1", end, progress=progress)
    assert terminal.said[-4:-1] == [word, "", "You predicted 1 of 1 right. 1 more would have come."]
    assert progress.answers() == [("lesson", "predict/4", "predict", True, None)]
    assert progress.lessons()["lesson"].step == 4


def test_predictions_are_kept_with_how_sure_they_were(two, progress):
    Typist(two, "2?", idle(two), progress=progress)
    assert progress.answers() == [
        ("lesson", "predict/4", "predict", False, False),
        ("lesson", "predict/6", "predict", True, None),
    ]


def test_not_to_know_is_kept_as_neither_right_nor_sure(two, progress):
    Typist(two, "0", "0", progress=progress)
    assert [answer[2:] for answer in progress.answers()] == [("predict", False, False)] * 2


def test_a_learner_who_has_seen_the_last_row_is_done_with_the_lesson(lesson, progress):
    Typist(lesson(more="predict: [4]\n"), "0", progress=progress)
    assert progress.lessons()["lesson"].is_seen


def test_a_lesson_that_asks_nothing_is_told_to_its_end(lesson):
    terminal = Typist(lesson(more="predict: []\n"))
    assert sum(line.startswith("Step ") for line in terminal.said) == 6
    assert terminal.result == (0, 0)


def test_the_first_lesson_asks_something_and_never_about_its_first_step():
    text = Typist(load_lesson("overview"), *["0"] * 10).text
    assert "Step 1?" not in text
    assert text.count("You said: you don't know") >= 3


@pytest.mark.parametrize("typed", ["1", "0", "zzz", "2?"])
def test_every_line_fits_80_columns_and_is_safe_to_print(nasty, typed):
    for line in Typist(nasty, *[typed, "0"] * 20).said:
        assert cell_len(line) <= 80, line
        assert line.isprintable()
