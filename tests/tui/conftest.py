"""The player as a fixture, and the sizes that it promises to work at."""

from __future__ import annotations

import pytest
from pilots import NARROW, WIDE, Playing
from pilots import playing as player_on
from rich.console import RenderableType
from textual._compositor import Compositor
from textual.screen import Screen


@pytest.fixture
def playing() -> Playing:
    """The player, to be opened by `async with`."""
    return player_on


@pytest.fixture(params=[WIDE, NARROW], ids=["120x36", "80x24"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Both sizes that the player promises to work at."""
    size: tuple[int, int] = request.param
    return size


@pytest.fixture(autouse=True)
def _is_drawn_when_it_is_looked_at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the drawing of what no test looks at: a fifth of the time of a test of the player.

    No terminal is there, so nothing of it would be seen. A picture or a text of the screen is drawn when a test asks
    for it. The monkeys draw everything, as the player does.
    """
    if request.node.get_closest_marker("draws") is None:
        monkeypatch.setattr(Compositor, "render_update", _render_what_is_asked_for)


_render_update = Compositor.render_update


def _render_what_is_asked_for(
    self: Compositor, full: bool = False, screen_stack: list[Screen] | None = None, simplify: bool = False
) -> RenderableType | None:
    if full:
        return _render_update(self, full, screen_stack, simplify)
    self._dirty_regions.clear()
    return None
