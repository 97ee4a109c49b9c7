"""A quiz as a value: the attempts so far, and for the question that is asked its hints and picks.

A transition returns another session; where it does not apply it returns the same one. Both front ends draw a session
and turn keys, clicks or typed lines into transitions: everything that a quiz decides is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Chosen, Question
from simulator.lesson.words.references import Prose

Replacement = Callable[[Lesson, Question, Sequence[Question]], Question]
"""Finds a question to ask in place of one whose answer was shown; the last argument is the questions asked so far."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A question and the first answer to it, the only one that counts."""

    lesson: Lesson
    question: Question
    is_kept: bool = True
    """Whether the answer becomes part of the learner's progress."""
    chosen: Chosen | None = None
    """None until the question is answered."""
    is_sure: bool = True

    @property
    def is_answered(self) -> bool:
        """Whether the question has its answer."""
        return self.chosen is not None

    @property
    def is_right(self) -> bool:
        """Whether the question was answered, and rightly."""
        return self.chosen is not None and self.question.is_right(self.chosen)

    @property
    def was_surely_wrong(self) -> bool:
        """Whether the learner was sure of a wrong answer."""
        return self.is_answered and self.is_sure and not self.is_right


@dataclass(frozen=True, slots=True)
class QuizSession:
    """Questions that are asked one after another, of one lesson or of several."""

    attempts: tuple[Attempt, ...]
    index: int = 0
    """The attempt that is made now; one past the last is the report."""
    hints_shown: int = 0
    """How many of the question's hints were shown; its location, the last hint, is not counted."""
    queued: Question | None = None
    """The question that will be asked at the end, because the location of this one was shown."""
    picked: Chosen = ()
    """The options picked so far, where one option is not the whole answer."""
    is_unsure: bool = False
    """Whether the learner has said of this question that they are not sure."""
    keeps_replacements: bool = True
    """Whether the answer to a question that replaces another is kept. In a review, and in practice, it is not."""

    @classmethod
    def start(cls, asked: Sequence[tuple[Lesson, Question]], keeps_replacements: bool = True) -> QuizSession:
        """A session with nothing answered."""
        return cls(tuple(Attempt(*each) for each in asked), keeps_replacements=keeps_replacements)

    # The question that is asked now

    @property
    def attempt(self) -> Attempt | None:
        """The attempt that is made now; None at the report."""
        return self.attempts[self.index] if self.index < len(self.attempts) else None

    @property
    def question(self) -> Question | None:
        """The question that is asked now; None at the report."""
        return None if self.attempt is None else self.attempt.question

    @property
    def is_open(self) -> bool:
        """Whether there is a question that waits for its answer."""
        return self.attempt is not None and not self.attempt.is_answered

    @property
    def is_answered(self) -> bool:
        """Whether the question that is asked has its answer."""
        return self.attempt is not None and self.attempt.is_answered

    @property
    def hint(self) -> Prose:
        """The newest hint in words; empty where none was shown."""
        question = self.question
        return question.hints[self.hints_shown - 1] if question is not None and self.hints_shown else ()

    @property
    def is_last(self) -> bool:
        """Whether the report comes after this question."""
        return self.queued is None and self.index == len(self.attempts) - 1

    @property
    def is_repeated(self) -> bool:
        """Whether the queued question is this one once more: its lesson has no other like it."""
        return self.queued is not None and self.question is not None and self.queued.id == self.question.id

    # The results

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons of the questions, each once."""
        return tuple({id(each.lesson): each.lesson for each in self.attempts}.values())

    @property
    def score(self) -> int:
        """How many answers were right."""
        return sum(each.is_right for each in self.attempts)

    @property
    def still_to_come(self) -> int:
        """How many questions had no turn yet, the open one included."""
        return sum(not each.is_answered for each in self.attempts[self.index :])

    @property
    def missed(self) -> tuple[int, ...]:
        """The indexes of the attempts that were wrong, or skipped in their turn.

        The surely wrong ones come first: they are corrected best.
        """
        had_turn = (index for index, each in enumerate(self.attempts) if each.is_answered or index < self.index)
        missed = (index for index in had_turn if not self.attempts[index].is_right)
        return tuple(sorted(missed, key=lambda index: not self.attempts[index].was_surely_wrong))

    # Transitions

    def with_next_hint(self, replacement: Replacement) -> QuizSession:
        """The next hint is shown: one in words, or after the last of these the question's location.

        Showing the location shows the answer, so another question is queued; see `queued`.
        """
        attempt = self.attempt
        if attempt is None or attempt.is_answered or self.queued is not None:
            return self
        if self.hints_shown < len(attempt.question.hints):
            return replace(self, hints_shown=self.hints_shown + 1)
        if attempt.question.location is None:
            return self
        asked = [each.question for each in self.attempts]
        return replace(self, queued=replacement(attempt.lesson, attempt.question, asked))

    def with_sureness_toggled(self) -> QuizSession:
        """The learner is not sure, or is sure after all."""
        return replace(self, is_unsure=not self.is_unsure) if self.is_open else self

    def pick(self, option: int) -> QuizSession:
        """Pick an option by its index.

        It is the answer where one option is all of it; it is ticked, or no longer ticked, where several are right; it
        is the next one of an order or a match, which is answered once each has been picked.
        """
        question = self.question
        if question is None or not self.is_open or not 0 <= option < len(question.options):
            return self
        if question.in_sequence:
            picked = self.picked if option in self.picked else (*self.picked, option)
            return self.answer(picked) if len(picked) == len(question.right) else replace(self, picked=picked)
        if question.several:
            return replace(self, picked=tuple(sorted({*self.picked} ^ {option})))
        return self.answer((option,))

    def undo(self) -> QuizSession:
        """Take the newest pick back."""
        return replace(self, picked=self.picked[:-1]) if self.is_open else self

    def submit(self) -> QuizSession:
        """Answer with the options that are ticked, where there are any."""
        question = self.question
        return self.answer(self.picked) if question is not None and question.several and self.picked else self

    def answer(self, chosen: Chosen) -> QuizSession:
        """Answer the question. After its location was shown no answer is sure: it could be read off."""
        attempt = self.attempt
        if attempt is None or attempt.is_answered:
            return self
        is_sure = not self.is_unsure and self.queued is None
        answered = replace(attempt, chosen=chosen, is_sure=is_sure)
        return replace(self, attempts=(*self.attempts[: self.index], answered, *self.attempts[self.index + 1 :]))

    def next(self) -> QuizSession:
        """Go on to the next question, or to the report; a question without an answer is skipped."""
        attempt = self.attempt
        if attempt is None:
            return self
        attempts = self.attempts
        if self.queued is not None:
            attempts += (Attempt(attempt.lesson, self.queued, self._keeps(attempt.lesson, self.queued)),)
        return QuizSession(attempts, self.index + 1, keeps_replacements=self.keeps_replacements)

    def _keeps(self, lesson: Lesson, replacement: Question) -> bool:
        """Whether the answer to a replacement is kept. Once its answer was shown, a question is practice."""
        asked = [each.question.id for each in self.attempts if each.lesson is lesson]
        return self.keeps_replacements and replacement.id not in asked

    def practise_missed(self) -> QuizSession:
        """A session of the missed questions alone, whose answers are not kept: the report has shown the answers."""
        missed = [self.attempts[index] for index in self.missed]
        practice = tuple(Attempt(each.lesson, each.question, is_kept=False) for each in missed)
        return QuizSession(practice, keeps_replacements=False)
