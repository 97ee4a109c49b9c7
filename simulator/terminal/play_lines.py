"""What the plain player says: one labelled line for one thing, no tables, and no sign that stands for a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from simulator.dynamodb.facts import facts
from simulator.lesson.lesson import Moment
from simulator.lesson.words.references import parse
from simulator.lesson.words.table import value_words, variable_name
from simulator.terminal.play_session import PlaySession
from simulator.terminal.step_lines import why_lines
from simulator.terminal.terminal import quoted
from simulator.views.document import document
from simulator.views.held_back import is_held_back, scene_held_back
from simulator.views.layout import wrapped
from simulator.views.map.sentences import map_sentences
from simulator.views.prose_lines import prose_lines
from simulator.views.scene.scene import scene
from simulator.views.step_view import step_view
from simulator.views.time.sentences import time_sentences
from simulator.views.wire.sentences import wire_sentences

GO_ON = "Type n or only Enter for the next step, ? for all commands, quit to leave."

MOST_STEPS = 200
"""Steps that are listed; the older ones are counted."""


def opening_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The title of the lesson, and how to go on."""
    yield from wrapped(f"Lesson: {session.lesson.title}", width)
    repair = session.lesson.scenario.repair
    if repair is not None:
        yield from prose_lines(parse(repair.story, session.lesson.trace), width, "Complaint: ")
        yield "Type r for the goals and the settings that you may change."
    yield from wrapped(GO_ON, width)


def map_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The system after the step, in sentences."""
    shown = scene(session.lesson.trace, session.step)
    return _folded(map_sentences(scene_held_back(shown) if session.holds_back else shown), width)


def time_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The run up to the step, in sentences."""
    return _folded(time_sentences(session.lesson.trace, session.step, session.holds_back), width)


def wire_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The calls of the step, a line for each value."""
    return _folded(wire_sentences(session.lesson.trace, session.step, session.ahead), width)


def _folded(sentences: Iterable[str], width: int) -> Iterator[str]:
    for sentence in sentences:
        yield from wrapped(sentence, width)


def status_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The status tracker: each variable with its value now, and before where this step has changed it."""
    trace, now = session.lesson.trace, session.step
    for variable in trace.variables:
        if session.holds_back and is_held_back(trace, now, variable):
            yield from wrapped("still to be predicted.", width, f"{variable_name(variable, trace)}: ")
            continue
        value = value_words(trace.value(variable, now))
        before = value_words(trace.value(variable, max(0, now - 1)))
        changed = f", changed in this step, before it {before}" if value != before else ""
        yield from wrapped(f"{value}{changed}.", width, f"{variable_name(variable, trace)}: ")


def list_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The process table up to the step, a line for each row."""
    trace = session.lesson.trace
    first = max(1, session.step - MOST_STEPS + 1)
    if not session.step:
        yield "Nothing has happened yet."
    if first > 1:
        yield f"{first - 1:,} earlier steps are left out; g goes to each of them."
    for number in range(first, session.step + 1):
        view = step_view(trace, trace.step(number))
        yield from wrapped(f"{view.action}; {view.answers_said}.", width, f"Step {number}, {view.time_words}: ")


def moment_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The key moments that the learner has come to, with their answers, and how many are still to come."""
    moments = session.lesson.moments
    reached = [each for each in moments if _is_reached(each, session)]
    for number, moment in enumerate(reached, 1):
        where = "" if moment.step is None else f", at step {moment.step}"
        yield from prose_lines(moment.question, width, f"Key moment {number}{where}: ")
        yield from prose_lines(moment.answer, width, "Answer: ")
    if not moments:
        yield "This lesson has no key moments."
    elif not reached:
        yield f"No key moment is reached yet; {len(moments)} to come."
    elif len(moments) > len(reached):
        yield f"{len(moments) - len(reached)} more to come."


def _is_reached(moment: Moment, session: PlaySession) -> bool:
    """Whether the learner is at a moment's step or behind it; one without a step is reached at the run's end."""
    at = session.last if moment.step is None else moment.step
    return session.step > at or (session.step == at and not session.holds_back)


def text_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The lesson as a text: its summary, sample, transcript and snapshot, each under its heading."""
    sections = document(session.lesson).named("summary", "execution_sample", "transcript", "concept_snapshot")
    for section in sections:
        yield f"{section.heading}:"
        yield from prose_lines(section.prose, width)
    if not sections:
        yield "This lesson has no text to read."


def fact_lines(argument: str, width: int) -> Iterator[str]:
    """A fact by its number, and its source; or one line that says why it is none."""
    fact = facts().get(argument[:1].upper() + argument[1:])
    if fact is None:
        yield f"{quoted(argument)} is not a fact; a fact has a number, as in fact F44."
    else:
        yield from wrapped(fact.text, width, f"{fact.number}: ")
        yield from wrapped(fact.source_words or "see the facts it names", width, "Source: ")


SAYS: dict[str, Callable[[PlaySession, int], Iterator[str]]] = {
    "why": why_lines,
    "map": map_lines,
    "time": time_lines,
    "wire": wire_lines,
    "status": status_lines,
    "list": list_lines,
    "moments": moment_lines,
    "text": text_lines,
}
"""The commands that say something and change nothing, by their words."""
