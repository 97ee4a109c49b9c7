"""A stylesheet that parses each rule once (Textual 8.2.8; no report upstream)."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class ParsedOnce(Stylesheet):
    """A stylesheet that keeps what it has parsed when a screen brings rules of its own.

    Textual parses all of it anew then, in a stylesheet that it throws away with its cache: at the first widget that
    brings a rule all of it is parsed a third time. What is kept holds until a variable changes.
    """

    def reparse(self) -> None:
        """Parse what has not been parsed with these variables."""
        self.parse()
