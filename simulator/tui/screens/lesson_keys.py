"""The keys of the lesson screen, and the text of its help."""

from __future__ import annotations

from textual.binding import Binding

from simulator.tui.screens.run import BACK_AND_FORTH

ABOUT = """\
The table and the tracker show what has happened up to this step, and no more. A star (*) marks what changed in this \
step. A row's three answers are about the change of that row: is its record created, has the consumer read it, has it \
processed it? \
They stand as a letter each where room is short: Yes, No, - for a row about no change, or for how many of its records. \
In the tracker a value has the one before it in brackets; Shift+← shows older columns.

Underlined words lead somewhere: click them, or walk to them with Tab and press Enter; the place is then marked › ‹. \
F41 is a numbered fact; a term such as shard is underlined where the lesson first uses it, and leads to the glossary. \
A click on a row goes to its step. Up and Down scroll the part that has the focus; Tab, w, k and n give it.

In the quiz, press a choice's letter; u says that you are not sure; h gives a hint, and the last hint takes you to the \
place. In predict mode (p) some rows are hidden until you have said what they will be."""

LESSON_KEYS = (
    *BACK_AND_FORTH,
    Binding("space", "toggle_play", "Play", key_display="Space", id="lesson.play", tooltip="Play and pause"),
    Binding("plus,equals_sign", "speed(1)", "Faster", show=False, key_display="+", tooltip="Play faster"),
    Binding("minus", "speed(-1)", "Slower", show=False, key_display="-", tooltip="Play slower"),
    Binding("g", "go_to", "Go to", id="lesson.go_to", tooltip="Go to a step by its number"),
    Binding("p", "predict", "Predict", id="lesson.predict", tooltip="Say what comes before it is shown; again: stop"),
    Binding("q", "panel('quiz')", "Quiz", id="lesson.quiz", tooltip="Answer the lesson's questions"),
    Binding("k", "panel('moments')", "Moments", id="lesson.moments", tooltip="Questions worth a pause"),
    Binding("n", "panel('snapshot')", "Snapshot", show=False, tooltip="What to remember"),
    Binding(
        "w", "panel('happened')", "What happened", show=False, tooltip="What just happened; again: its whole reason"
    ),
    Binding("b", "next_record", "Next record", id="lesson.record", tooltip="The next record of a batch"),
    Binding(
        "enter",
        "next_lesson",
        "Next lesson",
        key_display="Enter",
        id="lesson.next_lesson",
        tooltip="At the end: the next lesson",
    ),
    Binding("t", "read", "Transcript", id="lesson.read", tooltip="Read the lesson as a text"),
    Binding("r", "reset", "Reset", show=False, tooltip="Back to the start, the quiz too"),
    Binding(
        "escape",
        "close",
        "Close",
        show=False,
        key_display="Esc",
        tooltip="Close the panel; from the lesson back to the catalogue",
    ),
    Binding("question_mark", "help", "Help", key_display="?", id="lesson.help", tooltip="Show all keys"),
)
