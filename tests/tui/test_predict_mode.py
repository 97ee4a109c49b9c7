"""Predict mode: the next row is masked until the learner has said what it will be."""

from __future__ import annotations

import pytest

from simulator.learner.progress import Progress
from simulator.lesson.lesson import lesson_of
from simulator.lesson.prediction import gates
from simulator.lesson.words.references import Reference, plain, references
from simulator.scenario.loader import scenario_from_text

TWICE_AND_ANOTHER = ("put: {order_id: o-1}", "put: {order_id: o-1}", "put: {order_id: o-2}")
"""Step 7, the second put, changes nothing. A believer of F270 expects its capture in step 8."""

# The overview asks about steps 2, 4, 5 and 6; the right answers are the choices 2, 2, 2 and 3.


async def test_the_next_row_is_masked_and_stepping_waits_for_a_prediction(playing, size):
    async with playing(size=size, mode="predict") as player:
        await player.press("right")
        assert player.step == 1
        await player.press("right")
        assert player.step == 1
        table = await player.words("#table")
        assert "? 2 What happens next? ? ? ?" in table
        assert "captures" not in table
        assert "Predict mode" in await player.text()


async def test_the_reveal_shows_prediction_and_fact_side_by_side_at_once_and_why(playing, size):
    async with playing(size=size, mode="predict") as player:
        await player.press("right", "right", "1", "s")
        assert player.step == 2
        said = await player.words("#panel")
        assert "You said: No new changes (sure) It is: DynamoDB Streams captures change ✗ Not quite." in said
        assert "The stream captures the change as one INSERT record" in said
        assert "?" not in (await player.words("#table")).replace("Created?", "").replace("Reads?", "").replace(
            "Processes?", ""
        ).replace("Proc.?", "")


@pytest.mark.parametrize(("keys", "said"), [("2 u", "(not sure)"), ("0", "you don't know")])
async def test_a_learner_may_be_unsure_or_not_know(playing, keys, said):
    async with playing(mode="predict") as player:
        await player.press("right", "right", *keys.split())
        assert player.step == 2
        assert said in await player.words("#panel")


async def test_it_works_with_arrows_and_enter_alone(playing):
    async with playing(mode="predict") as player:
        await player.press("right", "right", "down", "enter")
        assert "You say: DynamoDB Streams captures change" in await player.words("#panel")
        await player.press("enter")
        assert "✓ Right." in await player.words("#panel")
        await player.press("enter")
        assert player.step == 3


async def test_it_works_with_the_mouse(playing):
    async with playing(mode="predict") as player:
        await player.press("right", "right")
        await player.pilot.click("#predictions", offset=(4, 1))
        await player.pilot.click("#predictions", offset=(4, 0))
        assert player.step == 2
        assert "✓ Right." in await player.words("#panel")
        await player.click("or Enter: go on")
        assert player.step == 3


async def test_after_the_last_gate_the_run_can_be_walked_freely(playing):
    async with playing(mode="predict") as player:
        await player.press("end")
        assert player.step == 1
        for answer in ("2", "2", "2", "3"):
            await player.press(answer, "s", "end")
        assert player.step == 6
        await player.press("home", "end")
        assert player.step == 6


async def test_stepping_back_and_forth_asks_again_only_what_was_not_answered(playing):
    async with playing(mode="predict") as player:
        await player.press("right", "right", "2", "s", "left", "right")
        assert player.step == 2
        assert player.lesson_screen.panel == "happened"


async def test_p_begins_and_ends_it_anywhere(playing):
    async with playing(step=1) as player:
        await player.press("p", "right")
        assert player.step == 1
        await player.press("p", "right")
        assert player.step == 2
        assert "Step mode" in await player.text()


async def test_autoplay_stops_where_something_is_to_be_predicted(playing):
    async with playing(mode="predict") as player:
        screen = player.lesson_screen
        screen.tick()
        screen.tick()
        assert player.step == 1
        assert screen.panel == "predict"


async def test_reset_asks_everything_again(playing):
    async with playing(mode="predict") as player:
        await player.press("right", "right", "2", "s", "r", "p", "right", "right")
        assert player.step == 1


async def test_what_an_author_names_is_what_is_asked(playing):
    text = (
        "title: A lesson\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
        "timeline: [put: {order_id: o-1}]\npredict: [{step: 4, ask: consumer_processes}]\n"
    )
    async with playing(lesson_of(scenario_from_text(text)), mode="predict") as player:
        await player.press("end")
        assert player.step == 3
        assert 'What will stand under "Consumer Processes?"' in await player.words("#panel")
        await player.press("2", "s")
        assert "✓ Right." in await player.words("#panel")


async def test_a_wrong_prediction_that_a_believer_would_make_is_refuted(playing):
    text = (
        "title: A lesson\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
        "timeline: [put: {order_id: o-1}, put: {order_id: o-1}, {put: {order_id: o-2}, after: 1s}]\npredict: [8]\n"
    )
    progress = Progress(None)
    async with playing(lesson_of(scenario_from_text(text)), mode="predict", progress=progress) as player:
        await player.press("end")
        screen = player.lesson_screen
        question = screen.query_one("#predict").session.gate.question
        wrong = next(place for place, option in enumerate(question.options, 1) if option.misconception == "F270")
        await player.press(str(wrong), "s")
        assert "Every put and every update gives a stream record." in await player.words("#panel")
    assert progress.misconceptions() == {"F270": 1}


async def test_predictions_are_kept_with_how_sure_they_were(playing):
    progress = Progress(None)
    async with playing(mode="predict", progress=progress) as player:
        await player.press("right", "right", "1", "s", "right", "right", "2", "u", "right", "0")
    assert progress.answers() == [
        ("overview", "predict/2", "predict", False, True),
        ("overview", "predict/4", "predict", True, False),
        ("overview", "predict/5", "predict", False, False),
    ]


async def test_the_last_hint_of_the_quiz_is_told_in_words_while_the_place_is_still_to_be_predicted(playing):
    async with playing(size=(80, 24), mode="predict") as player:
        await player.press("right", "q", *"hhhh")
        assert player.lesson_screen.panel == "quiz"
        assert player.step == 1
        panel = await player.words("#quiz")
        assert "In predict mode step 2 is still to be predicted, so in words: Step 2: DynamoDB Streams" in panel
        assert "captures" not in await player.words("#table")


async def test_predict_mode_begun_again_asks_nothing_that_is_past(playing):
    async with playing(mode="predict") as player:
        await player.press("right", "right")
        assert "Step 2? What happens next?" in await player.words("#panel")
        await player.press("p", "end", "p")
        assert player.step == 6
        assert "No step from here on is asked about." in await player.words("#panel")
        await player.press("home", "p", "p")
        assert "Step forward." in await player.words("#panel")


async def test_after_a_reset_the_panel_tells_no_answer(playing):
    async with playing(mode="predict") as player:
        await player.press("right", "right", "0")
        assert "It is:" in await player.words("#panel")
        await player.press("r", "p")
        assert "It is:" not in await player.words("#panel")


async def test_at_the_end_it_is_said_how_many_were_right_and_what_the_others_point_to(playing, lesson):
    made = lesson(*TWICE_AND_ANOTHER, more="predict: [8]\n")
    wrong = gates(made)[8].question
    believer = next(place for place, option in enumerate(wrong.options, 1) if option.misconception == "F270")
    async with playing(made, step=7, mode="predict") as player:
        await player.press("right", str(believer), "S", "end")
        said = await player.words("#panel")
        assert "You predicted 0 of 1 right. To think about: Your answer to step 8 would fit with" in said
        assert "Every put and every update gives a stream record." in said


async def test_a_belief_that_a_later_step_refutes_is_announced_and_no_link(playing, lesson):
    made = lesson(*TWICE_AND_ANOTHER, more="predict: [8]\n")
    question = gates(made)[8].question
    believer = next(place for place, option in enumerate(question.options) if option.misconception == "F270")
    [(_, why)] = made.beliefs.whys(question, (believer,), seen=3)
    assert "You will see it in step 7 (F270)." in plain(why)
    assert [each.scheme for each in references(why)] == ["fact"]
    [(_, why)] = made.beliefs.whys(question, (believer,), seen=8)
    assert "Look at step 7 (F270)." in plain(why)


async def test_the_report_stays_while_its_links_are_followed_and_comes_again(playing, lesson):
    made = lesson(*TWICE_AND_ANOTHER, more="predict: [8]\n")
    async with playing(made, step=7, mode="predict") as player:
        await player.press("right", "0", "end")
        assert "You predicted 0 of 1 right." in await player.words("#panel")
        player.lesson_screen.follow(Reference("step 7", "step", "7"))
        assert player.step == 7
        assert "You predicted 0 of 1 right." in await player.words("#panel")
        await player.press("p", "p")
        assert "You predicted 0 of 1 right." in await player.words("#panel")


async def test_autoplay_comes_to_the_report_too_and_shows_no_old_reveal(playing):
    async with playing(mode="predict") as player:
        screen = player.lesson_screen
        for number in (2, 4, 5, 6):
            while screen.step < number - 1:
                screen.tick()
            screen.tick()
            await player.press("0")
            assert "It is:" in await player.words("#panel")
            if number == 2:
                screen.tick()
                assert "It is:" not in await player.words("#panel")
        screen.tick()
        assert "You predicted 0 of 4 right." in await player.words("#panel")


async def test_what_was_chosen_stays_where_the_same_step_is_asked_again(playing):
    async with playing(mode="predict") as player:
        await player.press("right", "right", "2", "right")
        assert "You say: DynamoDB Streams captures change" in await player.words("#panel")
