"""Predict mode on the lesson screen: the next row is masked until the learner has predicted it."""

from __future__ import annotations

from simulator.lesson.predict.gates import gates
from simulator.lesson.words.references import Reference
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.predict import PredictPanel

TWICE_AND_ANOTHER = ("put: {order_id: o-1}", "put: {order_id: o-1}", "put: {order_id: o-2}")
"""Step 7, the second put, changes nothing. A believer of F270 expects its capture in step 8."""

# The overview asks about steps 2, 4, 5 and 6; the right answers are the choices 2, 2, 2 and 3.


def wrong_choice(made, step: int, misconception: str) -> str:
    """The number of the choice that a believer makes."""
    options = gates(made)[step].question.options
    return next(str(number) for number, option in enumerate(options, 1) if option.misconception == misconception)


async def test_the_next_row_is_masked_until_the_prediction_and_then_revealed(playing, size):
    async with playing(size=size, mode="predict") as player:
        assert "A change to a table becomes a record in its stream" in await player.words("#panel")
        await player.press("right", "right")
        assert player.step == 1
        table = await player.words("#table")
        assert "? 2 What happens next? ? ? ?" in table
        assert "captures" not in table
        assert "Predict mode" in await player.text()
        await player.press("1", "s")
        assert player.step == 2
        said = await player.words("#panel")
        assert "You said: No new changes (sure) It is: DynamoDB Streams captures change ✗ Not quite." in said
        assert "The stream captures the change as one INSERT record" in said
        assert "k: the answer to ◊" in said
        assert "◊ Could the consumer read the record before it is captured?" in said
        table = await player.words("#table")
        assert "?" not in table.replace("Created?", "").replace("Reads?", "").replace("Processes?", "").replace(
            "Proc.?", ""
        )


async def test_arrows_and_enter_are_enough(playing):
    async with playing(step=1, mode="predict") as player:
        await player.press("right", "down", "enter")
        assert "You say: DynamoDB Streams captures change" in await player.words("#panel")
        await player.press("enter")
        assert "✓ Right." in await player.words("#panel")
        await player.press("enter")
        assert player.step == 3


async def test_the_mouse_is_enough(playing):
    async with playing(step=1, mode="predict") as player:
        await player.press("right")
        await player.pilot.click("#predictions", offset=(4, 1))
        await player.pilot.click("#predictions", offset=(4, 0))
        assert player.step == 2
        assert "✓ Right." in await player.words("#panel")
        await player.click("or Enter: go on")
        assert player.step == 3


async def test_predictions_are_kept_with_how_sure_they_were(playing, progress):
    async with playing(step=3, mode="predict", progress=progress) as player:
        await player.press("right", "1", "s", "right", "a", "u", "right", "0")
        assert "you don't know" in await player.words("#panel")
    assert progress.answers() == [
        ("overview", "predict/4", "predict", False, True),
        ("overview", "predict/5", "predict", True, False),
        ("overview", "predict/6", "predict", False, False),
    ]


async def test_after_the_last_gate_the_learner_moves_freely_and_a_reset_asks_everything_again(playing):
    async with playing(step=4, mode="predict") as player:
        await player.press("end")
        assert player.step == 4
        await player.press("2", "s", "end", "3", "s", "left", "left", "end")
        assert player.step == 6
        await player.press("r", "p")
        assert "It is:" not in await player.words("#panel")
        await player.press("right", "right")
        assert player.step == 1


async def test_p_begins_and_ends_it_anywhere_and_what_is_past_is_not_asked(playing):
    async with playing(step=1) as player:
        await player.press("p", "right")
        assert player.step == 1
        assert "Step 2? What happens next?" in await player.words("#panel")
        await player.press("p", "end", "p")
        assert player.step == 6
        assert "No step from here on is asked about." in await player.words("#panel")


async def test_autoplay_stops_at_gates_and_the_report_needs_no_more_of_them(playing):
    async with playing(step=1, mode="predict") as player:
        screen = player.lesson_screen
        assert "Step forward." in await player.words("#panel")
        for number in (2, 4):
            while screen.step < number - 1:
                screen.tick()
            screen.tick()
            assert (screen.step, screen.panel) == (number - 1, "predict")
            await player.press("0")
            assert "It is:" in await player.words("#panel")
            if number == 2:
                screen.tick()
                assert "It is:" not in await player.words("#panel")
        await player.press("p")
        screen.move(6)
        await player.press("p")
        assert "You predicted 0 of 2 right." in await player.words("#panel")


async def test_a_wrong_prediction_is_refuted_at_once_and_in_the_report(playing, lesson, progress):
    made = lesson(*TWICE_AND_ANOTHER, more="consumers: [{limit: 10}]\npredict: [8]\n")
    async with playing(made, step=7, mode="predict", progress=progress) as player:
        await player.press("right")
        assert "Settings of consumer: limit = 10." in await player.words("#panel")
        await player.press(wrong_choice(made, 8, "F270"), "S")
        assert "Settings" not in await player.words("#panel")
        assert "Every put and every update gives a stream record." in await player.words("#panel")
        await player.press("end")
        said = await player.words("#panel")
        assert "You predicted 0 of 1 right." in said
        assert 'you said "DynamoDB Streams captures change (o-1)" and you were sure.' in said
        assert "To think about: Your answer to step 8 would fit with" in said
        player.lesson_screen.follow(Reference("step 7", "step", "7"))
        assert player.step == 7
        assert "You predicted 0 of 1 right." in await player.words("#panel")
        await player.press("p", "p")
        assert "You predicted 0 of 1 right." in await player.words("#panel")
    assert progress.misconceptions() == {"F270": 1}


async def test_the_last_hint_of_the_quiz_is_put_into_words_while_its_step_is_still_to_be_predicted(playing):
    async with playing(size=(80, 24), mode="predict") as player:
        await player.press("right", "q", *"hhhh")
        assert player.lesson_screen.panel == "quiz"
        assert player.step == 1
        panel = await player.words("#quiz")
        assert "In predict mode step 2 is still to be predicted, so in words: Step 2: DynamoDB Streams" in panel
        assert "captures" not in await player.words("#table")


async def test_a_choice_stays_until_it_is_said_how_sure_it_is_and_going_on_twice_from_its_reveal_is_once(playing):
    async with playing(step=1, mode="predict") as player:
        await player.press("right")
        panel = player.lesson_screen.query_one(PredictPanel)
        late = Choices.Made(panel.session, 0, by_enter=False)
        await player.press("2")
        panel.post_message(late)  # a click that was meant for the choices before
        await player.press("right")
        assert player.step == 1
        assert "You say: DynamoDB Streams captures change" in await player.words("#panel")
        await player.press("s")
        panel.action_go_on()
        panel.action_go_on()
        await player.pilot.pause()
        assert player.step == 3
        assert player.lesson_screen.panel == "happened"


async def test_backspace_takes_the_choice_back_before_it_is_said_how_sure_it_is(playing):
    async with playing(mode="predict") as player:
        panel = player.lesson_screen.side.predict
        await player.press("end", "1")
        assert "You say:" in await player.words("#predict")
        await player.press("backspace")
        assert "You say:" not in await player.words("#predict")
        await player.press("2", "s")
        assert panel.session.predictions[0].chosen == (1,)


async def test_a_record_on_the_map_is_an_answer_and_one_that_is_no_choice_says_so(playing):
    async with playing("crash-and-checkpoint", size=(80, 24), step=25, mode="predict") as player:
        await player.press("right", "down")
        assert "r4 INSERT        r5 MODIFY" in await player.text()
        assert player.lesson_screen.picture.pointed == 2  # the choice that the pointer is at
        await player.click("r1 INSERT")
        assert "order-1 · r1, shard 1 is none of the choices." in await player.words("#predict")
        await player.click("r5 MODIFY")
        assert "You say: order-1 · r5, shard 1" in await player.words("#predict")
        await player.click("r4 INSERT")
        await player.press("s")
        assert player.step == 26
        assert "✓ Right." in await player.words("#predict")
        assert player.lesson_screen.picture.pointed is None
