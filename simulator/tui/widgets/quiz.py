"""The quiz as a panel beside the table: it draws a session and turns keys and clicks into transitions."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from simulator.learner.learner import fresh_like
from simulator.lesson.beliefs import Believed
from simulator.lesson.quiz.attempt import Attempt
from simulator.lesson.quiz.question import Question
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.words.references import Location, Prose
from simulator.scenario.complaints.complaint import visible
from simulator.tui.keys import bindings
from simulator.tui.messages import ExpectedWanted
from simulator.tui.widgets.answer_line import AnswerLine
from simulator.tui.widgets.asking_panel import NOTHING_EXPECTED, SEE_EXPECTED, AskingPanel
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.key_line import Part
from simulator.tui.widgets.prose import ProseView
from simulator.views.quiz_words import (
    choice_words,
    given_words,
    graded_words,
    held_words,
    joined_paragraphs,
    number_words,
    queued_words,
    report,
    tried_whys,
    unplayed_words,
    verdict_words,
)

ROOMY = 14
"""Lines from which a panel has room for every choice beside the explanation."""


class QuizPanel(AskingPanel):
    """A learner's way through the questions of a session."""

    BINDINGS = [*bindings("quiz")]

    @dataclass
    class Asked(Message):
        """A question is shown."""

        attempt: Attempt

    @dataclass
    class TakeMeThere(Message):
        """The last hint of a question: move the player to its location."""

        attempt: Attempt
        location: Location

    @dataclass
    class Answered(Message):
        """A question has its first answer."""

        index: int
        """The position of the attempt in its session."""
        attempt: Attempt

    class Back(Message):
        """The learner goes back to where the last hint took them from."""

    class Closed(Message):
        """The learner is done with the quiz."""

    def __init__(self, session: QuizSession, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.session = session
        self._expected: Believed | None = None
        """The belief behind the wrong answer that is shown, where it has a run of its own."""
        self._offer = Static(id="offer", markup=False)
        self._offers = False
        self._question = ProseView(id="question")
        self._choices = Choices(id="choices")
        self._line = AnswerLine(id="answer-line")
        self._hints = ProseView(id="hints")
        self._verdict = Static(id="verdict", markup=False)
        self._why_chosen = ProseView(id="why-chosen")
        self._feedback = ProseView(id="feedback")

    def compose(self) -> ComposeResult:
        yield self._offer
        yield self._question
        yield self._choices
        yield self._line
        yield self._hints
        yield self._verdict
        yield self._why_chosen
        yield self._feedback
        yield self.keys

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        """There may be room for more choices now."""
        if self.session.is_revealed:
            self._show_choices()

    def start(self, session: QuizSession) -> None:
        """Ask the questions of another session."""
        self.session = session
        self._expected = None
        self._show()

    def offer_to_play(self, is_unplayed: bool) -> None:
        """At the first question over an unplayed lesson, offer to play it before it is answered."""
        self._offer.update(Content.styled(unplayed_words("Esc goes there: play it first."), "$text-accent"))
        self._offers = is_unplayed
        self._show_offer()

    def _show_offer(self) -> None:
        self._offer.display = self._offers and self.session.index == 0 and self.session.is_open

    def peek(self) -> None:
        """The learner looks at the run while the question is open."""
        if self.session.is_open:
            self._become(self.session.peek())

    def take_focus(self) -> None:
        """Give the focus to the choices or the line to type in, or to the panel where nothing can be chosen."""
        if self._takes_text:
            self._line.focus()
        else:
            asks = self.session.is_open and self.session.given is None
            (self._choices if asks else self).focus()

    @property
    def _takes_text(self) -> bool:
        """Whether an answer can be typed now."""
        session = self.session
        is_typed = session.question is not None and session.question.form is not None
        return is_typed and session.takes_picks and session.given is None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that does nothing in the panel keeps its meaning on the screen."""
        question = self.session.question
        if action == "choose":
            return question is not None  # a letter of no choice is the panel's all the same
        if action in ("undo", "commit"):
            return question is not None and (self.session.is_open or self.session.is_held)
        if action == "see_expected":  # x is the panel's while it asks: it must not open something else
            return question is not None
        if action == "tick":
            return question is not None and self.session.takes_picks and (question.several or question.in_sequence)
        return True

    # Keys and clicks

    def on_prose_view_followed(self) -> None:
        """A link in a question moved the player; Enter continues the quiz again."""
        self.take_focus()

    def action_choose(self, option: int) -> None:
        """Pick an option by its letter or number."""
        self._become(self.session.pick(option))

    def action_tick(self) -> None:
        """Pick the option that the pointer is on."""
        highlighted = self._choices.highlighted
        if highlighted is not None:
            self.action_choose(highlighted)

    def action_undo(self) -> None:
        """Take the newest pick back; where there is none, go back from the place that the last hint led to."""
        after = self.session.undo()
        if after is self.session and self.session.queued is not None:
            self.post_message(self.Back())
        self._become(after)

    def action_commit(self, is_sure: bool) -> None:
        """Say how sure the choice is."""
        self._become(self.session.commit(is_sure))

    def on_choices_made(self, event: Choices.Made) -> None:
        """A click picks an option, and so does Enter; where several are right, Enter submits those that are ticked."""
        event.stop()
        session, question = self.session, self.session.question
        if event.asked is not session.attempt or question is None:
            return  # it was meant for a question before this one
        if not (event.by_enter and question.several):
            self._become(session.pick(event.index))
        elif session.picked:
            self._become(session.submit())
        else:
            self._say("Nothing is ticked yet.", "bold")

    def on_answer_line_typed(self, event: AnswerLine.Typed) -> None:
        """Enter answers with what is typed."""
        event.stop()
        session, question = self.session, self.session.question
        if event.asked is not session.attempt or question is None or question.form is None:
            return  # it was meant for a question before this one
        after = session.type(event.text)
        if after is session and session.is_held and not event.text.strip():
            self.action_next()
        elif after is session:
            said = f'"{visible(event.text[:40])}" is not {question.form.wanted}.' if event.text.strip() else ""
            self._say(said or question.form.how, "bold")
        else:
            self._become(after)

    def on_answer_line_hint_wanted(self, event: AnswerLine.HintWanted) -> None:
        """The next hint."""
        event.stop()
        self.action_hint()

    def on_answer_line_empty_backspace(self, event: AnswerLine.EmptyBackspace) -> None:
        """Back from the place that the last hint led to."""
        event.stop()
        self.action_undo()

    def action_hint(self) -> None:
        """Show the next hint; after the last one in words, the location."""
        self.session = self.session.with_next_hint(fresh_like)
        attempt = self.session.attempt
        if attempt is None or attempt.is_answered:
            return
        if self.session.queued is not None and attempt.question.location is not None:
            self.say_where("The place is marked › ‹.")
            self.post_message(self.TakeMeThere(attempt, attempt.question.location))
        else:
            self._show_hints()
        self.call_after_refresh(self.scroll_end, animate=False)

    def say_where(self, where: str) -> None:
        """Say where the location of the open question is."""
        if self.session.is_open:
            self._say(f"Here it is. {where} {queued_words(self.session)}", "bold")
            self._show_keys()

    def action_see_expected(self) -> None:
        """See the run that the belief behind a wrong answer expects beside the real one."""
        attempt = self.session.attempt
        if attempt is not None and self._expected is not None:
            self.post_message(ExpectedWanted(attempt.lesson, self._expected))
        elif self.session.is_revealed:
            self.notify(NOTHING_EXPECTED, markup=False)

    def action_next(self) -> None:
        """Leave it unsaid how sure the choice is, or go on to what comes next: the answer, a question, the report."""
        session = self.session
        if session.given is not None:
            self._become(session.commit(None))
        elif session.is_held:
            self._become(session.submit() if session.picked else session.tell())
        elif session.is_answered:
            self.start(session.next())
        elif session.question is None and session.missed:
            self.start(session.practise_missed(fresh_like))
        elif session.question is None:
            self.post_message(self.Closed())

    def _become(self, session: QuizSession) -> None:
        """Draw the session after a pick or an answer."""
        before = self.session
        if session is before:
            return
        self.session = session
        attempt = session.attempt
        if attempt is not None and attempt.chosen is not None and not attempt.is_right and not session.is_held:
            tried = (*attempt.chosen, *(session.second or ()))
            self._expected = attempt.lesson.beliefs.expected(attempt.question, tried)
        self._show_choices(keeps_text=attempt is not None and attempt.chosen is None)
        self._show_keys()
        if attempt is None:
            return
        if attempt.chosen is None:
            self._say(given_words(session), "bold")
            self.take_focus()
            return
        if before.is_open:
            self._offers = self._offer.display = False
            self.post_message(self.Answered(session.index, attempt))
        self._show_verdict(attempt)
        (self._line if self._takes_text else self).focus()
        self.call_after_refresh(self.scroll_end, animate=False)

    # Drawing

    def _show(self) -> None:
        """Show the question that is asked now, or the report."""
        session = self.session
        attempt = session.attempt
        self.set_class(attempt is None, "-report")
        self._choices.display = attempt is not None
        self._line.display = self._takes_text
        self._show_offer()
        self._show_hints()
        self._say("")
        if attempt is None:
            self._show_report()
        else:
            self.post_message(self.Asked(attempt))
            title = f"{attempt.lesson.title}: " if len(session.lessons) > 1 else ""
            slots = "".join(f"\n{number}. {slot}" for number, slot in enumerate(attempt.question.slots, 1))
            form = attempt.question.form
            asked = (
                f"{number_words(session)}. {title}",
                *attempt.question.text,
                slots,
                f"\n{form.how}" if form else "",
            )
            self._question.show(asked)
            self._show_choices()
        self._show_keys()
        self.scroll_home(animate=False)
        if self.has_focus_within or self.has_focus:
            self.take_focus()

    def _show_report(self) -> None:
        (_, headline), *rest = report(self.session)
        if not self.session.attempts:
            headline, rest = ("This lesson has no questions.",), []
        self._question.show(headline)
        self._say("", why=joined_paragraphs(rest))

    def _show_hints(self) -> None:
        """The hints that were shown stay as long as the question does."""
        hints = self.session.hints
        self._hints.show(joined_paragraphs(("Hint: ", hint) for hint in hints))
        self._hints.display = bool(hints)

    def _show_verdict(self, attempt: Attempt) -> None:
        """Say whether the answer is right; once the right one is told, also why each is what it is."""
        session = self.session
        is_right = attempt.is_right or (session.second is not None and attempt.question.is_right(session.second))
        sign, look = ("✓", "bold $text-success") if is_right else ("✗", "bold $text-error")
        if not is_right and attempt.question.is_incomplete(session.second or attempt.chosen or ()):
            sign, look = "-", "bold $text-warning"  # neither right nor wrong
        said = f"{sign} {verdict_words(session)}"
        if session.is_held or attempt.chosen is None:
            self._say(said, look)
            return
        self._say(said, look, tried_whys(attempt, session.second), attempt.question.explanation)

    def _show_choices(self, keeps_text: bool = False) -> None:
        attempt, choices = self.session.attempt, self._choices
        if attempt is None:
            return
        question, chosen = attempt.question, attempt.chosen
        self._line.display = self._takes_text
        choices.display = question.form is None or not self._takes_text
        if question.form is not None and not self.session.is_revealed:
            self._line.show(attempt, keeps_text)
            choices.show_graded([])
            return
        options = range(len(question.options))
        if chosen is None and self.session.given is not None:
            given = self.session.given
            texts = [choice_words(question, option, given) for option in options]
            choices.show_graded([f"{'▶' if index in given else ' '} {text}" for index, text in enumerate(texts)])
            return
        if chosen is None:
            choices.show(attempt, [choice_words(question, option, self.session.picked) for option in options])
            return
        if self.session.is_held:
            choices.show(attempt, [held_words(question, option, self.session.picked, chosen) for option in options])
            return
        second = self.session.second or ()
        is_roomy = self.size.height >= ROOMY and question.form is None
        shown = options if is_roomy else sorted({*chosen, *second, *question.right})  # room for the explanation
        choices.show_graded([_graded(graded_words(question, option, chosen, self.session.second)) for option in shown])

    def _show_keys(self) -> None:
        session, back = self.session, ("Esc: back", "escape")
        if session.is_open and session.question is not None:
            if session.given is not None:
                unsaid = ("Enter: leave it unsaid", "enter")
                self.show_keys(("s: sure", "s"), ("u: not sure", "u"), unsaid, ("Backspace: take back", "backspace"))
                return
            there = [("Backspace: back to where you were", "backspace")] if session.queued is not None else []
            hint = ("h: hint", "h") if session.question.form is None else ("↓: hint", "down")
            self.show_keys(*self._keys_to_answer(session.question), *there, hint, back)
        elif session.is_held and self._takes_text:
            self.show_keys(("Enter: try again, or with nothing typed the answer", "enter"))
        elif session.is_held:
            self.show_keys("A letter: try again", ("Enter: the answer", "enter"))
        elif session.is_answered:
            onward = ("Enter: your score" if session.is_last else "Enter: next question", "enter")
            self.show_keys(*([SEE_EXPECTED] if self._expected is not None else []), onward)
        elif not session.attempts:
            self.show_keys(("Enter: back to the lesson", "enter"))
        elif session.missed:
            self.show_keys(("Enter: the missed ones again, to practise", "enter"), back)
        else:
            self.show_keys(("Enter: back", "enter"))

    def _keys_to_answer(self, question: Question) -> list[Part]:
        if question.several:
            return ["Several are right: letters or Space tick", ("Enter answers", "enter")]
        if question.in_sequence:
            picked = len(self.session.picked)
            slot = question.slots[picked] if question.slots else f"number {picked + 1}"
            return [f"Which is {slot}? A letter", ("Backspace takes back", "backspace")]
        if question.form is not None:
            return [("Enter answers", "enter")]
        return ["A letter, or ↑ ↓ and Enter"]

    def _say(self, verdict: str, look: str = "", why: Prose = (), feedback: Prose = ()) -> None:
        self._verdict.update(Content.styled(verdict, look))
        self._verdict.display = bool(verdict)
        for view, prose in ((self._why_chosen, why), (self._feedback, feedback)):
            view.show(prose)
            view.display = bool(prose)


def _graded(words: str) -> Content:
    """A graded choice in the colour of its sign."""
    looks = {"✓": "$text-success", "✗": "bold $text-error"}
    return Content.styled(words, looks.get(words[:1], ""))
