"""The review in the player: due questions are announced and asked beside the run of their lesson; answers are kept."""

from __future__ import annotations

import pytest

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson, load_lesson
from simulator.scenario.files.course_folder import key_of_file
from simulator.tui.screens.catalogue import CatalogueScreen
from simulator.tui.screens.review import ReviewScreen
from simulator.tui.widgets.prose import ProseView

DAY = 86_400

QUESTION = """\
title: Mine
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES}
timeline: [put: {order_id: o-1}]
quiz:
  - id: order
    question: Put these in order.
    choices: [Consumer reads stream record, DynamoDB Streams captures change, No new changes]
    answer: {order: true}
"""


@pytest.fixture
def mine(tmp_path):
    """A lesson in a file."""
    path = tmp_path / "mine.yaml"
    path.write_text(QUESTION)
    return path


@pytest.fixture
def let_be_due(progress, clock):
    """Answer the first questions of some lessons rightly and surely, and let them come back."""

    def wait(*lessons: Lesson, each: int = 1) -> None:
        for lesson in lessons:
            for question in lesson.questions[:each]:
                Learner(progress).answered(lesson, question, question.right, True)
        clock.now += 30 * DAY

    return wait


async def test_the_catalogue_says_how_much_is_due_v_asks_it_and_each_first_answer_is_kept(
    playing, progress, let_be_due
):
    let_be_due(load_lesson("overview"), each=3)
    async with playing(None, progress=progress) as player:
        assert "3 questions due, v asks" in await player.text()
        await player.press("v")
        assert isinstance(player.app.screen, ReviewScreen)
        assert "Question 1 of 3" in await player.text()
        for _ in range(3):
            question = player.app.screen.query_one("#quiz").session.question
            await player.press(question.options[question.right[0]].letter.lower(), "s", "enter")
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


async def test_v_asks_due_questions_of_a_lesson_in_a_file(playing, progress, let_be_due, mine):
    let_be_due(load_lesson(mine))
    assert progress.answers()[0][0] == key_of_file(str(mine))
    async with playing(None, progress=progress) as player:
        assert "1 question due, v asks" in await player.text()
        await player.press("v")
        assert isinstance(player.app.screen, ReviewScreen)
        assert "Question 1 of 1" in await player.text()


async def test_two_lessons_whose_questions_have_one_name_are_both_reviewed(
    playing, progress, let_be_due, mine, tmp_path
):
    (tmp_path / "second.yaml").write_text(QUESTION)
    let_be_due(load_lesson(mine), load_lesson(tmp_path / "second.yaml"))
    async with playing(None, progress=progress) as player:
        await player.press("v")
        for _ in range(2):
            question = player.app.screen.query_one("#quiz").session.question
            letters = [question.options[index].letter.lower() for index in question.right]
            await player.press(*letters, "s", "enter")
    assert [mode for _, _, mode, _, _ in progress.answers()] == ["quiz"] * 2 + ["review"] * 2
    assert progress.due() == []


async def test_due_questions_of_a_lesson_that_is_broken_now_wait_and_v_says_which(playing, progress, let_be_due, mine):
    let_be_due(load_lesson(mine))
    mine.write_text("title: [not closed")
    async with playing(None, progress=progress) as player:
        await player.press("v")
        assert isinstance(player.app.screen, CatalogueScreen)
        assert [(each.title, each.message) for each in player.app._notifications] == [
            ("Not all that is due can be asked", f"{mine.resolve()}: run streamsim check on it.")
        ]
    assert len(progress.due()) == 1


async def test_the_run_is_hidden_until_the_question_is_answered(playing, progress, let_be_due):
    let_be_due(load_lesson("overview"))
    async with playing(None, progress=progress) as player:
        await player.press("v")
        screen = player.app.screen
        assert "The run is hidden until you answer" in await player.text()
        assert not any(part.is_on_screen for part in (screen.table, screen.tracker))
        await player.press("left")
        assert screen.step == screen.last
        await player.press("a", "s", "enter")
        await player.text()
        assert screen.table.is_on_screen
        assert screen.tracker.is_on_screen


async def test_a_look_at_the_hidden_run_makes_the_answer_unsure(playing, progress, let_be_due):
    let_be_due(load_lesson("overview"))
    async with playing(None, progress=progress) as player:
        await player.press("v", "t")
        await player.text()
        assert player.app.screen.table.is_on_screen
        question = player.app.screen.quiz.session.question
        await player.press(question.options[question.right[0]].letter.lower())
        assert "it counts as not sure" in await player.words("#quiz")
    assert progress.answers()[-1][-1] is False


async def test_beside_each_answered_question_of_a_review_stands_the_run_of_its_lesson(playing, progress, let_be_due):
    titles = []
    let_be_due(load_lesson("overview"), load_lesson("three-changes"))
    async with playing(None, progress=progress) as player:
        await player.press("v")
        for _ in range(2):
            screen = player.app.screen
            await player.press("a", "s", "enter")
            titles.append(screen.lesson.title)
            assert (await player.text()).startswith(f" {screen.lesson.title}")
            assert f"Step {screen.last} of {screen.last}" in await player.text()
            assert f"> {screen.last}" in await player.words("#table")
            assert "Final" in await player.text()
            assert "Idle*" in await player.words("#tracker")
            await player.press("enter")
    assert len(set(titles)) == 2


async def test_the_last_hint_of_a_review_leads_to_its_location(playing, progress, let_be_due):
    let_be_due(load_lesson("overview"), load_lesson("three-changes"))
    async with playing(None, progress=progress, size=(80, 24)) as player:
        await player.press("v")
        location = player.app.screen.query_one("#quiz").session.question.location
        await player.press(*"hhhh")
        assert player.app.screen.step == location.step
        assert "›" in await player.words("#table") + await player.words("#tracker")
        assert "The place is marked › ‹." in await player.words("#quiz")


async def test_a_step_that_the_feedback_of_a_review_names_can_be_looked_at(playing, progress, let_be_due):
    let_be_due(load_lesson("overview"), load_lesson("three-changes"))
    async with playing(None, progress=progress) as player:
        await player.press("v")
        screen = player.app.screen
        await player.press("a", "s", "enter")
        screen.move(0)
        linked = [each for view in screen.query(ProseView) for each in view.links if each.scheme == "step"]
        screen.follow(linked[0])
        assert screen.step == int(linked[0].target)
        assert screen.highlight is not None
        await player.press("left")
        assert screen.step == int(linked[0].target) - 1
        assert screen.highlight is None


async def test_a_due_question_that_is_no_longer_in_its_lesson_is_reported_and_no_longer_counted(
    playing, progress, let_be_due, mine
):
    let_be_due(load_lesson(mine))
    mine.write_text(QUESTION.partition("quiz:")[0])
    async with playing(None, progress=progress) as player:
        await player.press("v")
        assert isinstance(player.app.screen, CatalogueScreen)
        assert "due" not in (await player.text()).split("\n")[0]
        assert "a question that was due is no longer in it" in next(iter(player.app._notifications)).message
