"""Warnings about questions: what gives an answer away, and what a learner is not told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Question
from simulator.lesson.two_runs.run_comparison import divergence
from simulator.lesson.words.references import Prose, parse, plain
from simulator.machine.trace import Trace
from simulator.scenario.questions import QuizItem
from simulator.scenario.yaml.nodes import KeyPath

FEWEST_QUESTIONS = 3
"""From how many questions on a quiz as a whole can give itself away, or be too easy."""

SHORTEST_EXPLANATION = 20
"""Characters from which on a question's explanation may explain its wrong choices too."""

_WORD, _LETTERS = re.compile(r"\w+"), re.compile(r"[^\W_]+")

Advice = tuple[KeyPath, str, str]
"""The path, the code and the text of a warning."""


def advice_on_quiz(lesson: Lesson) -> Iterator[Advice]:
    """Warnings about the questions of a lesson that has no errors."""
    choices = [question for question in lesson.questions if question.kind == "choice" and not question.several]
    positions = {question.right for question in choices}
    if len(choices) >= FEWEST_QUESTIONS and len(positions) == 1:
        letter = choices[0].right_letters
        yield ("quiz",), "W501", f"the right choice is always {letter}; vary its position"
    for index, (item, question) in enumerate(zip(lesson.scenario.quiz, lesson.questions, strict=True)):
        if question.kind == "order" and question.right == tuple(range(len(question.options))):
            yield ("quiz", index, "choices"), "W501", "these choices stand in the right order already; mix them"
        yield from _lengths(index, item, question)
        yield from _hints(index, question)
        yield from _named_wrongly(index, item, question)
        yield from _of_another_run(index, item, question, lesson)
        yield from _given_away(index, item, question, lesson)
        if not question.explanation:
            yield ("quiz", index), "W512", "nothing explains the answer: give the question an `explanation`"
        if len(plain(parse(item.explanation or ""))) < SHORTEST_EXPLANATION:
            for choice_index, choice in enumerate(item.choices):
                option = question.options[choice_index]
                if not option.right and choice.why is None and question.solver is None:
                    message = f"nothing says why choice {option.letter} is wrong: give it a `why`"
                    yield ("quiz", index, "choices", choice_index), "W504", message
            for wrong_index, wrong in enumerate(() if item.typed is None else item.typed.wrong):
                if wrong.why is None and wrong.misconception is None and question.solver is None:
                    message = f"nothing says why {wrong.value} is wrong: give it a `why`"
                    yield ("quiz", index, "typed", "wrong", wrong_index), "W504", message
    looked_up = [item for item in lesson.scenario.quiz if is_looked_up(item)]
    if len(lesson.scenario.quiz) >= FEWEST_QUESTIONS and 2 * len(looked_up) > len(lesson.scenario.quiz):
        message = (
            f"{len(looked_up)} of {len(lesson.scenario.quiz)} questions are answered by reading one cell; ask what if, "
            "what a believer expects, for an order, or for a part of the run"
        )
        yield ("quiz",), "W518", message


def is_looked_up(item: QuizItem) -> bool:
    """Whether a question is answered by reading one cell of the lesson's own run."""
    answer = item.answer
    if answer is None or item.typed is not None or answer.what_if is not None or answer.as_ is not None:
        return False
    wanted = answer.first_step or answer.last_step
    if wanted is None:
        return answer.cell is not None or answer.variable is not None
    return wanted.nth == 1 and not any((wanted.of, wanted.by, wanted.after, wanted.shard))


def _lengths(index: int, item: QuizItem, question: Question) -> Iterator[Advice]:
    """The right choice stands out where it is much longer than all wrong ones, and there are several of these."""
    if question.kind != "choice" or question.several or len(question.options) < 3:
        return
    [right] = question.right
    length = len(question.options[right].text)
    longest_wrong = max(len(option.text) for option in question.options if not option.right)
    # Where the program works the answer out, the right words are its own.
    least, factor = (20, 2.0) if item.answer is None else (30, 1.6)
    if length > least and length > factor * longest_wrong:
        yield ("quiz", index, "choices", right), "W502", "the right choice is much longer than the others"


def _hints(index: int, question: Question) -> Iterator[Advice]:
    texts = [_bare_words(hint) for hint in question.hints]
    others = {_bare_words(question.text), _bare_words(question.explanation)}
    answers = {_bare_words((option.text,)) for option in question.options if option.right}
    for hint_index, text in enumerate(texts):
        path: KeyPath = ("quiz", index, "hint", hint_index)
        if not text:
            yield path, "W503", "this hint has no words"
        elif text in others or text in texts[:hint_index]:
            yield path, "W503", "this hint says what the question, the explanation or another hint says"
        elif text in answers:
            yield path, "W503", "this hint is the answer"


def _bare_words(prose: Prose) -> str:
    """A text's words alone: letter case, spaces and the marks between them left out."""
    return " ".join(_WORD.findall(plain(prose).casefold()))


_CALLED_RIGHT = r"\b(?:right (?:answer|choice|one)|correct (?:answer|choice|one)|answer) is"
_CALLS_RIGHT = re.compile(_CALLED_RIGHT, re.IGNORECASE)
_ENDINGS = ("answer is", "choice is", "one is")
"""One of these is in each text in which the pattern finds something; to look for them takes a tenth of its time."""


def _named_wrongly(index: int, item: QuizItem, question: Question) -> Iterator[Advice]:
    """A hint or an explanation that calls a wrong choice the right one."""
    texts = [*((("hint", number), text) for number, text in enumerate(item.hint)), (("explanation",), item.explanation)]
    for part, text in texts:
        said = plain(parse(text or ""))
        lowered = said.casefold()
        if not any(each in lowered for each in _ENDINGS) or not _CALLS_RIGHT.search(said):
            continue
        for option in question.options:
            words = rf"(?:{re.escape(option.text)}|(?:choice )?{option.letter})"
            called = re.search(rf'{_CALLED_RIGHT}:? ["“]?{words}["”]?(?![\w-])', said, re.IGNORECASE)
            if called is not None and not option.right and not question.in_sequence:
                yield ("quiz", index, *part), "W515", f'this says "{called[0]}", and choice {option.letter} is wrong'


def _of_another_run(index: int, item: QuizItem, question: Question, lesson: Lesson) -> Iterator[Advice]:
    """A what-if that changes nothing of the run that a learner sees."""
    other = question.run
    if other is None or item.answer is None or item.answer.what_if is None or item.answer.as_ is not None:
        return
    if lesson.trace.events != other.events or lesson.trace.times != other.times:
        return  # the usual case, and found at once
    # The same steps can leave other values: an idempotent function gets the same records, and sends fewer mails.
    asked = {*lesson.trace.variables, *filter(None, [item.answer.variable])}
    if divergence(lesson.trace, other) is None and all(_is_the_same(each, lesson.trace, other) for each in asked):
        yield ("quiz", index, "answer", "what_if"), "W516", "this changes nothing: the run is the lesson's own"


def _is_the_same(variable: str, one: Trace, other: Trace) -> bool:
    return one.histories[variable].whole() == other.histories[variable].whole()


def _given_away(index: int, item: QuizItem, question: Question, lesson: Lesson) -> Iterator[Advice]:
    """A match whose choices name the event of each record, and an answer that stands in a consumer's name."""
    wanted = None if item.answer is None else item.answer.match
    if wanted is not None and wanted.by == "images":
        names = [lesson.trace.records[number - 1].event_name for number in wanted.records]
        if len(set(names)) == len(names):
            message = "each choice names its eventName, and each record has another one: the match gives itself away"
            yield ("quiz", index, "answer", "match"), "W517", message
    if question.kind != "choice" or question.several:
        return
    [right] = question.right
    tell_tale = _long_words(question.options[right].text)
    others = {word for option in question.options if not option.right for word in _long_words(option.text)}
    for name in lesson.trace.consumers:
        shared = sorted((tell_tale & _long_words(name)) - others)
        if shared and name.casefold() not in question.options[right].text.casefold():
            message = f'the consumer\'s name "{name}" gives the answer away: "{shared[0]}" is in the right choice alone'
            yield ("quiz", index, "choices", right), "W519", message


def _long_words(text: str) -> set[str]:
    return {word for word in _LETTERS.findall(text.casefold()) if len(word) > 3}
