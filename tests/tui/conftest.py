"""The player as a fixture, and the sizes that it promises to work at."""

from __future__ import annotations

import pytest
from pilots import NARROW, WIDE, Playing
from pilots import playing as player_on


@pytest.fixture
def playing() -> Playing:
    """The player, to be opened by `async with`."""
    return player_on


@pytest.fixture(params=[WIDE, NARROW], ids=["120x36", "80x24"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Both sizes that the player promises to work at."""
    size: tuple[int, int] = request.param
    return size
