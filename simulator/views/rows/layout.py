"""The columns of the process table at one width: as many of them, and as long words, as there is room for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, assert_never

from simulator.machine.trace import Trace
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.views.rows.answers import ABOUT_NOTHING
from simulator.views.rows.form import Form
from simulator.views.rows.row import TableRow

MARK = 2
"""Columns for the sign in front of a row."""

_LEAST_ACTION = 10
_ROOMY = 12
"""Lines of a table that has room for a heading of two lines."""
_STANDARD_ACTION = 32
"""Columns that the action of the standard table needs before its headings become long."""
_WIDEST = {"consumer": 14, "action": 40, "record": 17, "shard": 9}
_WIDEST_FURTHER = 20
"""The most columns that a cell makes others give way for; a longer one is cut."""

Words = Literal["full", "told", "short"]
"""The words of the actions: those of the lesson's texts, short ones, or short ones without a subject."""

AnswerForm = Literal["long", "headed", "letters", "none"]
"""The yes/no columns: under their long headings, under single words, a letter each, or left out."""


class Column(NamedTuple):
    """A column of the table."""

    id: str
    heading: tuple[str, ...]
    """Its lines, of which the last stands directly above the rows."""
    width: int
    gap: int
    """The free columns after it."""
    is_right: bool = False
    """Whether its cells end at its right edge."""


class Layout(NamedTuple):
    """The columns at one width."""

    columns: tuple[Column, ...]
    words: Words
    answers: AnswerForm
    is_standard: bool
    legend: str
    """The meaning of the letters at the head of columns; empty where there are none."""

    @property
    def heading_lines(self) -> int:
        """How many lines the headings take."""
        return max(len(column.heading) for column in self.columns)

    def heading(self, line: int) -> tuple[str, ...]:
        """One line of the headings, cell by cell, the top one first."""
        above = self.heading_lines - line
        return tuple(each.heading[-above] if above <= len(each.heading) else "" for each in self.columns)

    def place_of(self, column: str) -> int | None:
        """The place of a column by its id; None where it has no room."""
        return next((place for place, each in enumerate(self.columns) if each.id == column), None)

    def cell(self, row: TableRow, column: Column) -> str:
        """The text of a cell."""
        match column.id:
            case "step":
                return str(row.number)
            case "time":
                return row.time
            case "consumer":
                return row.who
            case "action":
                return row.action.signed(self.action(row))
            case "record":
                return row.about.fitted(column.width)
            case "shard":
                return row.shard
            case further if further in row.further:
                return row.further[further]
        answer = row.answers[YES_NO.index(column.id)]
        if self.is_standard and answer.words == ABOUT_NOTHING:
            return "No"
        return answer.letter if self.answers == "letters" else answer.words

    def action(self, row: TableRow) -> str:
        """The action of a row in the words that have room, without its sign."""
        match self.words:
            case "full":
                return row.action.full
            case "told":
                return row.action.told
            case "short":
                return row.action.short
        assert_never(self.words)


def layout_of(trace: Trace, form: Form, width: int, height: int, *, answers_wanted: bool = False) -> Layout:
    """The layout in so many columns and lines; `answers_wanted` keeps the yes/no columns where they would be left out.

    First the yes/no columns give way, then the long words of the actions, then columns that the lesson did not ask for.
    """
    found = None
    for words, answers, gap, left_out in _candidates(trace, form, height, answers_wanted):
        found = _with_columns(form, words, answers, gap, left_out)
        room = _room(found, width)
        wanted = _STANDARD_ACTION if form.is_standard else min(_action_width(form, words), _WIDEST["action"])
        if room >= wanted:
            break
    assert found is not None
    action = max(_LEAST_ACTION, _room(found, width))
    columns = tuple(each._replace(width=action) if each.id == "action" else each for each in found.columns)
    return found._replace(columns=columns)


def _candidates(
    trace: Trace, form: Form, height: int, answers_wanted: bool
) -> Iterator[tuple[Words, AnswerForm, int, tuple[str, ...]]]:
    """Words, yes/no columns, gap and columns left out, from roomy to tight."""
    headed: tuple[AnswerForm, ...] = ("long", "headed") if height >= _ROOMY else ("headed",)
    if form.is_standard:
        yield from (("full", each, 2, ()) for each in headed)
        return
    short: Words = "short" if form.has_who else "told"
    if not form.has_who:
        yield from (("full", each, 2, ()) for each in (*headed, "letters"))
        yield "full", "letters", 1, ()
    else:
        yield from ((short, each, 2, ()) for each in headed)
    last: AnswerForm = "letters" if answers_wanted else "none"
    for answers in ("letters", last):
        yield short, answers, 2, ()
        yield short, answers, 1, ()
    left_out: tuple[str, ...] = ()
    unasked = [each for each in ("shard", "time", "record") if each not in trace.columns]
    for column in (*unasked, *(each for each in reversed(trace.columns) if each != "consumer")):
        left_out = (*left_out, column)
        yield short, last, 1, left_out


def _with_columns(form: Form, words: Words, answers: AnswerForm, gap: int, left_out: tuple[str, ...]) -> Layout:
    """A layout whose action has no width yet."""
    between = 1 if answers == "letters" else gap
    there = {
        "step": True,
        "time": form.has_time,
        "consumer": form.has_who,
        "action": True,
        "record": not form.is_standard,
        "shard": form.has_shard,
    } | dict.fromkeys(form.further_widths, True)
    widths = {
        "step": max(len("Step"), form.step_width),
        "time": form.time_width,
        "consumer": form.who_width,
        "action": 0,
        "record": form.about_width,
        "shard": form.shard_width,
        **form.further_widths,
    }
    columns = [
        Column(each, (_heading(each),), _column_width(each, widths[each]), gap, each == "time")
        for each, is_there in there.items()
        if is_there and each not in left_out
    ]
    if answers != "none":
        headings = [_answer_heading(each, answers) for each in YES_NO]
        columns += [
            Column(each, lines, max(map(len, lines)), between) for each, lines in zip(YES_NO, headings, strict=True)
        ]
    columns[-1] = columns[-1]._replace(gap=1)  # for the sign of a highlighted cell
    counts = ", or how many" if form.has_counts else ""
    legend = f"C created  R read  P processed{counts}" if answers == "letters" else ""
    return Layout(tuple(columns), words, answers, form.is_standard, legend)


def _heading(column: str) -> str:
    return COLUMNS[column].short_heading if column in COLUMNS else column.capitalize()


_LETTERS = dict(zip(YES_NO, "CRP", strict=True))


def _answer_heading(column: str, answers: AnswerForm) -> tuple[str, ...]:
    if answers == "letters":
        return (_LETTERS[column],)
    return tuple(COLUMNS[column].heading.split()[-2:]) if answers == "long" else (COLUMNS[column].short_heading,)


def _column_width(column: str, cells: int) -> int:
    return 0 if column == "action" else max(len(_heading(column)), min(cells, _WIDEST.get(column, _WIDEST_FURTHER)))


def _room(layout: Layout, width: int) -> int:
    """The columns that are left for the action."""
    others = [each for each in layout.columns if each.id != "action"]
    gaps = sum(each.gap for each in layout.columns[:-1])
    return width - MARK - sum(each.width for each in others) - gaps - 1


def _action_width(form: Form, words: Words) -> int:
    return {"full": form.full_width, "told": form.told_width, "short": form.short_width}[words]
