"""A lesson as a handout in Markdown: the lesson, its records, its questions and, where wanted, the key to them."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.attributes import Item
from simulator.dynamodb.stream import StreamRecord
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Question
from simulator.lesson.words.sentences import key_words, value_text
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.markdown import SECTION_LEVEL, escaped, lesson_markdown, markdown_table, prose_markdown

MOST_RECORDS = 200
"""Records that the table shows: nobody reads more on paper."""

_HEADING = "#" * SECTION_LEVEL


def handout(lesson: Lesson, with_answers: bool = False) -> Iterator[str]:
    """The lines of a handout in Markdown. Without `with_answers` none of the questions' answers is in it."""
    yield from lesson_markdown(lesson)
    if lesson.trace.records:
        yield from ("", f"{_HEADING} Stream records", "")
        yield from _records(lesson.trace)
    if lesson.questions:
        yield from ("", f"{_HEADING} Questions")
        for number, question in enumerate(lesson.questions, 1):
            yield from _question(number, question)
    if lesson.questions and with_answers:
        yield from ("", f"{_HEADING} Answers")
        for number, question in enumerate(lesson.questions, 1):
            yield from _answer(lesson, number, question)


def _records(trace: Trace) -> Iterator[str]:
    headings = ("Record", "Shard", "Event", "Key", "Old image", "New image", "Bytes")
    shown = enumerate(trace.records[:MOST_RECORDS], 1)
    yield from markdown_table(headings, (_record(number, record) for number, record in shown))
    if len(trace.records) > MOST_RECORDS:
        yield from ("", f"{len(trace.records) - MOST_RECORDS:,} further records are not shown.")


def _record(number: int, record: StreamRecord) -> tuple[str, ...]:
    images = (_image(record.old_image), _image(record.new_image))
    return (
        f"r{number}",
        str(record.shard.number),
        record.event_name,
        key_words(record.key),
        *images,
        str(record.size_bytes),
    )


def _image(item: Item | None) -> str:
    return "" if item is None else ", ".join(f"{visible(name)}: {value_text(value)}" for name, value in item.items())


def _question(number: int, question: Question) -> Iterator[str]:
    yield from ("", f"{_HEADING}# Question {number}", "")
    yield from prose_markdown(question.text)
    if question.slots:
        yield ""
        yield from (f"- {escaped(slot)}: \\_\\_\\_" for slot in question.slots)
    yield ""
    if question.form is not None:
        yield f"{escaped(question.form.how.replace('Type', 'Write'))} \\_\\_\\_"
        return
    yield from (f"- {option.letter}: {escaped(option.text)}" for option in question.options)
    how = {"order": "Put them in the right order.", "match": "Give each a letter."}.get(question.kind, "")
    if how or question.several:
        yield from ("", how or "Several are right.")


def _answer(lesson: Lesson, number: int, question: Question) -> Iterator[str]:
    yield from ("", f"{_HEADING}# Answer {number}", "", f"**{escaped(question.answer_words)}**")
    if question.explanation:
        yield ""
        yield from prose_markdown(question.explanation)
    wrong = [index for index, option in enumerate(question.options) if not option.right]
    for index in () if question.in_sequence else wrong:
        for letter, why in lesson.beliefs.whys(question, (index,)):
            yield ""
            yield from prose_markdown((f"{letter}: ", *why))
