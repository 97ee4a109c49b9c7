"""The sandbox on the full screen: the map, the process table, and a line in which actions are typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.geometry import Region, Size
from textual.widgets import Input, Static

from simulator.learner.kept_sandbox import keep
from simulator.lesson.sandbox.completion import completions
from simulator.lesson.sandbox.file_text import file_text
from simulator.lesson.sandbox.remarks import remarks
from simulator.lesson.sandbox.sandbox import TITLE, Sandbox, where_it_parts
from simulator.lesson.sandbox.usual import first_usual
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.scenario.files.whole_file import write_whole
from simulator.tui.keys import bindings
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.lesson_layout import Body
from simulator.tui.screens.sandbox_layout import places
from simulator.tui.screens.stepping import SteppingScreen
from simulator.tui.screens.value import ValueScreen
from simulator.tui.widgets.key_row import KeyRow
from simulator.tui.widgets.picture import PictureView
from simulator.tui.widgets.process_table import ProcessTable
from simulator.tui.widgets.too_small import BREAKPOINTS, TooSmall
from simulator.tui.widgets.typed_line import TypedLine

ABOUT = """\
A pipeline to play with. Type an action or a setting in the words of a lesson file, and Enter adds it: the run is made \
anew, and you see it to its end. Tab completes, Up and Down bring back what was typed before.

Esc leads from the line to the run. There letters do the usual: p puts an item, u updates, d deletes, w lets 10 s \
pass, s splits a shard, c crashes a reader; z takes the newest back; ← and → go through the run; i leads back to the \
line.

Ctrl+S saves a lesson file that passes streamsim check; it asks before it writes over one. What is not saved is there \
again next time."""


class SandboxScreen(SteppingScreen[None]):
    """A sandbox; what is not saved is kept in a file."""

    CSS_PATH = "sandbox.tcss"
    BINDINGS = [*bindings("sandbox")]
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = BREAKPOINTS

    def __init__(
        self, sandbox: Sandbox, kept_in: Path | None, run_beside: Callable[..., None], notice: str = ""
    ) -> None:
        """Make the screen.

        Args:
            sandbox: what it begins with.
            kept_in: the file in which what is not saved is kept; None: nowhere.
            run_beside: runs what was added while the keys go on working; see `PlayerApp.open_beside`.
            notice: what is said at first.
        """
        super().__init__()
        self.sandbox = sandbox
        self._kept_in = kept_in
        self._run_beside = run_beside
        self.picture = PictureView(sandbox.lesson.trace, id="view")
        self.line = TypedLine(lambda text: completions(self.sandbox.lesson, text), id="line")
        self._position = Static(id="position", markup=False)
        self.table = ProcessTable(sandbox.lesson.trace, id="table")
        self.body = Body(self._places, id="body")
        self._happens = Static(id="happens", markup=False)
        self._said = Static(visible(notice), id="said", markup=False)
        self._offers = Static(id="offers", markup=False)

    def compose(self) -> ComposeResult:
        yield TooSmall()
        with Container(id="top"):
            title = self.sandbox.base.title
            yield Static(Content(title if title == TITLE else f"{TITLE}: {title}"), id="title", markup=False)
            yield self._position
        with self.body:
            yield self.picture.data_bind(SandboxScreen.step)
            yield self.table.data_bind(SandboxScreen.step)
        yield self._happens
        yield self._said
        yield self.line
        yield self._offers
        yield KeyRow()

    def on_mount(self) -> None:
        self.move(self.last)
        self._draw()
        self.line.focus()

    # Where it is in the run

    @property
    def last(self) -> int:
        """The number of the last step."""
        return len(self.sandbox.lesson.trace.events)

    def watch_step(self) -> None:
        self._draw()

    def _draw(self) -> None:
        trace = self.sandbox.lesson.trace
        time = time_words(trace.times[self.step - 1] if self.step else 0)
        added = len(self.sandbox.added)
        state = "" if self.sandbox.is_saved else ", not saved"
        self._position.update(f"Step {self.step} of {self.last} · {time} · {added:,} added{state}")
        self._happens.update(visible(plain(narrate(trace, self.step))) if self.step else "")
        self.refresh_bindings()

    def _places(self, size: Size) -> dict[str, Region]:
        return places(size, self.last)

    @on(ProcessTable.RowClicked)
    def _row_clicked(self, event: ProcessTable.RowClicked) -> None:
        self.move(event.step)

    def action_view(self) -> None:
        """Show the other view of the step."""
        self.picture.turn()

    # What is added

    @on(Input.Changed, "#line")
    def _line_changed(self, event: Input.Changed) -> None:
        offered = completions(self.sandbox.lesson, event.value) if event.value else ()
        self._offers.update(visible("   ".join(each[len(event.value) :] or each for each in offered[:8])))

    @on(Input.Submitted, "#line")
    def _line_typed(self, event: Input.Submitted) -> None:
        line = event.value.strip()
        if line and self.is_on_top:
            self._add(line)

    def action_usual(self, kind: str) -> None:
        """Add the first usual action of a kind."""
        found = first_usual(self.sandbox.lesson.trace, kind)
        if found is None:
            self._say(f"There is nothing to {kind.replace('_', ' ')} now.", True)
        else:
            self._add(found.line)

    def _add(self, line: str) -> None:
        self._remake(f"{len(self.sandbox.added) + 1:,} actions", partial(self.sandbox.with_lines, line), line)

    def action_undo(self) -> None:
        """Take back what was added last."""
        if self.sandbox.added:
            self._remake(f"{len(self.sandbox.added) - 1:,} actions", self.sandbox.undone, "")

    def _remake(self, what: str, work: Callable[[], Sandbox], line: str) -> None:
        """Make the run anew beside the screen; after a fifth of a second that says that it works."""
        self._run_beside(what, work, partial(self._made, self.sandbox, line), self._refuse)

    def _made(self, asked: Sandbox, line: str, sandbox: Sandbox) -> None:
        if not self.is_on_top or asked is not self.sandbox:
            return  # left, or changed, meanwhile
        first = where_it_parts(asked.lesson, sandbox.lesson)
        taken = "" if line else visible(asked.added[-1].text)
        self._take(sandbox)
        self.picture.show(sandbox.lesson.trace, self.last)
        self.table.show(sandbox.lesson.trace, self.last)
        self.body.refresh(layout=True)  # a longer run has a higher table
        if line:
            self.line.typed(line)
            new = self.last - first + 1
            where = "the run is as it was" if new <= 0 else f"new from step {first} on"
            told = remarks(asked, sandbox)
            self._say(" ".join((f"Added; {where}.", *told)) if told else f"Added: {line}; {where}")
        else:
            self._say(f"Taken back: {taken}")
        self.move(self.last)
        self._draw()

    def _take(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        trouble = keep(self._kept_in, sandbox) if self._kept_in is not None else ""
        if trouble:
            self.notify(visible(trouble), severity="warning", markup=False)

    def _refuse(self, error: ScenarioError) -> None:
        self._say(f"Not added: {error.complaints[0].code} {error.complaints[0].message}", True)

    def _say(self, words: str, is_refused: bool = False) -> None:
        self._said.update(Content.styled(visible(words), "$text-error" if is_refused else "$text-success"))

    # Saving

    def action_save(self) -> None:
        """Ask for the name of a file and save the sandbox as a lesson."""
        about = "The lesson's file, which ends in .yaml or .yml."
        self.open_screen(ValueScreen("Save as", "sandbox.yaml", about), self._save)

    def _save(self, name: str | None) -> None:
        if name is None:
            return
        if not name.endswith((".yaml", ".yml")):
            self._say("Not saved: a lesson's file has to end in .yaml or .yml", True)
            return
        try:
            write_whole(name, file_text(self.sandbox.lesson.scenario), must_be_new=True)
        except FileExistsError:
            ask = ValueScreen(f"{name} is there already", "", "Type yes to write over it.")
            self.open_screen(ask, partial(self._write_over, name))
        except (OSError, ValueError) as error:
            self._not_saved(name, error)
        else:
            self._saved(name)

    def _write_over(self, name: str, answer: str | None) -> None:
        if answer != "yes":
            self._say("Not saved.", True)
            return
        try:
            write_whole(name, file_text(self.sandbox.lesson.scenario))
        except (OSError, ValueError) as error:
            self._not_saved(name, error)
        else:
            self._saved(name)

    def _not_saved(self, name: str, error: Exception) -> None:
        self._say(f"Not saved: {name}: {getattr(error, 'strerror', None) or error}", True)

    def _saved(self, name: str) -> None:
        self._take(self.sandbox.with_all_saved())
        self._say(f"Saved: {name}")
        self._draw()

    # The rest

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that does nothing now is not in the footer."""
        can = action != "undo" or bool(self.sandbox.added)
        return super().check_action(action, parameters) if can else None

    def action_type(self) -> None:
        """Go to the line."""
        self.line.focus()

    def action_close(self) -> None:
        """From the line to the run; from there away. What is not saved is kept."""
        if self.line.has_focus:
            self.picture.focus()
        else:
            self.leave()

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.open_screen(HelpScreen(ABOUT, "sandbox"))
