"""`streamsim test`: recorded runs, and answers that are graded as they should be."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from lesson_texts import BROKEN, GOOD, HEAD, QUESTION, lines, quiz

from simulator.cli.main import main
from simulator.lesson.quiz.question import Chosen, Question
from simulator.lesson.quiz.typed_answers import chosen_by
from simulator.scenario.files.library import library_folder


@pytest.fixture
def recorded(folder: Path, streamsim: Callable[..., object]) -> Path:
    """A lesson with a question whose run is recorded."""
    lesson = folder / "lesson.yaml"
    lesson.write_text(GOOD + quiz(QUESTION.format(choices="Step 1, Step 2")))
    streamsim("test", "--update", "lesson.yaml")
    return lesson


def test_a_run_is_recorded_beside_its_lesson_as_a_text_made_to_be_read(recorded, streamsim):
    text = recorded.with_name("lesson.run.txt").read_text(encoding="utf-8")
    assert text.startswith("The run of lesson, form 2, recorded by streamsim test --update\n\nSteps\n")
    assert "2. 0.050 s  capture.record  DynamoDB Streams captures change" in text
    assert "     Consumer State: Idle -> Reading\n" in text
    assert '"eventName": "INSERT"' in text
    assert "\nAnswers\nquestion-1: B, Step 2\n" in text
    assert streamsim("test", "lesson.yaml") == (0, "lesson.yaml: as recorded\n", "")


def test_the_recorded_run_names_the_action_that_each_reference_points_to(folder, streamsim):
    text = GOOD.replace("o-1}]", "o-1}, id: placed}]").replace("[put", "[{put")
    (folder / "lesson.yaml").write_text(text + "summary: See [x](step:placed.capture) and [y](step:4).\n")
    streamsim("test", "--update", "lesson.yaml")
    recorded = (folder / "lesson.run.txt").read_text()
    assert recorded.endswith(
        "\nReferences\n"
        "summary: placed.capture -> step 2, action 1 (placed), .capture\n"
        "summary: 4 -> step 4, action 1 (placed), /consumer.read\n"
    )


def in_form_1(text):
    """A recorded run as the first form had it."""
    return text.replace(", form 2,", ",").partition("\nReferences\n")[0]


def test_a_run_that_is_the_same_in_an_older_form_is_told_from_another_run(recorded, streamsim):
    path = recorded.with_name("lesson.run.txt")
    path.write_text(in_form_1(path.read_text()))
    done = streamsim("test", "lesson.yaml")
    assert done == (
        1,
        "lesson.yaml: the run is as recorded, but lesson.run.txt has form 1 of 2; "
        "streamsim test --update lesson.yaml records it anew\n",
        "",
    )
    path.write_text(path.read_text().replace("0.050 s", "0.070 s"))
    done = streamsim("test", "lesson.yaml")
    assert "not the run that was recorded" in done.out
    assert "-2. 0.070 s  capture.record" in done.out
    assert "References" not in done.out


def test_a_run_in_a_newer_form_is_not_compared(recorded, streamsim):
    path = recorded.with_name("lesson.run.txt")
    path.write_text(path.read_text().replace("form 2", "form 9"))
    assert "has form 9, of a newer streamsim; this one reads forms up to 2" in streamsim("test", "lesson.yaml").out


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
    assert text.startswith("The run of \\u{dcff}, form 2, recorded")


def test_a_recorded_run_stays_where_the_new_one_cannot_be_written(recorded, streamsim, monkeypatch):
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


def test_the_result_of_a_lesson_is_printed_before_the_next_is_tested(recorded, capsys, monkeypatch):
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
    from simulator.lesson.quiz.question import Question

    monkeypatch.setattr(Question, "is_right", lambda question, chosen: True)
    done = streamsim("test", "lesson.yaml")
    assert (done.status, done.out) == (1, "lesson.yaml: question question-1: a wrong answer, A, is graded right\n")
    monkeypatch.setattr(Question, "is_right", lambda question, chosen: False)
    done = streamsim("test", "lesson.yaml")
    assert (done.status, done.out) == (1, "lesson.yaml: question question-1: the right answer, B, is graded wrong\n")


def test_an_answer_that_is_not_what_the_run_says_fails_the_lesson(recorded, streamsim, monkeypatch):
    from simulator.lesson.quiz import authored

    monkeypatch.setattr(authored, "_right", lambda worked, texts: ((0,), []))  # whatever the run says, A is right
    assert lines(streamsim("test", "lesson.yaml").out, "lesson.yaml: question") == [
        "lesson.yaml: question question-1: the right answer, B, is graded wrong",
        "lesson.yaml: question question-1: a wrong answer, A, is graded right",
    ]


def test_a_letter_that_is_taken_for_another_choice_fails_the_lesson(recorded, streamsim, monkeypatch):
    def the_other(word: str, question: Question) -> Chosen | None:
        chosen = chosen_by(word, question)
        return None if chosen is None else tuple(1 - index for index in chosen)

    monkeypatch.setattr("simulator.lesson_tests.answers_hold.chosen_by", the_other)
    assert streamsim("test", "lesson.yaml").out.splitlines() == [
        "lesson.yaml: question question-1: the right answer, B, is graded wrong",
        "lesson.yaml: question question-1: a wrong answer, A, is graded right",
    ]
