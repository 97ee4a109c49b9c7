"""What a learner does is kept: where the lesson was left, answers, and what comes back for review."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from clock import Clock

from simulator.lesson.lesson import lesson_of, load_lesson
from simulator.lesson.progress import Progress
from simulator.scenario.loader import scenario_from_text
from simulator.tui.screens.catalogue import CatalogueScreen
from simulator.tui.screens.review import ReviewScreen
from simulator.tui.widgets.prose import ProseView

DAY = 86_400


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def progress(clock) -> Progress:
    return Progress(None, clock)


async def test_a_lesson_that_was_begun_opens_at_the_step_where_it_was_left(playing, progress):
    async with playing(None, progress=progress) as player:
        await player.press("enter", "right", "right", "right", "escape")
        assert isinstance(player.app.screen, CatalogueScreen)
        assert "at step 3 of 6" in await player.text()
        await player.press("enter")
        assert player.step == 3


async def test_b_opens_it_at_the_start_all_the_same(playing, progress):
    progress.stepped("overview", 3, 6)
    async with playing(None, progress=progress) as player:
        await player.press("b")
        assert player.step == 0


async def test_a_lesson_that_is_done_says_so_and_opens_at_its_start(playing, progress):
    progress.stepped("overview", 6, 6)
    async with playing(None, progress=progress) as player:
        assert "done" in await player.text()
        await player.press("enter")
        assert player.step == 0


async def test_a_place_beyond_the_end_of_a_lesson_that_became_shorter_is_its_end(playing, progress):
    progress.stepped("overview", 99, 120)
    async with playing(None, progress=progress) as player:
        await player.press("enter")
        assert player.step == 6


async def test_play_opens_a_lesson_at_its_start_whatever_was_done_before(playing, progress):
    progress.stepped("overview", 3, 6)
    async with playing("overview", progress=progress) as player:
        assert player.step == 0


async def test_answers_of_the_quiz_are_kept_with_how_sure_they_were(playing, progress):
    async with playing(progress=progress) as player:
        await player.press("q", "b", "enter", "u", "b", "enter")
    assert progress.answers() == [
        ("overview", "record-created", "quiz", True, True),
        ("overview", "consumer-state", "quiz", False, False),
    ]


async def test_what_is_due_is_announced_and_v_asks_it(playing, progress, clock):
    async with playing(progress=progress) as player:
        await player.press("q", "b", "enter", "a", "enter", "c", "enter")
    clock.now += 3 * DAY
    async with playing(None, progress=progress) as player:
        assert "3 questions due, v asks" in await player.text()
        await player.press("v")
        assert isinstance(player.app.screen, ReviewScreen)
        assert "Question 1 of 3" in await player.text()


async def test_a_review_keeps_each_first_answer_and_then_nothing_is_due(playing, progress, clock):
    async with playing(progress=progress) as player:
        await player.press("q", "b", "enter", "a", "enter", "c", "enter")
    clock.now += 3 * DAY
    async with playing(None, progress=progress) as player:
        await player.press("v")
        for _ in range(3):
            question = player.app.screen.query_one("#quiz").question
            await player.press(question.options[question.right[0]].letter.lower(), "enter")
        assert "Everything right." in await player.text()
        await player.press("enter")
        assert isinstance(player.app.screen, CatalogueScreen)
        assert "due" not in (await player.text()).split("\n")[0]
    assert [mode for _, _, mode, _, _ in progress.answers()] == ["quiz"] * 3 + ["review"] * 3
    assert progress.due() == []


async def test_with_nothing_due_v_says_so(playing, progress):
    async with playing(None, progress=progress) as player:
        await player.press("v")
        assert "Nothing is due for review." in await player.text()


KINDS = """\
title: Kinds
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES}
timeline: [put: {order_id: o-1}, put: {order_id: o-1, a: 1}, delete: {order_id: o-1}]
quiz:
  - id: order
    question: Put these in order.
    choices: [Consumer reads stream record, DynamoDB Streams captures change, No new changes]
    answer: {order: true}
  - id: match
    question: Match them.
    answer: {match: {records: [1, 2, 3], by: event_name}}
"""


async def test_an_order_is_picked_one_after_another_and_can_be_taken_back(playing, size):
    async with playing(lesson_of(scenario_from_text(KINDS)), size) as player:
        await player.press("q", "c", "backspace", "b", "a")
        assert "[1] DynamoDB Streams captures change" in await player.words("#panel")
        assert "Which is number 3?" in await player.words("#panel")
        await player.press("c")
        assert "✓ Right." in await player.words("#panel")


async def test_a_match_is_picked_slot_by_slot(playing):
    made = lesson_of(scenario_from_text(KINDS))
    letters = [made.questions[1].options[place].letter.lower() for place in made.questions[1].right]
    async with playing(made) as player:
        await player.press("q", "b", "a", "c", "enter")
        assert "Which is Record 1 (captured in step 2)?" in await player.words("#panel")
        await player.press(letters[1], letters[0], letters[2])
        said = await player.words("#panel")
        assert "✗ Not right." in said
        assert "(number 1, you said 2)" in said


async def test_who_was_shown_the_place_is_asked_another_question_of_the_kind_later(playing):
    async with playing() as player:
        await player.press("q", "h", "h", "h", "b", "enter", "a", "enter", "c", "enter")
        assert "Question 4 of 4. What is the first step at which" in await player.words("#question")


async def test_the_report_says_which_belief_an_answer_fits_and_where_it_is_refuted(playing):
    text = (
        "title: A lesson\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
        "timeline: [put: {order_id: o-1}, put: {order_id: o-1}]\n"
        "quiz: [{question: How many records?, choices: [0, 1, 2], answer: {count: records}}]\n"
    )
    async with playing(lesson_of(scenario_from_text(text))) as player:
        await player.press("q", "c")
        assert '"Every put and every update gives a stream record." That is wrong.' in await player.words("#panel")
        await player.press("enter")
        said = await player.words("#panel")
        assert "Score: 0 of 1." in said
        assert "To think about: what you said in 1." in said
        assert "step 7" in said


async def test_an_answer_after_the_place_was_shown_is_kept_as_not_sure(playing, progress):
    async with playing(progress=progress) as player:
        await player.press("q", "h", "h", "h", "b", "enter", "a")
    assert [answer[3:] for answer in progress.answers()] == [(True, False), (True, True)]


async def test_v_asks_what_is_due_of_a_lesson_in_a_file(playing, progress, clock, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(KINDS)
    async with playing(load_lesson(str(path)), progress=progress) as player:
        await player.press("q", "b", "a", "c")
    assert progress.answers()[0][0] == str(path.resolve())
    clock.now += 30 * DAY
    async with playing(None, progress=progress) as player:
        assert "1 question due, v asks" in await player.text()
        await player.press("v")
        assert isinstance(player.app.screen, ReviewScreen)
        assert "Question 1 of 1" in await player.text()


async def test_two_lessons_whose_questions_have_one_name_are_both_reviewed(playing, progress, clock, tmp_path):
    for name in ("first", "second"):
        (tmp_path / f"{name}.yaml").write_text(KINDS.partition("  - id: match")[0])
        async with playing(load_lesson(str(tmp_path / f"{name}.yaml")), progress=progress) as player:
            await player.press("q", "b", "a", "c")
    clock.now += 30 * DAY
    async with playing(None, progress=progress) as player:
        await player.press("v")
        for _ in range(2):
            question = player.app.screen.query_one("#quiz").question
            await player.press(*(question.options[place].letter.lower() for place in question.right), "enter")
    assert [mode for _, _, mode, _, _ in progress.answers()] == ["quiz"] * 2 + ["review"] * 2
    assert progress.due() == []


async def test_what_is_due_of_a_lesson_that_is_broken_now_waits_and_v_says_which(playing, progress, clock, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(KINDS)
    async with playing(load_lesson(str(path)), progress=progress) as player:
        await player.press("q", "b", "a", "c")
    clock.now += 30 * DAY
    path.write_text("title: [not closed")
    async with playing(None, progress=progress) as player:
        await player.press("v")
        assert isinstance(player.app.screen, CatalogueScreen)
        assert [(each.title, each.message) for each in player.app._notifications] == [
            ("What is due cannot be asked", f"{path.resolve()}: run streamsim check on it.")
        ]
    assert len(progress.due()) == 1


async def test_what_the_progress_file_has_to_say_is_said_when_the_player_opens(playing, progress):
    progress.notices.append("The folder is [b]read-only[/b]: nothing is kept.")
    async with playing(progress=progress) as player:
        assert [(each.title, each.message) for each in player.app._notifications] == [
            ("Your progress", "The folder is [b]read-only[/b]: nothing is kept.")
        ]


async def test_a_place_that_a_hint_shows_is_no_step_that_the_learner_has_come_to(playing, progress):
    async with playing(progress=progress) as player:
        await player.press("right", "q", "h", "h", "h")
        assert player.step == 2
        assert progress.lessons()["overview"].step == 1
        await player.press("right")
        assert progress.lessons()["overview"].step == 3


async def test_capital_letters_answer_too(playing, progress):
    async with playing(progress=progress) as player:
        await player.press("q", "B")
    assert [answer[3:] for answer in progress.answers()] == [(True, True)]


@asynccontextmanager
async def _reviewing(playing, progress, clock, size=(120, 36)):
    """A review of one question each of two lessons, the first one answered wrongly."""
    for name, letter in (("overview", "a"), ("three-changes", "b")):
        async with playing(name, progress=progress) as player:
            await player.press("q", letter, "enter")
    clock.now += 30 * DAY
    async with playing(None, progress=progress, size=size) as player:
        await player.press("v")
        yield player


async def test_beside_each_question_of_a_review_stands_the_run_of_its_lesson(playing, progress, clock):
    titles = []
    async with _reviewing(playing, progress, clock) as player:
        for _ in range(2):
            screen = player.app.screen
            titles.append(screen.lesson.title)
            assert (await player.text()).startswith(f" {screen.lesson.title}")
            assert f"Step {screen.last} of {screen.last}" in await player.text()
            assert f"▶ {screen.last}" in await player.words("#table")
            assert "Final*" in await player.words("#tracker")
            await player.press("a", "enter")
    assert len(set(titles)) == 2


async def test_the_last_hint_of_a_review_leads_to_the_place(playing, progress, clock, size):
    async with _reviewing(playing, progress, clock, size) as player:
        place = player.app.screen.query_one("#quiz").question.place
        await player.press(*"hhhh")
        assert player.app.screen.step == place.step
        assert "›" in await player.words("#table") + await player.words("#tracker")
        assert "The place is marked › ‹." in await player.words("#quiz")


async def test_a_step_that_the_feedback_of_a_review_names_can_be_looked_at(playing, progress, clock):
    async with _reviewing(playing, progress, clock) as player:
        screen = player.app.screen
        screen.move(0)
        await player.press("a")
        linked = [each for view in screen.query(ProseView) for each in view.links if each.scheme == "step"]
        screen.follow(linked[0])
        assert screen.step == int(linked[0].target)
        assert screen.lit is not None
        await player.press("left")
        assert screen.step == int(linked[0].target) - 1
        assert screen.lit is None


async def test_what_is_answered_again_after_the_report_is_practice_and_not_kept(playing, progress):
    async with playing(progress=progress) as player:
        await player.press("q", "a", "enter", "a", "enter", "c", "enter")
        assert "The answer is B" in await player.words("#quiz")
        await player.press("enter", "b", "enter")
    assert len(progress.answers()) == 3


async def test_where_what_was_due_is_no_longer_in_the_lesson_the_catalogue_says_so_and_counts_it_no_more(
    playing, progress, clock, tmp_path
):
    path = tmp_path / "mine.yaml"
    path.write_text(KINDS)
    async with playing(load_lesson(str(path)), progress=progress) as player:
        await player.press("q", "b", "a", "c")
    clock.now += 30 * DAY
    path.write_text(KINDS.partition("quiz:")[0])
    async with playing(None, progress=progress) as player:
        await player.press("v")
        assert isinstance(player.app.screen, CatalogueScreen)
        assert "due" not in (await player.text()).split("\n")[0]
        assert "a question that was due is no longer in it" in next(iter(player.app._notifications)).message
