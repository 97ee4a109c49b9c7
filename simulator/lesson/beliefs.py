"""What believers would make of a lesson: its runs under the misconceptions that make a difference in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.dynamodb.rules import AWS
from simulator.lesson.answers import Ask, NoAnswer
from simulator.lesson.comparison import parting
from simulator.lesson.misconceptions import MISCONCEPTIONS, Misconception
from simulator.lesson.named_beliefs import named_belief
from simulator.lesson.prose import fact
from simulator.lesson.quiz import Chosen, Question, QuizRun
from simulator.lesson.references import Prose, Reference
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints import ScenarioError
from simulator.scenario.consumers import KclModel, LambdaModel
from simulator.scenario.model import Scenario

MOST_STEPS, MOST_POLLS = 2_000, 50_000
"""A longer run is not run again under every misconception."""

_LAMBDA_POLLS_EVERY = 250
"""Milliseconds (F160)."""


@dataclass(frozen=True, slots=True)
class Believed:
    """A lesson as one misconception has it."""

    misconception: Misconception
    trace: Trace
    step: int
    """The step of the real run at which the two part."""


class Beliefs:
    """The believed runs of one lesson; they are made when somebody asks for them."""

    def __init__(self, scenario: Scenario, trace: Trace) -> None:
        self._scenario = scenario
        self._trace = trace

    @cached_property
    def believed(self) -> tuple[Believed, ...]:
        """The runs that differ from the real one, in the order of the misconceptions."""
        if not is_short(self._scenario, self._trace):
            return ()
        found = []
        for misconception in could_matter(self._scenario):
            try:
                trace = simulate(self._scenario, misconception.rules)
            except ScenarioError:
                continue  # under these rules an action of the timeline has become impossible
            parts = parting(self._trace, trace)
            if parts is not None:
                found.append(Believed(misconception, trace, min(parts.step, len(self._trace.events))))
        return tuple(found)

    def behind(self, question: Question, place: int) -> Believed | None:
        """The believed run behind a wrong option: the one somebody named, or the first whose believer would say so."""
        option = question.options[place]
        if option.right or question.in_sequence:
            return None
        if option.misconception is not None:
            return self._named(option.misconception, question)
        if question.ask is None:
            return None
        return self.answers(question.ask).get(option.text)

    def _named(self, number: str, question: Question) -> Believed | None:
        """A belief that somebody has named; where the lesson's run is the same under it, the answer's place refutes."""
        for each in self.believed:
            if each.misconception.number == number:
                return each
        misconception = named_belief(number)
        step = None if question.place is None else question.place.step
        return None if misconception is None or step is None else Believed(misconception, self._trace, step)

    def answers(self, ask: Ask) -> dict[str, Believed]:
        """For each answer that a believer would give, and that is not right, the first misconception behind it."""
        right = ask(self._trace, AWS)
        answers: dict[str, Believed] = {}
        for each in self.believed:
            try:
                words = ask(each.trace, each.misconception.rules)
            except NoAnswer:
                continue
            if len(words) == 1 and words[0] not in right:
                answers.setdefault(words[0], each)
        return answers

    def whys(self, question: Question, chosen: Chosen) -> list[tuple[str, Prose]]:
        """For each chosen option that has one: its letter, and why it is right or wrong."""
        whys: list[tuple[str, Prose]] = []
        for place in () if question.in_sequence else chosen:
            option = question.options[place]
            believed = self.behind(question, place)
            why = option.why or ()
            if believed is not None:
                why = (*why, " ", *refuted(believed, told=True)) if why else refuted(believed)
            if why:
                whys.append((option.letter, why))
        return whys

    def suspected(self, run: QuizRun, places: Sequence[int] | None = None) -> list[tuple[Believed, list[int]]]:
        """The misconceptions that the answers of a run point to, each with the questions whose answers do.

        `places` are the questions of this lesson, where a run mixes lessons.
        """
        found: dict[str, tuple[Believed, list[int]]] = {}
        for index in range(len(run.questions)) if places is None else places:
            for place in run.chosen[index] or ():
                believed = self.behind(run.questions[index], place)
                if believed is not None:
                    found.setdefault(believed.misconception.number, (believed, []))[1].append(index)
        return list(found.values())


def is_short(scenario: Scenario, trace: Trace) -> bool:
    """Whether a lesson's run takes so little time that many more like it can be made while somebody waits."""
    if len(trace.events) > MOST_STEPS:
        return False
    if not scenario.show_empty_polls:
        return True  # polls that nobody sees cost next to nothing
    intervals = (getattr(each, "poll_interval", _LAMBDA_POLLS_EVERY) for each in scenario.consumers)
    return sum(trace.end // max(1, interval) for interval in intervals) <= MOST_POLLS


def could_matter(scenario: Scenario) -> Iterator[Misconception]:
    """The misconceptions about something that a scenario has. Under the others its run is the same: none is made."""
    has = {
        "lambda": any(isinstance(each, LambdaModel) for each in scenario.consumers),
        "kcl": any(isinstance(each, KclModel) for each in scenario.consumers),
        "three readers": len(scenario.consumers) > 2,
        "expiry": scenario.table.time_to_live is not None,
        "enabling": any(action.enable_stream is not None for action in scenario.timeline),
    }
    for misconception in MISCONCEPTIONS:
        if has.get(_NEEDS.get(misconception.slug, ""), True):
            yield misconception


_NEEDS = {
    "lambda-is-pushed": "lambda",
    "skipped-after-a-few-tries": "lambda",
    "bad-record-blocks-all": "lambda",
    "retries-are-invocations": "lambda",
    "failures-are-picked": "lambda",
    "reporting-is-enough": "lambda",
    "numbers-filter-as-numbers": "lambda",
    "exactly-once": "kcl",
    "any-number-of-readers": "three readers",
    "ttl-is-a-timer": "expiry",
    "ttl-looks-like-any-delete": "expiry",
    "reenabling-resumes": "enabling",
    "enabling-replays": "enabling",
}
"""What there must be for a belief to matter."""


def refuted(believed: Believed, told: bool = False) -> Prose:
    """The belief, that it is wrong, why, and where the lesson shows it; `told` where an author has said why."""
    misconception = believed.misconception
    why = "" if told else f" {misconception.refutation}"
    return (
        f'Who says so may believe: "{misconception.belief}" That is wrong.{why} Look at ',
        Reference(f"step {believed.step}", "step", str(believed.step)),
        " (",
        fact(misconception.number),
        ").",
    )
