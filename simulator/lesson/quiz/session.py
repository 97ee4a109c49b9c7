"""A quiz as a value: the attempts so far, and for the question that is asked its hints and picks.

A transition returns another session; where it does not apply it returns the same one. Both front ends draw a session
and turn keys, clicks or typed lines into transitions: everything that a quiz decides is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.attempt import Attempt
from simulator.lesson.quiz.question import Chosen, Question
from simulator.lesson.words.references import Prose

Replacement = Callable[[Lesson, Question, Sequence[Question]], Question]
"""Finds a question to ask in place of one whose answer was shown; the last argument is the questions asked so far."""


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
    given: Chosen | None = None
    """The whole answer, until the learner has said how sure of it they are, or that they leave it unsaid."""
    second: Chosen | None = None
    """The second try at a question whose first answer was wrong. It does not count."""
    is_told: bool = False
    """Whether the right answer is shown although a second try was possible."""
    is_peeked: bool = False
    """Whether the learner looked at the run while this question was open, in a session with closed books."""
    keeps_replacements: bool = True
    """Whether the answer to a question that replaces another is kept. In a review, and in practice, it is not."""
    offers_second_try: bool = False
    """Whether a wrong answer can be followed by a second try before the right one is shown."""
    is_closed_book: bool = False
    """Whether the run is hidden while a question is open, and an answer after a look at it is not sure."""

    @classmethod
    def start(
        cls,
        asked: Sequence[tuple[Lesson, Question]],
        keeps_replacements: bool = True,
        offers_second_try: bool = False,
        is_closed_book: bool = False,
    ) -> QuizSession:
        """A session with nothing answered."""
        return cls(
            tuple(Attempt(*each) for each in asked),
            keeps_replacements=keeps_replacements,
            offers_second_try=offers_second_try,
            is_closed_book=is_closed_book,
        )

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
    def is_held(self) -> bool:
        """Whether the answer was wrong, and the right one is still held back for a second try."""
        attempt = self.attempt
        if attempt is None or not attempt.is_answered or attempt.is_right or self.is_told:
            return False
        is_open_ended = len(attempt.question.options) > 2 or attempt.question.form is not None
        return self.offers_second_try and self.second is None and is_open_ended

    @property
    def is_revealed(self) -> bool:
        """Whether the right answer of the question that is asked is shown."""
        return self.is_answered and not self.is_held

    @property
    def takes_picks(self) -> bool:
        """Whether options can be picked: for the answer, or for a second try."""
        question = self.question
        in_parts = question is not None and (question.several or question.in_sequence)
        return self.is_held or (self.is_open and not (in_parts and self.given is not None))

    @property
    def is_book_open(self) -> bool:
        """Whether the run may be looked at now."""
        return not self.is_closed_book or not self.is_open or self.is_read_off

    @property
    def is_read_off(self) -> bool:
        """Whether the answer can be read off what was shown: its location, or the run. No such answer is sure."""
        return self.queued is not None or self.is_peeked

    @property
    def hints(self) -> tuple[Prose, ...]:
        """The hints in words that were shown."""
        return () if self.question is None else self.question.hints[: self.hints_shown]

    @property
    def has_hint_in_words(self) -> bool:
        """Whether a hint in words is left, and the question still waits for an answer or a second try."""
        question = self.question
        waits = self.is_open or self.is_held
        return waits and self.queued is None and question is not None and self.hints_shown < len(question.hints)

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
        """How many answers were right; questions that were added at the end count apart."""
        return sum(each.is_right for each in self.attempts if not each.is_extra)

    @property
    def extras(self) -> tuple[Attempt, ...]:
        """The attempts at questions that were added at the end."""
        return tuple(each for each in self.attempts if each.is_extra)

    @property
    def newest(self) -> Attempt | None:
        """The attempt that was answered last; None where none was."""
        return next((each for each in reversed(self.attempts[: self.index + 1]) if each.is_answered), None)

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

        Showing the location shows the answer, so another question is queued; see `queued`. Before a second try only
        the hints in words are left.
        """
        attempt = self.attempt
        if attempt is None:
            return self
        if self.has_hint_in_words:
            return replace(self, hints_shown=self.hints_shown + 1)
        if attempt.is_answered or self.queued is not None or attempt.question.location is None:
            return self
        asked = [each.question for each in self.attempts]
        return replace(self, queued=replacement(attempt.lesson, attempt.question, asked))

    def peek(self) -> QuizSession:
        """Look at the run while the question is open. With open books that is nothing special."""
        return replace(self, is_peeked=True) if self.is_closed_book and self.is_open else self

    def pick(self, option: int) -> QuizSession:
        """Pick an option by its index.

        It is the answer where one option is all of it; it is ticked, or no longer ticked, where several are right; it
        is the next one of an order or a match, which is answered once each has been picked. After a wrong answer it is
        the second try. Of the first answer it is then asked how sure it is; see `commit`.
        """
        question = self.question
        if question is None or not self.takes_picks or not 0 <= option < len(question.options):
            return self
        if question.form is not None:
            return self  # its options are for `type` alone: a learner does not see them
        if question.in_sequence:
            picked = self.picked if option in self.picked else (*self.picked, option)
            return self._give(picked) if len(picked) == len(question.right) else replace(self, picked=picked)
        if question.several:
            return replace(self, picked=tuple(sorted({*self.picked} ^ {option})))
        return self._give((option,))

    def type(self, text: str) -> QuizSession:
        """Answer with a typed text; see `pick`. A text that is no answer to the question changes nothing."""
        attempt = self.attempt
        typed = attempt.question.typed(text) if attempt is not None and self.takes_picks else None
        if attempt is None or typed is None:
            return self
        question, chosen = typed
        attempts = (*self.attempts[: self.index], replace(attempt, question=question), *self.attempts[self.index + 1 :])
        return replace(self, attempts=attempts)._give(chosen)

    def undo(self) -> QuizSession:
        """Take back the newest pick, or the answer of which it is asked how sure it is."""
        if self.given is not None:
            question = self.question
            in_parts = question is not None and (question.several or question.in_sequence)
            return replace(self, given=None, picked=self.picked if in_parts else ())
        return replace(self, picked=self.picked[:-1]) if self.takes_picks and self.picked else self

    def submit(self) -> QuizSession:
        """Answer with the options that are ticked, where there are any."""
        question = self.question
        can_submit = question is not None and question.several and self.picked and self.takes_picks
        return self._give(self.picked) if can_submit else self

    def _give(self, chosen: Chosen) -> QuizSession:
        """The whole answer is there: it is the second try, or it is asked how sure the learner is of it.

        That is not asked where the answer could be read off.
        """
        if self.is_held:
            return replace(self, second=chosen, picked=())
        return self.answer(chosen) if self.is_read_off else replace(self, given=chosen)

    def commit(self, is_sure: bool | None) -> QuizSession:
        """Say how sure the answer is; None leaves it unsaid."""
        return self if self.given is None else self.answer(self.given, is_sure)

    def tell(self) -> QuizSession:
        """Show the right answer without a second try."""
        return replace(self, is_told=True, picked=()) if self.is_held else self

    def answer(self, chosen: Chosen, is_sure: bool | None = None) -> QuizSession:
        """Answer the question. An answer that could be read off what was shown is not sure."""
        attempt = self.attempt
        if attempt is None or attempt.is_answered:
            return self
        answered = replace(attempt, chosen=chosen, is_sure=False if self.is_read_off else is_sure)
        attempts = (*self.attempts[: self.index], answered, *self.attempts[self.index + 1 :])
        return replace(self, attempts=attempts, given=None, picked=())

    def next(self) -> QuizSession:
        """Go on to the next question, or to the report; a question without an answer is skipped."""
        attempt = self.attempt
        if attempt is None:
            return self
        attempts = self.attempts
        if self.queued is not None:
            kept = self._keeps(attempt.lesson, self.queued)
            attempts += (Attempt(attempt.lesson, self.queued, kept, is_extra=True),)
        return self._of(attempts, self.index + 1, self.keeps_replacements)

    def _of(self, attempts: tuple[Attempt, ...], index: int, keeps_replacements: bool) -> QuizSession:
        """A session of the same kind at the beginning of a question."""
        return QuizSession(
            attempts,
            index,
            keeps_replacements=keeps_replacements,
            offers_second_try=self.offers_second_try,
            is_closed_book=self.is_closed_book,
        )

    def _keeps(self, lesson: Lesson, replacement: Question) -> bool:
        """Whether the answer to a replacement is kept. Once its answer was shown, a question is practice."""
        asked = [each.question.id for each in self.attempts if each.lesson is lesson]
        return self.keeps_replacements and replacement.id not in asked

    def practise_missed(self, replacement: Replacement) -> QuizSession:
        """A session about what was missed, whose answers are not kept: the report has shown the right ones.

        So each missed question comes as another one like it, or with its choices in another order.
        """
        asked = [each.question for each in self.attempts]
        practice: list[Attempt] = []
        for attempt in (self.attempts[index] for index in self.missed):
            question = replacement(attempt.lesson, attempt.question, asked)
            asked.append(question)
            practice.append(Attempt(attempt.lesson, question, is_kept=False))
        return self._of(tuple(practice), 0, keeps_replacements=False)
