"""The parts of the scenario format in which an author says something about steps: notes and key moments."""

from pydantic import Field

from simulator.scenario.fields import Model, Text
from simulator.scenario.step_fields import StepField


class KeyMoment(Model):
    """A question worth a pause, and its answer."""

    question: Text = Field(description="What a learner may ask here, as a question, such as why nothing is read yet.")
    answer: Text = Field(description="The answer, with references such as [step {step}](step:placed.capture).")
    step: StepField | None = Field(
        None,
        description="The step that it is about; left out: the first one that the answer or the question refers to.",
    )


class NoteModel(Model):
    """A sentence of the author's about one step, beside the program's reason for it."""

    step: StepField = Field(description="The step: a path such as placed/ledger.read, or its number from 1.")
    text: Text = Field(description="What is worth saying at that step, with references such as [then](step:placed).")
