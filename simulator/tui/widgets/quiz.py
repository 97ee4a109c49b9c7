"""The quiz as a panel beside the table: one question at a time, feedback at once, a ladder of hints."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.lesson.quiz import LETTERS, Question, QuizRun
from simulator.lesson.references import Place, Prose, plain
from simulator.tui.widgets.prose import ProseView

ROOMY = 14
"""Lines from which a panel has room for every choice beside the explanation."""


class QuizPanel(VerticalScroll, can_focus=True):
    """A learner's way through a lesson's questions."""

    BINDINGS = [
        *(
            Binding(f"{letter.lower()},{number}", f"choose({number - 1})", f"Choose {letter}", show=False)
            for number, letter in enumerate(LETTERS, 1)
        ),
        Binding("space", "tick", "Tick", show=False),
        Binding("h", "hint", "Hint", show=False),
        Binding("enter", "next", "Next question", show=False),
    ]

    @dataclass
    class TakeMeThere(Message):
        """The last rung of the hints: move the player to the place."""

        place: Place

    class Closed(Message):
        """The learner is done with the quiz."""

    def __init__(self, questions: tuple[Question, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.run = QuizRun.start(questions)
        self.index = 0
        """The question that is shown; one past the last shows the report."""
        self._rung = 0
        self._ticked: frozenset[int] = frozenset()
        """For a question with several right options: what is ticked so far."""

    def compose(self) -> ComposeResult:
        yield ProseView(id="question")
        yield OptionList(id="choices", markup=False)
        yield Static(id="verdict", markup=False)
        yield ProseView(id="why-chosen")
        yield ProseView(id="feedback")
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        self._ask()

    @property
    def question(self) -> Question | None:
        """The question that is shown, or None at the report."""
        return self.run.questions[self.index] if self.index < len(self.run.questions) else None

    @property
    def answered(self) -> bool:
        """Whether the question that is shown has its answer."""
        return self.index < len(self.run.questions) and self.run.chosen[self.index] is not None

    def restart(self) -> None:
        """Begin again with nothing answered."""
        self.run = QuizRun.start(self.run.questions)
        self.index = 0
        self._ask()

    def take_focus(self) -> None:
        """Give the focus to what the learner needs next."""
        choices = self.query_one("#choices", OptionList)
        (self if self.answered or self.question is None else choices).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A letter beyond the last choice is not ours: it keeps its meaning on the lesson screen."""
        question = self.question
        if action == "choose":
            place = parameters[0]
            return question is not None and isinstance(place, int) and place < len(question.options)
        if action == "tick":
            return question is not None and question.several and not self.answered
        return True

    def on_prose_view_followed(self) -> None:
        """A link in a question moved the player; Enter goes on with the quiz again."""
        self.take_focus()

    def action_choose(self, place: int) -> None:
        """Answer with an option, or tick it where several are right."""
        question = self.question
        if question is None or self.answered:
            return
        if question.several:
            self._ticked ^= {place}
            self._show_options(question)
        else:
            self._answer(frozenset({place}))

    def action_tick(self) -> None:
        """Tick the option that the pointer is on, where several are right."""
        highlighted = self.query_one("#choices", OptionList).highlighted
        if highlighted is not None:
            self.action_choose(highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on an option: the answer; where several are right, Enter hands in what is ticked."""
        event.stop()
        question = self.question
        if question is None or not question.several:
            self.action_choose(event.option_index)
        elif self._ticked:
            self._answer(self._ticked)
        else:
            self._say("Nothing is ticked yet.", (), ())

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the pointer, so that the background is not the only sign of the choice."""
        event.stop()
        if self.question is not None and not self.answered:
            for place in range(len(self.question.options)):
                option = self._option(self.question, place, None)
                event.option_list.replace_option_prompt_at_index(place, option)

    def action_hint(self) -> None:
        """The next rung: a nudge, where to look, and at last the place itself."""
        question = self.question
        if question is None or self.answered:
            return
        if self._rung < len(question.hints):
            self._say("", (), ("Hint: ", *question.hints[self._rung]))
            self._rung += 1
        elif question.place is not None:
            self._say("Here it is: the place is marked › ‹.", (), ())
            self.post_message(self.TakeMeThere(question.place))

    def action_next(self) -> None:
        """After an answer the next question; after the last the report; after the report the end."""
        if self.question is None:
            missed = self.run.missed
            if missed:
                self.restart()
            else:
                self.post_message(self.Closed())
        elif self.answered:
            self.index += 1
            self._ask()

    def _answer(self, chosen: frozenset[int]) -> None:
        question = self.question
        assert question is not None
        self.run = self.run.answer(self.index, chosen)
        self._show_options(question)
        why: Prose = tuple(part for _, each in question.whys(chosen) for part in (*each, " "))
        right = self.run.is_right(self.index)
        verdict = "✓ Right." if right else f"✗ Not right. The answer is {question.right_letters}."
        self._say(verdict, why, question.explanation)
        last = self.index == len(self.run.questions) - 1
        self._keys("Enter: your score" if last else "Enter: next question")
        self.focus()
        self.call_after_refresh(self.scroll_end, animate=False)

    def _ask(self) -> None:
        question = self.question
        choices = self.query_one("#choices", OptionList)
        self._rung, self._ticked = 0, frozenset()
        if question is None:
            self._report()
            return
        number = f"Question {self.index + 1} of {len(self.run.questions)}. "
        self.query_one("#question", ProseView).show((number, *question.text))
        choices.display = True
        self._show_options(question)
        choices.highlighted = 0
        self._say("", (), ())
        one, several = "A letter, or ↑ ↓ and Enter", "Several are right: letters or Space tick, Enter answers"
        self._keys(f"{several if question.several else one}; h: hint; Esc: back.")
        self.scroll_home(animate=False)
        if self.has_focus_within or self.has_focus:
            choices.focus()

    def _show_options(self, question: Question) -> None:
        choices = self.query_one("#choices", OptionList)
        highlighted = choices.highlighted
        chosen = self.run.chosen[self.index]
        choices.clear_options()
        places = list(range(len(question.options)))
        if chosen is not None and self.size.height < ROOMY:  # what matters now, so that the explanation has room
            places = sorted(chosen | question.right)
        choices.add_options([Option(self._option(question, place, chosen)) for place in places])
        choices.disabled = chosen is not None
        choices.highlighted = None if chosen is not None else highlighted

    def _option(self, question: Question, place: int, chosen: frozenset[int] | None) -> Content:
        option = question.options[place]
        if chosen is None:
            tick = ("[x] " if place in self._ticked else "[ ] ") if question.several else ""
            pointer = "▶" if place == self.query_one("#choices", OptionList).highlighted else " "
            return Content(f"{pointer} {option.letter}  {tick}{option.text}")
        sign = "✓" if option.right else "✗" if place in chosen else " "
        notes = [word for word, holds in (("right", option.right), ("your answer", place in chosen)) if holds]
        note = f"  ({', '.join(notes)})" if notes else ""
        return Content(f"{sign} {option.letter}  {option.text}{note}")

    def _report(self) -> None:
        run = self.run
        self.query_one("#choices", OptionList).display = False
        if not run.questions:
            self.query_one("#question", ProseView).show(("This lesson has no questions.",))
            self._say("", (), ())
            self._keys("Enter: back to the lesson")
            return
        missed = [
            f"{index + 1}. {plain(run.questions[index].text)} The answer is {run.questions[index].answer_words}."
            for index in run.missed
        ]
        text = "Everything right." if not missed else "Missed:\n\n" + "\n\n".join(missed)
        self.query_one("#question", ProseView).show((f"Score: {run.score} of {len(run.questions)}. {text}",))
        self._say("", (), ())
        self._keys("Enter: try again; Esc: back to the lesson" if missed else "Enter: back to the lesson")
        self.scroll_home(animate=False)
        if self.has_focus_within:
            self.focus()

    def _say(self, verdict: str, why: Prose, feedback: Prose) -> None:
        self.query_one("#verdict", Static).update(Content.styled(verdict, "bold"))
        self.query_one("#verdict").display = bool(verdict)
        for name, prose in (("#why-chosen", why), ("#feedback", feedback)):
            view = self.query_one(name, ProseView)
            view.show(prose)
            view.display = bool(prose)
        if feedback and not self.answered:
            self.call_after_refresh(self.scroll_end, animate=False)

    def _keys(self, text: str) -> None:
        self.query_one("#keys", Static).update(Content.styled(text, "dim"))
