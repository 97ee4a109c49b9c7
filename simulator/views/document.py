"""A lesson as sections of blocks, in one order. Text, Markdown and the reading screen lay out this document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.prose import Block, ItemList, Prose, blocks
from simulator.lesson.words.references import parse
from simulator.lesson.words.table import PHASE_NAMES
from simulator.machine.trace import Trace
from simulator.views.step_view import StepView, step_views


class Flow(NamedTuple):
    """The stages of the process flow."""

    stages: tuple[str, ...]


class ProcessTable(NamedTuple):
    """The process table of a run; its rows are made when a view asks for them."""

    trace: Trace


class StatusTracker(NamedTuple):
    """The status tracker of a run."""

    trace: Trace


class Reasons(NamedTuple):
    """Why each step of a run happened, and what the author says of it."""

    trace: Trace
    notes: Mapping[int, tuple[Prose, ...]]
    """The author's sentences by their steps."""

    def each(self) -> Iterator[tuple[StepView, Prose, tuple[Prose, ...]]]:
        """Each step with its reason and its notes, made when it is asked for."""
        for view in step_views(self.trace):
            yield view, narrate(self.trace, view.number), self.notes.get(view.number, ())


class QuestionAndAnswer(NamedTuple):
    """A key moment."""

    question: Prose
    answer: Prose


LessonBlock = Block | Flow | ProcessTable | StatusTracker | Reasons | QuestionAndAnswer


class Section(NamedTuple):
    """A part of a lesson under its heading."""

    name: str
    """Its name for views, such as `transcript`."""
    heading: str
    blocks: tuple[LessonBlock, ...]

    @property
    def prose(self) -> Prose:
        """The blocks of the section that are text."""
        return tuple(block for block in self.blocks if isinstance(block, Block))


class Document(NamedTuple):
    """A whole lesson. Sections without content are left out."""

    title: str
    sections: tuple[Section, ...]

    def named(self, *names: str) -> list[Section]:
        """The sections with these names that the lesson has, in the order of the names."""
        found = {section.name: section for section in self.sections}
        return [found[name] for name in names if name in found]


def document(lesson: Lesson) -> Document:
    """A lesson as a document."""
    trace = lesson.trace
    sample = (ItemList(lesson.execution_sample, 1),) if lesson.execution_sample else ()
    snapshot = (ItemList(lesson.snapshot),) if lesson.snapshot else ()
    repair = lesson.scenario.repair
    story = () if repair is None else tuple(blocks(parse(repair.story, trace)))
    sections = (
        Section("summary", "Summary", tuple(blocks(lesson.summary))),
        Section("story", "What people complain about", story),
        Section("execution_sample", "Execution sample", sample),
        Section("process_flow", "Process flow", (Flow(tuple(PHASE_NAMES.values())),)),
        Section("process_table", "Process table", (ProcessTable(trace),)),
        Section("status_tracker", "Status tracker", (StatusTracker(trace),)),
        Section("reasons", "What happened, and why", (Reasons(trace, lesson.notes),)),
        Section(
            "key_moments",
            "Key moments",
            tuple(QuestionAndAnswer(moment.question, moment.answer) for moment in lesson.moments),
        ),
        Section("concept_snapshot", "Concept snapshot", snapshot),
        Section("transcript", "Transcript", tuple(blocks(lesson.transcript))),
    )
    return Document(lesson.title, tuple(section for section in sections if section.blocks))
