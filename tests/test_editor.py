"""An editor with the published schema and the settings of the guide, driven through its language server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from language_server import VERSION, LanguageServer, server_program

from simulator.lesson.schema_for_editors import lesson_schema_for_editors, schema_text
from simulator.scenario.files.new_lesson import ABOUT_TAGS, MODELINE, SCHEMA_NAME, TEMPLATES

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
OFFLINE = {"schemaStore": {"enable": False}}
HEAD = (
    f"{MODELINE}title: A lesson\ntable: {{name: Orders, partition_key: order_id}}\nstream: {{view_type: KEYS_ONLY}}\n"
)
PUT = "timeline:\n  - put: {order_id: o-1}\n"
FIRST = len((HEAD + PUT).splitlines()) + 1
"""The number of the line after `HEAD` and `PUT`. The sign ¦ is the place of the cursor."""


def settings_of_the_guide() -> dict[str, Any]:
    """The settings under `yaml` that the guide tells authors to give their editor."""
    [block] = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    return {name.removeprefix("yaml."): value for name, value in json.loads(block).items()}


def editor_in(folder: Path, settings: dict[str, Any]) -> LanguageServer:
    program = server_program()
    if program is None:
        pytest.skip(
            f"node or yaml-language-server is not here: npm install --prefix FOLDER yaml-language-server@{VERSION}, "
            "and put FOLDER/node_modules/.bin on PATH"
        )
    (folder / SCHEMA_NAME).write_text(schema_text(lesson_schema_for_editors()), encoding="utf-8")
    return LanguageServer(program, folder, OFFLINE | settings)


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    server = editor_in(tmp_path_factory.mktemp("editor"), settings_of_the_guide())
    yield server
    server.close()


class Completion(NamedTuple):
    """What is offered at a position: some of it with the text that it puts in, and what is not offered there."""

    at: str
    offered: dict[str, str]
    not_offered: tuple[str, ...] = ()


def as_it_is(*names: str) -> dict[str, str]:
    """Names that are put in as they are."""
    return {name: name for name in names}


FLAGS = ("true", "false")
CHOICES = f"{PUT}quiz:\n  - question: Q\n    choices:\n      - "
ANSWER = f"{PUT}quiz:\n  - question: Q\n    answer:\n      "
LAMBDA = f"{PUT}consumers:\n  - type: lambda\n    "

COMPLETIONS = [
    Completion(
        "timeline:\n  - ¦",
        {
            "put": "put:\n    ",
            "update": "update:\n    key:\n      ",
            "condition": "condition:\n    ",
            "repeat": "repeat:\n    times: $1\n    do: $2",
            "disable_stream": "disable_stream: {}",
            "enable_stream": "enable_stream:\n    view_type: ",
            "create_consumer": "create_consumer:\n    ",
            "crash": "crash:\n    consumer: ",
            "wait": "wait: ",
        },
        ("null",),
    ),
    Completion("timeline:\n  - up¦", {"update": "update:\n    key:\n      "}),
    Completion(f"{PUT}sh¦", {"show": "show:\n  ", "notes": "notes:\n  - step: $1\n    text: $2"}),
    Completion(f"{PUT}category: ¦", {}, FLAGS),
    Completion(f"{PUT}show_empty_polls: ¦", as_it_is(*FLAGS)),
    Completion(f"{PUT}show:\n  variables: ¦", as_it_is("checkpoint", "leases"), FLAGS),
    Completion(f"{PUT}show:\n  variables: [¦]", as_it_is("checkpoint", "leases"), FLAGS),
    Completion(f"{PUT}show:\n  variables:\n    - ¦", as_it_is("checkpoint", "attempt"), FLAGS),
    Completion(f"{PUT}show:\n  variables:\n    - che¦", as_it_is("checkpoint"), FLAGS),
    Completion(f"{PUT}show:\n  columns:\n    - ¦", as_it_is("time", "images", "lane"), FLAGS),
    Completion(f"{PUT}assumes: ¦", as_it_is("overview", "poison-pill"), FLAGS),
    Completion(f"{PUT}assumes:\n  - ¦", as_it_is("overview", "view-types"), FLAGS),
    Completion(f"{CHOICES}¦", {"text": "text: ", "step": "step: "}, ("null",)),
    Completion(f"{CHOICES}text: a\n        misconception: ¦", as_it_is("F4", "F298"), FLAGS),
    Completion(f"{ANSWER}¦", {"first_step": "first_step:\n  ", "cell": "cell:\n  step: ", "what_if": "what_if:\n  "}),
    Completion(f"{ANSWER}variable: ¦", as_it_is("consumer_state", "backlog"), FLAGS),
    Completion(f"{ANSWER}count: ¦", as_it_is("records", "read.empty"), FLAGS),
    Completion(f"{ANSWER}first_step:\n        event: ¦", as_it_is("write.insert", "read.records"), FLAGS),
    Completion(f"{PUT}predict:\n  - step: 1\n    ask: ¦", as_it_is("next", "images", "reader"), FLAGS),
    Completion(f"{PUT}consumers:\n  - ¦", {"type": "type: ${1|poller,lambda,kcl|}", "starts": "starts: ${1:0ms}"}),
    Completion(f"{LAMBDA}¦", {"function": "function:\n  ", "batch_size": "batch_size: ${1:100}"}, ("workers",)),
    Completion(f"{LAMBDA}function:\n      reports: ¦", as_it_is("first_failed", "empty_string"), FLAGS),
    Completion(f"{PUT}repair:\n  goals:\n    - ¦", {"idle_by": "idle_by:\n    consumer: $1\n    at_most: $2"}),
]


def test_completion_opens_mappings_and_offers_the_names_that_can_stand_there(editor):
    wrong = []
    for position in COMPLETIONS:
        found = editor.completions(HEAD + position.at)
        offered = {name: found.get(name) for name in position.offered}
        too_much = found.keys() & position.not_offered
        if offered != position.offered or too_much:
            wrong.append((position.at, offered, too_much))
    assert wrong == []


HOVERS = {
    "timeline:\n  - p¦ut: {order_id: o-1}": (
        "#### An entry of the timeline",
        "in place of one with the same key: `{order_id: o-1, status: PLACED}`.",
    ),
    "timeline:\n  - up¦date: {key: {order_id: o-1}}": (
        "#### An update",
        "UpdateItem: an item's key and what changes in it: `{key: {order_id: o-1}, set: {status: PAID}}`.",
    ),
    f"{PUT}minu¦tes: 5": ("#### A lesson of the DynamoDB Streams simulator", "About how many minutes"),
    f"{PUT}consumers: [{{type: lambda, batch_¦size: 5}}]": ("#### A Lambda consumer", "How many records one"),
    f"{PUT}notes: [{{step: 1, te¦xt: a}}]": ("#### A note", "with references such as `[then](step:placed)`."),
    f"{PUT}quiz: [{{question: Q, ans¦wer: {{count: records}}}}]": ("left out: a choice is `correct`.",),
    f"{PUT}quiz: [{{question: Q, choices: [{{text: a, mis¦conception: F298}}]}}]": (
        "#### A misconception",
        "`streamsim misconceptions` lists them.",
        "* `F298`: An empty page means that I have read everything and am done.",
    ),
}


def test_a_hover_has_a_title_that_a_person_would_say_and_its_examples_as_code(editor):
    for at, expected in HOVERS.items():
        shown = editor.hover(HEAD + at)
        for part in expected:
            assert part in shown, at
        assert "\\`" not in shown
        assert "Model" not in shown


MARKS = {
    PUT: [],
    PUT + "    delete: {order_id: o-1}": [f"{FIRST}: put is here already: an entry has one action."],
    PUT + "  - at: 5s": [f"{FIRST}: An entry has one action; here is none of put, update, delete, "],
    PUT + "    at: 5s\n    after: 5s": [f"{FIRST + 1}: at is here already: an action has one time."],
    PUT + "    condition: 5": [f'{FIRST}: Incorrect type. Expected "A condition".'],
    PUT + "  - wait: 5": [f"{FIRST}: Expected a duration with its unit, such as 250ms, 2s, 5m or 25h."],
    PUT + "  - pot: {order_id: o-2}": [f"{FIRST}: Property pot is not allowed."],
    PUT + "  - update: {set: {status: PAID}}": [f'{FIRST}: Missing property "key".'],
    PUT + "show: {variables: [chekpoint]}": [f"{FIRST}: No variable has this id; "],
    PUT + "show: {variables: [checkpoint.ledger, attempt.ledger@2]}\nassumes: one-of-mine": [],
    PUT + "notes: [{step: a b, text: a}]": [f"{FIRST}: Expected a step: its number, or a path such as placed.capture."],
    PUT + "quiz: [{question: Q, choices: [1, 2], answer: {count: records, order: true}}]": [
        f"{FIRST}: count is here already: an answer is worked out in one way."
    ],
    PUT + "quiz: [{question: Q, choices: [1, 2], answer: {after: 2}}]": [
        f"{FIRST}: An answer is worked out in one way; here is none of first_step, "
    ],
    PUT + "quiz: [{question: Q, choices: [1, {text: 2, step: 1}], answer: {count: records}}]": [
        f"{FIRST}: text is here already: a choice is a text or a step."
    ],
    PUT + "consumers: [{type: lamda}]": [f'{FIRST}: Value must be "poller" | "lambda" | "kcl".'],
}


def test_what_is_wrong_is_marked_where_it_is_in_plain_words(editor):
    for text, expected in MARKS.items():
        found = editor.marks(HEAD + text)
        assert len(found) == len(expected), (text, found)
        assert all(said.startswith(wanted) for said, wanted in zip(found, expected, strict=True)), (text, found)


TAGS = (
    PUT + "  - update: {key: {order_id: o-1}, set: {n: !plus 1, l: !append [a], m: !if_missing 0, o: !if_missing {}}}\n"
    "  - put: {order_id: o-2, expires: !in 10m, tags: !!set {a, b}, photo: !!binary aGk=}\n"
)


def test_the_settings_of_the_guide_make_the_tags_of_the_format_known(editor, tmp_path):
    assert editor.marks(HEAD + TAGS) == []
    without = editor_in(tmp_path, {})
    unknown = {each.partition(": ")[2] for each in without.marks(HEAD + TAGS)}
    without.close()
    assert unknown == {f"Unresolved tag: !{name}" for name in ("in", "plus", "append", "if_missing")}


def test_the_file_that_new_writes_has_no_marks(editor):
    assert editor.marks((TEMPLATES / "lesson.yaml").read_text(encoding="utf-8")) == []


def test_the_file_that_new_writes_names_the_setting_that_knows_the_tags():
    assert ABOUT_TAGS in (TEMPLATES / "lesson.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r'"(![^"]+)"', ABOUT_TAGS))
    assert named <= set(settings_of_the_guide()["customTags"])
