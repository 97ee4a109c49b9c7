"""A list of options that can be paged and clicked at any time (Textual 8.2.8; no report upstream)."""

from __future__ import annotations

from textual import events
from textual.widgets import OptionList


class Options(OptionList):
    """An `OptionList` that can be paged, and clicked, at any time.

    * Page Up and Page Down look up the lines of the options, which do not exist before the list was drawn, nor after
      its options were replaced: KeyError or IndexError in `_move_page`. Here both keys move by as many options as are
      sure to fit, and ask for no lines.
    * A click carries the number of the option that was drawn under it. When fewer options have taken their place
      before the click is handled, looking it up is an IndexError. Here such a click is dropped.
    """

    def action_page_down(self) -> None:
        """Move down by about a page."""
        self._move_by(self._page)

    def action_page_up(self) -> None:
        """Move up by about a page."""
        self._move_by(-self._page)

    @property
    def _page(self) -> int:
        """How many options fit at least; one, before the list was drawn."""
        drawn = self.virtual_size.height
        return max(1, self.size.height * self.option_count // drawn) if drawn else 1

    def _move_by(self, options: int) -> None:
        """Highlight the enabled option that is so many further, or the last one on the way there."""
        enabled = [index for index in range(self.option_count) if not self.get_option_at_index(index).disabled]
        if not enabled:
            return
        if self.highlighted is None:
            self.highlighted = enabled[-1 if options > 0 else 0]
            return
        goal = self.highlighted + options
        on_the_way = [index for index in enabled if min(self.highlighted, goal) <= index <= max(self.highlighted, goal)]
        if on_the_way:
            self.highlighted = on_the_way[-1 if options > 0 else 0]

    def on_click(self, event: events.Click) -> None:
        """Drop a click on an option that is gone."""
        clicked = event.style.meta.get("option")
        if clicked is not None and clicked >= self.option_count:
            event.prevent_default()
