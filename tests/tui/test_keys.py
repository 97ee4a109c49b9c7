"""The one table of keys: no key has two meanings in one focus, and what people read of it is made from it."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from simulator.lesson.predict import gate_questions
from simulator.lesson.quiz import question
from simulator.tui import keys
from simulator.tui.keys import ASKING, KEYS, LETTERS, MOST_IN_FOOTER, Key, bindings, markdown
from simulator.tui.screens.catalogue import CatalogueScreen
from simulator.tui.screens.change import ChangeScreen
from simulator.tui.screens.lesson import LessonScreen
from simulator.tui.screens.review import ReviewScreen
from simulator.tui.screens.two_runs import TwoRunsScreen
from simulator.tui.screens.what_if import WhatIfScreen
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.predict import PredictPanel
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.quiz import QuizPanel

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")

FOCUSES = [
    *((place,) for place in KEYS),
    ("lesson", "link"),
    ("lesson", "records"),
    ("lesson", "moment"),
    ("review", "link"),
    ("two runs", "link"),
    ("what if", "link"),
    ("what if", "choices"),
    ("quiz", "link"),
    ("predict", "link"),
]
"""The places whose keys meet while one widget has the focus, where none of them asks about what the other does."""


def names(*places: str) -> list[str]:
    return [name for place in places for key in KEYS[place] for name in key.keys.split(",")]


def twice(found: list[str]) -> list[str]:
    return [name for name, count in Counter(found).items() if count > 1]


def test_no_key_has_two_meanings_in_one_focus():
    for places in FOCUSES:
        shared = {"enter"} if len(places) > 1 else set()  # a link or a moment takes it before the panel or screen does
        assert set(twice(names(*places))) <= shared, places


def test_a_collision_is_found():
    assert twice([*names("lesson"), *names("catalogue")]) == ["v", "b", "question_mark"]


def test_a_panel_that_asks_takes_only_letters_digits_and_keys_of_editing_from_its_screen():
    for screen, panel in product(("lesson", "review"), ASKING):
        taken = set(names(screen)) & set(names(panel))
        assert {key for key in taken if len(key) > 1} <= {"space", "backspace", "enter"}, (screen, panel)


def test_the_keys_that_work_everywhere_have_no_other_meaning_anywhere():
    elsewhere = names(*(place for place in KEYS if place != "everywhere"))
    assert not set(names("everywhere")) & set(elsewhere)


def test_keys_that_work_whatever_has_the_focus_are_taken_by_no_panel():
    always = {name for key in KEYS["lesson"] if key.priority for name in key.keys.split(",")}
    assert always == {"left", "right", "home", "end"}
    assert not always & set(names("quiz", "predict", "link", "choices"))


@pytest.mark.parametrize(
    ("owner", "place"),
    [
        (LessonScreen, "lesson"),
        (ReviewScreen, "review"),
        (CatalogueScreen, "catalogue"),
        (QuizPanel, "quiz"),
        (PredictPanel, "predict"),
        (TwoRunsScreen, "two runs"),
        (WhatIfScreen, "what if"),
        (ChangeScreen, "change"),
        (ProseView, "link"),
        (Choices, "choices"),
    ],
)
def test_screens_and_widgets_bind_what_the_table_says(owner, place):
    assert list(owner.BINDINGS) == bindings(place)
    for key in KEYS[place]:
        action = key.action.partition("(")[0]
        assert action.startswith("app.") or hasattr(owner, f"action_{action}"), key


def test_the_letters_and_the_numbers_of_the_panels_are_those_of_the_questions():
    assert LETTERS == question.LETTERS
    choosing = [key.keys.split(",") for key in KEYS["predict"] if key.action.startswith("choose")]
    assert [keys[0] for keys in choosing] == [str(number) for number in range(gate_questions.MOST_CHOICES + 1)]
    assert [keys[1:] for keys in choosing[1:3]] == [["a", "A"], ["b", "B"]]


def test_a_key_is_read_as_it_is_printed_on_a_keyboard():
    shown = {Key(keys, "a", "A").shown for keys in ("g", "home", "ctrl+p", "u,U")}
    assert shown == {"g", "Home", "Ctrl+P", "u"}
    assert all(re.fullmatch(r"\S+", key.shown) for place in KEYS.values() for key in place)


def test_every_phrase_fits_on_one_line_of_the_help():
    assert [key.about for place in KEYS.values() for key in place if len(key.about) > 58] == []


def test_the_tables_of_keys_in_the_readme_are_made_from_the_table():
    assert markdown() in README, "run: make reference"


async def test_where_room_is_short_the_footer_still_leads_to_the_help(playing):
    async with playing(size=(60, 18), step=3) as player:
        footer = (await player.text()).split("\n")[-1]
        assert footer.startswith("← Back → Next")
        assert footer.endswith("? Help")
        assert len(footer) <= 60


async def test_the_footer_shows_at_most_ten_keys_and_none_that_does_nothing_now(playing):
    async with playing(size=(200, 36)) as player:
        footer = (await player.text()).split("\n")[-1]
        assert "→ Next" in footer
        assert "← Back" not in footer
        assert "Return" not in footer
        assert footer.endswith("? Help")
        assert sum(f" {key.name}" in footer for key in KEYS["lesson"]) <= MOST_IN_FOOTER
        await player.press("end")
        footer = (await player.text()).split("\n")[-1]
        assert "← Back" in footer
        assert "→ Next" not in footer


def test_every_key_of_the_player_is_a_row_of_the_table():
    folder = Path(inspect.getfile(keys)).parent
    elsewhere = [
        f"{path.relative_to(folder)}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "Binding(" in line and path.name != "keys.py"
    ]
    assert elsewhere == []
