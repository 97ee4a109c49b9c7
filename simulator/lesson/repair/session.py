"""A learner's work on a repair as a value: the changes so far, the newest run of them, and undo."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.lesson.repair.judging import Verdict, judge
from simulator.lesson.repair.repair import Try, offered, other_solution, tried, value_in_lesson
from simulator.lesson.variations.patches import ABSENT, typed_value, value_at, with_setting, without_setting
from simulator.lesson.variations.placing import Patch
from simulator.lesson.variations.settings import Setting
from simulator.lesson.words.sentences import count_words
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.fields import is_nothing
from simulator.scenario.model import Scenario
from simulator.scenario.variation import NoVariation, varied
from simulator.scenario.yaml.flow import flow_text
from simulator.scenario.yaml.nodes import Node

_OF_A_VALUE = ("S203", "S204", "D310")
"""Codes of complaints about a value by itself, whatever else is changed."""


@dataclass(frozen=True, slots=True, eq=False)
class RepairSession:
    """The changes of a learner, as many runs of them as they like, and how the newest one is judged."""

    scenario: Scenario
    trace: Trace
    """The lesson's own run."""
    settings: tuple[Setting, ...]
    """The settings that may be turned, with their values in the lesson."""
    verdicts: tuple[Verdict, ...]
    """The goals, judged on the newest run."""
    patch: Patch
    newest: Try | None = None
    """The newest run; None: only the lesson's own was seen."""
    runs: int = 0
    """How many runs of changes there were."""
    before: tuple[Patch, ...] = ()
    """The changes before each change, the newest last."""

    @staticmethod
    def start(scenario: Scenario, trace: Trace) -> RepairSession:
        """A session in which nothing is changed; the lesson must have a repair."""
        assert scenario.repair is not None, "only a lesson with a repair is repaired"
        return RepairSession(scenario, trace, offered(scenario), judge(scenario.repair.goals, trace), {})

    @property
    def shown(self) -> Trace:
        """The run that the goals are judged on."""
        return self.trace if self.newest is None else self.newest.variation.trace

    @property
    def is_run(self) -> bool:
        """Whether the newest run is that of the changes as they are now."""
        return self.patch == ({} if self.newest is None else self.newest.variation.patch)

    @property
    def is_solved(self) -> bool:
        """Whether the changes as they are now meet every goal."""
        return self.is_run and self.newest is not None and self.newest.solves

    def value_of(self, setting: Setting) -> str | None:
        """The value that a learner gave a setting, as YAML; None where it is as in the lesson."""
        found = value_at(self.patch, setting.path)
        return None if found is ABSENT else flow_text(found)

    def text_of(self, setting: Setting) -> str:
        """The value of a setting as YAML, to be edited: the learner's, the file's, or the default in words."""
        own = self.value_of(setting)
        if own is not None:
            return own
        written = value_at(self.scenario.source[2], setting.path)
        if written is not ABSENT:
            return flow_text(written)
        return "null" if setting.words == "none" else setting.words

    def words_of(self, setting: Setting) -> str:
        """The value of a setting in the lesson, to be read."""
        return value_in_lesson(self.scenario, setting)

    def turned(self, setting: Setting, text: str) -> RepairSession:
        """The setting has another value, as it is typed; its value in the lesson takes the change back.

        Where the file does not have the setting, null is its value in the lesson: there is nothing to take away.

        Raises:
            ScenarioError: the text is not YAML, or no value that the setting can have. Whether the value goes together
                with the other changes is found when they are run.
        """
        value = typed_value(text)
        in_lesson = (setting.words, self.words_of(setting), *(["null", "[]"] if setting.words == "none" else []))
        is_unwritten = value_at(self.scenario.source[2], setting.path) is ABSENT
        takes_back = text.strip() in in_lesson or (is_nothing(value) and is_unwritten)
        if not takes_back:
            self._check(setting, value)
        cleared = without_setting(self.patch, setting.path) if self.value_of(setting) is not None else self.patch
        return self._with(cleared if takes_back else with_setting(cleared, setting.path, value))

    def _check(self, setting: Setting, value: Node) -> None:
        """Refuse a value that a setting cannot have, whatever else is changed; the complaint names the setting."""
        try:
            varied(self.scenario, with_setting({}, setting.path, value))
        except NoVariation:
            return  # it is found when the changes are run
        except ScenarioError as error:
            about_it = [each for each in error.complaints if each.code in _OF_A_VALUE]
            if about_it:
                named = (each._replace(message=f"{setting.name}: {each.message}") for each in about_it)
                raise ScenarioError(named) from None

    def _with(self, patch: Patch) -> RepairSession:
        return self if patch == self.patch else replace(self, patch=patch, before=(*self.before, self.patch))

    def undone(self) -> RepairSession:
        """The newest change is taken back."""
        return self if not self.before else replace(self, patch=self.before[-1], before=self.before[:-1])

    def run(self) -> RepairSession:
        """The changes are run and judged. With none of them it is the lesson's own run.

        Raises:
            NotOffered: the repair does not offer a change.
            NoVariation: a change names a part that is not there.
            ScenarioError: a value is not allowed, or the run is far longer than the lesson's own.
        """
        repair = self.scenario.repair
        assert repair is not None
        if not self.patch:
            return replace(self, newest=None, verdicts=judge(repair.goals, self.trace))
        newest = tried(self.scenario, self.trace, self.patch)
        return replace(self, newest=newest, verdicts=newest.verdicts, runs=self.runs + 1)

    def outcome(self) -> str:
        """How it stands, in a sentence."""
        if not self.is_run:
            return "Not run yet."
        if self.newest is None:
            return f"Nothing is changed. {self._failing()}"
        if self.newest.solves:
            return f"Solved with {count_words(self.newest.changes, 'change')}."
        return f"Not solved with {count_words(self.newest.changes, 'change')}. {self._failing()}"

    def _failing(self) -> str:
        failed = sum(not each.holds for each in self.verdicts)
        words = f"{count_words(failed, 'goal')} of {len(self.verdicts)} {'fails' if failed == 1 else 'fail'}."
        return words[0].upper() + words[1:]

    def other_solution(self) -> str:
        """The solution of the lesson's author, in a sentence; empty where the learner has found the same."""
        return "" if self.newest is None else other_solution(self.scenario, self.newest)
