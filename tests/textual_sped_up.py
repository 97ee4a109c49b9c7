"""The same answers from Textual for less time: what it works out anew for each application is worked out once.

Half of a test of the player is spent in Textual. Nothing here changes what a screen says or how it looks.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from textual.css import match, stylesheet
from textual.css.model import RuleSet, Selector
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

_parse = Stylesheet.parse
_make_rules_map = Stylesheet.rules_map.fget
_parse_rules = Stylesheet._parse_rules
_check_selectors = match._check_selectors

_rules_of_a_source: dict[Hashable, list[RuleSet]] = {}
_rules_of_all: dict[Hashable, tuple[list[RuleSet], dict[str, list[RuleSet]]]] = {}


def _parse_rules_once(self: Stylesheet, *source: Any, **options: Any) -> list[RuleSet]:
    """Parse the same rules once in a process: Textual does it for each application, a seventh of a test's time."""
    key = (source, tuple(options.items()), tuple(self._variables.items()))
    if key not in _rules_of_a_source:
        _rules_of_a_source[key] = _parse_rules(self, *source, **options)
    return _rules_of_a_source[key]


def _parse_once(self: Stylesheet) -> None:
    """Put the same sources together once: Textual does it again with each kind of widget that is mounted."""
    key = (tuple(self.source.items()), tuple(self._variables.items()))
    if key not in _rules_of_all:
        _parse(self)
        _rules_of_all[key] = (self._rules, _make_rules_map(self))
    self._rules, self._rules_map = _rules_of_all[key]
    self._require_parse = False


def _rules_map_once(self: Stylesheet) -> dict[str, list[RuleSet]]:
    """Where the rules have just been put together, their map is there too."""
    assert self.rules is not None
    return _make_rules_map(self) if self._rules_map is None else self._rules_map


def _check_the_last_first(selectors: list[Selector], path: list[DOMNode]) -> bool:
    """Look at a widget's ancestors only where the widget itself fits, which it seldom does."""
    return selectors[-1].check(path[-1]) and _check_selectors(selectors, path)


Stylesheet._parse_rules = _parse_rules_once  # type: ignore[method-assign]
Stylesheet.parse = _parse_once  # type: ignore[method-assign]
Stylesheet.rules_map = property(_rules_map_once)  # type: ignore[assignment,method-assign]
match._check_selectors = stylesheet._check_selectors = _check_the_last_first  # type: ignore[attr-defined]
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]  # which is the same, and need not call Python
