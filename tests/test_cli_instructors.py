"""What an instructor types: check, new, test and watch, on files and folders in every state."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import process

from simulator.cli import main
from simulator.scenario.complaints.complaint import CODES
from simulator.scenario.files.library import lesson_names, library_folder

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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: nothing is in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(text: str, start: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(start)]


# check: folders


def test_a_folder_is_checked_with_the_folders_in_it_in_the_order_of_the_names(folder, streamsim):
    for name in ("b.yaml", "a.yml", "sub/c.yaml", "sub/deeper/d.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(HEAD.format(title=name))
    done = streamsim("check", ".")
    assert done.status == 0
    assert done.out.splitlines() == [
        "a.yml: no problems",
        "b.yaml: no problems",
        "sub/c.yaml: no problems",
        "sub/deeper/d.yaml: no problems",
    ]


def test_other_yaml_in_a_folder_is_skipped_and_said_to_be(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD)
    (folder / "compose.yaml").write_text("services: {web: {}}\n")
    (folder / "list.yml").write_text("- 1\n")
    (folder / "notes.txt").write_text("timeline: no YAML by its name\n")
    done = streamsim("check", ".", "--strict")
    assert done.status == 0
    assert done.out.splitlines() == [
        "lesson.yaml: no problems",
        "compose.yaml: skipped: it has no timeline",
        "list.yml: skipped: not a mapping",
    ]


@pytest.mark.parametrize("text", [GOOD.replace("timeline", "timelime"), GOOD.partition("timeline")[0]])
def test_a_misspelt_or_a_missing_timeline_beside_a_table_and_a_stream_is_a_problem(folder, streamsim, text):
    (folder / "lesson.yaml").write_text(text)
    for command in ("check", "test"):
        done = streamsim(command, ".")
        assert done.status == 1
        assert 'lesson.yaml:1:1: S202 missing key "timeline"' in done.out


def test_what_has_a_recorded_run_is_a_lesson_whatever_became_of_it(folder, streamsim):
    (folder / "a.yaml").write_text(GOOD)
    for name, text in {"b": "title: A lesson\n", "c": "", "d": "- 1\n", "e": "a: 1\n---\na: 1\n"}.items():
        (folder / f"{name}.yaml").write_text(text)
        (folder / f"{name}.run.txt").touch()
    done = streamsim("check", ".")
    assert done.status == 1
    assert lines(done.out, "b.yaml:")[0] == 'b.yaml:1:1: S202 missing key "table"'
    assert lines(done.out, "c.yaml:") == ["c.yaml:1:1: Y111 the file is empty"]
    assert lines(done.out, "d.yaml:") == ["d.yaml:1:1: S203 a lesson is a mapping of keys"]
    assert lines(done.out, "e.yaml:") == ["e.yaml:2:1: Y112 a second YAML document; one file is one lesson"]


def test_what_is_clearly_no_lesson_is_skipped_with_its_reason(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD)
    (folder / "comments.yaml").write_text("# nothing\n# yet\n")
    (folder / "several.yaml").write_text("kind: Service\n---\nkind: Pod\n")
    (folder / "headless.yaml").write_text("---\n# nothing\n---\nkind: Pod\n")
    done = streamsim("check", ".")
    assert done.status == 0
    assert [line for line in done.out.splitlines() if "skipped" in line] == [
        "comments.yaml: skipped: it has no content",
        "headless.yaml: skipped: several YAML documents",
        "several.yaml: skipped: several YAML documents",
    ]


def test_a_lesson_with_a_second_document_is_a_problem(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD + "---\n" + GOOD)
    done = streamsim("check", ".")
    assert (done.status, done.out.splitlines()[0]) == (
        1,
        "lesson.yaml:5:1: Y112 a second YAML document; one file is one lesson",
    )


def test_a_file_named_by_itself_is_never_skipped(folder, streamsim):
    (folder / "compose.yaml").write_text("services: {web: {}}\n")
    done = streamsim("check", "compose.yaml")
    assert done.status == 1
    assert 'compose.yaml:1:1: S202 missing key "timeline"' in done.out


def test_yaml_that_nobody_can_read_is_a_problem_and_not_skipped(folder, streamsim):
    (folder / "good.yaml").write_text(GOOD)
    (folder / "torn.yaml").write_text("title: [never closed\n")
    done = streamsim("check", ".")
    assert done.status == 1
    assert re.search(r"^torn.yaml:\d+:\d+: Y1\d\d ", done.out, re.MULTILINE)
    assert "good.yaml: no problems" in done.out


def test_every_problem_of_every_file_is_said_in_one_run(folder, streamsim):
    (folder / "one.yaml").write_text(BROKEN.replace("view_type", "view_tpye"))
    (folder / "two.yaml").write_text(BROKEN)
    done = streamsim("check", ".", "nowhere.yaml", "nolesson")
    assert len(lines(done.out, "one.yaml:")) >= 2
    assert lines(done.out, "two.yaml:")
    assert "nowhere.yaml:1:1: Y101 no such file" in done.out
    assert "nolesson:1:1: Y101 no lesson and no file has this name" in done.out
    assert done.status == 1


def test_a_folder_without_a_lesson_is_a_problem(folder, streamsim):
    (folder / "empty").mkdir()
    (folder / "empty" / "compose.yaml").write_text("services: {}\n")
    done = streamsim("check", "empty")
    assert done.status == 1
    assert done.out.splitlines() == [
        "empty:1:1: Y113 there is no lesson in this folder",
        "empty/compose.yaml: skipped: it has no timeline",
    ]


def test_a_link_to_nothing_is_a_problem_and_a_link_to_a_folder_is_skipped(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD)
    (folder / "gone.yaml").symlink_to("nowhere")
    (folder / "round").symlink_to(".")
    done = streamsim("check", ".")
    assert done.status == 1
    assert done.out.splitlines() == [
        "gone.yaml:1:1: Y101 no such file",
        "lesson.yaml: no problems",
        "round: skipped: a link to a folder",
    ]


def test_a_file_and_a_folder_without_permission_are_problems_and_the_rest_is_checked(folder, streamsim, monkeypatch):
    (folder / "lesson.yaml").write_text(GOOD)
    (folder / "locked.yaml").write_text(GOOD)
    (folder / "sub").mkdir()
    # By force, for a test that runs as root may read everything.
    real_open, real_scan = Path.open, os.scandir

    def no_open(path, *more, **options):
        if path.name == "locked.yaml":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real_open(path, *more, **options)

    def no_scan(name):
        if Path(name).name == "sub":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(name))
        return real_scan(name)

    monkeypatch.setattr(Path, "open", no_open)
    monkeypatch.setattr(os, "scandir", no_scan)
    done = streamsim("check", ".")
    assert done.status == 1
    assert "locked.yaml:1:1: Y101 cannot be read: Permission denied" in done.out
    assert "sub:1:1: Y101 cannot be read: Permission denied" in done.out
    assert "lesson.yaml: no problems" in done.out


@pytest.mark.parametrize("name", ["two words.yaml", "урок 一.yaml", "-dash.yaml", "a:b,c%d.yaml", "UPPER.YAML"])
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_files_of_any_name_are_checked(folder, streamsim, name, form):
    (folder / name).write_text(BROKEN)
    done = streamsim("check", ".", "--format", form)
    assert done.status == 1
    if form == "text":
        assert f"{name}:4:12: D301" in done.out
    elif form == "json":
        assert json.loads(done.out)["complaints"][0]["file"] == name
    else:
        assert name.replace("%", "%25").replace(":", "%3A").replace(",", "%2C") in done.out


@pytest.mark.parametrize(
    "change",
    [lambda text: text.replace("\n", "\r\n"), lambda text: text.replace("\n", "\r"), lambda text: "\ufeff" + text],
)
def test_line_ends_of_other_systems_and_a_byte_order_mark_shift_no_caret(folder, streamsim, change):
    (folder / "plain.yaml").write_text(BROKEN, newline="")
    (folder / "other.yaml").write_text(change(BROKEN), encoding="utf-8", newline="")
    plain, other = (streamsim("check", name).out for name in ("plain.yaml", "other.yaml"))
    assert "^" in plain
    assert plain.replace("plain", "other") == other


def test_an_11_mb_lesson_is_checked_like_any_other(folder, streamsim):
    text = GOOD + "transcript: |\n" + ("  " + "A long line that says nothing new at all. " * 200 + "\n") * 1_400
    (folder / "large.yaml").write_text(text)
    assert len(text) > 11_000_000
    (folder / "broken.yaml").write_text(BROKEN)
    done = streamsim("check", ".")
    assert "large.yaml: no problems" in done.out
    assert "broken.yaml:4:" in done.out


def test_a_fifo_is_a_problem_to_every_command_and_is_not_waited_for(folder, streamsim):
    os.mkfifo(folder / "pipe.yaml")
    said = "pipe.yaml:1:1: Y101 not a regular file\n"
    assert streamsim("check", ".") == streamsim("test", ".") == (1, said, "")
    assert streamsim("new", "mine.yaml", "--from", "pipe.yaml") == (1, "", said)
    assert not (folder / "mine.yaml").exists()


def test_a_file_is_read_again_once_for_all_its_complaints_and_never_where_it_was_refused_unread(
    folder, streamsim, monkeypatch
):
    (folder / "broken.yaml").write_text(BROKEN.replace("view_type", "view_tpye"))
    with (folder / "large.yaml").open("wb") as file:
        file.truncate(1536 * 1024 * 1024)
    opened: list[str] = []
    real_open = Path.open
    monkeypatch.setattr(
        Path, "open", lambda path, *more, **rest: opened.append(path.name) or real_open(path, *more, **rest)
    )
    done = streamsim("check", "broken.yaml", "large.yaml")
    assert len(lines(done.out, "broken.yaml:")) == 3
    assert lines(done.out, "large.yaml:") == ["large.yaml:1:1: Y102 over 16 MB; refused unread"]
    assert [name for name in opened if name.endswith(".yaml")] == ["broken.yaml", "large.yaml", "broken.yaml"]


def test_a_hundred_lessons_are_checked_in_one_run(folder, streamsim):
    for number in range(100):
        (folder / f"lesson-{number:03}.yaml").write_text(
            HEAD.format(title=f"Lesson {number}").replace(
                "order_id: o-1", "order: o-1" if number % 10 == 0 else "order_id: o-1"
            )
        )
    done = streamsim("check", ".", "--format", "json")
    found = json.loads(done.out)
    assert len(found["files"]) == 100
    assert {each["file"] for each in found["complaints"]} == {
        f"lesson-{number:03}.yaml" for number in range(0, 100, 10)
    }


def test_a_file_that_is_named_twice_is_checked_once(folder, streamsim):
    (folder / "lesson.yaml").write_text(BROKEN)
    once, twice = streamsim("check", "lesson.yaml"), streamsim("check", "lesson.yaml", ".", "lesson.yaml")
    assert once == twice


@pytest.mark.parametrize("command", ["check", "test"])
def test_an_empty_name_is_not_the_working_folder(folder, streamsim, command):
    (folder / "lesson.yaml").write_text(GOOD)
    assert streamsim(command, "") == (1, "'':1:1: Y101 this cannot be the name of a file\n", "")


# check: how it is said


def test_a_closest_name_is_offered(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD.replace("timeline", "timelime"))
    assert 'did you mean "timeline"' in streamsim("check", "lesson.yaml").out


def test_the_json_has_every_complaint_with_its_place(folder, streamsim):
    (folder / "lesson.yaml").write_text(BROKEN + "summary: See step 2.\n")
    (folder / "warned.yaml").write_text(GOOD + "summary: See step 2.\n")
    (folder / "other.yaml").write_text("a: 1\n")
    done = streamsim("check", ".", "--format", "json")
    found = json.loads(done.out)
    assert found["files"] == ["lesson.yaml", "warned.yaml"]
    assert found["skipped"] == [{"file": "other.yaml", "reason": "it has no timeline"}]
    assert [(each["file"], each["line"], each["severity"]) for each in found["complaints"]] == [
        ("lesson.yaml", 4, "error"),
        ("warned.yaml", 5, "warning"),
    ]
    assert all(each["code"] in CODES for each in found["complaints"])


def test_the_annotations_are_one_line_each_and_nothing_in_a_file_can_make_another(folder, streamsim):
    (folder / "lesson.yaml").write_text('"x\\n::error::forged": 1\n' + GOOD)
    (folder / "warned.yaml").write_text(GOOD + "summary: See step 2.\n")
    done = streamsim("check", ".", "--format", "github")
    first, second = done.out.splitlines()
    assert first.startswith("::error file=lesson.yaml,line=1,col=1,title=S201::")
    assert second.startswith("::warning file=warned.yaml,line=5,col=10,title=W507::")


def test_advice_is_a_problem_only_with_strict(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD + "summary: See step 2.\n")
    assert streamsim("check", "lesson.yaml").status == 0
    done = streamsim("check", "lesson.yaml", "--strict")
    assert done.status == 1
    assert done.out.splitlines()[1:] == ["    summary: See step 2.", "             ^"]


def test_what_the_library_teaches_passes_a_strict_check(streamsim):
    done = streamsim("check", "--strict", str(library_folder()), *lesson_names())
    assert done.status == 0, done.out


def quiz(*questions: str) -> str:
    return "quiz:\n" + "".join(questions)


LONG = "Yes, because the stream captures every change of an item by itself, after the write"
ADVICE: dict[str, tuple[str, str]] = {
    # code: (what is added to a lesson, what is said of it)
    "W501": (
        quiz(*(QUESTION.format(choices=c) for c in ("Step 1, Step 2", "Step 3, Step 2", "Step 4, Step 2"))),
        "the right choice is always B",
    ),
    "W502": (
        quiz(f"  - {{question: Q, choices: [No, {{text: '{LONG}', correct: true}}], explanation: E}}\n"),
        "much longer",
    ),
    "W503": (
        quiz(QUESTION.format(choices="Step 1, Step 2") + "    hint: The stream captures it, [step 2](step:2).\n"),
        "this hint says what",
    ),
    "W504": (
        quiz("  - {question: Q, choices: [a, {text: b, correct: true, why: Because.}]}\n"),
        "nothing says why choice A is wrong",
    ),
    "W505": ("show: {variables: [open_shards]}\n", "is shown and never changes"),
    "W506": (
        "key_moments: [{question: Q, answer: 'See [step 2](step:2).'}]\n",
        'no text and no question speaks of a step such as 4, "Consumer reads stream record"',
    ),
    "W507": ("summary: See step 2.\n", '"step 2" is no reference: write [step 2](step:2)'),
    "W509": (f"summary: {'A word. ' * 80}\n", "at most 400 read well"),
    "W510": ("summary: See F999.\n", "there is no fact F999"),
    "W511": ("key_moments: [{question: Q, answer: '[x](fact:F150)'}]\n", "no step of this run shows F150"),
    "W512": (quiz("  - {question: Q, choices: [{text: a, why: No.}, {text: b, correct: true}]}\n"), "nothing explains"),
    "W513": ("summary: A <b>bold</b> word.\n", '"<b>" is shown as it is written: HTML tags are not read'),
}


@pytest.mark.parametrize("code", ADVICE)
def test_each_advice_is_given_where_it_is_due(folder, streamsim, code):
    more, said = ADVICE[code]
    (folder / "lesson.yaml").write_text(GOOD + more)
    found = json.loads(streamsim("check", "lesson.yaml", "--format", "json").out)["complaints"]
    assert any(said in each["message"] for each in found if each["code"] == code), found
    assert {each["severity"] for each in found} == {"warning"}


def test_a_fact_of_another_run_that_a_question_asks_for_is_no_reason_for_advice(folder, streamsim):
    asked = (
        "  - question: And with two?\n"
        "    choices: [1, 2]\n"
        "    answer: {count: records, what_if: {timeline: {1: {put: {order_id: o-2}}}}}\n"
        "    explanation: As [F150](fact:F150) says.\n"
    )
    (folder / "lesson.yaml").write_text(GOOD + quiz(asked))
    assert "W511" not in streamsim("check", "lesson.yaml").out
    (folder / "lesson.yaml").write_text(
        GOOD + quiz(asked.partition(", what_if")[0] + "}\n    explanation: '[F150](fact:F150).'\n")
    )
    assert "W511" in streamsim("check", "lesson.yaml").out


def test_every_code_of_advice_has_a_test():
    assert {*ADVICE, "W508"} == {code for code in CODES if code.startswith("W")}


def test_a_hint_that_is_the_answer_is_none(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD + quiz(QUESTION.format(choices="Step 1, Step 2") + "    hint: Step 2.\n"))
    assert "W503 warning: this hint is the answer" in streamsim("check", "lesson.yaml").out


def test_a_title_and_an_id_twice_in_a_folder_are_said_of_the_second(folder, streamsim):
    (folder / "a.yaml").write_text(GOOD)
    (folder / "a.yml").write_text(HEAD.format(title="Another"))
    (folder / "b.yaml").write_text(GOOD)
    (folder / "sub").mkdir()
    (folder / "sub" / "a.yaml").write_text(GOOD)
    done = streamsim("check", ".")
    assert [line for line in done.out.splitlines() if "W508" in line] == [
        'a.yml:1:8: W508 warning: the lesson a.yaml has the same id, "a"',
        'b.yaml:1:8: W508 warning: the lesson a.yaml has the same title, "A lesson"',
    ]


# new


def test_a_new_lesson_passes_a_strict_check_and_has_the_editors_line_and_the_schema_beside_it(folder, streamsim):
    done = streamsim("new", "my lesson.yaml")
    assert done.status == 0
    assert "Next: streamsim check 'my lesson.yaml'" in done.out
    text = (folder / "my lesson.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert (folder / "scenario.schema.json").read_text(encoding="utf-8") == streamsim("schema").out
    assert streamsim("check", "--strict", "my lesson.yaml").out == "my lesson.yaml: no problems\n"


@pytest.mark.parametrize("name", lesson_names())
def test_a_new_lesson_can_begin_as_any_lesson_of_the_library_and_passes_a_strict_check(folder, streamsim, name):
    assert streamsim("new", "mine.yaml", "--from", name).status == 0
    text = (folder / "mine.yaml").read_text(encoding="utf-8")
    assert text.split("\n")[0] == "# yaml-language-server: $schema=scenario.schema.json"
    assert text.count("yaml-language-server") == 1
    done = streamsim("check", "--strict", "mine.yaml")
    assert done.out == "mine.yaml: no problems\n"


def test_a_new_lesson_is_written_over_nothing(folder, streamsim):
    (folder / "mine.yaml").write_text("mine")
    (folder / "scenario.schema.json").write_text("also mine")
    done = streamsim("new", "mine.yaml")
    assert (done.status, done.out) == (2, "")
    assert done.err == "streamsim new: mine.yaml is there already; choose another name\n"
    assert (folder / "mine.yaml").read_text() == "mine"
    done = streamsim("new", "other.yaml")
    assert (done.status, done.out.splitlines()[:2]) == (
        0,
        [
            "Written: other.yaml",
            "Kept: scenario.schema.json, which is not this program's schema (streamsim schema prints that)",
        ],
    )
    assert (folder / "scenario.schema.json").read_text() == "also mine"


def test_of_a_schema_that_is_the_programs_own_nothing_is_said(folder, streamsim):
    streamsim("new", "mine.yaml")
    assert "Kept" not in streamsim("new", "other.yaml").out


@pytest.mark.parametrize(
    "there", [lambda schema: schema.mkdir(), os.mkfifo, lambda schema: schema.symlink_to("elsewhere")]
)
def test_what_else_stands_in_the_schemas_place_is_kept(folder, streamsim, there):
    there(folder / "scenario.schema.json")
    assert "Kept: scenario.schema.json" in streamsim("new", "mine.yaml").out
    assert not (folder / "elsewhere").exists()


@pytest.mark.parametrize("name", ["overview", "", "lesson.txt", ".yaml", "sub/lesson"])
def test_a_new_lesson_whose_name_is_not_that_of_a_lessons_file_is_wrong_usage(folder, streamsim, name):
    said = f'streamsim new: "{name}" is no name for a lesson\'s file: it has to end in .yaml or .yml\n'
    assert streamsim("new", name) == (2, "", said)
    assert list(folder.iterdir()) == []


def test_a_link_is_not_written_through(folder, streamsim):
    (folder / "link.yaml").symlink_to("elsewhere")
    assert streamsim("new", "link.yaml").status == 2
    assert not (folder / "elsewhere").exists()


@pytest.mark.parametrize("name", ["no/such/folder.yaml", "x" * 300 + ".yaml", "a\0b.yaml"])
def test_a_new_lesson_that_cannot_be_written_is_one_line(folder, streamsim, name):
    done = streamsim("new", name)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith("streamsim new: ")
    assert list(folder.iterdir()) == []


def test_a_new_lesson_from_one_that_is_not_there(folder, streamsim):
    done = streamsim("new", "mine.yaml", "--from", "overveiw")
    assert done.status == 1
    assert 'did you mean "overview"' in done.err
    assert list(folder.iterdir()) == []


def test_a_copy_of_a_lesson_begins_with_the_editors_line_and_not_with_a_byte_order_mark(folder, streamsim):
    (folder / "source.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert streamsim("new", "mine.yaml", "--from", "source.yaml").status == 0
    modeline = "# yaml-language-server: $schema=scenario.schema.json\n"
    assert (folder / "mine.yaml").read_bytes() == (modeline + GOOD).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Y101 no such file"),
        (b"", "Y111 the file is empty"),
        (b"\xff", "Y103 not UTF-8"),
        (b"- 1\n", "S203 a lesson is a mapping of keys"),
        (b"title: [never closed\n", "Y105 not YAML"),
        (b"services: {}\n", "S201 unknown key"),
    ],
)
def test_a_source_that_is_no_lesson_is_blamed_and_nothing_is_written(folder, streamsim, content, said):
    if content is not None:
        (folder / "source.yaml").write_bytes(content)
    done = streamsim("new", "mine.yaml", "--from", "source.yaml")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("source.yaml:")
    assert said in done.err
    assert not (folder / "mine.yaml").exists()


def test_a_folder_as_a_source_is_blamed(folder, streamsim):
    (folder / "sub").mkdir()
    assert streamsim("new", "mine.yaml", "--from", "sub").err == "sub:1:1: Y101 this is a folder, not a lesson file\n"


# test: golden runs


@pytest.fixture
def recorded(folder: Path, streamsim: Callable[..., object]) -> Path:
    """A lesson with a question whose run is recorded."""
    lesson = folder / "lesson.yaml"
    lesson.write_text(GOOD + quiz(QUESTION.format(choices="Step 1, Step 2")))
    streamsim("test", "--update", "lesson.yaml")
    return lesson


def test_a_run_is_recorded_beside_its_lesson_as_a_text_made_to_be_read(recorded, streamsim):
    text = recorded.with_name("lesson.run.txt").read_text(encoding="utf-8")
    assert text.startswith("The run of lesson, recorded by streamsim test --update\n\nSteps\n")
    assert "2. 0.050 s  capture.record  DynamoDB Streams captures change" in text
    assert "     Consumer State: Idle -> Reading\n" in text
    assert '"eventName": "INSERT"' in text
    assert "\nAnswers\nquestion-1: B, Step 2\n" in text
    assert streamsim("test", "lesson.yaml") == (0, "lesson.yaml: as recorded\n", "")


def test_a_lesson_without_a_recorded_run_fails(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD)
    done = streamsim("test", "lesson.yaml")
    assert done.status == 1
    assert done.out == (
        "lesson.yaml: no recorded run: there is no lesson.run.txt; streamsim test --update lesson.yaml records it\n"
    )
    assert not (folder / "lesson.run.txt").exists()


def test_another_run_fails_and_shows_what_differs_and_records_nothing(recorded, streamsim):
    before = recorded.with_name("lesson.run.txt").read_bytes()
    recorded.write_text(recorded.read_text().replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY"))
    done = streamsim("test", ".")
    assert done.status == 1
    assert done.out.startswith("lesson.yaml: not the run that was recorded in lesson.run.txt:\n    --- recorded\n")
    [old] = lines(done.out, "    -1. shard 1")
    [new] = lines(done.out, "    +1. shard 1")
    assert ("NewImage" in old, "NewImage" in new) == (True, False)
    assert done.out.endswith("\n    streamsim test --update lesson.yaml records it, if the change is meant\n")
    assert recorded.with_name("lesson.run.txt").read_bytes() == before


def test_another_text_is_the_same_run(recorded, streamsim):
    recorded.write_text(recorded.read_text().replace("title: A lesson", "title: Other words"))
    assert streamsim("test", "lesson.yaml").status == 0


def test_update_records_only_what_differs_and_says_so(recorded, streamsim):
    assert streamsim("test", "--update", "lesson.yaml").out == "lesson.yaml: as recorded\n"
    recorded.write_text(recorded.read_text().replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY"))
    done = streamsim("test", "--update", "lesson.yaml")
    assert done == (0, "lesson.yaml: recorded in lesson.run.txt\n", "")
    assert streamsim("test", "lesson.yaml").status == 0


def test_a_broken_lesson_fails_with_its_complaints_and_the_others_are_tested(recorded, streamsim):
    recorded.with_name("broken.yaml").write_text(BROKEN)
    recorded.with_name("other.yaml").write_text("a: 1\n")
    done = streamsim("test", "--update", ".")
    assert done.status == 1
    assert "broken.yaml:4:12: D301" in done.out
    assert "lesson.yaml: as recorded" in done.out
    assert "other.yaml: skipped: it has no timeline" in done.out
    assert not recorded.with_name("broken.run.txt").exists()


def test_windows_line_ends_of_a_recorded_run_make_no_difference(recorded, streamsim):
    run = recorded.with_name("lesson.run.txt")
    run.write_bytes(run.read_bytes().replace(b"\n", b"\r\n"))
    assert streamsim("test", "lesson.yaml").status == 0


@pytest.mark.parametrize("arguments", [["overview"], ["--update", "overview"], ["--update", "lesson.yaml", "overview"]])
def test_a_lesson_of_the_library_is_copied_before_it_is_tested(folder, streamsim, arguments):
    (folder / "lesson.yaml").write_text(GOOD)
    before = sorted(library_folder().iterdir())
    copied = "copy it first: streamsim new my.yaml --from overview"
    said = f"streamsim test: overview is a lesson of the library; {copied}\n"
    assert streamsim("test", *arguments) == (2, "", said)
    assert sorted(library_folder().iterdir()) == before
    assert not (folder / "lesson.run.txt").exists()


def test_a_folder_that_has_the_name_of_a_lesson_of_the_library_is_tested(folder, streamsim):
    (folder / "overview").mkdir()
    (folder / "overview" / "lesson.yaml").write_text(GOOD)
    assert streamsim("test", "--update", "overview").status == 0


def test_two_lessons_that_would_share_a_recorded_run_fail_and_nothing_is_written(recorded, streamsim):
    before = recorded.with_name("lesson.run.txt").read_bytes()
    recorded.with_suffix(".yml").write_text(HEAD.format(title="Another"))
    both = [
        "lesson.yaml: lesson.yml would have the same lesson.run.txt; rename one of them",
        "lesson.yml: lesson.yaml would have the same lesson.run.txt; rename one of them",
    ]
    for arguments, said in {(".",): both, ("--update", "."): both, ("--update", "lesson.yml"): both[1:]}.items():
        done = streamsim("test", *arguments)
        assert (done.status, done.out.splitlines(), done.err) == (1, said, "")
    assert recorded.with_name("lesson.run.txt").read_bytes() == before


def test_yaml_beside_a_lesson_that_is_none_shares_nothing_with_it(folder, streamsim):
    (folder / "lesson.yaml").write_text(GOOD)
    (folder / "lesson.yml").write_text("services: {}\n")
    assert streamsim("test", "--update", "lesson.yaml").status == 0


def test_a_recorded_run_with_no_lesson_beside_it_is_named(recorded, streamsim):
    recorded.with_name("lesson.run.txt").rename(recorded.with_name("gone.run.txt"))
    streamsim("test", "--update", ".")
    said = "gone.run.txt: skipped: a recorded run with no lesson beside it\nlesson.yaml: as recorded\n"
    assert streamsim("test", ".") == (0, said, "")


def test_a_lesson_whose_name_is_not_utf_8_is_recorded_and_tested(folder, streamsim):
    name = os.fsdecode(b"\xff.yaml")
    (folder / name).write_text(GOOD)
    assert streamsim("test", "--update", name) == (
        0,
        "\\u{dcff}.yaml: recorded in \\u{dcff}.run.txt\n",
        "",
    )
    assert streamsim("test", ".") == (0, "\\u{dcff}.yaml: as recorded\n", "")
    text = (folder / os.fsdecode(b"\xff.run.txt")).read_text(encoding="utf-8")
    assert text.startswith("The run of \\u{dcff}, recorded")


def test_what_was_recorded_stays_where_the_new_run_cannot_be_written(recorded, streamsim, monkeypatch):
    run = recorded.with_name("lesson.run.txt")
    before = run.read_bytes()
    recorded.write_text(recorded.read_text().replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY"))

    def full(self, text, **more):
        self.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", full)
    said = "lesson.yaml: lesson.run.txt: No space left on device\n"
    assert streamsim("test", "--update", "lesson.yaml") == (1, said, "")
    assert run.read_bytes() == before
    assert sorted(each.name for each in recorded.parent.iterdir()) == ["lesson.run.txt", "lesson.yaml"]


def test_a_recorded_run_that_is_not_utf_8_can_be_recorded_anew(recorded, streamsim):
    recorded.with_name("lesson.run.txt").write_bytes(b"\xff")
    said = "lesson.yaml: lesson.run.txt: not UTF-8; streamsim test --update lesson.yaml records it anew\n"
    assert streamsim("test", "lesson.yaml") == (1, said, "")
    assert streamsim("test", "--update", "lesson.yaml").status == 0
    assert streamsim("test", "lesson.yaml").status == 0


def test_what_is_found_of_a_lesson_is_printed_before_the_next_is_tested(recorded, capsys, monkeypatch):
    from simulator.lesson_tests import run as testing

    recorded.with_name("next.yaml").write_text(HEAD.format(title="Next"))
    real = testing.load_lesson

    def interrupted(file: str) -> object:
        if file == "next.yaml":
            raise KeyboardInterrupt
        return real(file)

    monkeypatch.setattr(testing, "load_lesson", interrupted)
    capsys.readouterr()
    assert main(["test", "."]) == 130
    assert capsys.readouterr() == ("lesson.yaml: as recorded\n", "Stopped.\n")


@pytest.mark.parametrize(
    "damage",
    [
        lambda run: run.write_bytes(b"\xff"),
        lambda run: (run.unlink(), run.mkdir()),
        lambda run: (run.unlink(), os.mkfifo(run)),
    ],
)
def test_a_recorded_run_that_cannot_be_read_is_one_line(recorded, streamsim, damage):
    damage(recorded.with_name("lesson.run.txt"))
    done = streamsim("test", "lesson.yaml")
    assert (done.status, done.err) == (1, "")
    assert done.out.startswith("lesson.yaml: lesson.run.txt: ")
    assert done.out.count("\n") == 1


def test_a_wrong_choice_that_is_graded_right_fails_the_lesson(recorded, streamsim, monkeypatch):
    from simulator.lesson.quiz.question import QuizRun

    monkeypatch.setattr(QuizRun, "is_right", lambda run, index: True)
    done = streamsim("test", "lesson.yaml")
    assert (done.status, done.out) == (1, "lesson.yaml: question question-1: a wrong answer, A, is graded right\n")
    monkeypatch.setattr(QuizRun, "is_right", lambda run, index: False)
    done = streamsim("test", "lesson.yaml")
    assert (done.status, done.out) == (1, "lesson.yaml: question question-1: the right answer, B, is graded wrong\n")


def test_an_answer_that_is_not_what_the_run_says_fails_the_lesson(recorded, streamsim, monkeypatch):
    from simulator.lesson.quiz import question as of_quiz

    monkeypatch.setattr(of_quiz, "_right", lambda worked, texts: ((0,), []))  # whatever the run says, A is right
    assert lines(streamsim("test", "lesson.yaml").out, "lesson.yaml: question") == [
        "lesson.yaml: question question-1: the right answer, B, is graded wrong",
        "lesson.yaml: question question-1: a wrong answer, A, is graded right",
    ]


def test_a_letter_that_is_taken_for_another_choice_fails_the_lesson(recorded, streamsim, monkeypatch):
    monkeypatch.setattr("simulator.lesson.quiz.typed_answers._choice", lambda typed, letters: 1 - letters.index(typed))
    assert streamsim("test", "lesson.yaml").out.splitlines() == [
        "lesson.yaml: question question-1: the right answer, B, is graded wrong",
        "lesson.yaml: question question-1: a wrong answer, A, is graded right",
    ]


def test_the_recorded_run_is_the_same_in_every_locale_and_under_every_hash_seed(recorded):
    run = recorded.with_name("lesson.run.txt")
    before = run.read_bytes()
    for seed in ("1", "2"):
        run.unlink()
        environment = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
        assert process("test", "--update", str(recorded), environment=environment).status == 0
        assert run.read_bytes() == before


# watch --plain


def test_watch_prints_the_run_or_what_is_wrong_whenever_the_file_is_saved(folder, capsys, monkeypatch):
    from simulator.terminal import watch as watching

    lesson = folder / "lesson.yaml"
    lesson.write_text(GOOD)
    saves = iter(
        [
            lambda: None,  # nobody saved: nothing is printed
            lambda: lesson.write_text(BROKEN),
            lambda: lesson.unlink(),
            lambda: lesson.write_text(HEAD.format(title="Mended at last")),
            lambda: (_ for _ in ()).throw(KeyboardInterrupt),
        ]
    )
    monkeypatch.setattr(watching.time, "sleep", lambda seconds: next(saves)())
    assert main(["watch", "--plain", "lesson.yaml"]) == 0
    out, err = capsys.readouterr()
    assert out.count("-- watching lesson.yaml; Ctrl-C ends") == 4
    first, second, third, fourth, rest = out.split("-- watching lesson.yaml; Ctrl-C ends")
    assert first.startswith("A lesson\n")
    assert second.strip().startswith("lesson.yaml:4:12: D301")
    assert third.strip() == "lesson.yaml:1:1: Y101 no such file"
    assert "Mended at last" in fourth
    assert rest.strip() == ""
    assert err == "Stopped.\n"
