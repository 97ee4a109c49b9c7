"""A warning about texts that tell what is to be predicted after they are shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from simulator.lesson.check.advice_on_quiz import Advice
from simulator.lesson.lesson import Lesson, moment_step
from simulator.lesson.predict.held_back import holds_back
from simulator.lesson.step_of_path import step_of
from simulator.lesson.words.references import location_of, references_in
from simulator.machine.trace import Trace
from simulator.scenario.yaml.nodes import KeyPath


def advice_on_predictions(lesson: Lesson) -> Iterator[Advice]:
    """A warning for each text that refers to a step which is still to be predicted where the text is shown.

    The text is the summary, with which predict mode begins, a note, or a key moment. A step that a text names without
    a reference has a warning of its own (W507), and none here.
    """
    scenario, trace = lesson.scenario, lesson.trace
    gates = sorted(step_of(each.step, trace) for each in scenario.predict or ())
    if not gates:
        return
    texts: list[tuple[KeyPath, str, int]] = [(("summary",), scenario.summary or "", 0)]
    for index, note in enumerate(scenario.notes):
        texts.append((("notes", index, "text"), note.text, _shown_from(step_of(note.step, trace), gates, trace)))
    for index, moment in enumerate(scenario.key_moments):
        step = moment_step(moment, trace)
        shown = len(trace.events) if step is None else _shown_from(step, gates, trace)
        texts.append((("key_moments", index, "question"), moment.question, shown))
        texts.append((("key_moments", index, "answer"), moment.answer, shown))
    for path, text, shown in texts:
        later = bisect_right(gates, shown)
        told = _latest_step(text, trace)
        if later < len(gates) and gates[later] <= told:
            message = (
                f"this refers to step {told}, and is shown before step {gates[later]} is predicted: let it stand at a "
                "later step, or leave the reference out"
            )
            yield path, "W527", message


def _shown_from(step: int, gates: Sequence[int], trace: Trace) -> int:
    """The step at which predict mode shows the note or the key moment of a step.

    A step that holds back what comes of it leaves it to a later one, at the earliest the next.
    """
    return step + holds_back(trace, step, gates[bisect_right(gates, step) :])


def _latest_step(text: str, trace: Trace) -> int:
    """The latest step that a text refers to; 0 where it refers to none."""
    locations = map(location_of, references_in(text, trace))
    return max((each.step or 0 for each in locations if each is not None), default=0)
