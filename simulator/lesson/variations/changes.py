"""The changes of a variation, in words: what each setting was, and what it is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.dynamodb.whole_numbers import number_in
from simulator.lesson.variations.placing import Patch
from simulator.lesson.variations.variation import settings_changed
from simulator.lesson.words.settings import setting_words
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.model import Scenario
from simulator.scenario.setting_paths import NoSetting, SettingPath, part_at
from simulator.scenario.variation import ADD
from simulator.scenario.yaml.flow import flow_text


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a variation."""

    path: SettingPath
    name: str
    """What is changed: `maximum_retry_attempts`, with several consumers `maximum_retry_attempts of ledger`."""
    before: str | None
    """Its value in the lesson, in words; None where the lesson has nothing there."""
    after: str | None
    """Its value now; None where it was taken away."""

    @property
    def words(self) -> str:
        """The change on one line: `maximum_retry_attempts: was -1, now 3`."""
        if self.path[:2] == ("timeline", ADD):
            return f"put in: {self.after}"
        was = "not in the lesson" if self.before is None else f"was {self.before}"
        return f"{self.name}: {was}, now {'taken away' if self.after is None else self.after}"


def changes_of(scenario: Scenario, varied: Scenario, patch: Patch) -> tuple[Change, ...]:
    """The changes of a patch, in its order; `varied` is the lesson with them."""
    return tuple(_changes(scenario, varied, patch))


def _changes(scenario: Scenario, varied: Scenario, patch: Patch) -> Iterator[Change]:
    for path, value in settings_changed(patch):
        if path[:2] == ("timeline", ADD):
            for action in value if isinstance(value, list) else [value]:
                yield Change(path, "timeline", None, visible(flow_text(action)))
            continue
        before = _value_words(scenario, path, None)
        after = _value_words(varied, path, value) if path[0] != "timeline" else visible(flow_text(value))
        yield Change(path, _name(scenario, path), before, after)


def _name(scenario: Scenario, path: SettingPath) -> str:
    place = number_in(path[1], 1, len(scenario.consumers)) if len(path) > 2 and path[0] == "consumers" else None
    if place is None:
        return ".".join(path)
    of = f" of {scenario.consumers[place - 1].name}" if len(scenario.consumers) > 1 else ""
    return ".".join(path[2:]) + of


def _value_words(scenario: Scenario, path: SettingPath, value: Any) -> str | None:
    """A setting of a lesson in words; of what is no setting, the value that the patch gives it."""
    relative = ".".join(path[2:]) if path[0] == "consumers" else path[-1]
    try:
        part = part_at(scenario, path)
    except NoSetting:
        return None if value is None else visible(flow_text(value))
    if isinstance(part, str | int | None) or relative in ("filter_criteria", "function_response_types"):
        return setting_words(relative, part)
    if isinstance(part, dict) and path[-1] in ("fails_on", "when"):
        return setting_words(relative, part)
    return "as in the lesson" if value is None else visible(flow_text(value))
