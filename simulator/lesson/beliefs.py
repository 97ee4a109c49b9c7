"""The runs of a lesson under the misconceptions that make a difference in it, and the beliefs behind wrong answers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar

from simulator.dynamodb.rules import AWS
from simulator.dynamodb.table import Operation
from simulator.lesson.answers.believed import Solver
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS, Misconception
from simulator.lesson.misconceptions.lookup import named_belief
from simulator.lesson.quiz.question import Chosen, Question
from simulator.lesson.two_runs.run_comparison import divergence
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import fact, to_step
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.machine.turn_bound import turns_beside
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.model import Scenario

T = TypeVar("T", bound=Hashable)

MOST_STEPS = 2_000
"""A longer run is not run again under every misconception."""


class Believed(NamedTuple):
    """A lesson as one misconception has it."""

    misconception: Misconception
    trace: Trace
    step: int
    """The step of the real run at which the two diverge; 0 where they diverge only with one change of the lesson.

    Behind an answer, the step that shows that the belief is wrong; 0 where none does."""
    answer: str = ""
    """The wrong answer that its run gives to a question; empty where no question is meant, or no run can say it."""


class Beliefs:
    """The believed runs of one lesson, made when they are first asked for.

    Args:
        scenario: the lesson's scenario.
        trace: its run.
        cited: the facts that the lesson's texts cite. An answer that fits several beliefs counts for the one that the
            lesson cites.
        named: how often the lesson's quiz names each belief. Where it cites several of an answer's, the one that it
            names most often counts.
    """

    def __init__(
        self,
        scenario: Scenario,
        trace: Trace,
        cited: frozenset[str] = frozenset(),
        named: Mapping[str, int] | None = None,
    ) -> None:
        self._scenario = scenario
        self._trace = trace
        self._cited = cited
        self._times_named = named or {}

    @cached_property
    def believed(self) -> tuple[Believed, ...]:
        """The runs that differ from the real one, in the order of the misconceptions."""
        if not is_short(self._trace):
            return ()
        found = []
        for misconception in could_matter(self._scenario):
            try:
                trace = believed_run(self._scenario, self._trace, misconception)
            except ScenarioError:
                continue  # under these rules an action of the timeline has become impossible, or the run very long
            diverges = divergence(self._trace, trace)
            if diverges is not None:
                found.append(Believed(misconception, trace, min(diverges.step, len(self._trace.events))))
        return tuple(found)

    @cached_property
    def _others(self) -> tuple[Believed, ...]:
        """The misconceptions that make no difference in the lesson; with one change of it they may."""
        differ = {each.misconception.number for each in self.believed}
        if not is_short(self._trace):
            return ()
        others = (each for each in could_matter(self._scenario) if each.number not in differ)
        return tuple(Believed(each, self._trace, 0) for each in others)

    def behind(self, question: Question, index: int, seen: int | None = None) -> Believed | None:
        """The belief behind a wrong option: the one that its author named, or the only one that leads to it.

        An author who has explained the option and named no belief has said everything: that the run of some belief
        gives the same answer may be chance.

        Its step is the nearest one to the question's location that refutes it; one up to `seen`, if there is one.
        """
        option = question.options[index]
        if option.right or question.in_sequence:
            return None
        step = None if question.location is None else question.location.step
        believed = None
        if option.misconception is not None:
            believed = self._named(option.misconception, step)
        elif question.solver is not None and option.why is None:
            answers = self.answers(question.solver)
            believed = next((each for words, each in answers.items() if question.is_same(words, option)), None)
        if believed is not None and question.run is not None and believed.trace is self._trace:
            return believed._replace(step=0)  # it is wrong of the other run that is asked about: this one shows nothing
        return believed and believed._replace(step=self._refuting(believed, step, seen))

    def expected(self, question: Question, chosen: Chosen) -> Believed | None:
        """The belief behind a wrong answer, where its run is another one than the real one and bears the answer out."""
        return next(filter(None, (self._borne_out(question, index) for index in chosen)), None)

    def _borne_out(self, question: Question, index: int) -> Believed | None:
        """The belief behind a wrong option whose run says in this question what the option says.

        Where an author marks the right choice, no run says anything: the author's word is taken.
        """
        believed = self.behind(question, index)
        if believed is None or believed.trace is self._trace:
            return None
        if question.solver is None:
            return believed
        if question.told_by_run is None:
            return None
        try:
            told = question.told_by_run(believed.trace, believed.misconception.rules)
            real = question.told_by_run(self._trace, AWS)
        except NoAnswer:
            return None
        option = question.options[index]
        is_told = any(question.is_same(words, option) for words in told)
        is_real = any(question.is_same(words, option) for words in real)
        return believed._replace(answer=option.text) if is_told and not is_real else None

    def _named(self, number: str, step: int | None) -> Believed | None:
        """A belief by its number; where it makes no difference in the lesson, the step of the answer refutes it."""
        for each in self.believed:
            if each.misconception.number == number:
                return each
        misconception = named_belief(number)
        return None if misconception is None or step is None else Believed(misconception, self._trace, step)

    def _refuting(self, believed: Believed, near: int | None, seen: int | None) -> int:
        """The step that shows that a belief is wrong, the nearest to where the question is answered, else the later."""
        near = near or believed.step or 1
        trace = self._trace
        shown = [
            number
            for number, event in enumerate(trace.events, 1)
            if believed.misconception.is_refuted_by(event, _operation(trace, number))
        ]
        shown = [number for number in shown if seen is None or number <= seen] or shown
        return min(shown, key=lambda number: (abs(number - near), -number), default=believed.step or near)

    def answers(self, solver: Solver[T]) -> dict[T, Believed | None]:
        """For each wrong answer that a believer would give, the belief behind it.

        None where several beliefs lead to the same answer, and the lesson speaks of none of them or of several alike.
        """
        right = solver(self._trace, AWS)
        found: dict[T, list[Believed]] = {}
        for each in (*self.believed, *self._others):
            try:
                answer = solver(each.trace, each.misconception.rules)
            except NoAnswer:
                continue
            if len(answer) == 1 and answer[0] not in right:
                found.setdefault(answer[0], []).append(each)
        return {answer: self._likeliest(several) for answer, several in found.items()}

    def _likeliest(self, several: list[Believed]) -> Believed | None:
        """The only belief of several, the only one that the lesson cites, or the one that its quiz names most often."""
        cited = [each for each in several if each.misconception.number in self._cited]
        times = {each.misconception.number: self._times_named.get(each.misconception.number, 0) for each in cited}
        most = max(times.values(), default=0)
        named = [each for each in cited if most and times[each.misconception.number] == most]
        return next((left[0] for left in (several, cited, named) if len(left) == 1), None)

    def whys(self, question: Question, chosen: Chosen, seen: int | None = None) -> list[tuple[str, Prose]]:
        """For each chosen option that has one: its letter, and why it is right or wrong.

        `seen` is the step up to which the learner has seen the run, where that is not all of it.
        """
        whys: list[tuple[str, Prose]] = []
        for index in () if question.in_sequence else chosen:
            option = question.options[index]
            believed = self.behind(question, index, seen)
            why = option.why or ()
            if believed is not None and not why:
                why = refuted(believed, seen=seen)
            elif believed is not None and option.misconception is not None:  # else the author has said everything
                why = (*why, " ", *refuted(believed, explained=True, seen=seen))
            if why:
                whys.append((option.letter, why))
        return whys

    def suspected(self, answers: Iterable[tuple[str, Question, Chosen]]) -> list[tuple[Believed, list[str]]]:
        """The misconceptions that answers point to, each with the names of the answers that do.

        An answer is its name, its question, and what was chosen.
        """
        found: dict[str, tuple[Believed, list[str]]] = {}
        for name, question, chosen in answers:
            for option in chosen:
                believed = self.behind(question, option)
                if believed is not None:
                    found.setdefault(believed.misconception.number, (believed, []))[1].append(name)
        return list(found.values())


def _operation(trace: Trace, number: int) -> Operation | None:
    change = trace.writes.get(number)
    return None if change is None else change.operation


def named_by(answers: Mapping[T, Believed | None], answer: T) -> str | None:
    """The number of the belief behind an answer, if just one leads to it."""
    believed = answers.get(answer)
    return None if believed is None else believed.misconception.number


def believed_run(scenario: Scenario, real: Trace, misconception: Misconception) -> Trace:
    """The run of a scenario as a believer sees it, beside the real one.

    Raises:
        ScenarioError: under the wrong rules an action of the timeline is impossible, or the run is far longer than the
            real one.
    """
    try:
        return simulate(scenario, misconception.rules, turns_beside(real))
    except ScenarioError as error:
        [complaint] = error.complaints
        message = f"the run that believers in {misconception.number} expect is not shown: {complaint.message}"
        raise ScenarioError([complaint._replace(message=message)]) from None


def is_short(trace: Trace) -> bool:
    """Whether a lesson's run takes so little time that many more like it can be made while somebody waits."""
    return len(trace.events) <= MOST_STEPS


def could_matter(scenario: Scenario) -> Iterator[Misconception]:
    """The misconceptions about something that a scenario has. Under the others its run is the same: none is made."""
    return (misconception for misconception in MISCONCEPTIONS if misconception.needs(scenario))


def refuted(believed: Believed, explained: bool = False, seen: int | None = None) -> Prose:
    """The belief, that it is wrong, why, and the step that shows it.

    The why is left out where an author has `explained` it. A step after `seen` is still to come.
    """
    misconception = believed.misconception
    why = "" if explained else f" {misconception.refutation}"
    if not believed.step:
        head = f'This answer fits a common belief: "{misconception.belief}" It is wrong'
        return (f"{head} (", fact(misconception.number), f").{why}")
    is_ahead = seen is not None and believed.step > seen
    look: Prose = (
        (f"You will see it in step {believed.step} (",) if is_ahead else ("Look at ", to_step(believed.step), " (")
    )
    return (
        f'This answer fits a common belief: "{misconception.belief}" It is wrong.{why} ',
        *look,
        fact(misconception.number),
        ").",
    )
