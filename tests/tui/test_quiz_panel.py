"""The quiz beside the table: choose, be told why, climb the hints, see the score."""

from __future__ import annotations

from simulator.lesson.lesson import lesson_of
from simulator.lesson.words.references import Reference
from simulator.scenario.loader import scenario_from_text
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.quiz import QuizPanel


async def test_a_right_answer_says_right_and_explains(playing):
    async with playing(size=(80, 24)) as player:
        await player.press("q", "b")
        text = await player.words("#quiz")
        assert "✓ Right." in text
        assert "that is where the record comes to be" in text


async def test_a_wrong_answer_names_the_right_one_and_explains_at_once(playing, size):
    async with playing(size=size) as player:
        await player.press("q", "c")
        text = await player.text()
        assert "✗ Not quite. The answer is B." in text
        assert "✗ C  Step 4  (your answer)" in text
        assert "✓ B  Step 2  (right)" in text


async def test_a_choice_can_be_made_by_number_by_arrows_and_by_mouse(playing):
    for keys in (("2",), ("down", "enter")):
        async with playing() as player:
            await player.press("q", *keys)
            assert "✓ Right." in await player.text()
    async with playing() as player:
        await player.press("q")
        await player.pilot.click("#choices", offset=(3, 1))
        await player.pilot.pause()
        assert "✓ Right." in await player.text()


async def test_a_quiz_can_be_done_with_the_mouse_alone(playing):
    async with playing(size=(80, 24)) as player:
        await player.click(" Quiz")
        await player.click("h: hint")
        assert "Hint: " in await player.words("#quiz")
        await player.click("u: not")
        assert "You are not sure" in await player.words("#quiz")
        await player.click("B  Step 2")
        assert "✓ Right. You were not sure." in await player.words("#quiz")
        await player.click("Enter: next question")
        assert "Question 2 of 3." in await player.words("#quiz")
        await player.click("Esc: back")
        assert player.lesson_screen.panel == "happened"


async def test_the_first_try_counts(playing):
    async with playing() as player:
        await player.press("q", "c", "b")
        assert "✗ Not quite." in await player.text()


async def test_the_hints_go_from_a_nudge_to_the_place_itself(playing):
    async with playing() as player:
        await player.press("q", "h")
        assert "two different things" in await player.words("#quiz")
        assert player.step == 0
        await player.press("h")
        assert "for the first Yes" in await player.words("#quiz")
        await player.press("h")
        assert player.step == 2
        assert "›Yes*‹" in (await player.text()).replace("Yes*    ‹", "Yes*‹")


async def test_the_score_and_what_was_missed_come_at_the_end(playing):
    async with playing(size=(80, 24)) as player:
        await player.press("q", "b", "enter", "c", "enter", "c", "enter")
        text = await player.words("#quiz")
        assert "Score: 2 of 3." in text
        assert "Missed 2: What is the consumer's state after step 4? (the answer is A, Reading; you said C" in text


async def test_after_a_miss_enter_asks_the_missed_ones_again(playing):
    async with playing() as player:
        await player.press("q", "a", "enter", "a", "enter", "b", "enter", "enter")
        assert "Question 1 of 2. At which step is" in await player.words("#question")
        await player.press("b", "enter", "c", "enter")
        assert "Everything right." in await player.text()


async def test_with_everything_right_enter_leads_back_to_the_lesson(playing):
    async with playing() as player:
        await player.press("q", "b", "enter", "a", "enter", "c", "enter")
        assert "Everything right." in await player.text()
        await player.press("enter")
        assert player.lesson_screen.panel == "happened"


async def test_the_player_still_steps_while_the_quiz_is_open(playing):
    async with playing() as player:
        await player.press("q", "right", "right")
        assert player.step == 2
        assert "Question 1 of 3" in await player.text()


async def test_escape_leaves_the_quiz_and_it_goes_on_where_it_was(playing):
    async with playing() as player:
        await player.press("q", "b", "enter", "escape")
        assert player.lesson_screen.panel == "happened"
        await player.press("q")
        assert "Question 2 of 3" in await player.text()


async def test_enter_goes_on_after_a_link_was_followed(playing):
    async with playing() as player:
        await player.press("q", "c", "tab", "enter")
        assert player.step == 1
        await player.press("enter")
        assert "Question 2 of 3" in await player.text()


async def test_a_letter_beyond_the_choices_keeps_its_meaning(playing):
    async with playing() as player:
        await player.press("q", "g", "3", "enter")
        assert player.step == 3


async def test_several_right_choices_are_ticked_and_handed_in(playing):
    scenario = scenario_from_text(
        """
title: several
table: {name: Orders, partition_key: id}
stream: {view_type: KEYS_ONLY}
timeline: [{put: {id: o-1}}]
quiz:
  - question: Which are event names?
    choices: [{text: INSERT, correct: true}, {text: DELETE}, {text: REMOVE, correct: true}]
    explanation: DELETE is none.
"""
    )
    async with playing(lesson_of(scenario)) as player:
        await player.press("q", "enter")
        assert "Nothing is ticked yet." in await player.text()
        await player.press("a", "down", "down", "space")
        assert "A  [x] INSERT" in await player.text()
        assert "▶ C  [x] REMOVE" in await player.text()
        await player.press("enter")
        assert "✓ Right." in await player.text()


async def test_a_lesson_without_questions_says_so(playing):
    scenario = scenario_from_text(
        "{title: t, table: {name: Tab, partition_key: id}, stream: {view_type: KEYS_ONLY}, timeline: [{put: {id: a}}]}"
    )
    async with playing(lesson_of(scenario)) as player:
        await player.press("q")
        assert "This lesson has no questions." in await player.text()
        await player.press("enter")
        assert player.lesson_screen.panel == "happened"


async def test_quiz_mode_begins_with_the_quiz(playing):
    async with playing(size=(80, 24), mode="quiz") as player:
        assert "Question 1 of 3" in await player.words("#panel")
        await player.press("b")
        assert "✓ Right." in await player.words("#panel")


async def test_the_quiz_pauses_autoplay(playing):
    async with playing() as player:
        await player.press("space", "q")
        assert not player.lesson_screen.playing


async def test_the_pointer_shows_the_choice_without_colour(playing):
    async with playing() as player:
        await player.press("q", "down")
        assert "▶ B Step 2" in await player.words("#quiz")


async def test_after_practising_the_whole_quiz_can_be_done_again(playing):
    async with playing() as player:
        await player.press("q", "b", "enter", "a", "enter", "a", "enter", "enter")
        assert "Question 1 of 1." in await player.words("#quiz")
        await player.press("r", "q")
        assert "Question 1 of 3." in await player.words("#quiz")


SEVERAL = """\
title: Several
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
timeline: [put: {order_id: o-1}]
quiz: [{question: Which?, choices: [{text: one, correct: true}, two, {text: three, correct: true}], explanation: E}]
"""


async def test_with_the_mouse_a_click_ticks_where_several_are_right(playing):
    async with playing(lesson_of(scenario_from_text(SEVERAL))) as player:
        await player.press("q")
        await player.click("[ ] one")
        await player.click("[ ] three")
        assert "[x] one" in await player.words("#quiz")
        await player.click("Enter answers")
        assert "✓ Right." in await player.words("#quiz")


async def test_a_key_pressed_twice_answers_once(playing, progress):
    async with playing(lesson_of(scenario_from_text(SEVERAL)), progress=progress) as player:
        await player.press("q", "a", "c")
        panel = player.lesson_screen.query_one(QuizPanel)
        pressed = Choices.Made(panel.session.attempt, 0, by_enter=True)
        panel.on_choices_made(pressed)
        panel.on_choices_made(pressed)
        await player.pilot.pause()
    assert len(progress.answers()) == 1


async def test_a_link_in_the_feedback_keeps_it_while_predict_mode_hides_the_step(playing):
    async with playing(mode="predict") as player:
        await player.press("q", "a")
        assert "✗ Not quite." in await player.words("#quiz")
        player.lesson_screen.follow(Reference("step 6", "step", "6"))
        assert "✗ Not quite." in await player.words("#quiz")
        assert player.step == 0
        assert "step 2 is still to be predicted" in next(iter(player.app._notifications)).message
