"""The format of `course.yaml`: what may stand in the file that describes a course."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simulator.scenario.fields import Line, Model, Text, refusal, written
from simulator.scenario.files.identifier import IDENTIFIER
from simulator.scenario.read_by import OneOrMany, ReadBy
from simulator.scenario.yaml.nodes import Scalar


def _identifier(value: Any) -> str:
    text = None if isinstance(value, Scalar) and value.kind != "string" else written(value)
    if text is None or not IDENTIFIER.fullmatch(text):
        raise refusal("S204", "an id is a text of ASCII letters, digits, . _ and - only, at most 100, as in week-2")
    return text


Identifier = Annotated[
    str,
    ReadBy(_identifier, {"type": "string", "pattern": f"^{IDENTIFIER.pattern}$"}),
]
"""An id, as it is written."""

Identifiers = Annotated[list[Identifier], OneOrMany()]
"""One id, or a list of them."""


class CourseLessonModel(Model):
    """A lesson in its place in the course."""

    id: Identifier = Field(description="The lesson's id: its own, or its file's name without the ending.")
    after: Identifiers = Field(
        [],
        description="Lessons that a learner should know before it, besides those that the lesson itself assumes.",
    )


def _short_lesson(value: Any) -> Any:
    return value if isinstance(value, dict | CourseLessonModel) else {"id": value}


CourseLessonField = Annotated[
    CourseLessonModel, BeforeValidator(_short_lesson, json_schema_input_type=CourseLessonModel | Identifier)
]


class CourseModel(Model):
    """A course: the lessons of a folder and the folders in it. Every key may be left out."""

    id: Identifier | None = Field(
        None, description="The name under which progress in the course is kept; left out, the folder's name."
    )
    title: Line | None = Field(None, description="The course's title; left out, the folder's name.")
    welcome: Text | None = Field(None, description="A Markdown text that greets learners above the lessons.")
    lessons: list[CourseLessonField] = Field(
        [],
        description="The lessons in the order in which they are given; left out, part by part. Others follow after "
        "those that are named.",
    )
