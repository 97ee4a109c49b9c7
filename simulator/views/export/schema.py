"""The JSON Schema of an exported lesson: draft-07, in plain keywords."""

from __future__ import annotations

import json
from typing import Any

from simulator.views.export.lesson import FORMAT, VERSION

Schema = dict[str, Any]


def _of(kind: str, description: str = "", **more: Any) -> Schema:
    """A value of a kind: a JSON type, with `?` behind it where null may stand."""
    types: Any = [kind[:-1], "null"] if kind.endswith("?") else kind
    return {"type": types, **({"description": description} if description else {}), **more}


def _object(description: str = "", optional: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """An object with these keys and no others; those that are not `optional` are always there."""
    required = [name for name in properties if name not in optional]
    return _of("object", description, properties=properties, required=required, additionalProperties=False)


def _list(of: Schema, description: str = "") -> Schema:
    return _of("array", description, items=of)


def _named(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


_TEXT = _of("string")
_STEP = _of("integer", "A step by its number; 0 is the start.", minimum=0)
_INDEXES = _list(_of("integer", minimum=0))
_MAYBE_TEXT = {"anyOf": [_named("text"), _of("null")]}

_DEFINITIONS = {
    "text": _object(
        "A text of the author's or of the program's.",
        markdown=_of("string", "As Markdown; a reference is a link such as [step 2](step:2)."),
        text=_of("string", "As `streamsim run` prints it: of a reference only its words."),
        references=_list(
            _object(
                label=_TEXT,
                scheme=_of("string", "step, column, cell, variable, fact, term or lesson."),
                target=_of("string", "Where it leads, such as 2, consumer_reads, 4/consumer_reads or F44."),
            ),
            "The places that it refers to, in the order of the text.",
        ),
    ),
    "choice": _object(
        letter=_of("string", "The letter by which it is picked."),
        text=_TEXT,
        path=_of("string?", "Where it is a step: the path by which the author names it."),
        right=_of("boolean?", "Whether it is right; null for an order and a match, which are right as a whole."),
        why=_MAYBE_TEXT,
        misconception=_of("string?", "The number of the wrong belief behind it."),
    ),
    "typed": _object(
        is_number=_of("boolean", "Whether values are compared as numbers; else as words, without letter case."),
        value=_of("string", "The right value, with its unit."),
        unit=_of("string?", "The unit of a number."),
        tolerance=_of("number", "How far a number may be from the right one, in the unit.", minimum=0),
        wrong=_list(_object(text=_TEXT, why=_MAYBE_TEXT, misconception=_of("string?"))),
    ),
    "question": _object(
        id=_TEXT,
        kind=_of("string", enum=["choice", "order", "match", "typed"]),
        question=_named("text"),
        slots=_list(_TEXT, "For a match: what the choices are matched with, in order."),
        choices=_list(_named("choice")),
        right={
            **_INDEXES,
            "description": "The right choices by index: in order, or slot by slot; none for `typed`.",
        },
        typed={
            "anyOf": [_named("typed"), _of("null")],
            "description": "Where the answer is typed: the right value, and known wrong ones.",
        },
        answer=_of("string", "The right answer in words."),
        hints=_list(_named("text"), "From a nudge to where to look."),
        location={
            "anyOf": [_object(step=_of("integer?"), column=_of("string?"), variable=_of("string?")), _of("null")],
            "description": "Where the answer can be seen.",
        },
        explanation=_MAYBE_TEXT,
    ),
    "step": _object(
        optional=("notes", "message"),
        step=_of("integer", minimum=1),
        time_ms=_of("integer", "Virtual milliseconds since the start.", minimum=0),
        phase=_of("string", enum=["write", "capture", "available", "read", "process", "idle"]),
        event=_TEXT,
        action=_TEXT,
        consumer=_of("string?"),
        records={**_INDEXES, "description": "The records that it is about, by their indexes in `records`."},
        record_created=_of("boolean?"),
        consumer_reads=_of("boolean?"),
        consumer_processes=_of("boolean?"),
        changes=_list(_object(variable=_TEXT, before=_TEXT, after=_TEXT)),
        facts=_list(_of("string", pattern="^F[0-9]+$")),
        notes=_list(_TEXT, "The author's sentences at it."),
        message=_of("object", "What it sends to a destination."),
    ),
    "run": _object(
        "The object that `streamsim run --format json` prints.",
        optional=("destinations",),
        scenario=_object(name=_TEXT, title=_TEXT),
        steps=_list(_named("step")),
        tracker=_object(
            columns=_list(_TEXT), rows=_list(_object(id=_TEXT, variable=_TEXT, values=_list(_of("string?"))))
        ),
        records=_list(_of("object", "A record in the shape of GetRecords.", required=["eventID", "dynamodb"])),
        shards=_list(
            _object(
                optional=("ParentShardId",),
                StreamArn=_TEXT,
                ShardId=_TEXT,
                ParentShardId=_TEXT,
                SequenceNumberRange=_of("object", required=["StartingSequenceNumber"]),
                records=_INDEXES,
            )
        ),
        streams=_list(_object(StreamArn=_TEXT, StreamStatus=_TEXT, StreamViewType=_TEXT)),
        destinations=_list(_object(step=_STEP, consumer=_TEXT, destination=_TEXT, message=_of("object"))),
    ),
    "scene": _object(
        "The whole system after a step: the object that `streamsim picture --format json` prints.",
        step=_STEP,
        time_ms=_of("integer", minimum=0),
        items=_list(_object(key=_of("object"), item=_of("object"))),
        in_flight=_list(_object(written_in_step=_STEP, key=_of("object"))),
        streams=_list(
            _object(
                StreamArn=_TEXT,
                StreamStatus=_TEXT,
                StreamViewType=_TEXT,
                shards=_list(
                    _object(
                        number=_of("integer", minimum=1),
                        ShardId=_TEXT,
                        parent=_of("integer?"),
                        open=_of("boolean"),
                        records=_list(
                            _object(
                                record=_of("integer", minimum=0),
                                state=_of("string", enum=["captured", "available", "trimmed"]),
                                readers=_of("object", additionalProperties=_object(state=_TEXT, times=_of("integer"))),
                            )
                        ),
                    )
                ),
            )
        ),
        consumers=_list(
            _object(
                name=_TEXT,
                type=_of("string", enum=["poller", "lambda", "kcl"]),
                state=_TEXT,
                workers=_list(_object(name=_TEXT, alive=_of("boolean"))),
                shards=_list(_of("object", required=["number", "state", "position", "checkpoint", "lanes"])),
            )
        ),
    ),
}


def export_schema() -> Schema:
    """The schema of the object that `streamsim export` prints."""
    whole = _object(
        "A whole lesson: its texts, its questions with their answers, its run, and the system after each step.",
        format={"const": FORMAT},
        version={"const": VERSION},
        lesson=_object(
            name=_TEXT,
            title=_TEXT,
            category=_of("string?"),
            minutes=_of("integer?"),
            part=_of("string?"),
            order=_of("integer?"),
            assumes=_list(_TEXT, "The ids of lessons that should be known before."),
        ),
        summary=_MAYBE_TEXT,
        execution_sample=_list(_named("text")),
        notes=_list(_object(step=_STEP, text=_named("text"))),
        key_moments=_list(_object(question=_named("text"), answer=_named("text"), step=_of("integer?"))),
        questions=_list(_named("question")),
        repair={"anyOf": [_object(story=_named("text"), debrief=_named("text")), _of("null")]},
        concept_snapshot=_list(_named("text")),
        transcript=_MAYBE_TEXT,
        run=_named("run"),
        scenes=_list(_named("scene"), "One for the start, and one for each step."),
    )
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "A lesson, exported"}
    return {**head, **whole, "definitions": _DEFINITIONS}


def export_schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(export_schema(), indent=2, ensure_ascii=False) + "\n"
