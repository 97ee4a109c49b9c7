"""Makes the pictures of the README from the running player: `make pictures`.

Each picture is an SVG of the real screen after real key presses, so it cannot show what the player does not.
"""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

os.environ["TEXTUAL_ANIMATIONS"] = "none"

from simulator.lesson.lesson import load_lesson
from simulator.tui.app import PlayerApp

FOLDER = Path(__file__).parent
WHAT_IF = (
    *("x", *["down"] * 5, "enter", "3", "enter", "down", "down", "enter", "enter", "right"),
    *("down", "enter", "down", "down", "enter", "right", "enter"),
)
"""Three retries and a split batch, with two of three questions answered."""
PICTURES = {
    "player.svg": ("overview", 3, (120, 36), ("right",)),
    "map.svg": ("crash-and-checkpoint", 27, (120, 36), ()),
    "time.svg": ("poison-pill", 28, (80, 24), ("v",)),
    "what-if.svg": ("poison-pill", 13, (120, 36), WHAT_IF),
    "quiz.svg": ("three-changes", 14, (120, 36), ("q", "a")),
    "small.svg": ("three-changes", 8, (80, 24), ()),
}
"""Each picture: the lesson, the step that it opens at, the size of the terminal, and the keys."""


async def picture(lesson: str, step: int, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """The screen as SVG, without the web font that Textual's export would load from the net."""
    app = PlayerApp(lambda: load_lesson(lesson), step)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        while app.opening is not None:  # a lesson is run beside the screen
            await pilot.pause(0.01)
        for key in keys:
            await pilot.press(key)
            while app.opening is not None:  # a run is made beside the screen
                await pilot.pause(0.01)
        await pilot.pause()
        svg = app.export_screenshot(title="DynamoDB Streams")
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: 'Fira Code', Menlo, Consolas, monospace")
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> None:
    """Write every picture."""
    for name, wanted in PICTURES.items():
        (FOLDER / name).write_text(asyncio.run(picture(*wanted)), encoding="utf-8", newline="\n")
        print(f"assets/{name}")


if __name__ == "__main__":
    main()
