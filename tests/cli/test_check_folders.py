"""`streamsim check` on folders, and on files of every kind."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest
from lesson_texts import BROKEN, GOOD, HEAD, lines

from simulator.lesson.check.check import check
from simulator.views.complaints import check_github, check_json, check_text


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


def _with_other_yaml(folder, count):
    """A lesson among so many files that are none, one in ten of which is a list."""
    (folder / "lesson.yaml").write_text(GOOD)
    for number in range(count):
        (folder / f"other-{number}.yaml").write_text("- 1\n" if number % 10 == 0 else "a: 1\n")


def test_many_other_files_are_counted_in_one_line(folder, streamsim):
    _with_other_yaml(folder, 1100)
    counted = "1,100 files skipped: it has no timeline (990), not a mapping (110)"
    checked = check(["."])
    assert list(check_text(checked)) == ["lesson.yaml: no problems", counted]
    assert list(check_github(checked, strict=False)) == [f"::notice::{counted}"]
    assert len(json.loads("".join(check_json(checked)))["skipped"]) == 1100
    assert streamsim("test", ".", "--update").out.splitlines()[0] == counted


def test_twenty_other_files_are_still_named_one_by_one(folder, streamsim):
    _with_other_yaml(folder, 20)
    assert len(lines(streamsim("check", ".").out, "other-")) == 20


@pytest.mark.parametrize("text", [GOOD.replace("timeline", "timelime"), GOOD.partition("timeline")[0]])
def test_a_misspelt_or_a_missing_timeline_beside_a_table_and_a_stream_is_a_problem(folder, streamsim, text):
    (folder / "lesson.yaml").write_text(text)
    for command in ("check", "test"):
        done = streamsim(command, ".")
        assert done.status == 1
        assert 'lesson.yaml:1:1: S202 missing key "timeline"' in done.out


def test_a_file_with_a_recorded_run_is_a_lesson_whatever_its_content(folder, streamsim):
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


def test_a_file_that_is_clearly_no_lesson_is_skipped_with_its_reason(folder, streamsim):
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
