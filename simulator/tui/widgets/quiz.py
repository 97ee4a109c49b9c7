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
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.words.references import Location, Prose
from simulator.scenario.complaints.complaint import visible
from simulator.tui.keys import bindings
from simulator.tui.messages import ExpectedWanted
from simulator.tui.widgets.answer_line import AnswerLine
from simulator.tui.widgets.asking_panel import NOTHING_EXPECTED, AskingPanel
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.quiz_drawing import closed_choices, open_choices, question_text, verdict_line, why_chosen
from simulator.tui.widgets.quiz_keys import keys_of, takes_text
from simulator.views.quiz_words import (
    given_words,
    joined_paragraphs,
    queued_words,
    report,
    unplayed_words,
)


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
        if takes_text(self.session):
            self._line.focus()
        else:
            asks = self.session.is_open and self.session.given is None
            (self._choices if asks else self).focus()

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
        (self._line if takes_text(self.session) else self).focus()
        self.call_after_refresh(self.scroll_end, animate=False)

    # Drawing

    def _show(self) -> None:
        """Show the question that is asked now, or the report."""
        session = self.session
        attempt = session.attempt
        self.set_class(attempt is None, "-report")
        self._choices.display = attempt is not None
        self._line.display = takes_text(self.session)
        self._show_offer()
        self._show_hints()
        self._say("")
        if attempt is None:
            self._show_report()
        else:
            self.post_message(self.Asked(attempt))
            self._question.show(question_text(session, attempt))
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
        said, look = verdict_line(session, attempt)
        if session.is_held:
            self._say(said, look)
        else:
            self._say(said, look, why_chosen(session, attempt), attempt.question.explanation)

    def _show_choices(self, keeps_text: bool = False) -> None:
        attempt, choices = self.session.attempt, self._choices
        if attempt is None:
            return
        question = attempt.question
        self._line.display = takes_text(self.session)
        choices.display = question.form is None or not takes_text(self.session)
        if question.form is not None and not self.session.is_revealed:
            self._line.show(attempt, keeps_text)
            choices.show_graded([])
            return
        if self.session.is_held or (self.session.is_open and self.session.given is None):
            choices.show(attempt, open_choices(self.session, attempt))
        else:
            choices.show_graded(closed_choices(self.session, attempt, self.size.height))

    def _show_keys(self) -> None:
        self.show_keys(*keys_of(self.session, can_see_expected=self._expected is not None))

    def _say(self, verdict: str, look: str = "", why: Prose = (), feedback: Prose = ()) -> None:
        self._verdict.update(Content.styled(verdict, look))
        self._verdict.display = bool(verdict)
        for view, prose in ((self._why_chosen, why), (self._feedback, feedback)):
            view.show(prose)
            view.display = bool(prose)
