"""The quiz beside the table: keys and clicks reach its session, and the session is drawn at every size."""

from __future__ import annotations

from textual import events

from simulator.lesson.words.references import Reference
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.quiz import QuizPanel

KINDS = """\
quiz:
  - question: Which?
    choices: [{text: one, correct: true}, two, {text: three, correct: true}]
    explanation: E
  - question: Put these in order.
    choices: [Consumer reads stream record, DynamoDB Streams captures change, No new changes]
    answer: {order: true}
  - id: match
    question: Match them.
    answer: {match: {records: [1, 2, 3], by: event_name}}
"""


def kinds(lesson):
    return lesson("put: {order_id: o-1}", "put: {order_id: o-1, a: 1}", "delete: {order_id: o-1}", more=KINDS)


async def test_an_answer_is_graded_and_explained_at_once_and_enter_goes_on_after_a_link_was_followed(playing, size):
    async with playing(size=size) as player:
        await player.press("q", "c", "s", "enter")
        text = await player.text()
        assert "✗ Not quite. The answer is B." in text
        assert "✗ C  Step 4  (your answer)" in text
        assert "✓ B  Step 2  (right)" in text
        assert "that is where the record is created" in await player.words("#quiz")
        await player.press("tab", "enter")
        assert player.step == 1
        await player.press("enter")
        assert "Question 2 of 6" in await player.text()


async def test_letters_capitals_numbers_and_arrows_choose(playing):
    async with playing(mode="quiz") as player:
        assert "Question 1 of 6" in await player.words("#panel")
        await player.press("B", "enter")
        assert "✓ Right." in await player.text()
        await player.press("enter", "1", "enter")
        assert "✓ Right." in await player.text()
        await player.press("enter", "down")
        assert "▶ B The consumer" in await player.words("#quiz")
        await player.press("enter", "enter", "enter")
        assert "✗ Not quite. The answer is C." in await player.text()


async def test_how_sure_is_heard_when_it_comes_at_once_with_the_choice(playing):
    """A slow line to another computer hands over keys together that were typed one after another."""
    async with playing() as player:
        await player.press("q")
        for key in "bu":
            player.app.post_message(events.Key(key, key))
        assert "✓ Right. You were not sure." in await player.words("#quiz")
        await player.press("escape", "p", "right", "right")
        for key in "1s":
            player.app.post_message(events.Key(key, key))
        assert "(sure)" in await player.words("#panel")


async def test_a_quiz_can_be_done_with_the_mouse_alone(playing):
    async with playing(size=(80, 24)) as player:
        await player.click(" Quiz")
        await player.click("h: hint")
        assert "Hint: " in await player.words("#quiz")
        await player.click("B  Step 2")
        assert "You say B, Step 2. How sure are you?" in await player.words("#quiz")
        await player.click("u: not sure")
        assert "✓ Right. You were not sure." in await player.words("#quiz")
        await player.click("Enter: next question")
        assert "Question 2 of 6." in await player.words("#quiz")
        await player.click("Esc: back")
        assert player.lesson_screen.panel == "happened"


async def test_hints_are_shown_one_after_another_and_the_last_moves_the_player(playing):
    async with playing() as player:
        await player.press("q", "h")
        assert "two different things" in await player.words("#quiz")
        await player.press("h")
        assert "for the first Yes" in await player.words("#quiz")
        assert player.step == 0
        await player.press("h")
        assert player.step == 2
        assert "›Yes*‹" in (await player.text()).replace("Yes*    ‹", "Yes*‹")
        assert "The place is marked › ‹. You have seen the place, so another question" in await player.words("#quiz")


async def test_the_hints_stay_when_a_choice_is_made_and_when_the_answer_is_shown(playing):
    async with playing() as player:
        await player.press("q", "h", "h", "b")
        shown = await player.words("#hints")
        assert "two different things" in shown
        assert "for the first Yes" in shown
        await player.press("enter")
        assert await player.words("#hints") == shown


async def test_the_report_comes_at_the_end_then_practice_then_the_lesson(playing, lesson, progress):
    more = "quiz: [{question: How many?, choices: [1, 2], answer: {count: records}}]\n"
    async with playing(lesson(more=more), size=(80, 24), progress=progress) as player:
        await player.press("q", "b", "s")
        assert "Enter: your score" in await player.words("#quiz")
        await player.press("enter")
        said = "Score: 0 of 1. Missed 1: How many? (the answer is A, 1; you said B and you were sure)"
        assert said in await player.words("#quiz")
        await player.press("enter")
        assert "Question 1 of 1." in await player.words("#question")
        practised = player.lesson_screen.quiz.session.question
        assert practised.id != "question-1"
        await player.press(practised.options[practised.right[0]].letter.lower(), "enter", "enter")
        assert "Everything right." in await player.text()
        await player.press("enter")
        assert player.lesson_screen.panel == "happened"
        await player.press("q")
        assert "A letter, or ↑ ↓ and Enter" in await player.text()
    assert len(progress.answers()) == 1


async def test_the_player_pauses_and_still_steps_while_the_quiz_is_open_which_goes_on_after_escape(playing):
    async with playing() as player:
        await player.press("space", "q")
        assert not player.lesson_screen.playing
        await player.press("right", "right")
        assert player.step == 2
        assert "Question 1 of 6" in await player.words("#quiz")
        await player.press("b", "s", "enter", "escape")
        assert player.lesson_screen.panel == "happened"
        await player.press("right", "q")
        assert player.step == 3
        assert "Question 2 of 6" in await player.words("#quiz")


async def test_a_letter_or_digit_of_no_choice_does_nothing_while_the_panel_asks_but_in_another_panel(playing):
    async with playing(step=4) as player:
        await player.press("q", "g", "f", "9", "backspace")
        assert player.lesson_screen.is_on_top
        assert player.lesson_screen.followed is None
        assert player.step == 4
        assert "Question 1 of 6" in await player.words("#quiz")
        await player.press("escape", "f")
        assert player.lesson_screen.followed is not None


async def test_every_kind_of_question_can_be_answered_by_keys(playing, lesson):
    made = kinds(lesson)
    async with playing(made, (80, 24)) as player:
        await player.press("q", "enter")
        assert "Nothing is ticked yet." in await player.text()
        await player.press("a", "down", "down", "space")
        assert "A  [x] one" in await player.text()
        assert "▶ C  [x] three" in await player.text()
        await player.press("enter", "enter")
        assert "✓ Right." in await player.text()
        await player.press("enter", "c", "backspace", "b", "a")
        assert "[1] DynamoDB Streams captures change" in await player.words("#panel")
        assert "Which is number 3?" in await player.words("#panel")
        await player.press("c", "enter")
        assert "✓ Right." in await player.words("#panel")
        await player.press("enter")
        assert "Which is Record 1 (captured in step 2)?" in await player.words("#panel")
        first, second, third = (made.questions[2].options[index].letter.lower() for index in made.questions[2].right)
        await player.press(second, first, third, "enter", "enter")
        said = await player.words("#panel")
        assert "✗ Not quite." in said
        assert "(number 1, you said 2)" in said


async def test_a_click_ticks_where_several_are_right(playing, lesson):
    async with playing(kinds(lesson)) as player:
        await player.press("q")
        await player.click("[ ] one")
        await player.click("[ ] three")
        assert "[x] one" in await player.words("#quiz")
        await player.click("Enter answers")
        await player.click("s: sure")
        assert "✓ Right." in await player.words("#quiz")


async def test_a_lesson_without_questions_says_so(playing, lesson):
    async with playing(lesson()) as player:
        await player.press("q")
        assert "This lesson has no questions." in await player.text()
        await player.press("enter")
        assert player.lesson_screen.panel == "happened"


async def test_what_was_meant_for_an_earlier_question_neither_answers_nor_moves_the_player(playing):
    async with playing() as player:
        await player.press("q")
        panel = player.lesson_screen.query_one(QuizPanel)
        attempt = panel.session.attempt
        assert attempt is not None
        click = Choices.Made(attempt, 2, by_enter=True)
        hint = QuizPanel.TakeMeThere(attempt, attempt.question.location)
        await player.press("b", "enter", "enter")
        for late in (click, hint):
            panel.post_message(late)
            await player.pilot.pause()
        assert panel.session.index == 1
        assert panel.session.is_open
        assert player.step == 0


async def test_a_link_in_the_feedback_keeps_it_while_predict_mode_hides_the_step(playing):
    async with playing(mode="predict") as player:
        await player.press("q", "a", "s", "enter")
        assert "✗ Not quite." in await player.words("#quiz")
        player.lesson_screen.follow(Reference("step 6", "step", "6"))
        assert "✗ Not quite." in await player.words("#quiz")
        assert player.step == 0
        assert "step 2 is still to be predicted" in next(iter(player.app._notifications)).message


async def test_after_the_choice_it_is_asked_how_sure_it_is_which_is_kept_and_enter_leaves_it_unsaid(playing, progress):
    async with playing(progress=progress) as player:
        await player.press("q", "b")
        assert "You say B, Step 2. How sure are you?" in await player.words("#quiz")
        assert progress.answers() == []
        await player.press("enter", "enter", "a", "s", "enter", "c", "u")
    assert progress.answers() == [
        ("overview", "record-created", "quiz", True, None),
        ("overview", "consumer-state", "quiz", True, True),
        ("overview", "nothing-changes", "quiz", True, False),
    ]


async def test_a_second_try_comes_before_the_answer_and_the_first_one_counts(playing, progress):
    async with playing(progress=progress) as player:
        await player.press("q", "c", "s")
        said = await player.words("#quiz")
        assert "✗ Not quite. Try again, or see the answer." in said
        assert "C Step 4 (✗ not this one)" in said
        assert "(right)" not in said
        await player.press("h")
        assert "Hint:" in await player.words("#quiz")
        await player.press("b")
        assert "✓ Right at the second try: B. The first one counts." in await player.words("#quiz")
        await player.press("enter", "b", "s", "c")
        said = await player.words("#quiz")
        assert all(note in said for note in ("(right)", "(your first answer)", "(your second try)"))
        await player.press("enter", "a", "s", "b")
        said = await player.words("#quiz")
        assert "A: A record describes a change" in said
        assert "B: The record is still in the stream" in said
    assert [is_right for *_, is_right, _ in progress.answers()] == [False, False, False]


async def test_every_choice_has_its_lines_after_a_question_that_needed_a_scroll_bar(playing):
    async with playing("overview", mode="quiz") as player:
        await player.press("b", "s", "enter", "a", "s", "enter", "h", "h", "h", "d", "s", "b", "enter")
        shown = await player.words("#choices")
        assert await player.words("#quiz") != shown
        text = await player.text()
        assert all(action in text for action in ("C  [ ] Consumer reads stream record", "D  [ ] Write item to"))


async def test_backspace_leads_back_from_the_place_that_the_last_hint_showed(playing):
    async with playing(step=5) as player:
        await player.press("q", "h", "h", "h")
        assert player.step == 2
        assert "Backspace: back to where you were" in await player.words("#quiz")
        await player.press("backspace")
        assert player.step == 5
        assert "Question 1 of 6" in await player.words("#quiz")
        await player.press("h")
        assert player.step == 2


async def test_the_first_question_over_an_unplayed_lesson_offers_to_play_it_first(playing, progress):
    async with playing(progress=progress) as player:
        await player.press("q")
        assert "You have not played this lesson yet." in await player.words("#quiz")
        await player.press("escape", "right", "q")
        assert "You have not played" not in await player.words("#quiz")


TYPED = """\
quiz:
  - question: How many?
    answer: {count: records}
    typed: {wrong: [{value: 2, why: It was one write.}]}
    hint: Count them.
    explanation: One.
  - {question: Which status?, typed: {value: PAID}, explanation: Paid.}
"""


async def test_a_typed_answer_takes_every_letter_and_the_panel_has_other_keys(playing, lesson):
    async with playing(lesson(more=TYPED), size=(80, 24)) as player:
        await player.press("q", "h", "s", "x", "left_square_bracket", "slash", "b", "enter")
        words = await player.words("#quiz")
        assert '"hsx[/b" is not a number.' in words
        await player.press("down", "right")
        assert "Hint: Count them." in await player.words("#quiz")
        assert player.step == 1
        await player.press(*["backspace"] * 6, "2", "enter")
        assert "You say 2. How sure are you?" in await player.words("#quiz")
        await player.press("backspace", "enter", "s")
        words = await player.words("#quiz")
        assert "✗ 2 (not this one)" in words
        assert "✗ Not quite. Try again, or see the answer." in words
        await player.press("enter")
        words = await player.words("#quiz")
        assert "✓ 1 (right) ✗ 2 (your answer)" in words
        assert "It was one write." in words
        await player.press("enter", "p", "A", "i", "d", "enter", "enter")
        assert "✓ Right." in await player.words("#quiz")
        await player.press("enter")
        assert "Score: 1 of 2." in await player.words("#quiz")


async def test_escape_leaves_a_typed_question_and_nothing_is_answered(playing, lesson, progress):
    async with playing(lesson(more=TYPED), progress=progress) as player:
        await player.press("q", "1", "escape")
        assert player.lesson_screen.panel == "happened"
        assert progress.answers() == []
        await player.press("q", "enter", "u", "ctrl+q")
    assert len(progress.answers()) == 1
