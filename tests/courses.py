"""Courses for tests: a folder with lessons of its own."""

from __future__ import annotations

from pathlib import Path

LESSON = """\
title: {title}
minutes: 5
table: {{name: Orders, partition_key: order_id}}
stream: {{view_type: KEYS_ONLY}}
timeline:
  - put: {{order_id: o-1}}
    id: placed
{more}quiz:
  - id: captured
    question: At which step is the record created?
    choices: [{{step: placed}}, {{step: placed.capture}}]
    answer: {{first_step: {{event: capture.record}}}}
    explanation: The stream captures it.
"""


def write_lesson(path: Path, title: str, more: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LESSON.format(title=title, more=more), encoding="utf-8")
    return path


COURSE = """\
id: shop
title: Streams in our shop
welcome: Begin with *orders*.
lessons: [orders, {id: stock, after: [overview]}, {id: mail, after: [orders, stock]}]
"""


def write_course(folder: Path, course: str = COURSE) -> Path:
    """Three lessons: one in a folder below, one with an id of its own."""
    write_lesson(folder / "a-mail.yaml", "Mail", "id: mail\n")
    write_lesson(folder / "orders.yaml", "Orders")
    write_lesson(folder / "week-2" / "stock.yaml", "Stock", "assumes: [orders]\n")
    (folder / "course.yaml").write_text(course, encoding="utf-8")
    return folder
