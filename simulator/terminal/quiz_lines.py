"""What a quiz says in a plain terminal: its questions, its feedback, its report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.lesson.beliefs import Beliefs
from simulator.lesson.quiz.question import Chosen, Question, QuizRun
from simulator.lesson.words.hints import where_to_look
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Location, plain
from simulator.lesson.words.sentences import joined
from simulator.lesson.words.table import column_label, row_words, value_words, variable_name
from simulator.machine.trace import Trace
from simulator.views.layout import WIDTH, wrapped
from simulator.views.prose_lines import prose_lines


def feedback_lines(question: Question, chosen: Chosen, beliefs: Beliefs, width: int = WIDTH) -> Iterator[str]:
    """Right or not, what was right, why the choice is as it is, and the explanation."""
    if chosen == question.right:
        yield "Right."
    else:
        yield from wrapped(f"Not right. The answer is {question.right_letters}.", width)
    for letter, why in beliefs.whys(question, chosen):
        yield from prose_lines(why, width, f"{letter}: ")
    if question.explanation:
        yield from prose_lines(question.explanation, width, "Why: ")


def report_lines(run: QuizRun, beliefs: Beliefs, width: int = WIDTH, done: int | None = None) -> Iterator[str]:
    """The score, what was missed, and which misconceptions the answers point to; `done` as for `score_lines`."""
    yield from score_lines(run, width, done)
    yield from suspicion_lines(run, beliefs, width)


def score_lines(run: QuizRun, width: int = WIDTH, done: int | None = None) -> Iterator[str]:
    """The score, and what was answered wrongly or skipped; first what the learner was sure of.

    `done` is how many questions have had their turn (left out: all). Of the others no answer is told.
    """
    yield f"Score: {run.score} of {len(run.questions)}."
    left = 0
    for index in run.missed:
        if done is not None and index >= done:
            left += 1
            continue
        question, chosen = run.questions[index], run.chosen[index]
        state = "not answered"
        if chosen is not None:
            sure = " and you were sure" if run.sure[index] else ""
            state = f"the answer is {question.answer_words.rstrip('.')}; you said {question.letters(chosen)}{sure}"
        yield from prose_lines((*question.text, f" ({state})"), width, f"Missed {index + 1}: ")
    if left:
        yield f"{left} more would have come."


def suspicion_lines(
    run: QuizRun,
    beliefs: Beliefs,
    width: int = WIDTH,
    places: Sequence[int] | None = None,
    names: Sequence[str] = (),
) -> Iterator[str]:
    """Which misconceptions of one lesson the answers point to.

    `places` are its questions where a run mixes lessons; `names` is what each question is called, where that is not
    its number.
    """
    for believed, indexes in beliefs.suspected(run, places):
        misconception = believed.misconception
        which = joined([names[index] if names else str(index + 1) for index in indexes])
        yield from wrapped(
            f'Your answer{"s" if len(indexes) > 1 else ""} to {which} would fit with "{misconception.belief}" '
            f"({misconception.number}). {misconception.refutation} Look again at step {believed.step}.",
            width,
            "To think about: ",
        )


def location_lines(trace: Trace, place: Location) -> Iterator[str]:
    """What "take me there" shows where there is no screen to move."""
    if place.variable is not None:
        step = len(trace.steps) if place.step is None else place.step
        label = column_label(step, step == len(trace.steps))
        yield f"{variable_name(place.variable, trace)}, {label}: {value_words(trace.value(place.variable, step))}"
    elif place.step:
        row = row_words(trace, trace.steps[place.step - 1])
        yield f"Step {row[0]}: {row[1]}. Created: {row[2]}. Read: {row[3]}. Processed: {row[4]}."
    elif place.column is not None:
        yield plain(where_to_look(place, trace))
    else:
        yield plain(narrate(trace, 0))


def question_lines(question: Question, first: str, width: int) -> Iterator[str]:
    """A question after the words that come first, and its choices."""
    yield from prose_lines(question.text, width, first)
    yield from option_lines(question, width)


def option_lines(question: Question, width: int) -> Iterator[str]:
    """The choices, and how to answer where one letter is not enough."""
    for slot in question.slots:
        yield from wrapped(slot, width, "  -  ")
    for option in question.options:
        yield from wrapped(option.text, width, f"  {option.letter}  ")
    letters = "".join(option.letter for option in question.options)
    if question.several:
        yield "Several are right: type all their letters, as in AC."
    elif question.kind == "order":
        yield f"Type the letters in the right order, as in {letters}."
    elif question.kind == "match":
        yield from wrapped(f"Type a letter for each line that begins with -, in their order, as in {letters}.", width)
