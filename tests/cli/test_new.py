"""`streamsim new`: a lesson to begin with."""

from __future__ import annotations

import os
from functools import cache

import pytest
from lesson_texts import GOOD
from varied_lessons import ONE_OF_EACH_KIND

from simulator.lesson.schema_for_editors import lesson_schema_for_editors

made_once = cache(lesson_schema_for_editors)


@pytest.fixture(autouse=True)
def _schema_that_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.lesson.schema_for_editors.lesson_schema_for_editors", made_once)


def test_a_new_lesson_passes_a_strict_check_and_has_the_editors_line_and_the_schema_beside_it(folder, streamsim):
    done = streamsim("new", "my lesson.yaml")
    assert done.status == 0
    assert "Next: streamsim check 'my lesson.yaml'" in done.out
    text = (folder / "my lesson.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert (folder / "scenario.schema.json").read_text(encoding="utf-8") == streamsim("schema").out
    assert streamsim("check", "--strict", "my lesson.yaml").out == "my lesson.yaml: no problems\n"


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_a_new_lesson_can_begin_as_any_lesson_of_the_library_and_passes_a_strict_check(folder, streamsim, name):
    assert streamsim("new", "mine.yaml", "--from", name).status == 0
    text = (folder / "mine.yaml").read_text(encoding="utf-8")
    assert text.split("\n")[0] == "# yaml-language-server: $schema=scenario.schema.json"
    assert text.count("yaml-language-server") == 1
    done = streamsim("check", "--strict", "mine.yaml")
    assert done.out == "mine.yaml: no problems\n"


@pytest.mark.parametrize(("name", "says"), [("time-to-live", True), ("overview", False)])
def test_a_copy_of_a_lesson_with_tags_says_how_an_editor_knows_them(folder, streamsim, name, says):
    streamsim("new", "mine.yaml", "--from", name)
    assert ("yaml.customTags" in (folder / "mine.yaml").read_text(encoding="utf-8")) is says


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
def test_another_file_with_the_schemas_name_is_kept(folder, streamsim, there):
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
