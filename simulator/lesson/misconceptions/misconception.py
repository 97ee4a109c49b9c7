"""One row of the catalogue of wrong beliefs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.stream import ViewType
from simulator.dynamodb.table import Operation
from simulator.lesson.misconceptions.needs import nothing
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario

RECORDS = frozenset({Event.CAPTURE_RECORD, Event.AVAILABLE_RECORD, Event.READ_RECORDS, Event.PROCESS_SUCCEEDED})
"""One record more or less is captured, made available, read and processed."""

READING = frozenset({Event.READ_RECORDS, Event.PROCESS_SUCCEEDED})
"""Records that are read are then worked on."""

INVOKING = frozenset({Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DISCARDED})
"""The outcomes of an invocation."""

OF_RETRIES = frozenset({"consumer_state", "checkpoint", "attempt", "destination"})
"""The variables that show how often a batch is tried, and what becomes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A wrong belief: the service with one decision wrong, and where a run bears on it.

    A belief changes also what follows from it: one record more moves every later step, and may save an idle poll.
    A learner who miscounts idle polls shows no belief about records by that. So a wrong answer points to a belief only
    where the belief is about the event, the variable or the part of a record that was asked for.
    """

    number: str
    """Its id: the number of the fact that refutes it."""
    slug: str
    """Its name, for people."""
    belief: str
    """The believer's own words."""
    expects: str
    """The observation that its believer expects."""
    refutation: str
    """Why it is wrong."""
    decision: str | None
    """The decision of `Rules` that it has wrong; None for a belief that no rule stands for."""
    affected_events: frozenset[Event] = frozenset()
    """The events that its believer has another expectation of."""
    affected_variables: frozenset[str] = frozenset()
    """The variables that its believer expects another value of, except for `stream_records`, which shows all events."""
    affected_images: frozenset[ViewType] = frozenset()
    """The view types of which its believer expects other images."""
    affects_transactions: bool = False
    """Whether its believer expects another order of a transaction's records."""
    affects_identity: bool = False
    """Whether its believer expects a record to say something else of who made the change."""
    refuted_by: frozenset[Event] = frozenset()
    """The events that show that it is wrong; without any, the step at which the believer's run diverges shows it."""
    operations: frozenset[Operation] = frozenset()
    """Of a write among those events, the operations that show it; without any, every operation does."""
    needs: Callable[[Scenario], bool] = nothing
    """Whether a scenario has what the belief is about. Under a belief about something else its run is the same."""

    @property
    def rules(self) -> Rules:
        """The service as its believer has it."""
        return _with_wrong(self.decision)

    def affects_variable(self, kind: str) -> bool:
        """Whether its believer expects another value of a variable, by the id that it has with a single consumer."""
        return bool(self.affected_events) if kind == "stream_records" else kind in self.affected_variables

    def is_refuted_by(self, event: Event, operation: Operation | None) -> bool:
        """Whether a step of the real run shows that it is wrong, by the step's event and its write's operation."""
        return event in self.refuted_by and (not self.operations or operation in self.operations)


@lru_cache(maxsize=64)
def _with_wrong(decision: str | None) -> Rules:
    return AWS if decision is None else AWS._replace(**{decision: not getattr(AWS, decision)})
