"""Texts of small lessons, whole and broken."""

from __future__ import annotations

HEAD = """\
title: {title}
table: {{name: Orders, partition_key: order_id}}
stream: {{view_type: NEW_AND_OLD_IMAGES}}
timeline: [put: {{order_id: o-1}}]
"""
GOOD = HEAD.format(title="A lesson")
BROKEN = GOOD.replace("order_id: o-1", "order: o-1")

QUESTION = """\
  - question: At which step is the stream record created?
    choices: [{choices}]
    answer: {{first_step: {{column: record_created, is: true}}}}
    explanation: The stream captures it, [step 2](step:2).
"""

SHORT = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
timeline:
  - put: {order_id: o-1}
"""
SHORT_BROKEN = SHORT.replace("partition_key", "partiton_key").replace("o-1", '"o\\e[31m", x: 1e999')


def lines(text: str, start: str) -> list[str]:
    """The lines of a text that begin like this."""
    return [line for line in text.splitlines() if line.startswith(start)]


def quiz(*questions: str) -> str:
    """The quiz of a lesson, to be written after its timeline."""
    return "quiz:\n" + "".join(questions)


def complaints(text: str) -> list[str]:
    """The complaints that `check` printed, without the lines that show the location."""
    return [line for line in text.splitlines() if not line.startswith("    ")]
