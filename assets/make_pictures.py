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
    *("g", "1", "3", "enter", "x", *["down"] * 5, "enter", "3", "enter", "down", "down", "enter", "enter", "right"),
    *("down", "enter", "down", "down", "enter", "right", "enter"),
)
"""Three retries and a split batch, with two of three questions answered."""
PICTURES = {
    "player.svg": ("overview", (120, 36), ("right", "right", "right", "right")),
    "map.svg": ("crash-and-checkpoint", (120, 36), ("g", "2", "7", "enter")),
    "time.svg": ("poison-pill", (80, 24), ("g", "2", "8", "enter", "v")),
    "what-if.svg": ("poison-pill", (120, 36), WHAT_IF),
    "quiz.svg": ("three-changes", (120, 36), ("g", "1", "4", "enter", "q", "a")),
    "small.svg": ("three-changes", (80, 24), ("g", "8", "enter")),
}
"""Each picture: the lesson, the size of the terminal, and the keys."""


async def picture(lesson: str, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """The screen as SVG, without the web font that Textual's export would load from the net."""
    app = PlayerApp(lambda: load_lesson(lesson))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
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
    for name, (lesson, size, keys) in PICTURES.items():
        (FOLDER / name).write_text(asyncio.run(picture(lesson, size, keys)), encoding="utf-8", newline="\n")
        print(f"assets/{name}")


if __name__ == "__main__":
    main()
