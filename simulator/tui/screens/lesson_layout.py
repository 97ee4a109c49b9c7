"""Where the parts of the lesson screen stand: worked out of the size and of what is looked at, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

LEAST_WIDTH, LEAST_HEIGHT = 60, 18
"""Columns and lines that a screen with a run needs."""

WIDE, HIGH = 110, 28
"""From this width of the body on the panel stands beside the table, and from this height on boxes and all parts have
room."""

VIEWS = ("map", "time", "wire")
"""The views of a step, in the order in which a key goes through them."""

TRACKER = "tracker"
"""Where there is no room for the status tracker, it is one more view."""

_LEAST_TABLE = 7
"""A rule, a heading and five rows."""


_COMPACT_MAP = 5
"""A rule, and the rows of a map in which no shard is drawn."""

_MAP_AND_QUESTION = 16
"""Lines that such a map and a question need."""

_MOST_VIEW = 18
"""Lines that a view has use for beside the table; in a higher terminal the table and the panel get the rest."""


class Shown(NamedTuple):
    """What the layout depends on beside the size."""

    steps: int
    """How many steps the run has: a short one needs a short table."""
    more_columns: bool
    """Whether the table has columns beside the standard ones."""
    tracker: int
    """The lines of the tracker's content."""
    view: str
    is_alone: bool
    """Whether the view has the whole body."""
    panel: str
    asks: bool
    """Whether the panel asks something."""
    at_start: bool
    """Whether no step is shown yet: then there are no rows, and an introduction to read."""
    asks_of_tracker: bool = False
    """Whether the panel asks about a row of the tracker, which is then shown at every size."""
    points: bool = False
    """Whether the panel asks for a record, which a learner can point at on the map."""


def views_at(size: Size) -> tuple[str, ...]:
    """The views that take turns at a size of the body."""
    return VIEWS if size.height >= HIGH else (*VIEWS, TRACKER)


def places(size: Size, shown: Shown) -> dict[str, Region]:
    """The region of each part that is shown, by its id, in a body of this size."""
    view = shown.view if shown.view in views_at(size) else VIEWS[0]
    in_view = "tracker" if view == TRACKER else "view"
    if shown.is_alone:
        return {in_view: size.region}
    if size.height >= HIGH:
        found, middle = _around(size, shown)
        shown = shown._replace(asks_of_tracker=False)  # it has a place of its own
    else:
        first = 0 if _is_crowded(size, shown) else 1
        found = {"flow": Region(0, 0, size.width, first)} if first else {}
        middle = Region(0, first, size.width, size.height - first)
    arrange = _side_by_side if size.width >= WIDE else _stacked
    return found | arrange(middle, shown, in_view)


def _is_crowded(size: Size, shown: Shown) -> bool:
    """Whether a panel to read or to answer takes all that there is."""
    return size.width < WIDE and shown.panel != "happened"


def _around(size: Size, shown: Shown) -> tuple[dict[str, Region], Region]:
    """The flow and the rail above, the tracker below, and what is left between them."""
    frame = 2 if size.width >= WIDE else 1
    tracker = min(shown.tracker + frame, size.height // 5 + 2)
    found = {
        "flow": Region(0, 0, size.width, 1),
        "rail": Region(0, 1, size.width, 1),
        "tracker": Region(0, size.height - tracker, size.width, tracker),
    }
    return found, Region(0, 2, size.width, size.height - 2 - tracker)


def _side_by_side(middle: Region, shown: Shown, in_view: str) -> dict[str, Region]:
    """The view above table and panel. A panel that asks stands beside both, as high as they are."""
    lower = max(min(max(shown.steps + 4, 12), middle.height // 2), middle.height - _MOST_VIEW)
    table = max(78, middle.width * 2 // 3 if shown.more_columns else middle.width * 5 // 8)
    upper, under = middle.split_horizontal(middle.height - lower)
    left, right = under.split_vertical(table)
    if shown.panel == "happened":
        return {in_view: upper, "table": left, "panel": right}
    return {in_view: upper.split_vertical(table)[0], "table": left, "panel": middle.split_vertical(table)[1]}


def _stacked(middle: Region, shown: Shown, in_view: str) -> dict[str, Region]:
    """The view, the reason and the table, one under the other; a panel to read or to answer in place of the view.

    A panel that asks for a record leaves the view, and stands in place of the table. Predict mode leaves the map a few
    rows.
    """
    if shown.panel != "happened" and shown.points:
        above, below = middle.split_horizontal(middle.height // 2)
        return {in_view: above, "panel": below}
    if shown.panel != "happened":
        table = min(5 if shown.asks else _LEAST_TABLE, middle.height // 3)
        above, below = middle.split_horizontal(table)
        if shown.asks_of_tracker:
            tracker, panel_ = below.split_horizontal(min(shown.tracker + 1, middle.height // 4))
            return {"table": above, "tracker": tracker, "panel": panel_}
        if shown.panel == "predict" and shown.view == VIEWS[0] and below.height >= _MAP_AND_QUESTION:
            view, panel_ = below.split_horizontal(_COMPACT_MAP)
            return {"table": above, in_view: view, "panel": panel_}
        return {"table": above, "panel": below}
    panel = max(3, min(8, middle.height // 4))
    table = max(_LEAST_TABLE, min(middle.height // 3, shown.steps + 3))
    if shown.at_start:
        panel, table = panel + table - 2, 2
    view, below = middle.split_horizontal(middle.height - panel - table)
    reason, rows = below.split_horizontal(panel)
    return {in_view: view, "panel": reason, "table": rows}


class _Placed(Layout):
    """A layout of Textual's that places each widget in the region of its id."""

    name = "placed"

    def __init__(self, places_at: Callable[[Size], Mapping[str, Region]]) -> None:
        self._places_at = places_at

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Place the children that have a region."""
        parent.pre_layout(self)
        regions = self._places_at(size)
        return [
            WidgetPlacement(regions[child.id], NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if child.id is not None and child.id in regions
        ]


class Body(Widget):
    """A container whose children stand where a function of its size says."""

    DEFAULT_CSS = """
    Body { width: 1fr; height: 1fr; overflow: hidden; }
    """

    def __init__(self, places_at: Callable[[Size], Mapping[str, Region]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._placed = _Placed(places_at)

    @property
    def layout(self) -> Layout:
        """The layout, which a style cannot name."""
        return self._placed
