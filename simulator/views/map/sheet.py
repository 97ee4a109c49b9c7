"""A drawing that grows downwards, and the shards of a stream on it: each in its frame, its children under it."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.views.drawing import Box, Stroke, Text, Upright
from simulator.views.layout import wrapped
from simulator.views.map.panel import Panel
from simulator.views.scene.values import ShardInScene
from simulator.views.signs import Style
from simulator.views.width import clipped

INDENT = 2
"""Columns by which the children of a shard stand to the right of it."""

MOST_INDENTS = 3


@dataclass(slots=True)
class Sheet:
    """A drawing that grows downwards."""

    width: int
    strokes: list[Stroke] = field(default_factory=list)
    height: int = 0

    def say(self, text: str, style: Style = Style.PLAIN, first: str = "") -> None:
        """A text on as many rows as it takes."""
        for line in wrapped(text, self.width - 1, first):
            self.strokes.append(Text(0, self.height, line, style))
            self.height += 1

    def row(self, text: str, style: Style = Style.PLAIN) -> None:
        """A text on one row; what has no room is cut."""
        self.strokes.append(Text(0, self.height, clipped(text, self.width - 1), style))
        self.height += 1


def parents_first(shards: tuple[ShardInScene, ...]) -> list[tuple[ShardInScene, int, bool]]:
    """Each shard, its children under it; how many generations it is away from the first; whether it is a last child."""
    numbers = {shard.number for shard in shards}
    children: dict[int | None, list[ShardInScene]] = {}
    for shard in shards:
        children.setdefault(shard.parent if shard.parent in numbers else None, []).append(shard)
    found: list[tuple[ShardInScene, int, bool]] = []
    waiting = [(shard, 0, True) for shard in reversed(children.get(None, []))]
    while waiting:
        shard, depth, is_last = waiting.pop()
        found.append((shard, depth, is_last))
        below = children.get(shard.number, [])
        waiting += [(child, depth + 1, child is below[-1]) for child in reversed(below)]
    return found


def place(sheet: Sheet, panel: Panel, indent: int, is_last: bool) -> None:
    """A panel in its frame; a child hangs on a branch."""
    top, last = sheet.height, sheet.height + panel.height + 1
    sheet.strokes.append(Box(indent, top, sheet.width - 1, last))
    if indent:
        if not is_last:
            sheet.strokes.append(Upright(indent - 2, top, last, False, Style.MUTED))
        sheet.strokes.append(Text(indent - 2, top, "└─" if is_last else "├─", Style.MUTED))
    sheet.strokes.append(Text(indent + 2, top, f" {clipped(panel.heading, sheet.width - indent - 7)} ", Style.STRONG))
    sheet.strokes += panel.moved(indent + 2, top + 1)
    sheet.height = last + 1
