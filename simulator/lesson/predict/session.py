"""Predict mode as a value: the gates that wait, the gate that is asked about, and the predictions so far.

As in a quiz session (quiz/session.py) a transition returns another session, or the same one where it does not apply.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from simulator.lesson.beliefs import Believed
from simulator.lesson.lesson import Lesson
from simulator.lesson.predict.gates import Gate, gates
from simulator.lesson.predict.held_back import holds_back
from simulator.lesson.quiz.question import Chosen


class Prediction(NamedTuple):
    """A learner's prediction of a step."""

    gate: Gate
    chosen: Chosen
    """The predicted option; empty for "I don't know"."""
    is_sure: bool | None
    """None where the learner did not say how sure they were."""

    @property
    def is_right(self) -> bool:
        """Whether the step is as it was predicted."""
        return self.gate.question.is_right(self.chosen)


def expected_by(lesson: Lesson, prediction: Prediction) -> Believed | None:
    """The belief behind a wrong prediction, where it has a run of its own."""
    return None if prediction.is_right else lesson.beliefs.expected(prediction.gate.question, prediction.chosen)


@dataclass(frozen=True, slots=True)
class PredictSession:
    """A learner's way through the gates of a lesson."""

    lesson: Lesson
    waiting: tuple[Gate, ...]
    """Steps that are still to be predicted, in the order of the run."""
    predictions: tuple[Prediction, ...] = ()
    gate: Gate | None = None
    """The gate that is asked about, or whose step was revealed last."""
    picked: int | None = None
    """The option that was chosen; how sure the learner is of it is still to be said."""
    reported: int = 0
    """How many predictions the newest report was about."""

    @classmethod
    def start(cls, lesson: Lesson) -> PredictSession:
        """A session with nothing predicted."""
        return cls(lesson, tuple(gate for _, gate in sorted(gates(lesson).items())))

    @property
    def revealed(self) -> Prediction | None:
        """The prediction of the gate, once it was made."""
        newest = self.predictions[-1] if self.predictions else None
        return newest if newest is not None and newest.gate is self.gate else None

    @property
    def open_gate(self) -> Gate | None:
        """The gate that waits for its prediction, where one is asked about."""
        return self.gate if self.revealed is None else None

    @property
    def score(self) -> int:
        """How many predictions were right."""
        return sum(each.is_right for each in self.predictions)

    @property
    def has_unreported(self) -> bool:
        """Whether something was predicted since the newest report."""
        return len(self.predictions) > self.reported

    def gates_after(self, step: int) -> tuple[Gate, ...]:
        """The gates behind a step that are still to be predicted."""
        return tuple(gate for gate in self.waiting if gate.step > step)

    @property
    def expected(self) -> Believed | None:
        """The belief behind the newest prediction, where that was wrong and the belief has a run of its own."""
        return expected_by(self.lesson, self.predictions[-1]) if self.predictions else None

    @property
    def told_until(self) -> int | None:
        """The step of the newest prediction, where later steps are still to be predicted; else None: all may be told.

        Nothing behind it may be told, neither of the run nor of one beside it.
        """
        step = self.predictions[-1].gate.step if self.predictions else 0
        return step if self.gates_after(step) else None

    @property
    def missed(self) -> tuple[Prediction, ...]:
        """The predictions that were not right; those that the learner was sure of come first."""
        wrong = [each for each in self.predictions if not each.is_right]
        return tuple(sorted(wrong, key=lambda each: each.is_sure is not True))

    def gate_between(self, step: int, wanted: int) -> Gate | None:
        """The first gate on the way forward from a step to another."""
        return next((gate for gate in self.waiting if step < gate.step <= wanted), None)

    def holds_back(self, step: int) -> bool:
        """Whether a step may not tell what comes of it, because that is still to be predicted."""
        return holds_back(self.lesson.trace, step, [gate.step for gate in self.gates_after(step)])

    # Transitions

    def ask(self, gate: Gate) -> PredictSession:
        """Ask about a gate. The option that was chosen stays where the same gate is asked about again."""
        return self if gate is self.open_gate else replace(self, gate=gate, picked=None)

    def rest(self) -> PredictSession:
        """Ask about nothing."""
        return replace(self, gate=None, picked=None)

    def pick(self, option: int) -> PredictSession:
        """Choose an option by its index; to be followed by `commit`."""
        gate = self.open_gate
        if gate is None or not 0 <= option < len(gate.question.options):
            return self
        return replace(self, picked=option)

    def undo(self) -> PredictSession:
        """Take the choice back, before it is said how sure it is."""
        return self if self.picked is None else replace(self, picked=None)

    def commit(self, is_sure: bool | None) -> PredictSession:
        """Predict the option that was chosen; the step is revealed."""
        return self if self.picked is None else self._predict((self.picked,), is_sure)

    def give_up(self) -> PredictSession:
        """Predict nothing; the step is revealed. Such an answer is never sure."""
        return self._predict((), False)

    def _predict(self, chosen: Chosen, is_sure: bool | None) -> PredictSession:
        gate = self.open_gate
        if gate is None:
            return self
        waiting = tuple(each for each in self.waiting if each is not gate)
        predictions = (*self.predictions, Prediction(gate, chosen, is_sure))
        return replace(self, waiting=waiting, predictions=predictions, picked=None)

    def with_report(self) -> PredictSession:
        """The report is shown."""
        return replace(self.rest(), reported=len(self.predictions))
