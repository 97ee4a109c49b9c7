"""The player on a file that is being written: it follows every save, and shows what is wrong while something is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pilots import opened
from textual.widgets import Static

from simulator.tui.screens.broken import BrokenScreen
from simulator.tui.screens.lesson import LessonScreen
from simulator.tui.watch import WatchApp

GOOD = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
timeline: [put: {order_id: o-1}, put: {order_id: o-2}]
"""


class Author:
    """Somebody who saves a file that is watched. No test waits: it looks when the author has saved."""

    def __init__(self, path: Path, app: WatchApp, pilot) -> None:
        self._path, self.app, self.pilot = path, app, pilot

    async def saves(self, text: str | None) -> None:
        if text is None:
            self._path.unlink()
        else:
            self._path.write_text(text)
        self.app.look()
        await opened(self.pilot)

    @property
    def lesson(self) -> LessonScreen:
        assert isinstance(self.app.screen, LessonScreen)
        return self.app.screen

    @property
    def complaints(self) -> str:
        assert isinstance(self.app.screen, BrokenScreen)
        return str(self.app.screen.query_one("#complaints", Static).content)


@pytest.fixture
def watching(tmp_path, monkeypatch):
    """Opens the watching player on a text in lesson.yaml, to be opened by `async with`."""

    @asynccontextmanager
    async def watch(text: str, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Author]:
        monkeypatch.chdir(tmp_path)
        path = Path("lesson.yaml")
        path.write_text(text)
        app = WatchApp("lesson.yaml", pause=3600)
        async with app.run_test(size=size) as pilot:
            await opened(pilot)
            yield Author(path, app, pilot)

    return watch


async def test_a_save_is_followed_and_the_step_is_kept(watching):
    async with watching(GOOD) as author:
        await author.pilot.press("right", "right", "right")
        await author.saves(GOOD.replace("A lesson", "Another title"))
        assert (author.lesson.step, author.lesson.lesson.title) == (3, "Another title")


async def test_a_lesson_that_became_shorter_is_at_its_end(watching):
    async with watching(GOOD) as author:
        await author.pilot.press("end")
        assert author.lesson.step == 12
        await author.saves(GOOD.replace(", put: {order_id: o-2}", ""))
        assert author.lesson.step == 6


async def test_an_open_panel_stays_open(watching):
    text = GOOD + "quiz: [{question: How many?, choices: [1, 2], answer: {count: records}}]\n"
    async with watching(text) as author:
        await author.pilot.press("right", "q")
        await author.saves(text.replace("How many?", "How many records?"))
        await author.pilot.pause()
        assert (author.lesson.panel, author.lesson.step) == ("quiz", 1)


async def test_nothing_is_read_again_while_nobody_saves(watching):
    async with watching(GOOD) as author:
        before = author.lesson
        author.app.look()
        await author.pilot.pause()
        assert author.lesson is before


async def test_while_the_file_is_broken_its_problems_stand_in_its_place_and_then_the_same_step_is_back(watching):
    async with watching(GOOD, (80, 24)) as author:
        await author.pilot.press("right", "right")
        await author.saves(GOOD.replace("KEYS_ONLY", "KEYS"))
        assert author.complaints.startswith("lesson.yaml:3:21: S204 ")
        assert "    stream: {view_type: KEYS}\n                        ^" in author.complaints
        await author.saves(GOOD.replace("title", "titel"))
        assert 'did you mean "title"' in author.complaints
        await author.saves(None)
        assert "lesson.yaml:1:1: Y101 no such file" in author.complaints
        await author.saves(GOOD)
        assert author.lesson.step == 2
        assert len(author.app.screen_stack) == 2


async def test_with_wrong_texts_the_run_is_there_and_its_problems_stand_beside_it_until_they_are_mended(watching):
    wrong = GOOD + "quiz: [{question: How many?, choices: [7, 8], answer: {count: records}}]\n"
    async with watching(GOOD) as author:
        await author.pilot.press("right", "right", "n")
        await author.saves(wrong)
        assert (author.lesson.step, author.lesson.last, author.lesson.panel) == (2, 12, "problems")
        assert "one problem (c) · A lesson" in str(author.lesson.heading.content)
        said = " ".join(str(author.app.screen.query_one("#complaints", Static).content).split())
        assert said.startswith("The run is shown without texts and questions until these are mended. lesson.yaml:5:30:")
        await author.pilot.press("right", "escape")
        assert (author.lesson.step, author.lesson.panel) == (3, "happened")
        await author.saves(wrong.replace("7", "9"))
        assert author.lesson.panel == "happened"
        await author.pilot.click(author.lesson.heading, offset=(2, 0))
        assert author.lesson.panel == "problems"
        await author.saves(wrong.replace("7", "2"))
        assert (author.lesson.step, author.lesson.panel, author.lesson.complaints) == (3, "snapshot", ())
        await author.pilot.press("c")
        assert author.lesson.panel == "snapshot"


async def test_a_file_that_is_broken_from_the_start_opens_when_it_is_mended(watching):
    async with watching("title: [") as author:
        assert "lesson.yaml:" in author.complaints
        await author.saves(GOOD)
        assert author.lesson.step == 0


async def test_markup_and_control_codes_in_a_broken_file_are_shown_as_they_are(watching):
    async with watching('"[red]a[/red] \\e[31m": 1\n' + GOOD) as author:
        assert "[red]a[/red] \\x1b[31m" in author.complaints
        assert "\x1b" not in author.complaints


async def test_what_an_author_tries_out_is_no_progress_and_leaving_the_lesson_leaves_the_program(watching):
    async with watching(GOOD) as author:
        await author.pilot.press("right")
        assert author.app.progress is None
        await author.pilot.press("escape")
        await author.pilot.pause()
        assert not author.app.is_running


async def test_from_a_lesson_that_a_link_led_to_escape_leads_back(watching):
    text = GOOD + "key_moments: [{question: Q, answer: '[the first lesson](lesson:overview)'}]\n"
    async with watching(text) as author:
        await author.pilot.press("right", "k", "enter", "tab", "enter")
        await opened(author.pilot)
        assert author.lesson.lesson.name == "overview"
        await author.pilot.press("escape")
        await author.pilot.pause()
        assert (author.lesson.lesson.title, author.lesson.step) == ("A lesson", 1)
