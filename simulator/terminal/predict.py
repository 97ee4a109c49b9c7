"""Predict in a plain terminal: the run comes row by row, and before some rows the learner says what they will be."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.lesson.prediction import Gate, PredictRun
from simulator.lesson.quiz.question import Chosen, Question
from simulator.lesson.words.references import plain
from simulator.lesson.words.table import row_words, time_words
from simulator.scenario.complaints.complaint import visible
from simulator.terminal.quiz import Left, Terminal
from simulator.terminal.quiz_lines import suspicion_lines
from simulator.views.layout import WIDTH, wrapped
from simulator.views.prose_lines import prose_lines

HELP = "Type the number of a choice, with a ? where you are not sure; 0 says that you don't know. q: quit."


def run_predict(lesson: Lesson, terminal: Terminal, learner: Learner) -> tuple[int, int]:
    """Go through a run, and ask before the steps that are worth it.

    Returns:
        How many predictions were right, and how many there were.
    """
    run = PredictRun.start(lesson)
    last = len(lesson.trace.events)
    terminal.tell(f"{lesson.title}: {len(run.waiting)} of {last} steps ask you first. {HELP}")
    terminal.say("")

    def go_through() -> None:
        nonlocal run
        for number in range(1, last + 1):
            gate = run.gate_between(number - 1, number)
            if gate is not None:
                run = run.commit(gate, *_predict(lesson, gate, terminal, learner))
                learner.stepped(lesson, number)
            terminal.tell(row_line(lesson, number))
        learner.stepped(lesson, last)

    terminal.hold(go_through)
    terminal.say("")
    more = f" {len(run.waiting)} more would have come." if run.waiting else ""
    terminal.say(f"{run.score_words}{more}")
    for line in suspicion_lines(run.answers, lesson.beliefs, terminal.width, names=run.names):
        terminal.say(line)
    return run.answers.score, len(run.predicted)


def row_line(lesson: Lesson, number: int) -> str:
    """A row of the process table as one line."""
    step = lesson.trace.step(number)
    words = row_words(lesson.trace, step)
    cells = f"created {words[2]}, reads {words[3]}, processes {words[4]}"
    return visible(f"Step {number}, {time_words(step.time)}: {words[1]} ({cells}).")


def reveal_lines(lesson: Lesson, gate: Gate, chosen: Chosen, sure: bool, width: int = WIDTH) -> Iterator[str]:
    """The prediction and the fact, one under the other, and why."""
    question = gate.question
    yield from wrapped(said_words(question, chosen, sure), width, "You said: ")
    yield from wrapped(question.options[question.right[0]].text, width, "It is:    ")
    yield from prose_lines((f"{verdict_words(question, chosen)} ", *question.explanation), width)
    for _, why in lesson.beliefs.whys(question, chosen, gate.step):
        yield from prose_lines(why, width)


def said_words(question: Question, chosen: Chosen, sure: bool) -> str:
    """What was predicted, and how surely."""
    return f"{question.options[chosen[0]].text} ({'sure' if sure else 'not sure'})" if chosen else "you don't know"


def verdict_words(question: Question, chosen: Chosen) -> str:
    """Whether it is so."""
    return "So it is." if chosen == question.right else "It is not so." if chosen else "Now you see it."


def _predict(lesson: Lesson, gate: Gate, terminal: Terminal, learner: Learner) -> tuple[Chosen, bool]:
    """Ask, keep, reveal. Returns what was said, and whether surely."""
    question = gate.question
    terminal.say("")
    terminal.tell(plain(question.text), f"Step {gate.step}? ")
    for number, option in enumerate(question.options, 1):
        terminal.tell(option.text, f"  {number}  ")
    terminal.say("  0  I don't know")
    while True:
        typed = terminal.ask("> ").strip()
        word = typed.rstrip("?").strip()
        if word.upper() == "Q":
            raise Left
        chosen = predicted_by(word, question)
        if chosen is not None:
            sure = not typed.endswith("?")
            break
        terminal.tell(f'"{visible(typed[:40])}" is not a number from 0 to {len(question.options)}. {HELP}')
    learner.predicted(lesson, question, chosen, sure)
    for line in reveal_lines(lesson, gate, chosen, sure, terminal.width):
        terminal.say(line)
    terminal.say("")
    return chosen, sure


def predicted_by(word: str, question: Question) -> Chosen | None:
    """What a typed word predicts: a choice by its number or typed out, or 0; None where it cannot be understood."""
    texts = [option.text.casefold() for option in question.options]
    if word.casefold() in texts:
        return (texts.index(word.casefold()),)
    numbers = [str(number) for number in range(len(texts) + 1)]
    if word not in numbers:
        return None
    return (int(word) - 1,) if word != "0" else ()
