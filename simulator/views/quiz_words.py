"""The words of a quiz, the same in the player and in a plain terminal: choices, verdict, report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from simulator.dynamodb.phrases import joined
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.attempt import Attempt
from simulator.lesson.quiz.question import Chosen, Question
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.words.prose import Block, Span
from simulator.lesson.words.references import Prose, Reference
from simulator.lesson.words.sentences import fact, to_step

Labelled = tuple[str, Prose]
"""A paragraph: its label, empty or with the space after it, and its text, which a view may indent under the label."""


def joined_paragraphs(paragraphs: Iterable[Labelled]) -> Prose:
    """Paragraphs as one text, with an empty line between them."""
    texts = [(label, *prose) for label, prose in paragraphs]
    return tuple(part for index, text in enumerate(texts) for part in ("\n\n" if index else "", *text) if part)


def joined_whys(whys: Sequence[tuple[str, Prose]]) -> Prose:
    """Why each chosen option is right or wrong; of several each has its letter before it."""
    if len(whys) == 1:
        return whys[0][1]
    return joined_paragraphs((f"{letter}: ", why) for letter, why in whys)


def number_words(session: QuizSession) -> str:
    """Which question is asked, of how many."""
    return f"Question {session.index + 1} of {len(session.attempts)}"


def choice_words(question: Question, index: int, picked: Chosen) -> str:
    """A choice that can still be made; where one choice is not the whole answer, whether it is picked."""
    option = question.options[index]
    mark = ""
    if question.in_sequence:
        mark = f"[{picked.index(index) + 1}] " if index in picked else "[ ] "
    elif question.several:
        mark = "[x] " if index in picked else "[ ] "
    return f"{option.letter}  {mark}{option.text}"


def graded_words(question: Question, index: int, chosen: Chosen, second: Chosen | None = None) -> str:
    """A choice after the answer: whether it is right, and whether it was chosen, at first or at the `second` try."""
    option = question.options[index]
    if question.in_sequence:
        right, given = question.right.index(index), chosen.index(index)
        note = "" if right == given else f", you said {given + 1}"
        again = None if second is None else second.index(index)
        if again is not None and again != given:
            note = f", you said {given + 1}, then {again + 1}"
        return f"{'✓' if right == given else '✗'} {option.letter}  {option.text}  (number {right + 1}{note})"
    named = option.text if question.form is not None else f"{option.letter}  {option.text}"
    tried = second is not None and index in second
    sign = "✓" if option.right else "✗" if index in chosen or tried else " "
    said = "your answer" if second is None else "your first answer"
    known = (("right", option.right), (said, index in chosen), ("your second try", tried))
    notes = [word for word, holds in known if holds]
    note = f"  ({', '.join(notes)})" if notes else ""
    return f"{sign} {named}{note}"


def verdict_words(session: QuizSession) -> str:
    """Whether the answer is right, and which one is."""
    attempt = session.attempt
    if attempt is None or not attempt.is_answered:
        return ""
    if attempt.is_right:
        if session.is_peeked:
            return "Right. You looked at the run, so it counts as not sure."
        return "Right. You were not sure." if attempt.is_sure is False and not session.is_read_off else "Right."
    if session.is_held:
        return f"{_wrong(attempt.question, attempt.chosen)} Try again, or see the answer."
    right = attempt.question.right_letters
    if session.second is not None and attempt.question.is_right(session.second):
        return f"Right at the second try: {right}. The first one counts."
    return f"{_wrong(attempt.question, session.second or attempt.chosen)} The answer is {right}."


def _wrong(question: Question, chosen: Chosen | None) -> str:
    """That an answer is wrong; an order of which no part is right is not nearly right, and a part of it is."""
    if chosen is not None and question.is_incomplete(chosen):
        return (
            f"Right so far, but not all: {question.letters(chosen)} {'is' if len(chosen) == 1 else 'are'} not enough."
        )
    places = zip(chosen or (), question.right, strict=False)
    if question.in_sequence and all(one != other for one, other in places):
        return "Wrong: nothing is in its place."
    return "Not quite."


def given_words(session: QuizSession) -> str:
    """The answer of which it is asked how sure the learner is; empty where nothing is asked."""
    question, given = session.question, session.given
    if question is None or given is None:
        return ""
    alone = f", {question.options[given[0]].text}" if len(given) == 1 and question.form is None else ""
    return f"{_sentence(f'You say {question.letters(given)}{alone}')} How sure are you?"


def _sentence(words: str) -> str:
    """Words as a sentence; those that end with a mark already get no full stop."""
    return words if words.endswith((".", "?", "!")) else f"{words}."


def held_words(question: Question, index: int, picked: Chosen, chosen: Chosen) -> str:
    """A choice of a second try: the only one that was chosen says that it is wrong, and a part that it is right."""
    words = choice_words(question, index, picked)
    if question.is_incomplete(chosen):
        return f"{words}  (✓ right, but not all)" if index in chosen else words
    return f"{words}  (✗ not this one)" if chosen == (index,) and not question.in_sequence else words


def unplayed_words(how: str) -> str:
    """The offer to play a lesson before its quiz; `how` is a sentence that says how to do that."""
    return f"You have not played this lesson yet. {how} Or answer all the same."


def queued_words(session: QuizSession) -> str:
    """Which question comes at the end because the location was shown; empty where it was not."""
    if session.queued is None:
        return ""
    later = "this question comes once more" if session.is_repeated else "another question of this kind comes"
    return f"You have seen the place, so {later} at the end."


def report(session: QuizSession) -> Iterator[Labelled]:
    """The score, the missed questions, and the misconceptions that the answers point to.

    The surely wrong ones come first. Of questions that had no turn yet no answer is told.
    """
    extras = session.extras
    right = sum(each.is_right for each in extras)
    more = f" Added at the end, after a place was shown: {right} of {len(extras)} right." if extras else ""
    yield "", (f"Score: {session.score} of {len(session.attempts) - len(extras)}.{more}",)
    for index in session.missed:
        yield f"Missed {index + 1}: ", _missed(session.attempts[index])
    if session.still_to_come:
        left = session.still_to_come
        yield "", ("One question was left." if left == 1 else f"{left} questions were left.",)
    elif not session.missed and session.attempts:
        yield "", ("Everything right.",)
    yield from _suspicions(session)


def _missed(attempt: Attempt) -> Prose:
    question = attempt.question
    state = "not answered"
    if attempt.chosen is not None:
        sure = " and you were sure" if attempt.is_sure is True else ""
        said = question.letters(attempt.chosen)
        state = f"the answer is {question.answer_words.rstrip('.')}; you said {said}{sure}"
    return (*question.text, f" ({state})")


def _suspicions(session: QuizSession) -> Iterator[Labelled]:
    """In a session of several lessons each is named, and no step is a link: another lesson may be shown."""
    is_mixed = len(session.lessons) > 1
    for lesson in session.lessons:
        of = f" ({lesson.title})" if is_mixed else ""
        answers = [
            (f"{number}{of}", each.question, each.chosen)
            for number, each in enumerate(session.attempts, 1)
            if each.lesson is lesson and each.chosen is not None
        ]
        for label, prose in suspicions(lesson, answers):
            yield label, tuple(map(_without_step, prose)) if is_mixed else prose


def _without_step(part: Span | Block) -> Span | Block:
    return part.label if isinstance(part, Reference) and part.scheme == "step" else part


def suspicions(lesson: Lesson, answers: Iterable[tuple[str, Question, Chosen]]) -> Iterator[Labelled]:
    """The misconceptions that answers to questions of one lesson point to; an answer comes after its name."""
    for believed, names in lesson.beliefs.suspected(answers):
        misconception = believed.misconception
        yield (
            "To think about: ",
            (
                f"Your answer{'s' if len(names) > 1 else ''} to {joined(names)} would fit with "
                f'"{misconception.belief}" (',
                fact(misconception.number),
                f"). {misconception.refutation}",
                *((" Look again at ", to_step(believed.step), ".") if believed.step else ()),
            ),
        )
