"""Waiting in tests that drive the player."""

from __future__ import annotations

from textual.pilot import Pilot

from simulator.tui.app import PlayerApp


async def opened(pilot: Pilot[None]) -> None:
    """Wait until nothing is being opened beside the screen."""
    await pilot.pause()
    assert isinstance(pilot.app, PlayerApp)
    while pilot.app.opening is not None:
        await pilot.pause(0.01)
    await pilot.pause()
