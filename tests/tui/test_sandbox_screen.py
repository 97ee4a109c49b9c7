"""The sandbox on the full screen: actions are typed or pressed, and the run is made anew."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from pilots import Player, opened

from simulator.learner.kept_sandbox import kept
from simulator.lesson.sandbox.sandbox import new_sandbox
from simulator.tui.app import PlayerApp
from simulator.tui.screens.catalogue import CatalogueScreen
from simulator.tui.screens.sandbox import SandboxScreen


@pytest.fixture
def sandbox(tmp_path):
    """Opens a player on a sandbox, which is kept in the file `kept.json`."""

    @asynccontextmanager
    async def open_at(size=(120, 36)):
        app = PlayerApp(sandbox=(new_sandbox(), tmp_path / "kept.json", ""))
        async with app.run_test(size=size) as pilot:
            await opened(pilot)
            yield Player(app, pilot)

    return open_at


def screen_of(player) -> SandboxScreen:
    assert isinstance(player.app.screen, SandboxScreen)
    return player.app.screen


async def typed(player, line: str) -> None:
    screen_of(player).line.value = line
    await player.press("enter")


async def test_a_typed_action_makes_the_run_anew_and_is_kept(sandbox, size, tmp_path):
    async with sandbox(size) as player:
        await typed(player, "put: {order_id: o-2}")
        text = await player.text()
        assert "new from step 7 on" in text
        assert "Step 12 of 12" in text
        assert "o-2" in await player.words("#view")
        assert "> 12" in await player.words("#table")
        await player.click(" 8 ")
        assert "Step 8 of 12" in await player.text()
        found = kept(tmp_path / "kept.json")
        assert [each.text for each in found.added] == ["put: {order_id: o-2}"]


async def test_a_line_that_is_refused_stays_and_says_why(sandbox):
    async with sandbox() as player:
        await typed(player, "putt: {order_id: o-2}")
        assert 'Not added: S201 "putt" is no action' in await player.text()
        assert screen_of(player).line.value == "putt: {order_id: o-2}"
        assert screen_of(player).sandbox.added == ()


async def test_tab_completes_and_up_brings_back_what_was_typed(sandbox):
    async with sandbox() as player:
        await player.press("c", "r", "tab")
        assert screen_of(player).line.value.startswith("cr")
        await typed(player, "wait: 5s")
        await player.press("up")
        assert screen_of(player).line.value == "wait: 5s"


async def test_keys_do_the_usual_and_undo_takes_it_back(sandbox):
    async with sandbox() as player:
        await player.press("escape", "p", "c")
        assert [each.text for each in screen_of(player).sandbox.added] == [
            "put: {order_id: new-1, status: PLACED}",
            "crash: {consumer: reader}",
        ]
        await player.press("c")
        assert "There is nothing to crash now." in await player.text()
        await player.press("z", "z", "z")
        assert screen_of(player).sandbox.added == ()
        assert "Step 6 of 6" in await player.text()


async def test_saving_asks_before_it_writes_over_a_file(sandbox, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sandbox.yaml").write_text("mine\n")
    async with sandbox() as player:
        await player.press("escape", "p", "ctrl+s", "enter", *"no", "enter")
        assert (tmp_path / "sandbox.yaml").read_text() == "mine\n"
        await player.press("ctrl+s", "enter", *"yes", "enter")
        assert "new-1" in (tmp_path / "sandbox.yaml").read_text()
        assert "Saved: sandbox.yaml" in await player.text()
        assert not (tmp_path / "kept.json").exists()


async def test_the_sandbox_opens_from_the_catalogue_and_leads_back(playing, tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    async with playing(None) as player:
        await player.press("s")
        screen_of(player)
        await player.press("escape", "escape")
        assert isinstance(player.app.screen, CatalogueScreen)


async def test_a_long_message_is_whole_and_the_step_is_told(sandbox, size):
    async with sandbox(size) as player:
        assert "Idle means that a poll came back empty" in await player.words("#happens")
        await typed(player, "consumers: {1: {type: lambda, name: mailer, function: {fails_on: {order_id: [o-9]}}}}")
        said = await player.words("#said")
        assert "It replaces reader by mailer" in said
        assert said.endswith("userIdentity.")
        assert (await player.words("#title")) == "Sandbox"
