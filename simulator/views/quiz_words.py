"""What the quiz panel says: its choices before and after the answer, and the report at the end."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.lesson.beliefs import refuted
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Chosen, Question, QuizRun
from simulator.lesson.words.references import Prose, Reference, plain
from simulator.lesson.words.sentences import joined


def choice_words(question: Question, place: int, ticked: Chosen, pointed: bool) -> str:
    """A choice that can still be made: whether the pointer is on it, and where one is not all, whether it is ticked."""
    option = question.options[place]
    tick = ""
    if question.in_sequence:
        tick = f"[{ticked.index(place) + 1}] " if place in ticked else "[ ] "
    elif question.several:
        tick = "[x] " if place in ticked else "[ ] "
    return f"{'▶' if pointed else ' '} {option.letter}  {tick}{option.text}"


def graded_words(question: Question, place: int, chosen: Chosen) -> str:
    """A choice after the answer: whether it is right, and whether it was chosen."""
    option = question.options[place]
    if question.in_sequence:
        right, given = question.right.index(place), chosen.index(place)
        note = "" if right == given else f", you said {given + 1}"
        return f"{'✓' if right == given else '✗'} {option.letter}  {option.text}  (number {right + 1}{note})"
    sign = "✓" if option.right else "✗" if place in chosen else " "
    notes = [word for word, holds in (("right", option.right), ("your answer", place in chosen)) if holds]
    note = f"  ({', '.join(notes)})" if notes else ""
    return f"{sign} {option.letter}  {option.text}{note}"


def report_prose(run: QuizRun, lessons: Sequence[Lesson]) -> Prose:
    """What was missed, and which misconceptions the answers point to; `lessons` has each question's lesson."""
    missed = []
    for index in run.missed:
        question, answer = run.questions[index], run.questions[index].answer_words.rstrip(".")
        sure = " You were sure of another." if run.sure[index] and run.chosen[index] is not None else ""
        missed.append(f"{index + 1}. {plain(question.text)} The answer is {answer}.{sure}")
    said = "Everything right." if not missed else "Missed:\n\n" + "\n\n".join(missed)
    suspicions = suspicion_prose(run, lessons)
    return (said, "\n\n", *suspicions) if suspicions else (said,)


def suspicion_prose(run: QuizRun, lessons: Sequence[Lesson], names: Sequence[str] = ()) -> Prose:
    """Which misconceptions the answers point to; `names` is what each question is called, if not by its number.

    Where the run mixes lessons, each is named, and what it says of steps leads nowhere: another lesson may be shown.
    """
    said: Prose = ()
    different = {id(each): each for each in lessons}.values()
    for lesson in different:
        places = [place for place, each in enumerate(lessons) if each is lesson]
        for believed, indexes in lesson.beliefs.suspected(run, places):
            which = joined([names[index] if names else str(index + 1) for index in indexes])
            of, why = "", refuted(believed)
            if len(different) > 1:
                of = f" ({lesson.title})"
                why = tuple(
                    part.label if isinstance(part, Reference) and part.scheme == "step" else part for part in why
                )
            between = "\n\n" if said else ""
            said += (f"{between}To think about: what you said in {which}{of}. ", *why)
    return said
