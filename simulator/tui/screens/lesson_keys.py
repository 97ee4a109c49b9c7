"""The keys of the lesson screen, and the text of its help."""

from __future__ import annotations

from simulator.tui.keys import bindings

ABOUT = """\
The table and the tracker show what has happened up to this step, and no more. A star (*) marks what changed in this \
step. A row's three answers are about the change of that row: is its record created, has the consumer read it, has it \
processed it? \
The answer is Yes, No, the number of records where only some of them are, or - in a row about no change. Where room \
is short, each answer is a single letter (Y, N). \
In the tracker "was" names the value before the last change of each; Shift+← shows older columns.

Above the table stands a view of the step: the map, time (a click on a mark goes to its step) or the wire; v goes on \
to the next. What stands after NOW has not happened yet: it is only due.

Underlined words lead somewhere: click them, or walk to them with Tab and press Enter; the place is then marked › ‹. \
F41 is a numbered fact; a term such as shard is underlined where the lesson first uses it, and leads to the glossary. \
A click on a row goes to its step. Up and Down scroll the part that has the focus; Tab, w, k and n give it.

f follows the record of the step through the run, then its item, then its consumer: every row about it has a » in \
front, and , and . go from one such step to the next.

In the quiz, press a choice's letter; u says that you are not sure; h gives a hint, and the last hint takes you to the \
place. In predict mode (p) some rows are hidden until you have said what they will be, by a number or its letter."""

LESSON_KEYS = tuple(bindings("lesson"))
