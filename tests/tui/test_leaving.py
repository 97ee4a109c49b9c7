"""Leaving the player by Ctrl+C and Ctrl+Q, from wherever the learner is. The rest is in cli/test_signals.py."""

from __future__ import annotations

import pytest
from loaded_lessons import load_lesson

from simulator.tui.app import PlayerApp

THE_LESSON, A_FIELD, THE_PALETTE, THE_HELP = (), ("g", "1"), ("ctrl+p", "x"), ("question_mark",)


def player() -> PlayerApp:
    return PlayerApp(lambda: load_lesson("overview"))


@pytest.mark.parametrize(
    ("place", "leaving", "status"),
    [
        (THE_LESSON, ("ctrl+c", "ctrl+c"), 130),
        (A_FIELD, ("ctrl+c", "ctrl+c"), 130),
        (THE_PALETTE, ("ctrl+c", "ctrl+c"), 130),
        (THE_PALETTE, ("ctrl+q",), 0),
        (THE_HELP, ("ctrl+q",), 0),
    ],
)
async def test_the_keys_that_leave_do_so_from_every_place(place, leaving, status):
    app = player()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press(*place, *leaving)
    assert app.return_code == status
    assert app.fault is None


async def test_ctrl_c_copies_selected_text_and_does_not_leave():
    app = player()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("g", "1", "2", "shift+home", "ctrl+c", "ctrl+c")
        assert app.clipboard == "12"
        assert app.return_code is None
