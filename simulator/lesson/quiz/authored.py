"""Authored questions: their answers are worked out, and everything that is wrong with them is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from simulator.dynamodb.facts import facts
from simulator.lesson.answers.believed import Solver, in_words, solver_of, told_by_run
from simulator.lesson.answers.other_runs import asked_run
from simulator.lesson.answers.solution import Kind, NoAnswer, Solution
from simulator.lesson.answers.solve import counted_steps, first_action, work_out
from simulator.lesson.misconceptions.lookup import named_belief
from simulator.lesson.quiz import choice_words
from simulator.lesson.quiz.question import LETTERS, Chosen, Option, Question
from simulator.lesson.quiz.subjects import subject_of
from simulator.lesson.quiz.typed_form import Problem, TypedForm, form_of, typed_problems
from simulator.lesson.words.hints import where_to_look
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.reference_problems import problems as problems_of
from simulator.lesson.words.references import Location, Prose, Reference, location_of, parse, plain, references
from simulator.lesson.words.sentences import why_count
from simulator.machine.pseudo_random import shuffled
from simulator.machine.trace import Trace
from simulator.scenario.answers import Answer
from simulator.scenario.model import Scenario
from simulator.scenario.questions import Choice, QuizItem, question_id
from simulator.scenario.typed_values import TypedAnswer, WrongValue

ONE_CHANGE: Prose = ("Only this one thing is different; go through the run again with it.",)
"""A hint for what-if."""

WORKED_OUT: Prose = ("With this one change the simulator ran the lesson again: that is the answer.",)
"""The explanation of a what-if question whose author gives none."""


def _location_cited(hints: tuple[Prose, ...], explanation: Prose, trace: Trace) -> Location | None:
    """The first location of the lesson's own run that an author's texts cite, if there is one."""
    cited = (each for text in (*hints, explanation) for each in references(text))
    sound = (each for each in cited if not any(problems_of(f"[{each.label}]({each.href})", trace, ())))
    return next(filter(None, map(location_of, sound)), None)


def question_from(
    item: QuizItem, number: int, trace: Trace, scenario: Scenario | None = None
) -> tuple[Question, list[Problem]]:
    """A question with its answer worked out, and everything that is wrong with it."""
    paths = [None if choice.step is None else choice.step.written for choice in item.choices]
    other = _other_run(item.answer, trace, scenario)
    is_of_other = other is not None and item.answer is not None and item.answer.is_about_another_run
    item, problems = _with_choices_in_words(item, other if other is not None and is_of_other else trace)
    problems += _choice_problems(item)
    hints = tuple(parse(hint, trace) for hint in item.hint)
    explanation = parse(item.explanation or "", trace)
    name = question_id(item, number)
    texts = tuple(choice.text or "" for choice in item.choices)
    worked = None
    location: Location | None = None
    right: Chosen = ()
    form: TypedForm | None = None
    if item.answer is None:
        right = tuple(index for index, choice in enumerate(item.choices) if choice.correct)
        location = _location_cited(hints, explanation, trace)
        if not right and item.typed is None:
            problems.append((("choices",), "L403", "no choice is right: mark one `correct: true`, or give an answer"))
    else:
        try:
            worked = _worked_out(item, trace, scenario, texts, other)
        except NoAnswer as reason:
            problems.append((("answer", *reason.path), "L405", str(reason)))
        else:
            location = worked.location
            if worked.kind == "match":
                texts = shuffled(worked.words, name)
            if item.typed is None:
                right, found = _right(worked, texts)
                problems += found
        problems += [
            (("choices", index), "L405", "the program works this answer out; leave `correct` away")
            for index, choice in enumerate(item.choices)
            if choice.correct is not None
        ]
    chosen_from = right if worked is None or worked.kind == "choice" else ()
    problems += _right_beliefs(item, chosen_from)
    options = tuple(
        Option(
            LETTERS[index],
            plain(parse(text, trace)),
            parse(choice.why, trace) if choice is not None and choice.why else None,
            index in chosen_from,
            _number(choice),
            path,
        )
        for index, (text, choice, path) in enumerate(zip_longest(texts, item.choices, paths))
    )
    if item.typed is not None:
        form, options, found = _typed(item.typed, item.answer is not None, worked, trace)
        right = (0,) if options else ()
        problems += ((("typed", *part), code, message) for part, code, message in found)
    if item.answer is not None and item.answer.is_about_another_run:
        location = _location_cited(hints, explanation, trace)  # the answer itself lies in another run
        hints = hints or (ONE_CHANGE,)
        explanation = explanation or WORKED_OUT
    if not hints and location is not None:
        hints = (where_to_look(location, trace),)
    if not explanation and location is not None:
        explanation = _told_by_the_run(item.answer, worked, location, trace)
    kind: Kind = "typed" if form is not None else "choice" if worked is None else worked.kind
    slots = () if worked is None else worked.slots
    solver, told, subject = None, None, ""
    if item.answer is not None:
        told = told_by_run(item.answer, trace, texts)
        told = told and _solver(told, form)
        solver = _solver(solver_of(item.answer, trace, scenario, texts), form)
        subject = subject_of(item.answer)
    question = Question(
        name,
        parse(item.question, trace),
        options,
        hints,
        location,
        explanation,
        right,
        kind,
        slots,
        solver,
        told,
        subject=subject,
        form=form,
        run=other,
    )
    return question, problems


_SEVERAL = ("order", "match", "changed_in", "matching")
"""The ways in which an answer is worked out whose answers are several values."""


def _other_run(answer: Answer | None, trace: Trace, scenario: Scenario | None) -> Trace | None:
    """The other run that an answer is about; None where there is none, or where none can be made.

    What is wrong then is complained about when the answer is worked out.
    """
    if answer is None or (answer.what_if is None and answer.as_ is None):
        return None
    try:
        return asked_run(answer, trace, scenario)
    except NoAnswer:
        return None


def _worked_out(
    item: QuizItem, trace: Trace, scenario: Scenario | None, texts: tuple[str, ...], other: Trace | None
) -> Solution:
    """The answer to a question, worked out.

    Raises:
        NoAnswer: the run gives none, or several values where one is typed.
    """
    assert item.answer is not None
    several = next((name for name in _SEVERAL if getattr(item.answer, name)), None)
    if item.typed is not None and several is not None:
        raise NoAnswer(f"a typed answer is one value; `{several}` gives several", several)
    return work_out(item.answer, trace, scenario, texts, other)


def _typed(
    typed: TypedAnswer, is_worked_out: bool, worked: Solution | None, trace: Trace
) -> tuple[TypedForm, tuple[Option, ...], list[Problem]]:
    """The form of a typed answer, its right and its known wrong values, and what is wrong with them."""
    problems: list[Problem] = []
    right = typed.value
    if is_worked_out:
        right = None if worked is None else worked.words[0]
        if typed.value is not None:
            problems.append((("value",), "L405", "the program works this answer out; leave `value` away"))
    elif right is None:
        problems.append(((), "L403", "no value is right: say which, {value: 3}, or give an answer"))
    form = form_of(typed, right or "")
    if right is None:
        return form, (), problems
    problems += typed_problems(typed, form, right)
    values = [form.value(each.value) or each.value for each in typed.wrong]
    wrong = [
        Option(value, value, parse(each.why, trace) if each.why else None, False, _number(each))
        for value, each in zip(values, typed.wrong, strict=True)
    ]
    for index, each in enumerate(typed.wrong):
        problems += ((("wrong", index, "misconception"), *found) for found in _belief_problems(each.misconception))
    shown = form.value(right) or right
    return form, (Option(shown, shown, None, True), *wrong), problems


def _solver(solver: Solver[str], form: TypedForm | None) -> Solver[str]:
    """A solver whose answers are values as they are typed, where the answer is typed."""
    return solver if form is None else in_words(solver, lambda words: form.value(words) or words)


def _with_choices_in_words(item: QuizItem, trace: Trace) -> tuple[QuizItem, list[Problem]]:
    """The question with a text for each choice that is a step; `trace` is the run that the question is about."""
    if all(choice.step is None for choice in item.choices):
        return item, []
    item, found = choice_words.in_words(item, trace)
    return item, [(("choices", index, "step"), "L402", message) for index, message in found]


def _told_by_the_run(answer: Answer | None, worked: Solution | None, location: Location, trace: Trace) -> Prose:
    """The explanation for a question whose author gives none."""
    if worked is not None and answer is not None and answer.count is not None:
        return why_count(counted_steps(answer, trace))
    if worked is not None and worked.kind == "order":
        told: list[str | Reference] = ["They happen first: "]
        for words in worked.words:
            step = first_action(words, trace)
            told += [f'"{words}" in ', Reference(f"step {step}", "step", str(step)), ", "]
        return (*told[:-1], ".")
    if worked is not None and worked.kind == "match":
        return ("; ".join(f"{slot}: {words}" for slot, words in zip(worked.slots, worked.words, strict=True)) + ".",)
    return narrate(trace, len(trace.steps) if location.step is None else location.step)


def _right(worked: Solution, texts: tuple[str, ...]) -> tuple[Chosen, list[Problem]]:
    """The positions of the right choices, and what is wrong with the choices."""
    told = '" and "'.join(worked.words)
    if worked.kind != "choice":
        return tuple(texts.index(words) for words in worked.words), []
    right = tuple(index for index, text in enumerate(texts) if text in worked.words)
    if len({texts[index] for index in right}) < len(worked.words):
        missing = [words for words in worked.words if words not in texts]
        message = f'no choice is right: the answer is "{told}"'
        if len(missing) < len(worked.words):
            message = f'the answer is "{told}"; no choice says "{missing[0]}"'
        nearly = [text for text in texts if text not in worked.words and _words(text) in map(_words, missing)]
        if nearly:
            message += f'; did you mean it by "{nearly[0]}"?'
        return right, [(("choices",), "L403", message)]
    if len(right) > len(worked.words):
        return right, [(("choices",), "L404", f'more than one choice is right: the answer is "{told}"')]
    return right, []


def _words(text: str) -> list[str]:
    """A choice's words alone: letter case and the marks between them left out."""
    return re.findall(r"\w+", text.casefold())


def _choice_problems(item: QuizItem) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, choice in enumerate(item.choices):
        text = choice.text or ""
        if text in seen:
            yield ("choices", index), "L406", f'the choice "{text}" is here twice'
        seen.add(text)
        for code, message in _belief_problems(choice.misconception):
            yield ("choices", index), code, message


def _belief_problems(name: str | None) -> Iterator[tuple[str, str]]:
    """The code and the message where a misconception is named that is none."""
    if name is not None and named_belief(name) is None:
        yield "L402", f"{name} is no wrong belief" if name in facts() else f'no fact "{name}"'


def _right_beliefs(item: QuizItem, right: Chosen) -> Iterator[Problem]:
    """Right choices that name the wrong belief behind them."""
    for index in right:
        name = item.choices[index].misconception
        if name is not None:
            message = f"this choice is right, and a right choice has no wrong belief behind it; leave {name} away"
            yield ("choices", index, "misconception"), "L407", message


def _number(choice: Choice | WrongValue | None) -> str | None:
    """The number of the misconception that an author has named, by its number or by its slug."""
    named = None if choice is None or choice.misconception is None else named_belief(choice.misconception)
    return None if named is None else named.number
