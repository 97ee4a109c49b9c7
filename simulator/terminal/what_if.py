"""What if in a plain terminal: change something, say what will happen, and hear how both runs differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.lesson.variations.actions import ActionToPutIn, actions_at
from simulator.lesson.variations.settings import Setting, settings
from simulator.lesson.variations.what_if import Refused, WhatIf, ran, refusal_words
from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.terminal.play_session import PlaySession
from simulator.terminal.spoken import without_signs
from simulator.terminal.terminal import Terminal, quoted
from simulator.terminal.two_runs import causes_lines, ends_lines
from simulator.views.layout import wrapped
from simulator.views.two_runs.about import said_words
from simulator.views.two_runs.what_if_words import setting_name

HELP = (
    "Type the number or the name of a setting and its value, the number of an action, or YAML in braces. z takes the "
    "newest change back, l lists these lines again, r or only Enter runs the changes, q goes back to the lesson."
)


def ask_what_if(session: PlaySession, terminal: Terminal) -> None:
    """Ask for changes until the learner runs them or goes back, and then say what differs."""
    lesson = session.lesson
    what_if = WhatIf(lesson, session.step)
    turned, put_in = settings(lesson.scenario, lesson.trace), actions_at(lesson.trace, session.step)
    terminal.print_lines(_offer_lines(what_if, turned, put_in, terminal.width))
    terminal.print(HELP)
    with terminal.until_stopped():
        while True:
            typed = terminal.ask()
            if typed in ("l", "list"):
                terminal.print_lines(_offer_lines(what_if, turned, put_in, terminal.width))
            elif typed not in ("", "r", "run"):
                what_if = _changed(what_if, typed, turned, put_in, terminal)
            elif not what_if.patch:
                terminal.print("Nothing is changed yet. q goes back to the lesson.")
            else:
                what_if = _run(what_if, terminal)
                if what_if.ran is not None:
                    break
        terminal.print_lines(_compare_lines(what_if, terminal.width))


def _offer_lines(
    what_if: WhatIf, turned: Sequence[Setting], put_in: Sequence[ActionToPutIn], width: int
) -> Iterator[str]:
    """Each setting with its value and what it takes, and each action, by its number."""
    consumers = len(what_if.lesson.scenario.consumers)
    for number, each in enumerate(turned, 1):
        words = f"{setting_name(each, consumers)}: {each.words}. It takes {each.allowed}."
        yield from wrapped(visible(words), width, f"{number}: ")
    for number, action in enumerate(put_in, len(turned) + 1):
        yield from wrapped(visible(action.words), width, f"{number}: put in after step {what_if.step}: ")


def _changed(
    what_if: WhatIf, typed: str, turned: Sequence[Setting], put_in: Sequence[ActionToPutIn], terminal: Terminal
) -> WhatIf:
    """The what-if after a typed change; the same one, and a line that says why, where there is none."""
    try:
        after = _after(what_if, typed, turned, put_in)
    except Refused as refused:
        terminal.print(f"Not possible: {refused}")
        return what_if
    changes = after.changes
    terminal.print("; ".join(each.words for each in changes) if changes else "Nothing is changed.")
    return after


def _after(what_if: WhatIf, typed: str, turned: Sequence[Setting], put_in: Sequence[ActionToPutIn]) -> WhatIf:
    if typed in ("z", "undo"):
        return what_if.undo()
    if typed.startswith("{"):
        return what_if.add_yaml(typed)
    word, *rest = typed.split(maxsplit=1)
    value = rest[0] if rest else ""
    consumers = len(what_if.lesson.scenario.consumers)
    for number, setting in enumerate(turned, 1):
        name = setting_name(setting, consumers)
        if typed == name or typed.startswith(f"{name} "):
            return what_if.turn(setting, typed.removeprefix(name))
        if word in (str(number), setting.name):
            return what_if.turn(setting, value)
    for number, action in enumerate(put_in, len(turned) + 1):
        if typed == str(number):
            return what_if.put_in(action.entry)
    raise Refused(f"{quoted(typed)} is no change. {HELP}")


def _run(what_if: WhatIf, terminal: Terminal) -> WhatIf:
    """Run the changes, and ask what the learner expects of the run."""
    try:
        what_if = what_if.with_run(ran(what_if))
    except ScenarioError as error:
        terminal.print(f"Not possible: {refusal_words(error)}")
        return what_if
    while what_if.asked is not None:
        asked = what_if.asked
        choices = "; ".join(f"{number} {each}" for number, each in enumerate(asked.choices, 1))
        terminal.print(f"Before you see the run: {asked.text} {choices}. Only Enter skips it.")
        typed = terminal.ask()
        numbers = [str(number) for number in range(1, len(asked.choices) + 1)]
        if not typed or typed in numbers:
            what_if = what_if.say(int(typed) - 1 if typed else None)
        else:
            terminal.print(f"{quoted(typed)} is not a number from 1 to {len(asked.choices)}.")
    return what_if


def _compare_lines(what_if: WhatIf, width: int) -> Iterator[str]:
    """What was said and what it is, then the ends of both runs, then where they part and why."""
    if what_if.ran is None:
        return
    for forecast, choice in zip(what_if.ran.forecasts, what_if.said, strict=True):
        yield from wrapped(without_signs(said_words(forecast, choice)), width)
    yield from ends_lines(what_if.ran.walk, width)
    yield from causes_lines(what_if.ran.walk, width)
