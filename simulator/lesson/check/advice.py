"""Warnings about lessons that load but could teach better, each with its own code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.dynamodb.facts import facts
from simulator.lesson.answers.believed import event_asked_for
from simulator.lesson.answers.solve import first_action
from simulator.lesson.labels.naming import Names
from simulator.lesson.labels.places import pointers
from simulator.lesson.labels.resolve import NoStep, step_of
from simulator.lesson.lesson import Lesson, texts_of
from simulator.lesson.quiz.question import Question
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.markdown import read
from simulator.lesson.words.prose import leaves
from simulator.lesson.words.references import Prose, location_of, parse, plain, references
from simulator.lesson.words.table import variable_name
from simulator.machine.cited_facts import OF_EVENTS
from simulator.machine.trace import Trace
from simulator.scenario.checks.advice_on_patterns import advice_on_patterns
from simulator.scenario.checks.advice_on_writes import advice_on_writes
from simulator.scenario.complaints.complaint import Complaint
from simulator.scenario.events import Event, Phase
from simulator.scenario.questions import Answer, QuizItem
from simulator.scenario.step_paths import StepPath
from simulator.scenario.variables import variable_id
from simulator.scenario.yaml.nodes import KeyPath

LONGEST_SUMMARY = 400
"""Characters of a summary: the catalogue shows it whole."""

FEWEST_QUESTIONS = 3
"""From how many questions on the position of the right choice can give it away."""

SHORTEST_EXPLANATION = 20
"""Characters from which on a question's explanation may explain its wrong choices too."""

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# "After Step 4" is the heading of a column, and "in each step two records" no name of a step.
_BARE_STEP = re.compile(
    r"(?<!After[ \xa0])\bstep[ \xa0]+(?:#[ \xa0]?|no\.[ \xa0]?)?([0-9]+)\b"
    r"|(?<!After[ \xa0])\bsteps[ \xa0]+([0-9]+(?:(?:,|,?[ \xa0]+(?:and|or|to)|[ \xa0]?[-–])[ \xa0]*[0-9]+)*)\b"
    rf"|(?<!\ba )(?<!\bper )(?<!\bone )(?<!\bthis )(?<!\beach )(?<!\bevery )\bstep[ \xa0]+({'|'.join(_NUMBERS)})\b",
    re.IGNORECASE,
)
_BARE_FACT = re.compile(r"\bF\d+a?\b")
_TOO_PLAIN = frozenset({Event.AVAILABLE_RECORD, Event.IDLE_WAITING})
"""Events that a lesson need not speak of."""

Advice = tuple[KeyPath, str, str]
"""The path, the code and the text of a warning."""


def advice(lesson: Lesson) -> list[Complaint]:
    """Every warning about a lesson that has no errors."""
    found = [*_quiz(lesson), *_texts(lesson), *_bare_numbers(lesson), *_run(lesson)]
    found += [*advice_on_writes(lesson.scenario), *advice_on_patterns(lesson.scenario)]
    return [lesson.scenario.complaint(*each) for each in found]


def advice_on_names(lessons: Sequence[tuple[Path, Lesson]]) -> list[Complaint]:
    """Titles and ids that stand twice among the lessons of one folder. A lesson's id is its file's name."""
    seen: dict[tuple[Path, str, str], str] = {}
    found = []
    for path, lesson in lessons:
        for what, value in (("title", lesson.title), ("id", lesson.name)):
            first = seen.setdefault((path.parent, what, value.casefold()), path.name)
            if first != path.name:
                message = f'the lesson {first} has the same {what}, "{value}"'
                found.append(lesson.scenario.complaint(("title",), "W508", message))
    return found


def _quiz(lesson: Lesson) -> Iterator[Advice]:
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
        if not question.explanation:
            yield ("quiz", index), "W512", "nothing explains the answer: give the question an `explanation`"
        if len(plain(parse(item.explanation or ""))) < SHORTEST_EXPLANATION:
            for choice_index, choice in enumerate(item.choices):
                option = question.options[choice_index]
                if not option.right and choice.why is None and question.solver is None:
                    message = f"nothing says why choice {option.letter} is wrong: give it a `why`"
                    yield ("quiz", index, "choices", choice_index), "W504", message


def _lengths(index: int, item: QuizItem, question: Question) -> Iterator[Advice]:
    if question.in_sequence:
        return
    lengths = [len(option.text) for option in question.options]
    longest_index = lengths.index(max(lengths))
    longest, next_longest = lengths[longest_index], max(lengths[:longest_index] + lengths[longest_index + 1 :])
    path: KeyPath = ("quiz", index, "choices", longest_index)
    if question.right == (longest_index,) and longest > 30 and longest > 1.6 * next_longest:
        yield path, "W502", "the right choice is much longer than the others"
        return
    # Where the program works the answer out, the right words are its own, often no more than a number.
    if item.answer is None and longest >= 20 and longest > 2 * next_longest:
        yield path, "W502", f"choice {question.options[longest_index].letter} is much longer than the others"


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
    return " ".join(re.findall(r"\w+", plain(prose).casefold()))


def _texts(lesson: Lesson) -> Iterator[Advice]:
    scenario = lesson.scenario
    if scenario.summary is not None and len(plain(parse(scenario.summary))) > LONGEST_SUMMARY:
        length = len(plain(parse(scenario.summary)))
        yield ("summary",), "W509", f"the summary has {length} characters; at most {LONGEST_SUMMARY} read well"
    shown = {number for step in lesson.trace.steps for number in step.facts}
    for path, text in texts_of(scenario):
        prose = parse(text, lesson.trace)
        bare = "".join(part if isinstance(part, str) else " " for part in leaves(prose))
        if not ("choices" in path and path[-1] != "why"):  # a choice may well be "Step 4"
            answer = scenario.quiz[int(path[1])].answer if path[0] == "quiz" else None
            for message in _bare_steps(bare, answer, lesson.trace):
                yield path, "W507", message
        for kind, written in dict(reversed(read(text).unread)).items():
            yield path, "W513", f'"{written}" is shown as it is written: {kind} are not read in a text'
        for found in _BARE_FACT.finditer(bare):
            if found[0] not in facts():
                yield path, "W510", f"there is no fact {found[0]}"
        if path[0] not in ("notes", "key_moments") and path[-1] != "explanation":
            continue  # elsewhere a fact may well be background
        if path[0] == "quiz" and getattr(scenario.quiz[int(path[1])].answer, "what_if", None) is not None:
            continue  # it speaks of another run
        for reference in references(prose):
            if reference.scheme == "fact" and reference.target in OF_EVENTS and reference.target not in shown:
                yield path, "W511", f"no step of this run shows {reference.target}"


def _bare_steps(text: str, answer: Answer | None, trace: Trace) -> Iterator[str]:
    """A warning for each step that a text names without a reference.

    Args:
        text: the text outside of references.
        answer: how the answer is worked out, where the text is a question's: a step that it names may be named.
        trace: the lesson's run.
    """
    steps = len(trace.events)
    # The pattern begins at every character; a text without the word need not be searched.
    for found in _BARE_STEP.finditer(text) if "step" in text.casefold() else ():
        in_words = [str(2 + _NUMBERS.index(found[3].lower()))] if found[3] else []
        numbers = in_words or re.findall("[0-9]+", found[1] or found[2])
        words = [found[0]] if len(numbers) == 1 else [found[0].partition(numbers[0])[0] + numbers[0], *numbers[1:]]
        for number, label in zip(numbers, words, strict=True):
            if len(number) > 9 or int(number) > steps:
                if answer is None or answer.what_if is None:  # the other run may have more of them
                    yield f'"{label}" names no step: the run has only {steps}'
            elif int(number) not in _asked_about(answer, trace):
                yield f'"{label}" is no reference: write [{label}](step:{number}), which is checked'


def _asked_about(answer: Answer | None, trace: Trace) -> set[int]:
    """The steps that an answer names."""
    if answer is None:
        return set()
    named = (answer.after, answer.changed_in, answer.cell.step if answer.cell is not None else None)
    return {step for path in named if path is not None for step in _steps_named(path, trace)}


def _steps_named(path: StepPath, trace: Trace) -> Iterator[int]:
    """The step that a path of a sound answer leads to; none where it leads to one of another run, as in a what-if."""
    try:
        yield step_of(path, trace)
    except NoStep:
        return


def _bare_numbers(lesson: Lesson) -> Iterator[Advice]:
    """One warning for all bare numbers of steps that a label could name, at the first of them."""
    names = Names(lesson.trace)
    bare = [each for each in pointers(lesson) if each.written.isdigit() and each.step and names.has(each.step)]
    if bare:
        count = f"{len(bare)} steps are" if len(bare) > 1 else "one step is"
        message = (
            f"{count} named by a bare number, such as {bare[0].written} here, which moves with each action inserted "
            "before it; streamsim label writes labels"
        )
        yield bare[0].path, "W514", message


def _run(lesson: Lesson) -> Iterator[Advice]:
    scenario, trace = lesson.scenario, lesson.trace
    for index, name in enumerate(scenario.show.variables):
        parts = variable_id(name)
        if parts is not None and (parts.shard or parts.worker) and name not in trace.histories:
            what = f"worker {parts.worker}" if parts.worker else f"shard {parts.shard}"
            yield ("show", "variables", index), "W505", f'"{name}" is shown, and the run has no {what}'
        ids = [variable for variable in trace.variables if name in (variable, variable.partition(".")[0])]
        if ids and all(len(trace.histories[variable].values) == 1 for variable in ids):
            message = f'"{variable_name(ids[0], trace)}" is shown and never changes'
            yield ("show", "variables", index), "W505", message
    if not lesson.moments and not lesson.questions:
        return  # a lesson that teaches nothing yet
    named = {
        location.step
        for _, text in texts_of(scenario)
        for location in map(location_of, references(parse(text, trace)))
        if location
    }
    named |= {question.location.step for question in lesson.questions if question.location is not None}
    spoken = {trace.events[step - 1] for step in named if step}
    spoken |= {event for item in scenario.quiz if item.answer is not None for event in _asked_for(item, trace)}
    for event in dict.fromkeys(trace.events):
        if event not in spoken and event not in _TOO_PLAIN and event.phase is not Phase.WRITE:
            step = trace.first_step(lambda number, event=event: trace.events[number - 1] is event)  # type: ignore[misc]
            assert step is not None
            action = action_words(trace, trace.step(step))
            yield ("timeline",), "W506", f'no text and no question speaks of a step such as {step}, "{action}"'


def _asked_for(item: QuizItem, trace: Trace) -> Iterator[Event]:
    """The events that a question asks for: what is counted, looked for, put in order, matched or changed."""
    answer = item.answer
    assert answer is not None
    event = event_asked_for(answer)
    if event is not None:
        yield event
    steps: list[int | None] = []
    if answer.changed_in is not None and answer.what_if is None:
        steps.append(step_of(answer.changed_in, trace))
    if answer.order:
        steps += [first_action(choice.text or "", trace) for choice in item.choices]
    if answer.match is not None:
        yield Event.CAPTURE_RECORD
    yield from (trace.events[step - 1] for step in steps if step)
