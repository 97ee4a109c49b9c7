"""The quiz as a panel beside the table: one question at a time, feedback at once, a ladder of hints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.learner.learner import fresh_like
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import LETTERS, Chosen, Question, QuizRun
from simulator.lesson.words.references import Location, Prose
from simulator.tui.widgets.asking_panel import AskingPanel
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.key_line import KeyLine, Part
from simulator.tui.widgets.prose import ProseView
from simulator.views.quiz_words import choice_words, graded_words, report_prose

ROOMY = 14
"""Lines from which a panel has room for every choice beside the explanation."""


class QuizPanel(AskingPanel):
    """A learner's way through a lesson's questions."""

    BINDINGS = [
        *(
            Binding(f"{letter.lower()},{letter},{number}", f"choose({number - 1})", f"Choose {letter}", show=False)
            for number, letter in enumerate(LETTERS, 1)
        ),
        Binding("space", "tick", "Tick", show=False),
        Binding("backspace", "undo", "Take back", show=False),
        Binding("u,U", "unsure", "Not sure", show=False),
        Binding("h,H", "hint", "Hint", show=False),
        Binding("enter", "next", "Next question", show=False),
    ]

    @dataclass
    class TakeMeThere(Message):
        """The last rung of the hints: move the player to the place."""

        place: Location

    class Closed(Message):
        """The learner is done with the quiz."""

    @dataclass
    class Asked(Message):
        """A question is shown."""

        lesson: Lesson

    @dataclass
    class Answered(Message):
        """A question has its answer. What is answered again, after the report has told the answer, is not announced."""

        lesson: Lesson
        question: Question
        chosen: Chosen
        sure: bool

    def __init__(self, asked: Sequence[tuple[Lesson, Question]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._all = tuple(asked)
        """The questions, each with its lesson: a review mixes lessons."""
        self._asked = list(asked)
        """Those that are asked now: all, with a fresh one for each that was shown; or those that were missed."""
        self.run = QuizRun.start(tuple(question for _, question in asked))
        self.index = 0
        """The question that is shown; one past the last shows the report."""
        self._rung = 0
        self._again: Question | None = None
        """Once the last hint took the learner to the place: the question that is asked in its stead later."""
        self._ticked: Chosen = ()
        """What is chosen so far, where one choice is not the whole answer."""
        self._sure = True
        self._practising = False
        """Whether these questions are asked again after the report."""

    def compose(self) -> ComposeResult:
        yield ProseView(id="question")
        yield Choices(id="choices", markup=False)
        yield Static(id="verdict", markup=False)
        yield ProseView(id="why-chosen")
        yield ProseView(id="feedback")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        self._ask()

    def on_resize(self) -> None:
        """There may be room for more choices now."""
        if self.question is not None and self.answered:
            self._show_options(self.question)

    @property
    def question(self) -> Question | None:
        """The question that is shown, or None at the report."""
        return self.run.questions[self.index] if self.index < len(self.run.questions) else None

    @property
    def answered(self) -> bool:
        """Whether the question that is shown has its answer."""
        return self.index < len(self.run.questions) and self.run.chosen[self.index] is not None

    def restart(self, only: Sequence[int] | None = None) -> None:
        """Begin again with nothing answered: all questions, or only some, in their order."""
        self._asked = list(self._all) if only is None else [self._asked[place] for place in only]
        self._practising = only is not None
        self.run = QuizRun.start(tuple(question for _, question in self._asked))
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
        if action in ("tick", "undo"):
            return question is not None and _takes_several(question) and not self.answered
        return True

    def on_prose_view_followed(self) -> None:
        """A link in a question moved the player; Enter goes on with the quiz again."""
        self.take_focus()

    def action_choose(self, place: int) -> None:
        """Answer with an option; tick it where several are right; pick it as the next one of an order or a match."""
        question = self.question
        if question is None or self.answered:
            return
        if question.in_sequence:
            if place not in self._ticked:
                self._ticked = (*self._ticked, place)
            if len(self._ticked) == len(question.right):
                self._answer(self._ticked)
            else:
                self._show_options(question)
                self._explain_keys(question)
        elif question.several:
            self._ticked = tuple(sorted(set(self._ticked) ^ {place}))
            self._show_options(question)
        else:
            self._answer((place,))

    def action_undo(self) -> None:
        """Take the newest pick back."""
        question = self.question
        if question is not None:
            self._ticked = self._ticked[:-1]
            self._show_options(question)
            self._explain_keys(question)

    def action_unsure(self) -> None:
        """Say that one is not sure, or that one is after all."""
        question = self.question
        if question is not None and not self.answered:
            self._sure = not self._sure
            self._explain_keys(question)

    def action_tick(self) -> None:
        """Tick the option that the pointer is on, where one choice is not the whole answer."""
        highlighted = self.query_one("#choices", OptionList).highlighted
        if highlighted is not None:
            self.action_choose(highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on an option: as its letter."""
        event.stop()
        self.action_choose(event.option_index)

    def on_choices_entered(self, event: Choices.Entered) -> None:
        """Enter on an option: the answer; where several are right, Enter hands in what is ticked."""
        event.stop()
        question = self.question
        if question is None or not question.several:
            self.action_choose(event.place)
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
        elif question.location is not None:
            self._again = fresh_like(*self._asked[self.index], self.run.questions)
            self.tell("The place is marked › ‹.")
            self.post_message(self.TakeMeThere(question.location))

    def tell(self, where: str) -> None:
        """Say where the place is that the learner was taken to."""
        if self._again is None or self.answered:
            return  # the learner has gone on meanwhile
        is_same = self._again.id == self.run.questions[self.index].id
        later = "This question comes once more" if is_same else "Another question of this kind comes"
        self._say(f"Here it is. {where} {later} later.", (), ())

    def action_next(self) -> None:
        """After an answer the next question, after the last the report, after it the missed ones, or the end."""
        if self.question is None:
            missed = self.run.missed
            if missed:
                self.restart(missed)
            else:
                self.post_message(self.Closed())
        elif self.answered:
            if self._again is not None:
                lesson, _ = self._asked[self.index]
                self._asked.append((lesson, self._again))
                self.run = self.run.with_question(self._again)
            self.index += 1
            self._ask()

    def _answer(self, chosen: Chosen) -> None:
        if self.answered:
            return  # the key was pressed twice
        lesson, question = self._asked[self.index]
        sure = self._sure and self._again is None  # who was shown the place did not have to know
        self.run = self.run.answer(self.index, chosen, sure)
        before = [each.id for of, each in self._asked[: self.index] if of is lesson]
        if not self._practising and question.id not in before:
            self.post_message(self.Answered(lesson, question, chosen, sure))
        self._show_options(question)
        why: Prose = tuple(part for _, each in lesson.beliefs.whys(question, chosen) for part in (*each, " "))
        right = self.run.is_right(self.index)
        unsure = "" if self._sure else " You were not sure."
        verdict = f"✓ Right.{unsure}" if right else f"✗ Not right. The answer is {question.right_letters}."
        self._say(verdict, why, question.explanation)
        last = self.index == len(self.run.questions) - 1 and self._again is None
        self.show_keys(("Enter: your score" if last else "Enter: next question", "enter"))
        self.focus()
        self.call_after_refresh(self.scroll_end, animate=False)

    def _ask(self) -> None:
        question = self.question
        choices = self.query_one("#choices", OptionList)
        self._rung, self._again, self._ticked, self._sure = 0, None, (), True
        if question is None:
            self._report()
            return
        lesson, _ = self._asked[self.index]
        self.post_message(self.Asked(lesson))
        number = f"Question {self.index + 1} of {len(self.run.questions)}. "
        if len({id(each) for each, _ in self._asked}) > 1:
            number += f"{lesson.title}: "
        slots = "".join(f"\n{place}. {slot}" for place, slot in enumerate(question.slots, 1))
        self.query_one("#question", ProseView).show((number, *question.text, slots))
        choices.display = True
        self._show_options(question)
        choices.highlighted = 0
        self._say("", (), ())
        self._explain_keys(question)
        self.scroll_home(animate=False)
        if self.has_focus_within or self.has_focus:
            choices.focus()

    def _explain_keys(self, question: Question) -> None:
        how: list[Part] = ["A letter, or ↑ ↓ and Enter"]
        if question.several:
            how = ["Several are right: letters or Space tick", ("Enter answers", "enter")]
        elif question.in_sequence:
            slot = question.slots[len(self._ticked)] if question.slots else f"number {len(self._ticked) + 1}"
            how = [f"Which is {slot}? A letter", ("Backspace takes back", "backspace")]
        sure = "u: not sure" if self._sure else "You are not sure (u: sure)"
        self.show_keys(*how, (sure, "u"), ("h: hint", "h"), ("Esc: back", "escape"))

    def _show_options(self, question: Question) -> None:
        choices = self.query_one("#choices", OptionList)
        highlighted = choices.highlighted
        chosen = self.run.chosen[self.index]
        choices.clear_options()
        places = list(range(len(question.options)))
        if chosen is not None and self.size.height < ROOMY:  # what matters now, so that the explanation has room
            places = sorted({*chosen, *question.right})
        choices.add_options([Option(self._option(question, place, chosen)) for place in places])
        choices.disabled = chosen is not None
        choices.highlighted = None if chosen is not None else highlighted

    def _option(self, question: Question, place: int, chosen: Chosen | None) -> Content:
        if chosen is not None:
            return Content(graded_words(question, place, chosen))
        pointed = place == self.query_one("#choices", OptionList).highlighted
        return Content(choice_words(question, place, self._ticked, pointed))

    def _report(self) -> None:
        run = self.run
        self.query_one("#choices", OptionList).display = False
        if not run.questions:
            self.query_one("#question", ProseView).show(("This lesson has no questions.",))
            self._say("", (), ())
            self.show_keys(("Enter: back to the lesson", "enter"))
            return
        self.query_one("#question", ProseView).show((f"Score: {run.score} of {len(run.questions)}.",))
        self._say("", report_prose(run, [lesson for lesson, _ in self._asked]), ())
        again = ("Enter: the missed ones again, to practise", "enter")
        self.show_keys(*((again, ("Esc: back", "escape")) if run.missed else (("Enter: back", "enter"),)))
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


def _takes_several(question: Question) -> bool:
    """Whether one choice is not the whole answer."""
    return question.several or question.in_sequence
