"""The plain player as a value: the lesson, the step, predict mode, the quiz. A transition returns another session."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.lesson.lesson import Lesson
from simulator.lesson.predict.gates import Gate
from simulator.lesson.predict.session import PredictSession
from simulator.lesson.quiz.attempt import Attempt
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.repair.session import RepairSession


@dataclass(frozen=True, slots=True)
class PlaySession:
    """Where a learner is in a lesson."""

    lesson: Lesson
    step: int = 0
    """0 is the start."""
    predictions: PredictSession | None = None
    """None until predict mode was on."""
    is_predicting: bool = False
    quiz: QuizSession | None = None
    """None until the quiz was begun, and after its end."""
    answered: Attempt | None = None
    """The newest answer of the quiz that the learner has just left; a move forgets it."""
    repair: RepairSession | None = None
    """None until the repair was begun, and in a lesson without one."""

    @property
    def last(self) -> int:
        """The number of the run's last step."""
        return len(self.lesson.trace.events)

    @property
    def gate(self) -> Gate | None:
        """The gate that waits for its prediction, where one is asked about."""
        return self.predictions.open_gate if self.predictions is not None and self.is_predicting else None

    @property
    def holds_back(self) -> bool:
        """Whether nothing may be said of what comes of this step, because it is still to be predicted."""
        return self.is_predicting and self.predictions is not None and self.predictions.holds_back(self.step)

    @property
    def tells_step_before(self) -> bool:
        """Whether the step before held its key moment back, which is told here."""
        if not self.is_predicting or self.predictions is None:
            return False
        revealed = self.predictions.revealed
        return self.predictions.holds_back(self.step - 1) or (revealed is not None and revealed.gate.step == self.step)

    @property
    def ahead(self) -> tuple[int, ...]:
        """The steps to come that predict mode still hides."""
        if not self.is_predicting or self.predictions is None:
            return ()
        return tuple(gate.step for gate in self.predictions.gates_after(self.step))

    @property
    def hides_steps(self) -> bool:
        """Whether predict mode still hides a step to come, so that nothing may tell the whole run."""
        return bool(self.ahead)

    def go(self, step: int) -> PlaySession:
        """Go to a step of the run, or as far as predict mode lets through; there its gate is asked about."""
        wanted = max(0, min(self.last, step))
        if self.predictions is None or not self.is_predicting:
            return replace(self, step=wanted, answered=None)
        gate = self.predictions.gate_between(self.step, wanted)
        if gate is None:
            return replace(self, step=wanted, predictions=self.predictions.rest(), answered=None)
        return replace(self, step=gate.step - 1, predictions=self.predictions.ask(gate), answered=None)

    def with_predicting_toggled(self) -> PlaySession:
        """Predict mode is on, or off; its predictions stay."""
        predictions = self.predictions if self.predictions is not None else PredictSession.start(self.lesson)
        return replace(self, predictions=predictions.rest(), is_predicting=not self.is_predicting)

    def predicted(self, predictions: PredictSession) -> PlaySession:
        """The step of the open gate was predicted, and is where the learner is now."""
        revealed = predictions.revealed
        return self if revealed is None else replace(self, step=revealed.gate.step, predictions=predictions)

    def with_predictions_reported(self) -> PlaySession:
        """The report on the predictions was shown."""
        return replace(self, predictions=self.predictions and self.predictions.with_report())
