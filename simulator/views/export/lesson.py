"""A whole lesson as one JSON object: its texts, questions with their answers, its run, and a scene for each step.

`schema.py` beside it describes the object, which is part of the public interface.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Option, Question
from simulator.lesson.quiz.typed_form import TypedForm
from simulator.lesson.words.prose import Prose, Reference, plain, references, written
from simulator.lesson.words.references import Location, parse
from simulator.views.json import run_json
from simulator.views.markdown import author_markdown
from simulator.views.scene.json import scene_json
from simulator.views.scene.scene import scene

FORMAT = "streamsim-lesson"
VERSION = 1
"""The version of the object. A new key in it is no new version; a key that goes, or means something else, is one."""


def export_json(lesson: Lesson) -> Iterator[str]:
    """The lines of the object. A line is made when it is asked for, and all characters are ASCII."""
    yield f'{{"format": "{FORMAT}", "version": {VERSION},'
    for name, part in _texts(lesson):
        yield f'"{name}": {json.dumps(part)},'
    yield '"run":'
    yield from run_json(lesson)
    yield ',"scenes": ['
    last = len(lesson.trace.events)
    for step in range(last + 1):
        yield from scene_json(scene(lesson.trace, step))
        if step < last:
            yield ","
    yield "]}"


def _texts(lesson: Lesson) -> Iterator[tuple[str, Any]]:
    """The members of the object that hold the author's texts and what is asked."""
    scenario, trace = lesson.scenario, lesson.trace
    yield (
        "lesson",
        {
            "name": lesson.name,
            "title": lesson.title,
            "category": scenario.category,
            "minutes": scenario.minutes,
            "part": scenario.part,
            "order": scenario.order,
            "assumes": list(scenario.assumes),
        },
    )
    yield "summary", _text(lesson.summary)
    yield "execution_sample", list(map(_text, lesson.execution_sample))
    notes = ((step, each) for step in sorted(lesson.notes) for each in lesson.notes[step])
    yield "notes", [{"step": step, "text": _text(each)} for step, each in notes]
    yield (
        "key_moments",
        [
            {"question": _text(each.question), "answer": _text(each.answer), "step": each.step}
            for each in lesson.moments
        ],
    )
    yield "questions", [_question(lesson, each) for each in lesson.questions]
    repair = scenario.repair
    yield (
        "repair",
        None
        if repair is None
        else {"story": _text(parse(repair.story, trace)), "debrief": _text(parse(repair.debrief, trace))},
    )
    yield "concept_snapshot", list(map(_text, lesson.snapshot))
    yield "transcript", _text(lesson.transcript)


def _text(prose: Prose) -> dict[str, Any] | None:
    """A text with links, with their words alone, and the places that it refers to; None where there is none."""
    if not prose:
        return None
    found = [{"label": each.label, "scheme": each.scheme, "target": each.target} for each in references(prose)]
    markdown = written(prose, partial(author_markdown, link=_link)).rstrip()
    return {"markdown": markdown, "text": plain(prose), "references": found}


def _link(reference: Reference) -> str:
    return f"[{reference.label}]({reference.scheme}:{reference.target})"


def _question(lesson: Lesson, question: Question) -> dict[str, Any]:
    options = [_choice(lesson, question, index, option) for index, option in enumerate(question.options)]
    return {
        "id": question.id,
        "kind": question.kind,
        "question": _text(question.text),
        "slots": list(question.slots),
        "choices": options if question.form is None else [],
        "right": list(question.right) if question.form is None else [],
        "typed": None if question.form is None else _typed(question.form, options),
        "answer": question.answer_words,
        "hints": list(map(_text, question.hints)),
        "location": _location(question.location),
        "explanation": _text(question.explanation),
    }


def _typed(form: TypedForm, options: list[dict[str, Any]]) -> dict[str, Any]:
    """How an answer is typed: the right value is the first option, and the others are wrong."""
    wrong = [{name: each[name] for name in ("text", "why", "misconception")} for each in options[1:]]
    return {
        "is_number": form.is_number,
        "value": options[0]["text"],
        "unit": form.unit or None,
        "tolerance": float(form.tolerance),
        "wrong": wrong,
    }


def _choice(lesson: Lesson, question: Question, index: int, option: Option) -> dict[str, Any]:
    """A choice. Of a choice of an order or a match nothing is right or wrong by itself."""
    suspect = None if question.in_sequence or option.right else lesson.beliefs.behind(question, index)
    return {
        "letter": option.letter,
        "text": option.text,
        "path": option.path,
        "right": None if question.in_sequence else option.right,
        "why": None if option.why is None else _text(option.why),
        "misconception": option.misconception or (None if suspect is None else suspect.misconception.number),
    }


def _location(location: Location | None) -> dict[str, Any] | None:
    return None if location is None else location._asdict()
