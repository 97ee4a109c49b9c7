"""The lines of the map of the course: one for each part, one for each lesson, and what is said of one lesson."""

from __future__ import annotations

import re

from textual.content import Content

from simulator.learner.course_map import Entry, Share, assumed_words, bar, question_ids, state_words
from simulator.learner.progress_words import lesson_words
from simulator.lesson.words.references import parse, plain
from simulator.views.width import fitted

COLUMNS = ("seen", "predict", "quiz")
_STATE = 6
_INDENT = 4
_SPACES = re.compile(r"\s+")


def _bar_width(width: int) -> int:
    return 9 if width >= 90 else 7


def _title_width(width: int) -> int:
    """The columns that the bars and the state leave, and spaces between all of them."""
    return max(1, width - len(COLUMNS) * (_bar_width(width) + 1) - 1 - _STATE)


def part_line(part: str, width: int, is_first: bool) -> Content:
    """The heading of a part; over the first one of all stand those of the bars, too."""
    headings = "".join(f" {fitted(each, _bar_width(width))}" for each in COLUMNS) if is_first else ""
    return Content.assemble((fitted(part, _title_width(width)), "bold $text-accent"), (headings, "dim"))


def lesson_line(entry: Entry, width: int, is_pointed: bool) -> Content:
    """One lesson: its title, a bar for each of the three, and its state in a word."""
    sign = "✓" if entry.state == "done" else " "
    title = fitted(entry.scenario.title, max(1, _title_width(width) - _INDENT))
    state = state_words(entry)
    may_begin = all(each.is_done for each in entry.assumed)
    shares = (entry.seen, entry.predicted, entry.answered) if entry.known is not None else (None, None, None)
    return Content.assemble(
        "▶ " if is_pointed else "  ",
        (sign, "$text-success"),
        " ",
        (title, "bold" if is_pointed or entry.is_next else "" if may_begin else "dim"),
        *(part for share in shares for part in (" ", _bar(share, _bar_width(width)))),
        " ",
        (fitted(state, _STATE), "bold $text-warning" if entry.due else "bold"),
    )


def _bar(share: Share | None, width: int) -> tuple[str, str]:
    """A bar; spaces for a lesson that was never opened."""
    if share is None:
        return " " * width, ""
    return bar(share, width), "$text-success" if share.got else "dim"


def about(entry: Entry) -> Content:
    """What a lesson is about, what it assumes, and how far the learner is with it."""
    scenario = entry.scenario
    facts = [f"{scenario.minutes} min" if scenario.minutes else "", assumed_words(entry, by_title=True)]
    done = "Not begun yet." if entry.known is None else f"{lesson_words(entry.known, question_ids(scenario))}."
    due = f" {entry.due} due for review: v asks." if entry.due else ""
    return Content.assemble(
        _SPACES.sub(" ", plain(parse(scenario.summary or ""))),
        "\n",
        (" · ".join(filter(None, facts)), "dim"),
        "\n",
        (done[0].upper() + done[1:], "$text-success" if entry.state == "done" else ""),
        (due, "bold $text-warning"),
    )
