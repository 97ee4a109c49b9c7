"""Every key of the player, in one table. Bindings, footer, help, list of commands and the README are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from textual.binding import Binding


class Key(NamedTuple):
    """A key in one place, with the action that it runs."""

    keys: str
    """Textual's names of the keys that do it, the first one shown."""
    action: str
    name: str
    """A word or two, for the footer and the list of commands."""
    about: str = ""
    """A phrase for the help and the README. A key without one is a matter of course and is not listed."""
    sign: str = ""
    """The key as it is printed on a keyboard, where its name does not say that."""
    footer: bool = False
    """Whether the footer shows it, while it does something."""
    priority: bool = False
    """Whether it works whatever has the focus."""

    @property
    def shown(self) -> str:
        """The key as a person reads it."""
        first = self.keys.split(",")[0]
        return self.sign or (first if len(first) == 1 else "+".join(each.title() for each in first.split("+")))


LETTERS: Final = "ABCDEFGIJ"
"""The letters of a question's choices: h asks for a hint."""

OTHERS: Final = "Pick choice A; other letters and numbers pick the others"

OR_LETTERS: Final = "Pick choice 1, as a does; others pick the other choices"

BACK_AND_FORTH = (
    Key("left", "back", "Back", "One step back", "←", True, True),
    Key("right", "forward", "Next", "One step on", "→", True, True),
    Key("home", "first", "First step", "Go to the first step", priority=True),
    Key("end", "last", "Last step", "Go to the last step", priority=True),
)

OLDER_AND_NEWER = (
    Key("shift+left", "tracker(1)", "Older", "Older columns of the tracker", "Shift+←"),
    Key("shift+right", "tracker(-1)", "Newer", "Newer columns of the tracker", "Shift+→"),
)

HELP = Key("question_mark", "help", "Help", "Show all keys", "?", True)

KEYS: Mapping[str, tuple[Key, ...]] = {
    "lesson": (
        *BACK_AND_FORTH,
        *OLDER_AND_NEWER,
        Key("space", "toggle_play", "Play", "Play and pause", "Space", True),
        Key("plus,equals_sign", "speed(1)", "Faster", "Play faster", "+"),
        Key("minus", "speed(-1)", "Slower", "Play slower", "-"),
        Key("g", "go_to", "Go to", "Go to a step by its number", footer=True),
        Key("v", "view", "View", "The next view: map, time, wire; in a low one the tracker", footer=True),
        Key("V", "view_alone", "View alone", "The view on the whole screen; again, or Esc: back", "Shift+V"),
        Key("left_square_bracket", "call(-1)", "Call before", "The call before, on the wire", "["),
        Key("right_square_bracket", "call(1)", "Next call", "The next call, on the wire", "]"),
        Key("p", "predict", "Predict", "Say what comes before it is shown; again: stop", footer=True),
        Key("x", "what_if", "What if", "Change something, say what will happen, and see both runs"),
        Key("q", "panel('quiz')", "Quiz", "Answer the lesson's questions", footer=True),
        Key("f", "follow_next", "Follow", "Follow the record; again: its item, its consumer", footer=True),
        Key("full_stop", "followed(1)", "Later", "The next step that is about what is followed", ".", True),
        Key("comma", "followed(-1)", "Earlier", "The step before that is about what is followed", ",", True),
        Key("exclamation_mark", "next_failure", "Next failure", "Go to the next failure, crash, loss or refusal", "!"),
        Key("backspace", "return", "Return", "Back to where a link was followed from", "Backspace", True),
        Key("k", "panel('moments')", "Moments", "Key moments so far; Enter shows an answer", footer=True),
        Key("n", "panel('snapshot')", "Snapshot", "What to remember"),
        Key("w", "panel('happened')", "What happened", "What just happened, and why; again: read on"),
        Key("c", "problems", "Problems", "While a file is watched: what is wrong with its texts"),
        Key("b", "next_record", "Next record", "The next record of a batch", footer=True),
        Key("enter", "next_lesson", "Next lesson", "At the end: the next lesson", "Enter", True),
        Key("m", "repair", "Repair", "Repair the pipeline, in a lesson that has a repair", footer=True),
        Key("t", "read", "Transcript", "Read the lesson as a text", footer=True),
        Key("y", "copy", "Copy", "Copy the step's record as JSON, or else its reason"),
        Key("r", "reset", "Reset", "Back to the start, the quiz too"),
        Key("escape", "close", "Close", "Close the panel; from the lesson back to the catalogue", "Esc"),
        HELP,
    ),
    "repair": (
        Key("r", "run", "Run", "Run your changes, and judge the goals", footer=True),
        *BACK_AND_FORTH,
        Key("enter", "on", "Go on", "Go on; on a setting: change it; on a goal: its step", "Enter", True),
        Key("1", "page('symptoms')", "Symptoms", "What people complain about", footer=True),
        Key("2", "page('run')", "The run", "Metrics and the map of the run", footer=True),
        Key("3", "page('change')", "Change", "Settings that you may change, and the goals", footer=True),
        Key("4", "page('debrief')", "Debrief", "When it is solved: why it works, what it costs", footer=True),
        Key("z", "undo", "Undo", "Take the newest change back", footer=True),
        Key("v", "view", "View", "The other view of the step: map or time"),
        Key("y", "copy", "Copy", "Copy your changes as YAML"),
        Key("escape", "leave", "Lesson", "To the lesson itself; m there comes back", "Esc"),
        HELP,
    ),
    "sandbox": (
        Key("i", "type", "Type", "Type an action or a setting", footer=True),
        Key("p", "usual('put')", "Put", "Put a new item", footer=True),
        Key("u", "usual('update')", "Update", "Update the newest item"),
        Key("d", "usual('delete')", "Delete", "Delete the newest item"),
        Key("w", "usual('wait')", "Wait", "Let 10 s pass", footer=True),
        Key("s", "usual('split_shard')", "Split", "Split an open shard"),
        Key("c", "usual('crash')", "Crash", "Crash a reader", footer=True),
        Key("r", "usual('restart')", "Restart", "Restart a reader that has crashed"),
        Key("z", "undo", "Undo", "Take back what was added last", footer=True),
        Key("left", "back", "Back", "One step back", "←"),
        Key("right", "forward", "Next", "One step on", "→"),
        Key("home", "first", "First step", "Go to the first step"),
        Key("end", "last", "Last step", "Go to the last step"),
        Key("v", "view", "View", "The other view of the step: map or time", footer=True),
        Key("ctrl+s", "save", "Save", "Save it as a lesson file", "Ctrl+S", True),
        Key("escape", "close", "Close", "From the line to the run; from there back", "Esc"),
        HELP,
    ),
    "typed line": (
        Key("tab", "complete", "Complete"),
        Key("up", "older(-1)", "Older"),
        Key("down", "older(1)", "Newer"),
    ),
    "review": (
        *BACK_AND_FORTH,
        *OLDER_AND_NEWER,
        Key("t", "peek", "Look at the run", "Show the hidden run; the answer is then not sure", footer=True),
        Key("backspace", "return", "Return", "Back to where a link was followed from", "Backspace", True),
        Key("escape", "leave", "Back", "Back to the catalogue", "Esc", True),
        HELP,
    ),
    "catalogue": (
        Key("b", "from_the_start", "From the start", "Open the lesson at its start", footer=True),
        Key("v", "review", "Review", "Ask again what is due", footer=True),
        Key("s", "sandbox", "Sandbox", "A pipeline to play with", footer=True),
        HELP,
    ),
    "two runs": (
        *BACK_AND_FORTH,
        Key("s", "side", "Other side", "The other side", footer=True),
        Key("e", "ends", "The ends", "What is at the end of both runs", footer=True),
        Key("p", "parting", "Parting", "Go to the step at which the runs part", footer=True),
        Key("v", "view", "View", "The next view: the sides, the ends; time and reasons too", footer=True),
        Key("escape", "leave", "Back", "Back to where you came from", "Esc", True),
        Key("y", "copy", "Copy as YAML", "Copy the changes as YAML", footer=True),
        HELP,
    ),
    "what if": (
        Key("right", "on", "Next phase", "The next phase: say, run, compare", "→", True, True),
        Key("left", "before", "Changes", "Back to the changes", "←", True, True),
        Key("1", "phase(1)", "Phase 1", "Go to a phase: 1 change, 2 say, 3 run, 4 compare"),
        *(Key(str(number), f"phase({number})", f"Phase {number}") for number in (2, 3, 4)),
        Key("z", "undo", "Undo", "Take the newest change back", footer=True),
        Key("y", "copy", "Copy as YAML", "Copy the changes as YAML", footer=True),
        Key("escape", "leave", "Back", "Back to the lesson", "Esc", True),
        HELP,
    ),
    "change": (Key("escape", "leave", "Cancel", footer=True),),
    "opening": (Key("escape", "give_up", "Do not wait", sign="Esc", footer=True),),
    "reading": (
        Key("escape,t", "leave", "Back to the lesson", sign="Esc", footer=True),
        Key("tab", "app.focus_next", "Next link", sign="Tab", footer=True),
        Key("enter", "none", "Follow it", sign="Enter", footer=True),
    ),
    "records": (
        Key("tab", "walk(1)", "Next record"),
        Key("shift+tab", "walk(-1)", "Previous record"),
    ),
    "moment": (Key("enter", "unfold", "Show or hide the answer"),),
    "term": (Key("escape,enter,space", "leave", "Close", footer=True),),
    "fact": (Key("escape,enter,space", "leave", "Close", footer=True),),
    "help": (Key("escape,question_mark,enter,q", "leave", "Close", footer=True),),
    "value": (Key("escape", "leave", "Cancel", footer=True),),
    "go to": (Key("escape", "leave", "Cancel", footer=True),),
    "commands": (
        Key("escape", "leave", "Cancel", footer=True),
        Key("up", "list('cursor_up')", "Up"),
        Key("down", "list('cursor_down')", "Down"),
        Key("pageup", "list('page_up')", "Page up"),
        Key("pagedown", "list('page_down')", "Page down"),
    ),
    "quiz": (
        *(
            Key(
                f"{letter.lower()},{letter},{number}",
                f"choose({number - 1})",
                f"Choose {letter}",
                OTHERS * (number == 1),
            )
            for number, letter in enumerate(LETTERS, 1)
        ),
        Key("space", "tick", "Tick", "Tick a choice, where several are right", "Space"),
        Key("backspace", "undo", "Take back", "Take the choice back; from the place of a hint: back", "Backspace"),
        Key("s,S", "commit(True)", "Sure", "After the choice: you are sure of it"),
        Key("u,U", "commit(False)", "Not sure", "After the choice: you are not sure of it"),
        Key("h,H", "hint", "Hint", "A hint; the last one goes to the place"),
        Key("x,X", "see_expected", "Expected", "After some wrong answers: the run that a believer expects"),
        Key("enter", "next", "Next question", "Answer; leave it unsaid how sure you are; go on", "Enter"),
    ),
    "predict": (
        Key("0", "choose(0)", "Choose 0"),
        *(
            Key(
                f"{number},{letter.lower()},{letter}",
                f"choose({number})",
                f"Choose {number}",
                OR_LETTERS * (number == 1),
            )
            for number, letter in enumerate(LETTERS[:4], 1)
        ),
        Key("s,S", "commit(True)", "Sure", "Say that you are sure"),
        Key("u,U", "commit(False)", "Not sure", "Say that you are not sure"),
        Key("backspace", "undo", "Take back", "Take the choice back, before you say how sure you are", "Backspace"),
        Key("x,X", "see_expected", "Expected", "After some wrong predictions: the run a believer expects"),
        Key("enter", "go_on", "Go on", "Go on to the next step"),
    ),
    "link": (
        Key("tab", "walk(1)", "Next link", "Walk to the next link or part", "Tab"),
        Key("shift+tab", "walk(-1)", "Previous link"),
        Key("enter", "follow_selected", "Follow the link", "Follow the link; the place is then marked › ‹", "Enter"),
    ),
    "choices": (Key("enter", "enter", "Answer"),),
    "answer line": (
        Key("enter", "answer", "Answer"),
        Key("down", "hint", "Hint where one types", "Where an answer is typed: a hint", "↓"),
    ),
    "everywhere": (
        Key("ctrl+p", "commands", "Commands", "Every command by its name", priority=True),
        Key("ctrl+q", "quit", "Quit", "Leave; Ctrl+C does too, twice within a second", priority=True),
        Key("ctrl+c", "stop", "Stop", priority=True),
        Key("ctrl+z", "suspend_process", "Suspend", "Suspend the program; fg comes back", priority=True),
    ),
}
"""The keys of each screen, and of each widget with keys of its own, by its name."""

ASKING = ("quiz", "predict")
"""The places that ask something. While they do, their letters, digits and Backspace are theirs alone."""

TITLES = {"quiz": "While the quiz asks", "predict": "While predict mode asks"}
"""What stands over the keys of a panel in the help and the README."""

MOST_IN_FOOTER: Final = 10
"""Keys in the footer: more are not read."""


def bindings(place: str, *actions: str) -> list[Binding]:
    """The bindings of a place: all of them, or those of some actions."""
    return [
        Binding(
            each.keys,
            each.action,
            each.name,
            show=each.footer,
            key_display=each.sign or None,
            priority=each.priority,
            tooltip=each.about,
        )
        for each in KEYS[place]
        if not actions or each.action in actions
    ]


def rows(place: str) -> list[tuple[str, str]]:
    """The keys of a place and of the line inside it, with their phrases, for the help and the README."""
    inside = KEYS["answer line"] if place == "quiz" else ()
    return [(each.shown, each.about) for each in (*KEYS[place], *inside) if each.about]


def markdown() -> str:
    """The tables of keys in the README: the lesson and its links, the panels that ask, the catalogue."""
    tables: list[tuple[str, tuple[str, ...]]] = [("In a lesson", ("lesson", "link", "everywhere"))]
    tables += [(TITLES[place], (place,)) for place in ASKING]
    tables += [("In a what-if", ("what if",)), ("In two runs", ("two runs",)), ("In a repair", ("repair",))]
    tables += [("In the sandbox", ("sandbox",)), ("In the catalogue", ("catalogue",))]
    lines: list[str] = []
    for title, places in tables:
        lines += [f"| {title} | What it does |", "| --- | --- |"]
        lines += [f"| {key} | {about} |" for place in places for key, about in rows(place)]
        lines.append("")
    return "\n".join(lines)
