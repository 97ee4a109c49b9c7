"""A repair as text: what people complain about, what may be changed, and which goals hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.lesson.lesson import Lesson
from simulator.lesson.repair.judging import Verdict, judge
from simulator.lesson.repair.repair import Try, offered, other_solution, value_in_lesson
from simulator.lesson.variations.changes import changes_of
from simulator.lesson.variations.patches import patch_yaml, with_setting
from simulator.lesson.variations.placing import Patch
from simulator.lesson.words.references import parse
from simulator.lesson.words.sentences import count_words
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.layout import WIDTH, wrapped
from simulator.views.metrics import metrics
from simulator.views.prose_lines import prose_lines
from simulator.views.text import title_lines


def repair_text(lesson: Lesson, named: str, width: int = WIDTH) -> Iterator[str]:
    """The story, the settings that may be turned, and the goals with nothing changed.

    `named` is the lesson as a command names it: by its library name, or by its path.
    """
    repair = lesson.scenario.repair
    assert repair is not None
    yield from title_lines(lesson.title, width)
    yield ""
    yield from prose_lines(parse(repair.story, lesson.trace), width)
    yield from ("", "What you may change", "-------------------")
    for setting in offered(lesson.scenario):
        allowed = f" ({setting.allowed})" if setting.allowed else ""
        value = value_in_lesson(lesson.scenario, setting)
        yield from wrapped(visible(f"{'.'.join(setting.path)}: {value}{allowed}"), width, "  * ")
    yield from _metrics("The metrics of the run", lesson.trace, width)
    yield from _goals("The goals, with nothing changed", judge(repair.goals, lesson.trace), width)
    yield ""
    how = f"Try changes: streamsim repair {visible(named)} --try '{patch_yaml(_form(lesson))}'."
    yield from wrapped(f"{how} The run as it is: streamsim run {visible(named)}.", width)


def _form(lesson: Lesson) -> Patch:
    """How changes are written: one setting of a consumer, and a wait where one is offered."""
    paths = {setting.path[0]: setting.path for setting in reversed(offered(lesson.scenario))}
    form: Patch = {}
    for _, path in sorted(paths.items()):
        form = with_setting(form, path, "VALUE")
    return form


def try_text(lesson: Lesson, found: Try, width: int = WIDTH) -> Iterator[str]:
    """The changes, the goals in their run, and the debrief where all hold."""
    repair = lesson.scenario.repair
    assert repair is not None
    yield from title_lines(lesson.title, width)
    yield from ("", "Your changes")
    for change in changes_of(lesson.scenario, found.variation.scenario, found.variation.patch):
        yield from wrapped(change.words, width, "  * ")
    yield from _metrics("The metrics with your changes", found.variation.trace, width)
    yield from _goals("The goals, with your changes", found.verdicts, width)
    yield ""
    if not found.solves:
        failed = sum(not each.holds for each in found.verdicts)
        yield f"Not solved: {count_words(failed, 'goal')} of {len(found.verdicts)} {_fail(failed)}."
        return
    yield f"Solved with {count_words(found.changes, 'change')}."
    yield ""
    yield from prose_lines(parse(repair.debrief, lesson.trace), width)
    other = other_solution(lesson.scenario, found)
    if other:
        yield ""
        yield from wrapped(other, width)


def signed_verdict(verdict: Verdict) -> str:
    """A goal and how it stands, with a sign: `✓ holds: books is idle from 5 min 00.000 s on`."""
    return f"{'✓' if verdict.holds else '✗'} {verdict_words(verdict)}"


def verdict_words(verdict: Verdict) -> str:
    """A goal and how it stands: `fails: ledger processes p-1. But p-1 (record 1) is given up, step 29`."""
    if verdict.holds:
        return f"holds: {verdict.asks}"
    at = "" if verdict.step is None else f", step {verdict.step}"
    return f"fails: {verdict.asks}. But {verdict.why}{at}"


def _metrics(heading: str, trace: Trace, width: int) -> Iterator[str]:
    yield from ("", heading, "-" * len(heading))
    for each in metrics(trace):
        yield from wrapped(visible(f"{each.name}: {each.value}"), width, "  * ")


def _goals(heading: str, verdicts: Iterable[Verdict], width: int) -> Iterator[str]:
    yield from ("", heading, "-" * len(heading))
    for number, verdict in enumerate(verdicts, 1):
        yield from wrapped(visible(signed_verdict(verdict)), width, f"  {number}. ")


def _fail(count: int) -> str:
    return "fails" if count == 1 else "fail"
