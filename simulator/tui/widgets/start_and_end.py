"""The texts around a run: the first keys, the terms and the sample at its start; counts and the ways on at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.glossary import Term
from simulator.lesson.words.prose import Block, Prose, Reference, Span, Strong
from simulator.tui.widgets.key_line import Part
from simulator.views.outcome import outcome

FIRST_KEYS: tuple[Part, ...] = (
    ("→ next step", "right"),
    ("← back", "left"),
    ("Space plays", "space"),
    ("p predict", "p"),
    ("q quiz", "q"),
    ("? all keys", "question_mark"),
)
"""The keys that a learner needs first."""


def terms_prose(terms: Mapping[int, Sequence[Term]]) -> Prose:
    """The terms that a lesson uses, as links to their entries, in the order in which they come up."""
    parts: list[str | Reference] = []
    for term in (term for each in terms.values() for term in each):
        parts += [", " if parts else ": ", Reference(term.name, "term", term.id)]
    return (Strong(("Terms of this lesson",)), *parts, ".") if parts else ()


def sample(lesson: Lesson) -> Prose:
    """The execution sample of a lesson, under its heading."""
    lines = [part for number, line in enumerate(lesson.execution_sample, 1) for part in (f"\n{number}. ", *line)]
    return (Strong(("In this lesson",)), *lines) if lines else ()


def outcome_prose(lesson: Lesson) -> Prose:
    """The counts of a run, as a sentence for its end."""
    return (Strong(("The end.",)), f" You have seen {' '.join(outcome(lesson.trace))}")


def paragraphs(*texts: Prose) -> Prose:
    """Texts one after another, with an empty line between them."""
    parts: list[Span | Block] = []
    for text in filter(None, texts):
        parts += (["\n\n"] if parts else []) + list(text)
    return tuple(parts)


def last_keys(lesson: Lesson, following: str) -> Sequence[Part]:
    """The keys that lead on from the end; `following` is the title of the next lesson, empty where there is none."""
    count = len(lesson.questions)
    parts: list[Part] = [("p predict it yourself", "p")]
    if count:
        parts.append((f"q quiz, {count} question{'' if count == 1 else 's'}", "q"))
    parts.append(("x what if", "x"))
    if following:
        parts.append((f"Enter next lesson: {following}", "enter"))
    return (*parts, ("Home first step", "home"))
