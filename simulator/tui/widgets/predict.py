"""Predict mode as a panel: before a step is shown the learner says what it will be, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from simulator.lesson.beliefs import Believed
from simulator.lesson.lesson import Lesson
from simulator.lesson.predict.gates import Gate
from simulator.lesson.predict.named_actions import named_record
from simulator.lesson.predict.session import Prediction, PredictSession, expected_by
from simulator.lesson.words.references import Prose
from simulator.tui.keys import bindings
from simulator.tui.messages import ExpectedWanted
from simulator.tui.widgets.asking_panel import NOTHING_EXPECTED, SEE_EXPECTED, AskingPanel
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.key_line import Part
from simulator.tui.widgets.prose import ProseView
from simulator.views.predict_words import (
    UNKNOWN,
    ahead_words,
    fact_words,
    moments_at,
    report,
    said_words,
    settings_words,
    verdict_words,
    whys,
)
from simulator.views.quiz_words import Labelled, joined_paragraphs
from simulator.views.signs import KEY_MOMENT

STEP_FORWARD = "Predict mode asks you before some steps what they will be. Step forward."
NOTHING_AHEAD = "No step from here on is asked about. Step back, or begin again with r."
SURENESS = ("s  I am sure", "u  I am not sure")


class PredictPanel(AskingPanel):
    """One gate: first what happens next, then how sure, then prediction and fact side by side."""

    BINDINGS = [*bindings("predict")]

    @dataclass
    class Predicted(Message):
        """A step was predicted."""

        prediction: Prediction

    @dataclass
    class GoOn(Message):
        """The learner has seen what the step is, and wants the next one."""

        prediction: Prediction

    @dataclass
    class Pointed(Message):
        """The pointer is at a choice that is a record, by its index; None: at none."""

        record: int | None

    def __init__(self, lesson: Lesson, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lesson = lesson
        self.session: PredictSession | None = None
        """None until predict mode was on: finding the gates of a lesson takes time."""
        self._expected: Believed | None = None
        """The belief behind the wrong prediction that was revealed last, where it has a run of its own."""
        self._asked = ProseView(id="asked", classes="question")
        self._choices = Choices(id="predictions")
        self._compared = Static(id="compared", markup=False)
        self._reason = ProseView(id="reason")
        self._given = ProseView(id="given")
        self.reset()

    def compose(self) -> ComposeResult:
        yield self._asked
        yield self._choices
        yield self._compared
        yield self.keys  # above what may be long, so that they are in sight
        yield self._reason
        yield self._given

    def begin(self) -> None:
        """Find the gates of the lesson, unless that was done before."""
        if self.session is None:
            self.session = PredictSession.start(self._lesson)

    def reset(self) -> None:
        """Forget all predictions."""
        self.session = None
        self._show_rest([("", (STEP_FORWARD,))], goes_on=True)

    def gate_between(self, step: int, wanted: int) -> Gate | None:
        """The first gate on the way forward from a step to another."""
        return None if self.session is None else self.session.gate_between(step, wanted)

    def has_unreported(self) -> bool:
        """Whether something was predicted since the newest report."""
        return self.session is not None and self.session.has_unreported

    def ask(self, gate: Gate) -> None:
        """Ask what a step will be."""
        if self.session is not None:
            self._become(self.session.ask(gate))

    def rest(self, step: int, last: int) -> None:
        """Ask nothing at a step of the run. Where no gate is ahead, the report is shown."""
        session = self.session
        if session is None:
            return
        self.session = session.with_report() if step == last else session.rest()
        said: list[Labelled] = [("", (NOTHING_AHEAD,))]
        if session.gate_between(step, last) is not None:
            said = [("", (ahead_words(session, step),)), ("", (STEP_FORWARD,))]
            if not step:
                said += [("", self._lesson.summary)] if self._lesson.summary else []
                said += self._settings(0)
        elif session.predictions:
            said = list(report(session))
        self._show_rest(said, goes_on=step < last)

    def _settings(self, step: int) -> list[Labelled]:
        """The settings after a step: a prediction is reasoned out of them."""
        return [("", (each,)) for each in settings_words(self._lesson, step)]

    @property
    def is_about_records(self) -> bool:
        """Whether it is asked which record comes next, or was until the answer."""
        gate = None if self.session is None else self.session.gate
        return gate is not None and gate.question.is_about_records

    def take_focus(self) -> None:
        """Give the focus to the choices, or to the panel where nothing can be chosen."""
        is_open = self.session is not None and self.session.open_gate is not None
        (self._choices if is_open else self).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Numbers choose, and s and u say how sure; where there is nothing to choose they keep their other meaning."""
        session = self.session
        if action == "see_expected":
            return session is not None and session.gate is not None  # x is the panel's while it asks
        gate = None if session is None else session.open_gate
        if session is None or gate is None:
            return action not in ("choose", "commit", "undo")
        if action == "choose":
            return session.picked is None
        return action != "commit" or session.picked is not None

    # Keys and clicks

    def action_choose(self, number: int) -> None:
        """Choose by a number; 0 is "I don't know"."""
        if self.session is not None:
            self._become(self.session.pick(number - 1) if number else self.session.give_up())

    def action_undo(self) -> None:
        """Take the choice back."""
        if self.session is not None:
            self._become(self.session.undo())

    def action_commit(self, is_sure: bool) -> None:
        """Say how sure the choice is."""
        if self.session is not None:
            self._become(self.session.commit(is_sure))

    def action_see_expected(self) -> None:
        """See the run that the belief behind a wrong prediction expects beside the real one."""
        session = self.session
        if session is None or session.revealed is None:
            return
        if self._expected is not None:
            self.post_message(ExpectedWanted(self._lesson, self._expected, session.told_until))
        else:
            self.notify(NOTHING_EXPECTED, markup=False)

    def action_go_on(self) -> None:
        """After the reveal: the next step."""
        if self.session is not None and self.session.revealed is not None:
            self.post_message(self.GoOn(self.session.revealed))

    def point_at(self, record: int) -> None:
        """Choose the record that was pointed at on the map, where it is asked which one comes next."""
        session = self.session
        question = None if session is None or session.open_gate is None else session.open_gate.question
        if session is None or question is None or not question.is_about_records:
            return
        option = question.option_of(record)
        if option is None:
            self._say(f"{named_record(self._lesson.trace, record)} is none of the choices.")
        else:
            self._become(session.undo().pick(option))

    def on_choices_pointed_at(self, event: Choices.PointedAt) -> None:
        """Tell which record the pointer is at."""
        event.stop()
        session = self.session
        if session is None or event.asked is not session or session.open_gate is None or session.picked is not None:
            return
        options = session.open_gate.question.options
        self.post_message(self.Pointed(options[event.index].record if event.index < len(options) else None))

    def on_choices_made(self, event: Choices.Made) -> None:
        """Enter, or a click, on a choice."""
        event.stop()
        session = self.session
        if session is None or event.asked is not session or session.open_gate is None:
            return  # it was meant for what was asked before
        if session.picked is not None:
            self.action_commit(event.index == 0)
        else:
            is_unknown = event.index == len(session.open_gate.question.options)
            self.action_choose(0 if is_unknown else event.index + 1)

    def _become(self, session: PredictSession) -> None:
        """Draw another session."""
        if session is self.session:
            return
        self.session = session
        if session.revealed is not None:
            self._reveal(session.revealed)
            self.post_message(self.Pointed(None))
            self.post_message(self.Predicted(session.revealed))
        elif session.gate is not None:
            self._show_gate(session, session.gate)

    # Drawing

    def _show_rest(self, said: list[Labelled], goes_on: bool) -> None:
        """Show a headline and a text, and whether there is a next step."""
        (_, headline), *rest = said
        self._show(headline, Content(""), joined_paragraphs(rest))
        self._choices.display = False
        leave = ("p: leave predict mode", "p")
        self.show_keys(*((("→: next step", "right"), leave) if goes_on else (leave,)))

    def _show_gate(self, session: PredictSession, gate: Gate) -> None:
        question, choices = gate.question, self._choices
        said = "" if session.picked is None else f"You say: {question.options[session.picked].text}"
        self._show((f"Step {gate.step}? ", *question.text), Content(said), ())
        choices.display = True
        if session.picked is not None:
            self.post_message(self.Pointed(question.options[session.picked].record))
        if session.picked is None:
            texts = [f"{number}  {option.text}" for number, option in enumerate(question.options, 1)]
            choices.show(session, [*texts, f"0  {UNKNOWN}"])
            on_map = ", or a click on the record" if question.is_about_records else ""
            keys: list[Part] = [f"A number, or ↑ ↓ and Enter{on_map}"]
        else:
            choices.show(session, SURENESS)
            keys = [("s: sure", "s"), ("u: not sure", "u"), ("Backspace takes back", "backspace")]
        self.show_keys(*keys)
        self._given.show(joined_paragraphs(self._settings(gate.step - 1)))
        if self.has_focus_within or self.has_focus:
            choices.focus()

    def _reveal(self, prediction: Prediction) -> None:
        """Show the prediction and the fact, one under the other, and why."""
        question = prediction.gate.question
        self._expected = expected_by(self._lesson, prediction)
        sign, look = ("✗ ", "bold $text-error") if prediction.chosen else ("", "bold")
        if prediction.is_right:
            sign, look = "✓ ", "bold $text-success"
        compared = Content.assemble(
            ("You said: ", "dim"),
            said_words(prediction),
            "\n",
            ("It is:    ", "dim"),
            (fact_words(prediction), "bold"),
            "\n",
            (f"{sign}{verdict_words(prediction)}", look),
        )
        session, step = self.session, prediction.gate.step
        moments = () if session is None else tuple(moments_at(session, step))
        more = tuple(part for why in whys(self._lesson, prediction) for part in (" ", *why))
        asked = tuple(part for each in moments for part in (f"\n\n{KEY_MOMENT.sign} ", *each))
        self._show((f"Step {step}? ", *question.text), compared, (*question.explanation, *more, *asked))
        self._choices.display = False
        ahead = ahead_words(session, step) if session is not None else ""
        expected = [SEE_EXPECTED] if self._expected is not None else []
        answers = [(f"k: the answer to {KEY_MOMENT.sign}", "k")] if moments else []
        self.show_keys(*expected, *answers, ("→ or Enter: go on", "enter"), ahead or "no later step asks you")
        self.focus()

    def _say(self, said: str) -> None:
        self._compared.update(Content(said))
        self._compared.display = bool(said)

    def _show(self, headline: Prose, compared: Content, reason: Prose) -> None:
        self._asked.show(headline)
        self._compared.update(compared)
        self._compared.display = bool(compared.plain)
        self._reason.show(reason)
        self._given.show(())
