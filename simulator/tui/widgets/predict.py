"""Predict: before a step is shown the learner says what it will be, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.lesson.lesson import Lesson
from simulator.lesson.prediction import MOST_CHOICES, Gate
from simulator.lesson.quiz.question import Chosen
from simulator.lesson.words.references import Prose
from simulator.terminal.predict import said_words, verdict_words
from simulator.tui.widgets.asking_panel import AskingPanel
from simulator.tui.widgets.key_line import KeyLine
from simulator.tui.widgets.prose import ProseView

UNKNOWN = "I don't know"
NOTHING_YET: Prose = ("Predict mode asks you before some steps what they will be. Step forward.",)
NOTHING_AHEAD: Prose = ("No step from here on is asked about. Step back, or begin again with r.",)
SURE, UNSURE = "I am sure", "I am not sure"


class PredictPanel(AskingPanel):
    """One gate: first what happens next, then how sure, then prediction and fact side by side."""

    BINDINGS = [
        *(
            Binding(str(number), f"choose({number})", f"Choose {number}", show=False)
            for number in range(MOST_CHOICES + 1)
        ),
        Binding("s,S", "commit(True)", "Sure", show=False),
        Binding("u,U", "commit(False)", "Not sure", show=False),
        Binding("enter", "go_on", "Go on", show=False),
    ]

    @dataclass
    class Committed(Message):
        """The learner has said what the step will be; an empty choice is "I don't know"."""

        gate: Gate
        chosen: Chosen
        sure: bool

    class GoOn(Message):
        """The learner has seen how it is."""

    def __init__(self, lesson: Lesson, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lesson = lesson
        self.gate: Gate | None = None
        """What is asked, or was asked last."""
        self._chosen: int | None = None
        """The option that waits for the learner to say how sure it is."""
        self.revealed = False
        self._committed = False
        """Whether the learner has said what the step will be; the reveal follows."""
        self._resting: Prose = NOTHING_YET
        """What is said while nothing is asked."""
        self._goes_on = True
        """Whether there is a next step then."""
        self._texts: list[str] = []
        """What is offered now."""

    def compose(self) -> ComposeResult:
        yield ProseView(id="asked", classes="question")
        yield OptionList(id="predictions", markup=False)
        yield Static(id="compared", markup=False)
        yield ProseView(id="reason")
        yield KeyLine(id="predict-keys")

    def on_mount(self) -> None:
        self._show()

    def ask(self, gate: Gate) -> None:
        """Ask what a step will be; asked again, what was chosen meanwhile stays."""
        if gate is self.gate and not self._committed:
            return
        self.gate, self._chosen, self.revealed, self._committed = gate, None, False, False
        self._show()

    def rest(self, said: Prose, goes_on: bool) -> None:
        """Ask nothing, and say something, a headline first; whether there is a next step is said too."""
        self.gate, self._chosen, self.revealed, self._committed = None, None, False, False
        self._resting, self._goes_on = said, goes_on
        self._show()

    def reveal(self, chosen: Chosen, sure: bool) -> None:
        """Show the prediction and the fact, one under the other, and why."""
        assert self.gate is not None
        self.revealed = True
        question = self.gate.question
        self.query_one("#predictions").display = False
        sign = "✓ " if chosen == question.right else "✗ " if chosen else ""
        compared = Content.assemble(
            ("You said: ", "dim"),
            said_words(question, chosen, sure),
            "\n",
            ("It is:    ", "dim"),
            (question.options[question.right[0]].text, "bold"),
            "\n",
            (f"{sign}{verdict_words(question, chosen)}", "bold"),
        )
        self._fill("#compared", compared)
        whys: Prose = tuple(
            part for _, why in self._lesson.beliefs.whys(question, chosen, self.gate.step) for part in (" ", *why)
        )
        self.query_one("#reason", ProseView).show((*question.explanation, *whys))
        self.show_keys(("→ or Enter: go on", "enter"))
        self.focus()

    def take_focus(self) -> None:
        """Give the focus to what the learner needs next."""
        (self if self.revealed or self.gate is None else self.query_one("#predictions")).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Numbers choose, s and u say how sure; before there is a question, and after it, they are not ours."""
        if action == "choose":
            number = parameters[0]
            asking = self.gate is not None and not self._committed and self._chosen is None
            return asking and isinstance(number, int) and number <= len(self.gate.question.options)  # type: ignore[union-attr]
        if action == "commit":
            return self._chosen is not None and not self._committed
        return True

    def action_choose(self, number: int) -> None:
        """Choose by its number; 0 says that one does not know, and is an answer."""
        if self.gate is None or self._committed:
            return
        if number == 0:
            self._commit(self.gate, (), False)
        else:
            self._chosen = number - 1
            self._show()

    def action_commit(self, sure: bool) -> None:
        """Say how sure it is."""
        if self.gate is not None and self._chosen is not None and not self._committed:
            self._commit(self.gate, (self._chosen,), sure)

    def _commit(self, gate: Gate, chosen: Chosen, sure: bool) -> None:
        self._committed = True
        self.post_message(self.Committed(gate, chosen, sure))

    def action_go_on(self) -> None:
        """After the reveal: the next step."""
        if self.revealed:
            self.post_message(self.GoOn())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click, on an option."""
        event.stop()
        if self._chosen is not None:
            self.action_commit(event.option_index == 0)
        elif self.gate is not None:
            last = len(self.gate.question.options)
            self.action_choose(0 if event.option_index == last else event.option_index + 1)

    def _show(self) -> None:
        options = self.query_one("#predictions", OptionList)
        options.clear_options()
        self._fill("#compared", Content(""))
        self.query_one("#reason", ProseView).show(())
        if self.gate is None:
            headline, *rest = self._resting
            self.query_one("#asked", ProseView).show((headline,))
            self.query_one("#reason", ProseView).show(tuple(rest))
            options.display = False
            leave = ("p: leave predict mode", "p")
            self.show_keys(*((("→: next step", "right"), leave) if self._goes_on else (leave,)))
            return
        options.display = True
        question = self.gate.question
        self.query_one("#asked", ProseView).show((f"Step {self.gate.step}? ", *question.text))
        if self._chosen is None:
            texts = [f"{number}  {option.text}" for number, option in enumerate(question.options, 1)]
            self._offer([*texts, f"0  {UNKNOWN}"])
            self.show_keys("A number, or ↑ ↓ and Enter")
        else:
            self._fill("#compared", Content(f"You say: {question.options[self._chosen].text}"))
            self._offer([f"s  {SURE}", f"u  {UNSURE}"])
            self.show_keys(("s: sure", "s"), ("u: not sure", "u"))
        if self.has_focus_within or self.has_focus:
            options.focus()

    def _offer(self, texts: list[str]) -> None:
        self._texts = texts
        options = self.query_one("#predictions", OptionList)
        options.add_options([Option(f"{'▶' if place == 0 else ' '} {text}") for place, text in enumerate(texts)])
        options.highlighted = 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the pointer, so that the background is not the only sign of the choice."""
        event.stop()
        for place, text in enumerate(self._texts):
            pointer = "▶" if place == event.option_list.highlighted else " "
            event.option_list.replace_option_prompt_at_index(place, f"{pointer} {text}")

    def _fill(self, name: str, content: Content) -> None:
        static = self.query_one(name, Static)
        static.update(content)
        static.display = bool(content.plain)
