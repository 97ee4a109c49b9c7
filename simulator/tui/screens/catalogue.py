"""The catalogue: a map of the course, with what the learner has done in each lesson."""

from __future__ import annotations

import re

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.dynamodb.phrases import cut_to
from simulator.learner.course_map import Entry, course_map
from simulator.learner.progress import Progress
from simulator.lesson.words.references import parse, plain
from simulator.scenario.files.course import Course
from simulator.tui.keys import bindings
from simulator.tui.messages import LessonChosen, ReviewChosen, SandboxChosen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.player_screen import PlayerScreen
from simulator.tui.textual_gaps.options import Options
from simulator.tui.widgets.course import about, lesson_line, part_line
from simulator.tui.widgets.key_row import KeyRow

ABOUT = """\
Every lesson, part by part, in the order of the course. Choose one with Up and Down, or with the mouse, \
and open it with Enter: a lesson that was begun opens where it was left, and b opens it at its start. In a lesson, Esc \
comes back here. When questions are due, v asks them again.

The bars show how much of a lesson was seen, how many of the predictions were right, and how many of its questions \
were answered right at least once. A lesson is done when all of them were; having seen its end is not enough. A \
lesson with a repair is done when the repair is solved. The lesson marked next is the first that is not done while \
all that it assumes is."""


_SPACES = re.compile(r"\s+")


class CatalogueScreen(PlayerScreen[None]):
    """Choose a lesson.

    Args:
        course: the lessons.
        progress: what the learner has done in them.
        pointed: the key of the lesson that the pointer is on; left out, or unknown, it is on the next one.
    """

    CSS_PATH = "catalogue.tcss"
    BINDINGS = [*bindings("catalogue")]

    def __init__(self, course: Course, progress: Progress | None = None, pointed: str | None = None) -> None:
        super().__init__()
        self._first_pointed = pointed
        self._course = course
        self._progress = progress
        self._entries = self._map()
        welcome = _SPACES.sub(" ", plain(parse(course.welcome or "")))
        self._welcome = Static(welcome, id="welcome", markup=False)
        self._welcome.display = bool(welcome)
        self._heading = Static(self._heading_words(), id="heading", markup=False)
        self._about = Static(id="about", markup=False)
        self._lessons = Options(*self._lines(), markup=False)

    def compose(self) -> ComposeResult:
        yield self._heading
        yield self._welcome
        yield self._lessons
        yield self._about
        yield KeyRow()

    def on_mount(self) -> None:
        following = next((name for name, each in self._entries.items() if each.is_next), None)
        if not self._point(self._first_pointed or ""):
            self._point(following or next(iter(self._entries), ""))

    def _point(self, key: str) -> bool:
        """Put the pointer on a lesson by its key. Returns whether there is such a lesson."""
        if key in self._entries:
            self._lessons.highlighted = self._lessons.get_option_index(key)
        return key in self._entries

    def on_resize(self) -> None:
        self._draw()

    def _map(self) -> dict[str, Entry]:
        """The lessons by their keys, in the order of the course."""
        return {each.lesson.key: each for each in course_map(self._course.lessons, self._progress)}

    # Drawing

    def _lines(self) -> list[Option]:
        """An option for each lesson, and one that cannot be chosen before the first lesson of each part."""
        lines: list[Option] = []
        part: str | None = ""
        others = "Further lessons" if any(each.scenario.part for each in self._entries.values()) else "Lessons"
        for name, entry in self._entries.items():
            if entry.scenario.part != part:
                part = entry.scenario.part
                lines.append(Option(part_line(part or others, self._width, not lines), disabled=True))
            lines.append(Option(lesson_line(entry, self._width, False), id=name))
        return lines

    @property
    def _width(self) -> int:
        return max(20, self.size.width - 6)  # without the frame, its padding, and the scroll bar

    @property
    def _pointed(self) -> Entry | None:
        """The lesson that the pointer is on."""
        index = self._lessons.highlighted
        name = None if index is None else self._lessons.get_option_at_index(index).id
        return None if name is None else self._entries[name]

    def _draw(self) -> None:
        """Show every line anew: the pointer is a sign, so that the background is not the only one of the choice."""
        pointed = self._pointed
        for index, line in enumerate(self._lines()):
            entry = None if line.id is None else self._entries[line.id]
            prompt = line.prompt if entry is None else lesson_line(entry, self._width, entry is pointed)
            self._lessons.replace_option_prompt_at_index(index, prompt)
        if pointed is not None:
            self._about.border_title = pointed.scenario.title
            self._about.update(about(pointed))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._draw()

    def show_progress(self, left: str | None = None) -> None:
        """Read the progress again, after the learner has left a lesson; the pointer goes there by the lesson's key."""
        self._point(left or "")
        if self._progress is not None:
            self._entries = self._map()
            self._heading.update(self._heading_words())
            self._draw()

    def _heading_words(self) -> str:
        due = len(self._progress.due()) if self._progress is not None else 0
        questions = f"{due} question{'' if due == 1 else 's'} due, v asks; " if due else ""
        return f"{cut_to(40, self._course.title)}: {questions}↑ ↓ choose a lesson, Enter opens it, Ctrl+Q leaves"

    # Choosing

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        """Open a lesson where the learner left it, and one that was seen to its end at its start."""
        name = event.option.id
        if name is not None:
            entry = self._entries[name]
            known = entry.known
            step = known.step if known is not None and not known.is_seen else 0
            self.post_message(LessonChosen(entry.lesson.target, step))

    def action_from_the_start(self) -> None:
        """Open the chosen lesson at its start."""
        if self._pointed is not None:
            self.post_message(LessonChosen(self._pointed.lesson.target))

    def action_review(self) -> None:
        """Open the review, or say that nothing is due."""
        if self._progress is not None and (self._progress.due() or self._progress.absent()):
            self.post_message(ReviewChosen())
        else:
            self._heading.update("Nothing is due for review. ↑ ↓ choose a lesson, Enter opens it")

    def action_sandbox(self) -> None:
        """Open the sandbox."""
        self.post_message(SandboxChosen())

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.open_screen(HelpScreen(ABOUT, "catalogue"))
