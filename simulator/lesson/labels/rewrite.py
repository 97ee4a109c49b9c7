"""Rewrites the bare step numbers of a lesson's file as labels, and leaves all else as its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from simulator.dynamodb.whole_numbers import number_in
from simulator.lesson.answers.other_runs import asked_run
from simulator.lesson.labels.drafted import drafted
from simulator.lesson.labels.mentions import mentions
from simulator.lesson.labels.naming import Names, NoName
from simulator.lesson.labels.places import STEP_CHOICE, Place, places
from simulator.lesson.lesson import Lesson, lesson_of, texts_of
from simulator.lesson.words.markdown import read
from simulator.lesson.words.references import STEP, parse, plain, step_part
from simulator.machine.trace import Trace
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.step_paths import StepPath
from simulator.scenario.yaml.nodes import KeyPath
from simulator.scenario.yaml.spans import Span, spans_of

_LINK = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<scheme>step|cell|variable):(?P<target>[^()\s]*)\)")
_HIDDEN = re.compile(r"\[[^\[\]]+\]\([^()\s]*\)|`+[^`]*`+")
"""What stands in a text and is no plain mention of a step: links, and code."""

_IN_ANSWER_TEXT = "the words of a choice have to be the answer's own"


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A step that stays a number."""

    path: KeyPath
    reason: str


@dataclass(slots=True)
class Rewritten:
    """A lesson's text with labels."""

    text: str
    labels: list[str] = field(default_factory=list)
    """The labels that actions were given."""
    unnamed: list[Unnamed] = field(default_factory=list)


class NotTheSame(Exception):
    """The rewritten lesson would say something else. The message says where."""


def rewritten(lesson: Lesson, text: str, folder: Path | None = None) -> Rewritten:
    """A lesson's file with labels in place of bare step numbers; the same text where there are none.

    Args:
        lesson: the lesson, without complaints.
        text: its file.
        folder: the folder in which it stands, whose lessons it can refer to.

    Raises:
        NotTheSame: the lesson would not say what it said before, so nothing must be written.
    """
    rewriting = _Rewriting(lesson, text)
    result = rewriting.result()
    if result.text != text:
        _compare(lesson, lesson_of(scenario_from_text(result.text, lesson.scenario.source[1]), folder))
    return result


class _Rewriting:
    """The edits of one file."""

    def __init__(self, lesson: Lesson, text: str) -> None:
        self._lesson = lesson
        self._text = text
        self._spans = spans_of(text)
        self._labels = {entry: label for label, entry in lesson.trace.labels.items()}
        self._new: list[int] = []
        self._edits: list[tuple[int, int, str]] = []
        self._unnamed: list[Unnamed] = []
        self._names: dict[int, Names] = {}

    def result(self) -> Rewritten:
        for place in places(self._lesson.scenario):
            span = self._span(place)
            if span is None or span.shared:
                if span is not None and _holds_a_number(place):
                    self._leave(place.path, "it stands once in the file and is used twice, by an alias")
            elif place.kind == "text":
                self._text_at(place, span)
            else:
                self._step_at(place, span)
        for entry in self._new:
            self._label(entry)
        text = self._text
        for start, end, new in sorted(self._edits, reverse=True):
            text = text[:start] + new + text[end:]
        return Rewritten(text, [self._labels[entry] for entry in self._new], self._unnamed)

    def _span(self, place: Place) -> Span | None:
        """The scalar of a place: one thing may stand where a list or a mapping may."""
        path = place.path
        for candidate in (path, (*path, "text"), path[:-1], (*path[:-2], path[-1])):
            span = self._spans.get(candidate)
            if span is not None and span.style not in ("block", "flow"):
                return span
        return None

    def _leave(self, path: KeyPath, reason: str) -> None:
        self._unnamed.append(Unnamed(path, reason))

    def _path(self, step: int, trace: Trace) -> str:
        """A path for a step; its action gets a label if it has none.

        Raises:
            NoName: there is no such path.
        """
        names = self._names.get(id(trace))
        if names is None:
            names = self._names[id(trace)] = Names(trace)
        if step > len(trace.events):
            raise NoName(f"the run has no step {step}")
        entry, rest = names.of(step)
        if entry is None:
            return rest
        if entry not in self._labels:
            scenario, run = self._lesson.scenario, self._lesson.trace
            if entry not in run.actions or trace is not run:
                raise NoName(f"step {step} is one of another run, whose actions are not all labelled")
            if self._spans["timeline", entry].shared:
                raise NoName(f"the action of step {step} is used twice, by an alias, and a label stands once")
            self._labels[entry] = drafted(entry, scenario, run, set(self._labels.values()))
            self._new.append(entry)
        return self._labels[entry] + rest

    # Steps and choices

    def _step_at(self, place: Place, span: Span) -> None:
        if isinstance(place.value, StepPath):
            if not place.value.is_number or place.value.base == 0:
                return
            step = int(place.value.base)
        else:
            step = int(place.value.removeprefix("Step "))
        try:
            path = self._path(step, self._run_of(place))
        except NoName as reason:
            self._leave(place.path, str(reason))
            return
        if isinstance(place.value, StepPath):
            self._edits.append((span.start, span.end, path))
        elif span == self._spans.get((*place.path, "text")) and span.key is not None:
            self._edits.append((span.key, span.end, f"step: {path}"))
        else:
            self._edits.append((span.start, span.end, f"{{step: {path}}}"))

    def _run_of(self, place: Place) -> Trace:
        item = self._lesson.scenario.quiz[int(place.path[1])] if place.other_run else None
        if item is None or item.answer is None:
            return self._lesson.trace
        return asked_run(item.answer, self._lesson.trace, self._lesson.scenario)

    # Texts

    def _text_at(self, place: Place, span: Span) -> None:
        assert isinstance(place.value, str)
        raw = self._text[span.start : span.end]
        links = list(_LINK.finditer(raw))
        known = [
            link for link in read(place.value).links if link.href.partition(":")[0] in ("step", "cell", "variable")
        ]
        if len(links) != len(known):
            self._leave(place.path, "a reference in it stands in code or is written with escapes; change it by hand")
            return
        changes = [*self._links(place, links), *self._mentions(place, raw)]
        if not changes:
            return
        new = raw
        for start, end, words in sorted(changes, reverse=True):
            new = new[:start] + words + new[end:]
        if span.style == "plain" and (span.in_flow or new.startswith("[")):
            new = "'" + new.replace("'", "''") + "'"
        self._edits.append((span.start, span.end, new))

    def _links(self, place: Place, links: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
        """The new links of a text: their places in it, and what to put there."""
        for link in links:
            before, path, after = step_part(link["scheme"], link["target"])
            step = None if path is None else number_in(path, least=1)
            if path is None or step is None:
                continue
            try:
                named = self._path(step, self._lesson.trace)
            except NoName as reason:
                self._leave(place.path, str(reason))
                continue
            words = _with_step(link["words"], path)
            yield link.start(), link.end(), f"[{words}]({link['scheme']}:{before}{named}{after})"

    def _mentions(self, place: Place, raw: str) -> Iterator[tuple[int, int, str]]:
        """Links for the steps that a text names without a reference."""
        bare = _HIDDEN.sub(lambda hidden: " " * len(hidden[0]), raw)
        quiz = self._lesson.scenario.quiz
        item = quiz[int(place.path[1])] if place.path[0] == "quiz" else None
        for mention in mentions(bare):
            if item is not None and item.answer is not None:
                if "choices" in place.path and place.path[-1] != "why":
                    self._leave(place.path, f'"{mention.text}" stays: {_IN_ANSWER_TEXT}')
                    continue
                if item.answer.is_about_another_run:
                    self._leave(place.path, f'"{mention.text}" stays: it may be a step of the other run')
                    continue
            begins = [mention.start, *(named.start for named in mention.named[1:])]
            for begin, named in zip(begins, mention.named, strict=True):
                if named.written != str(int(named.number[:10])):
                    self._leave(
                        place.path, f'"{mention.text}" stays: write its number in digits, with no zero before them'
                    )
                    continue
                try:
                    path = self._path(int(named.number), self._lesson.trace)
                except NoName as reason:
                    self._leave(place.path, f'"{mention.text}" stays: {reason}')
                    continue
                # Each of several numbers is a link of its own, the word before the first is none's.
                start = begin if len(mention.named) == 1 else named.start
                yield start, named.end, f"[{raw[start : named.start]}{STEP}](step:{path})"

    # Labels

    def _label(self, entry: int) -> None:
        """Write the label of an action into the timeline."""
        span, label = self._spans["timeline", entry], self._labels[entry]
        if span.style == "flow":
            if self._text[span.start] == "{":
                self._edits.append((span.start + 1, span.start + 1, f"id: {label}, "))
            else:  # `[put: {...}]`, a mapping of one key without its braces
                self._edits.append((span.start, span.start, f"{{id: {label}, "))
                self._edits.append((span.end, span.end, "}"))
            return
        newline = "\r\n" if "\r\n" in self._text else "\n"
        indent = " " * span.column
        first = min(
            (each for path, each in self._spans.items() if len(path) == 3 and path[:2] == ("timeline", entry)),
            key=lambda each: each.key or 0,
        )
        line_end = self._text.find("\n", first.end)
        if first.style == "block" or line_end < 0:
            self._edits.append((span.start, span.start, f"id: {label}{newline}{indent}"))
        else:
            self._edits.append((line_end + 1, line_end + 1, f"{indent}id: {label}{newline}"))


def _with_step(words: str, number: str) -> str:
    """The words of a link with its step's number left open, where they name it as one."""
    if words.strip() == number:
        return words.replace(number, STEP)
    named = [each for mention in mentions(words) for each in mention.named if each.written == number]
    for each in reversed(named):
        words = words[: each.start] + STEP + words[each.end :]
    return words


def _holds_a_number(place: Place) -> bool:
    if isinstance(place.value, StepPath):
        return place.value.is_number
    return place.kind == "choice" or bool(STEP_CHOICE.search(place.value) or _LINK.search(place.value))


def _compare(before: Lesson, after: Lesson) -> None:
    """See to it that a rewritten lesson says what it said.

    Raises:
        NotTheSame: it does not.
    """
    if list(before.trace.events) != list(after.trace.events) or before.trace.times != after.trace.times:
        raise NotTheSame("its run would be another one")
    texts = dict(texts_of(after.scenario))
    for path, text in texts_of(before.scenario):
        if path not in texts:
            continue  # a choice that is a step now, compared below
        was, now = (plain(parse(each, lesson.trace)) for each, lesson in ((text, before), (texts[path], after)))
        if was != now:
            raise NotTheSame(f'"{now}" would stand where "{was}" stands')
    for one, other in zip(before.questions, after.questions, strict=True):
        choices = [[(each.text, each.right) for each in question.options] for question in (one, other)]
        if choices[0] != choices[1] or one.answer_words != other.answer_words:
            raise NotTheSame(f"the question {one.id} would have other choices or another answer")
