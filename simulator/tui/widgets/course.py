"""The lines of the map of the course: one for each part, one for each lesson, and what is said of one lesson."""

from __future__ import annotations

import re

from textual.content import Content

from simulator.learner.course_map import Entry, assumed_words, bar, question_ids, state_words
from simulator.learner.progress_words import lesson_words
from simulator.lesson.words.references import parse, plain
from simulator.views.width import fitted

BARS = ("seen", "predict", "quiz")
"""The headings of the bars. Where room is short the last one stays, by which a lesson is done."""
_STATE = 6
_INDENT = 4
_SPACES = re.compile(r"\s+")


def _bars(width: int) -> int:
    """How many bars have room."""
    return len(BARS) if width >= 66 else 1


def _bar_width(width: int) -> int:
    return 9 if width >= 90 else 7


def _title_width(width: int) -> int:
    """The columns that the bars and the state leave, and spaces between all of them."""
    return max(1, width - _bars(width) * (_bar_width(width) + 1) - 1 - _STATE)


def part_line(part: str, width: int, is_first: bool) -> Content:
    """The heading of a part; over the first one of all stand those of the bars, too."""
    headings = "".join(f" {fitted(each, _bar_width(width))}" for each in BARS[-_bars(width) :]) if is_first else ""
    return Content.assemble((fitted(part, _title_width(width)), "bold $text-accent"), (headings, "dim"))


def lesson_line(entry: Entry, width: int, is_pointed: bool) -> Content:
    """One lesson: its title, a bar for each of the three, and its state in a word."""
    sign = "✓" if entry.state == "done" else " "
    title = fitted(entry.scenario.title, max(1, _title_width(width) - _INDENT))
    state = state_words(entry)
    may_begin = all(each.is_done for each in entry.assumed)
    shares = (entry.seen, entry.predicted, entry.answered)[-_bars(width) :]
    bars = [bar(each, _bar_width(width)) if entry.known is not None else " " * _bar_width(width) for each in shares]
    colours = ["" if is_pointed else "$text-success" if each.got else "dim" for each in shares]  # a pointer has its own
    return Content.assemble(
        "▶ " if is_pointed else "  ",
        (sign, "" if is_pointed else "$text-success"),
        " ",
        (title, "bold" if is_pointed or entry.is_next else "" if may_begin else "dim"),
        *(part for drawn in zip(bars, colours, strict=True) for part in (" ", drawn)),
        " ",
        (fitted(state, _STATE), "bold $text-warning" if entry.due and not is_pointed else "bold"),
    )


def about(entry: Entry) -> Content:
    """What a lesson is about, what it assumes, and how far the learner is with it."""
    scenario = entry.scenario
    facts = [f"{scenario.minutes} min" if scenario.minutes else "", assumed_words(entry, by_title=True)]
    needed = question_ids(scenario), scenario.repair is not None
    done = "Not begun yet." if entry.known is None else f"{lesson_words(entry.known, *needed)}."
    due = f" {entry.due} due for review: v asks." if entry.due else ""
    return Content.assemble(
        _SPACES.sub(" ", plain(parse(scenario.summary or ""))),
        "\n",
        (" · ".join(filter(None, facts)), "dim"),
        "\n",
        (done[0].upper() + done[1:], "$text-success" if entry.state == "done" else ""),
        (due, "bold $text-warning"),
    )
