"""The mappings of the format as an editor names them, and the keys of which each of them has one."""

from __future__ import annotations

from typing import NamedTuple

from simulator.scenario.answers import WAYS
from simulator.scenario.repairs import GoalModel
from simulator.scenario.timeline_entries import KINDS, WRITES

TITLES = {
    "AboutCount": "A goal: how many",
    "AboutItems": "Items that the table has to have",
    "AboutRecords": "A goal: which records",
    "AboutTime": "A goal: how late, or how long",
    "AboutWaits": "A goal: how long a record waits",
    "ActionModel": "An entry of the timeline",
    "Answer": "How the answer is worked out",
    "BatchedWriteModel": "A write of a batch",
    "Cell": "A cell of the process table",
    "Choice": "A choice",
    "ConditionCheckModel": "A condition check",
    "ConditionModel": "A condition",
    "ConsumerName": "The name of a consumer",
    "ConsumerUpdate": "A change of a consumer",
    "CourseLessonModel": "A lesson of the course",
    "CrashModel": "The name of a consumer, and of a worker",
    "EnableModel": "The new stream",
    "FirstStep": "The step at which something holds",
    "FunctionModel": "The function",
    "FunctionUpdate": "A change of the function",
    "FunctionWriteModel": "A write of the function",
    "GoalModel": "A goal of the repair",
    "KclModel": "A KCL consumer",
    "KeyField": "A key attribute",
    "KeyMoment": "A key moment",
    "LambdaModel": "A Lambda consumer",
    "Match": "Records to be matched",
    "NoteModel": "A note",
    "NothingModel": "An empty mapping",
    "OutageModel": "An outage",
    "PollerModel": "A poller",
    "PredictItem": "A step to predict",
    "QuizItem": "A question",
    "RepairModel": "A repair",
    "RepeatModel": "Writes that are repeated",
    "RepeatedWriteModel": "A repeated write",
    "ShowModel": "What else is shown",
    "StoredPosition": "A stored position",
    "StreamModel": "The stream",
    "TableModel": "The table",
    "TimeToLiveModel": "Time to live",
    "TransactionActionModel": "An action of a transaction",
    "TypedAnswer": "An answer that is typed",
    "UpdateModel": "An update",
    "WorkerName": "The name of a consumer, and of a worker",
    "WrongValue": "A wrong value",
}
"""What each mapping is called above a hover and in a mark, by the name of its model."""


class Alternatives(NamedTuple):
    """Keys of which a mapping has one, and no second."""

    sentence: str
    """The rule in words, which goes on after a colon."""
    names: tuple[str, ...]
    is_required: bool = True
    """Whether one of them must be there."""


_SINGLE_WRITE = ("put", "update", "delete")

ALTERNATIVES = {
    "ActionModel": (
        Alternatives("an entry has one action", KINDS),
        Alternatives("an action has one time", ("at", "after"), is_required=False),
    ),
    "Answer": (
        Alternatives(
            "an answer is worked out in one way",
            WAYS,
        ),
    ),
    "BatchedWriteModel": (Alternatives("an entry of a batch is one write", ("put", "delete")),),
    "Choice": (Alternatives("a choice is a text or a step", ("text", "step")),),
    "FirstStep": (Alternatives("one thing says which step is meant", ("column", "variable", "event")),),
    "FunctionWriteModel": (Alternatives("an entry is one write", _SINGLE_WRITE),),
    "GoalModel": (
        Alternatives(
            "a goal asks for one thing",
            tuple(GoalModel.model_fields),
        ),
    ),
    "PollerModel": (Alternatives("a consumer has one stored position", ("resume_after", "resume_at"), False),),
    "RepeatedWriteModel": (Alternatives("an entry is one request", WRITES),),
    "TransactionActionModel": (Alternatives("an entry is one action", (*_SINGLE_WRITE, "condition_check")),),
}
"""The keys of which each mapping has one, by the name of its model."""
